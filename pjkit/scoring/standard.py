"""评价标准: an indicator's rule in words, derived from its numbers; and whether a sentence of the file has other numbers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from pydantic import BaseModel

from pjkit.model.amounts import HUNDRED, fold_width
from pjkit.model.clause import ClauseSpec
from pjkit.model.formula import Constant, Formula, leaves
from pjkit.model.settings import Border
from pjkit.scoring.attainable import ways
from pjkit.scoring.rubric import Indicator
from pjkit.scoring.rules import RULES

_TOLD = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(分(?![钟之])|%|个百分点|百分点|例|天|次)")
_POINTS = "分"
_ALWAYS = {Fraction(0), Fraction(1), Fraction(HUNDRED)}  # 不高于0%, 每1个百分点, 达到100%
_NO_POINTS = {"from_", "per", "places"}  # numbers of a spec that are neither points nor typed as borders


def derive_standard(indicator: Indicator) -> str:
    """The rule of an indicator in words: its clauses' sentences, by number where there are several."""
    clauses = indicator.clauses
    if len(clauses) == 1:
        return _said(clauses[0])
    numbered = "".join(f"（{clause.no}）{_said(clause)}" for clause in clauses)
    chosen = [[f"（{clauses[at].no}）" for at in way] for way in ways(clauses) if len(way) > 1]
    return numbered + "".join(f"{'、'.join(way)}取得分高的一项。" for way in chosen)


def _said(clause: ClauseSpec) -> str:
    """What a clause asks, and what that is worth."""
    asked = f"{clause.text.rstrip('。')}。" if clause.text else ""
    return asked + RULES[clause.kind].sentence(clause)


def contradicting_numbers(indicator: Indicator) -> list[str]:
    """Numbers with their units (``0.5分``) in the file's 评价标准 that are no numbers of the rule."""
    known = _Known.of(indicator)
    found = ((Fraction(number), unit) for number, unit in _TOLD.findall(fold_width(indicator.standard)))
    strange = [(number, unit) for number, unit in found if number not in known.by_unit(unit)]
    return [f"{_plain(number)}{unit}" for number, unit in dict.fromkeys(strange)]


def _plain(number: Fraction) -> str:
    return f"{Decimal(number.numerator) / Decimal(number.denominator)}"


@dataclass(frozen=True)
class _Known:
    """The numbers of one indicator's rule: points, and limits, steps and the like."""

    points: frozenset[Fraction]
    others: frozenset[Fraction]

    @classmethod
    def of(cls, indicator: Indicator) -> "_Known":
        """Every number of the specs; of the clauses' points also the sums of neighbours."""
        clauses = [clause.full for clause in indicator.clauses]
        sums = (total for start in range(len(clauses)) for total in accumulate(clauses[start:]))
        told = list(_numbers(indicator, ""))
        points = frozenset(number for number, is_points in told if is_points)
        others = frozenset(number for number, is_points in told if not is_points)
        return cls(points | frozenset(sums) | {Fraction(0)}, others | _ALWAYS)

    def by_unit(self, unit: str) -> frozenset[Fraction]:
        """The numbers that may stand before a unit."""
        return self.points if unit == _POINTS else self.others


def _numbers(node: Any, name: str) -> Iterator[tuple[Fraction, bool]]:
    """Every number below a part of the rubric, and whether it is one of points."""
    if isinstance(node, Border):
        yield node.number, False
        if not node.percent:
            yield node.number, True  # the value itself may be counted in 分
    elif isinstance(node, Formula):
        yield from ((number, False) for number in _constants(node))
    elif isinstance(node, Decimal | int) and not isinstance(node, bool):
        yield Fraction(node), name not in _NO_POINTS
    for field, part in _parts(node, name):
        yield from _numbers(part, field)


def _parts(node: Any, name: str) -> Iterable[tuple[str, Any]]:
    """What a part of the rubric consists of, by field; members of a list or a mapping under its own name."""
    if isinstance(node, BaseModel):
        return node
    if isinstance(node, Mapping):
        return ((name, part) for pair in node.items() for part in pair)
    return ((name, part) for part in node) if isinstance(node, list | tuple) else ()


def _constants(formula: Formula) -> Iterator[Fraction]:
    for leaf in leaves(formula.expression):
        if isinstance(leaf, Constant) and leaf.value is not None:
            yield from (leaf.value, leaf.value * HUNDRED)
