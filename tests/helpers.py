"""What several test modules need: the shipped rubric, small facts, a dossier made on the spot."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pjkit.evaluation import evaluate
from pjkit.model.amounts import read_decimal
from pjkit.model.clause import ClauseSpec
from pjkit.model.dossier import AccountLine, Dossier, Review, SelfScore
from pjkit.model.figure import NOT_APPLICABLE, Answer, Figure, FigureRef, Project
from pjkit.model.params import Params
from pjkit.model.problem import Problems
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.model.settings import Settings
from pjkit.scoring.rubric import Rubric
from pjkit.scoring.rules import RULES
from pjkit.sources.params import read_params
from pjkit.sources.reading import read_dossier
from pjkit.sources.rubric import read_rubric
from pjkit.sources.strict_yaml import read_yaml

ROOT = Path(__file__).resolve().parents[1]
AMOUNTS = ("上年决算", "年初预算", "调整预算", "本年决算")
FLAGS = ("重点", "目标管理", "绩效自评", "完工")


@cache
def rubric() -> Rubric:
    """The shipped rubric."""
    return read_rubric(ROOT / "params/rubrics/xinning-2022.yaml")


def settings(**changed: object) -> Settings:
    """The shipped rubric's settings with some of them changed."""
    return Settings.model_validate({**rubric().settings.model_dump(), **changed})


def rubric_with(**changed: object) -> Rubric:
    """The shipped rubric under other settings."""
    return rubric().model_copy(update={"settings": settings(**changed)})


def clause(indicator_id: str, no: str | None = None) -> ClauseSpec:
    """A clause of the shipped rubric; without ``no`` the indicator's only one."""
    (indicator,) = [row for row in rubric().indicators() if row.id == indicator_id]
    (found,) = [one for one in indicator.clauses if no is None or one.no == no]
    assert isinstance(found, ClauseSpec)
    return found


def place_of(ref: FigureRef) -> FigureRef:
    """Where a figure that the shipped rubric declares stands in the data; without a place it is a row of 基础数据."""
    declared = rubric().figures.get(ref.row) if not ref.sheet else None
    if declared is None:
        return ref
    return declared.from_ or FigureRef("基础数据", declared.ask or ref.row)


def spec(kind: str, **given: object) -> ClauseSpec:
    """A clause written out in a test."""
    return RULES[kind].spec.model_validate({"no": "1", "kind": kind, "text": "条款", **given})


def yaml_file(path: Path) -> dict[str, Any]:
    """A test's YAML file, numbers exact and no name twice."""
    problems = Problems(path.name)
    source = read_yaml(path, problems)
    problems.raise_if_any()
    assert source is not None, f"{path.name} has content"
    return source.data


def figure(text: str, name: str = "数", source: str = "表!B2") -> Figure:
    """What a cell says: a number, a word, 不适用 or nothing."""
    value = read_decimal(text)
    if text == NOT_APPLICABLE:
        return Figure(name, None, "", source, not_applicable=True)
    return Figure(name, value, "", source, text="" if value is not None else text)


def answer(no: str, result: str, cases: int | None = None, evidence: str = "材料") -> Answer:
    """A row of 条款核对, with evidence unless told otherwise."""
    return Answer(no, result, cases, evidence, "", "", f"条款核对!C{no}")


def answers(results: Mapping[str, str]) -> dict[str, Answer]:
    """Rows of 条款核对 by number, all with evidence."""
    return {no: answer(no, result) for no, result in results.items()}


def project(name: str, category: str, flags: Mapping[str, str], budget: str = "10") -> Project:
    """A row of the project list; flags not given are blank."""
    amount = figure(budget, f"{name} 年初预算", f"项目!C:{name}")
    sources = {flag: f"项目!{flag}:{name}" for flag in FLAGS}
    return Project(
        name, category, amount, amount, {flag: flags.get(flag, "") for flag in FLAGS}, sources, "", "项目!A"
    )


def account(path: str, **amounts: str) -> AccountLine:
    """A row of 收支; amounts not given are blank."""
    figures = {name: figure(amounts.get(name, ""), f"{path} {name}", f"收支!{name}") for name in AMOUNTS}
    return AccountLine(path, figures, "", f"收支!{path}")


def self_score(score: str, reason: str = "") -> SelfScore:
    """A row of 自评."""
    value = read_decimal(score)
    assert value is not None, "a self score is a number"
    return SelfScore(value, reason, "自评!B2")


def review(score: str, reason: str = "查阅凭证") -> Review:
    """A row of 复核."""
    value = read_decimal(score)
    assert value is not None, "a review score is a number"
    return Review(value, "复核人甲", reason, "复核!B2")


def dossier(**given: Any) -> Dossier:
    """A department that handed in nothing but what is given."""
    empty = Dossier(
        department="test",
        name="示例单位",
        year=2022,
        profile=(),
        organisation=(),
        accounts={},
        projects=None,
        items={},
        answers={},
        self_scores={},
        reviews={},
        outputs=(),
        chapters={},
        digest="sha256:0",
    )
    return replace(empty, **given)


def card(under: Rubric | None = None, **given: Any) -> Scorecard:
    """The scorecard of such a department."""
    return evaluate(under or rubric(), dossier(**given))


def mark(indicator_id: str, under: Rubric | None = None, **given: Any) -> Mark:
    """One of its marks."""
    return card(under, **given)[indicator_id]


def ids(found: Mark) -> list[str]:
    """The settings that touched a mark, each once, in order."""
    return sorted({effect.id for effect in found.effects}, key=lambda name: int(name[1:]))


def _rubric_of(path: Path) -> str:
    return Path(read_params(path).rubric).stem


_BY_RUBRIC = {path.stem: _rubric_of(path) for path in sorted((ROOT / "params").glob("*.yaml"))}
SAMPLES = [name for name, of in _BY_RUBRIC.items() if of == "xinning-2022"]
"""The sample departments of the 2022 rubric."""
OTHER_PLACES = [name for name, of in _BY_RUBRIC.items() if of != "xinning-2022"]
"""The sample departments of other places' rubrics, one each."""


def sample(department: str) -> Dossier:
    """The data of one of the sample departments."""
    params = sample_params(department)
    return read_dossier(ROOT / params.data, rubric(), params)


def sample_params(department: str) -> Params:
    """Its parameters."""
    return read_params(ROOT / f"params/{department}.yaml")
