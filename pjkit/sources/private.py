"""What a text must not show in public: persons' names, their numbers and addresses, and passages marked 【涉密】.

Each pattern is laid over the text with its full-width signs folded, sign for sign, so that １３８… is a telephone, too.
The texts are untrusted and long: every pattern takes time that grows with their length only.
"""

import re
from collections.abc import Iterable

SECRET, NAME, TELEPHONE, IDENTITY, MAIL = (
    f"（{what}不公开）" for what in ("涉密内容", "姓名", "电话", "证件号码", "邮箱")
)
PLACEHOLDERS = re.compile("|".join(map(re.escape, (SECRET, NAME, TELEPHONE, IDENTITY, MAIL))))

_FOLDED = str.maketrans(
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # ！ to ～
    | dict.fromkeys(map(ord, "–—‐‑−"), "-")
)
_SECRET = "(?:涉密|绝密|机密|秘密)"  # noqa: S105 - a word of the texts
_MARK = rf"[【(\[〔][ \t]*{_SECRET}[ \t]*[】)\]〕]"
_END = rf"[【(\[〔][ \t]*{_SECRET}[ \t]*结束[ \t]*[】)\]〕]"
_ORNAMENT = r"[ \t\r>*#_:.。、]*"  # Markdown and punctuation around a mark
_SECTION = re.compile(
    rf"^{_ORNAMENT}{_MARK}{_ORNAMENT}\n.*?(?:^{_ORNAMENT}{_END}.*?$|\Z)", re.MULTILINE | re.DOTALL
)
_PARAGRAPH = re.compile(rf"^.*{_MARK}.*(?:\n(?!\s*\n).*)*", re.MULTILINE)
_MARKED = re.compile(_MARK)

_BLANK = r"[^\S\n]"
_ROLES = (
    "联系人|负责人|填报人|填表人|制表人|经办人|审核人|复核人|评价人|报告人|撰稿人|校对人|签发人|法定代表人"
)
_SHORT_ROLES = "填报|填表|制表|经办|审核|复核|校对|签发"  # other words stand after them, too, but longer ones
# 张 三 (blanks may stand after a surname), else what stands up to the next sign that is none of a name
_SPACED = rf"[\u4e00-\u9fff]{_BLANK}{{1,3}}[\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff])"
_PERSON = rf"(?:{_SPACED}|[\u4e00-\u9fff·]{{2,6}})"
_SHORT_PERSON = rf"(?:{_SPACED}|[\u4e00-\u9fff·]{{2,3}}(?![\u4e00-\u9fff·]))"
_COLON = rf"{_BLANK}{{0,3}}:{_BLANK}{{0,3}}"
_PATTERNS = (
    (re.compile(rf"((?:{_ROLES}){_COLON}){_PERSON}(?:[、/]{_PERSON})*"), NAME),
    (re.compile(rf"((?:{_SHORT_ROLES}){_COLON}){_SHORT_PERSON}(?:[、/]{_SHORT_PERSON})*"), NAME),
    (re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}"), MAIL),
    (re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])"), IDENTITY),
    (re.compile(r"(?<![0-9.])(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9.][0-9]|[0-9])"), TELEPHONE),
    (re.compile(r"(?<![0-9.])(?:0[0-9]{2,3}[- ]?|\(0[0-9]{2,3}\))[0-9]{7,8}(?![0-9.][0-9]|[0-9])"), TELEPHONE),
    (re.compile(r"((?:电话|手机|座机|传真|微信|QQ)号?码?[ :]{0,3})[0-9][0-9 -]{5,20}"), TELEPHONE),
)  # fmt: skip

_SHORTEST_NAME, _LONGEST_NAME = 2, 20  # a single sign would blot out half the text
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")  # 孙某（馆长）
_BETWEEN_NAMES = re.compile(r"[^\w·]+|[0-9_]+")
_TITLE = re.compile(r"^\w{1,8}(?:长|主任|书记|会计|出纳|主席|经理|科员|干事)(?=[\u4e00-\u9fff]{2,3}$)")
_POSTS = (
    "办公室 财务室 财务股 财务科 财务部 财务处 会计 出纳 主任 副主任 书记 副书记 局长 副局长 馆长 院长 校长 所长 站长 "
    "镇长 乡长 股长 科长 处长 部长 负责人 联系人 填报人 不公开 不适用"
)
_NO_NAMES = frozenset(_POSTS.split())
"""What stands where a name was asked for, and would blot out half the text if it were taken for one."""
_NUMBER = re.compile(r"[0-9]{6,}")


def names_in(content: str) -> list[str]:
    """The persons that a cell names: ``馆长张 三（13800138000）、李四`` are 张三 and 李四; 财务股 is none."""
    names, surname = [], ""
    for part in filter(None, _BETWEEN_NAMES.split(_IN_BRACKETS.sub(" ", content.translate(_FOLDED)))):
        name = surname + _TITLE.sub("", part)
        surname = name if len(name) < _SHORTEST_NAME else ""
        names.append(name)
    return [name for name in names if _SHORTEST_NAME <= len(name) <= _LONGEST_NAME and name not in _NO_NAMES]


def numbers_in(content: str) -> list[str]:
    """The numbers of a cell that are long enough for a telephone's."""
    return _NUMBER.findall(content.translate(_FOLDED))


def is_marked(text: str) -> bool:
    """Whether the text is marked 【涉密】."""
    return _MARKED.search(text.translate(_FOLDED)) is not None


def unmarked(text: str) -> str:
    """The text without its marks: the name that it may bear elsewhere."""
    return _MARKED.sub("", text.translate(_FOLDED)).strip()


def any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern of these words, the longest first, which may be written with blanks between their signs."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    spaced = (f"{_BLANK}{{0,3}}".join(map(re.escape, word.translate(_FOLDED))) for word in ordered)
    return re.compile("|".join(spaced)) if ordered else None


def without_marked(text: str) -> str:
    """Without what is marked: first whole sections, then the paragraphs that hold a mark."""
    return put(put(text, _SECTION, SECRET), _PARAGRAPH, SECRET)


def without_numbers(text: str) -> str:
    """Without what tells a person by its form: a name after a role word, telephone, identity and mail addresses."""
    for pattern, instead in _PATTERNS:
        text = put(text, pattern, instead)
    return text


def put(text: str, pattern: re.Pattern[str], instead: str) -> str:
    """``instead`` for every match; the first group of ``pattern`` stays before it."""
    pieces, at = [], 0
    for match in pattern.finditer(text.translate(_FOLDED)):
        pieces += [
            text[at : match.end(pattern.groups)] if pattern.groups else text[at : match.start()],
            instead,
        ]
        at = match.end()
    return "".join([*pieces, text[at:]])
