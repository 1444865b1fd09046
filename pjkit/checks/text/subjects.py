"""Whom a number belongs to: the words of its clause before it must be a known name and nothing else of weight.

What is neither name nor one of the listed connecting words makes the subject unknown, and an unknown
subject is never guessed: “商品和服务支出比上年减少 3 万元” says nothing of the row's own amount.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pjkit.checks.text.named_figures import ACTUAL, BUDGET, LAST, bare
from pjkit.model.dossier import Dossier


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# 财政拨款 is in neither list: 财政拨款基本支出 is a part of 基本支出.
_OPENING = _words(
    "其中 其 全年度 全年 本年度 本年 今年 当年 年度 年 本部门 我部门 本单位 我单位 部门 单位 上年度 上年 去年 "
    "年末 年底 年初 截至 共有 共 总 核定 核准 现有 收回 回收 列支 安排 完成 实现 取得 与 比 较 同 "
    "年初预算 预算 调整预算 决算 群众 读者 公众 服务对象 农户 市民 综合 总体"
)
_CONNECTING = _words(
    "共计 合计 共 为 是 达到 达 数 额 金额 支出 经费 实际 完成 实现 安排 发生 了 有 计 的 执行 全年 总 "
    "年初预算 全年预算 调整后预算 调整预算 预算 决算 上年 本年 人数 人员 年末"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年度?")
_LONGEST_LEAD = 80  # signs; longer words before a number are more than a name


@dataclass(frozen=True)
class Subject:
    """What a number is said to be: the known name ("" where only a column is named) and the words around it."""

    name: str
    words: str


class SubjectFinder:
    """Finds the subject in the words before a number. Knows the data's names and the unit's own."""

    def __init__(self, names: Collection[str], dossier: Dossier) -> None:
        self._names = names
        self._opening = sorted({*_OPENING, *map(bare, dossier.own_names)}, key=len, reverse=True)

    def find(self, lead: str) -> Subject | None:
        """The subject in ``lead``, the clause up to a number; ``None`` where it is not beyond doubt."""
        if len(lead) > _LONGEST_LEAD:
            return None
        words = bare(lead)
        starts, ends = list(self._starts(words)), list(_ends(words))
        for start in starts:
            for end in ends:
                if start < end and words[start:end] in self._names:
                    return Subject(words[start:end], f"{words[:start]}|{words[end:]}")
        return Subject("", words) if starts[-1] >= ends[-1] and words else None

    def _starts(self, words: str) -> Iterator[int]:
        """Where the name may begin: at the start and after each opening word."""
        at = 0
        yield at
        while at < len(words):
            year = _YEAR.match(words, at)
            word = year[0] if year else next((one for one in self._opening if words.startswith(one, at)), "")
            if not word:
                return
            at += len(word)
            yield at


def _ends(words: str) -> Iterator[int]:
    """Where the name may end: at the end and before each connecting word."""
    at = len(words)
    yield at
    while at:
        word = max((one for one in _CONNECTING if words.endswith(one, 0, at)), key=len, default="")
        if not word:
            return
        at -= len(word)
        yield at


def columns(words: str, year: int) -> tuple[str, ...]:
    """The columns of 收支 that the words around a name can mean, () where they mean none of them."""
    years = {int(match[1]) for match in _YEAR.finditer(words)}
    last = any(word in words for word in ("上年", "去年")) or years == {year - 1}
    budget = any(word in words for word in ("预算", "安排"))
    actual = any(word in words for word in ("决算", "实际", "完成", "执行"))
    if years - {year, year - 1} or (budget and (actual or last)):
        return ()
    if last:
        return (LAST,)
    if not budget:
        return (ACTUAL,)
    if "调整" in words:
        return ("调整预算",)
    return (BUDGET,) if "年初" in words else (BUDGET, "调整预算")


def names_a_column(words: str) -> bool:
    """Whether the words name a column on their own: ``决算 2.86 万元`` after a clause on the same row."""
    return any(word in words for word in ("预算", "决算", "上年", "去年", "完成", "实际支出"))


def tells_a_budget(context: str) -> bool:
    """Whether what was said before, the last word of this kind deciding, is about the budget and not the year."""
    return context.rfind("预算") > max(context.rfind(word) for word in ("决算", "实际", "执行"))
