"""A comparison in Chinese, line by line, for a terminal."""

from collections import Counter
from collections.abc import Iterator

from pjkit.diff import indicator_words as told
from pjkit.diff import model
from pjkit.model.finding import finding_title
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


def in_words(comparison: model.Comparison) -> Iterator[str]:
    """The lines of the comparison, the most changed departments first. Never empty."""
    old, new = comparison.old, comparison.new
    yield from _heading(comparison)
    for diff in comparison.changed:
        yield from ("", *_department(diff))
    lists = {
        "新增": map(_note, comparison.added),
        "减少": map(_note, comparison.removed),
        "旧批次未完成": _failures(old),
        "新批次未完成": _failures(new),
    }
    for title, lines in lists.items():
        listed = [f"  {line}" for line in lines]
        yield from ("", f"{title}的部门", *listed) if listed else ()


def _heading(comparison: model.Comparison) -> Iterator[str]:
    old, new = comparison.old, comparison.new
    if not comparison.differs:
        yield f"没有变化：{_side(new)}，得分、说明和疑点都相同{_other_basis(comparison)}"
        return
    yield (
        f"{_side(old)} → {_side(new)}：有变化 {len(comparison.changed)}，新增 {len(comparison.added)}，"
        f"减少 {len(comparison.removed)}，没有变化 {len(comparison.same)}{_other_basis(comparison)}"
    )
    if old.year != new.year:
        yield "年度不同：两年的数字本来就不同，下面按指标比较得分"
    reasons = Counter(_reason(one) for diff in comparison.changed for one in diff.scored)
    if reasons:
        listed = "；".join(f"{reason} {count}" for reason, count in reasons.most_common())
        yield f"得分有变化的指标 {reasons.total()} 项，原因：{listed}"
    unsure = sum(diff.basis.unsure for diff in comparison.changed)
    if unsure:
        yield f"{unsure} 个有变化的部门缺 inputs.json，程序和笔记本是否不同不知道"


def _reason(diff: model.IndicatorDiff) -> str:
    return "不明" if diff.reason == "unknown" else "和".join(told.CAUSES[cause.kind] for cause in diff.causes)


def _side(side: model.SideNote) -> str:
    return f"{side.year} 年度 {side.reports} 个部门"


def _other_basis(comparison: model.Comparison) -> str:
    """How many equal results were made from something else."""
    counts = Counter(kind for note in comparison.same for kind in note.basis.causes)
    listed = "、".join(f"{word}不同的 {counts[kind]}" for kind, word in told.CAUSES.items() if counts[kind])
    return f"（结果相同而{listed}）" if listed else ""


# One department


def _department(diff: model.DepartmentDiff) -> Iterator[str]:
    total = diff.total
    score = f"总分 {told.move_in_words(total.score)}" if total.score.moved else f"总分 {total.score.new} 未变"
    yield f"{told.clean(diff.name.new or '')}（{diff.department}）：{score}{_grade(total)}"
    if diff.name.moved:
        yield f"  单位名称：{told.change_in_words(diff.name)}"
    moves = ((word, getattr(total, name)) for name, word in _TOTALS.items())
    parts = "；".join(f"{word} {told.move_in_words(move, '无')}" for word, move in moves if move.moved)
    if parts:
        yield f"  {parts}"
    scored = (line for one in diff.scored for line in told.scored_lines(one, diff.basis))
    findings = (line for one in diff.findings for line in _findings(one))
    yield from (f"  {line}" for line in (*scored, *_lesser(diff), *findings))


def _grade(total: model.TotalDiff) -> str:
    old = total.grade.old or f"待定（{total.grade_range.old}）"
    new = total.grade.new or f"待定（{total.grade_range.new}）"
    return "" if old == new else f"，等次 {told.clean(old)} → {told.clean(new)}"


def _lesser(diff: model.DepartmentDiff) -> Iterator[str]:
    if not diff.lesser:
        return
    yield f"得分未变、其他有变化的指标 {len(diff.lesser)} 项："
    other_year = diff.basis.year == "different"
    passing = _IN_PASSING | {"evidence"} if other_year else _IN_PASSING
    named: dict[str, list[str]] = {}
    for one in diff.lesser:
        if passing.issuperset(one.differs):
            named.setdefault(told.why(one, diff.basis), []).append(told.full_name(one))
        else:
            yield f"  {told.lesser_line(one, diff.basis)}"
    what = "数字、答复或说明" if other_year else "说明"
    for reason, names in named.items():
        yield f"  只有{what}不同：{'、'.join(names)}。原因：{reason}"


def _findings(diff: model.FindingsDiff) -> Iterator[str]:
    lines = {
        "新增": [_finding(one) for one in diff.new],
        "消失": [_finding(one) for one in diff.gone],
        "改变": [" → ".join(_finding(one) for one in (both.old, both.new) if one) for both in diff.changed],
    }
    counts = "，".join(f"{word} {len(ones)}" for word, ones in lines.items() if ones)
    yield f"疑点 {told.clean(finding_title(diff.rule))}：{counts}"
    listed = [f"  {word} {one}" for word, ones in lines.items() for one in ones]
    yield from listed[:_LISTED]
    if len(listed) > _LISTED:
        yield f"  …… 共 {len(listed)} 处，其余见 --json"


def _finding(finding: Finding) -> str:
    return f"[{finding.severity}] {told.clean(finding.where)}：{told.clean(finding.message)}"


# Departments that only one side has


def _note(note: model.DepartmentNote) -> str:
    failure = f"；另一批中未完成：{told.clean(note.failure)}" if note.failure is not None else ""
    return f"{told.clean(note.name)}（{note.department}）：总分 {note.score}，等次 {note.grade or '待定'}{failure}"


def _failures(side: model.SideNote) -> Iterator[str]:
    for one in side.failures:
        stale = "（所比较的是以前的报告）" if one.stale else ""
        yield f"{told.clean(one.name or one.department)}（{told.clean(one.department)}）：{told.clean(one.cause)}{stale}"
