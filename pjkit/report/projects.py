"""专项资金 and 项目: what they were given, what they spent (万元), how they are managed."""

from decimal import Decimal

from pjkit.model.amounts import percent_of
from pjkit.model.block import Notice, Row, Table
from pjkit.model.cell import Cell, Nothing
from pjkit.model.clause import NO, YES
from pjkit.model.contract import FLAGS
from pjkit.model.dossier import Dossier
from pjkit.model.figure import NOT_APPLICABLE, Project, sum_of_figures
from pjkit.model.report_block import Section
from pjkit.model.scorecard import Scorecard
from pjkit.report import cells
from pjkit.report.amount_sentences import in_words
from pjkit.report.tables import columns, listed, notice, row, section, text

_HEADS = columns(
    "项目名称",
    "类别!",
    "年初预算#",
    "本年决算#",
    "执行率#",
    *(f"{flag}!*" for flag in FLAGS),
    "说明*",
    "来源!*",
)
_MANAGED = {"目标管理": "实行目标管理", "绩效自评": "开展绩效自评", "完工": "完工"}


def project_list(dossier: Dossier) -> Section | Notice:
    """The project list with its sums; 执行率 = 本年决算 ÷ 年初预算, only over a budget above 0."""
    if not dossier.projects:
        return notice(_no_projects(dossier))
    table = Table(
        caption=f"项目清单（{len(dossier.projects)} 项，万元）",
        columns=_HEADS,
        rows=(*map(_row, dossier.projects), _sum_row(dossier.projects)),
        wide=True,
    )
    return section(text(project_sentence(dossier.projects), only="word"), table)


def projects(card: Scorecard, dossier: Dossier) -> Table | Notice:
    """Every project of a project form: its budget, what it spent of that, its score in points of the form."""
    if not dossier.projects:
        return notice(_no_projects(dossier))
    return Table(
        caption=f"各项目得分（{len(dossier.projects)} 项，金额单位：万元）",
        columns=columns("项目名称", "年初预算#", "本年决算#", "执行率#", "权重#", "得分#", "失分#"),
        rows=(*(_scored_row(one, card) for one in dossier.projects), _scored_sum(card, dossier.projects)),
        note="得分按评分表的满分计；部门总分是各项目得分按权重相加。",
    )


def _scored_row(project: Project, card: Scorecard) -> Row:
    """A project's total is unknown where nothing of it is scored; its loss, where anything is not."""
    found = next((one for one in card.projects if one.name == project.name), None)
    known = found is not None and found.scored
    score = found.total.score if found and known else None
    complete = found is not None and known and not found.total.missing
    lost = card.rubric.points - score if score is not None and complete else None
    weight = (
        Nothing()
        if found is None
        else cells.share(Decimal(found.weight.numerator), Decimal(found.weight.denominator))
    )
    return row(
        project.name, *_amounts(project), weight, cells.score(score), cells.score(lost, "部分得分未知")
    )


def _scored_sum(card: Scorecard, listed_ones: tuple[Project, ...]) -> Row:
    budget, spent = _sums(listed_ones)
    amounts = (cells.amount(total, "部分项目无数据") for total in (budget, spent))
    total = card.known_total
    lost = None if total is None or card.total.missing else card.rubric.points - total
    scores = (cells.score(total), cells.score(lost, "部分得分未知"))
    return row("部门总分", *amounts, cells.share(spent, budget), "", *scores, kind="total")


def project_management(dossier: Dossier) -> Section | Notice:
    """How the projects are managed, as the list's flags tell."""
    if not dossier.projects:
        return notice(_no_projects(dossier))
    return section(text(management_sentence(dossier.projects)))


def _no_projects(dossier: Dossier) -> str:
    return "部门未提供项目清单。" if dossier.projects is None else "项目清单中没有项目。"


def _row(project: Project) -> Row:
    flags = (project.flags.get(flag, "") or Nothing() for flag in FLAGS)
    return row(
        project.name,
        project.category,
        *_amounts(project),
        *flags,
        project.note,
        cells.source(project.source),
    )


def _amounts(project: Project) -> tuple[Cell, ...]:
    return cells.figure(project.budget), cells.figure(project.spent), _rate(project)


def _rate(project: Project) -> Cell:
    if project.budget.not_applicable or project.spent.not_applicable:
        return NOT_APPLICABLE
    return cells.share(project.spent.value, project.budget.value)


def _sum_row(projects: tuple[Project, ...]) -> Row:
    budget, spent = _sums(projects)
    amounts = (cells.amount(total, "部分项目无数据") for total in (budget, spent))
    blanks = ("",) * (len(FLAGS) + 2)
    return row("合计（按清单相加）", "", *amounts, cells.share(spent, budget), *blanks, kind="total")


def _sums(projects: tuple[Project, ...]) -> tuple[Decimal | None, Decimal | None]:
    return sum_of_figures([one.budget for one in projects]), sum_of_figures([one.spent for one in projects])


def project_sentence(projects: tuple[Project, ...]) -> str:
    """How many projects of which kind, and what they spent of their budgets."""
    kinds = list(dict.fromkeys(project.category for project in projects))
    counted = "、".join(f"{kind}{sum(project.category == kind for project in projects)}项" for kind in kinds)
    return f"项目清单共{len(projects)}项（{counted}），{_spent_of_budget(*_sums(projects))}。"


def _spent_of_budget(budget: Decimal | None, spent: Decimal | None) -> str:
    if budget is None or spent is None:
        return "部分项目的预算或决算无数据，不列合计"
    if budget == 0:
        return f"年初预算合计为0，决算合计{in_words(spent)}，无基数，不计算执行率"
    return f"年初预算合计{in_words(budget)}，决算合计{in_words(spent)}，执行率{percent_of(spent, budget)}"


def management_sentence(projects: tuple[Project, ...]) -> str:
    """For each flag how many projects have it, and the names of those that do not or do not say."""
    told = "；".join(_flagged(projects, flag, doing) for flag, doing in _MANAGED.items())
    return f"项目清单的{len(projects)}项中，{told}。"


def _flagged(projects: tuple[Project, ...], flag: str, doing: str) -> str:
    names: dict[str, list[str]] = {answer: [] for answer in (YES, NO, NOT_APPLICABLE, "")}
    for project in projects:
        names[project.flags.get(flag, "")].append(project.name)
    kinds = ((NO, f"未{doing}"), (NOT_APPLICABLE, "不适用"), ("", "未填报"))
    others = [
        f"{what}的{len(names[answer])}项（{listed(names[answer])}）"
        for answer, what in kinds
        if names[answer]
    ]
    done = [f"{doing}的{len(names[YES])}项"] if names[YES] or not names[NO] else []
    return "，".join([*done, *others])
