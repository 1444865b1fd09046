"""The executed notebook as one HTML page, through nbconvert's exporter and our own template."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbconvert.exporters import TemplateExporter

from pjkit.model.report_block import Style
from pjkit.writers.html.cells import finalized
from pjkit.writers.html.headline import Headline
from pjkit.writers.html.lean import LeanTemplate, lean_script, lean_style
from pjkit.writers.html.page import Page, build_page, document_page
from pjkit.writers.report import Document, Report, read_cells

_HERE = Path(__file__).parent / "template"


class PageExporter(TemplateExporter):  # type: ignore[misc]  # nbconvert has no types
    """One self-contained page: no request to any host, nothing of nbconvert's own styles and scripts."""

    export_from_notebook = None  # not offered in Jupyter's menu: it needs a notebook that pjkit settled
    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Add what the template loops over. The notebook itself, which nbconvert would copy, is no longer needed."""
        given = resources or {}
        page = given.get("page") or build_page(nb, read_cells(nb))
        bare = type(nb)({"cells": [], "metadata": type(nb)()})
        own = _own_parts("page.js") if page.head.parts else _own_parts("page.js", "summary.js")
        made: tuple[str, dict[str, Any]] = super().from_notebook_node(
            bare, {**given, **own, "page": page}, **kw
        )
        return made


def _own_parts(*scripts: str) -> dict[str, str]:
    """What every page carries of ours: its style sheet and these scripts."""
    script = Markup("").join(map(_own_file, scripts))
    return {"css": _own_file("page.css"), "script": script, "script_hash": script_hash(script)}


def script_hash(script: str) -> str:
    """What the page's Content-Security-Policy calls its own script by: no other script runs."""
    return f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"


@cache
def _own_file(name: str) -> Markup:
    text = (_HERE / "pjkit" / name).read_text(encoding="utf-8")
    return Markup(lean_style(text) if name.endswith(".css") else lean_script(text))  # noqa: S704 - a file of this package


@cache
def _exporter() -> PageExporter:
    """One exporter serves all pages of a process: making it costs more than using it."""
    exporter = PageExporter(
        template_name="pjkit",
        extra_template_basedirs=[str(_HERE)],
        template_file="page.html.j2",
        default_preprocessors=[],  # each validates the whole notebook again, and none is for this page
    )
    exporter.environment.autoescape = True
    exporter.environment.finalize = finalized
    exporter.environment.add_extension(LeanTemplate)
    return exporter


def to_page(notebook: Any) -> str:
    """The page of an executed, settled notebook."""
    page, _resources = _exporter().from_notebook_node(notebook)
    return str(page)


def write_page(report: Report) -> bytes:
    """The page of a report."""
    resources = {"page": build_page(report.notebook, report.cells)}
    page, _resources = _exporter().from_notebook_node(report.notebook, resources)
    return str(page).encode()


def write_document(document: Document) -> bytes:
    """The page of a document that no notebook made."""
    head = Headline(document.title, str(document.year), document.kind)
    page: Page = document_page(head, (Style(), *document.blocks))
    html = _exporter().template.render(resources={"page": page, **_own_parts("page.js")})
    return str(html).encode()
