"""The page as a file: small, stable, closed to scripts and hosts; what it is built from, piece by piece."""

import json
import os
import re
import shutil
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import nbformat
import pytest
from helpers import card as tiny_card
from jinja2 import Environment
from lxml import etree

import pjkit
from pjkit.batch.notebook import record_of, settle
from pjkit.model.block import Align, Block, Column, Row, Table
from pjkit.model.report_block import Style
from pjkit.model.scorecard import RECORD_MIMETYPE
from pjkit.writers.html.blocks import style_sheet
from pjkit.writers.html.cells import dash
from pjkit.writers.html.export import script_hash, to_page
from pjkit.writers.html.headline import css_text, headline
from pjkit.writers.html.lean import LeanTemplate, lean_script, lean_style
from pjkit.writers.html.page import Page
from pjkit.writers.html.page import build_page as page_of_cells
from pjkit.writers.html.tables import bare_table
from pjkit.writers.report import OWN_WORDS, read_cells

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted(path.stem for path in (ROOT / "params").glob("*.yaml"))
GOLDEN = ROOT / "tests" / "golden" / "report-demo-library.html"
TEMPLATE = ROOT / "pjkit" / "writers" / "html" / "template" / "pjkit"
LARGEST_PAGE = 220_000  # bytes, with all charts
LARGEST_OWN = 40_000  # bytes of style and script


def page_of(root: Path, name: str) -> str:
    return (root / "outputs" / "2022" / name / "report.html").read_text(encoding="utf-8")


def test_a_whole_page_is_the_one_that_was_looked_at(rendered: Path) -> None:
    """``PJKIT_REWRITE_GOLDEN=1 make test`` renews it; look at the page before you commit it."""
    page = rendered / "outputs" / "2022" / "demo-library" / "report.html"
    if os.environ.get("PJKIT_REWRITE_GOLDEN"):
        shutil.copyfile(page, GOLDEN)
    same = GOLDEN.is_file() and page.read_bytes() == GOLDEN.read_bytes()
    assert same, f"the page has changed: diff {GOLDEN} {page}; PJKIT_REWRITE_GOLDEN=1 make test renews it"


def test_the_page_names_no_library_version() -> None:
    page = re.sub(r"<svg.*?</svg>", "", GOLDEN.read_text(encoding="utf-8"), flags=re.DOTALL)
    versions = {one.version for one in distributions() if one.version.count(".") > 1}
    assert [
        version for version in versions if re.search(rf"(?<![\d.]){re.escape(version)}(?![\d.])", page)
    ] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_page_is_small(rendered: Path, name: str) -> None:
    page = page_of(rendered, name)
    assert len(page.encode()) <= LARGEST_PAGE
    own = re.findall(r"<(style|script)>(.*?)</\1>", page, re.DOTALL)
    assert sum(len(text.encode()) for _, text in own) <= LARGEST_OWN
    assert [tag for tag, _ in own] == ["style", "style", "script"], "the page's, the cells', the page's"
    assert style_sheet() in own[1][1]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_policy_forbids_all_but_the_pages_own_script(rendered: Path, name: str) -> None:
    page = page_of(rendered, name)
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == f"'{script_hash(script)}'"
    assert rules["img-src"] == "data:"
    assert page.index("Content-Security-Policy") < page.index("<style>")


@pytest.mark.parametrize("name", SAMPLES)
def test_no_id_stands_twice_and_every_pattern_is_there(rendered: Path, name: str) -> None:
    page = page_of(rendered, name)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


RECORD: dict[str, Any] = {
    "schema": "pjkit.scorecard/1",
    "name": "示例县图书馆",
    "year": 2022,
    "total": {
        "score": "76.15",
        "supported": "53.15",
        "self_only": "23.00",
        "missing": "10.00",
        "grade": None,
        "grade_range": ["差", "中", "良"],
    },
    "indicators": [{"points": "60"}, {"points": "40"}],
}


def test_the_headline_is_the_records() -> None:
    head = headline(RECORD)
    assert head.title == "示例县图书馆2022年度部门整体支出绩效自评报告"
    assert head.grade == "等次待定（差～良）"
    assert [(part.word, part.points) for part in head.parts] == [
        ("有据", "53.15"),
        ("仅凭自述", "23.00"),
        ("无数据", "10.00"),
    ]
    assert [(str(part.start), str(part.width)) for part in head.parts] == [
        ("0.00", "53.15"),
        ("53.15", "23.00"),
        ("76.15", "10.00"),
    ]
    assert headline({**RECORD, "indicators": []}).parts[0].width == 0


@pytest.mark.parametrize("hostile", ['"}</style><script>', "\\", "\n", "/*", "'", "a b"])
def test_a_name_in_the_printed_header_cannot_leave_its_css_string(hostile: str) -> None:
    safe = css_text(hostile)
    assert re.fullmatch(r"(?:\w|\\[0-9a-f]+ )*", safe)
    back = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), safe)
    assert back == hostile


def test_a_very_long_name_is_cut_in_the_printed_header_only() -> None:
    head = headline({**RECORD, "name": "长" * 300})
    assert head.running.startswith("长" * 35 + "\\2026 ")
    assert "长" * 300 in head.title


def notebook(*cells: Any) -> Any:
    """An executed notebook that carries the record."""
    made = nbformat.v4.new_notebook(cells=list(cells))
    made.metadata["pjkit"] = RECORD
    return made


def build_page(made: Any) -> Page:
    return page_of_cells(made, read_cells(made))


def code(source: str, **data: str) -> Any:
    cell = nbformat.v4.new_code_cell(source)
    if data:
        bundle = {f"text/{kind}" if kind != "png" else "image/png": text for kind, text in data.items()}
        cell.outputs = [nbformat.v4.new_output("execute_result", bundle, execution_count=1)]
    return cell


def shown(source: str, block: Block) -> Any:
    """A cell that shows a block."""
    cell = nbformat.v4.new_code_cell(source)
    cell.outputs = [nbformat.v4.new_output("execute_result", block._repr_mimebundle_(), execution_count=1)]
    return cell


def test_code_stands_with_the_next_output_and_none_is_lost() -> None:
    cells = (code("a = 1"), shown("style()", Style()), code("b", html="<p>b</p>"), code("c"))
    page = build_page(notebook(*cells))
    assert [(str(block.html), block.code) for block in page.blocks] == [
        (Style().html, ""),
        (
            f'<div class="page-own"><p class="page-own-mark">{OWN_WORDS}</p><p>b</p></div>',
            "a = 1\n\nstyle()\n\nb",
        ),
        ("", "c"),
    ]


def test_code_and_plain_output_are_escaped() -> None:
    page = to_page(notebook(code("x = '</code><script>1</script>'", plain="<script>2</script>")))
    assert page.count("<script>") == 1
    assert "&lt;script&gt;1" in page
    assert "&lt;script&gt;2" in page


def test_a_picture_that_an_analyst_adds_is_shown_with_its_text() -> None:
    page = to_page(notebook(code("figure", png="aGk=", plain='<Figure "a">')))
    assert '<img src="data:image/png;base64,aGk=" alt="&lt;Figure &#34;a&#34;&gt;">' in page


def test_headings_and_blocks_that_name_themselves_are_the_contents() -> None:
    mark = tiny_card(department="x")["work_quality"].model_copy(update={"name": "甲 & 乙"})
    scored = tiny_card().model_copy(update={"marks": (mark,)})
    cells = (
        nbformat.v4.new_markdown_cell("## 一、章\n\n### 节\n\n#### 小节"),
        shown("card", pjkit.indicator(scored, "work_quality")),
    )
    page = build_page(notebook(*cells))
    assert [(one.id, one.level, one.text) for one in page.headings] == [
        ("section-1", 2, "一、章"),
        ("section-2", 3, "节"),
        ("ind-work_quality", 4, "甲 & 乙"),
    ]
    assert 'href="#ind-work_quality">甲 &amp; 乙</a>' in to_page(notebook(*cells))


def test_what_an_analyst_prints_is_shown_and_escaped_and_stderr_is_not() -> None:
    cell = nbformat.v4.new_code_cell("print()")
    streams = (("stdout", "<b>42</b>\n"), ("stderr", "a warning"))
    cell.outputs = [nbformat.v4.new_output("stream", name=name, text=text) for name, text in streams]
    page = to_page(notebook(cell))
    assert '<pre class="page-plain">&lt;b&gt;42&lt;/b&gt;' in page
    assert "a warning" not in page


def test_markdown_cells_may_not_bring_html() -> None:
    page = to_page(notebook(nbformat.v4.new_markdown_cell("<script>1</script>\n\n[点](javascript:alert(1))")))
    assert page.count("<script>") == 1
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page)


def test_the_record_stays_out_of_the_page_and_its_code_in() -> None:
    cell = code("pj.record(card)", plain="核算记录")
    cell.outputs[0].data[RECORD_MIMETYPE] = json.loads(json.dumps(RECORD))
    made = nbformat.v4.new_notebook(cells=[cell])
    settle(made, record_of(made))
    page = to_page(made)
    assert "核算记录" not in page
    assert "pj.record(card)" in page


def test_the_pages_own_files_reach_no_host() -> None:
    for name in ("page.css", "page.js", "page.html.j2"):
        text = (TEMPLATE / name).read_text(encoding="utf-8")
        assert [word for word in ("//", "@import", "url(", "eval", "innerHTML") if word in text] == []


# What goes into a page lean


def test_a_style_sheet_goes_into_a_page_without_comments_and_layout() -> None:
    css = '/* why */\n.a > .b, .c {\n  margin: 0 auto;\n  width: calc(100% - 2em);\n}\n@page { content: "第 " counter(page) " 页"; }\n'
    assert lean_style(css) == (
        '.a>.b,.c{margin:0 auto;width:calc(100% - 2em)}@page{content:"第 " counter(page) " 页"}'
    )


def test_a_script_keeps_its_lines_and_loses_comments_and_indentation() -> None:
    assert lean_script("/* why */\n(() => {\n  /* and\n     how */\n  a = 1\n  b()\n})();\n") == (
        "(() => {\na = 1\nb()\n})();"
    )


def test_a_template_keeps_the_line_feeds_before_larger_elements_only() -> None:
    source = "<dl>\n{% if x %}\n<dt>a</dt>\n<dd>b</dd>\n{% endif %}\n</dl>\n<p>c</p>\n"
    lean = "<dl>{% if x %}\n<dt>a</dt><dd>b</dd>{% endif %}</dl>\n<p>c</p>"
    assert LeanTemplate(Environment()).preprocess(source, None) == lean  # noqa: S701 - nothing is rendered


# Tables


def table_of(*aligns: Align) -> str:
    columns = tuple(Column(title=f"列{at}", align=align) for at, align in enumerate(aligns, 1))
    cells = tuple(str(at) for at in range(1, len(aligns) + 1))
    return str(bare_table(Table(caption="表", columns=columns, rows=(Row(cells=cells),))))


def test_a_table_says_how_its_columns_are_set_and_its_cells_do_not() -> None:
    html = table_of("text", "number", "word", "text")
    assert html.startswith('<table class="pj-table pj-n2 pj-w3">')
    assert '<tr>\n<th scope="row">1<td>2<td>3<td>4</table>' in html


def test_columns_beyond_those_that_the_style_sheet_knows_say_it_by_cell() -> None:
    numbers: list[Align] = ["number"] * 9
    html = table_of("text", *numbers)
    assert html.startswith(f'<table class="pj-table {" ".join(f"pj-n{at}" for at in range(2, 10))}">')
    assert '<td>9<td class="pj-number">10</table>' in html
    assert ":nth-child(9)" in style_sheet()
    assert ":nth-child(10)" not in style_sheet()


def test_end_tags_that_are_left_out_are_understood() -> None:
    rows = (Row(cells=("甲",), kind="group"), Row(cells=("一", "1")), Row(cells=("合", "1"), kind="total"))
    columns = (Column(title="名"), Column(title="数", align="number"))
    read = etree.HTML(str(bare_table(Table(caption="表", columns=columns, rows=rows))))
    assert [[cell.text for cell in row] for row in read.iter("tr")] == [
        ["名", "数"],
        ["甲"],
        ["一", "1"],
        ["合", "1"],
    ]
    assert [len(body) for body in read.iter("tbody")] == [3]


def test_a_dash_is_one_element_that_is_named_by_its_reason() -> None:
    assert str(dash('未<复核>"')) == '<span role="img" title="未&lt;复核&gt;&#34;">—</span>'
