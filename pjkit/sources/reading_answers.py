"""条款核对, 自评 and 复核: what is answered about the rubric's indicators and clauses."""

from collections.abc import Mapping
from decimal import Decimal

from pjkit.model.amounts import fold_width, plain
from pjkit.model.clause import NO, Question
from pjkit.model.dossier import Review, SelfScore
from pjkit.model.figure import Answer
from pjkit.model.names import KnownNames, fold
from pjkit.model.problem import nearest, shown
from pjkit.model.settings import Settings
from pjkit.scoring.attainable import attainable_scores, is_attainable, nearest_scores
from pjkit.scoring.rubric import Indicator, Rubric
from pjkit.sources.row import Row

_ADVICE = "按“二级指标/三级指标”写全名"


class Indicators:
    """Finds the rubric's indicators by the names the data use."""

    def __init__(self, rubric: Rubric) -> None:
        self._ids = rubric.full_names()
        self._known = KnownNames(self._ids)
        self._by_id = {indicator.id: indicator for indicator in rubric.indicators()}
        self.settings = rubric.settings

    def of(self, row: Row) -> Indicator | None:
        """The indicator a row names; an unknown name is a problem."""
        typed = row.text("指标")
        name = self._known.find(typed)
        if name is not None:
            return self._by_id[self._ids[name]]
        meant = [full for full in self._known.names if fold(full.partition("/")[2]) == fold(typed)]
        if meant:
            row.complain("指标", f"{shown(typed)}前面没有写二级指标", " 或 ".join(meant), _ADVICE)
        else:
            row.complain("指标", f"没有{shown(typed)}这个指标", nearest(typed, self._known.names), _ADVICE)
        return None


def answers(rows: list[Row], indicators: Indicators) -> dict[str, dict[str, Answer]]:
    """条款核对: indicator id → clause number → answer. A row without 结果 is no answer."""
    found: dict[str, dict[str, Answer]] = {}
    for row in rows:
        indicator = indicators.of(row)
        asked = _question(row, indicator) if indicator else None
        answer = _answer(row, asked) if asked else None
        if indicator and answer:
            found.setdefault(indicator.id, {})[answer.no] = answer
    return found


def _question(row: Row, indicator: Indicator) -> Question | None:
    questions: dict[str, Question] = {q.no: q for clause in indicator.clauses for q in clause.questions()}
    no = fold_width(row.text("条款"))
    if no in questions:
        return questions[no]
    if not questions:
        found = f"{shown(indicator.name)}没有要核对的条款"
        row.complain("条款", found, "不在本表填写，得分由数据核算", "删去本行")
    else:
        found = f"没有条款{shown(no)}" if no else "“条款”空白"
        expected = f"{shown(indicator.name)}要核对的条款 {'、'.join(questions)} 之一"
        row.complain("条款", found, expected, "改正条款编号，或删去本行")
    return None


def _answer(row: Row, asked: Question) -> Answer | None:
    result, cases, score = fold_width(row.text("结果")), row.count("次数"), row.number("评分")
    if result and result not in asked.results:
        row.complain("结果", f"写的是{shown(result)}", "、".join(asked.results) + " 之一", "改成其中之一")
        return None
    if not _cases_fit(row, asked, result, cases) or not _score_fits(row, asked, result, score):
        return None
    if not result and score is None:
        return None
    evidence, note, same = row.text("佐证材料"), row.text("说明"), row.text("同一事项")
    place = row.at("结果" if result else "评分")
    return Answer(asked.no, result, cases, evidence, note, same, place, score)


def _score_fits(row: Row, asked: Question, result: str, score: Decimal | None) -> bool:
    """评分 stands beside a result that leaves room for it, within that room, and where it is free, with a reason."""
    if score is None:
        return True
    allowed = asked.range_of(result)
    if allowed is None:
        beside = f"结果为{shown(result)}" if result else "结果空白"
        found = (
            f"{beside}而评分为 {plain(score)}" if asked.judged else f"本条款不评分，而评分为 {plain(score)}"
        )
        named = "、".join(shown(one.result) for one in asked.judged if one.result)
        row.complain("评分", found, f"结果为{named}时才评分" if named else "评分留空", "改正结果或评分")
    elif not allowed.holds(score):
        beside = f"{shown(result)}的评分" if result else "评分"
        row.complain("评分", f"写的是 {plain(score)}", f"{beside}为 {allowed.words}", "核对后改正")
    elif asked.note_required and not row.text("说明"):
        row.complain("说明", "有评分而没有说明", "写明评分的理由", "补上理由")
    else:
        return True
    return False


def _cases_fit(row: Row, asked: Question, result: str, cases: int | None) -> bool:
    """D17: 次数 counts the cases behind 否, and only in clauses that take points by cases."""
    if cases and not asked.counts_cases:
        row.complain("次数", f"次数写的是 {cases}，而本条款不按次数扣分", "次数留空", "删去次数")
    elif cases and result != NO:
        stated = f"结果为“{result}”" if result else "结果空白"
        row.complain(
            "次数", f"{stated}而次数为 {cases}", "没有扣分情形时次数留空，有时结果为“否”", "改正结果或次数"
        )
    elif cases == 0 and result == NO:
        row.complain("次数", "结果为“否”而次数为 0", "次数不小于 1，或留空", "改正结果或次数")
    else:
        return True
    return False


def self_scores(rows: list[Row], indicators: Indicators) -> Mapping[str, SelfScore]:
    """自评 by indicator id; blank scores are left out."""
    found: dict[str, SelfScore] = {}
    for row in rows:
        indicator = indicators.of(row)
        score = row.number("自评分")
        if indicator and score is not None and _in_range(row, "自评分", indicator):
            found[indicator.id] = SelfScore(score, row.text("扣分原因"), row.at("自评分"))
    return found


def reviews(rows: list[Row], indicators: Indicators) -> Mapping[str, Review]:
    """复核 by indicator id; rows without a score are not reviewed yet, and then have no reason either.

    A reviewer applies the rule, so a score that the rule cannot give is a problem (rubric.md §3).
    """
    found: dict[str, Review] = {}
    for row in rows:
        indicator = indicators.of(row)
        score = row.number("复核分")
        if row.text("理由") and not row.text("复核分"):
            advice = "补上复核分（得分不变的写核算分），或删去理由"
            row.complain("复核分", "写了理由而没有复核分", "有理由的行有复核分", advice)
        if not indicator or score is None or not _in_range(row, "复核分", indicator):
            continue
        _check_attainable(row, score, indicator, indicators.settings)
        if not row.text("理由"):
            row.complain("理由", "有复核分而没有理由", "写明复核理由", "补上理由")
        found[indicator.id] = Review(score, row.text("复核人"), row.text("理由"), row.at("复核分"))
    return found


def _in_range(row: Row, column: str, indicator: Indicator) -> bool:
    score = row.number(column)
    if score is not None and score > indicator.points:
        expected = f"0 至 {plain(indicator.points)}，即{shown(indicator.name)}的分值"
        row.complain(column, f"写的是 {plain(score)}，超过分值", expected, "核对后改正")
        return False
    return True


def _check_attainable(row: Row, score: Decimal, indicator: Indicator, settings: Settings) -> None:
    possible = attainable_scores(indicator, settings)
    if possible is not None and not is_attainable(score, possible):
        found = f"写的是 {plain(score)}，{shown(indicator.name)}按评分规则得不出这个分"
        expected = f"可能的得分 {nearest_scores(score, possible)}"
        row.complain("复核分", found, expected, "对照评分标准改正复核分；认定情况写在理由中")
