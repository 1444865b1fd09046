"""Two batches compared, department by department."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from pjkit.diff.indicators import indicator_diff, lone_indicator, seen_in
from pjkit.diff.model import (
    Basis,
    Change,
    Comparison,
    DepartmentDiff,
    DepartmentNote,
    FailureNote,
    FindingChange,
    FindingsDiff,
    IndicatorDiff,
    Move,
    SameNote,
    SideNote,
    State,
    TotalDiff,
)
from pjkit.diff.reading import Report, Side
from pjkit.model.scorecard import Finding, Scorecard, Totals

_TOTALS = ("score", "self_total", "supported", "self_only", "missing", "low", "high", "rescaled")


def compare(old: Side, new: Side) -> Comparison:
    """What differs between two batches, departments matched by their id, indicators by theirs."""
    before, after = _by_department(old), _by_department(new)
    both = sorted(before.keys() & after.keys())
    diffs = [_department(before[name], after[name]) for name in both]
    return Comparison(
        old=_side_note(old),
        new=_side_note(new),
        changed=tuple(sorted((diff for diff in diffs if _differs(diff)), key=_most_first)),
        added=tuple(_note(after[name], old) for name in sorted(after.keys() - before.keys())),
        removed=tuple(_note(before[name], new) for name in sorted(before.keys() - after.keys())),
        same=tuple(
            SameNote(department=diff.department, name=diff.name.new or "", basis=diff.basis)
            for diff in diffs
            if not _differs(diff)
        ),
    )


def _by_department(side: Side) -> dict[str, Report]:
    return {report.record.department: report for report in side.reports}


def _side_note(side: Side) -> SideNote:
    there = _by_department(side)
    failures = [
        FailureNote(department=one.department, name=one.name, cause=one.cause, stale=one.department in there)
        for one in sorted(side.failures, key=lambda one: one.department)
    ]
    return SideNote(year=side.year, reports=len(side.reports), failures=tuple(failures))


def _note(report: Report, other: Side) -> DepartmentNote:
    record = report.record
    causes = [failure.cause for failure in other.failures if failure.department == record.department]
    return DepartmentNote(
        department=record.department,
        name=record.name,
        score=record.total.score,
        grade=record.total.grade,
        failure=causes[0] if causes else None,
    )


# One department


def _department(old: Report, new: Report) -> DepartmentDiff:
    basis = _basis(old, new)
    found = list(_indicators(old, new, basis))
    return DepartmentDiff(
        department=new.record.department,
        name=Change(old=old.record.name, new=new.record.name),
        basis=basis,
        total=_total(old.record.total, new.record.total),
        scored=tuple(sorted((diff for diff in found if _scored(diff)), key=_unknown_then_most)),
        lesser=tuple(diff for diff in found if not _scored(diff)),
        findings=tuple(_findings(old.record.findings, new.record.findings)),
    )


def _differs(diff: DepartmentDiff) -> bool:
    return bool(diff.scored or diff.lesser or diff.findings or diff.total.moved or diff.name.moved)


def _most_first(diff: DepartmentDiff) -> tuple[Decimal, str]:
    return -abs(diff.total.score.difference or Decimal(0)), diff.department


def _scored(diff: IndicatorDiff) -> bool:
    return diff.presence != "both" or diff.score.moved


def _unknown_then_most(diff: IndicatorDiff) -> tuple[bool, Decimal]:
    """What has no difference stands first: its size cannot be compared."""
    difference = diff.score.difference
    return difference is not None, -abs(difference or Decimal(0))


def _basis(old: Report, new: Report) -> Basis:
    first, second = old.inputs, new.inputs
    return Basis(
        year=_state(old.record.year, new.record.year),
        data=_state(old.record.data_digest, new.record.data_digest),
        rubric=_state(_rubric(old.record), _rubric(new.record)),
        code=_state(first and first.pjkit, second and second.pjkit),
        libraries=_state(first and first.libraries, second and second.libraries),
        notebook=_state(first and first.notebook, second and second.notebook),
    )


def _rubric(card: Scorecard) -> tuple[str, str]:
    """What every version's records tell of it."""
    return card.rubric.id, card.rubric.digest


def _state(old: object, new: object) -> State:
    if not old or not new:
        return "unknown"
    return "same" if old == new else "different"


def _indicators(old: Report, new: Report, basis: Basis) -> Iterator[IndicatorDiff]:
    """Every indicator that differs, in the new report's order, then those that are gone."""
    before, after = seen_in(old), seen_in(new)
    for name, now in after.items():
        then = before.get(name)
        diff = indicator_diff(then, now, basis) if then else lone_indicator(None, now, basis)
        if diff:
            yield diff
    for name, then in before.items():
        if name not in after:
            yield lone_indicator(then, None, basis)


def _total(old: Totals, new: Totals) -> TotalDiff:
    moves = {name: Move(old=getattr(old, name), new=getattr(new, name)) for name in _TOTALS}
    ranges = Change(old="～".join(old.grade_range), new="～".join(new.grade_range))
    return TotalDiff(**moves, grade=Change(old=old.grade, new=new.grade), grade_range=ranges)


# Findings


_Findings = tuple[Finding, ...]


def _findings(old: _Findings, new: _Findings) -> Iterator[FindingsDiff]:
    for rule in dict.fromkeys(finding.rule for finding in (*new, *old)):
        gone = [finding for finding in old if finding.rule == rule]
        come = [finding for finding in new if finding.rule == rule]
        _pairs(gone, come, lambda finding: finding)
        changed = _pairs(gone, come, lambda finding: finding.where)
        changed += _pairs(gone, come, lambda finding: finding.message)  # its row has moved
        if gone or come or changed:
            yield FindingsDiff(rule=rule, new=tuple(come), gone=tuple(gone), changed=tuple(changed))


def _pairs(old: list[Finding], new: list[Finding], key: Callable[[Finding], object]) -> list[FindingChange]:
    """Take what has the same key out of both lists, in pairs."""
    paired: list[FindingChange] = []
    for finding in list(new):
        match = next((one for one in old if key(one) == key(finding)), None)
        if match is not None:
            old.remove(match)
            new.remove(finding)
            paired.append(FindingChange(old=match, new=finding))
    return paired
