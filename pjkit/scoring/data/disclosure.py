"""The disclosure edition (公开版): a dossier without what must not be published, saying so in place.

Taken out before anything is scored or shown, so that no page, record, document or table made from it can
hold any of it. Figures, answers and scores stay. What is taken out:

- the persons that 基本信息 (负责人, 填报人, 联系人, 联系电话, 不公开姓名) and 复核 name, wherever their names stand;
- a name after a role word and a colon (经办人：…), telephone, identity and mail addresses in any text;
- a cell or paragraph that begins with 【涉密】, and all between a line 【涉密】 and a line 【涉密结束】 (or the end);
  the name of a project or section so marked wherever it stands.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pjkit.scoring.data.contract import HIDDEN_NAMES, PERSON_ITEMS
from pjkit.scoring.data.dossier import Dossier

SECRET, NAME, TELEPHONE, IDENTITY, MAIL = (
    f"（{what}不公开）" for what in ("涉密内容", "姓名", "电话", "证件号码", "邮箱")
)
_NOT_TEXT = {"department", "digest", "edition", "source", "no", "result", "path", "item", "category", "unit"}
_MARK = r"[【（(\[〔]\s*涉密\s*[】）)\]〕]"
_END = r"[【（(\[〔]\s*涉密结束\s*[】）)\]〕]"
_MARKED = re.compile(rf"\s*{_MARK}")
_SECTION = re.compile(rf"^[ \t]*{_MARK}[ \t]*\n.*?(?:^[ \t]*{_END}[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_PARAGRAPH = re.compile(rf"^[ \t>*#\d.、-]*{_MARK}(?:.+(?:\n(?!\s*\n).*)*)?", re.MULTILINE)
_ROLES = "联系人|负责人|填报人|填表人|经办人|审核人|复核人|评价人|报告人|撰稿人|法定代表人"
_SHORTEST_NAME, _LONGEST_NAME = 2, 20  # a single sign would blot out half the text
_PATTERNS = (
    (re.compile(rf"((?:{_ROLES})\s*[:：]\s*)[\u4e00-\u9fff·]{{2,6}}"), rf"\g<1>{NAME}"),
    (re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}"), MAIL),
    (re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])"), IDENTITY),
    (re.compile(r"(?<![0-9.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9.])"), TELEPHONE),
    (re.compile(r"(?<![0-9.])(?:0\d{2,3}[-－—– ]?|\(0\d{2,3}\)|（0\d{2,3}）)\d{7,8}(?![0-9.])"), TELEPHONE),
    (re.compile(r"((?:电话|手机|座机|传真)\s*[:：]?\s*)[0-9][0-9 －—–-]{5,20}"), rf"\g<1>{TELEPHONE}"),
)
_PLACEHOLDERS = re.compile("|".join(map(re.escape, (SECRET, NAME, TELEPHONE, IDENTITY, MAIL))))

T = TypeVar("T")


def disclosed(dossier: Dossier) -> Dossier:
    """The public edition of a dossier. ``withheld`` counts the places where something was taken out."""
    profile = tuple(
        replace(line, content=_whole(line.item, line.content)) if line.item in PERSON_ITEMS else line
        for line in dossier.profile
        if line.item != HIDDEN_NAMES
    )
    reviews = {
        key: replace(review, reviewer=review.reviewer and NAME) for key, review in dossier.reviews.items()
    }
    hidden = _Hiding({NAME: _names(dossier), SECRET: _marked_names(dossier)})
    public: Dossier = hidden.everywhere(replace(dossier, profile=profile, reviews=reviews))
    return replace(public, edition="public", withheld=hidden.count)


def _names(dossier: Dossier) -> tuple[str, ...]:
    """Every person's name that the data tell as one."""
    given = [line.content for line in dossier.profile if line.item in {*PERSON_ITEMS, HIDDEN_NAMES}]
    given += [review.reviewer for review in dossier.reviews.values()]
    names = {name.strip() for text in given for name in re.split(r"[、,，;；/\s]+", text)}
    usable = (name for name in names if _SHORTEST_NAME <= len(name) <= _LONGEST_NAME)
    return _longest_first(name for name in usable if not name.isdigit())


def _marked_names(dossier: Dossier) -> tuple[str, ...]:
    """What projects and sections are called whose names are marked 涉密."""
    given = [
        *(project.name for project in dossier.projects or ()),
        *(line.name for line in dossier.organisation),
    ]
    names = {_MARKED.sub("", name).strip() for name in given if _MARKED.match(name)}
    return _longest_first(name for name in names if len(name) >= _SHORTEST_NAME)


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _whole(item: str, content: str) -> str:
    return content and (TELEPHONE if "电话" in item else NAME)


class _Hiding:
    """Takes out what must not be published, and counts the places."""

    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        """``names``: what is written instead → the names, the longest first."""
        self._names = {
            instead: re.compile("|".join(map(re.escape, mine))) for instead, mine in names.items() if mine
        }
        self.count = 0

    def everywhere(self, value: Any) -> Any:
        """The same value with every text in it, however deep, freed of what must not be published."""
        if isinstance(value, str):
            return self._text(value)
        if is_dataclass(value) and not isinstance(value, type):
            kept = {field.name: getattr(value, field.name) for field in fields(value)}
            return replace(value, **{k: v if k in _NOT_TEXT else self.everywhere(v) for k, v in kept.items()})
        if isinstance(value, tuple):
            return tuple(map(self.everywhere, value))
        if isinstance(value, Mapping):
            return {key: self.everywhere(one) for key, one in value.items()}
        return value

    def _text(self, text: str) -> str:
        for pattern in (_SECTION, _PARAGRAPH):
            text = pattern.sub(SECRET, text)
        for instead, names in self._names.items():
            text = names.sub(instead, text)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        self.count += len(_PLACEHOLDERS.findall(text))
        return text
