"""The disclosure edition (公开版): a dossier without what must not be published, saying so in place.

Taken out before anything is scored or shown, so that no page, record, document or table made from it can
hold any of it. Figures, answers and scores stay. What is taken out:

- the persons that 基本信息 (负责人, 填报人, 联系人, 联系电话, 不公开姓名) and 复核 name, wherever their names stand;
- a name after a role word and a colon (经办人：…), telephone, identity and mail addresses in any text;
- a cell or paragraph with the mark 【涉密】 in it, and all between a line 【涉密】 and a line 【涉密结束】 (or the end);
  the name of a project, section or account so marked wherever it stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pjkit.model.contract import HIDDEN_NAMES, PERSON_ITEMS
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.sources.private import (
    NAME,
    PLACEHOLDERS,
    SECRET,
    TELEPHONE,
    any_of,
    is_marked,
    names_in,
    numbers_in,
    put,
    unmarked,
    without_marked,
    without_numbers,
)

_TELEPHONE_ITEM = "联系电话"
_NOT_TEXT = {"department", "digest", "edition", "source", "no", "result", "path", "item", "category"}
_SHORTEST_NAME = 2

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
    hidden = _Hiding(dossier)
    public: Dossier = hidden.everywhere(replace(dossier, profile=profile, reviews=reviews))
    accounts = {line.path: line for line in hidden.renamed(public.accounts)}
    return replace(public, accounts=accounts, edition="public", withheld=hidden.count)


def _whole(item: str, content: str) -> str:
    return content and (TELEPHONE if item == _TELEPHONE_ITEM else NAME)


def _names(dossier: Dossier) -> Iterator[str]:
    """Every person's name that the data tell as one; the unit and its sections are none."""
    offices = {dossier.name, *(line.name for line in dossier.organisation)}
    for line in dossier.profile:
        if line.item in {*PERSON_ITEMS, HIDDEN_NAMES} and line.item != _TELEPHONE_ITEM:
            yield from (name for name in names_in(line.content) if name not in offices)
    for review in dossier.reviews.values():
        yield from names_in(review.reviewer)


def _numbers(dossier: Dossier) -> Iterator[str]:
    """The telephone numbers given for the persons."""
    for line in dossier.profile:
        if line.item in PERSON_ITEMS:
            yield from numbers_in(line.content)


def _marked_names(dossier: Dossier) -> Iterator[str]:
    """What projects, sections and accounts are called whose names are marked 涉密."""
    given = [
        *(project.name for project in dossier.projects or ()),
        *(line.name for line in dossier.organisation),
        *(name for path in dossier.accounts for name in path.split("/")),
    ]
    names = (unmarked(name) for name in given if is_marked(name))
    yield from (name for name in names if len(name) >= _SHORTEST_NAME)


class _Hiding:
    """Takes out what must not be published of one dossier, and counts the places."""

    def __init__(self, dossier: Dossier) -> None:
        known = (
            (NAME, any_of(_names(dossier))),
            (SECRET, any_of(_marked_names(dossier))),
            (TELEPHONE, any_of(_numbers(dossier))),
        )
        self._known = [(shown, words) for shown, words in known if words]
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

    def renamed(self, accounts: Mapping[str, AccountLine]) -> Iterator[AccountLine]:
        """The rows of 收支 with their paths freed, too; paths that then are alike are numbered."""
        given: dict[str, str] = {}  # path → what it is called in public
        for path in accounts:
            parent, _, name = path.rpartition("/")
            above = f"{given.get(parent, parent)}/" if parent else ""
            public = above + self._text(name)
            alike = sum(other == public or other.startswith(f"{public}（") for other in given.values())
            given[path] = f"{public}（{alike + 1}）" if alike and public != path else public
            yield replace(accounts[path], path=given[path])

    def _text(self, text: str) -> str:
        text = without_marked(text)
        for shown, words in self._known:
            text = put(text, words, shown)
        text = without_numbers(text)
        self.count += len(PLACEHOLDERS.findall(text))
        return text
