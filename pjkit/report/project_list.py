"""专项资金 and 项目, one by one."""

from decimal import Decimal

from pjkit.model.contract import FLAGS
from pjkit.model.dossier import Dossier
from pjkit.model.figure import Project
from pjkit.report import formats
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.tables import Row, Table, columns, show

_HEADS = columns(
    "项目名称", "类别!", "年初预算#", "本年决算#", "执行率#", *(f"{flag}!" for flag in FLAGS), "说明", "来源!"
)


def project_list(dossier: Dossier) -> Fragment:
    """The project list with its sums; 执行率 = 本年决算 ÷ 年初预算, only over a budget above 0."""
    if dossier.projects is None:
        return sentence("部门未提供项目清单。")
    if not dossier.projects:
        return sentence("项目清单中没有项目。")
    rows = [_row(project) for project in dossier.projects]
    rows.append(_sum_row(dossier.projects))
    return show(Table(f"项目清单（{len(dossier.projects)} 项，万元）", _HEADS, tuple(rows), wide=True))


def _row(project: Project) -> Row:
    flags = (project.flags.get(flag, "") or formats.dash() for flag in FLAGS)
    return Row(
        (
            project.name,
            project.category,
            formats.figure(project.budget),
            formats.figure(project.spent),
            _rate(project),
            *flags,
            project.note,
            formats.source(project.source),
        )
    )


def _rate(project: Project) -> str:
    if project.budget.not_applicable or project.spent.not_applicable:
        return "不适用"
    return formats.share(project.spent.value, project.budget.value)


def _sum_row(projects: tuple[Project, ...]) -> Row:
    budget = _sum([project.budget.value for project in projects if not project.budget.not_applicable])
    spent = _sum([project.spent.value for project in projects if not project.spent.not_applicable])
    amounts = (formats.amount(total, "部分项目无数据") for total in (budget, spent))
    blanks = ("",) * (len(FLAGS) + 2)
    return Row(("合计（按清单相加）", "", *amounts, formats.share(spent, budget), *blanks), "total")


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    """The sum, unless some amount is unknown or there is none."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None
