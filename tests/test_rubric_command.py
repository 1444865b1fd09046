"""``pjkit rubric check | show | diff``: what they tell of a rubric, and that they change nothing.

The messages about wrong rubrics are golden: ``tests/bad/rubric-…``.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from helpers import ROOT

from pjkit import cli
from pjkit.evaluation import evaluate
from pjkit.model.params import Params
from pjkit.model.settings import SETTING_QUESTIONS, Settings
from pjkit.model.stored import record_text
from pjkit.scoring.decisions import WORDS, decision
from pjkit.scoring.rubric import Rubric
from pjkit.sources.load import open_department
from pjkit.sources.params import read_params
from pjkit.sources.rubric import read_rubric
from pjkit.sources.spec_names import names_at

SHIPPED = "params/rubrics/xinning-2022.yaml"
CHANGED = "params/rubrics/changed.yaml"
OK, FAILED, WRONG_USE = 0, 1, 2


class Said(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


def run(words: str, capsys: pytest.CaptureFixture[str]) -> Said:
    status = cli.main(words.split())
    return Said(status, *capsys.readouterr())


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two departments with published records; the working directory."""
    (tmp_path / "params/rubrics").mkdir(parents=True)
    shutil.copy(ROOT / SHIPPED, tmp_path / "params/rubrics")
    for name in ("demo-agriculture", "demo-library"):
        file = tmp_path / f"params/{name}.yaml"
        shutil.copy(ROOT / f"params/{name}.yaml", file)
        params = read_params(file)
        data = ROOT / params.data
        copy = shutil.copytree if data.is_dir() else shutil.copy
        (tmp_path / params.data).parent.mkdir(exist_ok=True)
        copy(data, tmp_path / params.data)
        publish(tmp_path, params)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def publish(project: Path, params: Params) -> None:
    opened = open_department(params, project)
    folder = project / f"outputs/2022/{params.department}"
    folder.mkdir(parents=True)
    record = record_text(evaluate(opened.rubric, opened.dossier))
    (folder / "scorecard.json").write_text(record, encoding="utf-8")


def change(project: Path, replaced: Mapping[str, str]) -> None:
    """A rubric that differs from the shipped one in these texts, each of which stands there once."""
    text = (project / SHIPPED).read_text(encoding="utf-8")
    for old, new in replaced.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (project / CHANGED).write_text(text, encoding="utf-8")


DEARER = {  # each percentage point above the budget costs 1 point instead of 0.5
    "budget: 三公经费 年初预算\n                deduct: 0.5": "budget: 三公经费 年初预算\n                deduct: 1",
    "每高1个百分点扣0.5分，扣完为止；未编制": "每高1个百分点扣1分，扣完为止；未编制",
}
RENAMED = {"name: 内控制度情况": "name: 内部控制情况"}


def compared(project: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    said = run(f"rubric diff {SHIPPED} {CHANGED} --with outputs/2022 --json", capsys)
    assert project.is_dir()
    return json.loads(said.out)


# check


def test_a_rubric_without_problems_is_told_with_all_that_it_consists_of_and_asks(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(f"rubric check {SHIPPED}", capsys)
    assert (said.status, said.err) == (OK, "")
    lines = [line.strip() for line in said.out.splitlines()]
    assert f"{SHIPPED}：没有问题" in lines
    assert "部门整体支出绩效评价指标评分表（xinning-2022），2022 年度，满分 100：24 项指标，43 条" in lines
    assert "分值：投入 19（8 项）；过程 72（12 项）；产出 5（2 项）；效果 4（2 项）" in lines
    assert "change_rate（变动率（不高于 0% 得满分，每高 1 个百分点扣分））4 次" in lines
    assert "收支[三公经费].本年决算（万元），用于“三公经费”变动率、“三公经费”控制率" in lines
    assert "基础数据[工作质量等次]（优秀、良好、合格、不合格），用于工作质量" in lines
    assert "预算管理/资金使用合规性：9 行" in lines
    assert "D4 不足 1 个百分点的部分：按比例计" in lines
    assert project.is_dir()


def test_every_file_is_checked_though_one_before_it_is_bad(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / CHANGED).write_text("id: x", encoding="utf-8")
    said = run(f"rubric check {CHANGED} {SHIPPED}", capsys)
    assert said.status == FAILED
    assert f"{CHANGED}：有" in said.err
    assert f"{SHIPPED}：没有问题" in said.out


def test_a_warning_has_its_line_and_is_no_error(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(project, {"\nfigures:\n": "\nfigures:\n  车辆数: {ask: 车辆数, unit: 辆}\n"})
    line = (
        (project / CHANGED)
        .read_text(encoding="utf-8")
        .splitlines()
        .index("  车辆数: {ask: 车辆数, unit: 辆}")
    )
    said = run(f"rubric check {CHANGED}", capsys)
    assert said.status == OK
    assert f"{CHANGED}：没有问题，有 1 处提醒" in said.out
    assert said.err == (
        f"  提醒：{CHANGED} 第 {line + 1} 行 figures.车辆数：要求填报数据“车辆数”，而没有地方用到。"
        "应为：用到的数据。处理：删去，或在公式、条款中用到它。\n"
    )


@pytest.mark.parametrize(
    ("loc", "some", "others"),
    [
        ((), {"title", "indicators", "groups"}, {"weight", "indicators_"}),
        (("grades", 0), {"name", "from"}, {"from_", "points"}),
        (("groups", 0, "groups", 1), {"weight", "indicators"}, {"gate"}),
        (
            ("groups", 0, "indicators", 0, "clauses", 0, "scale"),
            {"step", "side", "deduct"},
            {"bands", "title"},
        ),
        (("groups", 0, "indicators", 0, "gate"), {"when", "indicator", "because"}, {"kind"}),
        (
            ("figures", "甲", "function-before[_from_text(), FigureSpec]"),
            {"ask", "unit", "from"},
            {"columns"},
        ),
        (("lists", "甲", "columns", "乙"), {"kind", "words"}, {"columns"}),
    ],
    ids=["rubric", "grade", "group", "clause", "gate", "figure", "column"],
)
def test_the_names_that_a_place_may_use_are_those_of_the_model_that_reads_it(
    loc: tuple[int | str, ...], some: set[str], others: set[str]
) -> None:
    found = set(names_at(Rubric, loc))
    assert some <= found
    assert not others & found


# Decisions in words


def test_every_decision_and_every_value_of_it_has_words() -> None:
    for name, field in Settings.model_fields.items():
        values = get_args(field.annotation) if name in WORDS else [field.default]
        for value in values:
            told = decision(name, value)
            assert told.id in SETTING_QUESTIONS
            assert told.question.startswith(SETTING_QUESTIONS[told.id])
            assert told.decided


# show


def test_the_page_shows_rules_formulas_decisions_and_room_for_signatures(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(f"rubric show {SHIPPED} -o page.html", capsys)
    assert (said.status, said.err) == (OK, "")
    page = (project / "page.html").read_text(encoding="utf-8")
    assert "控制率不高于100%的，计3分；高于100%的，每高1个百分点扣0.5分" in page
    assert (
        "<mfrac><mrow><mtext>三公经费 本年决算</mtext></mrow><mrow><mtext>三公经费 年初预算</mtext>" in page
    )
    assert all(f'<th scope="row">D{number}' in page for number in range(1, 23) if number != 14)
    assert all(words in page for words in ("会签", "拟定", "审核", "批准", "部门概况"))
    assert "<td>90 分" in page  # the grade 优


def test_the_same_rubric_gives_the_same_bytes_and_nothing_is_overwritten(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for suffix in ("html", "docx"):
        first = run(f"rubric show {SHIPPED} -o a.{suffix}", capsys)
        again = run(f"rubric show {SHIPPED} -o b.{suffix}", capsys)
        assert (first.status, again.status) == (OK, OK)
        assert (project / f"a.{suffix}").read_bytes() == (project / f"b.{suffix}").read_bytes()
    change(project, {"name: 工作质量\n": "name: 工作的质量\n"})
    refused = run(f"rubric show {CHANGED} -o a.html", capsys)
    assert refused.status == WRONG_USE
    assert "已经有 a.html，没有覆盖" in refused.err


def test_what_a_rubric_says_is_text_and_no_markup(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(project, {"title: 部门整体支出绩效评价指标评分表": "title: <script>alert(1)</script>{{ year }}"})
    for suffix in ("html", "docx"):
        assert run(f"rubric show {CHANGED} -o a.{suffix}", capsys).status == OK
    page = (project / "a.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ year }}" in page
    word = Document(BytesIO((project / "a.docx").read_bytes()))
    assert word.paragraphs[0].text == "<script>alert(1)</script>{{ year }}（2022年度）"


def test_the_word_file_has_the_parts_upright_and_nothing_about_scores(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(f"rubric show {SHIPPED} -o a.docx", capsys).status == OK
    word = Document(BytesIO((project / "a.docx").read_bytes()))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert texts[0] == "部门整体支出绩效评价指标评分表（2022年度）"
    assert [text for text in texts if text.startswith(("一、", "九、"))] == [
        *("一、基本情况", "九、会签"),  # in the contents
        *("一、基本情况", "一、部门概况", "九、会签"),
    ]
    assert not any(text.startswith(("评价结果", "部门整体支出绩效自评报告")) for text in texts)
    assert {section.orientation for section in word.sections} == {WD_ORIENT.PORTRAIT}
    assert word.tables[-1].cell(1, 0).text == "拟定"


@pytest.mark.parametrize("name", ["a.pdf", "a"])
def test_a_format_that_there_is_not_is_wrong_use(
    name: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(f"rubric show {SHIPPED} -o {name}", capsys)
    assert said == Said(WRONG_USE, "", f"文件名应以 .html 或 .docx 结尾：“{name}”\n")
    assert not (project / name).exists()


# diff


def test_a_rubric_is_like_itself(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "部门整体支出绩效评价指标评分表（xinning-2022）"
    assert run(f"rubric diff {SHIPPED} {SHIPPED}", capsys) == Said(OK, f"{name} → {name}：规则相同\n", "")
    assert project.is_dir()


def test_a_changed_number_is_told_by_the_sentence_that_it_makes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project, {**DEARER, "part_of_point: prorate": "part_of_point: whole", "from: 90}": "from: 95}"})
    said = run(f"rubric diff {SHIPPED} {CHANGED}", capsys)
    assert said.status == FAILED
    lines = [line.strip() for line in said.out.splitlines()]
    assert (
        "预算执行/“三公经费”控制率，条款 1：规则 “控制率不高于100%的，计3分；高于100%的，每高1个百分点扣0.5分，扣完为止。”"
        " → “控制率不高于100%的，计3分；高于100%的，每高1个百分点扣1分，扣完为止。”"
    ) in lines
    assert "D4 不足 1 个百分点的部分：约定 “按比例计” → “只计整点”" in lines
    assert "优：起点 “90” → “95”" in lines
    assert not any("deduct" in line for line in lines)


def test_indicators_that_come_go_and_are_renamed_are_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project, {**RENAMED, "- id: work_quality\n": "- id: quality\n"})
    lines = [line.strip() for line in run(f"rubric diff {SHIPPED} {CHANGED}", capsys).out.splitlines()]
    assert "预算管理/内部控制情况：名称 “内控制度情况” → “内部控制情况”" in lines
    assert "新增 职责履行/工作质量（3）" in lines
    assert "删去 职责履行/工作质量（3）" in lines


def test_who_loses_how_much_by_which_indicator_stands_first(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """demo-agriculture is 3.4 points of a percentage above: 3 − 3.4 × 0.5 = 1.30; 3 − 3.4 × 1 is below 0, so 0.00."""
    change(project, DEARER)
    said = run(f"rubric diff {SHIPPED} {CHANGED} --with outputs/2022", capsys)
    assert said.status == FAILED
    assert said.out.splitlines()[-5:] == [
        "",
        "按现有数据，2 个部门中减分 1，加分 0，不变 1；等次有变化 0",
        "示例县农业农村局（demo-agriculture）：总分 83.38 → 82.08（-1.30）",
        "  预算执行/“三公经费”控制率：1.30 → 0.00（-1.30），计入总分 -1.30",
        "示例县图书馆（demo-library）：总分 100.00 不变",
    ]


def test_the_indicators_differences_add_up_to_the_totals(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project, {**DEARER, "part_of_point: prorate": "part_of_point: round_up"})
    found = compared(project, capsys)
    assert found["schema"] == "pjkit.rubric-diff/1"
    for effect in found["effects"]:
        parts = [Decimal(one["in_total"]) for one in effect["indicators"]]
        assert sum(parts, Decimal(0)) == Decimal(effect["total"]["score"]["difference"])


def test_what_the_new_rubric_asks_and_the_data_do_not_have_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(
        project,
        {
            "\nfigures:\n": "\nfigures:\n  任务数: {ask: 年度任务数, unit: 项}\n",
            "kind: level\n": "kind: per_case\n",
            "item: 基础数据[工作质量等次]": "count: 任务数",
            "levels: {优秀: 3, 良好: 2, 合格: 1, 不合格: 0}": "deduct: 1",
            "standard: 按绩效考核评估确定的等次计分：优秀3分，良好2分，合格1分，不合格0分。": "note: 改按任务数",
        },
    )
    found = compared(project, capsys)
    assert {
        "part": "asked",
        "name": "基础数据[年度任务数]",
        "what": "",
        "old": None,
        "new": "",
    } in found["rules"]
    for effect in found["effects"]:
        assert [(one["indicator"], one["what"]) for one in effect["lacking"]] == [
            ("职责履行/工作质量", ["“任务数”（基础数据：无“年度任务数”行）"])
        ]


def test_a_new_name_alone_costs_nobody_points(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(project, RENAMED)
    for effect in compared(project, capsys)["effects"]:
        assert Decimal(effect["total"]["score"]["difference"]) == 0
        assert (effect["indicators"], effect["lacking"]) == ([], [])
        assert "自评!A13：没有“预算管理/内控制度情况”这个指标" in effect["unread"]


def test_what_is_unknown_for_want_of_data_is_no_loss(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answers to an indicator that has another id and name now are none to the new one: 4 of 100 points are unknown.

    96 and 100 are both 优, so the grade is certain.
    """
    change(project, {**RENAMED, "- id: internal_control\n": "- id: control\n"})
    lines = run(f"rubric diff {SHIPPED} {CHANGED} --with outputs/2022", capsys).out.splitlines()
    assert "按现有数据，2 个部门中减分 0，加分 0，不变 0，缺数据而未定 2；等次有变化 0" in lines
    assert (
        "示例县图书馆（demo-library）：总分 100.00 → 96.00（-4.00）"
        "，其中 4.00 分的指标没有数据，可能得 96.00～100.00"
    ) in lines
    assert "  预算管理/内部控制情况：新增，得 未知，计入总分 未知" in lines
    assert "    条款核对!A20：没有“预算管理/内控制度情况”这个指标" in lines


def test_a_department_of_another_rubric_or_without_its_file_is_left_out_and_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project, DEARER)
    (project / "params/demo-library.yaml").unlink()
    record = project / "outputs/2022/demo-agriculture/scorecard.json"
    record.write_text(
        record.read_text(encoding="utf-8").replace('"xinning-2022"', '"other-2022"'), encoding="utf-8"
    )
    found = compared(project, capsys)
    assert found["effects"] == []
    assert found["left_out"] == [
        {"department": "demo-agriculture", "why": "它用的评分标准是 other-2022，不是 xinning-2022"},
        {"department": "demo-library", "why": "params 中没有它可用的参数文件"},
    ]


def test_comparing_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(project, DEARER)
    before = contents(project)
    compared(project, capsys)
    assert contents(project) == before


def contents(folder: Path) -> Sequence[tuple[str, bytes]]:
    return sorted((str(path), path.read_bytes()) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "words", ["rubric diff a.yaml b.yaml", f"rubric diff {SHIPPED} {SHIPPED} --with nowhere"]
)
def test_what_cannot_be_compared_is_wrong_use(
    words: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(words, capsys)
    assert (said.status, said.out) == (WRONG_USE, "")
    assert said.err
    assert project.is_dir()


def test_the_shipped_rubric_has_no_warning(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_rubric(project / SHIPPED).id == "xinning-2022"
    assert run(f"rubric check {SHIPPED}", capsys).err == ""
