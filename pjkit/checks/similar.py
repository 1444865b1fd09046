"""Passages that are nearly the same in several departments' texts, fast enough for thousands of departments."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from pjkit.checks.shingles import Numbers, candidates

_SHORTEST = 50  # signs besides masks and punctuation; shorter texts are alike by chance or by form
_NEAR = 90  # percent of signs in common; the candidates are those for just this
_MOST = 128  # candidates compared in full for the least similarity; others only where they may join a cluster
_NOT_WORDS = re.compile(r"[\W_]+")  # masks are no words either


@dataclass(frozen=True)
class Group:
    """Departments (sorted) that share passages: how many, the least similarity in whole percent, one of them."""

    departments: tuple[str, ...]
    passages: int
    percent: int
    sample: str


@dataclass(frozen=True)
class _Passage:
    """One wording: its signs, the first text that has it, and all departments that wrote it, sorted."""

    words: str
    text: str
    departments: tuple[str, ...]


def alike(texts: Mapping[str, str]) -> Iterator[Group]:
    """Groups of departments whose masked texts (by department) hold nearly the same passages.

    In a cluster of so many wordings that not all pairs are compared, the percentage is the least of those that were.
    """
    passages = _passages(texts)
    shared: dict[tuple[str, ...], list[tuple[float, str]]] = defaultdict(list)
    for members, least in _clusters(passages):
        departments = {department for number in members for department in passages[number].departments}
        shared[tuple(sorted(departments))].append((least, passages[members[0]].text))
    for group, found in sorted(shared.items()):
        yield Group(group, len(found), int(min(least for least, _ in found)), found[0][1])


def _passages(texts: Mapping[str, str]) -> list[_Passage]:
    """Every wording once, the shortest first: what thousands copy word for word costs no comparing."""
    first: dict[str, str] = {}
    writers: dict[str, dict[str, None]] = defaultdict(dict)
    for department in sorted(texts):
        for text, words in _long_lines(texts[department]):
            first.setdefault(words, text)
            writers[words][department] = None
    return [_Passage(words, first[words], tuple(writers[words])) for words in sorted(first, key=len)]


def _long_lines(text: str) -> Iterator[tuple[str, str]]:
    """Lines long enough to compare, with their words; shorter ones are taken together with those that follow."""
    held = ""
    for line in text.split("\n"):
        whole = line if len(_words(line)) >= _SHORTEST else held + line
        words = _words(whole)
        if len(words) >= _SHORTEST:
            yield whole, words
        held = "" if len(words) >= _SHORTEST else whole


def _words(text: str) -> str:
    return _NOT_WORDS.sub("", text)


def _clusters(passages: Sequence[_Passage]) -> Iterator[tuple[list[int], float]]:
    """Passages of different departments that hang together through near pairs, with the least similarity of those."""
    clusters = _Clusters(passages)
    for left, rights in candidates([passage.words for passage in passages], clusters.large):
        clusters.compare(left, rights)
    return clusters.shared()


class _Clusters:
    """Passages by cluster. Each begins as its own; the smaller of two joins the larger."""

    def __init__(self, passages: Sequence[_Passage]) -> None:
        self._passages = passages
        self._label = np.arange(len(passages), dtype=np.int32)
        self.large = np.full(
            len(passages), -1, dtype=np.int32
        )  # the label, in a cluster that has become large
        self._members = {number: [number] for number in range(len(passages))}
        self._least = {number: 100.0 for number, one in enumerate(passages) if len(one.departments) > 1}

    def compare(self, left: int, rights: Numbers) -> None:
        """Join ``left`` with those of its candidates that are near."""
        while len(rights):
            for right in rights[:_MOST].tolist():
                self._join_if_near(left, right)
            rights = rights[_MOST:]
            rights = rights[self._label[rights] != self._label[left]]

    def shared(self) -> Iterator[tuple[list[int], float]]:
        """The clusters of more than one department, in the order of their first members."""
        for members in sorted(map(sorted, self._members.values())):
            label = int(self._label[members[0]])
            if label in self._least:
                yield members, self._least[label]

    def _join_if_near(self, left: int, right: int) -> None:
        one, other = self._passages[left], self._passages[right]
        if len(one.departments) == 1 and one.departments == other.departments:
            return  # its own affair
        if percent := fuzz.ratio(one.words, other.words, score_cutoff=_NEAR):
            self._join(int(self._label[left]), int(self._label[right]), percent)

    def _join(self, one: int, other: int, percent: float) -> None:
        into, gone = sorted((one, other), key=lambda label: -len(self._members[label]))
        self._least[into] = min(percent, self._least.get(one, percent), self._least.get(other, percent))
        if into != gone:
            joined = self._members.pop(gone)
            self._label[joined] = into
            self._members[into] += joined
            self._least.pop(gone, None)
            self._note_if_large(into, joined)

    def _note_if_large(self, label: int, joined: list[int]) -> None:
        """A large cluster's members are compared no further: copies of a template make pairs by their number squared."""
        members = self._members[label]
        if len(members) > _MOST:
            self.large[joined if self.large[members[0]] == label else members] = label
