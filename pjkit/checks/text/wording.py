"""Words that do not fit their figures: a budget of 0 that was “not used up”, an amount in 元 among 万元."""

import re
from collections.abc import Iterator

from pjkit.checks.registry import CheckContext, Observation, check
from pjkit.checks.text.named_figures import MONEY, bare
from pjkit.checks.text.reading import Quantity, Sentence, Unit, quantities, sentences
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.problem import shown

_SAVING = re.compile(
    r"完成(?:年初)?预算的?0(?:\.0+)?%"
    r"|(?:决算|支出)?数?(?:小于|低于|少于)(?:年初)?预算数?"
    r"|比(?:年初)?预算数?(?:有所)?(?:节约|减少|下降|降低)(?:有所)?"
    r"|有所(?:节约|减少|下降|降低)"
)
_NO_NUMBER_BEFORE = re.compile(r"(?:每|人均|户均|平均|标准)[^，。；]{0,12}$")
_YUAN = Unit(1, ("元",))
_STEM = 4  # signs that tell the rows apart: 公务用车运行费 is said for 公务用车购置及运行费, too
_NEARBY = 200  # signs before a phrase that may name its row
_LARGE = 10_000  # 元; smaller amounts are prices, not sums


@check("zero_base_wording", "零预算零支出的措辞不当")
def zero_base_wording(context: CheckContext) -> Iterator[Observation]:
    """Budget 0 and actual 0 leave nothing to complete, to undercut or to save (rubric.md §4, 6)."""
    lines = context.dossier.accounts.values()
    names = {bare(line.name)[:_STEM]: line for line in lines if line.path.split("/")[0] == "三公经费"}
    for sentence in sentences(context.dossier):
        savings = list(_SAVING.finditer(sentence.plain))
        idle = [match for match in savings if _is_idle(_line_before(sentence, match.start(), names))]
        if idle:
            line = _line_before(sentence, idle[0].start(), names)
            words = "、".join(dict.fromkeys(shown(match[0]) for match in idle))
            message = (
                f"“{line.name if line else ''}”年初预算 0 万元、本年决算 0 万元，"
                f"文中却写{words}；没有预算和支出，谈不上完成、小于或节约，应写“未安排、未发生”"
            )
            yield Observation("疑似", sentence.source, message)


def _line_before(sentence: Sentence, position: int, names: dict[str, AccountLine]) -> AccountLine | None:
    """The row of 三公经费 named last before ``position`` in the sentence, else in its heading."""
    for words in (bare(sentence.plain[max(0, position - _NEARBY) : position]), bare(sentence.heading)):
        placed = [(words.rfind(name), line) for name, line in names.items() if name in words]
        if placed:
            return max(placed, key=lambda one: one[0])[1]
    return None


def _is_idle(line: AccountLine | None) -> bool:
    return line is not None and all(line.figures[name].value == 0 for name in ("年初预算", "本年决算"))


@check("yuan_in_text", "文字中混用元与万元")
def yuan_in_text(context: CheckContext) -> Iterator[Observation]:
    """A large amount in 元 in a report whose other amounts are in 万元 or 亿元 (rubric.md §4, 7)."""
    if not _writes_in_wan(context.dossier):
        return
    for sentence in sentences(context.dossier):
        for number in quantities(sentence):
            if number.scale == 1 and number.value >= _LARGE and number.is_of(_YUAN):
                yield from _in_yuan(sentence, number)


def _writes_in_wan(dossier: Dossier) -> bool:
    found = (number for sentence in sentences(dossier) for number in quantities(sentence))
    return any(number.scale >= MONEY.scale and number.is_of(MONEY) for number in found)


def _in_yuan(sentence: Sentence, number: Quantity) -> Iterator[Observation]:
    start = sentence.clause_start(number.start)
    if _NO_NUMBER_BEFORE.search(sentence.plain[start : number.start]):
        return
    amount = f"{number.value / MONEY.scale:,f}"
    message = (
        f"{sentence.quote(start, number.end + 1)}以元为单位，报告其他金额以万元、亿元为单位；"
        f"{number.value:,f}÷10,000＝{amount}，应写作 {amount} 万元"
    )
    yield Observation("提示", sentence.source, message)
