"""Every clause kind against its hand-worked cases in ``cases/<kind>.yaml``, and the registry's own laws.

A case is a sentence, the facts as a clerk would write them, and what the rule must say. ``clause`` is a
clause of the shipped rubric (``indicator`` or ``indicator/no``) or one written out. In ``answers``,
``否 2 无佐证 同一事项=转账`` is 结果 否, 次数 2, no 佐证材料, 同一事项 转账; ``其余`` stands for all rows not named.
"""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import pytest
from formula_facts import Declared
from helpers import ROOT, clause, figure, place_of, project, rubric, settings, yaml_file
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from pjkit.model.amounts import half_up, read_decimal
from pjkit.model.clause import ClauseInputs, ClauseSpec, Verdict
from pjkit.model.figure import Answer, Figure, FigureRef, Project
from pjkit.model.problem import InputError
from pjkit.scoring.rules import RULES, register
from pjkit.sources.rubric import read_rubric

PACKAGE = ROOT / "pjkit"
CASES = Path(__file__).parent / "cases"
RUBRIC = ROOT / "params/rubrics/xinning-2022.yaml"

Text = Annotated[
    str, BeforeValidator(lambda given: str(given) if isinstance(given, int | Decimal) else given)
]
"""What stands in the file, numbers as they are written there."""


class Strict(BaseModel):
    """A part of a case file: a misspelt name is an error, not a test that asserts less."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cell(Strict):
    """A figure with its evidence and note."""

    value: Text
    evidence: str = ""
    note: str = ""


class Case(Strict):
    """One case. What is not named is expected not to happen, except that texts may say more."""

    name: str
    clause: str | dict[str, Any]
    clauses: dict[str, dict[str, Any]] = {}  # written out once for the file, by name
    settings: dict[str, Any] = {}
    figures: dict[str, Cell | Text] = {}
    answers: dict[str, Text] = {}
    projects: list[dict[str, str]] | None = None
    declared: dict[str, str] = {}  # figures that the rubric declares, with their units
    columns: dict[str, dict[str, str]] = {}  # lists that it declares, their columns with their units
    rows: dict[str, list[dict[str, Text]]] = {}
    points: Text | None  # as printed; null: no data
    exact: Text = ""
    value_text: str = ""
    not_applicable: bool = False
    effects: list[str] = []  # settings, each once, in order
    says: list[Text] = []  # words of the effects
    reason: list[Text] = []  # words of the reason
    notices: list[str] = []
    unevidenced: list[Text] = []
    items: dict[str, str] = {}  # words of the rows' effects, by number
    working: str = Field(min_length=5)

    def spec(self, kind: str) -> ClauseSpec:
        """The clause judged."""
        written = self.clauses.get(self.clause) if isinstance(self.clause, str) else self.clause
        if written is not None:
            return self._declared.spec(kind, text="条款", **written)
        assert isinstance(self.clause, str), "a name"
        indicator, _, no = self.clause.partition("/")
        return clause(indicator, no or None)

    def facts(self, judged: ClauseSpec) -> ClauseInputs:
        """What the department handed in."""
        if judged.formulas() or judged.lists_read():
            typed = {name: text for name, text in self.figures.items() if isinstance(text, str)}
            return self._declared.inputs(judged, typed, self.rows)
        return ClauseInputs(self._figures(judged), self._answers(judged), self._projects())

    @property
    def _declared(self) -> Declared:
        return Declared(self.declared, self.columns)

    def _figures(self, judged: ClauseSpec) -> dict[str, Figure]:
        refs = judged.figure_refs()
        assert set(self.figures) == set(refs), "a case gives every figure the clause reads, blank ones too"
        return {name: read_cell(cell, refs[name], name) for name, cell in self.figures.items()}

    def _answers(self, judged: ClauseSpec) -> dict[str, Answer]:
        asked = [question.no for question in judged.questions()]
        rest = self.answers.get("其余")
        given = {no: self.answers.get(no, rest) for no in asked}
        assert set(self.answers) <= {*asked, "其余"}, "a case answers only what is asked"
        return {no: read_answer(no, text) for no, text in given.items() if text is not None}

    def _projects(self) -> tuple[Project, ...] | None:
        if self.projects is None:
            return None
        return tuple(
            project(row.get("名称", f"第 {at} 项"), row["类别"], row)
            for at, row in enumerate(self.projects, start=1)
        )


def read_cell(cell: Cell | str, ref: FigureRef, name: str) -> Figure:
    """A figure with the place it would come from."""
    full = cell if isinstance(cell, Cell) else Cell(value=cell)
    found = figure(full.value, ref.name, f"{place_of(ref).sheet}!{name}")
    return replace(found, evidence=full.evidence, note=full.note)


def read_answer(no: str, text: str) -> Answer:
    """``否 2 无佐证 同一事项=转账`` or ``良好 评分=8 说明=…`` as a row of 条款核对."""
    words = text.split()
    named = dict(word.split("=") for word in words if "=" in word)
    result = words[0] if "=" not in words[0] else ""
    more = [word for word in words if word != result and "=" not in word]
    cases = next((int(word) for word in more if word.isdigit()), None)
    assert set(more) <= {str(cases), "无佐证"}, f"words nobody knows in {text}"
    assert named.keys() <= {"同一事项", "评分", "说明"}, f"words nobody knows in {text}"
    return Answer(
        no,
        result,
        cases,
        "" if "无佐证" in more else "材料",
        named.get("说明", ""),
        named.get("同一事项", ""),
        f"条款核对!C{no}",
        score=read_decimal(named["评分"]) if "评分" in named else None,
    )


def cases_of(path: Path) -> list[Any]:
    content = yaml_file(path)
    shared = {name: value for name, value in content.items() if name != "cases"}
    given = [{**shared, **case} for case in content["cases"]]
    cases = [Case.model_validate(case) for case in given]
    return [pytest.param(path.stem, case, id=f"{path.stem}: {case.name}") for case in cases]


ALL_CASES = [param for path in sorted(CASES.glob("*.yaml")) for param in cases_of(path)]


@pytest.fixture
def verdict(kind: str, case: Case) -> Verdict:
    judged = case.spec(kind)
    assert judged.kind == kind, "the case judges a clause of its own kind"
    return RULES[kind].judge(judged, case.facts(judged), settings(**case.settings))


@pytest.mark.parametrize(("kind", "case"), ALL_CASES)
def test_points_are_those_worked_by_hand(verdict: Verdict, case: Case) -> None:
    printed = None if verdict.points is None else str(half_up(verdict.points))
    assert (printed, verdict.not_applicable) == (case.points, case.not_applicable), verdict.reason
    if case.exact:
        assert verdict.points == Fraction(case.exact)
    if case.value_text:
        assert verdict.value_text == case.value_text


@pytest.mark.parametrize(("kind", "case"), ALL_CASES)
def test_reason_says_what_happened(verdict: Verdict, case: Case) -> None:
    told = "无数据：" if case.points is None else f"{case.points} 分"
    assert told in verdict.reason
    assert [word for word in case.reason if word not in verdict.reason] == [], verdict.reason


@pytest.mark.parametrize(("kind", "case"), ALL_CASES)
def test_settings_that_touched_the_points_are_named_and_no_others(verdict: Verdict, case: Case) -> None:
    touched = {effect.id for effect in verdict.effects}
    assert sorted(touched, key=lambda name: int(name[1:])) == case.effects
    told = "；".join(effect.effect for effect in verdict.effects)
    assert [word for word in case.says if word not in told] == [], told


@pytest.mark.parametrize(("kind", "case"), ALL_CASES)
def test_what_a_person_should_look_at_is_named(verdict: Verdict, case: Case) -> None:
    assert [warning.rule for warning in verdict.warnings] == case.notices
    assert list(verdict.unevidenced) == case.unevidenced
    rows = {item.no: item.effect for item in verdict.items}
    for no, words in case.items.items():
        assert words in rows[no]


@pytest.mark.parametrize(
    ("judged", "attainable"),
    [
        ("disclosure/1", "0 1"),
        ("management_system/6", "0 1/5 2/5 3/5 4/5 1"),  # 1 - 0.2 n
        ("internal_control", "0 1 2 3 4"),  # 4 - n
        ("fund_use_compliance", "0 2 4 6 8 10 12 14"),  # 14 - 2k: 13 is impossible
        ("asset_safety", " ".join(map(str, range(17)))),  # 16 - 2k - m: 15 is m alone
        ("nontax_management", "0 1 2 3"),
        ("target_management/1.1", "0 1 2"),
        ("work_quality", "0 1 2 3"),
        ("key_spending_share", "0 1/2 1 2"),
        # k=1: 0, 6/5, 2. k=2: 0, 3/5, 1, 6/5, 8/5, 2. k=3: 2/3 of 0, 0.6, 1, 1.2, 1.6, 1.8, 2, 2.2, 2.6, 3
        ("benefits", "0 6/5 2 3/5 1 8/5 2/5 2/3 4/5 16/15 4/3 22/15 26/15"),
    ],
)
def test_attainable_points_are_those_worked_by_hand(judged: str, attainable: str) -> None:
    indicator, _, no = judged.partition("/")
    found = clause(indicator, no or None)
    assert RULES[found.kind].attainable(found, settings()) == frozenset(map(Fraction, attainable.split()))


@pytest.mark.parametrize("kind", ["change_rate", "control_rate", "completion_rate", "rate_times_points"])
def test_a_continuous_rate_can_earn_anything(kind: str) -> None:
    found = next(one for one in rubric().clauses() if one.kind == kind)
    assert RULES[kind].attainable(found, settings()) is None


def test_every_kind_has_a_case_file_and_every_case_file_a_kind() -> None:
    assert {path.stem for path in CASES.iterdir()} == set(RULES)


def test_no_sentence_stands_twice() -> None:
    names = [param.id for param in ALL_CASES]
    assert len(names) == len(set(names))


def test_a_kind_registered_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="yes_no is registered twice"):
        register([RULES["level"], RULES["yes_no"], RULES["yes_no"]])


@pytest.mark.parametrize("kind", RULES)
def test_a_kind_is_filed_under_the_name_its_spec_accepts(kind: str) -> None:
    assert RULES[kind].kind == kind
    assert RULES[kind].spec.model_fields["kind"].annotation.__args__ == (kind,)  # type: ignore[union-attr]


def test_an_unknown_kind_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    wrong = tmp_path / "rubric.yaml"
    wrong.write_text(
        RUBRIC.read_text(encoding="utf-8").replace("kind: level", "kind: levle"), encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        read_rubric(wrong)
    (problem,) = caught.value.problems
    assert "“levle”" in problem.found
    assert problem.expected.startswith("level、")
    assert [kind for kind in RULES if kind not in problem.expected] == []


def test_a_verdict_without_a_reason_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        Verdict(Fraction(1), "")


def test_no_other_room_knows_a_kind() -> None:
    """A new kind is one module and its cases: everybody else asks the clause or its rule."""
    names = "|".join(RULES.keys() - {"level", "conditions"})  # which are ordinary words, too
    kind = re.compile(rf"scoring\.rules\.\w|[\"'](?:{names})[\"']")
    rules = PACKAGE / "scoring" / "rules"
    others = (path for path in PACKAGE.rglob("*.py") if rules not in path.parents)
    assert {
        path.relative_to(PACKAGE).as_posix() for path in others if kind.search(path.read_text("utf-8"))
    } == set()
