"""All that one department handed in for one year, checked and frozen. Every figure keeps its cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from pjkit.model.amounts import fold_width, read_decimal
from pjkit.model.contract import PROFILE
from pjkit.model.figure import NOT_APPLICABLE, Answer, Figure, ListedRows, Project, sum_of_figures

_BETWEEN_NAMES = re.compile(r"[、，,；;/\s]+")


@dataclass(frozen=True)
class ProfileLine:
    """One row of 基本信息."""

    item: str
    content: str
    note: str
    source: str


@dataclass(frozen=True)
class OrgLine:
    """One row of 职能机构: a function (主要职能) or a section (内设机构)."""

    category: str
    name: str
    content: str
    source: str


@dataclass(frozen=True)
class AccountLine:
    """One row of 收支. ``path`` is the 科目, e.g. 支出/基本支出/工资福利支出; amounts in 万元."""

    path: str
    figures: Mapping[str, Figure]  # 上年决算, 年初预算, 调整预算, 本年决算
    note: str
    source: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.split("/")[-1]


@dataclass(frozen=True)
class SelfScore:
    """One row of 自评."""

    score: Decimal
    reason: str
    source: str


@dataclass(frozen=True)
class Review:
    """One row of 复核; a reason is required."""

    score: Decimal
    reviewer: str
    reason: str
    source: str


@dataclass(frozen=True)
class Output:
    """One row of 事业成效: an output of the year."""

    area: str
    name: str
    figure: Figure
    last_year: Figure
    target: Figure


@dataclass(frozen=True)
class Chapter:
    """One chapter's text of 文字 (a Markdown subset, not trusted)."""

    name: str
    text: str
    source: str


@dataclass(frozen=True)
class ProjectData:
    """What 基础数据, 条款核对, 自评, 复核 and the rubric's lists say of one project (their column 项目名称)."""

    items: Mapping[str, Figure] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)
    self_scores: Mapping[str, SelfScore] = field(default_factory=dict)
    reviews: Mapping[str, Review] = field(default_factory=dict)
    lists: Mapping[str, ListedRows] = field(default_factory=dict)


@dataclass(frozen=True)
class Dossier:
    """One department's data. ``digest`` tells their content, however the file is stored."""

    department: str
    name: str
    year: int
    profile: tuple[ProfileLine, ...]
    organisation: tuple[OrgLine, ...]
    accounts: Mapping[str, AccountLine]
    projects: tuple[Project, ...] | None  # None: the sheet is missing; (): a list without rows
    items: Mapping[str, Figure]  # 基础数据
    answers: Mapping[str, Mapping[str, Answer]]  # indicator id → clause number → answer
    self_scores: Mapping[str, SelfScore]
    reviews: Mapping[str, Review]
    outputs: tuple[Output, ...]
    chapters: Mapping[str, Chapter]
    digest: str
    lists: Mapping[str, ListedRows] = field(default_factory=dict)  # the rubric's own lists, by name
    projects_data: Mapping[str, ProjectData] = field(default_factory=dict)  # of a project form, by 项目名称
    edition: str = "internal"
    withheld: int = 0  # places where the public edition leaves something out

    def profile_text(self, item: str) -> str:
        """The content of one row of 基本信息, "" where it is blank or missing."""
        return next((line.content for line in self.profile if line.item == item), "")

    def profile_figure(self, item: str) -> Figure:
        """A number of 基本信息, such as 编制数."""
        line = next((line for line in self.profile if line.item == item), None)
        if line is None:
            return Figure(item, None, "", f"{PROFILE.name}：无“{item}”行")
        content = fold_width(line.content)
        excluded = content == NOT_APPLICABLE
        return Figure(item, read_decimal(content), "", line.source, not_applicable=excluded)

    @property
    def own_names(self) -> list[str]:
        """单位名称 and what 单位简称 lists, each once."""
        short = _BETWEEN_NAMES.split(self.profile_text("单位简称"))
        return list(dict.fromkeys(name for name in (self.name, *short) if name))

    @property
    def listed_projects(self) -> tuple[Project, ...] | None:
        """The project list, ``None`` where none was handed in.

        A list without rows earns the full marks of a department that has no project (D7) only where project
        spending says so, by 0 or 不适用: a blank form has such a list, too, and is no data.
        """
        spent = self.account("支出/项目支出", "本年决算")
        has_none = spent.not_applicable or spent.value == 0
        return self.projects if self.projects or has_none else None

    @property
    def project_names(self) -> tuple[str, ...]:
        """The projects of 项目, each once, in the sheet's order."""
        return tuple(dict.fromkeys(project.name for project in self.projects or ()))

    def of_project(self, name: str) -> "Dossier":
        """The department with this one project: its row of 项目, and of the other sheets what is said of it.

        Rows that name no project are of the only one, where there is one; of several they are nobody's.
        """
        own = self.projects_data.get(name, ProjectData())
        unnamed = self if len(self.project_names) == 1 else ProjectData()
        return replace(
            self,
            projects=tuple(project for project in self.projects or () if project.name == name),
            projects_data={},
            items={**unnamed.items, **own.items},
            answers=_merged(unnamed.answers, own.answers),
            self_scores={**unnamed.self_scores, **own.self_scores},
            reviews={**unnamed.reviews, **own.reviews},
            lists={**unnamed.lists, **own.lists},
        )

    def children(self, path: str) -> list[AccountLine]:
        """The rows of 收支 directly below ``path``, in the sheet's order."""
        return self._by_parent.get(path, [])

    @cached_property
    def _by_parent(self) -> dict[str, list[AccountLine]]:
        """Rows of 收支 by the path above them: asked for each row, so looked up and not searched."""
        found: dict[str, list[AccountLine]] = {}
        for line in self.accounts.values():
            found.setdefault(line.path.rpartition("/")[0], []).append(line)
        return found

    def account(self, path: str, column: str) -> Figure:
        """One figure of 收支: the stated one, else the sum of the children, else blank."""
        line = self.accounts.get(path)
        if line is not None and not line.figures[column].blank:
            return line.figures[column]
        name = f"{path.rsplit('/', maxsplit=1)[-1]} {column}"
        summed = self._sum_of_children(path, column, name)
        if summed is not None:
            return summed
        source = line.figures[column].source if line else f"收支：无“{path}”行"
        return Figure(name, None, "万元", source)

    def _sum_of_children(self, path: str, column: str, name: str) -> Figure | None:
        parts = [self.account(child.path, column) for child in self.children(path)]
        total = sum_of_figures(parts)
        if total is None:
            return None
        places = "+".join(part.source.removeprefix("收支!") for part in parts if not part.not_applicable)
        return Figure(name, total, "万元", f"收支!{places}")


def _merged(
    unnamed: Mapping[str, Mapping[str, Answer]], own: Mapping[str, Mapping[str, Answer]]
) -> dict[str, Mapping[str, Answer]]:
    """Answers by indicator and clause, those of the project before those of nobody."""
    return {name: {**unnamed.get(name, {}), **own.get(name, {})} for name in (*unnamed, *own)}
