"""People: 在编 + 编外 = 年末实有, and 年末实有 against the establishment (编制)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from pjkit.checks.base import Case
from pjkit.model.amounts import fold_width, percent, plain, read_decimal
from pjkit.model.dossier import Dossier
from pjkit.model.figure import Figure
from pjkit.model.scorecard import Finding


def head_count(dossier: Dossier, item: str) -> Figure:
    """A count of people of 基本信息; blank where there is none, it is 不适用 or no number."""
    line = next((line for line in dossier.profile if line.item == item), None)
    if line is None:
        return Figure(item, None, "人", f"基本信息：无“{item}”行")
    return Figure(item, read_decimal(fold_width(line.content)), "人", line.source)


def staff_sum(case: Case) -> Iterator[Finding]:
    """在编 and 编外 must add up to 年末实有."""
    permanent, others, present = (
        head_count(case.dossier, item).value for item in ("在编人数", "编外人数", "年末实有人数")
    )
    if permanent is None or others is None or present is None:
        return
    total = permanent + others
    if total != present:
        message = (
            f"在编 {plain(permanent)} 人＋编外 {plain(others)} 人＝{plain(total)} 人，"
            f"年末实有 {plain(present)} 人，相差 {plain(abs(present - total))} 人"
        )
        yield Finding("staff_sum", "确定", head_count(case.dossier, "年末实有人数").source, message)


def over_staffed(case: Case) -> Iterator[Finding]:
    """在职人员控制率 = 在职人数 ÷ 编制数, at most 100% (预算绩效评价共性指标体系框架, 财预〔2013〕53号).

    More permanent staff than posts is suspect; where only staff outside the establishment lead above it,
    that is for information.
    """
    posts = head_count(case.dossier, "编制数").value
    permanent = head_count(case.dossier, "在编人数")
    present = head_count(case.dossier, "年末实有人数")
    if not posts:
        return
    if permanent.value is not None and permanent.value > posts:
        over = plain(permanent.value - posts)
        message = f"在编 {plain(permanent.value)} 人，编制 {plain(posts)} 名，{_rate(permanent.value, posts)}，超编 {over} 人"
        yield Finding("over_staffed", "疑似", permanent.source, message)
    elif present.value is not None and present.value > posts:
        message = f"年末实有 {plain(present.value)} 人，编制 {plain(posts)} 名，{_rate(present.value, posts)}"
        if permanent.value is not None:
            message += f"；其中在编 {plain(permanent.value)} 人，{_rate(permanent.value, posts)}，未超编"
        yield Finding("over_staffed", "提示", present.source, message)


def _rate(people: Decimal, posts: Decimal) -> str:
    return f"{plain(people)}÷{plain(posts)}＝{percent(Fraction(people) / Fraction(posts))}"
