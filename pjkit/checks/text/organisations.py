"""What the unit calls itself, and whose names a text may use: 我局, 本馆, 供销社."""

import re
from collections.abc import Iterator

from pjkit.checks.text.reading import Sentence
from pjkit.model.dossier import Dossier

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


def own_names(dossier: Dossier) -> list[str]:
    """单位名称 and what 单位简称 lists, each once."""
    short = _SEPARATORS.split(dossier.profile_text("单位简称"))
    return list(dict.fromkeys(name for name in (dossier.name, *short) if name))


def self_names(sentence: Sentence) -> Iterator[re.Match[str]]:
    """Every 我X or 本X of the sentence."""
    return _SELF_NAME.finditer(sentence.plain)


class Belonging:
    """Which names have their place in the report of one unit."""

    def __init__(self, dossier: Dossier) -> None:
        self._own = own_names(dossier)
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
