"""Numbers of headings in the official order: 一、（一）1．（1）."""

_DIGITS = "零一二三四五六七八九"
_TEN, _HUNDRED = 10, 100


def first(number: int, text: str) -> str:
    """``一、部门概况``."""
    return f"{numeral(number)}、{text}"


def second(number: int, text: str) -> str:
    """``（一）基本支出情况``."""
    return f"（{numeral(number)}）{text}"


def third(number: int, text: str) -> str:
    """``1．主要职能``."""
    return f"{number}．{text}"


def fourth(number: int) -> str:
    """``（1）``, before what it numbers."""
    return f"（{number}）"


def numeral(number: int) -> str:
    """A number from 1 to 999 in Chinese: 10 is 十, 12 is 十二, 105 is 一百零五, 110 is 一百一十."""
    hundreds, rest = divmod(number, _HUNDRED)
    if not hundreds:
        return _below_hundred(rest)
    said = f"{_DIGITS[hundreds]}百"
    if not rest:
        return said
    if rest < _TEN:
        return f"{said}零{_DIGITS[rest]}"
    return said + ("一" if rest // _TEN == 1 else "") + _below_hundred(rest)


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, _TEN)
    said = f"{'' if tens == 1 else _DIGITS[tens]}十" if tens else ""
    return said + (_DIGITS[ones] if ones else "")
