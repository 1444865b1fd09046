"""Years left over from an earlier report (年度未更新)."""

import re
from collections.abc import Iterator

from pjkit.checks.base import Case
from pjkit.checks.text.reading import Sentence, sentences
from pjkit.model.problem import shown
from pjkit.model.scorecard import Finding

_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d) ?年")
_RANGE = re.compile(r"(?<!\d)(?:19|20)\d\d ?年?度?(?:[-—–~～至到]|——) ?(?:19|20)\d\d ?年?")
_DAY = re.compile(r"(?:19|20)\d\d ?年 ?\d{1,2} ?月")
_YEAR_END = re.compile(r"(?:19|20)\d\d ?年(?: ?12 ?月 ?31 ?日|年?[末底]|年终)")
_HISTORY = re.compile(
    "上年|去年|往年|历年|同期|同比|环比|相比|对比|较|比(?:19|20)|[自从于](?:19|20)|起|以来|之前|以前|此前|"
    "始建|成立|组建|建立|设立|建于|建成|开工|完工|竣工|启动|开始|搬迁|投入使用|投用|购置|购入|购买|配备|"
    "印发|下发|出台|颁布|发布|施行|实施|修订|制定|批准|批复|立项|中标|签订|规划|计划|方案|"
    "改革|改制|转隶|划转|合并|更名|挂牌|结转|跨年|遗留|拖欠|欠付|累计|连续|延续|续建|曾|至今|"
    "荣获|获得|获评|评为|评上|授予|入选|列入|纳入|晋升|升格|创建|通过|复审|脱贫|表彰|命名|认定|"
    "审计|巡察|巡视|检查|反馈|整改|指出|发现|通报|评价结果|评价得分|普查|调查|学期|学年|"
    "(?:支付|发放|补发|兑现|缴纳|补缴|清欠|公开了?|按照?|根据|依据|参照)(?:19|20)|"
    "基期|基数|基准|基础上"
)
# （2020年） says of what year the words before it are
_IN_BRACKETS = re.compile(r"[（(](?:19|20)\d\d ?年[）)]")


def stale_year(case: Case) -> Iterator[Finding]:
    """A year before the evaluation year told as the present. Years of plans and history are left alone."""
    found: dict[tuple[str, int], list[tuple[Sentence, re.Match[str]]]] = {}
    for sentence in sentences(case.dossier, headings=True):
        for match in _stale(sentence, case.dossier.year):
            found.setdefault((sentence.source, int(match[1])), []).append((sentence, match))
    for (source, year), places in found.items():
        sentence, match = places[0]
        count = f"（共 {len(places)} 处）" if len(places) > 1 else ""
        message = (
            f"评价年度是 {case.dossier.year} 年，文中写{shown(f'{year}年')}{count}："
            f"{sentence.quote(match.start(), match.end())}，疑为上一份报告的旧文字"
        )
        yield Finding("stale_year", "疑似", source, message)


def _stale(sentence: Sentence, year: int) -> Iterator[re.Match[str]]:
    """The years of a sentence that are earlier, stand alone and are not told as history."""
    text = sentence.plain
    for pattern in (_RANGE, _IN_BRACKETS):
        text = pattern.sub(lambda match: "□" * len(match[0]), text)
    years = list(_YEAR.finditer(text))
    if any(int(match[1]) == year for match in years):
        return  # compares with the evaluation year
    for match in years:
        dated = _DAY.match(text, match.start()) and not _YEAR_END.match(text, match.start())
        if int(match[1]) < year and not dated and not _HISTORY.search(sentence.phrase(match.start())):
            yield match
