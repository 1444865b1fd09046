"""The program knows no rubric: no id, level, group, chapter or title of any stands in its code or templates."""

import ast
from pathlib import Path

import pytest
from helpers import ROOT

from pjkit.scoring.rubric import Rubric
from pjkit.sources.rubric import read_rubric

RUBRICS = sorted((ROOT / "params/rubrics").glob("*.yaml"))
PACKAGE = ROOT / "pjkit"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted(path for path in PACKAGE.rglob("*") if path.suffix in {".j2", ".css", ".js"})
ALLOWED = {  # name → why it may stand in the program, whatever a rubric calls by it
    **dict.fromkeys(("政府采购", "目标管理", "工作质量"), "rows and columns of the data contract"),
    **dict.fromkeys(
        ("事业成效", "支出管理", "绩效情况", "存在问题", "改进措施", "部门概况"), "chapters of 文字"
    ),
    **dict.fromkeys(("主要职能", "人员情况"), "categories of 职能机构, rows of 基本信息"),
    **dict.fromkeys(("一级指标", "二级指标", "三级指标"), "levels of records that name none"),
    **dict.fromkeys(("投入", "过程", "产出", "效果", "指标"), "ordinary words"),
    **dict.fromkeys(
        ("固定资产利用率", "重点工作完成率"), "words for a figure that a department's text may use"
    ),
}


def names_of(rubric: Rubric) -> set[str]:
    """What only a rubric may say."""
    placed = {name for row in rubric.placed for name in (row.indicator.name, *row.path)}
    chapters = {name for one in rubric.all_chapters() for name in (one.title, one.text) if name}
    return {*placed, *chapters, *rubric.levels, rubric.title} - set(ALLOWED)


def words_of(module: Path) -> set[str]:
    """Every text of a module that the program says or looks for: not what is said of the program."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    said = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings, and the words below a constant
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    }


WORDS = {module.relative_to(PACKAGE).as_posix(): words_of(module) for module in MODULES}
WORDS |= {path.relative_to(PACKAGE).as_posix(): {path.read_text(encoding="utf-8")} for path in TEMPLATES}


@pytest.mark.parametrize("path", RUBRICS, ids=lambda path: path.stem)
def test_no_name_of_a_rubric_stands_in_the_program(path: Path) -> None:
    names = names_of(read_rubric(path))
    found = [
        f"{source}: {name}"
        for source, words in WORDS.items()
        for name in sorted(names)
        if any(name in said for said in words)
    ]
    assert found == []


@pytest.mark.parametrize("path", RUBRICS, ids=lambda path: path.stem)
def test_no_id_of_an_indicator_stands_in_the_program(path: Path) -> None:
    """As a text of its own: many ids are English words."""
    ids = {one.id for one in read_rubric(path).indicators()}
    assert [f"{source}: {id_}" for source, words in WORDS.items() for id_ in sorted(ids & words)] == []
