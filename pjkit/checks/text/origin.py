"""Words left over from another report: another year's, another unit's; and the rubric of another year."""

import re
from collections.abc import Iterator

from pjkit.checks.registry import CheckContext, Observation, check
from pjkit.checks.text.reading import Sentence, sentences
from pjkit.model.dossier import Dossier
from pjkit.model.problem import shown

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


@check("stale_year", "年份未更新")
def stale_year(context: CheckContext) -> Iterator[Observation]:
    """A year before the evaluation year told as the present. Years of plans and history are left alone."""
    found: dict[tuple[str, int], list[tuple[Sentence, re.Match[str]]]] = {}
    for sentence in sentences(context.dossier, headings=True):
        for match in _stale(sentence, context.dossier.year):
            found.setdefault((sentence.source, int(match[1])), []).append((sentence, match))
    for (source, year), places in found.items():
        sentence, match = places[0]
        count = f"（共 {len(places)} 处）" if len(places) > 1 else ""
        message = (
            f"评价年度是 {context.dossier.year} 年，文中写{shown(f'{year}年')}{count}："
            f"{sentence.quote(match.start(), match.end())}，疑为上一份报告的旧文字"
        )
        yield Observation("疑似", source, message)


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


# The sign before 本 and the one after the kind tell “基本社会保险”, “我社会组织” and “本所属” from a name.
_SELF_NAME = re.compile(
    r"(?:(?<!自)我|(?<![基根成样版资课文原书日脚标剧读抄拍副])本)"
    r"(?:中心|社(?![会区保员群团])|局(?![面部势限域])|馆|所(?![属有在需谓以用得获列作处见做能想知])|站(?!在)"
    r"|院(?![落内])|校(?![核对正准验])|委(?![托员任派])|办(?![理公事法结学案])|队(?![伍员])|处(?![理置罚于在分])"
    r"|厅|公司|集团|部门|单位)"
)
_FITS_ALL = ("部门", "单位")
_LONG_FORMS = {
    "委": ("委员会",),
    "办": ("办公室",),
    "校": ("小学", "中学", "大学", "党校"),
    "社": ("合作社", "联合社"),
    "院": ("医院",),
}
_SEPARATORS = re.compile(r"[、，,；;/\s]+")
# Organisations of which a county has one each, by the word that shows in the data of whoever has to do with them.
_ORGANISATIONS = {
    "供销": re.compile(r"供销(?:合作联社|合作社|联社|社)"),
    "党校": re.compile(r"(?:县委)?党校"),
    "残": re.compile(r"残疾人联合会|残联"),
    "妇": re.compile(r"妇女联合会|妇联"),
    "工商": re.compile(r"工商业联合会|工商联"),
    "科": re.compile(r"科学技术协会|科协"),
    "文": re.compile(r"文学艺术界联合会|文联"),
    "红十字": re.compile(r"红十字会"),
    "气象": re.compile(r"气象局"),
    "烟草": re.compile(r"烟草(?:专卖)?局"),
    "档案": re.compile(r"档案[局馆]"),
    "史志": re.compile(r"史志办|地方志办公室"),
    "信访": re.compile(r"信访局"),
    "统计": re.compile(r"统计局"),
    "公积金": re.compile(r"公积金管理(?:中心|部)"),
    "信用": re.compile(r"农村信用(?:合作)?社|农信社"),
}
# Whoever reforms an organisation is that organisation, or has it in the data; others may well build its house.
_OWN_WORK_BEFORE = re.compile(r"(?:推进|推动|深化|加快|促进|抓好|搞好)[^，；。、：]{0,4}$")
_TOGETHER = re.compile("牵头|配合|协助|协同|会同|联合|指导")  # who works with others names them rightly
_OWN_WORK_AFTER = re.compile(r"(?:综合|系统|事业|各项|体制|机制|全面|深化){0,3}(?:改革|发展)")


def self_names(sentence: Sentence) -> Iterator[re.Match[str]]:
    """Every 我X or 本X of the sentence."""
    return _SELF_NAME.finditer(sentence.plain)


class Belonging:
    """Which names have their place in the report of one unit."""

    def __init__(self, dossier: Dossier) -> None:
        self._own = dossier.own_names
        sections = [line.name for line in dossier.organisation]
        kinds = [f"{line.content}、{line.note}" for line in dossier.profile if line.item == "单位性质"]
        parts = [part for text in kinds for part in _SEPARATORS.split(text)]
        self._endings = [*self._own, *sections, *parts]
        self._known = "\n".join(
            [
                *self._own,
                *(line.content + line.note for line in dossier.profile),
                *(line.name + line.content for line in dossier.organisation),
                *(project.name for project in dossier.projects or ()),
                *(output.area + output.name for output in dossier.outputs),
            ]
        )

    def fits(self, self_name: str) -> bool:
        """Whether 我X is a way to say this unit or a part of it: some name of theirs ends with X."""
        kind = self_name[1:]
        endings = (kind, *_LONG_FORMS.get(kind, ()))
        return kind in _FITS_ALL or self_name in self._own or any(map(self._ends_with, endings))

    def _ends_with(self, ending: str) -> bool:
        return any(name.endswith(ending) for name in self._endings)

    def strangers(self, sentence: Sentence) -> Iterator[re.Match[str]]:
        """Organisations whose own work the sentence tells, though nothing in the data has to do with them."""
        for stem, pattern in _ORGANISATIONS.items():
            if stem in self._known:
                continue
            for match in pattern.finditer(sentence.plain):
                if _TOGETHER.search(sentence.plain):
                    continue
                before = sentence.plain[max(0, match.start() - 12) : match.start()]
                if _OWN_WORK_BEFORE.search(before) and _OWN_WORK_AFTER.match(sentence.plain, match.end()):
                    yield match


_MOST_NAMES = 5  # the full name, two short ones, 我X and 本X: enough for any report
_LISTED = 12

_Places = dict[tuple[str, str], list[tuple[Sentence, re.Match[str]]]]


@check("foreign_name", "出现其他单位的名称")
def foreign_name(context: CheckContext) -> Iterator[Observation]:
    """Words pasted from another organisation's report: 我社 in a 中心, the reform of the 供销社 in an insurance office."""
    belonging = Belonging(context.dossier)
    selves: _Places = {}
    others: _Places = {}
    for sentence in sentences(context.dossier, headings=True):
        for match in self_names(sentence):
            if not belonging.fits(match[0]):
                selves.setdefault((sentence.source, match[0]), []).append((sentence, match))
        for match in belonging.strangers(sentence):
            others.setdefault((sentence.source, match[0]), []).append((sentence, match))
    name = shown(context.dossier.name)
    yield from _findings(selves, f"的自称与本单位{name}不符，疑为套用其他单位的报告")
    yield from _findings(
        others, "不是本单位、主管部门，也未见于职能和项目，文中却写成本单位的工作，疑为套用其他单位的报告"
    )


def _findings(places: _Places, why: str) -> Iterator[Observation]:
    for (source, name), found in places.items():
        sentence, match = found[0]
        count = f"（共 {len(found)} 处）" if len(found) > 1 else ""
        quoted = sentence.quote(match.start(), match.end())
        yield Observation("疑似", source, f"{shown(name)}{count}{why}：{quoted}")


@check("unit_names", "对本单位的称呼过多")
def unit_names(context: CheckContext) -> Iterator[Observation]:
    """A report that calls its unit by many different names (rubric.md §4, 10)."""
    belonging = Belonging(context.dossier)
    written = [
        match[0]
        for sentence in sentences(context.dossier)
        for match in self_names(sentence)
        if belonging.fits(match[0])
    ]
    names = list(dict.fromkeys([*context.dossier.own_names, *written]))
    if len(names) <= _MOST_NAMES:
        return
    listed = "、".join(shown(name) for name in names[:_LISTED]) + ("等" if len(names) > _LISTED else "")
    where = next((line.source for line in context.dossier.profile if line.item == "单位简称"), "文字")
    message = f"对本单位有 {len(names)} 种称呼：{listed}；建议统一为全称和一种简称"
    yield Observation("提示", where, message)


@check("rubric_of_another_year", "评分标准不是本年度的")
def rubric_of_another_year(context: CheckContext) -> Iterator[Observation]:
    """A bureau may go on with last year's rubric; whoever reads the scores must know."""
    rubric, year = context.rubric, context.dossier.year
    if rubric.year == year:
        return
    where = next((line.source for line in context.dossier.profile if line.item == "评价年度"), "基本信息")
    message = f"评价年度是 {year} 年，评分标准“{rubric.title}”是 {rubric.year} 年度的，请确认仍然适用"
    yield Observation("提示", where, message)
