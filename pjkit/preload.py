"""What a report's notebook uses, made ready once before shells are forked from this process.

Imports, compiled templates, the rubric; nothing of any department.
"""

import contextlib

import pjkit
from pjkit.jupyter import use_packaged_font
from pjkit.model.dossier import Dossier
from pjkit.scoring.rubric import Rubric
from pjkit.sources.rubric import flawless
from pjkit.writers.html.blocks import environment

_OF_CARD = (
    "brief",
    "score_table",
    "findings",
    "unsupported",
    "settings_used",
)


def preload() -> None:
    """Load every verb, compile every template."""
    for verb in pjkit.__all__:
        getattr(pjkit, verb)
    use_packaged_font()
    for template in environment().list_templates():
        environment().get_template(template)


def rehearse(text: str) -> None:
    """Read a rubric's text, where there is one, and show what it says of a department without any data.

    All that is slow only the first time is then done.
    """
    rubric = flawless(text)
    if rubric is None:
        return
    with contextlib.suppress(Exception):  # saves time only; what is wrong is told with a department's report
        _show(rubric)


def _show(rubric: Rubric) -> None:
    nobody = _nobody(rubric.year)
    card = pjkit.evaluate(rubric, nobody)
    chapters = pjkit.chapters(rubric, card)
    for chapter in chapters.all():
        str(pjkit.show(chapter, card, nobody).html)
    for group in chapters.groups:
        str(pjkit.indicators(card, group).html)
    for verb in _OF_CARD:
        str(getattr(pjkit, verb)(card).html)


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
