"""Chapter two: 部门整体支出管理及使用情况. Sentences from 收支, then its tables."""

from pjkit.model.document import Block, Chapter
from pjkit.model.dossier import Dossier
from pjkit.report.charts.spending import budget_and_actual, spending_by_kind
from pjkit.report.document import numbering
from pjkit.report.document.account_tables import account_table, at_or_below
from pjkit.report.document.amount_sentences import (
    against_budget,
    amount,
    balance,
    change,
    not_the_sum,
    sentence,
    share,
)
from pjkit.report.document.blocks import heading, nothing, paragraph
from pjkit.report.document.own_words import own_section
from pjkit.report.document.pictures import picture
from pjkit.report.document.projects import management, projects
from pjkit.report.spending import gaps

TITLE = "部门整体支出管理及使用情况"
_LAST, _BUDGET, _ADJUSTED, _ACTUAL = "上年决算", "年初预算", "调整预算", "本年决算"


def spending(dossier: Dossier) -> Chapter:
    """基本支出, 专项支出, 收入, “三公”经费: what the data say; after them what the department says."""
    blocks = [
        heading(2, numbering.second(1, "基本支出情况")),
        *_account(dossier, "支出/基本支出", "基本支出"),
        heading(2, numbering.second(2, "专项支出情况")),
        heading(3, numbering.third(1, "专项资金安排落实、总投入等情况")),
        *_account(dossier, "支出/项目支出", "项目支出"),
        *projects(dossier),
        *picture(spending_by_kind(dossier)),
        heading(3, numbering.third(2, "专项资金管理情况")),
        *management(dossier),
        heading(2, numbering.second(3, "收入情况")),
        *_account(dossier, "收入", "收入"),
        *paragraph(_balance(dossier)),
        *picture(budget_and_actual(dossier)),
        heading(2, numbering.second(4, "“三公”经费情况")),
        *_account(dossier, "三公经费", "“三公”经费"),
        *_each_of_three(dossier),
        *own_section(dossier, "支出管理", 5),
    ]
    return Chapter(title=numbering.first(2, TITLE), blocks=tuple(blocks))


def _account(dossier: Dossier, root: str, name: str) -> list[Block]:
    if not at_or_below(dossier, root):
        return nothing(f"收支表中没有“{root}”的数据")
    return [
        *paragraph(composition(dossier, root, name), development(dossier, root)),
        *paragraph(sentence(map(not_the_sum, gaps(dossier, root)))),
        *account_table(dossier, root, f"{name}情况"),
    ]


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


def _balance(dossier: Dossier) -> str:
    return sentence([balance(dossier.account("收入", _ACTUAL), dossier.account("支出", _ACTUAL))])


def _each_of_three(dossier: Dossier) -> list[Block]:
    """One paragraph for each part of “三公”经费."""
    return [
        block
        for child in dossier.children("三公经费")
        for block in paragraph(composition(dossier, child.path, child.name), development(dossier, child.path))
    ]
