"""The summary's own templates and style sheet, beside those of the departments' reports."""

from functools import cache
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from pjkit.report.fragment import Fragment, environment
from pjkit.report.style import style_sheet

_PACKAGE = "pjkit.report.summary"


@cache
def _environment() -> Environment:
    """The reports' environment (escapes everything) with the summary's templates before theirs."""
    shared = environment()
    assert shared.loader is not None, "the reports' templates are files"
    return shared.overlay(loader=ChoiceLoader([PackageLoader(_PACKAGE, "templates"), shared.loader]))


def render(template: str, text: str, **context: object) -> Fragment:
    """The fragment that ``templates/<template>.html.j2`` makes of ``context``; ``text`` is its short line."""
    html = _environment().get_template(f"{template}.html.j2").render(context)
    return Fragment(Markup(html), text)  # noqa: S704 - rendered with autoescape on


def summary_style() -> Fragment:
    """The ``<style>`` element of a summary; its notebook's first cell shows it."""
    own = files(_PACKAGE).joinpath("county.css").read_text(encoding="utf-8")
    return render("style", "［样式］", css=Markup(style_sheet() + own))  # noqa: S704 - our own files
