"""A formula's text → its signs, numbers and names. Knows which names are declared, not what they are."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from lark import Token

from pjkit.model.formula import Sign
from pjkit.model.problem import shown

_SIGNS: dict[str, tuple[str, Sign | None]] = {
    "+": ("PLUS", "+"),
    "-": ("MINUS", "-"),
    "*": ("TIMES", "×"),
    "/": ("TIMES", "÷"),
    **{sign: ("COMPARE", sign) for sign in ("=", "≠", "<", "≤", ">", "≥")},
    "<=": ("COMPARE", "≤"),
    ">=": ("COMPARE", "≥"),
    "!=": ("COMPARE", "≠"),
    "且": ("AND", "and"),
    "and": ("AND", "and"),
    "或": ("OR", "or"),
    "or": ("OR", "or"),
    "非": ("NOT", "not"),
    "not": ("NOT", "not"),
    "(": ("_OPEN", None),
    ")": ("_CLOSE", None),
    ",": ("_COMMA", None),
    ".": ("_DOT", None),
}
_CALLS: dict[str, Sign] = {
    "min": "min", "最小": "min", "max": "max", "最大": "max", "abs": "abs", "绝对值": "abs",
    "sum": "sum", "合计": "sum", "count": "count", "计数": "count",
}  # fmt: skip
WORDS = ("是", "否", "不适用", "部分")

_ONE_FOR_ONE = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {"−": "-", "–": "-", "×": "*", "÷": "/", "≦": "≤", "≧": "≥", "\u3000": " "}
)
_LINK = r"(?:且|或|非|and|or|not)(?!\w)"
_NUMBER = r"\d+(?:\.\d+)?[%‰]?"
_REFERENCE = re.compile(r"(?P<sheet>\w+)\[(?P<row>[^\[\]]+)\](?:\.(?P<of>\w+))?")
_PLAIN_NAME = re.compile(r"(?:“[^“”]*”|\w)(?:[\w%‰“”、·：；\s]|\([^()<>=+*/,-]*\))*")
_TOKEN = re.compile(
    rf"""(?P<DATE>\d{{4}}-\d\d?-\d\d?)(?![\w.-])
    |(?P<GROUPED>\d{{1,3}}(?:,\d{{3}})+)(?!\d)
    |(?P<NUMBER>{_NUMBER})(?![\w.%‰])
    |(?P<TEXT>“[^“”]*”|"[^"]*")(?!\w)
    |(?P<BRACKETED>\[(?:[^\]]|\]\])+\])
    |(?P<REFERENCE>{_REFERENCE.pattern})
    |(?P<CALL>(?:{"|".join(_CALLS)})(?=\s*\())
    |(?P<LINK>{_LINK})
    |(?P<WORD>(?:{"|".join(WORDS)})(?![\w(]))
    |(?P<SIGN><=|>=|!=|[-+*/(),.<>=≤≥≠])
    |(?P<UNKNOWN>(?:“[^“”]*”|\w)(?:[\w%‰“”、·]|\([^()<>=+*/,-]*\))*)""",
    re.VERBOSE,
)
_AMBIGUOUS = re.compile(
    rf"""[-+*/()<>=≤≥≠,.%‰\s]|{_LINK}  # begins like a sign
    |.*[\[\],]|.*\s(?:[-+*/<>=≤≥≠]|{_LINK})  # goes on like a formula
    |[^(]*\)|.*\s$
    |(?:{_NUMBER}|\d{{4}}-\d\d?-\d\d?|{"|".join(WORDS)}|"[^"]*")$
    |(?:{"|".join(_CALLS)})\s*\(""",
    re.VERBOSE | re.DOTALL,
)


class FormulaError(ValueError):
    """A formula that cannot be read. ``column`` counts from 1; the texts are Chinese, as those of a ``Problem``."""

    def __init__(self, column: int, found: str, expected: str, advice: str) -> None:
        self.column, self.found, self.expected, self.advice = column, found, expected, advice
        super().__init__(f"公式第 {column} 个字：{found}。应为：{expected}。处理：{advice}。")


def fold(text: str) -> str:
    """Full-width forms and the printers' signs as the plain ones, sign by sign: every place stays the same."""
    return text.translate(_ONE_FOR_ONE)


def is_ambiguous(name: str) -> bool:
    """Whether a name could be taken for something else, so that it must always stand in square brackets."""
    folded = fold(name)
    return _AMBIGUOUS.match(folded) is not None or folded.count("(") != folded.count(")")


def is_reference(name: str) -> bool:
    """Whether a name has the form of a place in the data, as ``收支[三公经费].本年决算``."""
    return _REFERENCE.fullmatch(fold(name)) is not None


def is_plain(name: str) -> bool:
    """Whether a declared name, or a reference to the data, is clear to people, too, without square brackets."""
    return is_reference(name) or (_PLAIN_NAME.fullmatch(fold(name)) is not None and not is_ambiguous(name))


class NamesInText:
    """The declared names, found in a text longest first."""

    def __init__(self, names: AbstractSet[str], lists: Iterable[str]) -> None:
        self._exact = frozenset(names)
        self._by_fold = {fold(name): name for name in sorted(self._exact)}
        self._by_first: dict[str, list[str]] = {}
        with_columns = tuple(f"{fold(name)}." for name in lists)
        for folded in self._by_fold:
            if not is_ambiguous(folded) and not folded.startswith(with_columns):
                self._by_first.setdefault(folded[:1], []).append(folded)
        for same in self._by_first.values():
            same.sort(key=len, reverse=True)

    def canonical(self, typed: str) -> str:
        """The declared name that was meant, or what was typed."""
        return typed if typed in self._exact else self._by_fold.get(fold(typed).strip(), typed)

    def longest_at(self, folded: str, at: int) -> str:
        """The longest declared name that stands at a place and ends there, "" for none."""
        for name in self._by_first.get(folded[at], ()):
            end = at + len(name)
            if folded.startswith(name, at) and not _goes_on(folded, end):
                return name
        return ""


def _goes_on(text: str, at: int) -> bool:
    return at < len(text) and (text[at].isalnum() or text[at] == "_")


def tokens(text: str, names: NamesInText) -> Iterator[Token]:
    """The signs, numbers and names of a formula."""
    folded, at = fold(text), 0
    while at < len(folded):
        if folded[at].isspace():
            at += 1
            continue
        found, name = _TOKEN.match(folded, at), names.longest_at(folded, at)
        if name and (found is None or (found.lastgroup != "CALL" and len(name) >= found.end() - at)):
            yield _token("NAME", names.canonical(text[at : at + len(name)]), at)
            at += len(name)
        elif found is None:
            raise _unreadable(text, at)
        else:
            yield _general(found, text, names)
            at = found.end()


def _general(found: re.Match[str], text: str, names: NamesInText) -> Token:
    """The token of what is no declared name standing by itself."""
    kind, at, folded = found.lastgroup, found.start(), found[0]
    typed = text[at : found.end()]
    if kind == "GROUPED":
        raise FormulaError(
            at + 1,
            f"数字{shown(typed)}带千分位",
            "不带千分位的数字",
            "去掉逗号；逗号若隔开两个数，在它后面加空格",
        )
    if kind == "BRACKETED":
        return _token("NAME", names.canonical(typed[1:-1].replace("]]", "]").replace("］］", "］")), at)
    if kind == "REFERENCE":
        column = f".{text[slice(*found.span('of'))]}" if found["of"] else ""
        sheet, row = (text[slice(*found.span(part))] for part in ("sheet", "row"))
        return _token("NAME", names.canonical(f"{sheet}[{row}]{column}"), at)
    if kind == "UNKNOWN":
        return _token("NAME", typed, at)
    if kind == "CALL":
        return _token("CALL", _CALLS[folded], at)
    if kind in {"SIGN", "LINK"}:
        terminal, sign = _SIGNS[folded]
        return _token(terminal, sign or folded, at)
    assert kind is not None, "every alternative has a name"
    return _token(kind, typed if kind == "TEXT" else folded, at)


def _token(kind: str, value: str, at: int) -> Token:
    return Token(kind, value, start_pos=at)


def _unreadable(text: str, at: int) -> FormulaError:
    return FormulaError(
        at + 1,
        f"公式里的{shown(text[at])}不能识别",
        "数、名称、+ － × ÷、括号、比较符号和函数",
        "删去或改正；名称里有特殊符号的，整个名称放进方括号，如 [甲-乙]",
    )
