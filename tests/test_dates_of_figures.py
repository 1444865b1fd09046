"""A figure that is a day: read from 基础数据, counted by a formula, refused where it is none."""

from pathlib import Path

import pytest

from pjkit.evaluation import evaluate
from pjkit.model.params import Params
from pjkit.model.problem import InputError
from pjkit.sources.reading import read_dossier
from pjkit.sources.rubric import parse_rubric

RUBRIC = """
id: dates
title: 报送评分表
year: 2022
points: 3
reference: 示例
grades: [{name: 优, from: 60%}, {name: 差, from: 0%}]
figures:
  报送日期: {unit: 日期}
indicators:
  - id: lateness
    name: 报送及时性
    points: 3
    clauses:
      - {no: "1", kind: per_case, points: 3, count: "最大（0，报送日期 － 2023-03-31）", deduct: 0.5}
"""


def score(folder: Path, typed: str) -> str:
    """The score of a department that typed this day."""
    (folder / "基本信息.csv").write_text(
        "项目,内容,说明\n单位名称,示例局,\n评价年度,2022,\n", encoding="utf-8"
    )
    (folder / "基础数据.csv").write_text(
        f"数据项,数值,单位,佐证材料,说明\n报送日期,{typed},,收文登记,\n", encoding="utf-8"
    )
    rubric = parse_rubric(RUBRIC.encode(), "dates.yaml")
    params = Params(department="x", year=2022, rubric="dates.yaml", data="x")
    return str(evaluate(rubric, read_dossier(folder, rubric, params)).total.score)


# 31 March is in time; 3 April is 3 days late, 3 − 3 × 0.5 = 1.5; 1 May 31 days, nothing is left
@pytest.mark.parametrize(
    ("typed", "earned"), [("2023-03-31", "3.00"), ("2023年4月3日", "1.50"), ("2023-05-01", "0.00")]
)
def test_days_late_are_counted_by_the_formula(tmp_path: Path, typed: str, earned: str) -> None:
    assert score(tmp_path, typed) == earned


def test_a_day_that_is_none_is_told_by_its_cell(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"基础数据!B2：写的是“四月三日”"):
        score(tmp_path, "四月三日")
