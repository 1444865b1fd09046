"""The number of sections (内设机构) a text gives against the rows of 职能机构."""

import re
from collections.abc import Iterator

from pjkit.checks.base import Case
from pjkit.checks.text.reading import Sentence, sentences
from pjkit.model.scorecard import Finding

_DIGITS = "零一二三四五六七八九"
_NUMBER = r"(\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_COUNTED = re.compile(
    rf"(?<![\d第十]){_NUMBER}个(?:内设|职能)?(?:内设机构|股室|科室)|内设(?:机构|股室|科室){_NUMBER}个"
)
_OF_SOME = re.compile("其中|各设|新设|增设|另设|分别设")  # sections of others, or more sections than before
_AND_OTHERS = re.compile(rf"[、，和及与]{_NUMBER}个[\u4e00-\u9fff]{{0,6}}(?:科室|股室)")
_POSTS = re.compile(r"股级职数(?:为)?(\d{1,3})[名个]")


def sections_in_text(case: Case) -> Iterator[Finding]:
    """Sections counted in the text must be as many as 职能机构 lists, and need a head each."""
    listed = sum(line.category == "内设机构" for line in case.dossier.organisation)
    if not listed:
        return
    for sentence in sentences(case.dossier):
        yield from _counted(sentence, listed)
        yield from _posts(sentence, listed)


def _counted(sentence: Sentence, listed: int) -> Iterator[Finding]:
    """设办公室、财务股等 7 个内设机构; not 对 2 个股室开展检查, which speaks of some of them."""
    for match in _COUNTED.finditer(sentence.plain):
        stated = _number(match[1] or match[2])
        said = f"{sentence.plain[sentence.phrase_start(match.start()) : match.start()]}{'' if match[1] else match[0]}"
        of_some = _OF_SOME.search(said) or _AND_OTHERS.match(sentence.plain, match.end())
        if stated != listed and "设" in said and not of_some:
            yield _finding(sentence, match, f"列有内设机构 {listed} 个，相差 {abs(stated - listed)} 个")


def _posts(sentence: Sentence, listed: int) -> Iterator[Finding]:
    for match in _POSTS.finditer(sentence.plain):
        if int(match[1]) < listed:
            yield _finding(sentence, match, f"列有内设机构 {listed} 个，职数少 {listed - int(match[1])} 个")


def _number(text: str) -> int:
    """十六 is 16, 二十 is 20, 12 is 12."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.replace("两", "二").rpartition("十")
    return (_DIGITS.index(tens or "一") * 10 if ten else 0) + (_DIGITS.index(ones) if ones else 0)


def _finding(sentence: Sentence, match: re.Match[str], against: str) -> Finding:
    quoted = sentence.quote(match.start(), match.end())
    return Finding("sections_in_text", "疑似", sentence.source, f"文中写有{quoted}，而“职能机构”{against}")
