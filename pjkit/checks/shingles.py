"""Which of many texts can be nearly alike: an index of shingles instead of all pairs. No pair is lost.

Two texts of a and b signs are near when at most d = (a + b) / 10 signs must be taken out or put in to make one the
other, so b >= 9/11 a. A sign taken out spoils at most three shingles of three signs, one put in at most two: of a's
shingles at most 2.5 d + (a - b) / 2 <= 6/11 a are lost. With the shingles of all texts in one order, the first one
that two near texts have in common therefore stands among the first 6/11 a + 1 of each. Only those are indexed, the
rarest first, which spares the phrases that everybody uses.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

_BUCKETS = 1 << 22  # shingles fall into so many; two in one only make a candidate more
_MIXING = np.array([2_654_435_761, 2_246_822_519, 3_266_489_917], dtype=np.uint64)
_SPREADING = 15  # the high bits of a product are mixed best
_KINDS = 61  # of signs, for counting

Numbers = npt.NDArray[np.int32]


def candidates(texts: Sequence[str]) -> Iterator[tuple[int, Numbers]]:
    """For each of ``texts`` (sorted by length) the later ones that can be near it, by number."""
    lengths = np.array([len(text) for text in texts], dtype=np.int32)
    index, counts = _Index(texts), _counts(texts)
    for left, length in enumerate(lengths.tolist()):
        stop = int(np.searchsorted(lengths, length * 11 // 9, side="right"))
        rights = index.sharing(left, stop)
        apart = np.abs(counts[rights] - counts[left]).sum(axis=1, dtype=np.int32)
        yield left, rights[apart * 10 <= lengths[rights] + length]


class _Index:
    """The texts by the rarest of their shingles: for each shingle the numbers of its texts, one list after the other."""

    def __init__(self, texts: Sequence[str]) -> None:
        frequency = np.zeros(_BUCKETS, dtype=np.int32)
        for text in texts:
            frequency[_shingles(text)] += 1
        self._kept = [_rarest(text, frequency) for text in texts]
        shingles = np.concatenate([*self._kept, np.empty(0, np.int32)])
        order = np.argsort(shingles, kind="stable")
        sizes = [len(kept) for kept in self._kept]
        self._shingles = shingles[order]
        self._texts = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)[order]
        self._marked = np.zeros(len(texts), dtype=np.bool_)

    def sharing(self, left: int, stop: int) -> Numbers:
        """The texts after ``left`` and before ``stop`` that share one of its shingles."""
        kept = self._kept[left]
        starts, ends = (np.searchsorted(self._shingles, kept, side).tolist() for side in ("left", "right"))
        for start, end in zip(starts, ends, strict=True):
            self._marked[self._texts[start:end]] = True
        found = np.flatnonzero(self._marked[left + 1 : stop]).astype(np.int32) + np.int32(left + 1)
        self._marked[:] = False
        return found


def _rarest(text: str, frequency: Numbers) -> Numbers:
    """The shingles of which near texts share at least one; those of no other text are no use."""
    shingles = _shingles(text)
    order = np.argsort(
        frequency[shingles], kind="stable"
    )  # within one frequency by number: one order for all
    first = shingles[order[: len(text) * 6 // 11 + 1]]
    return first[frequency[first] > 1]


def _shingles(text: str) -> Numbers:
    """Every three signs that follow each other, as numbers below ``_BUCKETS``, sorted, each once."""
    signs = _signs(text).astype(np.uint64)
    mixed = signs[:-2] * _MIXING[0] + signs[1:-1] * _MIXING[1] + signs[2:] * _MIXING[2]
    return np.unique((mixed >> np.uint64(_SPREADING)) % np.uint64(_BUCKETS)).astype(np.int32)


def _counts(texts: Sequence[str]) -> npt.NDArray[np.int16]:
    """How often each kind of sign stands in each text: differing counts are signs to take out or put in."""
    rows = np.zeros((len(texts), _KINDS), dtype=np.int16)
    for row, text in zip(rows, texts, strict=True):
        row[:] = np.bincount(_signs(text) % _KINDS, minlength=_KINDS)
    return rows


def _signs(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
