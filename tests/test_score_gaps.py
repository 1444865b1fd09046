"""Where self, computed and review score differ: in a report by indicator, in a summary by department and indicator."""

import re
from decimal import Decimal
from typing import Any

import pytest
from batches import batch_of, changed, sample_record, samples
from helpers import account, card, review, rubric, sample, self_score

from pjkit.evaluation import evaluate
from pjkit.model.cell import signed
from pjkit.model.scorecard import Mark
from pjkit.report.indicator import indicator
from pjkit.report.score_gaps import Gap, gap_of, score_gaps
from pjkit.report.summary.gaps import differences, gaps_by_department, gaps_by_indicator

RATE = "three_public_change_rate"  # 3 points, each 百分点 above 0 costs 0.3
# 三公经费 100 → 105: 5 百分点 above 0 cost 1.50, computed 1.50
GREW = {"三公经费": account("三公经费", 上年决算="100", 本年决算="105")}


def text_of(html: object) -> str:
    """The words of a fragment, one space between cells; after a dash why it stands there."""
    told = re.sub(r'<span role="img" title="([^"]*)">—</span>', r"— \1", str(html))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told))


def mark_of(**given: Any) -> Mark:
    return card(accounts=GREW, **given)[RATE]


def gap(**given: Any) -> Gap:
    found = gap_of(mark_of(**given))
    assert found is not None, "two scores differ"
    return found


def selves(score: str, reason: str = "") -> dict[str, Any]:
    return {"self_scores": {RATE: self_score(score, reason)}}


def test_a_lower_computed_score_is_told_with_the_rules_working_and_the_departments_reason() -> None:
    found = gap(**selves("3", "公务活动减少。"))
    assert (found.size, found.computed_step, found.final_step) == (
        Decimal("1.50"),
        Decimal("-1.50"),
        Decimal("-1.50"),
    )
    assert found.review_step is None
    assert found.why.startswith("核算比自评低 1.50 分：变动率＝（105.00－100.00）÷100.00＝5.00%")
    assert found.why.endswith("；部门写的扣分原因是“公务活动减少”")


@pytest.mark.parametrize(
    ("reason", "said"), [("", "部门没有写扣分原因"), ("多扣", "部门写的扣分原因是“多扣”")]
)
def test_a_higher_computed_score_asks_why_the_department_took_points_off(reason: str, said: str) -> None:
    found = gap(**selves("1", reason))  # 1.50 computed, 1 claimed
    assert found.why == f"核算比自评高 0.50 分：{said}"
    assert found.computed_step == Decimal("0.50")


def test_a_review_is_told_from_the_computed_score_with_its_reason_and_reviewer() -> None:
    found = gap(**selves("1.5"), reviews={RATE: review("1.2", "凭证显示还有一笔。")})
    assert (found.computed_step, found.review_step) == (Decimal(0), Decimal("-0.30"))  # 1.2 − 1.50
    assert found.why == "复核比核算低 0.30 分：凭证显示还有一笔（复核人：复核人甲）"


def test_both_steps_are_told_and_the_size_is_from_highest_to_lowest() -> None:
    found = gap(**selves("3"), reviews={RATE: review("2")})
    assert found.size == Decimal("1.50")  # 3 to 1.50; the review's 2 lies between
    assert (found.computed_step, found.review_step, found.final_step) == (
        Decimal("-1.50"),
        Decimal("0.50"),
        Decimal(-1),
    )
    assert "核算比自评低 1.50 分：" in found.why
    assert "；复核比核算高 0.50 分：" in found.why


def test_a_review_of_what_could_not_be_computed_is_told_from_the_self_score() -> None:
    mark = card(self_scores={RATE: self_score("3")}, reviews={RATE: review("2.4")})[RATE]
    found = gap_of(mark)
    assert found is not None
    assert (mark.computed_score, found.computed_step, found.review_step) == (None, None, Decimal("-0.6"))
    assert found.why.startswith("复核比自评低 0.60 分：")


def test_only_clauses_that_lost_points_are_named() -> None:
    lost = evaluate(rubric(), sample("demo-urban"))["three_public_management"]  # ① and ③ not met, ② met
    found = gap_of(lost)
    assert found is not None
    assert "条款 1：不符合" in found.why
    assert "条款 3：不符合" in found.why
    assert "条款 2" not in found.why


@pytest.mark.parametrize(
    "given",
    [
        {},  # computed alone
        selves("1.50"),
        selves("1.5"),  # 1.5 is 1.50
        {**selves("1.5"), "reviews": {RATE: review("1.5")}},
    ],
)
def test_equal_scores_and_a_single_one_are_no_gap(given: dict[str, Any]) -> None:
    assert gap_of(mark_of(**given)) is None


def test_points_with_a_sign_tell_more_from_less() -> None:
    assert [signed(Decimal(text)) for text in ("1", "-0.05", "0.00")] == ["+1.00", "−0.05", "0.00"]


# The report


def test_the_report_lists_the_largest_difference_first_and_adds_up() -> None:
    shown = text_of(score_gaps(evaluate(rubric(), sample("demo-health"))).html)
    names = ["评价结果运用", "预决算信息公开性和完善性", "政府采购"]  # 2−0, 4−3, 3.25−3
    assert [shown.index(name) for name in names] == sorted(shown.index(name) for name in names)
    # self 2 + 4 + 3; scores 0 + 3 + 3.25; differences 2 + 1 + 0.25
    assert re.search(r"合计 9\.00 .*6\.25 3\.25", shown)
    assert "得分合计比自评低 2.75 分" in shown  # 6.25 − 9
    assert "三个分数不一致的指标：3 项" in shown


def test_the_report_says_so_where_nothing_differs() -> None:
    every = text_of(score_gaps(evaluate(rubric(), sample("demo-library"))).html)
    assert "24 项指标的自评分、核算分、复核分一致。" in every
    # xinning: only the four 三公 rates of 0/0 have a computed score beside the self score; 24 − 4 have not
    some = text_of(score_gaps(evaluate(rubric(), sample("xinning-pension"))).html)
    assert "4 项指标的自评分、核算分、复核分一致。其余 20 项只有一个分数" in some


def test_the_report_says_so_where_nothing_can_be_compared() -> None:
    assert "无从比较" in text_of(score_gaps(card()).html)


def test_totals_of_which_a_part_is_unknown_are_a_dash() -> None:
    scored = card(self_scores={RATE: self_score("3")}, reviews={RATE: review("2.4")})
    row = text_of(score_gaps(scored).html).partition("合计")[2]
    assert row.split()[:5] == ["3.00", "—", "部分指标未核算", "2.40", "2.40"]


def test_a_reviewed_card_shows_score_reason_and_reviewer() -> None:
    scored = card(accounts=GREW, **selves("3"), reviews={RATE: review("1.2", "查阅凭证")})
    assert scored[RATE].score == Decimal("1.20")
    shown = text_of(indicator(scored, RATE).html)
    assert "复核理由 查阅凭证（复核人：复核人甲）" in shown
    assert "复核分 采用" in shown


def test_a_hostile_reason_is_escaped() -> None:
    scored = card(accounts=GREW, **selves("3", "<script>alert(1)</script>"))
    assert "<script>" not in str(score_gaps(scored).html)
    assert "&lt;script&gt;" in str(score_gaps(scored).html)


# The summary, from records alone


def test_departments_stand_by_the_sum_of_their_differences() -> None:
    shown = text_of(gaps_by_department(samples()).html)
    # 15 and 4 indicators; archives: 3 + 2 + 3 + 0.1 = 8.10, all of it computed below self
    urban, archives = shown.index("示例县城市管理局"), shown.index("示例县档案馆")
    assert urban < archives
    assert "示例县档案馆 4 8.10 −8.10 — 没有复核分 −8.10" in shown
    # health: procurement +0.25; reviews 3−4 and 0−2
    assert "示例县卫生健康局 3 3.25 +0.25 −3.00 −2.75" in shown
    assert "其余 2 个部门" in shown  # library and pension


def test_indicators_stand_by_the_number_of_departments() -> None:
    rows = re.findall(r"<tr><th[^>]*>([^<]*)</th><td[^>]*>(\d+)</td>", str(gaps_by_indicator(samples()).html))
    counts = [int(count) for _, count in rows]
    assert counts == sorted(counts, reverse=True)
    assert rows[0] == ("资金使用合规性", "3")  # agriculture 12/10, transport 10/8, urban 10/8
    names = [name for name, _ in rows]
    assert "管理制度健全性（预算管理）" in names  # two indicators of one name stay apart
    assert "管理制度健全性（资产管理）" in names


def test_every_difference_of_the_reports_is_in_the_summary() -> None:
    batch = samples()
    marks = [one for report in batch.reports for one in report.record.marks]
    assert len(differences(batch)) == sum(gap_of(one) is not None for one in marks) > 30


def test_a_batch_without_differences_and_one_without_reports_say_so() -> None:
    library = sample_record("demo-library")
    for verb in (gaps_by_department, gaps_by_indicator):
        assert "没有不一致" in text_of(verb(batch_of([library])).html)
        assert "还没有已生成的报告" in text_of(verb(batch_of([])).html)


def test_a_long_reason_is_cut_and_many_departments_scroll() -> None:
    record = sample_record("demo-urban")
    long = record.marks[0].model_copy(
        update={"self_score": Decimal(3), "computed_score": Decimal(0), "self_reason": "长" * 300}
    )
    many = [
        changed(record, [long, *record.marks[1:]], department=f"d-{n:02d}", name=f"示例县第{n}局")
        for n in range(61)
    ]
    shown = str(gaps_by_department(batch_of(many)).html)
    assert "长" * 100 not in shown
    assert "…" in shown
    assert "pj-tall" in shown
