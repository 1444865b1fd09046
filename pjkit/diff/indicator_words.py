"""One indicator's difference in Chinese."""

from collections.abc import Iterable, Iterator

from pjkit.diff.model import Basis, CauseKind, Change, Fact, FactKind, IndicatorDiff, Move
from pjkit.model.amounts import read_decimal
from pjkit.model.levels import of_project

_LISTED, _LISTED_LESSER = 6, 2  # facts of an indicator in a terminal; the JSON has them all
_LONGEST = 60  # signs of a department's own text
_UNKNOWN = "未知"

CAUSES: dict[CauseKind, str] = {"data": "数据", "rubric": "评分标准", "code": "程序", "notebook": "笔记本"}
_TOLD: dict[FactKind, str] = {"figure": "", "answer": "", "evidence": " 的佐证材料", "effect": " 的判定"}
"""What is told as data; self and review scores are told as scores."""
_SCORES = {
    "computed_score": ("核算分", _UNKNOWN),
    "self_score": ("自评分", "无"),
    "review_score": ("复核分", "无"),
}
_OTHERS = {
    "name": "名称",
    "value": "比率或等次",
    "explanation": "说明",
    "clauses": "条款得分",
    "settings": "设定",
}


def clean(text: str) -> str:
    """A department's text on one line, without control characters, cut if long."""
    printable = "".join(sign if sign.isprintable() else "·" for sign in text)
    return f"{printable[:_LONGEST]}…" if len(printable) > _LONGEST else printable


def move_in_words(move: Move, absent: str = _UNKNOWN) -> str:
    """``2.00 → 0.50（-1.50）``. From or to unknown is told in words: there is no difference from 0."""
    old, new = (absent if one is None else format(one, "f") for one in (move.old, move.new))
    if move.difference is not None:
        return f"{old} → {new}（{format(move.difference, '+f')}）"
    turn = "由未知变为已知" if move.old is None else "由已知变为未知"
    return f"{old} → {new}（{turn}）" if absent == _UNKNOWN else f"{old} → {new}"


def change_in_words(change: Change[str]) -> str:
    """``优 → 良``."""
    return " → ".join("无" if one is None else clean(one) for one in (change.old, change.new))


def full_name(diff: IndicatorDiff) -> str:
    """The indicator under its lowest group; a project's under the project, too."""
    above = diff.path[-1:] if not of_project(diff.id) else dict.fromkeys((diff.path[0], diff.path[-1]))
    return clean("/".join((*above, diff.name)))


def scored_lines(diff: IndicatorDiff, basis: Basis) -> Iterator[str]:
    """An indicator whose score differs: the score, why, what else differs, the data that differ."""
    yield f"{full_name(diff)}：{_headline(diff)}。原因：{why(diff, basis)}"
    others = "；".join(_others(diff)) if diff.presence == "both" else ""
    if others:
        yield f"  {others}"
    facts = _facts(diff)
    yield from (f"  {fact}" for fact in facts[:_LISTED])
    if len(facts) > _LISTED:
        yield f"  …… 共 {len(facts)} 处，其余见 --json"


def lesser_line(diff: IndicatorDiff, basis: Basis) -> str:
    """An indicator whose score is equal: what differs beside it, on one line."""
    facts = _facts(diff)
    more = [f"等 {len(facts)} 处数据"] if len(facts) > _LISTED_LESSER else []
    rest = "、".join(word for name, word in _OTHERS.items() if name in diff.differs)
    told = "；".join([*_others(diff), *facts[:_LISTED_LESSER], *more]) or f"{rest}不同"
    return f"{full_name(diff)}：{told}。原因：{why(diff, basis)}"


def _headline(diff: IndicatorDiff) -> str:
    if diff.presence == "both":
        return move_in_words(diff.score)
    added = diff.presence == "added"
    score = diff.score.new if added else diff.score.old
    return f"{'新增的指标，得分' if added else '删去的指标，原得分'} {_UNKNOWN if score is None else format(score, 'f')}"


def _others(diff: IndicatorDiff) -> Iterator[str]:
    """The other scores, the status and the full marks, where they differ."""
    if diff.points.moved:
        yield f"分值 {move_in_words(diff.points)}"
    if diff.status.moved:
        yield f"状态 {diff.status.old_label} → {diff.status.new_label}"
    for name, (word, absent) in _SCORES.items():
        move: Move = getattr(diff, name)
        if move.moved and (name != "computed_score" or move != diff.score):
            yield f"{word} {move_in_words(move, absent)}"


# Why


def why(diff: IndicatorDiff, basis: Basis) -> str:
    """The reason in words; what only a digest tells is marked as possible."""
    seen, possible = (
        _listed(cause.kind for cause in diff.causes if cause.seen is is_seen) for is_seen in (True, False)
    )
    if diff.reason != "unknown":
        if seen and possible:
            return f"{seen}（{possible}也不同）"
        several = "、" in possible
        return f"几种可能（{possible}都不同，这项指标的数字和答复没有变）" if several else seen or possible
    if basis.unsure:
        return f"不明（{possible and f'{possible}不同，'}缺 inputs.json，不知道程序和笔记本是否不同）"
    return "不明（数据、评分标准、程序和笔记本都相同，记录可能被改动过）"


def _listed(causes: Iterable[CauseKind]) -> str:
    return "、".join(CAUSES[kind] for kind in causes)


# The data


def _facts(diff: IndicatorDiff) -> list[str]:
    return [_fact(fact) for fact in diff.facts if fact.kind in _TOLD]


def _fact(fact: Fact) -> str:
    name = clean(fact.name) + _TOLD[fact.kind]
    old, new = (_value(value, fact.unit) for value in (fact.old, fact.new))
    if fact.old == fact.new:
        return f"{name} {new}，出处 {change_in_words(Change[str](old=fact.old_source, new=fact.new_source))}"
    unit = f" {clean(fact.unit)}" if fact.unit and read_decimal(fact.new or "") is not None else ""
    place = fact.new_source or fact.old_source
    return f"{name} {old} → {new}{unit}" + (f"（{clean(place)}）" if place else "")


def _value(value: str | None, unit: str) -> str:
    """Money with two decimals or the more it has; anything else as it stands."""
    if value is None:
        return "空白"
    amount = read_decimal(value) if unit == "万元" else None
    exponent = None if amount is None else amount.as_tuple().exponent
    return f"{amount:,.{max(2, -exponent)}f}" if isinstance(exponent, int) else clean(value)
