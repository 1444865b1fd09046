"""The style sheet as a fragment, so that a page and JupyterLab look alike."""

from functools import cache
from importlib.resources import files

from markupsafe import Markup

from pjkit.report.fragment import Fragment, render


@cache
def style_sheet() -> str:
    """The shared style sheet's text (our own file, no department's)."""
    return files("pjkit.report").joinpath("style.css").read_text(encoding="utf-8")


def style() -> Fragment:
    """The ``<style>`` element; a notebook's first cell shows it."""
    return render("style", "［样式］", css=Markup(style_sheet()))  # noqa: S704 - our own file
