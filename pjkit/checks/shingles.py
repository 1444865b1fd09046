"""Which of many texts can be nearly alike: an index of shingles instead of all pairs. No pair is lost.

Two texts of a and b signs are near when at most d = (a + b) / 10 signs must be taken out or put in to make one the
other, so b >= 9/11 a. A sign taken out spoils at most three shingles of three signs, one put in at most two: of a's
shingles at most 2.5 d + (a - b) / 2 <= 6/11 a are lost. With the shingles of all texts in one order, the first k that
two near texts have in common therefore stand among the first 6/11 a + k of each. Only those are indexed, the rarest
first, which spares the phrases that everybody uses; who shares fewer than k of them is no candidate.
"""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_MOST_BITS = 22  # of a shingle's number; two shingles of one number only make a candidate more
_ROOM = 64  # numbers for each text, as long as these bits suffice
_MIXING = np.array([2_654_435_761, 2_246_822_519, 3_266_489_917], dtype=np.uint64)
_SPREADING = 15  # the high bits of a product are mixed best
_FREQUENCY = 28  # bits of a number of texts
_KINDS = 61  # of signs, for counting
_SHARED = 8  # shingles in common that make a candidate; the more are asked for, the more are indexed
_LONG = 64  # texts in a list of which those of one cluster are worth leaving out
_AT_ONCE = 4096  # texts looked at together: their shingles fit in a processor's cache

Numbers = npt.NDArray[np.int32]
_Wide = npt.NDArray[np.int64]


def candidates(texts: Sequence[str], clusters: Numbers | None = None) -> Iterator[tuple[int, Numbers]]:
    """For each of ``texts`` (sorted by length) the later ones that can be near it, by number.

    ``clusters``: a label for each text, -1 for none; whoever takes the candidates may write it as they come. Texts
    with one label are known to hang together, and are no candidates of each other.
    """
    lengths = np.array([len(text) for text in texts], dtype=np.int32)
    known = np.full(len(texts), -1, np.int32) if clusters is None else clusters
    index, counts = _Index(texts, known), _counts(texts)
    for left, length in enumerate(lengths.tolist()):
        rights = index.sharing(left, int(np.searchsorted(lengths, length * 11 // 9, side="right")))
        if known[left] >= 0:
            rights = rights[known[rights] != known[left]]
        if len(rights):
            apart = np.abs(counts[rights] - counts[left]).sum(axis=1, dtype=np.int32)
            rights = rights[apart * 10 <= lengths[rights] + length]
        yield left, rights


class _Kept(NamedTuple):
    """The shingles of all texts, one text after the other: by them it is found."""

    shingles: Numbers
    sizes: _Wide  # how many each text has
    ample: npt.NDArray[np.bool_]  # whether all that is near such a text shares ``_SHARED`` of them with it


class _Others(NamedTuple):
    """The texts of a list that are not of ``cluster``; ``again_at``: so many texts to come."""

    cluster: int
    again_at: int
    texts: Numbers


class _Index:
    """The texts by the rarest of their shingles: for each shingle the numbers of its texts, one list after the other.

    Only a window of each list is looked at: texts after the one that is asked about, and not too long for it. Its
    ends only move on, as texts are asked about in their order.
    """

    def __init__(self, texts: Sequence[str], clusters: Numbers) -> None:
        self._clusters = clusters
        bits = min((_ROOM * len(texts)).bit_length(), _MOST_BITS)
        self._kept, sizes, self._ample = _rarest(texts, bits)
        self._starts = [0, *np.cumsum(sizes).tolist()]
        order = np.argsort(self._kept, kind="stable")
        self._texts = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)[order]
        lengths = np.bincount(self._kept, minlength=1 << bits)
        self._last = np.cumsum(lengths).astype(np.int32)
        self._first = self._last - lengths.astype(np.int32)
        self._end = self._first.copy()
        self._stop = 0
        self._others: dict[int, _Others] = {}  # by shingle

    def sharing(self, left: int, stop: int) -> Numbers:
        """The texts after ``left`` and before ``stop`` that share enough shingles with it."""
        self._move_on(left, stop)
        cluster = int(self._clusters[left])
        lists = (
            self._lists(left)
            if cluster < 0
            else map(self._others_of, self._of(left).tolist(), repeat(cluster))
        )
        texts = np.concatenate([np.empty(0, np.int32), *lists])
        if cluster >= 0:
            texts = texts[(texts > left) & (texts < stop)]
        times = np.bincount(texts - np.int32(left))
        found = np.flatnonzero(times >= (_SHARED if self._ample[left] else 1))
        rights = found.astype(np.int32) + np.int32(left)
        enough: Numbers = rights[(times[found] >= _SHARED) | ~self._ample[rights]]
        return enough

    def _move_on(self, left: int, stop: int) -> None:
        for text in range(self._stop, stop):
            self._end[self._of(text)] += 1
        self._stop = stop
        self._first[self._of(left)] += 1

    def _lists(self, left: int) -> Iterator[Numbers]:
        kept = self._of(left)
        for first, end in zip(self._first[kept].tolist(), self._end[kept].tolist(), strict=True):
            yield self._texts[first:end]

    def _others_of(self, shingle: int, cluster: int) -> Numbers:
        """The shingle's texts to come without those of ``cluster``; looked through again when half of them have passed."""
        first, last = int(self._first[shingle]), int(self._last[shingle])
        if last - first <= _LONG:
            return self._texts[first:last]
        known = self._others.get(shingle)
        if known is None or known.cluster != cluster or last - first <= known.again_at:
            texts = self._texts[first:last]
            known = _Others(cluster, (last - first) // 2, texts[self._clusters[texts] != cluster])
            self._others[shingle] = known
        return known.texts

    def _of(self, text: int) -> Numbers:
        return self._kept[self._starts[text] : self._starts[text + 1]]


def _rarest(texts: Sequence[str], bits: int) -> _Kept:
    """The rarest shingles of each text; those of no other text are no use."""
    frequency = np.zeros(1 << bits, dtype=np.int32)
    for part in _parts(texts):
        np.add.at(frequency, _shingles(part, bits) & len(frequency) - 1, 1)
    found = [_rarest_of(part, frequency, bits) for part in _parts(texts)]
    nothing = _Kept(np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.bool_))
    return _Kept(*map(np.concatenate, zip(nothing, *found, strict=True)))


def _rarest_of(texts: Sequence[str], frequency: Numbers, bits: int) -> _Kept:
    """Within one frequency by number: one order for all."""
    found, mask = _shingles(texts, bits), (1 << bits) - 1
    owners, often = found >> bits, frequency[found & mask].astype(np.int64)
    ordered = np.sort(owners << bits + _FREQUENCY | often << bits | found & mask)
    shingles, sizes = (ordered & mask).astype(np.int32), np.bincount(owners, minlength=len(texts))
    spoilt = np.array([len(text) * 6 // 11 for text in texts], dtype=np.int64)
    rank = np.arange(len(ordered)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    kept = (rank < np.repeat(spoilt + _SHARED, sizes)) & (frequency[shingles] > 1)
    return _Kept(shingles[kept], np.bincount(owners[kept], minlength=len(texts)), sizes - spoilt >= _SHARED)


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE))


def _shingles(texts: Sequence[str], bits: int) -> _Wide:
    """Every three signs that follow each other in a text, as so many bits below the number of the text; sorted, each once."""
    signs, owners = _signs(texts)
    wide = signs.astype(np.uint64)
    mixed = wide[:-2] * _MIXING[0] + wide[1:-1] * _MIXING[1] + wide[2:] * _MIXING[2]
    shingles = ((mixed >> np.uint64(_SPREADING)) & np.uint64((1 << bits) - 1)).astype(np.int64)
    found = np.sort((owners[:-2] << bits | shingles)[owners[:-2] == owners[2:]])
    return found[np.diff(found, prepend=-1) > 0]


def _counts(texts: Sequence[str]) -> npt.NDArray[np.int16]:
    """How often each kind of sign stands in each text: differing counts are signs to take out or put in."""
    rows = np.zeros((len(texts), _KINDS), dtype=np.int16)
    for at, part in enumerate(_parts(texts)):
        signs, owners = _signs(part)
        counted = np.bincount(owners * _KINDS + signs % _KINDS, minlength=len(part) * _KINDS)
        rows[at * _AT_ONCE :][: len(part)] = counted.reshape(-1, _KINDS)
    return rows


def _signs(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], _Wide]:
    """The signs of all texts, and the text of each."""
    signs = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), np.uint32)
    return signs, np.repeat(np.arange(len(texts)), [len(text) for text in texts])
