"""A record → the workbook."""

from pjkit.model.scorecard import Scorecard
from pjkit.sheets.book import Book
from pjkit.sheets.table import add_table
from pjkit.writers.xlsx.listings import listings
from pjkit.writers.xlsx.score_table import add_score_table


def make_scoresheet(record: Scorecard) -> bytes:
    """The workbook as .xlsx; the same record gives the same bytes."""
    book = Book(f"{record.name}{record.year}年度部门整体支出绩效评价指标评分表")
    add_score_table(book, record)
    for table in listings(record):
        add_table(book, table)
    return book.content()
