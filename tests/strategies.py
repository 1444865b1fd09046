"""Hypothesis strategies: what departments hand in, clause by clause and as a whole."""

from collections.abc import Mapping
from dataclasses import replace

from helpers import (
    AMOUNTS,
    FLAGS,
    account,
    answer,
    dossier,
    figure,
    place_of,
    project,
    review,
    rubric,
    self_score,
    settings,
)
from hypothesis import strategies as st

from pjkit.model.clause import NO, ClauseInputs, ClauseSpec, Question
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.figure import NOT_APPLICABLE, Answer, Figure, FigureRef, Project
from pjkit.model.settings import Settings
from pjkit.scoring.rubric import Indicator
from pjkit.scoring.rules.level import Level

WORDS = ("", NOT_APPLICABLE)
amounts = st.one_of(st.decimals(0, 200, places=2), st.decimals("19.50", "20.50", places=2))
"""Amounts, many of them so close together that their rates fall where a rule is neither at 0 nor at full."""

all_settings: st.SearchStrategy[Settings] = st.builds(
    settings,
    zero_base_unchanged=st.sampled_from(["full", "zero"]),
    zero_base_increased=st.sampled_from(["zero", "not_applicable"]),
    no_budget_made=st.sampled_from(["zero", "full"]),
    part_of_point=st.sampled_from(["prorate", "whole", "round_up"]),
    band_border=st.sampled_from(["lower_inclusive", "upper_inclusive"]),
    rate_above_100=st.sampled_from(["cap", "error"]),
    nothing_to_judge=st.sampled_from(["full", "no_data"]),
    same_fact=st.sampled_from(["once", "each"]),
    clause_not_applicable=st.sampled_from(["met", "no_data"]),
    no_data=st.sampled_from(["self_stands_in", "self_not_counted"]),
    authority_figure=st.sampled_from(["replaces", "ignored"]),
    smallest_survey=st.sampled_from([0, 10, 30]),
    cases_if_blank=st.integers(1, 3),
    answers_without_evidence=st.sampled_from(["asserted", "attested"]),
)
"""Every alternative of D1–D19 but the orders of D15."""


def figures(ref: FigureRef, words: tuple[str, ...] = WORDS) -> st.SearchStrategy[Figure]:
    """A cell: an amount, blank, 不适用."""
    texts = st.one_of(amounts.map(str), st.sampled_from(words))
    return texts.map(lambda text: figure(text, ref.name, f"{place_of(ref).sheet}!B2"))


@st.composite
def answered(draw: st.DrawFn, asked: Question) -> Answer:
    """A row of 条款核对 as the reader lets it through (D17)."""
    result = draw(st.sampled_from(asked.results))
    counts = asked.counts_cases and result == NO
    cases = draw(st.none() | st.integers(1, 9)) if counts else None
    given = answer(asked.no, result, cases, draw(st.sampled_from(["材料", ""])))
    return replace(given, same_fact=draw(st.sampled_from(["", "", "甲", "乙"])))


@st.composite
def answer_sheets(draw: st.DrawFn, clause: ClauseSpec, *, gaps: bool = True) -> Mapping[str, Answer]:
    """Answers to a clause's questions; with ``gaps`` one may be missing."""
    asked = clause.questions()
    skipped = draw(st.sampled_from(["", "", asked[0].no, asked[-1].no])) if gaps and asked else ""
    return {question.no: draw(answered(question)) for question in asked if question.no != skipped}


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A row of the project list."""
    flags = {name: draw(st.sampled_from(["是", "是", "否", NOT_APPLICABLE, ""])) for name in FLAGS}
    return project("项目", draw(st.sampled_from(["专项资金", "项目"])), flags, str(draw(amounts)))


project_lists = st.none() | st.lists(projects(), max_size=4).map(tuple)


@st.composite
def facts(draw: st.DrawFn, clause: ClauseSpec) -> ClauseInputs:
    """All that one clause may be judged by."""
    found = {name: draw(figures(ref)) for name, ref in clause.figure_refs().items()}
    if isinstance(clause, Level):
        found["item"] = figure(draw(st.sampled_from([*clause.levels, *WORDS])), "等次", "基础数据!B2")
    return ClauseInputs(found, draw(answer_sheets(clause)), draw(project_lists))


_UNLIKE = {(one.kind, one.points, len(one.questions())): one for one in rubric().clauses()}
clauses: st.SearchStrategy[ClauseSpec] = st.sampled_from(list(_UNLIKE.values()))
"""The clauses of the shipped rubric that differ in more than their words."""
judged = clauses.flatmap(lambda clause: st.tuples(st.just(clause), facts(clause)))
"""Such a clause with facts."""


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A department that handed in some of everything."""
    rows = rubric().indicators()
    refs = {place_of(ref) for clause in rubric().clauses() for ref in clause.figure_refs().values()}
    said = {row.id: draw(st.sampled_from(["", "0", str(row.points / 2), str(row.points)])) for row in rows}
    found = {row.id: draw(st.sampled_from(["", "", "0", str(row.points)])) for row in rows}
    return dossier(
        accounts={ref.row: draw(lines(ref.row)) for ref in sorted(refs, key=str) if ref.sheet == "收支"},
        items={ref.row: draw(items(ref)) for ref in sorted(refs, key=str) if ref.sheet == "基础数据"},
        projects=draw(project_lists),
        answers={row.id: draw(indicator_answers(row)) for row in rows},
        self_scores={name: self_score(score) for name, score in said.items() if score},
        reviews={name: review(score) for name, score in found.items() if score},
    )


def items(ref: FigureRef) -> st.SearchStrategy[Figure]:
    """A row of 基础数据; the one that holds a grade holds a grade."""
    levels = [
        clause.levels
        for clause in rubric().clauses()
        if isinstance(clause, Level) and place_of(clause.item) == ref
    ]
    words = st.sampled_from([*(levels[0] if levels else ["0", "8", "10", "12"]), *WORDS])
    return words.map(lambda text: figure(text, ref.row, f"基础数据!{ref.row}"))


def indicator_answers(row: Indicator) -> st.SearchStrategy[Mapping[str, Answer]]:
    """Answers to the questions of an indicator, with a gap now and then."""
    sheets = [answer_sheets(clause) for clause in row.clauses if clause.questions()]
    return st.tuples(*sheets).map(lambda given: {no: one for sheet in given for no, one in sheet.items()})


def lines(path: str) -> st.SearchStrategy[AccountLine]:
    """A row of 收支."""
    texts = st.sampled_from(["0", "19.70", "20.00", "20.13", "20.50", *WORDS])
    return st.fixed_dictionaries(dict.fromkeys(AMOUNTS, texts)).map(lambda given: account(path, **given))
