"""A record → the workbook."""

from pjkit.model.scorecard import Scorecard
from pjkit.sheets.sheet import Workbook
from pjkit.sheets.writing import write
from pjkit.writers.xlsx.listings import listings
from pjkit.writers.xlsx.score_table import score_table


def make_scoresheet(record: Scorecard) -> bytes:
    """The workbook as .xlsx; the same record gives the same bytes."""
    footer = record.rubric.title
    title = f"{record.name}{record.year}年度{footer}"
    return write(Workbook(title, footer, (score_table(record), *listings(record))))
