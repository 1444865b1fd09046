"""Many things of one kind, held small: a province has 10,000 departments, and what is said of them is much alike."""

import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar, overload

T = TypeVar("T")
_MODELS = 8  # the first things stay as they are; all others are packed by what they have in common with these


class Packed(Sequence[T]):
    """A sequence that makes each thing anew when it is asked for. Do not change a thing: the next one asked for is another."""

    def __init__(self, things: Iterable[T] = ()) -> None:
        self._models: list[bytes] = []
        self._others: list[bytes] = []
        self._dictionary = b""
        for thing in things:
            self.append(thing)

    def append(self, thing: T) -> None:
        """Add one."""
        content = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
        if len(self._models) < _MODELS:
            self._models.append(content)
            self._dictionary = b"".join(self._models)[-(1 << zlib.MAX_WBITS) :]
        else:
            packer = zlib.compressobj(
                wbits=-zlib.MAX_WBITS, memLevel=zlib.DEF_MEM_LEVEL, zdict=self._dictionary
            )
            self._others.append(packer.compress(content) + packer.flush())

    def ordered(self, key: Callable[[T], str | int]) -> Sequence[T]:
        """The same things in another order."""
        return _Ordered(self, sorted(range(len(self)), key=lambda at: key(self[at])))

    def __len__(self) -> int:
        return len(self._models) + len(self._others)

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...

    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        place = range(len(self))[at]  # also counted from the end
        thing: T = pickle.loads(self._content(place))  # noqa: S301 - our own, never out of this process
        return thing

    def _content(self, at: int) -> bytes:
        if at < len(self._models):
            return self._models[at]
        packer = zlib.decompressobj(-zlib.MAX_WBITS, zdict=self._dictionary)
        return packer.decompress(self._others[at - len(self._models)])


class _Ordered(Sequence[T]):
    def __init__(self, things: Sequence[T], places: Sequence[int]) -> None:
        self._things, self._places = things, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...

    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return [self._things[one] for one in self._places[at]]
        return self._things[self._places[at]]


class PackedMapping(Mapping[str, T]):
    """The same with a name for each thing."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._things: Packed[T] = Packed()

    def __setitem__(self, name: str, thing: T) -> None:
        self._places[name] = len(self._things)
        self._things.append(thing)

    def __getitem__(self, name: str) -> T:
        return self._things[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
