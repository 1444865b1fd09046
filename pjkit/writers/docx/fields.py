"""The fields a Word template may use, and what stands in them.

Text fields (``{{ name }}``) take a few words, also in headers and footers; block fields (``{{p chapters }}``)
stand alone in a paragraph, which gives way to headings, text, tables and pictures.
"""

from decimal import Decimal

from pjkit.model.scorecard import Scorecard
from pjkit.writers.docx.ooxml import clean

NONE = "—"
NO_DATE = "    年  月  日"  # to be written by hand
BLOCKS = ("contents", "chapters", "score_table")
NEEDED = ("chapters", "score_table")
"""Without these the report would not be one."""


def texts(record: Scorecard, date: str) -> dict[str, str]:
    """Every text field, by name."""
    total = record.total
    points = ("supported", "self_only", "missing", "low", "high")
    said = {name: printed(getattr(total, name)) for name in points}
    given = {
        "name": record.name,
        "year": str(record.year),
        "title": title(record),
        "unit": record.name,
        "date": date or NO_DATE,
        "total": printed(known_total(record)),
        "edition": edition(record),
        "grade": record.total.grade_words,
        "self_total": printed(total.self_total),
        **said,
    }
    return {name: clean(words) for name, words in given.items()}


def title(record: Scorecard) -> str:
    """The report's title in one line."""
    return f"{record.year}年度{record.name}部门整体支出绩效自评报告{edition(record)}"


def edition(record: Scorecard) -> str:
    """What a title says of an edition that is not for inside."""
    return "（公开版）" if record.edition == "public" else ""


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
