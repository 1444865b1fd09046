"""Marks of secrecy: 【涉密】 in a cell or paragraph, or on a line of its own until 【涉密结束】.

What looks like a mark but is none hides nothing, and its writer believes that it does: it is an error of the data.
"""

import re
from collections.abc import Iterator

from pjkit.sources.folding import BLANK, Folded, fold

SECRET = "（涉密内容不公开）"  # noqa: S105 - stands where something was
MARK = "【涉密】"

_GAP = f"{BLANK}{{0,9}}"
_OPEN, _CLOSE = r"[【(\[〔〖]", r"[】)\]〕〗]"
_LEVEL = f"(?:{'|'.join(_GAP.join(word) for word in ('涉密', '绝密', '机密', '秘密'))})"
_EXACT = f"{_OPEN}{_GAP}{_LEVEL}{_GAP}{_CLOSE}"
_END = f"{_OPEN}{_GAP}{_LEVEL}{_GAP}{_GAP.join('结束')}{_GAP}{_CLOSE}"
_ORNAMENT = r"[ >*#_:.。、]*"  # Markdown and punctuation around a mark
_SECTION = re.compile(
    rf"^{_ORNAMENT}{_EXACT}{_ORNAMENT}\n.*?(?:^{_ORNAMENT}{_END}.*?$|\Z)", re.MULTILINE | re.DOTALL
)
_PARAGRAPH = re.compile(rf"^.*{_EXACT}.*(?:\n(?!\s*\n).*)*", re.MULTILINE)
_MARKED = re.compile(_EXACT)
_ENDED = re.compile(_END)


def is_marked(text: str) -> bool:
    """Whether the text is marked 【涉密】."""
    return _MARKED.search(fold(text)) is not None


def unmarked(text: str) -> str:
    """The text without its marks: the name that it may bear elsewhere."""
    return _MARKED.sub("", fold(text)).strip()


def without_marked(text: str) -> str:
    """Without what is marked: first whole sections, then the paragraphs that hold a mark."""
    return Folded(text).put(_SECTION, SECRET).put(_PARAGRAPH, SECRET).original


# What looks like a mark

_WORD = re.compile(
    r"[涉渉][密宻]|[绝絕][密宻]|[机機][密宻]|[秘祕][密宻]|保密|[密秘]|secret|confidential|classified|shemi", re.IGNORECASE
)  # fmt: skip
_BESIDE = re.compile(
    "内容|事项|信息|文件|资料|材料|部分|段落|章节|条款|项目|数据|开始|起始|结束|以下|以上|本段|本节|本项|此处|该段|"
    "不公开|不予公开|不宜公开|不得公开|内部|敏感|注意|标记|标识|期限|长期|[级件段年月日起等为是请略本该]|[0-9]"
)  # fmt: skip
_LONGEST = 40  # signs between brackets that may be a mark
_OPENING, _CLOSING = r"【〖\[〔({<《〈「『", r"】〗\]〕)}>》〉」』"
_INSIDE = rf"[{_OPENING}]([^{_OPENING}{_CLOSING}]{{1,{_LONGEST}}})"
_BRACKETS = re.compile(rf"{_INSIDE}(?:[{_CLOSING}]|$)", re.MULTILINE)
_CLOSED = re.compile(rf"{_INSIDE}[{_CLOSING}]")
_NO_WORD = r"[^\w\n]{0,3}"
_SPLIT = f"(?:{'|'.join(_NO_WORD.join(word) for word in ('涉密', '绝密', '机密', '秘密'))})"
_UNCLOSED = re.compile(rf"[【〖]{_NO_WORD}{_SPLIT}|{_SPLIT}{_NO_WORD}[】〗]")  # where no pair is left
_STARRED = re.compile(rf"{_SPLIT}{BLANK}{{0,3}}[★☆]|密级{_NO_WORD}{_SPLIT}")
_ALONE = re.compile(
    rf"(?:以下|以上|本段|本节|本项|此处|该段|该项|内容|部分)*{_LEVEL}"
    r"(?:级|件|内容|部分|不公开|不予公开|不宜公开|不得公开|长期|[0-9年月])*"
)  # fmt: skip
_LETTERS = re.compile(r"[\W_]+")
_HINT = re.compile("[密宻秘祕㊙]|secret|confidential|classified|shemi", re.IGNORECASE)
"""Without one of these no text is a mark, nor looks like one: few cells need a closer look."""


def doubtful_mark(text: str) -> str:
    """What in a cell looks like a mark and is none, "" where nothing does."""
    if not _HINT.search(text):
        return ""
    left = _MARKED.sub("\n", _ENDED.sub("\n", fold(text).replace(fold(SECRET), "\n")))
    return next(_doubtful(left), "")


def _doubtful(text: str) -> Iterator[str]:
    for found in _BRACKETS.finditer(text):
        letters = _LETTERS.sub("", found[1])
        if _WORD.search(letters) and not _BESIDE.sub("", _WORD.sub("", letters)):
            yield found[0]
    for pattern, where in ((_UNCLOSED, _CLOSED.sub("\n", text)), (_STARRED, text)):
        yield from (found[0] for found in pattern.finditer(where))
    yield from (line for line in text.split("\n") if _ALONE.fullmatch(_LETTERS.sub("", line)))


def has_stray_end(text: str) -> bool:
    """Whether 【涉密结束】 stands where no section has begun: what it was to end is not hidden."""
    return _HINT.search(text) is not None and _ENDED.search(fold(without_marked(text))) is not None
