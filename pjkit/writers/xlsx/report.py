"""A record → the workbook."""

from pjkit.model.scorecard import Scorecard
from pjkit.sheets.sheet import Workbook
from pjkit.sheets.writing import write
from pjkit.writers.xlsx.listings import listings
from pjkit.writers.xlsx.score_table import score_table

_FOOTER = "部门整体支出绩效评价指标评分表"


def make_scoresheet(record: Scorecard) -> bytes:
    """The workbook as .xlsx; the same record gives the same bytes."""
    title = f"{record.name}{record.year}年度{_FOOTER}"
    return write(Workbook(title, _FOOTER, (score_table(record), *listings(record))))
