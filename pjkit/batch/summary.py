"""The year's summary: the summary notebook run on the records, its page, and the results as tables."""

from pathlib import Path

from pjkit.batch.engine.bounds import CellError, StartError
from pjkit.batch.engine.shells import shared_shells
from pjkit.batch.execute import execute
from pjkit.batch.fingerprint import digest_of, digest_of_libraries, digest_of_package
from pjkit.batch.job import notebook_file
from pjkit.batch.notebook import notebook_text, read_template, settle
from pjkit.batch.outputs import edition_of, publish_file, year_of
from pjkit.batch.results import write_results
from pjkit.model.records import INPUTS_FILE, RECORD_FILE, RUN_FILE, TRACES_FILE, read_batch
from pjkit.writers.html.export import to_page
from pjkit.writers.html.headline import SUMMARY_SCHEMA

SUMMARY = Path("notebooks/summary.ipynb")
PAGE, NOTEBOOK = "index.html", "summary.ipynb"
_MADE_FROM = ".summary"  # the digest of what the summary was made from
_NAMES = ("year", "outputs")


def summarise(folder: Path, root: Path) -> str:
    """Bring the summary of ``folder`` (outputs/<year>) up to date; gives "" or why it could not be made.

    Nothing is done where the records, the notebook and pjkit are what they were. Raises
    :class:`~pjkit.model.problem.InputError` for records or a notebook that cannot be read.
    """
    content = notebook_file(root, SUMMARY)
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _records(folder)}
    made_from = digest_of(b"\0".join([content, _versions(), *(f.encode() + files[f] for f in files)]))
    if _is_current(folder, made_from):
        return ""
    try:
        publish = _made(content, files, folder) | write_results(read_batch(folder))
    except (CellError, StartError) as error:
        return str(error)
    for name, body in publish.items():
        publish_file(folder / name, body)
    publish_file(folder / _MADE_FROM, made_from.encode())
    return ""


def _versions() -> bytes:
    return (digest_of_package() + digest_of_libraries()).encode()


def _records(folder: Path) -> list[Path]:
    """All that the summary is made from."""
    names = (RECORD_FILE, INPUTS_FILE, TRACES_FILE)
    reports = [path for name in names for path in folder.glob(f"[!.]*/{name}")]
    return sorted([*reports, folder / RUN_FILE])


def _is_current(folder: Path, made_from: str) -> bool:
    mark = folder / _MADE_FROM
    whole = all((folder / name).is_file() for name in (PAGE, NOTEBOOK, "results.csv", "results.xlsx"))
    return whole and mark.is_file() and mark.read_text(encoding="utf-8") == made_from


def _made(content: bytes, files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Run the notebook on copies of the records, in a folder of its own."""
    year = year_of(folder)
    template, shells = read_template(content, _NAMES), shared_shells()
    with shells.workplace() as root:
        for name, body in files.items():
            target = root / "outputs" / str(year) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
        notebook = execute(template, {"year": year, "outputs": "outputs"}, root, shells)
    settle(notebook, {"schema": SUMMARY_SCHEMA, "year": year, "edition": edition_of(folder)})
    return {PAGE: to_page(notebook).encode(), NOTEBOOK: notebook_text(notebook).encode()}
