"""A rubric of another year than the one evaluated: allowed, but said."""

from collections.abc import Iterator

from pjkit.checks.base import Case
from pjkit.model.scorecard import Finding


def rubric_of_another_year(case: Case) -> Iterator[Finding]:
    """A bureau may go on with last year's rubric; whoever reads the scores must know."""
    rubric, year = case.rubric, case.dossier.year
    if rubric.year == year:
        return
    where = next((line.source for line in case.dossier.profile if line.item == "评价年度"), "基本信息")
    message = f"评价年度是 {year} 年，评分标准“{rubric.title}”是 {rubric.year} 年度的，请确认仍然适用"
    yield Finding("rubric_of_another_year", "提示", where, message)
