"""The workbook of one report, made and looked at."""

from pjkit.publishing.scoresheet.checking import problems_of
from pjkit.publishing.scoresheet.making import make_scoresheet
from pjkit.scoring.records import Record


def scoresheet(record: Record) -> tuple[bytes, list[str]]:
    """The workbook, and what is wrong with it, in Chinese: nothing where it agrees with its record."""
    workbook = make_scoresheet(record)
    return workbook, problems_of(workbook, record)
