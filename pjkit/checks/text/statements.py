"""What a text states: sections that 职能机构 does not list, and what it admits although the score denies it."""

import re
from collections.abc import Iterator

from pjkit.checks.registry import CheckContext, Observation, check
from pjkit.checks.text.reading import Sentence, sentences
from pjkit.model.amounts import plain
from pjkit.model.scorecard import Mark

_DIGITS = "零一二三四五六七八九"
_NUMBER = r"(\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_COUNTED = re.compile(
    rf"(?<![\d第十]){_NUMBER}个(?:内设|职能)?(?:内设机构|股室|科室)|内设(?:机构|股室|科室){_NUMBER}个"
)
_OF_SOME = re.compile("其中|各设|新设|增设|另设|分别设")  # sections of others, or more sections than before
_AND_OTHERS = re.compile(rf"[、，和及与]{_NUMBER}个[\u4e00-\u9fff]{{0,6}}(?:科室|股室)")
_POSTS = re.compile(r"股级职数(?:为)?(\d{1,3})[名个]")


@check("sections_in_text", "文字中的内设机构数与清单不符")
def sections_in_text(context: CheckContext) -> Iterator[Observation]:
    """Sections counted in the text must be as many as 职能机构 lists, and need a head each."""
    listed = sum(line.category == "内设机构" for line in context.dossier.organisation)
    if not listed:
        return
    for sentence in sentences(context.dossier):
        yield from _counted(sentence, listed)
        yield from _posts(sentence, listed)


def _counted(sentence: Sentence, listed: int) -> Iterator[Observation]:
    """设办公室、财务股等 7 个内设机构; not 对 2 个股室开展检查, which speaks of some of them."""
    for match in _COUNTED.finditer(sentence.plain):
        stated = _number(match[1] or match[2])
        phrase = f"{sentence.plain[sentence.phrase_start(match.start()) : match.start()]}{'' if match[1] else match[0]}"
        of_some = _OF_SOME.search(phrase) or _AND_OTHERS.match(sentence.plain, match.end())
        if stated != listed and "设" in phrase and not of_some:
            yield _finding(sentence, match, f"列有内设机构 {listed} 个，相差 {abs(stated - listed)} 个")


def _posts(sentence: Sentence, listed: int) -> Iterator[Observation]:
    for match in _POSTS.finditer(sentence.plain):
        if int(match[1]) < listed:
            yield _finding(sentence, match, f"列有内设机构 {listed} 个，职数少 {listed - int(match[1])} 个")


def _number(text: str) -> int:
    """十六 is 16, 二十 is 20, 12 is 12."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.replace("两", "二").rpartition("十")
    return (_DIGITS.index(tens or "一") * 10 if ten else 0) + (_DIGITS.index(ones) if ones else 0)


def _finding(sentence: Sentence, match: re.Match[str], against: str) -> Observation:
    quoted = sentence.quote(match.start(), match.end())
    return Observation("疑似", sentence.source, f"文中写有{quoted}，而“职能机构”{against}")


_PLANS = re.compile("改进|建议|措施|打算")
"""Chapters that tell what is to be done, in words that sound like what was wrong."""
_PUBLISHING = re.compile("公开.*决算|决算.*公开")
"""What indicators are called that want the budget published and the final accounts."""
_PUBLISHED = re.compile(r"公开|公示|公布")
_DENIED = re.compile(
    "未发现|未发生|未出现|未见|未指出|未查出|没有|从未|从不|绝不|"
    "不(?:存在|出现|发生|属于|得|准|能|允许|再|被|挤占|截留|挪用|套取|虚列)|是否|有无|"
    "严禁|严控|严防|严格控制|杜绝|防止|制止|避免|禁止|防范|遏制|堵塞|整治|查处|打击|规避|[无零]|[未不防]$"
)
_DENIED_AFTER = re.compile(
    r"[^，。；]{0,12}(?:未发生|没有发生|未发现|不存在|零发生|为零|为0|得到(?:有效|全面|根本)?(?:遏制|杜绝)"
    r"|[^，。；]{0,8}(?:专项(?:检查|整治|治理|行动)|须经|须报|需经|必须|一律|管理(?:规定|制度|办法)|长效机制)"
    r"|行为(?:一律|坚决|严肃|从严|依法|依规|依纪))"
)


_GAP = "[^，；。无未没不]{0,12}"  # what “…” stands for in doubts: a few words of the same clause, none of them a negation


@check("declared_breach", "文字所述与满分相矛盾")
def declared_breach(context: CheckContext) -> Iterator[Observation]:
    """Full marks for what the chapters say was not kept (the rubric's ``doubts``)."""
    read = [sentence for sentence in sentences(context.dossier) if not _PLANS.search(sentence.chapter)]
    for mark in context.marks:
        if mark.score is None or mark.score != mark.points:
            continue
        doubts = context.rubric[mark.id].doubts
        if doubts:
            yield from _admitted(mark, re.compile("|".join(map(_as_pattern, doubts))), read)
        if _PUBLISHING.search(mark.name):
            yield from _budget_alone(mark, read)


def _as_pattern(doubt: str) -> str:
    """``资金…垫付``: the words of a case, with a few others between."""
    return _GAP.join(map(re.escape, doubt.split("…")))


def _admitted(mark: Mark, words: re.Pattern[str], read: list[Sentence]) -> Iterator[Observation]:
    """One finding a chapter, with its first admission."""
    found: dict[str, Observation] = {}
    for sentence in read:
        for match in words.finditer(sentence.plain):
            if sentence.source not in found and not _denied(sentence, match):
                quoted = sentence.quote(match.start(), match.end())
                message = f"{_full_marks(mark)}，而“{sentence.chapter}”写有{quoted}"
                found[sentence.source] = Observation("疑似", sentence.source, message, indicator=mark.id)
    yield from found.values()


def _denied(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the words are there to say that it did not happen or must not: 不存在截留、挤占、挪用."""
    before = sentence.plain[sentence.phrase_start(match.start()) : match.start()]
    return bool(_DENIED.search(before) or _DENIED_AFTER.match(sentence.plain, match.end()))


def _budget_alone(mark: Mark, read: list[Sentence]) -> Iterator[Observation]:
    """The budget is reported as published, the final accounts nowhere."""
    published = [(sentence, match) for sentence in read for match in _PUBLISHED.finditer(sentence.plain)]
    budget = next((one for one in published if "预算" in one[0].clause(one[1].start())), None)
    if budget is None or any("决算" in sentence.plain for sentence, _ in published):
        return
    sentence, match = budget
    message = (
        f"{_full_marks(mark)}，而“{sentence.chapter}”只写了公开预算，没有写公开决算："
        f"{sentence.quote(match.start(), match.end())}"
    )
    yield Observation("疑似", sentence.source, message, indicator=mark.id)


def _full_marks(mark: Mark) -> str:
    return f"“{mark.name}”得满分 {plain(mark.points)} 分（{mark.status.label}）"
