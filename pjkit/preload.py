"""What a report's notebook uses, made ready once before shells are forked from this process.

Imports, compiled templates, the rubric, the chart font and its characters; nothing of any department.
"""

import contextlib

import pjkit
from pjkit.model.dossier import Dossier
from pjkit.report.charts.canvas import Canvas, to_svg
from pjkit.report.charts.model import Caption
from pjkit.report.fragment import environment
from pjkit.scoring.rubric import Rubric
from pjkit.sources.rubric import flawless

_OF_CARD = (
    "brief",
    "score_by_group",
    "points_lost",
    "score_table",
    "findings",
    "unsupported",
    "settings_used",
)


def preload() -> None:
    """Load every verb, compile every template, draw one small chart."""
    for verb in pjkit.__all__:
        getattr(pjkit, verb)
    for template in environment().list_templates():
        environment().get_template(template)
    canvas = Canvas(20)
    canvas.text((10, 10), "得分 0123456789.%")
    canvas.line([(0, 0), (10, 10)])
    to_svg(canvas, Caption("preload", "", ""))


def rehearse(text: str) -> None:
    """Read a rubric's text, where there is one, and show what it says of a department without any data.

    All that is slow only the first time is then done: outlines of the characters, matplotlib's own caches.
    """
    rubric = flawless(text)
    if rubric is None:
        return
    with contextlib.suppress(Exception):  # saves time only; what is wrong is told with a department's report
        _show(rubric)


def _show(rubric: Rubric) -> None:
    card = pjkit.evaluate(rubric, _nobody(rubric.year))
    for mark in card.marks:
        pjkit.indicator(card, mark.id)
    for verb in _OF_CARD:
        getattr(pjkit, verb)(card)


def _nobody(year: int) -> Dossier:
    return Dossier(
        department="nobody",
        name="",
        year=year,
        profile=(),
        organisation=(),
        accounts={},
        projects=None,
        items={},
        answers={},
        self_scores={},
        reviews={},
        outputs=(),
        chapters={},
        digest="",
    )
