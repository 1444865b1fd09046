"""Forms of any depth and with weights: the rubric's own levels, and what points count in the total, in every product."""

from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from batches import batch_of
from executed import executed
from forms import flat_card, flat_form, weighted_card, weighted_form
from helpers import card, dossier
from python_calamine import CalamineWorkbook
from word_files import tables

from pjkit.batch.product import block_problems
from pjkit.model.block import Notice, Row, Table
from pjkit.model.cell import Nothing, words
from pjkit.model.drawing import Drawing
from pjkit.model.levels import (
    GroupCell,
    group_cells,
    group_labels,
    level_names,
    project_and_name,
    side_by_side,
    unique_names,
)
from pjkit.model.records import Batch
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.model.summary_block import HeatMap
from pjkit.report import masthead, score_table
from pjkit.report.charts.groups import score_by_group
from pjkit.report.charts.lost_points import points_lost
from pjkit.report.summary.heading import summary_head
from pjkit.report.summary.listing import lines
from pjkit.report.summary.lost_points import heat_map, losses
from pjkit.writers.registry import WRITERS
from pjkit.writers.report import Report

FORMS = {"weighted": (weighted_form, weighted_card), "flat": (flat_form, flat_card)}


def report(form: str) -> Report:
    under, scored = FORMS[form]
    return executed(scored(), dossier(), under())


def named(name: str, *path: str, id_: str = "") -> Mark:
    return (
        card().marks[0].model_copy(update={"id": id_ or "/".join((*path, name)), "name": name, "path": path})
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", WRITERS)
def test_every_product_of_such_a_form_is_sound(form: str, kind: str) -> None:
    made = report(form)
    assert block_problems(made) == []
    writer = WRITERS[kind]
    assert writer.verify(writer.write(made), made) == []


def test_the_score_tables_columns_are_the_rubrics_levels_and_weights_stand_only_where_there_are_any() -> None:
    heads = [rows[0] for rows in tables(WRITERS["docx"].write(report("weighted"))) if "评价标准" in rows[0]]
    assert heads == [
        [
            *("类别", "事项", "分值", "考核点", "分值", "权重", "评价标准", "备注"),
            *("自评分", "核算分", "复核分", "得分", "折合得分", "扣分原因（得分依据）"),
        ]
    ]
    heads = [rows[0] for rows in tables(WRITERS["docx"].write(report("flat"))) if "评价标准" in rows[0]]
    assert heads == [
        [
            *("指标", "分值", "评价标准", "备注"),
            *("自评分", "核算分", "复核分", "得分", "扣分原因（得分依据）"),
        ]
    ]


def test_words_total_stands_below_the_points_that_make_it() -> None:
    """40 × 30% = 12.00, 25 × 30% = 7.50, 100 × 70% = 70.00: together 89.50."""
    (rows,) = [rows for rows in tables(WRITERS["docx"].write(report("weighted"))) if "评价标准" in rows[0]]
    assert [row[-2] for row in rows[1:]] == ["0.00", "12.00", "7.50", "70.00", "89.50"]
    assert rows[-1][0] == "合计（满分100分）"


def test_the_sheet_has_the_same_columns_and_total() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(WRITERS["xlsx"].write(report("weighted"))))
    rows = book.get_sheet_by_name("评分表").to_python(skip_empty_area=False)
    assert rows[2][:6] == ["类别", "事项", "考核点", "分值", "权重", "评价标准"]
    at = rows[2].index("折合得分")
    assert [row[at] for row in rows[3:8]] == [0, 12, 7.5, 70, 89.5]
    assert rows[0][0] == "示例单位 2022 年度港务部门绩效评分表"


def test_groups_are_told_in_points_of_the_total() -> None:
    """75 × 30% = 22.5 of which 40 × 30% = 12; 25 × 30% = 7.5; 100 × 70% = 70."""
    rows = {words(row.cells[0]): [words(cell) for cell in row.cells[1:5]] for row in _group_rows()}
    assert rows["预算管理"] == ["22.5", "—", "12.00", "53.33%"]
    assert rows["预算绩效"] == ["30", "—", "19.50", "65.00%"]
    assert rows["合计"] == ["100", "—", "89.50", "89.50%"]
    drawn = score_by_group(weighted_card())
    assert drawn.title == "各事项得分与分值"


def _group_rows() -> list[Row]:
    return list(score_table.group_table(weighted_card()).rows)


def test_a_loss_is_told_in_points_of_the_total() -> None:
    drawn = points_lost(weighted_card())
    assert isinstance(drawn, Drawing)
    assert drawn.alt == "从满分到总分：满分100；执行进度−10.5；总分89.5。"


def test_a_form_without_groups_has_no_chart_of_groups() -> None:
    (*_, shown) = score_table.score_by_group(flat_card()).children
    assert isinstance(shown, Notice)
    assert "没有给指标分组" in shown.words


def test_a_held_total_is_told_beside_the_losses() -> None:
    """10 scored, held at 8."""
    scored = flat_card()
    total = scored.total.model_copy(update={"score": Decimal("8.00"), "capped": "执行率低，总分不超过 8 分"})
    drawn = points_lost(scored.model_copy(update={"total": total}))
    assert isinstance(drawn, Drawing)
    assert "总分封顶−2" in drawn.alt


def test_levels_are_named_from_below() -> None:
    assert level_names(("一", "二", "三"), [("a", "b")]) == ("一", "二", "三")
    assert level_names(("一", "二", "三"), [("a",), ()]) == ("二", "三")
    assert level_names(("指标",), [("a", "b")]) == ("", "", "指标")


def test_a_group_covers_its_rows_and_a_path_that_ends_early_has_a_nameless_one() -> None:
    cells = group_cells([("甲", "子"), ("甲", "子"), ("乙",)], heights=(1, 3, 1))
    assert cells == [
        (GroupCell("甲", 4), GroupCell("子", 4)),
        (GroupCell("甲", 0), GroupCell("子", 0)),
        (GroupCell("乙", 1), GroupCell("", 1)),
    ]
    assert group_cells([(), ()]) == [(), ()]


def test_groups_called_alike_are_told_apart_by_what_is_above() -> None:
    assert group_labels([("甲", "质量"), ("乙", "质量"), ("乙", "数量")]) == {
        ("甲", "质量"): "甲/质量",
        ("乙", "质量"): "乙/质量",
        ("乙", "数量"): "数量",
    }


def test_indicators_called_alike_are_told_apart_by_the_level_at_which_they_differ() -> None:
    projects = [named("完成率", project, "产出", "数量") for project in ("路灯", "水渠")]
    assert list(unique_names(projects).values()) == ["完成率（路灯）", "完成率（水渠）"]
    mixed = [named("完成率", "甲", "产出"), named("完成率", "甲", "效益"), named("满意度", "乙")]
    assert list(unique_names(mixed).values()) == ["完成率（产出）", "完成率（效益）", "满意度"]
    bare = [named("完成率"), named("完成率", "甲")]
    assert len(set(unique_names(bare).values())) == 2


def test_an_indicator_of_a_project_is_linked_with_the_projects_name() -> None:
    assert project_and_name(named("完成率", "路灯", "产出", id_="done.1")) == "路灯/完成率"
    assert project_and_name(named("完成率", "投入", id_="done")) == "完成率"


def test_a_group_with_an_unknown_score_has_no_share() -> None:
    scored = card(weighted_form())
    rows = score_table.group_table(scored).rows
    assert all(isinstance(row.cells[4], Nothing) for row in rows)


def test_a_project_forms_report_is_called_so() -> None:
    scored = flat_card()
    rubric = scored.rubric.model_copy(update={"subject": "project"})
    made = masthead.masthead(scored.model_copy(update={"rubric": rubric}), dossier())
    assert "项目支出绩效自评报告" in str(made.html)


def with_total(scored: Scorecard, **given: object) -> Scorecard:
    return scored.model_copy(update={"total": scored.total.model_copy(update=given)})


def test_notes_say_how_the_total_comes_about() -> None:
    assert "折合得分＝得分×权重，总分由折合得分相加而成。" in score_table.score_table(weighted_card()).notes
    scaled = with_total(flat_card(), score=Decimal("9.00"), rescaled=Decimal("9.00"))
    assert "总分是剔除不适用的指标后，按10分折算的得分。" in score_table.score_table(scaled).notes
    capped = with_total(flat_card(), score=Decimal("8.00"), capped="执行率低，总分不超过 8 分")
    assert "执行率低，总分不超过 8 分。" in score_table.score_table(capped).notes


def mixed() -> Batch:
    """A department under a form of 10 points, one under weights, one under the rubric of 2022."""
    cards = (flat_card(), weighted_card(), card())
    return batch_of([one.model_copy(update={"department": f"d-{at}"}) for at, one in enumerate(cards)])


def test_departments_of_different_rubrics_are_ranked_by_their_share_of_the_full_marks() -> None:
    """10 of 10, then 89.5 of 100; of the third nothing is known."""
    assert [(line.record.department, line.rank) for line in lines(mixed())] == [
        *(("d-0", 1), ("d-1", 2), ("d-2", None))
    ]
    assert summary_head(mixed()).mean_total is None


def test_a_departments_row_is_blank_under_another_rubrics_indicators() -> None:
    made = heat_map(mixed())
    assert isinstance(made, HeatMap)
    assert made.mixed
    assert made.columns[:5] == ("完成情况", "执行进度", "预算调整", "决算考评", "产出数量")
    assert [cell.words for cell in made.rows[0].cells[:5]] == ["0", "", "", "", ""]
    assert [cell.words for cell in made.rows[1].cells[:5]] == ["", "100", "0", "0", "0"]
    assert "部门的评分标准没有这项指标" in str(made.html)


def test_mean_losses_are_in_points_of_the_total() -> None:
    """执行进度: 35 of its group's 100 points, which count 30%: 10.50."""
    table = losses(mixed())
    assert isinstance(table, Table)
    (row,) = [row for row in table.rows if row.cells[0] == "执行进度"]
    assert words(row.cells[2]) == "10.50"


def test_projects_of_a_department_are_one_column() -> None:
    """Two projects that count half: 10 of 10 and 0 of 10 are 5 of 10."""
    scored = flat_card()
    (mark,) = scored.marks
    first, second = (
        mark.model_copy(
            update={"id": f"done.{at}", "path": (name,), "weight": Fraction(1, 2), "score": Decimal(score)}
        )
        for at, (name, score) in enumerate((("路灯", 10), ("水渠", 0)), start=1)
    )
    (one,) = side_by_side(scored.model_copy(update={"marks": (first, second)}))
    assert (one.id, one.path, one.points, one.score) == (
        *("flat-form/done", ("单层评分表",)),
        *(Decimal(10), Decimal(5)),
    )
