"""The pages about the rubric: 条款核对 (clause by clause), 自评 (indicator by indicator) and 复核 (the reviewer's)."""

from collections.abc import Iterator
from itertools import starmap

from pjkit.forms.cells import BARRED, CASES, blank, one_of, points, printed
from pjkit.forms.form.order import Order
from pjkit.model.amounts import plain
from pjkit.model.clause import PARTLY, Question
from pjkit.model.contract import ANSWERS, REVIEWS, SELF_SCORES
from pjkit.scoring.rubric import Indicator, Rubric
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
        Column("次数", 7, "按例扣分的条款，结果为“否”时写发现的例数；灰色格不用填。", centred=True),
        Column("佐证材料", 36, "能证明结果的文件、记录，写名称和文号。没有佐证材料的，该项不算有据。"),
        Column("说明", 30, "问题是什么、是否已改正等。"),
        Column("同一事项", 12, "同一件事违反几条的，在各条写相同的几个字，只扣一次分。没有就留空。"),
    )
    rows = tuple(starmap(_answer, questions_of(order.rubric)))
    return Sheet(ANSWERS.name, heads, rows, frozen=3, dims_repeats=True)


def questions_of(rubric: Rubric) -> Iterator[tuple[str, Indicator, Question]]:
    """Every row that 条款核对 must answer: the indicator's full name, the indicator, the question."""
    for name, indicator in named_indicators(rubric).items():
        for clause in indicator.clauses:
            yield from ((name, indicator, question) for question in clause.questions())


def named_indicators(rubric: Rubric) -> dict[str, Indicator]:
    """Full name → indicator."""
    by_id = {indicator.id: indicator for indicator in rubric.indicators()}
    return {name: by_id[id_] for name, id_ in rubric.full_names().items()}


def _answer(name: str, indicator: Indicator, question: Question) -> tuple[Cell, ...]:
    cases, same = (blank(CASES), blank()) if question.counts_cases else (Cell(None, BARRED),) * 2
    return (
        printed(name, note=standard_of(indicator)),
        printed(question.no),
        printed(question.text),
        blank(one_of(question.results), _hint(indicator, question)),
        cases,
        blank(),
        blank(),
        same,
    )


def _hint(indicator: Indicator, question: Question) -> str:
    kind = _CASES_HINT if question.counts_cases else _TIERS_HINT if PARTLY in question.results else _MET_HINT
    return f"{question.text}\n{kind}" + (f"\n备注：{indicator.note}" if indicator.note else "")


def standard_of(indicator: Indicator) -> str:
    """An indicator's points, standard and note, as a cell's note."""
    note = f"\n备注：{indicator.note}" if indicator.note else ""
    return f"分值 {plain(indicator.points)} 分。\n评价标准：{indicator.standard}{note}"


def self_scores(order: Order) -> Sheet:
    """自评: every indicator in its row, with its points and standard."""
    heads = (
        Column("指标", 40),
        Column("分值", 7, centred=True),
        Column("评价标准", 66),
        Column("自评分", 10, "0 至分值之间的数字；没有自评的留空。"),
        Column("扣分原因", 44, "自评分低于分值的，写明扣在哪一条、为什么。"),
    )
    rows = tuple(_self_score(name, indicator) for name, indicator in named_indicators(order.rubric).items())
    return Sheet(SELF_SCORES.name, heads, rows)


def _self_score(name: str, indicator: Indicator) -> tuple[Cell, ...]:
    return (
        printed(name),
        printed(plain(indicator.points)),
        printed(indicator.standard),
        blank(points(indicator.points), f"0 至 {plain(indicator.points)} 分。\n{indicator.note}".strip()),
        blank(),
    )


def reviews(order: Order) -> Sheet:
    """复核: for the reviewer; the department leaves it alone."""
    heads = (
        Column("指标", 40, "本表由评审人员填写。先在“审阅”中撤销工作表保护（没有密码）。"),
        Column("复核分", 10, "只填复核过的指标。"),
        Column("复核人", 14),
        Column("理由", 80, "有复核分的必须写明理由。"),
    )
    barred = Cell(None, BARRED)
    rows = tuple(
        (printed(name), Cell(None, BARRED, points(indicator.points)), barred, barred)
        for name, indicator in named_indicators(order.rubric).items()
    )
    return Sheet(REVIEWS.name, heads, rows)
