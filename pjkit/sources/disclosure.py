"""The disclosure edition (公开版): a dossier without what must not be published, saying so in place.

Taken out before anything is scored or shown, so that no page, record, document or table made from it can
hold any of it. Figures, answers and scores stay. What is taken out:

- the fields of persons, whole: 负责人, 填报人, 联系人, 联系电话, 不公开姓名 of 基本信息 with their notes, 复核人;
- the persons and numbers that these fields tell, wherever they stand and however they are parted;
- a name after a role word (经办人：…), telephone, identity, bank, chat and mail addresses in any text;
- a cell or paragraph with the mark 【涉密】 in it, and all between a line 【涉密】 and a line 【涉密结束】 (or the end);
  the name of a project, section or account so marked wherever it stands.

The digest is that of what is left: who has guessed what was taken out must not be able to prove it.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from itertools import chain
from typing import Any

from pjkit.model.contract import HIDDEN_NAMES, PERSON_ITEMS
from pjkit.model.dossier import AccountLine, Dossier, ProfileLine, Review
from pjkit.model.figure import Answer
from pjkit.sources.folding import Folded
from pjkit.sources.marks import SECRET, is_marked, unmarked, without_marked
from pjkit.sources.private import (
    ACCOUNT,
    IDENTITY,
    MAIL,
    NAME,
    TELEPHONE,
    any_of,
    names_in,
    numbers_in,
    without_numbers,
)

_PLACEHOLDERS = re.compile("|".join(map(re.escape, (SECRET, NAME, TELEPHONE, IDENTITY, MAIL, ACCOUNT))))
_TELEPHONE_ITEM = "联系电话"
_NOT_TEXT = {"department", "digest", "edition", "source", "no", "result", "path", "item", "category"}
_SHORTEST_NAME = 2

Answers = Mapping[str, Mapping[str, Answer]]


def disclosed(dossier: Dossier) -> Dossier:
    """The public edition of a dossier. ``withheld`` counts the places where something was taken out."""
    profile = tuple(_withheld(line) for line in dossier.profile if line.item != HIDDEN_NAMES)
    subjects = {
        name: replace(data, reviews=_unsigned(data.reviews)) for name, data in dossier.projects_data.items()
    }
    signed_off = replace(dossier, profile=profile, reviews=_unsigned(dossier.reviews), projects_data=subjects)
    hidden = _Hiding(dossier)
    public: Dossier = hidden.everywhere(signed_off)
    accounts = {line.path: line for line in hidden.renamed(public.accounts)}
    answers = hidden.told_apart(dossier.answers, public.answers)
    public = hidden.by_project(dossier, public)
    public = replace(public, accounts=accounts, answers=answers, edition="public", withheld=hidden.count)
    return replace(public, digest=_digest(public))


def _unsigned(reviews: Mapping[str, Review]) -> dict[str, Review]:
    return {key: replace(review, reviewer=review.reviewer and NAME) for key, review in reviews.items()}


def _withheld(line: ProfileLine) -> ProfileLine:
    if line.item not in PERSON_ITEMS:
        return line
    instead = TELEPHONE if line.item == _TELEPHONE_ITEM else NAME
    return replace(line, content=line.content and instead, note=line.note and instead)


def _digest(public: Dossier) -> str:
    content = json.dumps(asdict(replace(public, digest="")), ensure_ascii=False, sort_keys=True, default=str)
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"


def _names(dossier: Dossier) -> Iterator[str]:
    """Every person's name that the data tell as one; the unit and its sections are none."""
    offices = {dossier.name, *(line.name for line in dossier.organisation)}
    for line in dossier.profile:
        if line.item in {*PERSON_ITEMS, HIDDEN_NAMES} and line.item != _TELEPHONE_ITEM:
            yield from (name for name in names_in(line.content) if name not in offices)
    by_project = (data.reviews for data in dossier.projects_data.values())
    for review in chain(dossier.reviews.values(), *(reviews.values() for reviews in by_project)):
        yield from names_in(review.reviewer)


def _numbers(dossier: Dossier) -> Iterator[str]:
    """The telephone numbers given for the persons."""
    for line in dossier.profile:
        if line.item in PERSON_ITEMS:
            yield from numbers_in(line.content)
            yield from numbers_in(line.note)


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
            given[path] = _unlike(path, above + self._text(name), given.values())
            yield replace(accounts[path], path=given[path])

    def by_project(self, before: Dossier, after: Dossier) -> Dossier:
        """The public dossier whose projects and what is said of them are called alike; alike names are numbered."""
        if not before.projects_data or not before.projects or not after.projects:
            return after
        given: dict[str, str] = {}
        for name in before.project_names:
            given[name] = _unlike(name, self._freed(name), given.values())
        listed = zip(before.projects, after.projects, strict=True)
        subjects = {
            given[name]: replace(
                data, answers=self.told_apart(before.projects_data[name].answers, data.answers)
            )
            for name, data in after.projects_data.items()
        }
        projects = tuple(replace(public, name=given[project.name]) for project, public in listed)
        return replace(after, projects=projects, projects_data=subjects)

    def told_apart(self, before: Answers, after: Answers) -> Answers:
        """The public answers whose 同一事项 is the same only where it was: else a case would count once, not twice."""
        given: dict[str, str] = {}
        for answer in _each(before):
            if answer.same_fact not in given:
                public = self._freed(answer.same_fact)
                given[answer.same_fact] = _unlike(answer.same_fact, public, given.values())
        return {
            indicator: {
                no: replace(answer, same_fact=given[before[indicator][no].same_fact])
                for no, answer in answers.items()
            }
            for indicator, answers in after.items()
        }

    def _text(self, text: str) -> str:
        text = self._freed(text)
        self.count += len(_PLACEHOLDERS.findall(text))
        return text

    def _freed(self, text: str) -> str:
        folded = Folded(without_marked(text))
        for shown, words in self._known:
            folded = folded.put(words, shown)
        return without_numbers(folded.original)


def _each(answers: Answers) -> Iterator[Answer]:
    for by_number in answers.values():
        yield from by_number.values()


def _unlike(before: str, public: str, taken: Collection[str]) -> str:
    """What something is called in public; alike by what was taken out, it is numbered."""
    alike = sum(other == public or other.startswith(f"{public}（") for other in taken)
    return f"{public}（{alike + 1}）" if alike and public != before else public
