"""Every block that the verbs give of one department: what a notebook may show as ours."""

from collections.abc import Callable, Iterator

from pjkit.model.dossier import Dossier
from pjkit.model.report_block import AnyBlock, IndicatorCard, Section
from pjkit.model.scorecard import Scorecard
from pjkit.report import chapters, findings, masthead, overview, score_gaps, score_table, sources
from pjkit.report.indicator import indicator
from pjkit.scoring.rubric import Rubric

OF_CARD: tuple[Callable[[Scorecard], AnyBlock], ...] = (
    findings.brief,
    score_table.score_table,
    score_table.group_table,
    findings.findings,
    findings.unsupported,
    score_gaps.score_gaps,
    sources.settings_used,
    *chapters.OF_CARD.values(),
)
OF_BOTH: tuple[Callable[[Scorecard, Dossier], AnyBlock], ...] = (
    masthead.masthead,
    sources.data_sources,
    *chapters.OF_BOTH.values(),
)
_NO_CHAPTER = ""  # what is said of any that the department has not written


def contents(rules: Rubric, card: Scorecard, dossier: Dossier) -> Iterator[AnyBlock]:
    """What each verb gives, and the blocks in it, which an analyst may show alone."""
    yield masthead.style()
    yield from _headings(rules, card)
    for block in _given(card, dossier):
        yield from _with_parts(block)


def _headings(rules: Rubric, card: Scorecard) -> Iterator[AnyBlock]:
    ordered = chapters.chapters(rules, card)
    yield from (one.heading for one in ordered.all() if one.heading)
    yield from (heading for group in ordered.groups for heading in group.headings)


def _given(card: Scorecard, dossier: Dossier) -> Iterator[AnyBlock]:
    yield from (verb(card) for verb in OF_CARD)
    yield from (verb(dossier) for verb in chapters.OF_DOSSIER.values())
    yield from (verb(card, dossier) for verb in OF_BOTH)
    yield from (indicator(card, mark.id) for mark in card.marks)
    yield from (overview.chapter(dossier, name) for name in (*dossier.chapters, _NO_CHAPTER))


def _with_parts(block: AnyBlock) -> Iterator[AnyBlock]:
    yield block
    if isinstance(block, Section):
        for child in block.children:
            yield from _with_parts(child)
    elif isinstance(block, IndicatorCard):
        parts = (block.clauses, block.curve, block.inputs, block.sentence)
        yield from (part for part in parts if part is not None)
