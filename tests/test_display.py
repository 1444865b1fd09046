"""Displays: department text stays text, unknown stays unknown, tables hang together, figures say where they came from."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from helpers import account, card, dossier, project, review, rubric, sample, self_score
from pydantic import BaseModel

from pjkit.evaluation import evaluate
from pjkit.model.block import Block
from pjkit.model.dossier import Chapter, Dossier, Output, ProfileLine
from pjkit.model.drawing import Drawing, NoDrawing, Table
from pjkit.model.figure import Figure
from pjkit.model.formula import Column, Constant, Name, Operation
from pjkit.model.scorecard import Finding, Scorecard, Status
from pjkit.model.settings import Spec
from pjkit.model.total import Totals
from pjkit.report import (
    cells,
    findings,
    indicator,
    masthead,
    overview,
    projects,
    score_gaps,
    score_sentences,
    score_table,
    sources,
    spending,
)
from pjkit.report.frames import accounts, frame
from pjkit.report.indicator import summary
from pjkit.report.masthead import style
from pjkit.report.overview import chapter
from pjkit.report.tables import chart
from pjkit.writers.html.bar import bar_parts
from pjkit.writers.html.blocks import style_sheet
from pjkit.writers.html.cells import badge, markup
from pjkit.writers.html.formula import mathml

SAMPLES = ("xinning-pension", "demo-library", "demo-transport", "demo-urban")
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> [点](javascript:alert(3)) =cmd|'/C'!A0 {{7*7}}"
)
# What decides how a noun is shown or found, not what it says.
STRUCTURE = {
    "subject",
    "sign",
    "department",
    "id",
    "no",
    "kind",
    "status",
    "severity",
    "path",
    "item",
    "category",
    "flags",
    "digest",
}


class Page(HTMLParser):
    """A page's tags, ids, links, classes and text; cells of its tables as (row, column) → how often covered."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.text += dict(attrs).get("title") or ""  # a dash says why it stands there

    def handle_data(self, data: str) -> None:
        """Note some text."""
        self.text += data

    def all(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [value for known, value in self.attributes if known == name]


def poisoned(noun: Any) -> Any:
    """The same frozen noun with hostile text added to every text it says."""
    if isinstance(noun, (Status, Spec)) or not noun:
        return noun
    if isinstance(noun, str):
        return noun + HOSTILE
    if isinstance(noun, tuple):
        return tuple(map(poisoned, noun))
    if isinstance(noun, Mapping):
        return {key: poisoned(value) for key, value in noun.items()}
    if isinstance(noun, BaseModel) and not isinstance(noun, Totals | Spec):
        return noun.model_copy(
            update={name: poisoned(value) for name, value in noun if name not in STRUCTURE}
        )
    return _poisoned_fields(noun) if is_dataclass(noun) else noun


def _poisoned_fields(noun: Any) -> Any:
    said = {one.name: getattr(noun, one.name) for one in fields(noun) if one.init}
    changed = {name: poisoned(value) for name, value in said.items() if name not in STRUCTURE}
    return replace(noun, **changed)


@cache
def sampled(department: str) -> tuple[Scorecard, Dossier]:
    given = sample(department)
    return evaluate(rubric(), given), given


def report(scored: Scorecard, given: Dossier) -> Iterator[Block]:
    """Every fragment of a report."""
    yield masthead.masthead(scored, given)
    yield findings.brief(scored)
    for overview_verb in ("profile", "functions", "sections", "staff", "outputs"):
        yield getattr(overview, overview_verb)(given)
    for verb in (
        "basic_spending",
        "project_spending",
        "income",
        "three_public",
    ):
        yield getattr(spending, verb)(given)
    yield projects.project_list(given)
    yield projects.project_management(given)
    yield from (chapter(given, name) for name in ("部门概况", "事业成效", "支出管理", "存在问题"))
    yield from (indicator.indicator(scored, mark.id) for mark in scored.marks)
    yield score_table.score_table(scored)
    yield score_table.group_table(scored)
    yield findings.findings(scored)
    yield findings.unsupported(scored)
    yield score_gaps.score_gaps(scored)
    yield sources.data_sources(scored, given)
    yield sources.settings_used(scored)
    yield from (score_table.score_by_group(scored), score_table.points_lost(scored))
    yield from (spending.spending_by_kind(given), spending.budget_and_actual(given))


def page(scored: Scorecard, given: Dossier) -> Page:
    return Page("".join(str(fragment.html) for fragment in report(scored, given)))


def without_pictures(html: str) -> str:
    """Charts have ids and links of their own."""
    return re.sub(r"<figure.*?</figure>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("department", SAMPLES)
def test_hostile_text_stays_text(department: str) -> None:
    scored, given = sampled(department)
    attacked = page(poisoned(scored), poisoned(given))
    assert {"script", "img", "iframe", "style"} & set(attacked.tags) == set()
    assert [name for name, _ in attacked.attributes if name.startswith("on")] == []
    assert [link for link in attacked.all("href") if not link.startswith("#")] == []
    assert attacked.text.count("<script>alert(1)</script>") > 100
    assert "{{7*7}}" in attacked.text, "no template of ours reads a department's text as a template"


def test_poison_reaches_the_fields_that_people_fill_in() -> None:
    scored, given = sampled("demo-urban")
    shown = "".join(str(fragment.html) for fragment in report(poisoned(scored), poisoned(given)))
    assert "&lt;script&gt;" in shown
    for said in (given.name, given.outputs[0].name, given.projects[0].name if given.projects else ""):
        assert f"{said}&lt;script&gt;" in shown


@pytest.mark.parametrize("department", SAMPLES)
def test_ids_are_unique_and_every_link_resolves(department: str) -> None:
    scored, given = sampled(department)
    whole = page(scored, given)
    assert [name for name, times in Counter(whole.all("id")).items() if times > 1] == []
    assert {link[1:] for link in whole.all("href")} <= set(whole.all("id"))
    assert {f"row-{mark.id}" for mark in scored.marks} <= set(whole.all("id"))
    labels = Counter(whole.all("aria-label"))
    assert [label for label, times in labels.items() if times > 1 and "公式" not in label] == []


@pytest.mark.parametrize("department", [*SAMPLES, ""])
def test_unknown_is_never_shown_as_a_python_word(department: str) -> None:
    scored, given = sampled(department) if department else (card(), dossier())
    text = page(scored, given).text
    assert [word for word in ("None", "nan", "NaN", "Decimal", "Markup", "Undefined") if word in text] == []


def test_a_department_without_data_has_dashes_and_no_zero_scores() -> None:
    scored = card()
    for mark in scored.marks:
        text = Page(without_pictures(str(indicator.indicator(scored, mark.id).html))).text
        assert "无数据" in text
        assert "0.00" not in text
    for verb in (
        overview.profile,
        overview.staff,
        overview.outputs,
        spending.income,
        projects.project_list,
    ):
        assert "未提供" in str(verb(dossier()).html)


def covered(html: str) -> Counter[tuple[int, int]]:
    """How often each place of a table's body is covered by a cell."""
    places: Counter[tuple[int, int]] = Counter()
    body = html[html.index("<tbody>") :]
    for row, line in enumerate(re.findall(r"<tr.*?</tr>", body, re.DOTALL)):
        column = 0
        for attributes in re.findall(r"<t[hd]([^>]*)>", line):
            spans = {name: int(size) for name, size in re.findall(r'(rowspan|colspan)="(\d+)"', attributes)}
            while places[row, column]:
                column += 1
            for down in range(spans.get("rowspan", 1)):
                for right in range(spans.get("colspan", 1)):
                    places[row + down, column + right] += 1
    return +places


def test_merged_cells_of_the_score_table_cover_every_place_once() -> None:
    places = covered(str(score_table.score_table(sampled("demo-urban")[0]).html))
    rows, width = 27, 12  # 26 named indicators and the total
    assert set(places.values()) == {1}
    assert set(places) == {(row, column) for row in range(rows) for column in range(width)}


def test_members_of_the_benefits_have_rows_and_are_named_on_the_card() -> None:
    scored, _ = sampled("demo-urban")
    shown = str(score_table.score_table(scored).html)
    for member in ("经济效益", "社会效益", "生态效益"):
        assert f'<a href="#ind-benefits">{member}</a>' in shown
        assert member in str(indicator.indicator(scored, "benefits").html)


def test_stated_totals_stand_beside_what_their_parts_add_up_to() -> None:
    _, given = sampled("xinning-pension")
    text = Page(str(spending.basic_spending(given).html)).text
    assert "427.57" in text
    assert "“基本支出”本年决算：分项合计 425.57 万元，与合计数 427.57 万元相差 2.00 万元" in text
    assert "相差 0.33 万元" in Page(str(spending.project_spending(given).html)).text
    assert "相差" not in Page(str(spending.three_public(given).html)).text


def test_a_total_left_blank_is_the_sum_and_says_so() -> None:
    lines = [
        account("收入"),
        account("收入/财政拨款", 本年决算="5"),
        account("收入/其他收入", 本年决算="1.5"),
    ]
    text = Page(str(spending.income(dossier(accounts={line.path: line for line in lines})).html)).text
    assert "6.5" in text
    assert "分项相加" in text
    assert "23.08%" in text


@pytest.mark.parametrize("total", ["0", "", "不适用"])
def test_there_is_no_percentage_without_a_base(total: str) -> None:
    lines = [account("三公经费", 本年决算=total), account("三公经费/公务接待费", 本年决算="0")]
    text = Page(str(spending.three_public(dossier(accounts={line.path: line for line in lines})).html)).text
    assert "%" not in text


@pytest.mark.parametrize(
    ("posts", "people", "said"), [("38", "36", "94.74%"), ("0", "36", ""), ("", "36", "")]
)
def test_staff_share_needs_both_numbers(posts: str, people: str, said: str) -> None:
    lines = tuple(
        ProfileLine(item, n, "", "基本信息!B8") for item, n in (("编制数", posts), ("在编人数", people))
    )
    text = Page(str(overview.staff(dossier(profile=lines)).html)).text
    assert ("94.74%" in text) is bool(said)
    assert ("%" in text) is bool(said)


def output(last: str = "") -> Output:
    blank = Figure("办件", None, "件", "事业成效!E2")
    earlier = replace(blank, value=Decimal(last)) if last else blank
    return Output("服务", "办件", replace(blank, value=Decimal(1066)), earlier, blank)


def test_outputs_show_only_the_columns_that_have_something() -> None:
    alone = Page(str(overview.outputs(dossier(outputs=(output(),))).html)).text
    assert "1,066" in alone
    assert "上年数" not in alone
    compared = Page(str(overview.outputs(dossier(outputs=(output("900"),))).html)).text
    assert "上年数" in compared
    assert "目标数" not in compared


TOTALS = Totals(
    score=Decimal(97),
    self_total=Decimal(97),
    supported=Decimal(10),
    self_only=Decimal(87),
    missing=Decimal(0),
    low=Decimal(10),
    high=Decimal(100),
    rescaled=None,
    grade="优",
    grade_range=("优",),
)


def test_the_masthead_says_what_the_total_rests_on() -> None:
    shown = Page(str(masthead.masthead(*sampled("xinning-pension")).html)).text
    assert "总分 97.00 分中，有据可查的只有 10.00 分，87.00 分仅凭部门自述。" in shown
    parts = bar_parts(TOTALS, Decimal(100))
    assert [part.points for part in parts] == [10, 87, 0, 3]
    assert sum(part.width for part in parts) == 100
    assert [part.start for part in parts] == [0, 10, 97, 97]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"self_only": Decimal(0), "supported": Decimal(97)}, "总分 97.00 分全部有据可查。"),
        ({"supported": Decimal(0)}, "没有一分有据可查，87.00 分仅凭部门自述"),
        ({"supported": Decimal(60)}, "有据可查的有 60.00 分"),
        ({"missing": Decimal(2)}, "另有 2.00 分的指标无数据，未计入总分"),
        ({"score": Decimal(0), "missing": Decimal(100)}, "总分 0.00 分；另有 100.00 分"),
    ],
)
def test_the_verdict_fits_the_totals(changed: dict[str, Any], said: str) -> None:
    assert said in masthead.verdict(TOTALS.model_copy(update=changed))


def test_an_open_grade_names_the_grades_it_can_be() -> None:
    assert (
        score_sentences.grade_words(
            TOTALS.model_copy(update={"grade": None, "grade_range": ("中", "良", "优")})
        )
        == "等次待定（中～优）"
    )
    assert score_sentences.grade_words(TOTALS) == "优"


def test_a_card_has_its_score_first_then_rule_working_inputs_and_settings() -> None:
    text = Page(
        without_pictures(
            str(indicator.indicator(sampled("demo-urban")[0], "goods_services_change_rate").html)
        )
    ).text
    order = [
        "商品和服务支出变动率",
        "1.00",
        "据数核算",
        "（441.00－420.00）",
        "5.00%",
        "评价标准",
        "收支!B17",
    ]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert "自评分" in text


def test_a_review_shows_its_reason_and_that_it_counts() -> None:
    scored = card(
        reviews={"work_quality": review("2")}, self_scores={"work_quality": self_score("3", "考核优秀")}
    )
    html = str(indicator.indicator(scored, "work_quality").html)
    assert "查阅凭证（复核人：复核人甲）" in html
    assert '复核分<span class="pj-tag">采用</span>' in html
    assert "考核优秀" in html


def test_several_clauses_are_summed_up_in_one_line() -> None:
    scored, _ = sampled("demo-urban")
    assert summary(scored["disclosure"]) == "条款 2 失 1.00 分"
    assert summary(scored["three_public_management"]).endswith("部分条款回答未附佐证材料")
    assert summary(sampled("demo-library")[0]["disclosure"]) == "4 个条款均得满分"
    unknown = card(self_scores={"disclosure": self_score("4")})
    assert summary(unknown["disclosure"]) == "各条款均无数据；暂列自评分 4.00 分，未经核实"
    assert summary(unknown["asset_system"]) == "各条款均无数据；得分未知"


def test_answers_without_evidence_say_so_but_projects_need_none() -> None:
    scored, _ = sampled("demo-urban")
    assert "未提供" in str(indicator.indicator(scored, "three_public_management").html)
    projects = str(indicator.indicator(sampled("demo-library")[0], "target_management").html)
    assert "总分馆体系建设" in projects
    assert "未提供" not in projects


def test_project_sums_need_every_amount() -> None:
    known, blank = project("甲", "项目", {}, "10"), project("乙", "项目", {}, "")
    text = Page(str(projects.project_list(dossier(projects=(known, known))).html)).text
    assert "20.00" in text
    assert "100.00%" in text
    lacking = Page(str(projects.project_list(dossier(projects=(known, blank))).html)).text
    assert "部分项目无数据" in lacking
    assert "没有项目" in str(projects.project_list(dossier(projects=())).html)


def test_an_unknown_indicator_lists_the_known_ones() -> None:
    with pytest.raises(KeyError, match="satisfaction"):
        indicator.indicator(card(), "no_such_indicator")


def test_findings_are_sorted_and_their_absence_is_said() -> None:
    scored, _ = sampled("demo-urban")
    assert "核查未发现问题" in str(findings.findings(scored.model_copy(update={"findings": ()})).html)
    assert "全部得分均有据可查" in str(findings.unsupported(scored.model_copy(update={"marks": ()})).html)
    mixed = tuple(Finding("r", severity, "收支!E2", severity * 2) for severity in ("提示", "确定", "疑似"))
    text = Page(str(findings.findings(scored.model_copy(update={"findings": mixed})).html)).text
    assert "确定 1 条，疑似 1 条，提示 1 条" in text
    assert text.index("确定确定") < text.index("疑似疑似") < text.index("提示提示")
    text = Page(str(findings.unsupported(sampled("xinning-pension")[0]).html)).text
    assert text.index("资产管理安全性") < text.index("资金使用合规性") < text.index("工作质量")


def test_every_figure_used_is_listed_with_its_cell_and_reader() -> None:
    scored, given = sampled("demo-urban")
    text = Page(str(sources.data_sources(scored, given).html)).text
    assert [
        figure.source for mark in scored.marks for figure in mark.inputs if figure.source not in text
    ] == []
    assert given.digest in text
    others = text[text.index("未直接用于计分的数据") :]
    assert others.count("事业成效!C2") == 1
    assert "收支!B17" not in others
    used = Page(str(sources.settings_used(scored).html)).text
    assert {effect.id for _, effect in scored.effects()} <= set(re.findall(r"D\d+", used))


def text_of(markdown: str) -> str:
    return str(chapter(dossier(chapters={"章": Chapter("章", markdown, "文字!B2")}), "章").html)


def test_a_chapter_has_paragraphs_lists_emphasis_and_line_breaks() -> None:
    html = text_of("**重点。**2022年\n第二行\n\n- 一\n- 二\n\n1. 甲\n2. 乙")
    assert all(tag in html for tag in ("<strong>重点。</strong>", "<br", "<ul>", "<ol>", "部门自述"))
    assert "\N{WORD JOINER}" not in html


@pytest.mark.parametrize(
    "markdown",
    [
        "[点](javascript:alert(1))",
        "![图](http://x.example/a.png)",
        "<http://x.example>",
        "# 标题",
        "| a |\n|---|\n| b |",
        "```\ncode\n```",
        "    code",
        "标题\n===",
        "<b onclick=x>粗</b>",
        "[a]: http://x.example\n\n[a]",
    ],
)
def test_anything_else_in_a_chapter_is_plain_text(markdown: str) -> None:
    assert set(Page(text_of(markdown)).tags) <= {"div", "p", "code", "br"}
    assert text_of(markdown).count("<code") == 1, "only the source's own"


def test_a_missing_chapter_says_so() -> None:
    assert "部门未提供本章文字。" in str(chapter(dossier(), "存在问题").html)
    assert "部门未提供本章文字。" in text_of("  ")


def test_a_formula_is_a_fraction_with_names_or_numbers() -> None:
    growth = Operation("-", (Name("本年"), Name("收支[三公经费].上年决算")))
    rate = Operation("×", (Operation("÷", (growth, Name("上年"))), Constant("100%", Fraction(1))))
    html = mathml(rate)
    assert "<mfrac><mrow><mtext>本年</mtext><mo>－</mo><mtext>三公经费 上年决算</mtext></mrow>" in html
    assert html.endswith("</mfrac><mo>×</mo><mn>100%</mn></mrow></math>")
    assert "<mn>5.00</mn><mo>－</mo><mtext>三公经费" in mathml(rate, {"本年": "5.00"})


def test_a_formula_keeps_the_brackets_that_no_fraction_replaces() -> None:
    total = Operation("+", (Name("甲"), Name("<乙>")))
    assert "<mo>×</mo><mrow><mo>（</mo><mtext>甲</mtext>" in mathml(Operation("×", (Name("丙"), total)))
    assert "<mtext>&lt;乙&gt;</mtext>" in mathml(total)
    assert "（" not in mathml(Operation("÷", (total, total)))


def test_a_formula_shows_which_rows_of_a_list_are_added_up() -> None:
    done = Operation("=", (Column("资金", "完成"), Constant("是", word="是")))
    html = mathml(Operation("sum", (Column("资金", "金额"), done)))
    assert "<mtext>合计</mtext><mrow><mo>（</mo><mtext>资金.金额</mtext><mo>，</mo>" in html
    assert "<mrow><mtext>完成</mtext><mo>＝</mo><mtext>是</mtext></mrow>" in html


def shown(figure: Figure) -> str:
    return str(markup(cells.figure(figure)))


def test_figures_in_cells() -> None:
    blank = Figure("数", None, "万元", "收支!B2")
    assert "无数据" in shown(blank)
    assert shown(replace(blank, value=Decimal("1234.5"))) == "1,234.50"
    assert shown(replace(blank, value=Decimal(0))) == "0.00"
    assert shown(replace(blank, value=Decimal("36.1"), unit="万人")) == "36.1"
    assert shown(replace(blank, not_applicable=True)) == "不适用"
    assert len({badge(status) for status in Status}) == len(Status)


def test_a_chart_has_its_table_and_no_chart_says_why() -> None:
    table = Table(headers=("项", "值"), rows=((HOSTILE, "1"),))
    drawn = Drawing(slug="c", title=HOSTILE, alt=HOSTILE, width=9, height=9, shapes=(), table=table)
    shown = Page(str(chart(drawn).html))
    assert set(shown.tags) <= {
        "figure",
        "svg",
        "title",
        "figcaption",
        "div",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert HOSTILE in shown.text
    nothing = NoDrawing(slug="c", title="图", why="全部空白，无法作图")
    assert "全部空白" in str(chart(nothing).html)


def test_frames_keep_exact_decimals_and_unknowns() -> None:
    table = frame(card())
    assert table["得分"].tolist() == [None] * 24
    scored, given = sampled("demo-urban")
    assert frame(scored)["得分"].sum() == scored.total.score
    by_path = accounts(given).set_index("科目")
    assert by_path.loc["三公经费", "年初预算"] == "不适用"
    assert by_path.loc["三公经费", "调整预算"] is None


def test_the_style_sheet_loads_nothing_and_touches_only_our_classes() -> None:
    css = style_sheet()
    assert len(css.encode()) <= 25_000
    assert [word for word in ("url(", "@import", "http", "</") if word in css] == []
    bare = re.sub(r"/\*.*?\*/|\{[^{}]*\}|@[^{;]*", " ", css, flags=re.DOTALL)
    assert [name for name in re.findall(r"\.([a-z][\w-]*)", bare) if not name.startswith("pj-")] == []
    assert css in str(style().html)


def test_every_class_is_ours_and_same_input_gives_same_bytes() -> None:
    scored, given = sampled("demo-library")
    first, second = ([str(one.html) for one in report(scored, given)] for _ in range(2))
    assert first == second
    classes = {
        name for value in Page(without_pictures("".join(first))).all("class") for name in value.split()
    }
    assert {name for name in classes if not name.startswith("pj-")} == set()


def test_a_fragment_falls_back_to_one_line_of_text() -> None:
    for fragment in report(*sampled("demo-library")):
        assert repr(fragment)
        assert "\n" not in repr(fragment)
        assert fragment.html.strip().startswith("<")
