"""The page 勾稽核对: live formulas that show, while one types, which totals are not the sums of their parts.

They also count what is still to be filled in. The reader passes over this page; its own checks decide.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pjkit.forms.cells import COMPUTED, PLAIN, TOTAL, printed
from pjkit.forms.form.accounts import account_rows, amount_columns
from pjkit.forms.form.answers import questions_of
from pjkit.forms.form.order import Order
from pjkit.forms.form.page import PROJECT_ROWS
from pjkit.model import contract
from pjkit.model.amounts import plain
from pjkit.scoring.data_contract import PROJECT_SPENDING
from pjkit.sheets.sheet import Cell, Column, Formula, Sheet
from pjkit.sources.raw_sheet import address as cell_address

DIFFERS = "不符"


@dataclass(frozen=True)
class Sum:
    """A stated total and the cells whose sum it must be. ``names``: where those are named; unnamed ones are no parts."""

    label: str
    column: str
    stated: str
    parts: tuple[str, ...]
    names: tuple[str, ...]


def cross_checks(order: Order) -> Sheet:
    """勾稽核对: the sums, then how far the form is filled in."""
    heads = (
        Column("核对内容", 46),
        Column("列", 12),
        Column("合计（填报数）", 16, "各表中填的合计数，万元。"),
        Column("分项之和", 16, "由各分项算出，万元。"),
        Column("差额", 14, "合计减分项之和；0.01 万元以内是四舍五入的尾差。"),
        Column("结论", 16, "“不符”的请回到该表改正，确有原因的在“说明”中写明。"),
    )
    rows = [_sum_row(at, line) for at, line in enumerate(sums(order), start=2)]
    every = (*rows, *_progress(order, len(rows) + 2))
    return Sheet(contract.CROSS_CHECKS, heads, every, alarm=DIFFERS, dims_repeats=True, on_one_page=True)


def sums(order: Order) -> Iterator[Sum]:
    """Every sum of 收支, then 项目支出 against the project list."""
    if order.contract[contract.ACCOUNTS.name].asked:
        yield from _of_accounts(order)


def _of_accounts(order: Order) -> Iterator[Sum]:
    rows, spec = account_rows(order), order.contract[contract.ACCOUNTS.name]
    at = {row.path: number for number, row in enumerate(rows, start=2) if row.path}
    for total in (row.path for row in rows if row.is_total):
        parts = [number for number, row in enumerate(rows, start=2) if row.parent == total]
        for column in amount_columns(order):
            stated = address(spec, column, at[total])
            amounts, named = (
                tuple(address(spec, each, *run) for run in _runs(parts)) for each in (column, "科目")
            )
            yield Sum(f"{total}＝各分项之和", column, stated, amounts, named)
    listed = order.contract[contract.PROJECTS.name]
    if listed.asked and PROJECT_SPENDING in at:
        for column in contract.PROJECT_AMOUNTS:
            stated = address(spec, column, at[PROJECT_SPENDING])
            all_of_them, names = (
                (address(listed, each, 2, PROJECT_ROWS + 1),) for each in (column, contract.PROJECT_COLUMN)
            )
            yield Sum(f"{PROJECT_SPENDING}＝“项目”表各项之和", column, stated, all_of_them, names)


def address(spec: contract.SheetSpec, column: str, first: int, last: int | None = None) -> str:
    """One cell, or the cells from row ``first`` to ``last``, of a column of the form: ``'收支'!$B$3:$B$4``."""
    at = [one.name for one in spec.form_columns].index(column)
    letter = cell_address(0, at).removesuffix("1")
    end = f":${letter}${last}" if last is not None and last != first else ""
    return f"'{spec.name}'!${letter}${first}{end}"


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs: 3, 4, 9 are (3, 4) and (9, 9)."""
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ends = [[number for _, number in run] for _, run in runs]
    return [(run[0], run[-1]) for run in ends]


def _sum_row(row: int, line: Sum) -> tuple[Cell, ...]:
    parts = ",".join(line.parts)
    pairs = zip(line.names, line.parts, strict=True)
    unfilled = "+".join(f'SUMPRODUCT(({names}<>"")*({amounts}=""))' for names, amounts in pairs)
    verdict = (
        f'IF(AND(C{row}="",D{row}=""),"",IF(C{row}="","合计未填",IF(D{row}="","分项未填",'
        f'IF({unfilled}>0,"分项未填全",IF(E{row}=0,"相符",IF(ABS(E{row})<=0.01,"尾差","{DIFFERS}"))))))'
    )
    formulas = (
        f'IF(ISNUMBER({line.stated}),{line.stated},"")',
        f'IF(COUNT({parts})=0,"",SUM({parts}))',
        f'IF(AND(ISNUMBER(C{row}),ISNUMBER(D{row})),ROUND(C{row}-D{row},6),"")',
        verdict,
    )
    shown = (Cell(Formula(f"={text}"), COMPUTED) for text in formulas)
    return printed(line.label), printed(line.column), *shown


def _progress(order: Order, row: int) -> Iterator[tuple[Cell, ...]]:
    """How many rows are filled in, from row ``row`` of the page on: 已填, 共, 还缺."""
    titles = ("填报进度", "", "已填", "共", "还缺", "结论")
    yield tuple(Cell(title or None, TOTAL) for title in titles)
    for at, line in enumerate(_to_fill(order), start=row + 1):
        yield _filled(at, *line)
    if not order.by_project:
        scores = _asked_cells(order, contract.SELF_SCORES, "自评分", len(order.rubric.full_names()))
        total = Cell(Formula(f'=IF(COUNT({scores})=0,"",SUM({scores}))'), PLAIN)
        label = f"自评：自评分合计（满分 {plain(order.rubric.points)}）"
        yield printed(label), printed(), total, *(printed(),) * 3


def _to_fill(order: Order) -> Iterator[tuple[str, str, Formula]]:
    """What is counted: its label, how many are filled in, of how many."""
    asked, scored = len(list(questions_of(order.rubric))), len(order.rubric.full_names())
    if asked:
        results, evidence = (
            _asked_cells(order, contract.ANSWERS, name, asked) for name in ("结果", "佐证材料")
        )
        filled = f"COUNTA({results})"
        if any(question.judged for _, _, question in questions_of(order.rubric)):
            judged = _asked_cells(order, contract.ANSWERS, "评分", asked)  # alone where a clause has no tiers
            filled = f'SUMPRODUCT(--(({results}<>"")+({judged}<>"")>0))'
        yield "条款核对：结果", filled, _of_all(order, asked)
        has_evidence = f'COUNTIFS({results},"是",{evidence},"<>")'
        yield "条款核对：结果为“是”的佐证材料", has_evidence, Formula(f'=COUNTIF({results},"是")', 0)
    scores = _asked_cells(order, contract.SELF_SCORES, "自评分", scored)
    yield "自评：自评分", f"COUNT({scores})", _of_all(order, scored)


def _asked_cells(order: Order, spec: contract.SheetSpec, column: str, rows: int) -> str:
    times = len(order.projects) if order.by_project else 1
    return address(order.contract[spec.name], column, 2, rows * times + 1)


def _of_all(order: Order, rows: int) -> Formula:
    """How many rows there are; of a project form for as many projects as 项目 lists, at least one."""
    if not order.by_project:
        return Formula(f"={rows}", rows)
    names = address(order.contract[contract.PROJECTS.name], contract.PROJECT_COLUMN, 2, PROJECT_ROWS + 1)
    listed = sum(map(bool, order.projects))
    return Formula(f"={rows}*MAX(1,COUNTA({names}))", rows * max(1, listed))


def _filled(row: int, label: str, filled: str, of: Formula) -> tuple[Cell, ...]:
    """One count of row ``row``: a form is given out with nothing filled in."""
    lacking = int(of.result)
    verdict = Formula(f'=IF(D{row}=0,"",IF(E{row}=0,"已填全","未填全"))', "未填全" if lacking else "")
    formulas = (Formula(f"={filled}", 0), of, Formula(f"=D{row}-C{row}", lacking), verdict)
    return printed(label), printed(), *(Cell(formula, PLAIN) for formula in formulas)
