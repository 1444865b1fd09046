"""Figures and sections in the chapters' text against the data. The data: ``text_cases``."""

from dataclasses import replace

import pytest
from check_cases import accounts
from helpers import account, dossier, figure, rubric, sample
from text_cases import said, scored

from pjkit.checks import CHECKS
from pjkit.checks.registry import CheckContext
from pjkit.checks.text.reading import quantities, sentences
from pjkit.model.dossier import Chapter


def numbers(text: str) -> list[tuple[str, int, str]]:
    """Each number of a text: its digits, what 万 or 亿 makes of it, what follows."""
    (sentence,) = sentences(dossier(chapters={"支出管理": Chapter("支出管理", text, "文字!B4")}))
    return [(str(one.value), one.scale, one.rest[:2]) for one in quantities(sentence)]


# Reading


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("共427.57万元", [("427.57", 10**4, "元")]),
        ("共1.45亿元、138万人次", [("1.45", 10**8, "元、"), ("138", 10**4, "人次")]),
        ("共１，２３４．５０元", [("1234.50", 1, "元")]),
        ("共1,234,567元", [("1234567", 1, "元")]),
        ("满意率97.20%", [("97.20", 1, "%")]),
        ("根据《2021年规定》和示例政办〔2022〕8号，3人", [("8", 1, "号，"), ("3", 1, "人")]),
        ("F1234和COVID19", []),
        ("1" * 40 + "元", []),  # no amount of a department
    ],
)
def test_numbers_are_read_with_their_units(text: str, want: list[tuple[str, int, str]]) -> None:
    assert numbers(text) == want


def test_headings_are_apart_and_lists_stay_under_them() -> None:
    text = "**（一）基本支出。** 甲。乙。\n\n- 丙\n\n1.5万元。"
    found = list(
        sentences(dossier(chapters={"支出管理": Chapter("支出管理", text, "文字!B4")}), headings=True)
    )
    assert [(one.heading, one.text.strip(), one.is_heading) for one in found] == [
        ("", "基本支出", True),
        ("基本支出", "甲。", False),
        ("基本支出", "乙。", False),
        ("基本支出", "丙", False),
        ("", "1.5万元。", False),  # no list item although it begins like one
    ]


# Figures that differ


WITH_CARRIED = accounts(
    account("收入", 本年决算="120.00"),
    account("收入/财政拨款", 本年决算="108.00"),
    account("收入/上年结转和结余", 本年决算="12.00"),
    account("支出", 本年决算="120.00"),
    account("支出/基本支出", 本年决算="115.00"),
    account("支出/年末结转", 本年决算="5.00"),
)


@pytest.mark.parametrize(
    "text",
    [
        "收入合计120.00万元，其中财政拨款108.00万元。总支出120.00万元。",
        "本年收入合计108.00万元，其中财政拨款108.00万元。",  # 120-12
        "本年支出合计115.00万元。",  # 120-5
        "2022年总支出115.00万元。",
    ],
)
def test_totals_may_be_told_with_or_without_what_was_carried_over(text: str) -> None:
    assert said("figure_in_text", text, accounts=WITH_CARRIED) == []


def test_a_total_that_is_neither_with_nor_without_it_is_found() -> None:
    (one,) = said("figure_in_text", "总支出110.00万元。", accounts=WITH_CARRIED)
    assert "“支出”本年决算为 120 万元（收支!本年决算），文中少 10 万元" in one.message


@pytest.mark.parametrize(
    "text",
    [
        "自评得分为96分。",
        "经自评，我馆2022年度部门整体支出绩效自评综合得分96分，等级为优。",
        "绩效自评总分96.00分。",
    ],
)
def test_the_total_told_must_be_that_of_the_self_scores(text: str) -> None:
    every = scored(**{row.id: str(row.points) for row in rubric().indicators()})  # 100 points
    (one,) = said("figure_in_text", text, self_scores=every)
    assert "“自评分合计”为 100 分" in one.message
    assert said("figure_in_text", text.replace("96", "100"), self_scores=every) == []
    assert said("figure_in_text", text, self_scores=scored(work_quality="3")) == []  # others are missing


def test_tasks_done_are_not_taken_for_the_tasks_set() -> None:
    tasks = {"重点工作任务数": replace(figure("15", "重点工作任务数", "基础数据!B4"), unit="项")}
    assert said("figure_in_text", "重点工作任务15项，完成14项。", items=tasks) == []
    (one,) = said("figure_in_text", "重点工作任务16项，完成14项。", items=tasks)
    assert "为 15 项（基础数据!B4），文中多 1 项" in one.message


def test_those_who_are_content_may_be_told_by_degree() -> None:
    assert said("figure_in_text", "收回有效问卷500份，满意400份、基本满意86份。") == []
    assert len(said("figure_in_text", "收回有效问卷500份，满意400份。")) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("全年基本支出82.00万元。", "“支出/基本支出”本年决算为 80 万元（收支!本年决算），文中多 2 万元"),
        ("全年基本支出0.0079亿元。", "文中少 1 万元"),
        ("2022年我馆基本支出共８２．００万元。", "文中多 2 万元"),
        ("基本支出年初预算80.00万元。", "“支出/基本支出”年初预算为 78 万元"),
        ("2021年基本支出80.00万元。", "“支出/基本支出”上年决算为 75 万元"),
        ("**（四）“三公”经费。** 预算3.50万元，决算2.68万元。", "“三公经费”本年决算为 2.86 万元"),
        ("“三公”经费预算3.50万元，比上年3.20万元减少0.43万元。", "“三公经费”比上年减少数为 0.34 万元"),
        ("“三公”经费比上年增长10%。", "“三公经费”比上年增幅为 -10.625 %"),  # (2.86-3.20)/3.20
        ("基本支出比上年增长5%。", "为 6.666667 %"),  # 5/75
        ("**（一）基本支出。** 其中商品和服务支出13.00万元。", "“支出/基本支出/商品和服务支出”"),
        ("图书购置经费45.00万元。", "“图书购置经费”本年决算为 44.6 万元"),
        ("年末实有人数42人，其中在编35人、编外6人。", "“在编人数”为 36 人（基本信息!在编人数），文中少 1 人"),
        ("全年到馆读者30.5万人次。", "“到馆读者”为 31.5 万人次"),
        ("到馆读者315000人次。图书外借率82.4%，比上年提高2.4个百分点。", "文中多 1 个百分点"),
        ("收回有效问卷500份，满意468份。", "“满意问卷数”为 486 份"),
        ("读者满意率97.02%。", "“满意问卷数÷有效问卷数”为 97.2 %"),  # 486/500
        ("固定资产总额96.00万元，在用93.60万元，利用率95.70%。", "为 97.5 %"),  # 93.6/96
    ],
)
def test_a_figure_that_differs_from_the_data_is_found(text: str, message: str) -> None:
    (one,) = said("figure_in_text", text)
    assert (one.severity, one.where) == ("疑似", "文字!B4")
    assert message in one.message


@pytest.mark.parametrize(
    "text",
    [
        # they agree, also when rounded to what is printed
        "全年基本支出80万元，其中工资福利支出60.5万元，商品和服务支出19.50万元。",
        "“三公”经费预算3.50万元，决算2.86万元，比上年3.20万元减少0.34万元，下降10.63%。",
        "“三公”经费预算3.60万元。",  # 调整预算 is a budget, too
        "工资福利支出61万元。",
        "年末实有人数42人，其中在编36人、编外6人。",
        "读者满意率97.2%，利用率97.50%。",
        # the subject is not beyond doubt
        "商品和服务支出18.00万元。",  # of which kind of spending?
        "其中机关基本支出50.00万元。",
        "上半年基本支出40.00万元。",
        "基本支出和项目支出共110.00万元。",
        "基本支出约81万元，项目支出31万元左右。",
        "用于工资福利支出10万元。",
        "财政拨款基本支出70.00万元，基本支出财政拨款70.00万元。",  # a part of it
        "基本支出减少3.00万元。",  # against what?
        "年中追加项目，全年支出30.00万元。",  # 支出 of the projects
        "基本支出80.00万元，培训费预算5.00万元，决算3.00万元。",
        "报告厅全年收入3.00万元。",
        "基本支出80万元，项目支出30万元，比上年增加8万元。",  # of both
        "基本支出年初预算78万元，项目支出年初预算32万元；全年实际支出110万元。",  # of both
        "部门预算已批复，其中财政拨款120.00万元。",  # a budget, though the clause does not say so
        "安排图书购置经费45.00万元。",  # 安排 is the budget
        "2020年基本支出70.00万元，下年预算基本支出90.00万元。",
        "**（二）项目支出。** 其中工资福利支出5.00万元。",  # projects have no such row
        "基本支出比2020年增长20%。",
        "办公室在编5人；采编部在编6人，读者服务部在编7人。",
        "局机关编制10名，在编9人；图书馆编制30名，在编27人。",  # a breakdown
        "到馆读者30.5万人，满意率高。",  # 人 is not 人次
        "固定资产100.00万元。",  # whose?
    ],
)
def test_a_figure_that_agrees_or_whose_subject_is_unknown_is_no_finding(text: str) -> None:
    assert said("figure_in_text", text) == []


def test_a_figure_that_was_cut_instead_of_rounded_is_only_a_hint() -> None:
    # 486/500 = 97.2% and 60.50 万元: 97 rounds, 60 is cut; 80.01 is within the rounding of accounts
    assert said("figure_in_text", "满意率97%。") == []
    (cut,) = said("figure_in_text", "工资福利支出60万元。")
    (near,) = said("figure_in_text", "基本支出80.01万元。")
    assert (cut.severity, near.severity) == ("提示", "提示")


def test_hostile_words_are_quoted_on_one_line_without_control_signs() -> None:
    (one,) = said("figure_in_text", "“基本支出”82.00万元\x07\u202e的支出。")
    assert "\x07" not in one.message
    assert "\u202e" not in one.message
    assert "‘基本支出’82.00万元" in one.message


def test_a_figure_written_twice_is_reported_once() -> None:
    assert len(said("figure_in_text", "基本支出82.00万元。基本支出82.00万元。")) == 1


def test_a_figure_without_data_is_no_finding() -> None:
    assert said("figure_in_text", "基本支出82.00万元，在编35人。", accounts={}, profile=()) == []


# Sections


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("设办公室、采编部等4个内设机构。", "“职能机构”列有内设机构 3 个，相差 1 个"),
        ("内设机构十二个。", "相差 9 个"),
        ("下设5个股室。", "相差 2 个"),
        ("股级职数2名。", "职数少 1 个"),
    ],
)
def test_another_number_of_sections_than_listed_is_found(text: str, message: str) -> None:
    (one,) = said("sections_in_text", text, "部门概况")
    assert message in one.message


@pytest.mark.parametrize(
    "text",
    [
        "设办公室、采编部、读者服务部3个内设机构，股级职数4名。",
        "内设机构三个。",
        "对2个股室开展检查。",
        "设有办公室等，其中2个股室负责业务。",
        "第4个股室。",
        "下辖2个二级单位，各设2个股室。本年新设1个内设机构。",
        "设有14个职能科室、18个临床科室。",  # one number of several
    ],
)
def test_the_listed_number_of_sections_or_a_part_of_them_is_no_finding(text: str) -> None:
    assert said("sections_in_text", text, "部门概况") == []


def test_without_listed_sections_their_number_is_not_compared() -> None:
    assert said("sections_in_text", "设4个内设机构。", "部门概况", organisation=()) == []


# The source's real department (rubric.md §4, 17): what holds is compared, and is no finding


def test_what_the_real_department_states_rightly_is_no_finding() -> None:
    assert of_the_sample("", "") == []


@pytest.mark.parametrize(
    ("stated", "changed", "message"),
    [
        ("在编36人", "在编35人", "“在编人数”为 36 人"),
        ("年末实有人数42人", "年末实有人数43人", "“年末实有人数”为 42 人"),
        ("股级职数16名", "股级职数15名", "列有内设机构 16 个，职数少 1 个"),
        ("基本支出共427.57万元", "基本支出共425.57万元", "为 427.57 万元（收支!E6），文中少 2 万元"),
        ("办件8480件", "办件8408件", "为 8480 件"),
    ],
)
def test_each_of_those_would_be_found_if_it_were_wrong(stated: str, changed: str, message: str) -> None:
    (one,) = of_the_sample(stated, changed)
    assert message in one


def of_the_sample(stated: str, changed: str) -> list[str]:
    """What is found about figures and sections of the sample with other words in its chapters."""
    data = sample("xinning-pension")
    texts = {
        name: replace(chapter, text=chapter.text.replace(stated, changed) if stated else chapter.text)
        for name, chapter in data.chapters.items()
    }
    case = CheckContext(rubric(), replace(data, chapters=texts), marks=())
    return [one.message for rule in ("figure_in_text", "sections_in_text") for one in CHECKS[rule](case)]
