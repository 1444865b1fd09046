"""The pages about the rubric: 条款核对 (clause by clause), 自评 (indicator by indicator) and 复核 (the reviewer's)."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import starmap

from pjkit.forms.cells import BARRED, CASES, blank, one_of, points, printed
from pjkit.forms.form.order import Order
from pjkit.forms.form.page import CellsByColumn, for_each_project, page
from pjkit.model.amounts import half_up, plain
from pjkit.model.clause import PARTLY, Question
from pjkit.model.contract import ANSWERS, PROJECT_COLUMN, REVIEWS, SELF_SCORES
from pjkit.scoring.rubric import Indicator, Rubric
from pjkit.scoring.rules import RULES
from pjkit.scoring.standard import derive_standard
from pjkit.sheets.sheet import Cell, Column, Sheet

_CASES_HINT = "没有发现问题填“是”；发现问题填“否”，并在“次数”写明例数。不涉及的填“不适用”。"
_TIERS_HINT = "选定评价的：达到目标填“是”，部分达到填“部分”，没有达到填“否”；没有选的填“不适用”。"
_MET_HINT = "符合填“是”，不符合填“否”，不涉及填“不适用”。"


def answers(order: Order) -> Sheet:
    """条款核对: every question of the rubric in its row, with what is asked."""
    heads = (
        Column("指标", 36),
        Column("条款", 7, centred=True),
        Column("核对内容", 46),
        Column(
            "结果", 9, "从列表中选择。没有核对的留空：空白是没有数据，不是“是”，也不是“否”。", centred=True
        ),
        Column("评分", 8, "要评分的条款，写在所选档次的分数范围以内；灰色格不用填。", centred=True),
        Column("次数", 7, "按例扣分的条款，结果为“否”时写发现的例数；灰色格不用填。", centred=True),
        Column("佐证材料", 36, "能证明结果的文件、记录，写名称和文号。没有佐证材料的，该项不算有据。"),
        Column("说明", 30, "问题是什么、是否已改正等。"),
        Column("同一事项", 12, "同一件事违反几条的，在各条写相同的几个字，只扣一次分。没有就留空。"),
    )
    rows = for_each_project(order, starmap(_answer, questions_of(order.rubric)))
    spec = order.contract[ANSWERS.name]
    return page(spec, heads, rows, frozen=3 + order.by_project, dims_repeats=True)


def questions_of(rubric: Rubric) -> Iterator[tuple[str, Indicator, Question]]:
    """Every row that 条款核对 must answer: the indicator's full name, the indicator, the question."""
    for name, indicator in named_indicators(rubric).items():
        for clause in indicator.clauses:
            for question in clause.questions():
                text = question.text or RULES[clause.kind].sentence(clause)
                yield name, indicator, replace(question, text=text)


def named_indicators(rubric: Rubric) -> dict[str, Indicator]:
    """Full name → indicator."""
    by_id = {indicator.id: indicator for indicator in rubric.indicators()}
    return {name: by_id[id_] for name, id_ in rubric.full_names().items()}


def _answer(name: str, indicator: Indicator, question: Question) -> CellsByColumn:
    barred = Cell(None, BARRED)
    return {
        "指标": printed(name, note=standard_of(indicator)),
        "条款": printed(question.no),
        "核对内容": printed(question.text),
        "结果": blank(one_of(question.results), _hint(indicator, question)),
        "评分": blank(points(_most(question)), _ranges(question)) if question.judged else barred,
        "次数": blank(CASES) if question.counts_cases else barred,
        "同一事项": blank() if question.counts_cases else barred,
    }


def _most(question: Question) -> Decimal:
    return max(half_up(one.high) for one in question.judged)


def _ranges(question: Question) -> str:
    """How many points each tier leaves."""
    said = "；".join(f"{one.result}：{one.words}" if one.result else one.words for one in question.judged)
    return f"{said}。" + ("\n“说明”中写明理由。" if question.note_required else "")


def _hint(indicator: Indicator, question: Question) -> str:
    return f"{question.text}\n{_how(question)}" + (f"\n备注：{indicator.note}" if indicator.note else "")


def _how(question: Question) -> str:
    if question.judged:
        tiers = [one.result for one in question.judged if one.result]
        return f"评定为{'、'.join(tiers)}之一，再写评分。" if tiers else "只写评分，不涉及的填“不适用”。"
    if question.counts_cases:
        return _CASES_HINT
    return _TIERS_HINT if PARTLY in question.results else _MET_HINT


def standard_of(indicator: Indicator) -> str:
    """An indicator's points, standard and note, as a cell's note."""
    note = f"\n备注：{indicator.note}" if indicator.note else ""
    return f"分值 {plain(indicator.points)} 分。\n评价标准：{rule_of(indicator)}{note}"


def rule_of(indicator: Indicator) -> str:
    """评价标准 as the file has it, else as its numbers say it."""
    return indicator.standard or derive_standard(indicator)


def self_scores(order: Order) -> Sheet:
    """自评: every indicator in its row, with its points and standard."""
    heads = (
        Column("指标", 40),
        Column("分值", 7, centred=True),
        Column("评价标准", 66),
        Column("自评分", 10, "0 至分值之间的数字；没有自评的留空。"),
        Column("扣分原因", 44, "自评分低于分值的，写明扣在哪一条、为什么。"),
    )
    named = named_indicators(order.rubric).items()
    rows = for_each_project(order, (_self_score(name, indicator) for name, indicator in named))
    return page(order.contract[SELF_SCORES.name], heads, rows, frozen=1 + order.by_project)


def _self_score(name: str, indicator: Indicator) -> CellsByColumn:
    hint = f"0 至 {plain(indicator.points)} 分。\n{indicator.note}".strip()
    return {
        "指标": printed(name),
        "分值": printed(indicator.points),
        "评价标准": printed(rule_of(indicator)),
        "自评分": blank(points(indicator.points), hint),
    }


def reviews(order: Order) -> Sheet:
    """复核: for the reviewer; the department leaves it alone."""
    heads = (
        Column("指标", 40, "本表由评审人员填写。先在“审阅”中撤销工作表保护（没有密码）。"),
        Column("复核分", 10, "只填复核过的指标。"),
        Column("复核人", 14),
        Column("理由", 80, "有复核分的必须写明理由。"),
    )
    barred = Cell(None, BARRED)
    rows: list[CellsByColumn] = [
        {
            "指标": printed(name),
            "复核分": Cell(None, BARRED, points(indicator.points)),
            "复核人": barred,
            "理由": barred,
        }
        for name, indicator in named_indicators(order.rubric).items()
    ]
    if order.by_project:
        rows = [
            {PROJECT_COLUMN: replace(barred, value=name or None), **row}
            for name in order.projects
            for row in rows
        ]
    return page(order.contract[REVIEWS.name], heads, rows, frozen=1 + order.by_project)
