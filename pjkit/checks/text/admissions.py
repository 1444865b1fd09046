"""What a text admits although the indicator's score denies it (文字与得分不符)."""

import re
from collections.abc import Iterator

from pjkit.checks.base import Case
from pjkit.checks.text.reading import Sentence, sentences
from pjkit.model.amounts import plain
from pjkit.model.scorecard import Finding, Mark

_PLANS = "改进措施"  # tells what is to be done, in words that sound like what was wrong
_PUBLISHED = re.compile(r"公开|公示|公布")
_DENIED = re.compile(
    "未发现|未发生|未出现|未见|未指出|未查出|没有|从未|从不|绝不|"
    "不(?:存在|出现|发生|属于|得|准|能|允许|再|被|挤占|截留|挪用|套取|虚列)|是否|有无|"
    "严禁|严控|严防|严格控制|杜绝|防止|制止|避免|禁止|防范|遏制|堵塞|整治|查处|打击|规避|[无零]|[未不防]$"
)
_DENIED_AFTER = re.compile(
    r"[^，。；]{0,12}(?:未发生|没有发生|未发现|不存在|零发生|为零|为0|得到(?:有效|全面|根本)?(?:遏制|杜绝)"
    r"|[^，。；]{0,8}(?:专项(?:检查|整治|治理|行动)|须经|须报|需经|必须|一律|管理(?:规定|制度|办法)|长效机制)"
    r"|行为(?:一律|坚决|严肃|从严|依法|依规|依纪))"
)


_GAP = "[^，；。无未没不]{0,12}"  # what “…” stands for below: a few words of the same clause, none of them a negation
_ADMISSIONS = {
    "nontax_management": "坐支 白条收费 收支未分离 票据…遗失 票据…丢失 遗失…票据 丢失…票据",
    "procurement": "未编制采购预算 未编制政府采购预算 未编制追加预算 未编采购预算 未编追加采购预算 无预算采购",
    "internal_control": "内部控制…不到位 内部控制…不健全 内控…不到位 内控…不健全 不相容岗位未分离",
    "fund_use_compliance": (
        "资金…垫付 科目…垫付 经费…垫付 账户…垫付 垫付…资金 垫付…款 垫付…经费 挪用 挤占 截留 虚列 套取 "
        "超预算列支 超标准发放 超标准列支 超标准报销 违规发放 违规列支 大额现金 大额支付现金 跨年度列支 附件不全"
    ),
    "disclosure": "预算…未按时公开 预算…未公开 决算…未按时公开 决算…未公开 预算公开…晚 决算公开…晚 决算公开…迟延",
    "asset_safety": (
        "账实不符 账卡不符 账账不符 资产流失 资产…丢失 未下账 资产…未入账 资产…未及时入账 未及时调账 "
        "资产…报表…迟报 资产…报告…迟报 资产报表…迟报 资产报告…迟报"
    ),
    "target_management": "未编制…绩效目标 未设定…绩效目标 未编报…绩效目标 未编目标 无绩效目标 绩效目标未覆盖",
    "evaluation_management": "未自评 未开展自评 未开展绩效自评 自评报告…未公开 自评报告…未按时公开",
    "result_use": "未整改 未完成整改 未全部整改 没有整改 整改不到位 整改…滞后 整改…较慢",
}
"""Indicator id → words that tell of a case, for which the indicator would have to lose points."""


def declared_breach(case: Case) -> Iterator[Finding]:
    """Full marks for what the chapters say was not kept (rubric.md §4, 11 and 12)."""
    full = {mark.id: mark for mark in case.marks if mark.score is not None and mark.score == mark.points}
    told = [sentence for sentence in sentences(case.dossier) if sentence.chapter != _PLANS]
    for indicator, words in _ADMISSIONS.items():
        if indicator in full:
            pattern = re.compile("|".join(words.replace("…", _GAP).split()))
            yield from _admitted(full[indicator], pattern, told)
    if "disclosure" in full:
        yield from _budget_alone(full["disclosure"], told)


def _admitted(mark: Mark, words: re.Pattern[str], told: list[Sentence]) -> Iterator[Finding]:
    """One finding a chapter, with its first admission."""
    found: dict[str, Finding] = {}
    for sentence in told:
        for match in words.finditer(sentence.plain):
            if sentence.source not in found and not _denied(sentence, match):
                quoted = sentence.quote(match.start(), match.end())
                message = f"{_full_marks(mark)}，而“{sentence.chapter}”写有{quoted}"
                found[sentence.source] = Finding("declared_breach", "疑似", sentence.source, message)
    yield from found.values()


def _denied(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the words are there to say that it did not happen or must not: 不存在截留、挤占、挪用."""
    before = sentence.plain[sentence.phrase_start(match.start()) : match.start()]
    return bool(_DENIED.search(before) or _DENIED_AFTER.match(sentence.plain, match.end()))


def _budget_alone(mark: Mark, told: list[Sentence]) -> Iterator[Finding]:
    """The budget is reported as published, the final accounts nowhere."""
    published = [(sentence, match) for sentence in told for match in _PUBLISHED.finditer(sentence.plain)]
    budget = next((one for one in published if "预算" in one[0].clause(one[1].start())), None)
    if budget is None or any("决算" in sentence.plain for sentence, _ in published):
        return
    sentence, match = budget
    message = (
        f"{_full_marks(mark)}，而“{sentence.chapter}”只写了公开预算，没有写公开决算："
        f"{sentence.quote(match.start(), match.end())}"
    )
    yield Finding("declared_breach", "疑似", sentence.source, message)


def _full_marks(mark: Mark) -> str:
    return f"“{mark.name}”得满分 {plain(mark.points)} 分（{mark.status.label}）"
