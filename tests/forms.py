"""Small rubrics of other shapes than that of 2022: weights, other levels, groups of two depths, none at all."""

from functools import cache

from helpers import answer, card

from pjkit.model.scorecard import Scorecard
from pjkit.scoring.rubric import Rubric
from pjkit.sources.rubric import parse_rubric

WEIGHTED = """
id: port-office
title: 港务部门绩效评分表
year: 2022
points: 100
reference: 虚构
levels: [类别, 事项, 考核点]
grades: [{name: 优, from: 90%}, {name: 差, from: 0}]
groups:
  - name: 预算绩效
    points: 100
    weight: 30
    groups:
      - name: 预算管理
        points: 75
        indicators:
          - id: progress
            name: 执行进度
            points: 35
            standard: 达到进度的，计35分。
            clauses: [{no: "1", kind: yes_no, points: 35, text: 达到进度。}]
          - id: adjustment
            name: 预算调整
            points: 40
            standard: 没有调整的，计40分。
            clauses: [{no: "1", kind: yes_no, points: 40, text: 没有调整。}]
      - name: 财务管理
        points: 25
        indicators:
          - id: accounts
            name: 决算考评
            points: 25
            standard: 通过的，计25分。
            clauses: [{no: "1", kind: yes_no, points: 25, text: 通过考评。}]
  - name: 项目产出
    points: 100
    weight: 70
    indicators:
      - id: output
        name: 产出数量
        points: 100
        standard: 完成的，计100分。
        clauses: [{no: "1", kind: yes_no, points: 100, text: 完成产出。}]
"""
FLAT = """
id: flat-form
title: 单层评分表
year: 2022
points: 10
reference: 虚构
levels: [指标]
grades: [{name: 优, from: 90%}, {name: 差, from: 0}]
indicators:
  - id: done
    name: 完成情况
    points: 10
    standard: 完成的，计10分。
    clauses: [{no: "1", kind: yes_no, points: 10, text: 按时完成。}]
"""


@cache
def weighted_form() -> Rubric:
    """Two groups of 100 points each, which count 30 and 70; one of them has groups below it, the other none."""
    return parse_rubric(WEIGHTED.encode(), "port-office.yaml")


@cache
def flat_form() -> Rubric:
    """One indicator of 10 points, in no group."""
    return parse_rubric(FLAT.encode(), "flat-form.yaml")


def weighted_card() -> Scorecard:
    """40 of 75, 25 of 25, 100 of 100: (40 + 25) × 0.3 + 100 × 0.7 = 19.5 + 70 = 89.5."""
    given = {"progress": "否", "adjustment": "是", "accounts": "是", "output": "是"}
    return card(weighted_form(), answers={name: {"1": answer("1", said)} for name, said in given.items()})


def flat_card() -> Scorecard:
    """10 of 10."""
    return card(flat_form(), answers={"done": {"1": answer("1", "是")}})
