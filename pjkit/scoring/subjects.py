"""What a rubric is run for: the department, or each of its projects (``subject: project``) with its share of the total."""

from dataclasses import dataclass, replace
from fractions import Fraction

from pjkit.model.contract import PROJECTS
from pjkit.model.dossier import Dossier
from pjkit.model.finding import declare_title
from pjkit.model.problem import shown
from pjkit.model.scorecard import Finding, Mark
from pjkit.scoring.rubric import Rubric


@dataclass(frozen=True)
class Subject:
    """What the rubric is run for: the department, or one of its projects with its share of the total."""

    dossier: Dossier
    no: int = 0
    project: str = ""
    weight: Fraction = Fraction(1)

    def id_of(self, indicator: str) -> str:
        """An indicator's id in the department's scorecard: ``quantity.2`` of the second project."""
        return f"{indicator}.{self.no}" if self.no else indicator

    def said(self, message: str) -> str:
        """Words about the subject, with a project's name."""
        return f"项目{shown(self.project)}：{message}" if self.no else message

    def named(self, mark: Mark) -> Mark:
        """A mark as the department's scorecard has it."""
        if not self.no:
            return mark
        id_ = self.id_of(mark.id)
        effects = tuple(replace(effect, indicator=id_) for effect in mark.effects)
        path, weight = (self.project, *mark.path), mark.weight * self.weight
        return mark.model_copy(update={"id": id_, "path": path, "weight": weight, "effects": effects})

    def told(self, finding: Finding) -> Finding:
        """What a rule noticed, as the department's scorecard has it."""
        return replace(finding, message=self.said(finding.message), indicator=self.id_of(finding.indicator))


_NO_PROJECT = "（没有项目）"
_BLANK_BUDGET = declare_title("project_budget_blank", "项目预算不全，不能按预算加权")


def subjects(rubric: Rubric, dossier: Dossier) -> list[Subject]:
    """The department; of a project form its projects, or one of which nothing is known where there is none."""
    if rubric.subject == "department":
        return [Subject(dossier)]
    names = dossier.project_names or (_NO_PROJECT,)
    weights = (rubric.total.projects == "by_budget" and _by_budget(dossier)) or [
        Fraction(1, len(names)) for _ in names
    ]
    numbered = enumerate(zip(names, weights, strict=True), start=1)
    return [Subject(dossier.of_project(name), no, name, weight) for no, (name, weight) in numbered]


def _by_budget(dossier: Dossier) -> list[Fraction]:
    """Each project's share of all budgets; none where one is unknown, or all are 0."""
    budgets: dict[str, Fraction] = {}
    for project in dossier.projects or ():
        if project.budget.value is None:
            return []
        budgets[project.name] = budgets.get(project.name, Fraction(0)) + Fraction(project.budget.value)
    whole = sum(budgets.values(), Fraction(0))
    return [budget / whole for budget in budgets.values()] if whole else []


def unweighted(rubric: Rubric, dossier: Dossier) -> list[Finding]:
    """Where the rubric weights by budgets and the data do not allow it."""
    if rubric.subject == "department" or rubric.total.projects == "mean" or _by_budget(dossier):
        return []
    blank = next((one.budget for one in dossier.projects or () if one.budget.value is None), None)
    where = blank.source if blank else PROJECTS.name
    why = "项目的年初预算不全" if blank else "项目的年初预算合计为 0"
    return [Finding(_BLANK_BUDGET, "确定", where, f"{why}，各项目得分按平均数计入总分")]
