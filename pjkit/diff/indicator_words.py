"""One indicator's difference in Chinese."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pjkit.diff.model import Basis, Cause, CauseKind, Change, Fact, FactKind, IndicatorDiff, Move

_LISTED, _LISTED_LESSER = 6, 2  # facts of an indicator in a terminal; the JSON has them all
_LONGEST = 60  # signs of a department's own text
_MONEY = "万元"
_UNKNOWN = "未知"

CAUSES: dict[CauseKind, str] = {"data": "数据", "rubric": "评分标准", "code": "程序", "notebook": "笔记本"}
_FACTS: dict[FactKind, str] = {
    "figure": "",
    "answer": "",
    "evidence": " 的佐证材料",
    "effect": " 的判定",
    "self": "自评分",
    "review": "复核分",
}
_SCORES = (
    ("computed_score", "核算分", _UNKNOWN),
    ("self_score", "自评分", "无"),
    ("review_score", "复核分", "无"),
)
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


def moved(move: Move, absent: str = _UNKNOWN) -> str:
    """``2.00 → 0.50（-1.50）``. From or to unknown is told in words: there is no difference from 0."""
    old, new = (absent if one is None else format(one, "f") for one in (move.old, move.new))
    if move.difference is not None:
        return f"{old} → {new}（{format(move.difference, '+f')}）"
    turn = "由未知变为已知" if move.old is None else "由已知变为未知"
    return f"{old} → {new}（{turn}）" if absent == _UNKNOWN else f"{old} → {new}"


def changed(change: Change) -> str:
    """``优 → 良``."""
    return " → ".join("无" if one is None else clean(one) for one in (change.old, change.new))


def full_name(diff: IndicatorDiff) -> str:
    """The indicator under its 二级指标."""
    return clean(f"{diff.path[1]}/{diff.name}")


def scored_lines(diff: IndicatorDiff, basis: Basis) -> Iterator[str]:
    """An indicator whose score differs: the score, why, what else differs, the data that differ."""
    yield f"{full_name(diff)}：{_headline(diff)}。原因：{why(diff, basis)}"
    others = _others(diff) if diff.presence == "both" else []
    if others:
        yield f"  {'；'.join(others)}"
    yield from (f"  {line}" for line in _facts(diff))


def lesser_line(diff: IndicatorDiff, basis: Basis) -> str:
    """An indicator whose score is equal: what differs beside it, on one line."""
    facts = _told_facts(diff)
    more = [f"等 {len(facts)} 处数据"] if len(facts) > _LISTED_LESSER else []
    told = [*_others(diff), *map(_fact, facts[:_LISTED_LESSER]), *more]
    rest = "、".join(word for name, word in _OTHERS.items() if name in diff.differs)
    return f"{full_name(diff)}：{'；'.join(told) or f'{rest}不同'}。原因：{why(diff, basis)}"


def _headline(diff: IndicatorDiff) -> str:
    if diff.presence == "both":
        return moved(diff.score)
    score = diff.score.new if diff.presence == "added" else diff.score.old
    shown = _UNKNOWN if score is None else format(score, "f")
    return f"新增的指标，得分 {shown}" if diff.presence == "added" else f"删去的指标，原得分 {shown}"


def _others(diff: IndicatorDiff) -> list[str]:
    """The other scores, the status and the full marks, where they differ."""
    words = []
    if diff.points.moved:
        words.append(f"分值 {moved(diff.points)}")
    if diff.status.moved:
        words.append(f"状态 {diff.status.old_label} → {diff.status.new_label}")
    for name, word, absent in _SCORES:
        move: Move = getattr(diff, name)
        if move.moved and (name != "computed_score" or move != diff.score):
            words.append(f"{word} {moved(move, absent)}")
    return words


# Why


def why(diff: IndicatorDiff, basis: Basis) -> str:
    """The reason in words; what only a digest tells is marked as possible."""
    causes = diff.causes
    seen, possible = ([one for one in causes if one.seen is wanted] for wanted in (True, False))
    if diff.reason == "unknown":
        return f"不明（{_why_unknown(possible, basis)}）"
    if seen:
        return _listed(seen) + (f"（{_listed(possible)}也不同）" if possible else "")
    if len(possible) == 1:
        return _listed(possible)
    return f"几种可能（{_listed(possible)}都不同，这项指标的数字和答复没有变）"


def _why_unknown(possible: list[Cause], basis: Basis) -> str:
    if "unknown" in (basis.code, basis.notebook):
        differs = f"{_listed(possible)}不同，" if possible else ""
        return f"{differs}缺 inputs.json，不知道程序和笔记本是否不同"
    return "数据、评分标准、程序和笔记本都相同，记录可能被改动过"


def _listed(causes: list[Cause]) -> str:
    return "、".join(CAUSES[cause.kind] for cause in causes)


# The data


def _facts(diff: IndicatorDiff) -> Iterator[str]:
    facts = _told_facts(diff)
    yield from (_fact(fact) for fact in facts[:_LISTED])
    if len(facts) > _LISTED:
        yield f"…… 共 {len(facts)} 处，其余见 --json"


def _told_facts(diff: IndicatorDiff) -> list[Fact]:
    """All but self and review scores, which are told as scores."""
    return [fact for fact in diff.facts if fact.kind not in ("self", "review")]


def _fact(fact: Fact) -> str:
    name = clean(fact.name) + _FACTS[fact.kind]
    old, new = _value(fact.old, fact), _value(fact.new, fact)
    if fact.old == fact.new:
        return f"{name} {new}，出处 {_place(fact.old_source)} → {_place(fact.new_source)}"
    unit = f" {clean(fact.unit)}" if fact.unit and _number(fact.new) is not None else ""
    place = fact.new_source or fact.old_source
    return f"{name} {old} → {new}{unit}" + (f"（{clean(place)}）" if place else "")


def _place(source: str | None) -> str:
    return "无" if source is None else clean(source)


def _value(value: str | None, fact: Fact) -> str:
    """Money with two decimals or the more it has; anything else as it stands."""
    if value is None:
        return "空白"
    amount = _number(value) if fact.unit == _MONEY else None
    exponent = None if amount is None else amount.as_tuple().exponent
    return f"{amount:,.{max(2, -exponent)}f}" if isinstance(exponent, int) else clean(value)


def _number(value: str | None) -> Decimal | None:
    try:
        return None if value is None else Decimal(value)
    except InvalidOperation:  # a word, such as 不适用
        return None
