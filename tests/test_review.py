"""What a reviewer is shown first, and the command that shows it."""

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from helpers import ROOT, answer, card, rubric, sample, self_score
from lists import FAILED, OK, WRONG_USE, rows, run
from openpyxl import load_workbook

from pjkit.evaluation import evaluate
from pjkit.forms.review_priorities import Agenda, agenda
from pjkit.model.scorecard import Finding, Scorecard, Status
from pjkit.model.stored import record_text

FUNDS = "fund_use_compliance"  # 14 points; each case costs 2


@pytest.fixture
def at_root(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project itself as the working directory."""
    monkeypatch.chdir(ROOT)
    return ROOT


@cache
def scored(department: str) -> Scorecard:
    return evaluate(rubric(), sample(department))


def ids(found: Agenda) -> list[str]:
    return [one.mark.id for one in found.concerns]


# What comes first


def test_the_largest_unsupported_points_come_first() -> None:
    found = agenda(scored("xinning-pension"))
    points = [one.unsupported for one in found.concerns]
    assert points == sorted(points, reverse=True)
    assert ids(found)[:2] == ["asset_safety", FUNDS]
    assert points[:2] == [Decimal("15.00"), Decimal("14.00")]  # the self scores
    # 87 of its 97 points are its word alone (test_cli); nothing is missing
    assert sum(points) == Decimal("87.00")


def test_unsupported_points_of_a_batch_member_are_those_of_its_total() -> None:
    for name in ("demo-health", "demo-urban", "demo-archives"):
        total = scored(name).total
        assert (
            sum(one.unsupported for one in agenda(scored(name)).concerns) == total.self_only + total.missing
        )


def test_an_impossible_self_score_comes_before_findings_and_these_by_severity() -> None:
    plain = card()
    marks = tuple(
        mark.model_copy(update={"status": Status.COMPUTED, "self_source": f"自评!B{at}"})
        for at, mark in enumerate(plain.marks, 2)
    )
    found = (
        Finding("over_plan", "提示", "自评!B2", "甲"),
        Finding("over_plan", "确定", "自评!B3", "乙"),
        Finding("unattainable_self_score", "确定", "自评!B5", "丙"),
        Finding("over_plan", "疑似", "自评!B4", "丁"),
    )
    ordered = agenda(plain.model_copy(update={"marks": marks, "findings": found})).concerns
    assert [one.findings[0].message for one in ordered] == ["丙", "乙", "丁", "甲"]
    assert [one.at_stake for one in ordered] == [one.mark.points for one in ordered]


def test_each_concern_says_why_and_where() -> None:
    by_id = {one.mark.id: one for one in agenda(scored("demo-health")).concerns}
    funds = by_id[FUNDS]
    assert funds.why[0] == "只有自评分 13 分，核算不出：缺少条款 6、7、8、9 的核对结果"
    assert funds.why[1].startswith("确定：自评分按规则得不出。")
    assert funds.where == ("条款核对", "自评!B14")
    assert funds.at_stake == Decimal("13.00")
    assert by_id["target_management"].where == ("项目!F6",)
    assert by_id["nontax_management"].where == ("条款核对!C6", "自评!B9")
    assert by_id["procurement"].why == ("核算 3.25 分，比自评高 0.25 分",)
    assert by_id["procurement"].at_stake == Decimal("0.25")


def test_what_was_reviewed_or_is_in_order_is_not_on_the_list() -> None:
    assert agenda(scored("demo-library")).concerns == ()
    reviewed = {mark.id for mark in scored("demo-health").marks if mark.status is Status.REVIEWED}
    assert reviewed == {"disclosure", "result_use"}
    assert reviewed & set(ids(agenda(scored("demo-health")))) == set()


def test_a_finding_belongs_to_the_indicator_it_names_or_stands_alone() -> None:
    found = agenda(scored("demo-archives"))
    funds = next(one for one in found.concerns if one.mark.id == FUNDS)
    assert [one.rule for one in funds.findings] == ["declared_breach"]  # in 文字, by the indicator's name
    apart = {one.rule for one in found.others}
    assert {"mixed_classification", "full_marks_without_evidence"} <= apart
    given = [one for concern in found.concerns for one in concern.findings] + list(found.others)
    assert set(given) == set(found.card.findings)


def test_what_a_message_names_is_nothing_to_go_by_but_what_the_finding_says_it_is_about() -> None:
    plain = card()
    message = Finding("over_plan", "提示", "文字!B2", "“管理制度健全性”有问题")
    about = replace(message, message="有问题", indicator="asset_system")
    found = agenda(plain.model_copy(update={"findings": (message, about)}))
    assert found.others == (message,)
    assert {one.mark.id for one in found.concerns if one.findings} == {"asset_system"}


def test_a_record_tells_an_indicator_only_where_a_finding_is_about_one() -> None:
    findings = json.loads(record_text(scored("demo-archives")))["findings"]
    assert {one["rule"]: one["indicator"] for one in findings if "indicator" in one} == {
        "spending_without_base": "reception_change_rate",
        "small_survey": "satisfaction",
        "declared_breach": FUNDS,
    }
    again = Scorecard.model_validate_json(record_text(scored("demo-archives")))
    assert [one.indicator for one in again.findings] == [
        one.indicator for one in scored("demo-archives").findings
    ]


def test_answers_without_evidence_are_told_with_their_cells() -> None:
    answered = {"asset_system": {no: answer(no, "是", evidence="") for no in ("1", "2")}}
    found = agenda(card(answers=answered, self_scores={"asset_system": self_score("2")}))
    (one,) = [concern for concern in found.concerns if concern.mark.id == "asset_system"]
    assert one.why == ("2.00 分仅凭部门的回答：条款 1、2 未附佐证材料，得分不计入有据得分",)
    assert one.where == ("条款核对!C1", "条款核对!C2", "自评!B2")


# The command


def test_review_prints_what_to_review_and_writes_the_sheet(
    at_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "复核表.xlsx"
    said = run(f"review demo-health -o {file}", capsys)
    lines = said.out.splitlines()
    assert (said.status, said.err) == (OK, ""), at_root
    assert lines[0].startswith("示例县卫生健康局（demo-health，2022 年度）：总分 ")
    assert (
        "没有依据的 33.00 分；应复核 9 项" in lines[0]
    )  # 23.00 on its word and 10 missing: expected/demo-health.yaml
    assert lines[1] == "  1. 预算管理/资金使用合规性（14 分）：涉及 13.00 分"
    assert lines[4] == "     看：条款核对、自评!B14"
    assert lines[-1] == f"已写入 {file.as_posix()}"
    assert load_workbook(file).sheetnames == ["复核", "待复核事项"]


def test_a_parameter_file_names_a_department_as_well(
    at_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_file = run("review params/demo-urban.yaml", capsys)
    assert by_file == run("review demo-urban", capsys), at_root
    assert by_file.status == OK


def test_a_public_edition_is_reviewed_with_its_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "params", tmp_path / "params")
    with (tmp_path / "params/demo-health.yaml").open("a", encoding="utf-8") as file:
        file.write("edition: public\n")
    monkeypatch.chdir(tmp_path)
    assert run("review demo-health -o a.xlsx", capsys).status == OK
    names = {line[2] for line in rows(load_workbook("a.xlsx")["复核"])}
    assert {"示例审核员甲", "示例审核员乙"} <= names


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("demo-helth", "没有“demo-helth”这个部门。是不是 demo-health"),
        ("图书馆", "没有“图书馆”这个部门。应为 "),
        (
            "params/dmo-health.yaml",
            "参数文件不存在：“params/dmo-health.yaml”。是不是 params/demo-health.yaml？",
        ),
        ("demo-health -o a.csv", "复核表的文件名应以 .xlsx 结尾：“a.csv”"),
        ("demo-health -o README.md/a.xlsx", "不能写入 README.md/a.xlsx：路径中有一段是文件，不是文件夹"),
    ],
)
def test_wrong_use_is_told_with_near_names(
    name: str, said: str, at_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    got = run(f"review {name}", capsys)
    assert (got.status, got.out) == (WRONG_USE, ""), at_root
    assert got.err.startswith(said)


def test_a_department_of_two_parameter_files_is_asked_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "params").mkdir()
    for name in ("a", "b"):
        shutil.copy(ROOT / "params/demo-library.yaml", tmp_path / f"params/{name}.yaml")
    monkeypatch.chdir(tmp_path)
    got = run("review demo-library", capsys)
    assert got.status == WRONG_USE
    assert got.err == "部门“demo-library”有几个参数文件：params/a.yaml、params/b.yaml。写明用哪一个\n"


def test_data_that_cannot_be_used_cannot_be_reviewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "params", tmp_path / "params")
    (tmp_path / "params/data/demo-library-2022/基本信息.csv").unlink()
    monkeypatch.chdir(tmp_path)
    got = run("review demo-library -o a.xlsx", capsys)
    assert (got.status, got.out) == (FAILED, "")
    assert "缺少这个工作表" in got.err
    assert not Path("a.xlsx").exists()
