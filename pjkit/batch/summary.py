"""Whether the year's summary is still what the records say; if not, it is made anew by ``summary_notebook``."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pjkit.batch.fingerprint import digest_of_libraries, digest_of_package
from pjkit.batch.job import notebook_file
from pjkit.batch.outputs import is_own_file, publish_file
from pjkit.model.records import INPUTS_FILE, RECORD_FILE, RUN_FILE, TRACES_FILE

SUMMARY = Path("notebooks/summary.ipynb")
PAGE = "index.html"
_FILES = (PAGE, "summary.ipynb", "results.csv", "results.xlsx")
_MADE_FROM = ".summary"  # the digest of what the summary was made from


def summarise(folder: Path, root: Path) -> str:
    """Bring the summary of ``folder`` (outputs/<year>) up to date; gives "" or why it could not be made.

    Nothing is done where the records, the notebook and pjkit are what they were. Raises
    :class:`~pjkit.model.problem.InputError` for records or a notebook that cannot be read.
    """
    content, records = notebook_file(root, SUMMARY), _records(folder)
    made_from = _digest(content, folder, records)
    if _is_current(folder, made_from):
        return ""
    from pjkit.batch.summary_notebook import make_summary  # slow to import

    made = make_summary(content, folder, records)
    if isinstance(made, str):
        return made
    for name, body in made.items():
        publish_file(folder / name, body)
    publish_file(folder / _MADE_FROM, made_from.encode())
    return ""


def _records(folder: Path) -> list[Path]:
    """All that the summary is made from."""
    names = (RECORD_FILE, INPUTS_FILE, TRACES_FILE)
    reports = [path for name in names for path in folder.glob(f"[!.]*/{name}")]
    return sorted(filter(is_own_file, [*reports, folder / RUN_FILE]))


def _digest(content: bytes, folder: Path, records: Sequence[Path]) -> str:
    """Of everything, one file in memory at a time."""
    total = hashlib.sha256()
    for part in (content, digest_of_package().encode(), digest_of_libraries().encode()):
        total.update(hashlib.sha256(part).digest())
    for path in records:
        total.update(hashlib.sha256(path.relative_to(folder).as_posix().encode()).digest())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return "sha256:" + total.hexdigest()


def _is_current(folder: Path, made_from: str) -> bool:
    mark = folder / _MADE_FROM
    whole = all(is_own_file(folder / name) for name in (*_FILES, _MADE_FROM))
    return whole and mark.read_text(encoding="utf-8") == made_from
