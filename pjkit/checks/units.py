"""Amounts that look like 元 in a column of 万元 (金额单位)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pjkit.checks.registry import CheckContext, Observation, check
from pjkit.model.amounts import add, half_up, money, plain
from pjkit.model.dossier import AccountLine, Dossier, Output
from pjkit.model.figure import Figure
from pjkit.model.problem import shown

YUAN_A_WAN = 10_000
_ALIKE = 5  # an amount that is, divided by 10,000, within this factor of its neighbour was likely meant as 元
_SMALLEST = 1_000  # 元; below it even 万元 beside a very small neighbour can be right
_PART_OVER_TOTAL = 100  # a part so many times its total is no slip of the pen, but another unit
_NOTICEABLE = 100_000  # 元 = 10 万元; smaller amounts of an output are usual in 元
_EACH = ("均", "每", "单价", "标准")  # words of outputs by head or piece, which are rightly in 元
_ASSETS = ("固定资产总额", "在用固定资产")
_PROJECT_SPENDING = "支出/项目支出"


@dataclass(frozen=True)
class _Neighbour:
    """A figure to compare with. ``is_total``: the compared one is a part of it."""

    figure: Figure
    is_total: bool = False

    def shows_yuan(self, amount: Decimal) -> bool:
        """Whether beside this neighbour ``amount`` looks like 元."""
        value = self.figure.value
        if not value or amount < _SMALLEST:
            return False
        if self.is_total:
            return _PART_OVER_TOTAL * value <= amount <= YUAN_A_WAN * value
        return value / _ALIKE <= amount / YUAN_A_WAN <= value * _ALIKE


@check("yuan_among_wan", "元与万元混用")
def yuan_among_wan(context: CheckContext) -> Iterator[Observation]:
    """Amounts of 收支, 项目 and the assets that are 10,000 times their neighbours; outputs in 元 among 万元."""
    dossier = context.dossier
    for line in dossier.accounts.values():
        yield from _row(line.figures.values(), [_kin(dossier, line, column) for column in line.figures])
    totals = [
        [_Neighbour(dossier.account(_PROJECT_SPENDING, column), is_total=True)]
        for column in ("年初预算", "本年决算")
    ]
    for project in dossier.projects or ():
        yield from _row((project.budget, project.spent), totals)
    yield from _row([dossier.items[name] for name in _ASSETS if name in dossier.items], [[], []])
    yield from _outputs(dossier.outputs)


def _row(figures: Iterable[Figure], kin: list[list[_Neighbour]]) -> Iterator[Observation]:
    """Each amount of a row against the row's others and against its own kin (its total, its parts)."""
    row = list(figures)
    for figure, own in zip(row, kin, strict=False):
        others = [_Neighbour(other) for other in row if other is not figure]
        amount = figure.value
        near = next((one for one in [*others, *own] if amount and one.shows_yuan(amount)), None)
        if near is not None and amount is not None:
            yield Observation("疑似", figure.source, _message(figure, amount, near.figure))


def _kin(dossier: Dossier, line: AccountLine, column: str) -> list[_Neighbour]:
    """The row's total, and its parts as a sum where all are given."""
    parent = dossier.accounts.get(line.path.rpartition("/")[0])
    parts = [dossier.account(child.path, column) for child in dossier.children(line.path)]
    known = [part.value for part in parts if part.value is not None]
    kin = [_Neighbour(parent.figures[column], is_total=True)] if parent else []
    if known and not any(part.blank for part in parts):
        kin.append(_Neighbour(Figure("分项之和", add(known), "万元", parts[0].source)))
    return kin


def _message(figure: Figure, amount: Decimal, near: Figure) -> str:
    assert near.value, "a neighbour without an amount shows nothing"
    times = half_up(amount / near.value, 0)
    return (
        f"{shown(figure.name)}填 {money(amount)} 万元，是{shown(near.name)}{money(near.value)} 万元（{near.source}）的 "
        f"{times:,} 倍；除以 10,000 为 {plain(amount / YUAN_A_WAN)} 万元，疑似以元填写"
    )


def _outputs(outputs: tuple[Output, ...]) -> Iterator[Observation]:
    """A total in 元 where other rows are in 万元 or 亿元."""
    large = [row for row in outputs if row.figure.unit in {"万元", "亿元"}]
    for row in outputs:
        amount = row.figure.value
        if not large or row.figure.unit != "元" or amount is None or amount < _NOTICEABLE:
            continue
        if any(word in row.name for word in _EACH):
            continue
        message = (
            f"{shown(row.name)}的单位是元：{amount:,} 元，即 {plain(amount / YUAN_A_WAN)} 万元；"
            f"本表另有 {len(large)} 项金额以万元、亿元计，请统一单位"
        )
        yield Observation("提示", row.figure.source, message)
