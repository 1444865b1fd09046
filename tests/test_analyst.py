"""What an analyst adds to the notebook by hand stands in the page and in the Word report, without any set-up."""

import re
from base64 import b64decode
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import nbformat
import pandas as pd
import pytest
from conftest import render_in
from docx.oxml.ns import qn
from executed import MASTER, executed
from helpers import rubric, sample
from word_files import lines, tables

import pjkit
from pjkit.evaluation import evaluate
from pjkit.model.block import Table, Text
from pjkit.report.frames import frame_table
from pjkit.writers.docx.content import Picture, content
from pjkit.writers.report import Report

TABLE = 'import pandas as pd\npd.DataFrame({"街道": ["城东<b>", "城西"], "办件": [1200, 37.5]})'
# A box for a missing character would warn, and warnings are errors here.
FIGURE = """import warnings
warnings.filterwarnings("error", message="Glyph")
from matplotlib import pyplot as plt
figure, axes = plt.subplots()
axes.bar(["城东", "城西"], [1200, -375])
_ = axes.set_title("各街道办件数（－375）")"""


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library's report with four cells more at the end of a chapter, a table removed, and a heading below nothing."""
    from conftest import copy_project

    root = copy_project(tmp_path_factory.mktemp("analyst"))
    path = root / "notebooks" / "report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    at = next(at for at, cell in enumerate(notebook.cells) if cell.id == "chapters")
    loop = notebook.cells[at].source.replace("pj.show(chapter,", 'pj.show(chapter.without("project_list"),')
    assert "without" in loop
    notebook.cells[at].source = loop.replace("chapters.before", "chapters.before[:-1]")
    notebook.cells[at + 1 : at + 1] = [
        nbformat.v4.new_markdown_cell("### （五）分街道\n\n按**街道**统计：\n\n- 城东\n- 城西"),
        nbformat.v4.new_code_cell(TABLE),
        nbformat.v4.new_code_cell(FIGURE),
        nbformat.v4.new_code_cell('print("共 <2> 个街道")'),
        nbformat.v4.new_markdown_cell("### （六）没有内容"),
        nbformat.v4.new_code_cell("display(pj.show(chapters.before[-1], card, dossier))"),
    ]
    for number, cell in enumerate(notebook.cells[at + 1 : at + 7]):
        cell.id = f"added-{number}"
    nbformat.write(notebook, path)
    assert render_in(root, "params/demo-library.yaml", "--to", "html,docx") == 0
    return root / "outputs/2022/demo-library"


def test_the_page_shows_table_figure_text_and_what_was_printed(added: Path) -> None:
    page = (added / "report.html").read_text(encoding="utf-8")
    assert "<td>1,200" in page
    assert "城东&lt;b&gt;" in page
    assert "共 &lt;2&gt; 个街道" in page
    assert "<strong>街道</strong>" in page
    (png,) = re.findall(r'<img src="data:image/png;base64,([^"]+)"', page)
    assert b64decode(png).startswith(b"\x89PNG")
    assert "项目清单（4 项" not in page


def test_what_an_analyst_has_added_is_marked_as_such(added: Path) -> None:
    """On the page in a box, in Word by a line above; headings are the report's."""
    page = (added / "report.html").read_text(encoding="utf-8")
    boxes = re.findall(r'<div class="page-own">.*?</div>', page, re.DOTALL)
    assert [
        sum(sign in box for sign in ("<strong>街道", "<td>1,200", "<img", "&lt;2&gt;")) for box in boxes
    ] == [1] * 4
    assert not any("（五）" in box or "（六）" in box for box in boxes)
    assert lines((added / "report.docx").read_bytes()).count("（分析补充，不是核算结果）") == 4


def test_the_word_report_has_a_real_table_the_picture_and_the_words(added: Path) -> None:
    word = (added / "report.docx").read_bytes()
    assert [["街道", "办件"], ["城东<b>", "1,200"], ["城西", "37.5"]] in list(tables(word))
    assert "（五）分街道" in lines(word, "Heading2")
    assert "（六）没有内容" not in lines(word)
    assert {"按街道统计：", "共 <2> 个街道"} <= set(lines(word, "BodyText"))
    assert {"·城东", "·城西"} <= set(lines(word, "ListItem"))
    assert not [table for table in tables(word) if table[0][0] == "项目名称"]
    pictures = docx.Document(BytesIO(word)).element.body.iter(qn("wp:docPr"))
    assert any("Figure size" in str(one.get("descr")) for one in pictures)


def shown(**data: Any) -> Report:
    """A notebook with one output of an analyst's."""
    given = sample("demo-library")
    report = executed(evaluate(rubric(), given), given)
    cell = nbformat.v4.new_code_cell("x")
    kinds = {"html": "text/html", "plain": "text/plain", "png": "image/png"}
    bundle = {kinds[name]: value for name, value in data.items()}
    cell.outputs = [nbformat.v4.new_output("display_data", bundle)]
    return replace(report, notebook=nbformat.v4.new_notebook(cells=[cell]))


def test_a_table_in_somebodys_html_is_a_table_in_word() -> None:
    html = "<style>x</style><table><tr><th>甲<th>乙<tr><td>1<td><b>2</b></table>"
    mark, table = content(shown(html=html))
    assert isinstance(mark, Text)
    assert mark.line == "（分析补充，不是核算结果）"
    assert isinstance(table, Table)
    assert [column.title for column in table.columns] == ["甲", "乙"]
    assert [row.cells for row in table.rows] == [("1", "2")]
    _, text = content(shown(html="<p>只有 <i>文字</i></p>"))
    assert isinstance(text, Text)
    assert text.line == "只有 文字"


def test_a_picture_comes_before_the_words_for_it() -> None:
    _, picture = content(shown(png="aGk=", plain="<Figure>"))
    assert picture == Picture("", "<Figure>", b"hi")


def test_a_tables_frame_has_numbers_as_numbers() -> None:
    frame = pjkit.income(sample("demo-library")).df
    assert frame["本年决算"].dtype == float
    assert frame["科目"].iloc[0] == "收入"
    outputs = pjkit.outputs(sample("demo-library")).df
    assert "分组" in outputs
    assert outputs["分组"].notna().all()


def test_a_frame_is_a_table_with_its_index_and_what_is_missing() -> None:
    frame = pd.DataFrame(
        {"数": [1.5, None], "额": [Decimal("0.10"), None]}, index=pd.Index(["甲", "乙"], name="名")
    )
    table = frame_table(frame)
    assert [column.title for column in table.columns] == ["名", "数", "额"]
    assert [[str(getattr(cell, "words", cell)) for cell in row.cells] for row in table.rows] == [
        ["甲", "1.5", "0.10"],
        ["乙", "—", "—"],
    ]


def test_a_long_frame_is_cut_and_says_so() -> None:
    table = frame_table(pd.DataFrame({"数": range(1000)}))
    assert len(table.rows) == pd.get_option("display.max_rows")
    assert table.note == "共 1000 行 1 列，只列出前面的。"


def test_the_master_notebook_needs_nothing_but_pjkit() -> None:
    assert "matplotlib" not in MASTER.read_text(encoding="utf-8")
