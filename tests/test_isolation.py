"""Whatever a department's text holds, a browser draws the numbers beside it in order.

Direction signs are refused at the door; this is the second lock, so the blocks here are made without going through it.
"""

import os
from collections.abc import Iterator

import pytest
from helpers import dossier, review, rubric, self_score
from playwright.sync_api import Page, sync_playwright
from test_browser import FLAGS, program

from pjkit.batch.failed import failed_page
from pjkit.evaluation import evaluate
from pjkit.model.block import Column, Row, Table
from pjkit.model.cell import Code, Link, Named, Place, Ranked
from pjkit.model.dossier import ProfileLine
from pjkit.model.records import Failure
from pjkit.report.indicator import indicator
from pjkit.report.masthead import masthead
from pjkit.report.score_table import score_table
from pjkit.writers.html.blocks import block_html
from pjkit.writers.html.cells import isolated

ID = "three_public_change_rate"
# How each number of two or more digits that we wrote ourselves is drawn: its text, and where each sign begins.
DRAWN = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.parentElement.closest('bdi, style')) continue;
    for (const one of node.data.matchAll(/\\d[\\d.,]*\\d/g)) {
      const starts = [...one[0]].map((_, at) => {
        const range = document.createRange();
        range.setStart(node, one.index + at); range.setEnd(node, one.index + at + 1);
        return range.getBoundingClientRect().left;
      });
      found.push([one[0], starts.every((left, at) => at === 0 || left > starts[at - 1])]);
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        path = program(playwright)
        if path is None:
            reason = "no Chromium: install it (Debian: apt-get install chromium) or name it in PJKIT_CHROMIUM"
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser.new_page()
        browser.close()


def report(name: str) -> str:
    """The blocks of a report that stand closest to a department's own words."""
    given = {
        "name": name,
        "profile": (ProfileLine("单位名称", name, "", "基本信息!B2"),),
        "self_scores": {ID: self_score("2.00", f"{name} 扣 1.00 分")},
        "reviews": {ID: review("2.50", name)},
    }
    data = dossier(**given)
    scored = evaluate(rubric(), data)
    table = Table(
        caption="表",
        columns=(Column(title="名称"), Column(title="数", align="number")),
        rows=(
            Row(cells=(name, "12.34")),
            Row(cells=(Link(words=f"{name}", target="#a", tag="56.78"), "90.12")),
            Row(cells=(Named(id="x", words="34.56", head=name), Code(words=name))),
            Row(cells=(Ranked(words=name, key="1"), Place(words=f"{name}!A12"))),
        ),
    )
    blocks = [masthead(scored, data), score_table(scored), indicator(scored, ID), table]
    return "".join(map(block_html, blocks))


NAMES = {
    "an override": "示例\u202e县局",
    "an override in a word that runs from right to left": "שלום \u202e 12",
    "an isolate that never ends": "示例\u2067县局",
    "Arabic letters": "مكتب 7",
}


@pytest.mark.parametrize("kind", NAMES)
def test_numbers_beside_a_departments_words_are_drawn_in_order(kind: str, page: Page) -> None:
    page.set_content(report(NAMES[kind]))
    drawn = page.evaluate(DRAWN)
    assert len(drawn) > 70
    assert [number for number, in_order in drawn if not in_order] == []


def test_the_page_of_a_failure_keeps_a_name_to_itself() -> None:
    failure = Failure(
        department="demo", name="局\u202e", kind="cell", cause="除数为零", command="pjkit render"
    )
    page = failed_page(failure)
    assert "<p><bdi>局\u202e</bdi>的报告没有生成" in page
    assert "<title>未完成：局\u202e</title>" in page  # where a tag would be shown as it is written


def test_what_cannot_turn_anything_is_written_as_ever() -> None:
    assert isolated("示例县 <b>") == "示例县 &lt;b&gt;"
    assert isolated("מ<b>") == "<bdi>מ&lt;b&gt;</bdi>"
