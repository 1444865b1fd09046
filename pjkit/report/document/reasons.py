"""Why a score is what it is, with what is lacking said once: 缺少条款1至9的核对结果, not nine times.

A mark's reason tells every clause on its own, as the scoring table needs it; in a chapter people read on.
"""

from collections.abc import Iterable, Sequence

from pjkit.model.clause import UNUSABLE, lacking_names
from pjkit.model.scorecard import ClauseMark, Mark

_JOINED = {"unanswered", "blank"}
_RUN = 3  # neighbours from which 1至3 is shorter than 1、2、3


def why(mark: Mark) -> str:
    """The mark's reason; word for word where no clause lacks anything."""
    lacking = [clause for clause in mark.clauses if _lacks(clause)]
    if not lacking:
        return mark.reason
    several = len(mark.clauses) > 1
    each = [f"条款 {one.no}：{one.reason}" if several else one.reason for one in mark.clauses]
    known = [words for words, one in zip(each, mark.clauses, strict=True) if one not in lacking]
    return mark.reason.replace("；".join(each), "；".join([*known, _lack(lacking)]))


def _lacks(clause: ClauseMark) -> bool:
    return any(one.why not in UNUSABLE for one in clause.lacking)


def _lack(clauses: Iterable[ClauseMark]) -> str:
    """All that these clauses lack, each thing once: answers by their numbers, figures by their places."""
    lacking = [one for clause in clauses for one in clause.lacking]
    numbers = [one.what for one in lacking if one.why == "unanswered"]
    places: dict[str, list[str]] = {}
    for one in lacking:
        if one.why == "blank":
            places.setdefault(one.place, []).append(one.what)
    answers = [f"条款{spans(numbers)}的核对结果"] if numbers else []
    figures = [f"{'、'.join(dict.fromkeys(names))}（{place}）" for place, names in places.items()]
    others = lacking_names(one for one in lacking if one.why not in _JOINED)
    return "缺少" + "、".join([*answers, *figures, *dict.fromkeys(others)])


def spans(numbers: Sequence[str]) -> str:
    """``1、2、3、5`` as 1至3、5; the parts 6.1 to 6.5 as 6.1至6.5."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and _next(runs[-1][-1]) == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}至{run[-1]}" if len(run) >= _RUN else "、".join(run) for run in runs)


def _next(number: str) -> str:
    """The number after: 1 → 2, 6.1 → 6.2."""
    head, dot, last = number.rpartition(".")
    return f"{head}{dot}{int(last) + 1}"
