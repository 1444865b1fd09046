"""Hypothesis strategies: clauses of every kind with numbers of all sorts, and what a department may hand in for them."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from formula_facts import Declared
from hypothesis import strategies as st
from strategies import facts

from pjkit.model.clause import ClauseInputs, ClauseSpec
from pjkit.model.figure import NOT_APPLICABLE

NAMES = Declared(
    {"率": "%", "甲": "万元", "乙": "万元", "数": "天", "份": "份"}, {"清单": {"名称": "文字", "否": "是否"}}
)
READINGS = ("prorate", "whole", "round_up")

points = st.integers(1, 20).map(Decimal)
deductions = st.sampled_from(["0.1", "0.3", "0.5", "1", "2", "7"]).map(Decimal)
percentages = st.integers(0, 120)
Given = dict[str, Any]


def _value(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["率", "甲 ÷ 乙"]))


def _rounding(draw: st.DrawFn) -> Given:
    places = draw(st.sampled_from([None, None, 0, 1]))
    return {} if places is None else {"round": places}


def _below(full: Decimal, draw: st.DrawFn, count: int) -> list[Decimal]:
    """So many different points up to full marks, the most first."""
    halves = st.lists(st.integers(0, int(full) * 2), min_size=count, max_size=count, unique=True)
    return [Decimal(half) / 2 for half in sorted(draw(halves), reverse=True)]


def _scale(draw: st.DrawFn, full: Decimal) -> Given:
    return {
        "value": _value(draw),
        "limit": f"{draw(percentages)}%",
        "side": draw(st.sampled_from(["above", "below"])),
        "step": draw(st.sampled_from([1, 5, Decimal("0.5")])),
        "deduct": draw(deductions),
        "floor_points": draw(st.sampled_from([Decimal(0), full / 4])),
        **_rounding(draw),
    }


def _bands(draw: st.DrawFn, full: Decimal) -> Given:
    """A row of bands in one direction, the best first; the last is what else there is."""
    many = draw(st.integers(1, 3))
    borders = sorted(draw(st.lists(percentages, min_size=many, max_size=many, unique=True)))
    rising = draw(st.booleans())  # less is better
    names = st.sampled_from(["to", "below"] if rising else ["from", "above"])
    earned = _below(full, draw, min(many + 1, int(full) * 2))
    row = [
        {draw(names): f"{border}%", "points": won}
        for border, won in zip(borders if rising else borders[::-1], earned[:-1] or earned, strict=False)
    ]
    return {"value": _value(draw), "bands": [*row, {"else": earned[-1]}], **_rounding(draw)}


def _linear(draw: st.DrawFn, full: Decimal) -> Given:
    many = draw(st.integers(2, 4))
    values = sorted(draw(st.lists(percentages, min_size=many, max_size=many, unique=True)))
    earned = sorted(
        Decimal(half) / 2
        for half in draw(st.lists(st.integers(0, int(full) * 2), min_size=many, max_size=many))
    )
    falls = draw(st.booleans())
    return {
        "value": _value(draw),
        "points_at": {
            f"{at}%": won for at, won in zip(values, earned[::-1] if falls else earned, strict=True)
        },
        **({"above": 0} if falls and draw(st.booleans()) else {}),
        **({"below": 0} if not falls and draw(st.booleans()) else {}),
        **_rounding(draw),
    }


def _proportion(draw: st.DrawFn, _full: Decimal) -> Given:
    threshold = draw(st.none() | st.integers(0, 100))
    return {
        "value": _value(draw),
        **({} if threshold is None else {"pass": f"{threshold}%"}),
        **_rounding(draw),
    }


def _conditions(draw: st.DrawFn, full: Decimal) -> Given:
    many = draw(st.integers(1, 3))
    borders = sorted(draw(st.lists(percentages, min_size=many, max_size=many, unique=True)), reverse=True)
    earned = _below(full, draw, min(many + 1, int(full) * 2))
    cases = [
        {"when": f"率 ≥ {border}%", "points": won}
        for border, won in zip(borders, earned[:-1] or earned, strict=False)
    ]
    return {"cases": [*cases, {"else": earned[-1]}]}


def _per_case(draw: st.DrawFn, _full: Decimal) -> Given:
    return {
        "count": draw(st.sampled_from(["数", "count(清单)", "count(清单，否 = 否)"])),
        draw(st.sampled_from(["deduct", "earn"])): draw(deductions),
        "per": draw(st.sampled_from([1, 3])),
        "nothing": draw(st.sampled_from([None, "full", "not_applicable", "no_data", "zero"])),
    }


def _rows(draw: st.DrawFn, name: str, most: int, **more: st.SearchStrategy[Any]) -> list[Given]:
    return [
        {"no": str(at), name: f"要求{at}", **{key: draw(of) for key, of in more.items()}}
        for at in range(1, draw(st.integers(1, most)) + 1)
    ]


def _two(part: str, whole: str) -> Callable[[st.DrawFn, Decimal], Given]:
    """The two figures of a rate, and what a percentage point costs."""

    def given(draw: st.DrawFn, _full: Decimal) -> Given:
        return {part: "收支[甲].本年决算", whole: "收支[甲].年初预算", "deduct": draw(deductions)}

    return given


def _banded_rate(draw: st.DrawFn, full: Decimal) -> Given:
    borders = sorted(draw(st.lists(st.integers(1, 100), min_size=1, max_size=3, unique=True)), reverse=True)
    earned = _below(full, draw, min(len(borders) + 1, int(full) * 2))
    bands = [{"from": at, "points": won} for at, won in zip(borders, earned[:-1] or earned, strict=False)]
    return {
        "part": "收支[甲].本年决算",
        "whole": "收支[甲].年初预算",
        "bands": [*bands, {"from": 0, "points": earned[-1]}],
        "survey": draw(st.booleans()),
    }


GIVEN: Mapping[str, Callable[[st.DrawFn, Decimal], Given]] = {
    "scale": _scale,
    "bands": _bands,
    "linear": _linear,
    "proportion": _proportion,
    "conditions": _conditions,
    "per_case": _per_case,
    "change_rate": _two("this", "last"),
    "control_rate": _two("spent", "budget"),
    "completion_rate": _two("done", "planned"),
    "banded_rate": _banded_rate,
    "rate_times_points": lambda _draw, _full: {"done": "基础数据[甲]", "planned": "基础数据[乙]"},
    "level": lambda draw, full: {
        "item": "基础数据[等次]",
        "levels": dict(zip(("优", "良", "差"), _below(full, draw, min(3, int(full) * 2)), strict=False)),
    },
    "yes_no": lambda draw, _full: {"target": draw(st.sampled_from(["是", "否"]))},
    "checklist": lambda draw, _full: {"parts": _rows(draw, "text", 4, deduct=deductions)},
    "case_pool": lambda draw, _full: {"items": _rows(draw, "text", 3, deduct=deductions, once=st.booleans())},
    "listed_projects": lambda draw, _full: {
        "category": "项目",
        "flag": "目标管理",
        "deduct": draw(deductions),
        "finished_only": draw(st.booleans()),
    },
    "tiered_choice": lambda draw, _full: {"choices": _rows(draw, "text", 3)},
}
"""Kind → its numbers, drawn for a clause with so many points."""


@st.composite
def clauses_of(draw: st.DrawFn, kind: str) -> ClauseSpec:
    """A sound clause of a kind."""
    full = draw(points)
    clause = NAMES.spec(kind, points=full, text="条款", **GIVEN[kind](draw, full))
    assert list(clause.problems()) == []
    return clause


typed_rates = st.decimals(0, 130, places=2)
typed = st.fixed_dictionaries(
    {
        name: st.one_of(of.map(str), st.sampled_from(["", NOT_APPLICABLE, "0"]))
        for name, of in {
            "率": typed_rates,
            "甲": st.decimals(0, 200, places=2),
            "乙": st.decimals(0, 200, places=2),
            "数": st.integers(-3, 30),
            "份": st.integers(0, 30),
        }.items()
    }
)
listed = st.lists(
    st.fixed_dictionaries({"名称": st.just("甲"), "否": st.sampled_from(["是", "否", "否", ""])}), max_size=8
)


@st.composite
def handed_in(draw: st.DrawFn, clause: ClauseSpec) -> ClauseInputs:
    """What a department may hand in for a clause, gaps and 不适用 among it."""
    if not clause.formulas():
        return draw(facts(clause))
    rows = {"清单": draw(listed)} if draw(st.booleans()) else {}
    return NAMES.inputs(clause, draw(typed), rows)
