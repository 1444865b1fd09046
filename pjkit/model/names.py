"""Names as people type them: full-width forms, spaces and kinds of quotation marks make no difference."""

import re
import unicodedata
from collections.abc import Iterable

_QUOTES = str.maketrans(dict.fromkeys("“”„‟\"'‘’「」『』", '"'))


def fold(name: str) -> str:
    """The name for comparing: ``“三公经费” 变动率`` and ``"三公经费"变动率`` fold alike."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).translate(_QUOTES)


class KnownNames:
    """Finds the name meant among the known ones."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self._by_fold = {fold(name): name for name in self.names}

    def find(self, typed: str) -> str | None:
        """The known name that ``typed`` is, or ``None``."""
        return self._by_fold.get(fold(typed))
