"""The page 收支: every 科目 in its row, totals before their parts, with empty rows for parts of one's own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from pjkit.forms.cells import MONEY, PRINTED, TAKEN_OVER, TEXT, TOTAL, blank, one_of, printed, value_of
from pjkit.forms.form.figures import uses_of_row
from pjkit.forms.form.order import Order
from pjkit.forms.form.page import CellsByColumn, page
from pjkit.model.contract import ACCOUNTS, Kind
from pjkit.scoring.data_contract import accounts_asked
from pjkit.sheets.sheet import Cell, Column, Sheet

_LAST_YEAR = "上年决算"
_ROWS_OF_ONES_OWN = {"收入": 2, "支出/基本支出": 2, "支出/项目支出": 6}
_USUAL_PARTS = {"支出/项目支出": ("商品和服务支出", "对个人和家庭的补助", "资本性支出")}
_AMOUNT_NOTES = {
    _LAST_YEAR: "上年决算数，万元。与上年报送的“本年决算”一致。",
    "年初预算": "年初批复的预算数，万元。编了预算、金额为零的写 0；没有编制预算的写“不适用”。",
    "调整预算": "年末的调整预算数，万元；没有调整的与年初预算相同。",
    "本年决算": "本年决算数，万元。",
}


@dataclass(frozen=True)
class AccountRow:
    """A row of the page: a 科目, or one left empty (``path`` "") for a part of ``parent``."""

    path: str
    parent: str
    is_total: bool = False


def account_rows(order: Order) -> tuple[AccountRow, ...]:
    """Every row in order; row 0 here is row 2 of the sheet."""
    last = order.last_year.spent if order.last_year else ()
    paths = in_tree_order([*accounts_asked(order.rubric), *last])
    parents = {_parent(path) for path in paths} | set(_ROWS_OF_ONES_OWN)
    rows: list[AccountRow] = []
    for at, path in enumerate(paths):
        rows.append(AccountRow(path, _parent(path), is_total=path in parents))
        following = paths[at + 1] if at + 1 < len(paths) else ""
        for parent, number in _ROWS_OF_ONES_OWN.items():
            if _within(path, parent) and not _within(following, parent):
                rows += [AccountRow("", parent)] * number
    return tuple(rows)


def in_tree_order(paths: Iterable[str]) -> list[str]:
    """The paths, each once, parents before their parts and parts beside each other, else as given."""
    given = list(dict.fromkeys(paths))
    first: dict[str, int] = {}
    for at, path in enumerate(given):
        for branch in _branches(path):
            first.setdefault(branch, at)
    return sorted(given, key=lambda path: [first[branch] for branch in _branches(path)])


def _branches(path: str) -> Iterator[str]:
    parts = path.split("/")
    yield from ("/".join(parts[: end + 1]) for end in range(len(parts)))


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _within(path: str, parent: str) -> bool:
    return path == parent or path.startswith(f"{parent}/")


def accounts(order: Order) -> Sheet:
    """收支, with last year's 本年决算 as 上年决算."""
    spec = order.contract[ACCOUNTS.name]
    heads = (
        Column("科目", 36, "上下级用“/”隔开。合计行填报表上的合计数，分项之和另在“勾稽核对”中核对。"),
        *(Column(name, 13, _AMOUNT_NOTES.get(name, f"{name}数，万元。")) for name in amount_columns(order)),
        Column("说明", 28, "口径、变动原因等，没有就留空。"),
        Column("用途", 42, "用到这一行的评价指标。"),
    )
    return page(spec, heads, map(partial(_row, order), account_rows(order)), grows=True)


def amount_columns(order: Order) -> list[str]:
    """The columns of amounts, the rubric's own among them."""
    return [one.name for one in order.contract[ACCOUNTS.name].form_columns if one.kind is Kind.MONEY]


def _row(order: Order, row: AccountRow) -> CellsByColumn:
    named = Cell(row.path, TOTAL if row.is_total else PRINTED) if row.path else _own_part(row.parent)
    last = order.last_year.spent.get(row.path) if order.last_year else None
    amounts = dict.fromkeys(amount_columns(order), blank(MONEY))
    if last is not None:
        amounts[_LAST_YEAR] = Cell(value_of(last), TAKEN_OVER, MONEY)
    used_by = uses_of_row(order.rubric, ACCOUNTS.name, row.path)
    return {"科目": named, **amounts, "用途": printed(used_by or None)}


def _own_part(parent: str) -> Cell:
    usual = [f"{parent}/{name}" for name in _USUAL_PARTS.get(parent, ())]
    entry = one_of(usual, advised=True) if usual else TEXT
    like = f"{parent}/{'资本性支出' if usual else '其他'}"
    return blank(entry, f"需要另列的分项写成“{parent}/名称”，如“{like}”；没有就整行留空。")
