"""The sentences about scores in the Word report: a total is never bare, a loss never without its reason."""

from decimal import Decimal

from helpers import account, answer, card, self_score

from pjkit.model.cell import words
from pjkit.model.scorecard import Scorecard
from pjkit.model.total import Totals
from pjkit.report import score_sentences
from pjkit.report.score_sentences import spans
from pjkit.report.score_table import group_table

RECEPTION, VEHICLE = "三公经费/公务接待费", "三公经费/公务用车购置及运行费"


def scored() -> Scorecard:
    """Reception cost fell from 4 to 3, vehicles rose from 10 to 10.5; 政府采购 has a self score of 3 only."""
    accounts = {
        RECEPTION: account(RECEPTION, 上年决算="4", 本年决算="3"),
        VEHICLE: account(VEHICLE, 上年决算="10", 本年决算="10.5"),
    }
    own = {"procurement": self_score("3"), "vehicle_change_rate": self_score("2", "车辆老旧。")}
    return card(accounts=accounts, self_scores=own)


def test_full_marks_are_told_with_what_they_rest_on_and_their_value() -> None:
    # (3 − 4) / 4 = −25 %
    told = score_sentences.mark_sentence(scored()["reception_change_rate"])
    assert told == "公务招待费变动率：分值2分，得2.00分（据数核算，-25.00%）。"


def test_a_loss_is_told_with_its_reason_and_the_departments() -> None:
    # (10.5 − 10) / 10 = 5 %, 5 × 0.2 = 1 point off 2
    mark = scored()["vehicle_change_rate"]
    told = score_sentences.short_sentence(mark)
    assert told.startswith(
        "公务用车购置运行费变动率：分值2分，得1.00分，失1.00分（据数核算）。原因：变动率＝"
    )
    assert mark.reason in told
    assert told.endswith("部门说明：车辆老旧。")


def test_a_loss_the_department_gave_itself_without_a_reason_is_named() -> None:
    assert score_sentences.short_sentence(scored()["procurement"]).endswith("部门自评扣分，未说明原因。")


def test_an_unknown_score_is_neither_0_nor_lost() -> None:
    told = score_sentences.unknown_sentence(scored()["work_quality"])
    assert told.startswith("工作质量：分值3分，得分未知，不计入总分。原因：缺少“工作质量等次”")
    assert not told.endswith("得分未知。")


def test_a_group_with_an_unknown_score_has_no_rate() -> None:
    rows = {words(row.cells[0]): [words(cell) for cell in row.cells] for row in group_table(scored()).rows}
    # of 预算执行 3 of 7 points are known; of 职责履行 nothing is
    assert rows["预算执行"][1:] == ["7", "—", "3.00", "—", "0.00", "3"]
    assert rows["职责履行"][1:4] == ["5", "—", "—"]


def total(**changed: Decimal | str | tuple[str, ...] | None) -> Totals:
    given = {
        "score": Decimal("97.00"),
        "self": Decimal("97.00"),
        "supported": Decimal("10.00"),
        "self_only": Decimal("87.00"),
        "missing": Decimal("0.00"),
        "low": Decimal("10.00"),
        "high": Decimal("100.00"),
        "rescaled": None,
        "grade": "优",
        "grade_range": ("优",),
    }
    return Totals.model_validate({**given, **changed})


def test_a_total_is_never_bare() -> None:
    assert score_sentences.total_sentence(2022, total(), Decimal(100)) == (
        "经核算，2022年度绩效评价总分97.00分，等次为“优”；自评总分97.00分。"
    )
    assert score_sentences.support_sentence(total()) == (
        "总分中，有据可查的10.00分，仅凭部门自述、未经核实的87.00分。据现有依据，总分可能在10.00分至100.00分之间。"
    )


def test_a_total_that_is_all_supported_says_only_that() -> None:
    whole = total(
        score=Decimal("100.00"), supported=Decimal("100.00"), self_only=Decimal(0), low=Decimal("100.00")
    )
    assert score_sentences.support_sentence(whole) == "总分全部有据可查。"


def test_a_grade_left_open_and_a_rescaled_total_are_told() -> None:
    told = score_sentences.total_sentence(
        2022, total(self=None, grade=None, grade_range=("中", "良"), rescaled=Decimal("96.5")), Decimal(100)
    )
    assert "，等次待定（中～良）；部门未自评。" in told
    assert told.endswith("剔除不适用的指标后，按100分折算为96.50分。")
    missing = score_sentences.support_sentence(total(missing=Decimal("2.00")))
    assert "另有2.00分的指标无数据，未计入总分" in missing


def test_what_is_lacking_is_said_once() -> None:
    whole, answered = card(), card(answers={"asset_system": {"1": answer("1", "是")}})
    told = score_sentences.unknown_sentence(whole["fund_use_compliance"])
    assert told == "资金使用合规性：分值14分，得分未知，不计入总分。原因：缺少条款1至9的核对结果。"
    told = score_sentences.unknown_sentence(whole["management_system"])
    assert told.endswith("原因：缺少条款1至5、6.1至6.5的核对结果。")
    told = score_sentences.unknown_sentence(whole["target_management"])
    assert told.endswith("原因：缺少条款2、3的核对结果、项目清单（“项目”表缺失或没有行）。")
    told = score_sentences.unknown_sentence(whole["three_public_change_rate"])
    assert told.endswith("原因：缺少“三公经费 上年决算”、“三公经费 本年决算”（收支：无“三公经费”行）。")
    told = score_sentences.unknown_sentence(whole["procurement"])
    assert "条款1、2的核对结果、“政府采购 本年决算”、“政府采购 年初预算”（收支：无“政府采购”行）。" in told
    told = score_sentences.unknown_sentence(answered["asset_system"])
    assert told.endswith("原因：条款 1：符合，得 1.00 分；缺少条款2的核对结果。")


def test_a_self_score_that_stands_in_keeps_its_place_behind_what_is_lacking() -> None:
    given = card(self_scores={"asset_system": self_score("1")})
    told = score_sentences.short_sentence(given["asset_system"])
    assert "原因：缺少条款1、2的核对结果；未能核算，暂列自评分 1 分（自评!B2），未经核实。" in told


def test_clauses_in_a_row_are_named_by_the_first_and_the_last() -> None:
    assert spans(["1", "2", "4", "5", "6", "6.1", "6.2", "6.3", "9"]) == "1、2、4至6、6.1至6.3、9"


def test_a_total_of_nothing_but_unknown_scores_is_unknown() -> None:
    (told,) = score_sentences.total_sentences(card())
    assert told.line == "2022年度各项指标均无数据，绩效评价总分未知，等次待定（差～优）。"
    assert [words(cell) for cell in group_table(card()).rows[-1].cells][:4] == ["合计", "100", "—", "—"]


def told_of(evidence: str) -> str:
    """The sentence of an indicator of which a department answered both clauses."""
    both = {no: answer(no, "是", evidence=evidence) for no in ("1", "2")}
    return score_sentences.mark_sentence(card(answers={"asset_system": both})["asset_system"])


def test_full_marks_with_evidence_and_on_the_departments_word_are_told_apart() -> None:
    assert told_of("制度文件") == "管理制度健全性：分值2分，得2.00分（有佐证）。"
    assert told_of("") == "管理制度健全性：分值2分，得2.00分（无佐证）。"
