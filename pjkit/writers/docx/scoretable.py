"""The scoring table (评分表) from the record: every indicator with its standard, its scores and their reason."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from pjkit.model.scorecard import Mark, Scorecard
from pjkit.writers.docx.contents import Title, titled
from pjkit.writers.docx.fields import NONE, known_total, printed
from pjkit.writers.docx.ooxml import Element, paragraph, run
from pjkit.writers.docx.tables import Cell, Look, word_table
from pjkit.writers.naming import review_words

TITLE = "附件　部门整体支出绩效评价指标评分表"
HEAD = (
    "一级指标",
    "二级指标",
    "分值",
    "三级指标",
    "分值",
    "评价标准",
    "自评分",
    "核算分",
    "复核分",
    "得分",
    "扣分原因（得分依据）",
)
_LOOK = Look((15, 17, 10, 28, 10, 62, 13, 13, 13, 13, 59), "ScoreText", "ScoreHead", TITLE)


def score_table(record: Scorecard, title: Title) -> list[Element]:
    """The attachment's title, whose it is, the table, and what its total rests on."""
    rows = [*_rows(record.marks), _total(record)]
    notes = [paragraph("ScoreText", run(words)) for words in _notes(record)]
    return [
        titled("AttachmentTitle", title),
        paragraph("ScoreText", run(whose(record))),
        word_table(HEAD, rows, _LOOK),
        *notes,
    ]


def whose(record: Scorecard) -> str:
    """The line above the table: every report has it, whatever its template."""
    return f"单位：{record.name}　　　　评价年度：{record.year}年"


def _rows(indicators: Sequence[Mark]) -> Iterator[list[Cell]]:
    """One row an indicator; the cells of 一级 and 二级指标 are merged over their rows."""
    for _top, in_top in groupby(indicators, key=lambda one: one.path[0]):
        first_of_top = True
        for _group, in_group in groupby(in_top, key=lambda one: one.path[1]):
            members = list(in_group)
            points = sum((one.points for one in members), Decimal(0))
            for number, one in enumerate(members):
                yield [
                    _merged(one.path[0], first=first_of_top),
                    _merged(one.path[1], first=number == 0),
                    _merged(_plain(points), first=number == 0),
                    *_own_cells(one),
                ]
                first_of_top = False


def _merged(words: str, *, first: bool) -> Cell:
    return Cell(words if first else "", "center", merge="restart" if first else "continue")


def _own_cells(one: Mark) -> list[Cell]:
    scores = (one.self_score, one.computed_score, one.review_score)
    return [
        Cell(one.name),
        Cell(_plain(one.points), "center"),
        Cell(_standard(one)),
        *(Cell(printed(score), "center") for score in scores),
        Cell(printed(one.score), "center", strong=True),
        Cell(_why(one)),
    ]


def _standard(one: Mark) -> str:
    """The standard and its 备注, which the official table has in a column of its own."""
    return f"{one.standard}\n备注：{one.note}" if one.note else one.standard


def _why(one: Mark) -> str:
    """The reason of the record, then what the department and the reviewer say."""
    said = [one.reason]
    if one.self_reason:
        said.append(f"部门说明：{one.self_reason}")
    said.append(review_words(one))
    return "\n".join(filter(None, said))


def _total(record: Scorecard) -> list[Cell]:
    total, full = record.total, _plain(record.points)
    sums = (total.self_total, record.computed_total, record.review_total, known_total(record))
    return [
        Cell("合计", "center", strong=True, span=2),
        Cell(full, "center", strong=True),
        Cell(""),
        Cell(full, "center", strong=True),
        Cell(""),
        *(Cell(printed(value), "center", strong=True) for value in sums),
        Cell(f"等次：{total.grade_words}", strong=True),
    ]


def _notes(record: Scorecard) -> Iterator[str]:
    """What the total rests on, how to read the table, and where the standard left something open."""
    notes = [_support(record), f"“{NONE}”表示没有这一得分。复核分、核算分、自评分中采用哪一个，见扣分原因。"]
    used = sorted({setting.id for setting in record.settings}, key=lambda name: int(name[1:]))
    if used:
        notes.append(
            f"评价标准未明确之处按约定计分（{'、'.join(used)}），内容见网页报告“影响得分的规则约定”。"
        )
    for number, words in enumerate(notes, start=1):
        yield f"{'注：' if number == 1 else '　　'}{number}．{words}"


def _support(record: Scorecard) -> str:
    total = record.total
    said = f"总分{total.score}分，其中有据可查的{total.supported}分，仅凭部门自述的{total.self_only}分"
    if not record.scored:
        said = "各项指标均无数据，总分未知"
    elif total.missing:
        said += f"；另有{total.missing}分的指标无数据，未计入总分"
    range_ = "" if total.low == total.high else f"据现有依据，总分在{total.low}分至{total.high}分之间。"
    left = total.rescaled
    rescaled = "" if left is None else f"剔除不适用的指标后，按100分折算为{left}分。"
    return f"{said}。{range_}{rescaled}"


def _plain(points: Decimal) -> str:
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
