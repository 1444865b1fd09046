"""The workbook of one report, made and looked at."""

from pjkit.model.scorecard import Scorecard
from pjkit.writers.xlsx.checking import problems_of
from pjkit.writers.xlsx.making import make_scoresheet


def scoresheet(record: Scorecard) -> tuple[bytes, list[str]]:
    """The workbook, and what is wrong with it, in Chinese: nothing where it agrees with its record."""
    workbook = make_scoresheet(record)
    return workbook, problems_of(workbook, record)
