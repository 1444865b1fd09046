"""What our own templates and style sheets say for those who write them, and no page carries: layout and comments."""

import re

from jinja2.ext import Extension

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LAYOUT = re.compile(r"\n(?!<(?:tr|li|dt|p|h|div|dl|section|figure)\b|<h\{)")
_AROUND = re.compile(r" ?([{};,>]) ?|(?<=:) ")  # spaces that say nothing; no string of ours has any of these


class LeanTemplate(Extension):
    """Line feeds in a template are for its readers; before the larger elements they stay for those of the page.

    What is to show as apart on a page is set apart within a line.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
        """The template with few line feeds."""
        return _LAYOUT.sub("", source)


def lean_script(script: str) -> str:
    """A script without comments and indentation. No string of ours goes over several lines or holds a comment."""
    lines = (line.strip() for line in _COMMENT.sub("", script).splitlines())
    return "\n".join(filter(None, lines))


def lean_style(css: str) -> str:
    """A style sheet without comments and layout."""
    spaced = " ".join(_COMMENT.sub("", css).split())
    return _AROUND.sub(lambda found: found[1] or "", spaced).replace(";}", "}")
