"""The report as a document: the official order of chapters, the department's own words, nothing missing unsaid."""

import base64
import re
from functools import cache
from io import BytesIO

import pytest
from helpers import account, dossier, rubric, sample
from PIL import Image
from pydantic import ValidationError

from pjkit.batch.notebook import DOCUMENT_MIMETYPE
from pjkit.evaluation import evaluate
from pjkit.model.document import SCHEMA, Block, Document, Heading, ListItem, Paragraph, Picture, Run, Table
from pjkit.model.dossier import Chapter, Dossier
from pjkit.report.document.output import MIMETYPE, build, day, document
from pjkit.report.document.own_words import own_words
from pjkit.sources.disclosure import disclosed

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
    "（五）部门自述",
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
    "（五）部门自述",
    "四、存在的问题",
    "五、改进措施和有关建议",
]


def built(given: Dossier) -> Document:
    return build(evaluate(rubric(), given), given)


@cache
def sampled(name: str) -> Document:
    return built(sample(name))


def blocks(made: Document) -> list[Block]:
    return [block for chapter in made.chapters for block in chapter.blocks]


def said(block: Block) -> str:
    return "".join(run.text for run in block.runs) if isinstance(block, Paragraph | ListItem) else ""


def headings(made: Document) -> list[str]:
    return [
        words
        for chapter in made.chapters
        for words in (
            chapter.title,
            *(block.text for block in chapter.blocks if isinstance(block, Heading)),
        )
    ]


def text(made: Document) -> str:
    return "\n".join(map(said, blocks(made)))


@pytest.mark.parametrize("name", SAMPLES)
def test_chapters_and_sections_stand_in_the_official_order(name: str) -> None:
    assert headings(sampled(name)) == ORDER


def test_a_department_without_any_data_keeps_every_heading_and_says_why_it_is_empty() -> None:
    made = built(dossier())
    assert headings(made) == ORDER
    for at, block in enumerate(blocks(made)[:-1]):
        following = blocks(made)[at + 1]
        if isinstance(block, Heading) and isinstance(following, Heading):
            assert following.level > block.level, block.text
    # 职能, 机构, 人员, 成效; four accounts; projects; 自述 of two chapters; chapters four and five
    assert text(made).count("无（") == 4 + 4 + 1 + 2 + 2
    assert "None" not in made.model_dump_json()


def test_the_document_comes_back_from_json_unchanged() -> None:
    made = sampled("demo-urban")
    assert Document.model_validate_json(made.model_dump_json(by_alias=True)) == made
    assert made.model_dump(by_alias=True)["schema"] == SCHEMA


def test_an_unknown_field_or_block_is_refused() -> None:
    given = sampled("demo-library").model_dump(mode="json", by_alias=True)
    with pytest.raises(ValidationError):
        Document.model_validate({**given, "colour": "red"})
    with pytest.raises(ValidationError):
        Document.model_validate({**given, "chapters": [{"title": "一", "blocks": [{"kind": "video"}]}]})


def test_the_same_data_give_the_same_document() -> None:
    assert built(sample("demo-library")).model_dump_json() == sampled("demo-library").model_dump_json()


@pytest.mark.parametrize("name", SAMPLES)
def test_figures_of_sentences_come_from_the_data(name: str) -> None:
    """Every amount in the kit's own sentences of chapter two stands in 收支 or is worked out from it."""
    given, chapter = sample(name), sampled(name).chapters[1]
    known = {
        f"{figure.value:,.2f}"
        for line in given.accounts.values()
        for figure in line.figures.values()
        if figure.value is not None
    }
    totals = [said(block) for block in chapter.blocks if isinstance(block, Paragraph) and not block.own_words]
    stated = [amount for line in totals for amount in re.findall(r"决算([0-9,.]+)万元", line)]
    sums = {f"{given.account(path, '本年决算').value or 0:,.2f}" for path in ("收入", "支出", "三公经费")}
    sums |= {f"{sum(one.spent.value or 0 for one in given.projects or ()):,.2f}"}
    assert stated
    assert set(stated) <= known | sums


def test_nothing_is_reached_or_saved_in_percent_from_a_budget_of_0() -> None:
    own = [
        said(block) for block in blocks(sampled("xinning-pension")) if not getattr(block, "own_words", False)
    ]
    spoken = "".join(own)
    assert "年初预算和决算均为0，不计算完成率" in spoken
    assert "完成预算的0" not in spoken
    assert "节约" not in spoken


def test_the_departments_own_words_are_marked_and_only_they() -> None:
    made = sampled("xinning-pension")
    own = "".join(said(block) for block in blocks(made) if getattr(block, "own_words", False))
    ours = "".join(said(block) for block in blocks(made) if not getattr(block, "own_words", False))
    assert "完成预算的0%" in own  # the department wrote so
    assert "一事双岗双审" in own
    assert "一事双岗双审" not in ours
    assert "分项合计425.57万元" in ours


def test_markdown_becomes_paragraphs_items_and_looks() -> None:
    given = "**标题。** 正文*斜*\n第二行\n\n3. 甲\n   - 乙\n\n     续\n\n# 头"
    made = own_words(dossier(chapters={"存在问题": Chapter("存在问题", given, "文字!B2")}), "存在问题")
    first = (Run(text="标题。", strong=True), Run(text="正文"), Run(text="斜", emphasis=True), Run(text="\n"))
    assert made == [
        Paragraph(runs=(*first, Run(text="第二行")), own_words=True),
        ListItem(marker="3．", level=1, runs=(Run(text="甲"),), own_words=True),
        ListItem(marker="·", level=2, runs=(Run(text="乙"),), own_words=True),
        Paragraph(runs=(Run(text="续"),), own_words=True),
        Paragraph(runs=(Run(text="头"),), own_words=True),
    ]


def test_html_templates_and_links_in_own_words_stay_text() -> None:
    given = "<b>x</b> {{ name }} {% raw %} [点](javascript:alert(1))"
    made = own_words(dossier(chapters={"存在问题": Chapter("存在问题", given, "文字!B2")}), "存在问题")
    assert [said(block) for block in made] == [given]


def test_a_chapter_of_white_space_is_no_chapter() -> None:
    assert own_words(dossier(chapters={"存在问题": Chapter("存在问题", " \n ", "文字!B2")}), "存在问题") == []


@pytest.mark.parametrize("name", SAMPLES)
def test_tables_hang_together(name: str) -> None:
    tables = [block for block in blocks(sampled(name)) if isinstance(block, Table)]
    assert tables
    for table in tables:
        assert len(table.head) == len(table.align) == len(table.widths)
        assert {len(row.cells) for row in table.rows} <= {1, len(table.head)}, table.caption


def test_posts_and_people_are_told_each_in_its_unit() -> None:
    assert "编制数38名（事业编制；" in text(sampled("xinning-pension"))
    assert "在编人数22人，编外人数3人（政府购买服务）" in text(sampled("demo-library"))


def test_a_column_nobody_filled_in_is_left_out() -> None:
    lines = [account("收入", 本年决算="3"), account("收入/甲", 本年决算="3")]
    made = built(dossier(accounts={line.path: line for line in lines}))
    (table,) = [block for block in blocks(made) if isinstance(block, Table) and "收入" in block.caption]
    assert table.head == ("科目", "本年决算")
    assert [row.cells for row in table.rows] == [("收入", "3.00"), ("\u3000甲", "3.00")]


def test_pictures_are_lean_pngs_with_words_from_the_charts_data() -> None:
    pictures = [block for block in blocks(sampled("demo-urban")) if isinstance(block, Picture)]
    assert [one.caption for one in pictures] == [
        "支出构成（本年决算，万元）",
        "年初预算与本年决算（万元）",
        "各二级指标得分与分值",
        "从满分到总分：失分构成",
    ]
    for one in pictures:
        png = base64.b64decode(one.png)
        assert Image.open(BytesIO(png)).width == 1180  # 150 mm at 200 dpi
        assert len(png) < 60_000
        assert re.search(r"\d", one.alt)


def test_the_day_of_signature_is_written_as_people_do() -> None:
    assert day("2023-09-24") == "2023年9月24日"
    assert day(" 2023年秋 ") == "2023年秋"
    assert day("") == ""


def test_the_verb_hands_over_a_document_only_where_word_is_asked_for() -> None:
    given = sample("demo-library")
    card = evaluate(rubric(), given)
    asked = document(card, given, to="html,docx")._repr_mimebundle_()
    quiet = document(card, given, to="html,xlsx")._repr_mimebundle_()
    assert Document.model_validate(asked[MIMETYPE]) == sampled("demo-library")
    assert quiet == {MIMETYPE: None, "text/plain": "未要求 Word 报告（to 中没有 docx）"}
    assert MIMETYPE == DOCUMENT_MIMETYPE  # display and publishing do not know each other


def test_the_public_edition_says_so_in_its_title() -> None:
    public = disclosed(sample("demo-library"))
    made = built(public)
    assert made.title.endswith("自评报告（公开版）")
    assert sampled("demo-library").title.endswith("自评报告")
