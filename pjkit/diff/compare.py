"""Two batches compared: departments matched by their id, indicators by theirs."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from pjkit.diff import model
from pjkit.diff.indicators import compare_indicators
from pjkit.model.records import Batch, Report
from pjkit.model.scorecard import Finding


def compare(old: Batch, new: Batch) -> model.Comparison:
    """What differs between two batches."""
    before, after = _by_department(old), _by_department(new)
    diffs = [_department(before[name], after[name]) for name in sorted(before.keys() & after.keys())]
    return model.Comparison(
        old=_side(old),
        new=_side(new),
        changed=tuple(sorted((diff for diff in diffs if diff.differs), key=_most_first)),
        added=tuple(_note(after[name], old) for name in sorted(after.keys() - before.keys())),
        removed=tuple(_note(before[name], new) for name in sorted(before.keys() - after.keys())),
        same=tuple(_same(diff) for diff in diffs if not diff.differs),
    )


def _by_department(side: Batch) -> dict[str, Report]:
    return {report.record.department: report for report in side.reports}


def _same(diff: model.DepartmentDiff) -> model.SameNote:
    return model.SameNote(department=diff.department, name=diff.name.new or "", basis=diff.basis)


def _most_first(diff: model.DepartmentDiff) -> tuple[Decimal, str]:
    return -abs(diff.total.score.difference or Decimal(0)), diff.department


def _side(side: Batch) -> model.SideNote:
    there = _by_department(side)
    failures = tuple(
        model.FailureNote(
            department=one.department, name=one.name, cause=one.cause, stale=one.department in there
        )
        for one in sorted(side.failures, key=lambda one: one.department)
    )
    return model.SideNote(year=side.year, reports=len(side.reports), failures=failures)


def _note(report: Report, other: Batch) -> model.DepartmentNote:
    card = report.record
    causes = (failure.cause for failure in other.failures if failure.department == card.department)
    return model.DepartmentNote(
        department=card.department,
        name=card.name,
        score=card.total.score,
        grade=card.total.grade,
        failure=next(causes, None),
    )


# One department


def _department(old: Report, new: Report) -> model.DepartmentDiff:
    basis = _basis(old, new)
    found = list(compare_indicators(old.record, new.record, basis))
    return model.DepartmentDiff(
        department=new.record.department,
        **model.DepartmentDiff.changes(old.record, new.record),
        basis=basis,
        total=model.TotalDiff(**model.TotalDiff.changes(old.record.total, new.record.total)),
        scored=tuple(sorted((diff for diff in found if diff.scored), key=_unknown_then_most)),
        lesser=tuple(diff for diff in found if not diff.scored),
        findings=tuple(_findings(old.record.findings, new.record.findings)),
    )


def _unknown_then_most(diff: model.IndicatorDiff) -> tuple[bool, Decimal]:
    """What has no difference stands first: its size cannot be compared."""
    difference = diff.score.difference
    return difference is not None, -abs(difference or Decimal(0))


def _basis(old: Report, new: Report) -> model.Basis:
    first, second = old.record, new.record
    digests = {
        name: _state(*(getattr(one.inputs, digest, "") for one in (old, new)))
        for name, digest in (("code", "pjkit"), ("libraries", "libraries"), ("notebook", "notebook"))
    }
    return model.Basis(
        year=_state(first.year, second.year),
        data=_state(first.data_digest, second.data_digest),
        rubric=_state(*((card.rubric.id, card.rubric.digest) for card in (first, second))),
        **digests,
    )


def _state(old: object, new: object) -> model.State:
    if not old or not new:
        return "unknown"
    return "same" if old == new else "different"


def _findings(old: Sequence[Finding], new: Sequence[Finding]) -> Iterator[model.FindingsDiff]:
    for rule in dict.fromkeys(finding.rule for finding in (*new, *old)):
        gone = [finding for finding in old if finding.rule == rule]
        come = [finding for finding in new if finding.rule == rule]
        _pairs(gone, come, lambda finding: finding)
        changed = _pairs(gone, come, lambda finding: finding.where)
        changed += _pairs(gone, come, lambda finding: finding.message)  # its row has moved
        if gone or come or changed:
            yield model.FindingsDiff(rule=rule, new=tuple(come), gone=tuple(gone), changed=tuple(changed))


def _pairs(
    old: list[Finding], new: list[Finding], key: Callable[[Finding], object]
) -> list[model.Change[Finding]]:
    """Take what has the same key out of both lists, in pairs."""
    paired: list[model.Change[Finding]] = []
    for finding in list(new):
        match = next((one for one in old if key(one) == key(finding)), None)
        if match is not None:
            old.remove(match)
            new.remove(finding)
            paired.append(model.Change[Finding](old=match, new=finding))
    return paired
