"""Names that do not fit the unit (套用他单位文字), and too many names for one unit (称谓不统一)."""

import re
from collections.abc import Iterator

from pjkit.checks.base import Case
from pjkit.checks.text.organisations import Belonging, own_names, self_names
from pjkit.checks.text.reading import Sentence, sentences
from pjkit.model.problem import shown
from pjkit.model.scorecard import Finding

_MOST_NAMES = 5  # the full name, two short ones, 我X and 本X: enough for any report
_LISTED = 12

_Places = dict[tuple[str, str], list[tuple[Sentence, re.Match[str]]]]


def foreign_name(case: Case) -> Iterator[Finding]:
    """Words pasted from another organisation's report: 我社 in a 中心, the reform of the 供销社 in an insurance office."""
    belonging = Belonging(case.dossier)
    selves: _Places = {}
    others: _Places = {}
    for sentence in sentences(case.dossier, headings=True):
        for match in self_names(sentence):
            if not belonging.fits(match[0]):
                selves.setdefault((sentence.source, match[0]), []).append((sentence, match))
        for match in belonging.strangers(sentence):
            others.setdefault((sentence.source, match[0]), []).append((sentence, match))
    name = shown(case.dossier.name)
    yield from _findings(selves, f"的自称与本单位{name}不符，疑为套用其他单位的报告")
    yield from _findings(
        others, "不是本单位、主管部门，也未见于职能和项目，文中却写成本单位的工作，疑为套用其他单位的报告"
    )


def _findings(places: _Places, why: str) -> Iterator[Finding]:
    for (source, name), found in places.items():
        sentence, match = found[0]
        count = f"（共 {len(found)} 处）" if len(found) > 1 else ""
        quoted = sentence.quote(match.start(), match.end())
        yield Finding("foreign_name", "疑似", source, f"{shown(name)}{count}{why}：{quoted}")


def unit_names(case: Case) -> Iterator[Finding]:
    """A report that calls its unit by many different names (rubric.md §4, 10)."""
    belonging = Belonging(case.dossier)
    said = [
        match[0]
        for sentence in sentences(case.dossier)
        for match in self_names(sentence)
        if belonging.fits(match[0])
    ]
    names = list(dict.fromkeys([*own_names(case.dossier), *said]))
    if len(names) <= _MOST_NAMES:
        return
    listed = "、".join(shown(name) for name in names[:_LISTED]) + ("等" if len(names) > _LISTED else "")
    where = next((line.source for line in case.dossier.profile if line.item == "单位简称"), "文字")
    message = f"对本单位有 {len(names)} 种称呼：{listed}；建议统一为全称和一种简称"
    yield Finding("unit_names", "提示", where, message)
