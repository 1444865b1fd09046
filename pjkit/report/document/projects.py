"""The project list: 专项资金 and 项目, what they were given and what they spent (万元)."""

from decimal import Decimal

from pjkit.model.amounts import money
from pjkit.model.clause import NO, YES
from pjkit.model.document import Align, Block, Row
from pjkit.model.dossier import Dossier
from pjkit.model.figure import NOT_APPLICABLE, Figure, Project
from pjkit.report.document.account_tables import NO_FIGURE, cell
from pjkit.report.document.amount_sentences import in_words, ratio
from pjkit.report.document.blocks import listed, nothing, paragraph, table

_COLUMNS: list[tuple[str, Align, int]] = [
    ("项目名称", "left", 38),
    ("类别", "center", 14),
    ("年初预算", "right", 16),
    ("本年决算", "right", 16),
    ("执行率", "right", 16),
]
_FLAGS = {"目标管理": "实行目标管理", "绩效自评": "开展绩效自评", "完工": "完工"}


def projects(dossier: Dossier) -> list[Block]:
    """A sentence on the whole list, and the list with its sums; :func:`management` says where there is none."""
    if not dossier.projects:
        return []
    rows = [*map(_project_row, dossier.projects), _sum_row(dossier.projects)]
    caption = f"项目清单（{len(dossier.projects)}项，万元）"
    return [*paragraph(project_sentence(dossier.projects)), *table(caption, _COLUMNS, rows)]


def project_sentence(projects: tuple[Project, ...]) -> str:
    """How many projects of which kind, and what they spent of their budgets."""
    kinds = list(dict.fromkeys(project.category for project in projects))
    counted = "、".join(f"{kind}{sum(project.category == kind for project in projects)}项" for kind in kinds)
    budget, spent = _sums(projects)
    if budget is None or spent is None:
        money_said = "部分项目的预算或决算无数据，不列合计"
    elif budget == 0:
        money_said = f"年初预算合计为0，决算合计{in_words(spent)}，无基数，不计算执行率"
    else:
        money_said = (
            f"年初预算合计{in_words(budget)}，决算合计{in_words(spent)}，执行率{ratio(spent, budget)}"
        )
    return f"项目清单共{len(projects)}项（{counted}），{money_said}。"


def management(dossier: Dossier) -> list[Block]:
    """How the projects are managed, as the list's flags tell."""
    if not dossier.projects:
        return nothing("项目清单中没有项目" if dossier.projects == () else "部门未提供项目清单")
    return paragraph(management_sentence(dossier.projects))


def management_sentence(projects: tuple[Project, ...]) -> str:
    """For each flag how many projects have it, and the names of those that do not or do not say."""
    told = "；".join(_told(projects, flag, doing) for flag, doing in _FLAGS.items())
    return f"项目清单的{len(projects)}项中，{told}。"


def _told(projects: tuple[Project, ...], flag: str, doing: str) -> str:
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


def _sums(projects: tuple[Project, ...]) -> tuple[Decimal | None, Decimal | None]:
    return _sum([one.budget for one in projects]), _sum([one.spent for one in projects])


def _sum(figures: list[Figure]) -> Decimal | None:
    """The sum of what applies, ``None`` where some amount is unknown or none applies."""
    known = [figure.value for figure in figures if figure.value is not None]
    unknown = [figure for figure in figures if figure.value is None and not figure.not_applicable]
    return sum(known, Decimal(0)) if known and not unknown else None


def _project_row(project: Project) -> Row:
    rate = _rate(project.budget.value, project.spent.value)
    return Row(cells=(project.name, project.category, cell(project.budget), cell(project.spent), rate))


def _sum_row(projects: tuple[Project, ...]) -> Row:
    budget, spent = _sums(projects)
    sums = (NO_FIGURE if value is None else money(value) for value in (budget, spent))
    return Row(cells=("合计", "", *sums, _rate(budget, spent)), strong=True)


def _rate(budget: Decimal | None, spent: Decimal | None) -> str:
    return ratio(spent, budget) if budget and spent is not None else NO_FIGURE
