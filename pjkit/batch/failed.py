"""The page that stands for a report that was not made: stamped 未完成, and never to be taken for a report."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pjkit.model.records import Failure
from pjkit.writers.html.cells import finalized

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "writers/html/template"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=finalized,
)


def failed_page(failure: Failure) -> str:
    """A small page with the department, the failing cell, the cause and the command that tries again."""
    return _ENVIRONMENT.get_template("failed.html.j2").render(failure=failure) + "\n"
