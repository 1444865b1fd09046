"""The grammar: a formula's tokens → a parse tree."""

from functools import cache

from lark import Lark, Token, Tree, UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from pjkit.model.problem import shown
from pjkit.scoring.formulas.lexer import FormulaError, NamesInText, tokens

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
    if "AND" not in accepted:
        return follows, "核对括号是否成对"
    return follows, "补上缺少的符号；“且”“或”前后加空格；连续比较写成两个比较，中间用“且”"


def parse(text: str, names: NamesInText) -> Tree[Token] | Token:
    """The formula's parse tree. Raises :class:`FormulaError` where it is no formula."""
    state = _parser().parse_interactive()
    for token in tokens(text, names):
        _feed(state, token, f"这里不应有{shown(_as_typed(token, text))}")
    return _feed(state, Token("$END", "", start_pos=len(text)), "公式没有写完")


def _feed(state: InteractiveParser, token: Token, found: str) -> Tree[Token] | Token:
    try:
        fed: Tree[Token] | Token = state.feed_token(token)
    except UnexpectedToken:
        raise FormulaError((token.start_pos or 0) + 1, found, *_wanted(state)) from None
    return fed


def _as_typed(token: Token, text: str) -> str:
    at = token.start_pos or 0
    return str(token) if token.type in {"NAME", "TEXT", "NUMBER", "DATE", "WORD"} else text[at]
