"""Chapter two: 收支 as stated, beside what its parts add up to."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from pjkit.model.amounts import money
from pjkit.model.contract import AMOUNT_COLUMNS
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.figure import NOT_APPLICABLE, Figure
from pjkit.report import formats
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.tables import Row, Table, columns, show

_ACTUAL = "本年决算"
_SINGLE = ("商品和服务支出", "非税收入", "政府采购")
_SUMMED = Markup('{}<span class="pj-tag">分项相加</span>')


@dataclass(frozen=True)
class Gap:
    """A stated total that is not the sum of its parts (万元)."""

    name: str
    column: str
    stated: Decimal
    summed: Decimal

    @property
    def remark(self) -> str:
        """The gap in words."""
        apart = money(abs(self.stated - self.summed))
        return (
            f"“{self.name}”{self.column}：分项合计 {money(self.summed)} 万元，"
            f"与合计数 {money(self.stated)} 万元相差 {apart} 万元"
        )


def spending(dossier: Dossier) -> Fragment:
    """All of 支出."""
    return _accounts(dossier, "支出", "支出情况")


def basic_spending(dossier: Dossier) -> Fragment:
    """基本支出 and its parts."""
    return _accounts(dossier, "支出/基本支出", "基本支出情况")


def project_spending(dossier: Dossier) -> Fragment:
    """项目支出 and its parts."""
    return _accounts(dossier, "支出/项目支出", "项目支出情况")


def income(dossier: Dossier) -> Fragment:
    """收入 and its parts."""
    return _accounts(dossier, "收入", "收入情况")


def three_public(dossier: Dossier) -> Fragment:
    """“三公”经费 and its three parts."""
    return _accounts(dossier, "三公经费", "“三公”经费情况")


def other_accounts(dossier: Dossier) -> Fragment:
    """The single rows that indicators read: 商品和服务支出, 非税收入, 政府采购."""
    lines = [dossier.accounts[path] for path in _SINGLE if path in dossier.accounts]
    if not lines:
        return sentence("部门未提供商品和服务支出、非税收入、政府采购的数据。")
    heads = columns("科目", *(f"{column}#" for column in AMOUNT_COLUMNS), "说明", "来源!")
    rows = tuple(
        Row((line.path, *_amounts(dossier, line.path), line.note, _sources(dossier, line.path)))
        for line in lines
    )
    return show(Table("其他收支数据（万元）", heads, rows, wide=True))


def gaps(dossier: Dossier, root: str) -> Iterator[Gap]:
    """Every stated amount at or below ``root`` that its parts, where all are known, do not add up to."""
    for line in _at_or_below(dossier, root):
        for column in AMOUNT_COLUMNS:
            stated, summed = line.figures[column].value, _sum_of_parts(dossier, line, column)
            if stated is not None and summed is not None and stated != summed:
                yield Gap(line.name, column, stated, summed)


def _sum_of_parts(dossier: Dossier, line: AccountLine, column: str) -> Decimal | None:
    parts = [dossier.account(child.path, column) for child in dossier.children(line.path)]
    amounts = [part.value for part in parts if not part.not_applicable]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def _at_or_below(dossier: Dossier, root: str) -> list[AccountLine]:
    return [line for line in dossier.accounts.values() if f"{line.path}/".startswith(f"{root}/")]


def _accounts(dossier: Dossier, root: str, title: str) -> Fragment:
    lines = _at_or_below(dossier, root)
    if not lines:
        return sentence(f"部门未提供“{root.replace('/', ' / ')}”的数据（收支表中没有这一科目）。")
    paths = list(dict.fromkeys([root, *(line.path for line in lines)]))
    total = dossier.account(root, _ACTUAL)
    heads = columns("科目", *(f"{column}#" for column in AMOUNT_COLUMNS), "占比#", "说明", "来源!")
    rows = [_row(dossier, path, root, total) for path in paths]
    rows += [Row((gap.remark,), "remark") for gap in gaps(dossier, root)]
    note = f"占比＝该科目本年决算÷“{_name(root)}”本年决算。" if total.value else ""
    return show(Table(f"{title}（万元）", heads, tuple(rows), note, wide=True))


def _row(dossier: Dossier, path: str, root: str, total: Figure) -> Row:
    line, depth = dossier.accounts.get(path), path.count("/") - root.count("/")
    own = dossier.account(path, _ACTUAL)
    cells = (
        _name(path),
        *_amounts(dossier, path),
        formats.share(own.value, total.value) if not own.not_applicable else NOT_APPLICABLE,
        line.note if line else "",
        _sources(dossier, path),
    )
    return Row(cells, "plain" if depth else "total", min(depth, 3))


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _amounts(dossier: Dossier, path: str) -> list[str]:
    return [_amount(dossier, path, column) for column in AMOUNT_COLUMNS]


def _amount(dossier: Dossier, path: str, column: str) -> str:
    """The stated amount; where the cell is blank but its parts are known, their sum, marked as such."""
    line, figure = dossier.accounts.get(path), dossier.account(path, column)
    stated = line is not None and not line.figures[column].blank
    shown = formats.figure(figure)
    return shown if stated or figure.value is None else _SUMMED.format(shown)


def _sources(dossier: Dossier, path: str) -> str:
    """The cells of the row's amounts: ``收支!B6, C6``."""
    figures = [dossier.account(path, column) for column in AMOUNT_COLUMNS]
    places = [figure.source for figure in figures if not figure.blank]
    return formats.source(", ".join([*places[:1], *(place.split("!")[-1] for place in places[1:])]))
