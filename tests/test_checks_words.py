"""Words of the chapters that do not fit: idle savings, 元, stale years, foreign names, admissions."""

import time
from typing import Any

import pytest
from helpers import account
from text_cases import ACCOUNTS, PROFILE, said, scored

from pjkit.model.dossier import Chapter, OrgLine, ProfileLine

CHAPTERS = ("部门概况", "事业成效", "支出管理", "绩效情况", "存在问题", "改进措施")


# A budget of 0


@pytest.mark.parametrize(
    "text",
    [
        "公务接待费预算0万元、支出0万元，完成预算的0%。",
        "公务接待费决算数小于预算数。",
        "**（四）公务接待费。** 全年支出比预算有所节约。",
    ],
)
def test_nothing_can_be_saved_on_a_budget_of_0(text: str) -> None:
    # ACCOUNTS: 公务接待费 0 and 0
    (one,) = said("zero_base_wording", text)
    assert (one.severity, one.where) == ("疑似", "文字!B4")
    assert "年初预算 0 万元、本年决算 0 万元" in one.message


@pytest.mark.parametrize(
    "text",
    [
        "公务接待费预算0万元，支出0万元。",
        "“三公”经费决算小于预算数。",  # 2.86 < 3.50
        "公务接待费未发生，公务用车运行费小于预算。",  # the last one named: 2.14 < 2.60
        "办公用纸比上年有所节约。",  # no row of 三公经费
        "公务接待费完成预算的80%。",
    ],
)
def test_other_savings_are_no_finding(text: str) -> None:
    assert said("zero_base_wording", text) == []


def test_a_budget_without_data_is_not_0() -> None:
    unknown = {**ACCOUNTS, "三公经费/公务接待费": account("三公经费/公务接待费", 本年决算="0")}
    assert said("zero_base_wording", "公务接待费小于预算数。", accounts=unknown) == []


# 元 among 万元


def test_a_large_amount_in_yuan_is_shown_in_wan_yuan() -> None:
    (one,) = said("yuan_in_text", "缓缴金额2,275,998.08元，收回142.47万元。")
    assert (one.severity, one.where) == ("提示", "文字!B4")
    assert "2,275,998.08÷10,000＝227.599808" in one.message


@pytest.mark.parametrize(
    "text",
    [
        "每人每年标准12000元，共142.47万元。",
        "人均发放35521元，共142.47万元。",
        "低保标准500元，共142.47万元。",
        "共缓缴2275998.08元，收回1424700.00元。",  # all of them in 元
        "共142.47万元、1.2亿元。",
    ],
)
def test_prices_and_reports_all_in_yuan_are_no_finding(text: str) -> None:
    assert said("yuan_in_text", text) == []


# Years; the evaluation year is 2022


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("2021年社会养老保险服务中心设下列内设机构：综合股。", "2021年社会养老保险服务中心设下列内设机构"),
        ("**2021年工作情况。** 较好。", "2021年工作情况"),
        ("截至2021年12月31日固定资产96万元。", "截至2021年12月31日固定资产96万元"),
        ("2021 年末实有人数42人。", "2021 年末实有人数42人"),
        ("２０２０年度考核为优秀。", "２０２０年度考核为优秀"),
    ],
)
def test_an_earlier_year_told_as_the_present_is_stale(text: str, quoted: str) -> None:
    (one,) = said("stale_year", text)
    assert one.severity == "疑似"
    assert quoted in one.message


def test_a_year_is_reported_once_a_chapter_with_its_places_counted() -> None:
    (one,) = said("stale_year", "2021年人员42人。2021年支出80万元。")
    assert "（共 2 处）" in one.message


@pytest.mark.parametrize(
    "text",
    [
        "2022年支出80万元。",
        "2023年计划新增图书1万册。",
        "按照《2021年度绩效管理办法》和示例政办〔2021〕8号、示例财〔2020〕3号开展。",
        "自2019年起免费开放。",
        "较2021年增加3万元。",
        "2021年3月机构挂牌。",
        "项目于2020年开工。",
        "2019-2021年累计投入50万元。",
        "2021年至2023年实施。",
        "2021年支出75万元，2022 年支出80万元。",
        "我馆成立于 1958 年。",
        "2019 年至 2021 年运行平稳。",
        "2021年评价发现的问题已整改。",
        "编号12021年鉴。",
        "我馆2019年通过评估定级复审。",
        "2015年由原甲乡、乙乡合并设立。",  # the word of history stands after the list
        "其中2021年续建项目3个。",
        "第七次全国人口普查（2020年）常住人口2.86万人。",
        "支付2021年绩效奖210万元，公开了2021年部门决算。",
        "2021年度绩效评价得分95.6分，按照2020年度标准发放。",
    ],
)
def test_years_of_history_plans_and_documents_are_no_finding(text: str) -> None:
    assert said("stale_year", text) == []


# Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我局认真落实各项要求。", "“我局”"),
        ("本社制定了制度。", "“本社”"),
        ("推进深化供销社综合改革发展。", "“供销社”"),
        ("促进烟草局系统深化改革。", "“烟草局”"),
    ],
)
def test_a_name_of_another_organisation_is_found(text: str, name: str) -> None:
    (one,) = said("foreign_name", text)
    assert (one.severity, one.where) == ("疑似", "文字!B4")
    assert one.message.startswith(name)


@pytest.mark.parametrize(
    "text",
    [
        "我馆、本馆、本单位、我部门认真落实。",
        "基本社会保险、根本所在、自我局限、本所属、本处理意见、我社区群众、我校对了数据、成本局面。",
        "配合供销社开展农资检查，向供销社购买。",  # somebody else's work
        "深化供销合作社综合改革工作由县供销社牵头。",
        "推进图书馆改革。",
        "加快县委党校建设项目，协助档案局选址。",  # its house
    ],
)
def test_own_names_and_words_that_look_like_names_are_no_finding(text: str) -> None:
    assert said("foreign_name", text) == []


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"organisation": (OrgLine("主要职能", "合作经济", "指导供销合作。", ""),)}, "推进供销社改革。"),
        ({"organisation": (OrgLine("内设机构", "古籍保护所", "", ""),)}, "我所承担修复。"),
        (
            {"profile": (*PROFILE, ProfileLine("单位性质", "事业单位", "含流动服务大队", "基本信息!B5"))},
            "我队下乡96次。",
        ),
        ({"name": "示例县供销合作联社"}, "我社推进供销社综合改革。"),
    ],
)
def test_names_found_in_the_data_have_their_place(given: dict[str, Any], text: str) -> None:
    assert said("foreign_name", text, **given) == []


def test_many_names_of_one_unit_are_counted() -> None:
    # PROFILE: 示例县图书馆, 县图书馆, 我馆; the text adds 本馆, 本单位, 我部门 = 6; 我局 is foreign and not counted
    (one,) = said("unit_names", "本馆、本单位、我部门、我馆、我局。")
    assert (one.severity, one.where) == ("提示", "基本信息!单位简称")
    assert "有 6 种称呼" in one.message
    assert said("unit_names", "本馆、本单位、我馆。") == []


# Admissions beside full marks


@pytest.mark.parametrize(
    ("indicator", "points", "text"),
    [
        ("fund_use_compliance", "14", "申请追加资金下达前先要调整其他支出科目进行垫付，下达后再调回。"),
        ("fund_use_compliance", "14", "存在大额现金支付问题。"),
        ("asset_safety", "16", "资产账实不符，领用登记不全。"),
        ("asset_safety", "16", "年度资产报表迟报9天。"),
        ("target_management", "8", "1个专项未编制绩效目标。"),
        ("nontax_management", "3", "检查发现坐支1笔。"),
        ("evaluation_management", "7", "部分项目未自评。"),
        ("result_use", "2", "有2个问题未整改到位。"),
        ("internal_control", "4", "内部控制5个环节执行不到位。"),
        ("procurement", "4", "其中6.00万元未编制追加预算。"),
        ("disclosure", "4", "决算公开较规定时间晚6个工作日。"),
        ("disclosure", "4", "由主管部门在门户网上公开了2022年单位预算。"),
    ],
)
def test_an_admission_beside_full_marks_is_found(indicator: str, points: str, text: str) -> None:
    (one,) = said("declared_breach", text, "存在问题", self_scores=scored(**{indicator: points}))
    assert (one.severity, one.where) == ("疑似", "文字!B4")
    assert f"得满分 {points} 分（仅自评）" in one.message


def test_an_admission_beside_points_lost_or_unknown_is_no_finding() -> None:
    text = "检查发现坐支1笔。"
    assert said("declared_breach", text, "存在问题", self_scores=scored(nontax_management="2")) == []
    assert said("declared_breach", text, "存在问题") == []


@pytest.mark.parametrize(
    "text",
    [
        "不存在截留、挤占、挪用、虚列支出等情况。",
        "严禁工程款与养护资金相互垫付。",
        "资金专款专用，未挪用，截留、套取等问题未发生。",
        "对挤占挪用专项资金的行为严肃处理，截留问题得到有效遏制。",
        "不挤占、挪用、截留资金，确保资金不被挪用，健全防截留的长效机制。",
        "坚决制止挪用，重点检查是否存在截留，审计未指出挪用问题。",
        "严控超预算列支、超标准列支，大额现金支付须经审批。",
        "开展截留挪用专项检查。",
        "参保人垫付的医疗费用及时报销。",  # nobody's budget
        "单位预算、决算均按时公开。",
        "预算已在门户网公开，决算于次年公示。",
        "**预决算公开。** 由人社局办理，我馆没有公开网站。",
        "账实相符，票据无遗失，资产未丢失。",
    ],
)
def test_denials_and_other_words_are_no_admission(text: str) -> None:
    full = scored(fund_use_compliance="14", asset_safety="16", disclosure="4", nontax_management="3")
    assert said("declared_breach", text, "存在问题", self_scores=full) == []


def test_plans_are_no_admission_and_a_chapter_gives_one_finding() -> None:
    full = scored(nontax_management="3")
    assert said("declared_breach", "清理坐支。", "改进措施", self_scores=full) == []
    assert len(said("declared_breach", "坐支1笔。坐支2笔。", "存在问题", self_scores=full)) == 1


# Hostile texts

HOSTILE = (
    "1",
    "1,",
    "2021年",
    "《",
    "（",
    "**",
    "我社",
    "预算",
    "公务接待费有所节约",
    "完成预算的0%",
    "资金垫付款",
    "\n",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_chapter_of_one_piece_over_and_over_is_checked_in_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]  # as long as a cell may be
    start = time.perf_counter()
    full = scored(fund_use_compliance="14")
    said("stale_year", "", chapters={"支出管理": Chapter("支出管理", text, "文字!B4")}, self_scores=full)
    assert time.perf_counter() - start < 10  # all checks ran; squares of the length take minutes
