"""A formula's text → its signs and names → a parse tree. Knows the declared names, not what they are."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache

from lark import Lark, Token, Tree, UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from pjkit.model.formula import Sign
from pjkit.model.problem import shown

_GRAMMAR = """
?start: either
?either: both
    | both (OR both)+ -> chain
?both: negated
    | negated (AND negated)+ -> chain
?negated: NOT compared -> negated
    | compared
?compared: total
    | total COMPARE total -> compared
?total: product
    | product ((PLUS | MINUS) product)+ -> chain
?product: signed
    | signed (TIMES signed)+ -> chain
?signed: MINUS atom -> negative
    | atom
?atom: CALL _OPEN either (_COMMA either)* _CLOSE -> call
    | NAME _DOT NAME -> column
    | NAME | NUMBER | DATE | TEXT | WORD
    | _OPEN either _CLOSE
%declare OR AND NOT COMPARE PLUS MINUS TIMES CALL NAME NUMBER DATE TEXT WORD _OPEN _CLOSE _COMMA _DOT
"""
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
    rf"""[-+*/()<>=≤≥≠,.%‰\s]  # begins like a sign
    |.*[\[\],]|.*\s(?:[-+*/<>=≤≥≠]|{_LINK})  # goes on like a formula
    |[^(]*\)|.*\s$
    |(?:{_NUMBER}|\d{{4}}-\d\d?-\d\d?|{_LINK}|{"|".join(WORDS)}|"[^"]*")$
    |(?:{"|".join(_CALLS)}|and|or|not|且|或|非)\s*\(""",
    re.VERBOSE,
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


def is_plain(name: str) -> bool:
    """Whether a declared name, or a reference to the data, is clear to people, too, without square brackets."""
    folded = fold(name)
    return _REFERENCE.fullmatch(folded) is not None or (
        _PLAIN_NAME.fullmatch(folded) is not None and not is_ambiguous(name)
    )


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
        return _token(
            "NAME", f"{text[slice(*found.span('sheet'))]}[{text[slice(*found.span('row'))]}]{column}", at
        )
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


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", maybe_placeholders=False)


_FOLLOWS = {
    ("PLUS", "TIMES"): "运算符号",
    ("COMPARE",): "比较符号",
    ("AND",): "“且”“或”",
    ("_COMMA",): "逗号",
    ("_OPEN",): "左括号",
    ("_CLOSE",): "右括号",
    ("$END",): "公式结束",
}


def _wanted(state: InteractiveParser) -> tuple[str, str]:
    """What could have stood there, and what to do."""
    accepted: set[str] = state.accepts()  # type: ignore[no-untyped-call]  # lark annotates all but this
    if "NUMBER" in accepted:
        return "数、名称或左括号", "补上缺少的数或名称，或删去多余的符号"
    follows = "、".join(words for terminals, words in _FOLLOWS.items() if accepted.intersection(terminals))
    return follows, "补上缺少的符号；“且”“或”前后加空格；连续比较写成两个比较，中间用“且”"


def parse(text: str, names: NamesInText) -> Tree[Token] | Token:
    """The formula's parse tree. Raises :class:`FormulaError` where it is no formula."""
    state = _parser().parse_interactive()
    for token in tokens(text, names):
        _feed(state, token, f"这里不应有{shown(_as_typed(token, text))}")
    return _feed(state, _token("$END", "", len(text)), "公式没有写完")


def _feed(state: InteractiveParser, token: Token, found: str) -> Tree[Token] | Token:
    try:
        fed: Tree[Token] | Token = state.feed_token(token)
    except UnexpectedToken:
        raise FormulaError((token.start_pos or 0) + 1, found, *_wanted(state)) from None
    return fed


def _as_typed(token: Token, text: str) -> str:
    at = token.start_pos or 0
    return str(token) if token.type in {"NAME", "TEXT", "NUMBER", "DATE", "WORD"} else text[at]
