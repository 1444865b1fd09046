"""docs/rubrics.md and its Chinese twin: every block of YAML is a rubric that is read, scored and held to what stands beside it."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from helpers import ROOT

from pjkit.evaluation import evaluate
from pjkit.model.params import Params
from pjkit.model.problem import InputError, Problems
from pjkit.model.settings import SETTING_QUESTIONS, Settings
from pjkit.scoring.declarations import SHOWN
from pjkit.scoring.rules import RULES
from pjkit.sources.reading import read_dossier
from pjkit.sources.rubric import parse_rubric
from pjkit.sources.strict_yaml import parse_yaml

ENGLISH, CHINESE = (ROOT / "docs" / name for name in ("rubrics.md", "rubrics.zh-CN.md"))
UNKNOWN = "—"
HEADS = {
    "基本信息": "项目 内容 说明",
    "收支": "科目 上年决算 年初预算 调整预算 本年决算 说明",
    "项目": "项目名称 类别 年初预算 本年决算 重点 目标管理 绩效自评 完工 说明",
    "基础数据": "数据项 数值 单位 佐证材料 说明 项目名称",
    "条款核对": "指标 条款 结果 次数 佐证材料 说明 评分",
}
_PART = re.compile(
    r"```yaml\n(?P<yaml>.*?)```|^\| `(?P<data>[^`]*)` \| (?P<earned>[\d.]+|—) \|$|^> (?P<said>[^\n]+)$",
    re.DOTALL | re.MULTILINE,
)
_PLACE = re.compile(r"(?P<sheet>收支|基本信息)\[(?P<row>[^\]]+)\](?:\.(?P<column>\w+))? = (?P<typed>\S+)")
_ANSWER = re.compile(
    r"(?P<of>\S+) (?P<no>[\d.]+) = (?P<result>[^，]*)(?:，评分 (?P<score>[\d.]+)|，(?P<cases>\d+) 例)?"
)
_ITEM = re.compile(r"(?:(?P<project>\S+) )?(?P<row>\S+) = (?P<typed>\S+)")


@dataclass
class Example:
    """A block of YAML with what a department hands in and earns, or with the words it is refused with."""

    text: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def given(self) -> dict[str, Any]:
        """What the block says."""
        source = parse_yaml(self.text, Problems("rubrics.md"))
        assert source is not None, self.text
        return source.data

    def rubric(self) -> bytes:
        """The whole file of which the block shows a part."""
        given = self.given
        clauses = given.get("clauses", [])
        ways = {one.get("either", one["no"]): Decimal(str(one["points"])) for one in clauses}
        points = given.get("points", sum(ways.values()))
        rest = {
            "id": "example",
            "title": "示例",
            "year": 2022,
            "points": points,
            "reference": "示例",
            "grades": "[{name: 合格, from: 60%}, {name: 不合格, from: 0}]",
        }
        lines = [f"{name}: {value}" for name, value in rest.items() if name not in given]
        text = self.text
        if clauses:
            head, body = text.split("clauses:", 1)
            body = body if body.startswith("\n") else f" {body.strip()}\n"
            nested = "\n".join(f"    {line}" for line in f"clauses:{body}".rstrip().splitlines())
            text = f"{head}indicators:\n  - id: example\n    name: 示例\n    points: {points}\n{nested}\n"
        if all("points" not in one for one in given.get("indicators", [])):
            return "\n".join([*lines, text]).encode()
        total = sum(Decimal(str(one["points"])) for one in given["indicators"])
        return "\n".join([*lines, text]).replace("points: 0\n", f"points: {total}\n", 1).encode()


def examples(path: Path) -> list[Example]:
    """The blocks of one document with what stands below them."""
    found: list[Example] = []
    for part in _PART.finditer(path.read_text(encoding="utf-8")):
        if part["yaml"] is not None:
            found.append(Example(part["yaml"]))
        elif part["said"] is not None:
            found[-1].refused.append(part["said"])
        elif found:
            found[-1].rows.append((part["data"], part["earned"]))
    return found


SCORED = [(one, data, earned) for one in examples(ENGLISH) for data, earned in one.rows]
REFUSED = [(one, said) for one in examples(ENGLISH) for said in one.refused]


class HandedIn:
    """A folder of CSV files with what an example's row says."""

    def __init__(self, example: Example, data: str) -> None:
        self._lists = {name: list(one["columns"]) for name, one in example.given.get("lists", {}).items()}
        self._extra = example.given.get("columns", {}).get("收支", [])
        self._by_project = example.given.get("subject") == "project"
        self.sheets: dict[str, list[dict[str, str]]] = {
            "基本信息": [{"项目": "单位名称", "内容": "示例局"}, {"项目": "评价年度", "内容": "2022"}]
        }
        for entry in filter(None, data.split("；")):
            self._enter(entry)

    def _enter(self, entry: str) -> None:
        sheet, listed, cells = entry.partition("：")
        place, answer = _PLACE.fullmatch(entry), _ANSWER.fullmatch(entry)
        if listed and (sheet in self._lists or sheet == "项目"):
            heads = self._lists.get(sheet) or HEADS[sheet].split()
            self._row(sheet, dict(zip(heads, cells.split("、"), strict=False)))
        elif place:
            self._at(place)
        elif answer and not self._by_project:
            of = "示例" if answer["of"] == "条款" else answer["of"]
            said = {"结果": answer["result"], "评分": answer["score"] or "", "次数": answer["cases"] or ""}
            self._row("条款核对", {"指标": self.full_name(of), "条款": answer["no"], "说明": "示例", **said})
        else:
            item = _ITEM.fullmatch(entry)
            assert item, entry
            of_project = {"项目名称": item["project"]} if item["project"] else {}
            self._row("基础数据", {"数据项": item["row"], "数值": item["typed"], **of_project})

    def full_name(self, indicator: str) -> str:
        """As the data name it; only the first example has groups."""
        return {"管理制度健全性": "预算管理/管理制度健全性"}.get(indicator, indicator)

    def _at(self, place: re.Match[str]) -> None:
        if place["sheet"] == "基本信息":
            self._row("基本信息", {"项目": place["row"], "内容": place["typed"]})
            return
        rows = self.sheets.setdefault("收支", [])
        row = next((one for one in rows if one["科目"] == place["row"]), None)
        if row is None:
            row = {"科目": place["row"]}
            rows.append(row)
        row[place["column"]] = place["typed"]

    def _row(self, sheet: str, cells: dict[str, str]) -> None:
        self.sheets.setdefault(sheet, []).append(cells)

    def write(self, folder: Path) -> None:
        """One file a sheet."""
        for name, rows in self.sheets.items():
            heads = self._lists.get(name) or HEADS[name].split()
            heads = [*heads, *(self._extra if name == "收支" else ())]
            heads = [head for head in heads if self._by_project or head != "项目名称" or name == "项目"]
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, heads, restval="")
                writer.writeheader()
                writer.writerows(rows)


@pytest.mark.parametrize(
    ("example", "data", "earned"), SCORED, ids=[data or "blank" for _, data, _ in SCORED]
)
def test_an_example_earns_what_the_document_says(
    example: Example, data: str, earned: str, tmp_path: Path
) -> None:
    rubric = parse_rubric(example.rubric(), "rubrics.md")
    HandedIn(example, data).write(tmp_path)
    params = Params(department="example", year=2022, rubric="rubrics.md", data=str(tmp_path))
    card = evaluate(rubric, read_dossier(tmp_path, rubric, params))
    unknown = any(mark.score is None for mark in card.marks)
    assert (UNKNOWN if unknown else str(card.total.score)) == earned


@pytest.mark.parametrize(("example", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_a_trap_is_refused_in_the_words_of_the_document(example: Example, said: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_rubric(example.rubric(), "rubrics.md")
    assert said in str(refused.value)


def test_every_block_is_scored_or_refused() -> None:
    assert [one.text for one in examples(ENGLISH) if not one.rows and not one.refused] == []


def test_the_twins_hold_the_same_examples() -> None:
    assert examples(ENGLISH) == examples(CHINESE)


def test_the_twins_have_one_shape() -> None:
    shapes = [
        re.findall(r"^(#+ |    |\||```)", path.read_text(encoding="utf-8"), re.MULTILINE)
        for path in (ENGLISH, CHINESE)
    ]
    assert shapes[0] == shapes[1]


# Complete


def kinds() -> Iterator[str]:
    for one in examples(ENGLISH):
        yield from re.findall(r"kind: (\w+)", one.text)


def test_every_kind_has_an_example_that_is_scored() -> None:
    assert set(RULES) - set(kinds()) == set()


@pytest.mark.parametrize("path", [ENGLISH, CHINESE], ids=lambda path: path.name)
def test_every_field_of_every_kind_is_told(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    names = {info.alias or name for rule in RULES.values() for name, info in rule.spec.model_fields.items()}
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", text)] == []


@pytest.mark.parametrize("path", [ENGLISH, CHINESE], ids=lambda path: path.name)
def test_every_decision_is_told_with_its_default_first(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| D\d+ \| `(\w+)` \| `([^`]+)`", text, re.MULTILINE))
    assert set(told) == set(Settings.model_fields)
    usual = {name: str(value) for name, value in Settings() if isinstance(value, str | int)}
    assert {name: told[name] for name in usual} == usual
    assert [no for no in SETTING_QUESTIONS if not re.search(rf"\b{no}\b", text)] == []


@pytest.mark.parametrize("path", [ENGLISH, CHINESE], ids=lambda path: path.name)
def test_everything_that_a_chapter_can_show_is_told(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [name for name in get_args(SHOWN) if f"`{name}`" not in text] == []
