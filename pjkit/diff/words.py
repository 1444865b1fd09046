"""A comparison in Chinese, line by line, for a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator

from pjkit.diff.indicator_words import (
    CAUSES,
    changed,
    clean,
    full_name,
    lesser_line,
    moved,
    scored_lines,
    why,
)
from pjkit.diff.model import (
    Basis,
    CauseKind,
    Change,
    Comparison,
    DepartmentDiff,
    DepartmentNote,
    FailureNote,
    FindingsDiff,
    IndicatorDiff,
    SideNote,
    TotalDiff,
)
from pjkit.model.scorecard import Finding

_LISTED = 5  # findings of one check in a terminal; the JSON has them all
_TOTALS = {
    "self_total": "自评总分",
    "supported": "有据",
    "self_only": "仅凭自述",
    "missing": "无数据的分值",
    "rescaled": "剔除不适用后折算",
}
# Indicators that differ in no more than this are only named. Between two years all figures differ.
_IN_PASSING = {"value", "explanation", "clauses", "settings"}
_IN_PASSING_OVER_YEARS = {*_IN_PASSING, "evidence"}


def in_words(comparison: Comparison) -> Iterator[str]:
    """The lines of the comparison, the most changed departments first. Never empty."""
    yield from _heading(comparison)
    for diff in comparison.changed:
        yield ""
        yield from _department(diff)
    for title, notes in (("新增", comparison.added), ("减少", comparison.removed)):
        if notes:
            yield ""
            yield f"{title}的部门"
            yield from (f"  {_note(note)}" for note in notes)
    yield from _failures(comparison.old, comparison.new)


def _heading(comparison: Comparison) -> Iterator[str]:
    old, new = comparison.old, comparison.new
    if not comparison.differs:
        yield f"没有变化：{_side(new)}，得分、说明和疑点都相同" + _other_basis(comparison)
        return
    yield (
        f"{_side(old)} → {_side(new)}：有变化 {len(comparison.changed)}，新增 {len(comparison.added)}，"
        f"减少 {len(comparison.removed)}，没有变化 {len(comparison.same)}" + _other_basis(comparison)
    )
    if old.year != new.year:
        yield "年度不同：两年的数字本来就不同，下面按指标比较得分"
    scored = [one for diff in comparison.changed for one in diff.scored]
    if scored:
        reasons = Counter(_reason(one) for one in scored)
        listed = "；".join(f"{reason} {count}" for reason, count in reasons.most_common())
        yield f"得分有变化的指标 {len(scored)} 项，原因：{listed}"
    unknown = sum("unknown" in (diff.basis.code, diff.basis.notebook) for diff in comparison.changed)
    if unknown:
        yield f"{unknown} 个有变化的部门缺 inputs.json，程序和笔记本是否不同不知道"


def _reason(diff: IndicatorDiff) -> str:
    return "不明" if diff.reason == "unknown" else "和".join(CAUSES[cause.kind] for cause in diff.causes)


def _side(side: SideNote) -> str:
    return f"{side.year} 年度 {side.reports} 个部门"


def _other_basis(comparison: Comparison) -> str:
    """How many equal results were made from something else."""
    counts = Counter(kind for note in comparison.same for kind in _different(note.basis))
    if not counts:
        return ""
    return f"（结果相同而{'、'.join(f'{CAUSES[kind]}不同的 {counts[kind]}' for kind in CAUSES if counts[kind])}）"


def _different(basis: Basis) -> Iterator[CauseKind]:
    if basis.data == "different":
        yield "data"
    if basis.rubric == "different":
        yield "rubric"
    if "different" in (basis.code, basis.libraries):
        yield "code"
    if basis.notebook == "different":
        yield "notebook"


# One department


def _department(diff: DepartmentDiff) -> Iterator[str]:
    total = diff.total
    score = f"总分 {moved(total.score)}" if total.score.moved else f"总分 {total.score.new} 未变"
    grade = _grade(total)
    name = f"{clean(diff.name.new or '')}（{diff.department}）"
    yield f"{name}：{score}{f'，等次 {grade}' if grade else ''}"
    if diff.name.moved:
        yield f"  单位名称：{changed(diff.name)}"
    parts = [
        f"{word} {moved(move, '无')}"
        for name, word in _TOTALS.items()
        if (move := getattr(total, name)).moved
    ]
    if parts:
        yield f"  {'；'.join(parts)}"
    for indicator in diff.scored:
        yield from (f"  {line}" for line in scored_lines(indicator, diff.basis))
    yield from (f"  {line}" for line in _lesser(diff))
    for findings in diff.findings:
        yield from (f"  {line}" for line in _findings(findings))


def _grade(total: TotalDiff) -> str:
    old = total.grade.old or f"待定（{total.grade_range.old}）"
    new = total.grade.new or f"待定（{total.grade_range.new}）"
    return "" if old == new else changed(Change(old=old, new=new))


def _lesser(diff: DepartmentDiff) -> Iterator[str]:
    if not diff.lesser:
        return
    yield f"得分未变、其他有变化的指标 {len(diff.lesser)} 项："
    passing = _IN_PASSING_OVER_YEARS if diff.basis.year == "different" else _IN_PASSING
    named: dict[str, list[str]] = {}
    for one in diff.lesser:
        if passing.issuperset(one.differs):
            named.setdefault(why(one, diff.basis), []).append(full_name(one))
        else:
            yield f"  {lesser_line(one, diff.basis)}"
    what = "数字、答复或说明" if diff.basis.year == "different" else "说明"
    for reason, names in named.items():
        yield f"  只有{what}不同：{'、'.join(names)}。原因：{reason}"


def _findings(diff: FindingsDiff) -> Iterator[str]:
    counts = (("新增", len(diff.new)), ("消失", len(diff.gone)), ("改变", len(diff.changed)))
    listed = "，".join(f"{word} {count}" for word, count in counts if count)
    yield f"疑点 {clean(diff.title)}：{listed}"
    lines = [
        *(f"新增 {_finding(one)}" for one in diff.new),
        *(f"消失 {_finding(one)}" for one in diff.gone),
        *(f"改变 {_finding(one.old)} → {_finding(one.new)}" for one in diff.changed),
    ]
    yield from (f"  {line}" for line in lines[:_LISTED])
    if len(lines) > _LISTED:
        yield f"  …… 共 {len(lines)} 处，其余见 --json"


def _finding(finding: Finding) -> str:
    return f"[{finding.severity}] {clean(finding.where)}：{clean(finding.message)}"


# Departments that only one side has


def _note(note: DepartmentNote) -> str:
    grade = note.grade or "待定"
    failure = f"；另一批中未完成：{clean(note.failure)}" if note.failure is not None else ""
    return f"{clean(note.name)}（{note.department}）：总分 {note.score}，等次 {grade}{failure}"


def _failures(old: SideNote, new: SideNote) -> Iterator[str]:
    for title, failures in (("旧批次未完成", old.failures), ("新批次未完成", new.failures)):
        if failures:
            yield ""
            yield f"{title}的部门"
            yield from (f"  {line}" for line in _failed(failures))


def _failed(failures: Iterable[FailureNote]) -> Iterator[str]:
    for one in failures:
        stale = "（所比较的是以前的报告）" if one.stale else ""
        yield f"{clean(one.name or one.department)}（{clean(one.department)}）：{clean(one.cause)}{stale}"
