"""What an indicator's score rests on (its status), which score counts (D15), and why, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from pjkit.model.amounts import half_up, plain, points
from pjkit.model.clause import ClauseSpec, Lacking, Verdict, lacking_words
from pjkit.model.dossier import Review, SelfScore
from pjkit.model.scorecard import Status
from pjkit.model.settings import AppliedSetting, Counting, Settings
from pjkit.scoring.attainable import ways


def _best(won: list[Fraction | None]) -> Fraction | None:
    """The best of several ways to the same points, among those that are known."""
    return max((one for one in won if one is not None), default=None)


@dataclass(frozen=True)
class ScoreStatus:
    """All that is known of one indicator's score before one of the three scores is chosen."""

    clauses: tuple[ClauseSpec, ...]
    verdicts: tuple[Verdict, ...]
    self_score: SelfScore | None
    review: Review | None
    settings: Settings
    closed: str = ""  # why a gate gives 0 whatever the clauses say
    unsure: tuple[Lacking, ...] = ()  # without which a gate cannot be told

    @cached_property
    def computed(self) -> Decimal | None:
        """The printed sum of the clauses (D8), ``None`` until every clause has data (D16)."""
        if self.closed:
            return half_up(0)
        ways_won = [_best([self.verdicts[at].points for at in way]) for way in ways(self.clauses)]
        known = [won for won in ways_won if won is not None]
        complete = len(known) == len(ways_won) and not self.unsure
        return half_up(sum(known, Fraction(0))) if complete else None

    @property
    def counting(self) -> Counting | None:
        """Which score counts: the first there is, in the order of D15."""
        there = {
            "review": self.review is not None,
            "computed": self.computed is not None,
            "self": self.self_score is not None and self.settings.no_data == "self_stands_in",
        }
        return next((name for name in self.settings.counting_order if there[name]), None)

    @property
    def score(self) -> Decimal | None:
        """The score that counts, with two decimals; ``None``: unknown."""
        if self.counting == "review" and self.review:
            return half_up(self.review.score)
        if self.counting == "self" and self.self_score:
            return half_up(self.self_score.score)
        return self.computed if self.counting == "computed" else None

    @property
    def unevidenced(self) -> list[str]:
        """Clause answers that earn points and name no evidence."""
        return [no for verdict in self.verdicts for no in verdict.unevidenced]

    @property
    def status(self) -> Status:
        """What the score that counts rests on."""
        chosen = {"review": Status.REVIEWED, "self": Status.SELF_ONLY, None: Status.MISSING}
        if self.counting != "computed":
            return chosen[self.counting]
        if self.unevidenced and self.settings.answers_without_evidence == "asserted":
            return Status.ASSERTED
        if all(verdict.not_applicable for verdict in self.verdicts):
            return Status.NOT_APPLICABLE
        answered = any(clause.questions() for clause in self.clauses) or any(
            verdict.attested for verdict in self.verdicts
        )
        return Status.ATTESTED if answered else Status.COMPUTED

    @property
    def _chosen_by_order(self) -> bool:
        """Whether D15 mattered: a review changed the score, or a score stood behind one that is not used."""
        if self.counting == "review":
            return self.score != self.computed
        passed_over = self.review is not None or (self.counting == "self" and self.computed is not None)
        return self.counting is not None and passed_over

    def effects(self) -> Iterator[AppliedSetting]:
        """The settings that touched the indicator as a whole."""
        known = [verdict.points for verdict in self.verdicts if verdict.points is not None]
        if known and self.computed is None:
            won = points(sum(known, Fraction(0)))
            yield AppliedSetting("D16", f"部分条款无数据，指标不核算；有数据的条款可得 {won} 分")
        if self.status == Status.SELF_ONLY and self.self_score and self.computed is None:
            yield AppliedSetting("D11", f"自评分 {plain(self.self_score.score)} 分暂代，不计入有据得分")
        if self.status == Status.MISSING:
            yield AppliedSetting("D11", "得分未知，不计 0 分，也不计满分")
        if self._chosen_by_order:
            computed = "核算不出" if self.computed is None else f"核算分 {self.computed}"
            kind = {"review": "复核分", "computed": "核算分", "self": "自评分", None: "得分"}[self.counting]
            yield AppliedSetting("D15", f"采用{kind} {self.score}（{computed}）")
        if self.status == Status.ASSERTED:
            yield AppliedSetting(
                "D19", f"条款 {'、'.join(self.unevidenced)} 未附佐证材料，得分不计入有据得分"
            )
        if self.status == Status.ATTESTED and self.unevidenced:
            yield AppliedSetting(
                "D19", f"条款 {'、'.join(self.unevidenced)} 未附佐证材料，按设定仍计入有据得分"
            )

    def reason(self) -> str:
        """Why the score is what it is. Never empty."""
        working = "；".join(filter(None, [*self._clause_reasons(), self.closed, lacking_words(self.unsure)]))
        if self.counting == "review" and self.review:
            computed = "核算不出" if self.computed is None else f"核算分 {self.computed} 分"
            review = f"复核分 {self.score} 分，理由：{self.review.reason}（{self.review.source}）"
            return f"{review}。{computed}：{working}"
        if self.counting == "self" and self.self_score:
            where = f"{plain(self.self_score.score)} 分（{self.self_score.source}）"
            why = "未能核算，暂列" if self.computed is None else f"核算分 {self.computed} 分，按设定采用"
            return f"{working}；{why}自评分 {where}，未经核实"
        if self.counting is None:
            return f"{working}；得分未知"
        if self.status == Status.ASSERTED:
            return f"{working}。条款 {'、'.join(self.unevidenced)} 未附佐证材料"
        return working

    def _clause_reasons(self) -> Iterable[str]:
        if len(self.verdicts) == 1:
            return [self.verdicts[0].reason]
        numbered = zip(self.clauses, self.verdicts, strict=True)
        return (f"条款 {clause.no}：{verdict.reason}" for clause, verdict in numbered)
