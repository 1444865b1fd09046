"""What the tests of text checks share: a department's data and a chapter that speaks of them."""

from dataclasses import replace
from typing import Any

from check_cases import accounts, findings
from helpers import account, dossier, figure, project, rubric, self_score

from pjkit.checks import CHECKS
from pjkit.checks.registry import CheckContext
from pjkit.model.dossier import Chapter, OrgLine, Output, ProfileLine
from pjkit.model.figure import Project
from pjkit.model.scorecard import Finding

ACCOUNTS = accounts(
    account("收入", 本年决算="110.00"),
    account("收入/财政拨款", 本年决算="108.00"),
    account("支出/基本支出", 上年决算="75.00", 年初预算="78.00", 本年决算="80.00"),
    account("支出/基本支出/工资福利支出", 本年决算="60.50"),
    account("支出/基本支出/商品和服务支出", 上年决算="20.00", 年初预算="19.00", 本年决算="19.50"),
    account("支出/项目支出", 年初预算="32.00", 本年决算="30.00"),
    account("支出/项目支出/商品和服务支出", 本年决算="12.00"),
    account("三公经费", 上年决算="3.20", 年初预算="3.50", 调整预算="3.60", 本年决算="2.86"),
    account("三公经费/公务接待费", 上年决算="0", 年初预算="0", 本年决算="0"),
    account("三公经费/公务用车购置及运行费", 年初预算="2.60", 本年决算="2.14"),
)
ITEMS = {
    name: replace(figure(value, name, f"基础数据!{name}"), unit=unit)
    for name, value, unit in (
        ("有效问卷数", "500", "份"),
        ("满意问卷数", "486", "份"),
        ("固定资产总额", "96", "万元"),
        ("在用固定资产", "93.6", "万元"),
    )
}
PROFILE = tuple(
    ProfileLine(item, content, "", f"基本信息!{item}")
    for item, content in {
        "单位名称": "示例县图书馆",
        "单位简称": "县图书馆、我馆",
        "主管部门": "示例县文化旅游广电体育局",
        "编制数": "40",
        "在编人数": "36",
        "编外人数": "6",
        "年末实有人数": "42",
    }.items()
)
SECTIONS = tuple(OrgLine("内设机构", name, "", "职能机构!B2") for name in ("办公室", "采编部", "读者服务部"))


def outputs() -> tuple[Output, ...]:
    """Two rows of 事业成效: one in 万人次, one in percent."""
    return (
        Output("阅读", "到馆读者", unit("31.5", "万人次"), unit("28.9", "万人次"), figure("")),
        Output("阅读", "图书外借率", unit("82.4", "%"), unit("81", "%"), figure("")),
    )


def unit(value: str, word: str) -> Any:
    """A figure with its unit."""
    return replace(figure(value, source="事业成效!C2"), unit=word)


def projects() -> tuple[Project, ...]:
    """One project: 45 万元 planned, 44.60 spent."""
    one = project("图书购置经费", "项目", {})
    return (replace(one, budget=figure("45"), spent=figure("44.60", source="项目!D2")),)


def said(rule: str, text: str, chapter: str = "支出管理", **given: Any) -> list[Finding]:
    """What one check finds in ``text``, written by the department above; it is scored where self scores are given."""
    data: dict[str, Any] = {
        "name": "示例县图书馆",
        "accounts": ACCOUNTS,
        "items": ITEMS,
        "profile": PROFILE,
        "organisation": SECTIONS,
        "outputs": outputs(),
        "projects": projects(),
        "chapters": {chapter: Chapter(chapter, text, "文字!B4")},
    }
    if "self_scores" in given:
        return findings(rule, **{**data, **given})
    return list(CHECKS[rule](CheckContext(rubric(), dossier(**{**data, **given}), marks=())))


def scored(**scores: str) -> dict[str, Any]:
    """Self scores by indicator id."""
    known = {row.id for row in rubric().indicators()}
    assert set(scores) <= known
    return {name: self_score(score) for name, score in scores.items()}
