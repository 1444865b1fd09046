"""A piece of a page: trusted HTML made by a template, with a line of text for where no HTML can be shown."""

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pjkit.report import formats


@dataclass(frozen=True, repr=False)
class Fragment:
    """What every verb returns. Jupyter shows ``html``, a terminal ``text``; a template takes it unescaped."""

    html: Markup
    text: str

    def __repr__(self) -> str:
        return self.text

    def __html__(self) -> str:
        """Trusted markup for Jinja2: all that came from a department was escaped when it was made."""
        return str(self.html)

    def _repr_html_(self) -> str:
        return str(self.html)


@cache
def environment() -> Environment:
    """The one environment of all templates: escapes everything, and an unknown name is an error."""
    env = Environment(
        autoescape=True,
        loader=PackageLoader("pjkit.report", "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(formats.FILTERS)
    return env


def render(template: str, text: str, **context: object) -> Fragment:
    """The fragment that ``templates/<template>.html.j2`` makes of ``context``; ``text`` is its short line."""
    html = environment().get_template(f"{template}.html.j2").render(context)
    return Fragment(Markup(html), text)  # noqa: S704 - rendered with autoescape on


def sentence(message: str) -> Fragment:
    """Where there is nothing to tabulate: a sentence that says so."""
    return render("sentence", message, message=message)
