"""What the notebook's blocks say in Word: the official order, the department's own words, nothing missing unsaid."""

import re
from functools import cache
from io import BytesIO
from itertools import pairwise

import pytest
from executed import executed
from helpers import dossier, rubric, sample
from PIL import Image

from pjkit.evaluation import evaluate
from pjkit.model.block import Heading, ListItem, Run, Text
from pjkit.model.dossier import Chapter, Dossier
from pjkit.report.masthead import day
from pjkit.report.overview import chapter
from pjkit.sources.disclosure import disclosed
from pjkit.writers.docx.content import Own, Picture, Piece, ScoreLine, content
from pjkit.writers.docx.fields import title
from pjkit.writers.docx.markdown import own_words_blocks

SAMPLES = ("xinning-pension", "demo-library", "demo-urban", "demo-archives")
ORDER = [
    "一、部门概况",
    "（一）部门基本情况",
    "1．主要职能",
    "2．机构情况",
    "3．人员情况",
    "（二）当年取得的主要事业成效",
    "二、部门整体支出管理及使用情况",
    "（一）基本支出情况",
    "（二）专项支出情况",
    "1．专项资金安排落实、总投入等情况",
    "2．专项资金管理情况",
    "（三）收入情况",
    "（四）“三公”经费情况",
    "三、部门整体支出绩效情况",
    "（一）投入",
    "1．预算配置",
    "（二）过程",
    "1．预算执行",
    "2．预算管理",
    "3．资产管理",
    "4．绩效管理",
    "（三）产出",
    "1．职责履行",
    "（四）效果",
    "1．履职效益",
    "四、存在的问题",
    "五、改进措施和有关建议",
]


def built(given: Dossier) -> list[Piece]:
    return content(executed(evaluate(rubric(), given), given))


@cache
def sampled(name: str) -> list[Piece]:
    return built(sample(name))


def said(piece: Piece) -> str:
    if isinstance(piece, Own | ScoreLine):
        return said(piece.block)
    return "".join(run.text for run in piece.runs) if isinstance(piece, Text | ListItem) else ""


def headings(made: list[Piece]) -> list[str]:
    return [piece.text for piece in made if isinstance(piece, Heading)]


def text(made: list[Piece]) -> str:
    return "\n".join(map(said, made))


@pytest.mark.parametrize("name", SAMPLES)
def test_chapters_and_sections_stand_in_the_official_order(name: str) -> None:
    """附二 and 附三 have nothing to show in Word, and 附一 stands at its end: their headings are left out."""
    assert headings(sampled(name)) == ORDER


def test_a_department_without_any_data_keeps_every_heading_and_says_why_it_is_empty() -> None:
    made = built(dossier())
    assert headings(made) == ORDER
    for piece, following in pairwise(made):
        if isinstance(piece, Heading) and isinstance(following, Heading):
            assert following.level > piece.level, piece.text
    # own words of six chapters; 职能, 机构, 人员, 成效; four accounts; projects and their management
    assert text(made).count("无（") == 6 + 4 + 4 + 2
    assert "None" not in text(made)


@pytest.mark.parametrize("name", SAMPLES)
def test_figures_of_sentences_come_from_the_data(name: str) -> None:
    """Every amount in the kit's own sentences of chapter two stands in 收支 or is worked out from it."""
    given, made = sample(name), sampled(name)
    known = {
        f"{figure.value:,.2f}"
        for line in given.accounts.values()
        for figure in line.figures.values()
        if figure.value is not None
    }
    stated = [
        amount
        for piece in made
        if isinstance(piece, Text)
        for amount in re.findall(r"决算([0-9,.]+)万元", said(piece))
    ]
    sums = {f"{given.account(path, '本年决算').value or 0:,.2f}" for path in ("收入", "支出", "三公经费")}
    sums |= {f"{sum(one.spent.value or 0 for one in given.projects or ()):,.2f}"}
    assert stated
    assert set(stated) <= known | sums


def test_nothing_is_reached_or_saved_in_percent_from_a_budget_of_0() -> None:
    spoken = "".join(said(piece) for piece in sampled("xinning-pension") if not isinstance(piece, Own))
    assert "年初预算和决算均为0，不计算完成率" in spoken
    assert "完成预算的0" not in spoken
    assert "节约" not in spoken


def test_the_departments_own_words_are_marked_and_only_they() -> None:
    made = sampled("xinning-pension")
    own = "".join(said(piece) for piece in made if isinstance(piece, Own))
    ours = "".join(said(piece) for piece in made if not isinstance(piece, Own))
    assert "完成预算的0%" in own  # the department wrote so
    assert "一事双岗双审" in own
    assert "一事双岗双审" not in ours
    assert "分项合计425.57万元" in ours


def test_every_indicator_has_a_paragraph_of_its_own() -> None:
    made = text(sampled("demo-urban"))
    for mark in evaluate(rubric(), sample("demo-urban")).marks:
        assert f"\n{mark.name}：分值{mark.points:g}分，得" in made


def test_markdown_becomes_paragraphs_items_and_looks() -> None:
    given = "**标题。** 正文*斜*\n第二行\n\n3. 甲\n   - 乙\n\n     续\n\n# 头"
    first = (Run(text="标题。", strong=True), Run(text="正文"), Run(text="斜", emphasis=True), Run(text="\n"))
    assert own_words_blocks(given) == [
        Text(runs=(*first, Run(text="第二行"))),
        ListItem(marker="3．", level=1, runs=(Run(text="甲"),)),
        ListItem(marker="·", level=2, runs=(Run(text="乙"),)),
        Text(runs=(Run(text="续"),)),
        Text(runs=(Run(text="头"),)),
    ]


def test_html_templates_and_links_in_own_words_stay_text() -> None:
    given = "<b>x</b> {{ name }} {% raw %} [点](javascript:alert(1))"
    assert [said(block) for block in own_words_blocks(given)] == [given]


def test_a_chapter_of_white_space_is_no_chapter() -> None:
    given = dossier(chapters={"存在问题": Chapter("存在问题", " \n ", "文字!B2")})
    assert chapter(given, "存在问题").line == "部门未提供本章文字。"


def test_posts_and_people_are_told_each_in_its_unit() -> None:
    assert "编制数38名（事业编制；" in text(sampled("xinning-pension"))
    assert "在编人数22人，编外人数3人（政府购买服务）" in text(sampled("demo-library"))


def test_pictures_are_lean_pngs_with_words_from_the_charts_data() -> None:
    pictures = [piece for piece in sampled("demo-urban") if isinstance(piece, Picture)]
    assert [one.caption for one in pictures] == [
        "支出构成（本年决算，万元）",
        "年初预算与本年决算（万元）",
        "各二级指标得分与分值",
        "从满分到总分：失分构成",
    ]
    for one in pictures:
        assert Image.open(BytesIO(one.png)).width == 1180  # 150 mm at 200 dpi
        assert len(one.png) < 60_000
        assert re.search(r"\d", one.alt)


def test_the_day_of_signature_is_written_as_people_do() -> None:
    assert day("2023-09-24") == "2023年9月24日"
    assert day(" 2023年秋 ") == "2023年秋"
    assert day("") == ""


def test_the_public_edition_says_so_in_its_title() -> None:
    given = sample("demo-library")
    assert title(evaluate(rubric(), disclosed(given))).endswith("自评报告（公开版）")
    assert title(evaluate(rubric(), given)).endswith("自评报告")
