"""The fields a Word template may use, and what stands in them.

Text fields (``{{ name }}``) take a few words, also in headers and footers; block fields (``{{p chapters }}``)
stand alone in a paragraph, which gives way to headings, text, tables and pictures.
"""

from decimal import Decimal

from pjkit.model.document import Document
from pjkit.model.scorecard import Scorecard
from pjkit.writers.docx.ooxml import clean

NONE = "—"
NO_DATE = "    年  月  日"  # to be written by hand
BLOCKS = ("contents", "chapters", "score_table")
NEEDED = ("chapters", "score_table")
"""Without these the report would not be one."""


def texts(document: Document, record: Scorecard) -> dict[str, str]:
    """Every text field, by name."""
    total = record.total
    points = ("supported", "self_only", "missing", "low", "high")
    said = {name: printed(getattr(total, name)) for name in points}
    given = {
        "name": document.name,
        "year": str(document.year),
        "title": document.title,
        "unit": document.unit,
        "date": document.date or NO_DATE,
        "total": printed(known_total(record)),
        "edition": "（公开版）" if record.edition == "public" else "",
        "grade": record.total.grade_words,
        "self_total": printed(total.self_total),
        **said,
    }
    return {name: clean(words) for name, words in given.items()}


TEXTS = (
    "name",
    "year",
    "title",
    "unit",
    "date",
    "total",
    "edition",
    "grade",
    "self_total",
    "supported",
    "self_only",
    "missing",
    "low",
    "high",
)
KNOWN = (*TEXTS, *BLOCKS)


def known_total(record: Scorecard) -> Decimal | None:
    """The total; ``None`` where no score is known, for that is not 0."""
    return record.total.score if record.scored else None


def printed(score: Decimal | None) -> str:
    """A score with two decimals, or the dash of those there are not."""
    return NONE if score is None else f"{score:.2f}"
