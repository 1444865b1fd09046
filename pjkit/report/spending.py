"""Chapter two: 收支 as stated, beside what its parts add up to; in Word, sentences on change, share and budget."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import money
from pjkit.model.block import Figure as Chart
from pjkit.model.block import Notice, Row, Table, Text
from pjkit.model.cell import Cell
from pjkit.model.contract import AMOUNT_COLUMNS
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.figure import NOT_APPLICABLE, Figure, sum_of_figures
from pjkit.model.report_block import Section
from pjkit.report import cells
from pjkit.report.amount_sentences import against_budget, amount, balance, change, in_words, sentence, share
from pjkit.report.charts import spending as charts
from pjkit.report.tables import chart, columns, notice, row, section, text

_LAST, _BUDGET, _ADJUSTED, _ACTUAL = "上年决算", "年初预算", "调整预算", "本年决算"


@dataclass(frozen=True)
class SumGap:
    """A stated total that is not the sum of its parts (万元)."""

    name: str
    column: str
    stated: Decimal
    summed: Decimal

    @property
    def remark(self) -> str:
        """The gap below a table."""
        apart = money(abs(self.stated - self.summed))
        return (
            f"“{self.name}”{self.column}：分项合计 {money(self.summed)} 万元，"
            f"与合计数 {money(self.stated)} 万元相差 {apart} 万元"
        )

    @property
    def clause(self) -> str:
        """The gap in a sentence."""
        apart = abs(self.stated - self.summed)
        return (
            f"“{self.name}”{self.column}的分项合计{in_words(self.summed)}，"
            f"与所列合计数{in_words(self.stated)}相差{in_words(apart)}"
        )


def basic_spending(dossier: Dossier) -> Section | Notice:
    """基本支出 and its parts."""
    return _account(dossier, "支出/基本支出", "基本支出")


def project_spending(dossier: Dossier) -> Section | Notice:
    """项目支出 and its parts."""
    return _account(dossier, "支出/项目支出", "项目支出")


def income(dossier: Dossier) -> Section | Notice:
    """收入 and its parts; in Word also against 支出."""
    both = sentence([balance(dossier.account("收入", _ACTUAL), dossier.account("支出", _ACTUAL))])
    return _account(dossier, "收入", "收入", text(both, only="word"))


def three_public(dossier: Dossier) -> Section | Notice:
    """“三公”经费 and its three parts; in Word with a paragraph for each."""
    parts = [
        paragraph
        for child in dossier.children("三公经费")
        for paragraph in text(
            composition(dossier, child.path, child.name), development(dossier, child.path), only="word"
        )
    ]
    return _account(dossier, "三公经费", "“三公”经费", parts)


def spending_by_kind(dossier: Dossier) -> Chart | Notice:
    """What 基本支出 and 项目支出 consist of, as a chart."""
    return chart(charts.spending_by_kind(dossier))


def budget_and_actual(dossier: Dossier) -> Chart | Notice:
    """Budget beside actual amounts, as a chart."""
    return chart(charts.budget_and_actual(dossier))


# An account: sentences, then its table


def _account(dossier: Dossier, root: str, name: str, more: list[Text] | None = None) -> Section | Notice:
    lines = _at_or_below(dossier, root)
    if not lines:
        return notice(f"部门未提供“{root}”的数据，收支表中没有这一科目。")
    found = list(gaps(dossier, root))
    return section(
        text(composition(dossier, root, name), development(dossier, root), only="word"),
        text(sentence(gap.clause for gap in found), only="word"),
        _account_table(dossier, root, f"{name}情况（万元）", found),
        more or [],
    )


def _account_table(dossier: Dossier, root: str, caption: str, found: list[SumGap]) -> Table:
    paths = dict.fromkeys([root, *(line.path for line in _at_or_below(dossier, root))])
    total = dossier.account(root, _ACTUAL)
    rows = [_row(dossier, path, root, total) for path in paths]
    return Table(
        caption=caption,
        columns=columns("科目", *(f"{column}#" for column in AMOUNT_COLUMNS), "占比#*", "说明*", "来源!*"),
        rows=(*rows, *(row(gap.remark, kind="remark") for gap in found)),
        note=f"占比＝该科目本年决算÷“{_name(root)}”本年决算。" if total.value else "",
        wide=True,
    )


def _at_or_below(dossier: Dossier, root: str) -> list[AccountLine]:
    return [line for line in dossier.accounts.values() if f"{line.path}/".startswith(f"{root}/")]


def _row(dossier: Dossier, path: str, root: str, total: Figure) -> Row:
    line, depth = dossier.accounts.get(path), path.count("/") - root.count("/")
    own = dossier.account(path, _ACTUAL)
    return row(
        _name(path),
        *_amounts(dossier, path),
        NOT_APPLICABLE if own.not_applicable else cells.share(own.value, total.value),
        line.note if line else "",
        _sources(dossier, path),
        kind="plain" if depth else "total",
        depth=min(depth, 3),
    )


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _amounts(dossier: Dossier, path: str) -> list[Cell]:
    return [_amount(dossier, path, column) for column in AMOUNT_COLUMNS]


def _amount(dossier: Dossier, path: str, column: str) -> Cell:
    """The stated amount; where the cell is blank but its parts are known, their sum, marked as such."""
    line, figure = dossier.accounts.get(path), dossier.account(path, column)
    stated = line is not None and not line.figures[column].blank
    return cells.figure(figure, summed=not stated and figure.value is not None)


def _sources(dossier: Dossier, path: str) -> Cell:
    """The cells of the row's amounts: ``收支!B6, C6``."""
    figures = [dossier.account(path, column) for column in AMOUNT_COLUMNS]
    places = [figure.source for figure in figures if not figure.blank]
    return cells.source(", ".join([*places[:1], *(place.split("!")[-1] for place in places[1:])]))


def gaps(dossier: Dossier, root: str) -> Iterator[SumGap]:
    """Every stated amount at or below ``root`` that its parts, where all are known, do not add up to."""
    for line in _at_or_below(dossier, root):
        for column in AMOUNT_COLUMNS:
            parts = [dossier.account(child.path, column) for child in dossier.children(line.path)]
            stated, summed = line.figures[column].value, sum_of_figures(parts)
            if stated is not None and summed is not None and stated != summed:
                yield SumGap(line.name, column, stated, summed)


def composition(dossier: Dossier, root: str, name: str) -> str:
    """The total of a 科目 and the share of each of its parts."""
    total = dossier.account(root, _ACTUAL)
    summed = "（分项相加）" if _is_summed(dossier, root) else ""
    said = f"{dossier.year}年度{name}决算{amount(total)}{summed}"
    parts = [(child.name, dossier.account(child.path, _ACTUAL)) for child in dossier.children(root)]
    told = "；".join(share(part, figure, total) for part, figure in parts if not figure.blank)
    return f"{said}，其中：{told}。" if told else f"{said}。"


def _is_summed(dossier: Dossier, root: str) -> bool:
    """Whether the department left the total open and its parts were added up."""
    line, total = dossier.accounts.get(root), dossier.account(root, _ACTUAL)
    return total.value is not None and (line is None or line.figures[_ACTUAL].blank)


def development(dossier: Dossier, root: str) -> str:
    """A 科目 against last year, against its budget, and against the adjusted budget where there is one."""
    last, budget, adjusted, actual = (
        dossier.account(root, column) for column in (_LAST, _BUDGET, _ADJUSTED, _ACTUAL)
    )
    amended = not adjusted.blank and adjusted.value != budget.value
    return sentence(
        [
            change(last, actual),
            against_budget(budget, actual),
            against_budget(adjusted, actual, "调整后预算") if amended else "",
        ]
    )
