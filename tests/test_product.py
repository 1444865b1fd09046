"""The check of a finished page: a good page passes, and each fault planted into it is found and named."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import render_in
from county import make_county

from pjkit.model.records import read_record
from pjkit.model.scorecard import Scorecard
from pjkit.writers import report as writers
from pjkit.writers.html.product import page_problems

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path.stem for path in (ROOT / "params").glob("*.yaml"))
RATE = "three_public_change_rate"  # the library's: 3 of 3 points, with a curve


@dataclass(frozen=True)
class Report:
    """A published page and its record."""

    page: str
    record: Scorecard


def problems_of(page: str, record: Scorecard, wrote: Collection[str] = ()) -> list[str]:
    return page_problems(page.encode(), writers.Report(None, record, wrote=frozenset(wrote)))


def report(root: Path, name: str) -> Report:
    folder = root / "outputs" / "2022" / name
    page = (folder / "report.html").read_text(encoding="utf-8")
    return Report(page, read_record(folder / "scorecard.json"))


@pytest.fixture
def good(rendered: Path) -> Report:
    """The library's page: all is well, all is known."""
    return report(rendered, "demo-library")


def once(page: str, old: str, new: str) -> str:
    """``page`` with one place changed."""
    assert page.count(old) == 1, (page.count(old), old)
    return page.replace(old, new)


def piece(page: str, pattern: str) -> str:
    """The only piece of ``page`` that matches."""
    (found,) = re.findall(pattern, page, re.DOTALL)
    return str(found)


def card(page: str, indicator: str = RATE) -> str:
    return piece(page, rf'<section[^>]* id="ind-{indicator}".*?</section>')


def row(page: str, indicator: str = RATE) -> str:
    return piece(page, rf'<tr id="row-{indicator}">.*?</tr>')


@pytest.mark.parametrize("name", SAMPLES)
def test_a_good_page_has_no_problem(rendered: Path, name: str) -> None:
    shown = report(rendered, name)
    assert problems_of(shown.page, shown.record) == []
    assert shown.record.marks


def other_department_in_the_title(page: str) -> str:
    return once(page, "<title>示例县图书馆", "<title>示例县档案馆")


def name_that_only_begins_like_the_departments(page: str) -> str:
    return once(page, "<title>示例县图书馆", "<title>示例县图书馆城东分馆")


def other_year_in_the_title(page: str) -> str:
    return once(page, "<title>示例县图书馆2022", "<title>示例县图书馆2021")


def other_department_in_the_heading(page: str) -> str:
    return once(page, '<h1 class="pj-title"><span>示例县图书馆', '<h1 class="pj-title"><span>示例县档案馆')


def wrong_total(page: str) -> str:
    """Both totals of the head stay, so the right number is still somewhere."""
    total = piece(page, r'<div class="pj-total-score"><b>.*?</b>')
    return once(page, total, '<div class="pj-total-score"><b>1.00</b>')


def no_masthead(page: str) -> str:
    return once(page, piece(page, r'<header class="pj-frag pj-masthead">.*?</header>'), "")


def wrong_sum_below_the_score_table(page: str) -> str:
    table = piece(page, r'<table class="pj-table pj-score-table">.*?</table>')
    (total,) = re.findall(r'<td class="pj-strong">[^<]*</td><td>有据', table)
    return once(page, total, '<td class="pj-strong">1.00</td><td>有据')


def changed_score_in_a_card(page: str) -> str:
    whole = card(page)
    return once(page, whole, once(whole, '<b class="pj-score">3.00</b>', '<b class="pj-score">2.00</b>'))


def changed_score_in_a_row(page: str) -> str:
    """Self-given and computed score stay 3.00 beside it."""
    whole = row(page)
    assert whole.count(">3.00<") == 3
    return once(page, whole, once(whole, ">3.00</a>", ">2.00</a>"))


def missing_card(page: str) -> str:
    return once(page, card(page), "")


def doubled_card(page: str) -> str:
    return once(page, card(page), card(page) * 2)


def cards_of_two_indicators_exchanged(page: str) -> str:
    one, other = card(page), card(page, "reception_change_rate")
    return once(once(once(page, one, "\0"), other, one), "\0", other)


def missing_row(page: str) -> str:
    return once(page, row(page), "")


def doubled_row(page: str) -> str:
    return once(page, row(page), row(page) * 2)


def missing_chart(page: str) -> str:
    whole = card(page)
    return once(page, whole, once(whole, piece(whole, r"<figure.*?</figure>"), ""))


def traceback(page: str) -> str:
    said = "<pre>Traceback (most recent call last)\n  File</pre>"
    return once(page, card(page), card(page) + said)


def nan_in_a_cell(page: str) -> str:
    whole = card(page)
    return once(page, whole, once(whole, "<b>-10.63%</b>", "<b>nan%</b>"))


def nan_in_a_sentence(page: str) -> str:
    return once(page, card(page), card(page) + "<p>满意率为 nan%，比上年提高。</p>")


def sign_that_cannot_be_shown(page: str) -> str:
    return page.replace("县图书馆是", "县图\ufffd馆是", 1)


FAULTS: dict[Callable[[str], str], str] = {
    other_department_in_the_title: "页面标题是“示例县档案馆2022年度部门整体支出绩效自评报告”，应为示例县图书馆2022年度",
    name_that_only_begins_like_the_departments: (
        "页面标题是“示例县图书馆城东分馆2022年度部门整体支出绩效自评报告”，应为示例县图书馆2022年度"
    ),
    other_year_in_the_title: "页面标题是“示例县图书馆2021年度部门整体支出绩效自评报告”，应为示例县图书馆2022年度",
    other_department_in_the_heading: "页首不是示例县图书馆2022年度",
    wrong_total: "页首没有总分 {total}",
    no_masthead: "页首没有总分 {total}",
    wrong_sum_below_the_score_table: "评分表的合计不是 {total}",
    changed_score_in_a_card: "“三公经费”变动率的卡片得分是“2.00”，记录为 3.00",
    changed_score_in_a_row: "评分表中“三公经费”变动率的得分不是 3.00",
    missing_card: "指标卡片应为 24 个且按次序各一次，实为 23 个",
    doubled_card: "指标卡片应为 24 个且按次序各一次，实为 25 个",
    cards_of_two_indicators_exchanged: "指标卡片应为 24 个且按次序各一次，实为 24 个",
    missing_row: "评分表中“三公经费”变动率有 0 行",
    doubled_row: "评分表中“三公经费”变动率有 2 行",
    missing_chart: "“三公经费”变动率缺少图",
    traceback: "页面中有程序出错信息",
    nan_in_a_cell: "页面中有“nan”",
    nan_in_a_sentence: "页面中有“nan”",
    sign_that_cannot_be_shown: "页面中有无法显示的字符",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found_and_named(good: Report, fault: Callable[[str], str]) -> None:
    broken = fault(good.page)
    assert broken != good.page
    assert FAULTS[fault].format(total=good.record.total.score) in problems_of(broken, good.record)


def test_the_page_of_another_department_is_found_by_everything_that_names_it(
    rendered: Path, good: Report
) -> None:
    other = report(rendered, "demo-urban")
    found = problems_of(other.page, good.record)
    assert found[0].startswith("页面标题是“示例县城市管理局2022年度")
    assert found[1:3] == ["页首不是示例县图书馆2022年度", f"页首没有总分 {good.record.total.score}"]
    assert len(found) > 10  # it lost points nearly everywhere


def test_a_score_shown_where_none_is_known_is_found(good: Report) -> None:
    unknown = good.record.marks[0].model_copy(update={"score": None})
    record = good.record.model_copy(update={"marks": (unknown, *good.record.marks[1:])})
    assert problems_of(good.page, record) == [
        "“三公经费”变动率的卡片得分是“3.00”，记录为 无得分",
        "评分表中“三公经费”变动率的得分不是 无得分",
    ]


def test_a_department_may_write_of_english_words(good: Report) -> None:
    said = "<p>系统里的 None 和 nan 是旧数据，Nanning 分中心已清理；</p><p>info 100%</p>"
    assert problems_of(once(good.page, card(good.page), card(good.page) + said), good.record) == []


@pytest.mark.parametrize("word", ["None", "nan", "inf", "undefined"])
def test_a_word_that_the_department_wrote_is_not_taken_for_a_failure_of_ours(good: Report, word: str) -> None:
    page = once(good.page, card(good.page), card(good.page) + f"<table><td>{word}</td></table>")
    assert problems_of(page, good.record) == [f"页面中有“{word}”"]
    assert problems_of(page, good.record, {word}) == []
    assert problems_of(nan_in_a_sentence(page), good.record, {word, "None"}) == (
        [] if word == "nan" else ["页面中有“nan”"]
    )


def test_a_department_may_call_a_project_none(project: Path) -> None:
    """A whole cell of its own; the other words of the kind are still looked for."""
    listed = project / "params/data/demo-library-2022/项目.csv"
    rows = listed.read_text(encoding="utf-8-sig").splitlines()
    first = rows[1].partition(",")
    listed.write_text("\n".join([rows[0], f"None,{first[2]}", *rows[2:]]), encoding="utf-8")
    assert render_in(project, "params/demo-library.yaml", "--to", "html,docx,xlsx") == 0
    page = (project / "outputs/2022/demo-library/report.html").read_text(encoding="utf-8")
    assert re.search(r">\s*None\s*<", page)


def test_an_empty_page_is_nothing_but_problems(good: Report) -> None:
    assert problems_of("", good.record) == [
        "页面标题是“”，应为示例县图书馆2022年度",
        "页首不是示例县图书馆2022年度",
        f"页首没有总分 {good.record.total.score}",
        "指标卡片应为 24 个且按次序各一次，实为 0 个",
    ]


def test_a_whole_batch_gives_the_same_bytes_again(tmp_path: Path) -> None:
    """Reports, failure pages, tables and the summary; in another folder, by another number of workers."""
    trees = []
    for name, jobs in (("a", "1"), ("b", "2")):
        root = tmp_path / name
        make_county(root, 3)
        (root / "params/data/demo-c002-2022/收支.csv").write_bytes(b"\xff")
        assert render_in(root, "--jobs", jobs) == 1
        found = (root / "outputs").rglob("*")
        trees.append(
            {path.relative_to(root).as_posix(): path.read_bytes() for path in found if path.is_file()}
        )
    assert trees[0] == trees[1]
    in_year = {path.removeprefix("outputs/2022/") for path in trees[0]}
    assert {"index.html", "summary.ipynb", "results.csv", "results.xlsx", "run.json"} <= in_year
    assert {"failed/demo-c002.html", "demo-c001/report.html", "demo-c003/report.html"} <= in_year
    assert "demo-c002/report.html" not in in_year
