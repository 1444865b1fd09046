"""Passages that are nearly the same in several departments' texts, fast enough for hundreds of departments."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

_SHORTEST = 50  # signs besides masks and punctuation; shorter texts are alike by chance or by form
_NEAR = 90  # percent of signs in common
_BLOCK = 64  # passages compared at once
_KINDS = 61  # of signs, for counting
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
    department: str
    text: str
    words: str


@dataclass(frozen=True)
class _Pair:
    left: int
    right: int
    percent: float


def alike(texts: Mapping[str, str]) -> Iterator[Group]:
    """Groups of departments whose masked texts (by department) hold nearly the same passages."""
    passages = [
        passage for department in sorted(texts) for passage in _passages(department, texts[department])
    ]
    passages.sort(key=lambda passage: len(passage.words))
    shared: dict[tuple[str, ...], list[tuple[float, str]]] = defaultdict(list)
    for members, least in _clusters(len(passages), list(_near_pairs(passages))):
        departments = tuple(sorted({passages[number].department for number in members}))
        shared[departments].append((least, passages[members[0]].text))
    for departments, found in sorted(shared.items()):
        yield Group(departments, len(found), int(min(least for least, _ in found)), found[0][1])


def _passages(department: str, text: str) -> Iterator[_Passage]:
    """Lines long enough to compare; shorter ones are taken together with those that follow."""
    held = ""
    for line in text.split("\n"):
        whole = line if len(_words(line)) >= _SHORTEST else held + line
        words = _words(whole)
        if len(words) >= _SHORTEST:
            yield _Passage(department, whole, words)
        held = "" if len(words) >= _SHORTEST else whole


def _words(text: str) -> str:
    return _NOT_WORDS.sub("", text)


def _near_pairs(passages: list[_Passage]) -> Iterator[_Pair]:
    """Pairs of different departments, from passages sorted by length.

    Two texts of a and b signs that are alike need b <= a * (200 - NEAR) / NEAR, and counts of their signs
    that differ by (100 - NEAR)% of a + b at most. Both are cheap to see, and spare most comparisons.
    """
    lengths = np.array([len(passage.words) for passage in passages], dtype=np.int32)
    counts = _counts(passages)
    for start in range(0, len(passages), _BLOCK):
        block = slice(start, start + _BLOCK)
        stop = int(np.searchsorted(lengths, lengths[block][-1] * (200 - _NEAR) / _NEAR, side="right"))
        apart = np.abs(counts[block, None, :] - counts[None, start:stop, :]).sum(axis=2, dtype=np.int32)
        most = (lengths[block, None] + lengths[None, start:stop]) * (100 - _NEAR) / 100
        for row, column in zip(*(axis.tolist() for axis in (apart <= most).nonzero()), strict=True):
            yield from _near(passages, start + row, start + column)


def _near(passages: list[_Passage], left: int, right: int) -> Iterator[_Pair]:
    one, other = passages[left], passages[right]
    if right > left and one.department != other.department:
        percent = fuzz.ratio(one.words, other.words, score_cutoff=_NEAR)
        if percent:
            yield _Pair(left, right, percent)


def _counts(passages: list[_Passage]) -> npt.NDArray[np.int16]:
    """How often each kind of sign stands in each passage; signs are thrown into a few kinds."""
    codes = (np.frombuffer(one.words.encode("utf-32-le", "replace"), np.uint32) for one in passages)
    rows = [np.bincount(signs % _KINDS, minlength=_KINDS) for signs in codes]
    return np.array(rows, dtype=np.int16).reshape(len(passages), _KINDS)


def _clusters(count: int, pairs: list[_Pair]) -> Iterator[tuple[list[int], float]]:
    """Passages that hang together through pairs, with the least similarity among those."""
    leader = list(range(count))

    def led(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for pair in pairs:
        leader[led(pair.right)] = led(pair.left)
    least: dict[int, float] = {}
    for pair in pairs:
        at = led(pair.left)
        least[at] = min(least.get(at, 100.0), pair.percent)
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(count):
        members[led(number)].append(number)
    for at, percent in least.items():
        yield members[at], percent
