"""What a consistency check (勾稽检查) sees and is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pjkit.scoring.data.dossier import Dossier
from pjkit.scoring.rubric.model import Rubric
from pjkit.scoring.scorecard import Finding, Mark


@dataclass(frozen=True)
class Case:
    """One department's data with the marks they got."""

    rubric: Rubric
    dossier: Dossier
    marks: tuple[Mark, ...]


Check = Callable[[Case], Iterable[Finding]]
"""A pure function: the findings of one rule, each with severity, place and arithmetic."""
