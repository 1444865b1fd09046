"""Whether the year's summary is still what the records say; if not, it is made anew by ``summary_notebook``."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pjkit.batch.fingerprint import digest_of_libraries, digest_of_package
from pjkit.batch.job import notebook_file
from pjkit.batch.manifest import damage, manifest_of, sound_manifest
from pjkit.batch.outputs import is_own_file, publish_file
from pjkit.model.params import FAILED_FOLDER
from pjkit.model.records import INPUTS_FILE, MANIFEST_FILE, RECORD_FILE, RUN_FILE, TRACES_FILE

SUMMARY = Path("notebooks/summary.ipynb")
PAGE = "index.html"
_RECORDS = (RECORD_FILE, INPUTS_FILE, TRACES_FILE)


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
    publish_file(folder / MANIFEST_FILE, manifest_of(folder.name, made, made_from))
    return ""


def unsound(folder: Path) -> dict[str, tuple[str, ...]]:
    """Departments whose records are damaged, and the files: the summary is made without them."""
    found = {report.name: _damaged(report) for report in reports(folder)}
    return {department: names for department, names in found.items() if names}


def is_current(folder: Path, root: Path) -> bool:
    """Whether the summary is whole, and what the records give."""
    return _is_current(folder, _digest(notebook_file(root, SUMMARY), folder, _records(folder)))


def _records(folder: Path) -> list[Path]:
    """All that the summary is made from: of sound reports."""
    sound = [report for report in reports(folder) if not _damaged(report)]
    run = [folder / RUN_FILE] if is_own_file(folder / RUN_FILE) else []
    return sorted([*(report / name for report in sound for name in _RECORDS), *run])


def reports(folder: Path) -> list[Path]:
    """The folders of reports: all but those that are being written, and that of the pages of failures."""
    found = [path for path in sorted(folder.glob("[!.]*")) if path.is_dir() and not path.is_symlink()]
    return [path for path in found if path.name != FAILED_FOLDER]


def _damaged(report: Path) -> tuple[str, ...]:
    return damage(report, f"{report.parent.name}/{report.name}", _RECORDS)


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
    manifest = sound_manifest(folder, folder.name)
    return manifest is not None and manifest.made_from == made_from and not damage(folder, folder.name)
