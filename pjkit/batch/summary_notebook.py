"""Makes the year's summary: the summary notebook run on copies of the records, its page, and the results as tables."""

from pathlib import Path

from pjkit.batch.engine.bounds import NO_LIMITS, CellError, Limits, StartError
from pjkit.batch.engine.shells import shared_shells
from pjkit.batch.execute import execute
from pjkit.batch.notebook import notebook_text, read_template, settle
from pjkit.batch.outputs import edition_of, year_of
from pjkit.batch.results import write_results
from pjkit.model.records import open_batch
from pjkit.writers.html.export import to_page
from pjkit.writers.html.headline import SUMMARY_SCHEMA

PAGE, NOTEBOOK = "index.html", "summary.ipynb"
_NAMES = ("year", "outputs")
_OUTPUT_OF_A_FILE = 20_000  # bytes: what the summary may say of each record, so that a province has room


def make_summary(content: bytes, folder: Path, records: list[Path]) -> dict[str, bytes] | str:
    """The summary's files by name, made of copies of ``records`` of ``folder``; or why there is none, in Chinese."""
    template = read_template(content, _NAMES)
    try:
        shells = shared_shells()
        with shells.workplace() as root:
            copies = root / "outputs" / str(year_of(folder))
            for file in records:
                target = copies / file.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read_bytes())
            given = {"year": year_of(folder), "outputs": "outputs"}
            limits = Limits(output=NO_LIMITS.output + _OUTPUT_OF_A_FILE * len(records))
            notebook = execute(template, given, root, shells, limits)
            results = write_results(open_batch(copies))
    except (CellError, StartError) as error:
        return str(error)
    settle(notebook, {"schema": SUMMARY_SCHEMA, "year": year_of(folder), "edition": edition_of(folder)})
    texts = {PAGE: to_page(notebook), NOTEBOOK: notebook_text(notebook)}
    return {name: text.encode() for name, text in texts.items()} | results
