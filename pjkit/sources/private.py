"""What tells a person: names, and numbers and addresses by their form.

Each pattern is laid over the folded text (:mod:`pjkit.sources.folding`). The texts are untrusted and long: every
pattern takes time that grows with their length only. What is no person's must stay: amounts (元, 万元, decimals),
dates, the numbers of documents.
"""

import re
from collections.abc import Iterable, Iterator

from pjkit.sources.folding import BLANK, HAN, Folded, fold
from pjkit.sources.surnames import COMMON, COMPOUND, NO_NAME_BEGINS, SINGLE

NAME, TELEPHONE, IDENTITY, MAIL, ACCOUNT = (
    f"（{what}不公开）" for what in ("姓名", "电话", "证件号码", "邮箱", "账号")
)

_B = f"{BLANK}{{0,3}}"


def _words(listed: str) -> str:
    """One of these words, which may be written with blanks between their signs."""
    return f"(?:{'|'.join(_B.join(word) for word in listed.split())})"


# A name after what a person does

_ROLES = _words(
    "联系人 负责人 填报人 填表人 制表人 经办人 承办人 经手人 审核人 审批人 批准人 复核人 评价人 报告人 报送人 撰稿人 "
    "起草人 编制人 校对人 签发人 签字人 签收人 验收人 保管人 责任人 法定代表人"
)
_SHORT_ROLES = _words("填报 填表 制表 经办 审核 复核 校对 签发")
"""Other words stand after them, too, but longer ones."""
# 张 三 (blanks may stand after a surname), else what stands up to the next sign that is none of a name
_SPACED = rf"{HAN}{BLANK}{{1,3}}{HAN}{{1,2}}(?!{HAN})"
_PERSON = rf"(?:{_SPACED}|(?:{HAN}|[·•]){{2,6}})"
_SHORT_PERSON = rf"(?:{_SPACED}|(?:{HAN}|[·•]){{2,3}}(?!{HAN}|[·•]))"
_COLON = rf"{_B}:{_B}[*_]{{0,2}}"
_LINE = rf"{_B}[:|]?{_B}\n\s{{0,9}}"
_THEN = "负责|办理|同志|审核|签字|签名|填报|主管|主办|经办|复核|制表|校对|签发|联系|等|和|与|及|为|在|已|的|于|将|按|向|对|从"
_SURNAME = rf"(?!{NO_NAME_BEGINS})(?:{COMPOUND}|[{SINGLE}])"
_GIVEN = rf"(?:某{{1,3}}|[×xX*○]{{1,3}}|{HAN}(?:{_B}{HAN})??)"
_NAMED = rf"{_SURNAME}{_B}{_GIVEN}(?={_THEN}|(?!{HAN}))"
"""A surname and one or two signs, where a sentence can go on or ends: after 负责人, 高度重视 is no name."""
_SURELY_NAMED = rf"(?:{_NAMED}|[{COMMON}]{HAN}{{2}})"

# Numbers

_S = r"[\s.·()\-]{0,3}"
_D = "[0-9]"
_MONEY = "(?:[千万亿]?元(?!旦)|%|‰)"
_NO_AMOUNT = rf"(?!{_D}|\.{_D}|{_B}{_MONEY})"
_NO_SUM = rf"(?!{_D}|\.{_D}{{1,2}}(?![0-9.])|{_B}{_MONEY})"  # of eleven digits; one in 万元 has fewer
_NOT_AFTER = rf"(?<!{_D})(?<!{_D}[.,])"
_PARTED = (
    (3, 4, 4),
    (4, 4, 3),
    (4, 3, 4),
    (3, 3, 5),
    (3, 8),
    (7, 4),
    (5, 6),
    (6, 5),
    (3, 4, 2, 2),
    (3, 2, 2, 2, 2),
)
"""How people part the digits of a mobile number. Two amounts, 138.00 1380.00, are parted otherwise."""
_APART = r"[\s.·()\-]{1,3}"
_MOBILE = "|".join(
    f"1[3-9]{_APART.join(_D * count for count in parts)[2 * len(_D) :]}" for parts in ((11,), *_PARTED)
)
_ONE_BY_ONE = f"1{_APART}[3-9](?:{_APART}{_D}){{9}}"
_IN_WORDS = "一[三四五六七八九][〇零○一二三四五六七八九]{9}"
_LANDLINE = rf"0[1-9]{_D}{{1,2}}{_S}(?:{_D}{{7,8}}|{_D}{{3,4}}{_S}{_D}{{4}})(?:[转\-]{{1,2}}{_D}{{1,5}})?"
_ITS_WORD = r"(?:电话|手机|座机|传真|联系方式|热线|微信|QQ|TEL|Phone|Mobile)[^\w\n]{0,3}(?:号码?)?(?:[^\w\n]|是|为){0,4}"
_DATE = rf"(?:19|20){_D}{{2}}[\-./ ](?:{_D}{{1,2}}[\-./ ]{_D}{{1,2}}|(?:19|20){_D}{{2}})(?!{_D})"
_AFTER_ITS_WORD = rf"(?!{_DATE})(?>{_D}(?:[ .()\-]{{0,2}}{_D}){{5,20}})"
_BIRTHDAY = [
    f"(?:1{_S}9|2{_S}0)",
    _D,
    _D,
    f"(?:0{_S}[1-9]|1{_S}[0-2])",
    f"(?:0{_S}[1-9]|[12]{_S}{_D}|3{_S}[01])",
]
_CITIZEN = _S.join(["[1-9]", *[_D] * 5, *_BIRTHDAY, *[_D] * 3, "[0-9Xx]"])
_OLD_CITIZEN = rf"[1-9]{_D}{{7}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]{_D}|3[01]){_D}{{3}}"
_YEARS = rf"(?:(?:19|20){_D}{{2}}[ .\-]{{1,2}}){{3}}"
_CARD = rf"(?!{_YEARS})(?:{_D}{{16,19}}|{_D}{{4}}(?P<between>[ .\-]{{1,2}}){_D}{{4}}(?:(?P=between){_D}{{4}}){{2}}(?:(?P=between)?{_D}{{1,3}})?)"
_CARD_WORD = r"(?:卡号|[账帐]号|[账帐]户|银行卡|存折)[^0-9\n]{0,6}"
_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (rf"(?P<before>{_ROLES}{_COLON})(?:\({_B}{_PERSON}{_B}\)|{_PERSON})(?:[、/]{_PERSON})*", NAME),
        (rf"(?P<before>{_SHORT_ROLES}{_COLON}){_SHORT_PERSON}(?:[、/]{_SHORT_PERSON})*", NAME),
        (rf"(?P<before>{_ROLES}{_B}:{_B}\n\s{{0,9}}){HAN}{{2,4}}(?!{HAN})", NAME),
        (rf"(?P<before>(?:{_ROLES}|{_SHORT_ROLES}){_LINE}){_SURELY_NAMED}", NAME),
        (rf"(?P<before>{_ROLES}{_B}[是为|]?{_B}){_SURELY_NAMED}(?:[、,和与及]{_NAMED})*", NAME),
        (rf"(?P<before>(?:{_ROLES}|{_SHORT_ROLES}){_B})[(\[【]{_B}{_NAMED}{_B}[)\]】]", NAME),
        (rf"(?P<before>{_SHORT_ROLES}{_B}){_NAMED}(?!{HAN})", NAME),
        (r"[A-Z0-9._%+\-]{1,64} {0,2}@ {0,2}[A-Z0-9.\-]{1,253}", MAIL),
        (rf"(?<![0-9A-Z]){_CITIZEN}(?![0-9A-Z])", IDENTITY),
        (rf"(?<![0-9A-Z]){_D}{{17}}[0-9X](?![0-9A-Z]|\.{_D}|{_B}(?:元|万|亿))", IDENTITY),
        (rf"{_NOT_AFTER}(?<!-){_OLD_CITIZEN}{_NO_AMOUNT}", IDENTITY),
        (rf"(?P<before>{_CARD_WORD})(?>{_D}(?:[ .\-]{{0,2}}{_D}){{7,29}}){_NO_AMOUNT}", ACCOUNT),
        (rf"{_NOT_AFTER}(?<![A-Z\-]){_CARD}{_NO_AMOUNT}", ACCOUNT),
        (rf"{_NOT_AFTER}(?:(?:\+|00)?86{_S})?\(?(?:{_MOBILE}|{_ONE_BY_ONE}){_NO_SUM}", TELEPHONE),
        (rf"{_NOT_AFTER}(?<![A-Z\-])\(?{_LANDLINE}(?!{_D})", TELEPHONE),
        (_IN_WORDS, TELEPHONE),
        (rf"(?P<before>{_ITS_WORD}){_AFTER_ITS_WORD}{_NO_AMOUNT}", TELEPHONE),
        (r"(?P<before>(?<![A-Z])(?:微信|薇信|V信|wechat|weixin|[VW]X(?=[^\w\n]))(?:[^\w\n]|号码?|ID|是|为){0,5})[A-Z][\w\-]{4,19}", ACCOUNT),
    )
)  # fmt: skip


def without_numbers(text: str) -> str:
    """Without what tells a person by its form: a name after a role word, numbers and addresses of a person."""
    folded = Folded(text)
    for pattern, instead in _PATTERNS:
        folded = folded.put(pattern, instead)
    return folded.original


# What the data tell as a person's

_SHORTEST_NAME, _LONGEST_NAME = 2, 20  # a single sign would blot out half the text
_BRACKETED = re.compile(r"\(([^()]*)\)")  # 孙某（馆长）, 馆长（孙某）
_BETWEEN_NAMES = re.compile(r"[^\w\s·•.\-]+")
_BETWEEN_SIGNS = re.compile(r"[\W0-9_]+")
_POST = "长|主任|书记|会计|出纳|主席|经理|科员|干事|馆员|秘书|科|股|室|部|处|局|办|站|所|中心"
_TITLE = re.compile(
    rf"^\w{{1,8}}(?:{_POST})(?=(?:{COMPOUND}|[{SINGLE}]){HAN}{{1,2}}$)|^\w{{1,8}}(?:长|主任|书记|会计)(?={HAN}{{2,3}}$)"
)
_AFTER_NAME = re.compile(
    rf"(?<={HAN}{{2}})(?:副?(?:[馆局院校所站镇乡县市股科处部队会组]长|主任|书记|主席|经理)|会计|出纳|科员|馆员|干事|秘书|同志|女士|先生|老师)$"
)
_WHOLE_NAME = re.compile(rf"(?:{COMPOUND}|[{SINGLE}])(?:{HAN}|某){{1,2}}")
_POSTS = (
    "办公室 财务室 财务股 财务科 财务部 财务处 会计 出纳 主任 副主任 书记 副书记 局长 副局长 馆长 院长 校长 所长 站长 "
    "镇长 乡长 股长 科长 处长 部长 负责人 联系人 填报人 不公开 不适用"
)
_NO_NAMES = frozenset(_POSTS.split())
"""What stands where a name was asked for, and would blot out half the text if it were taken for one."""
_NUMBERS = [re.compile(rf"{_D}(?:[{signs}]{{0,2}}{_D}){{5,}}") for signs in (r" .\-()", r".\-()", "")]
_AREA_CODE = re.compile(rf"(?:86)?0{_D}{{2,3}}(?={_D}{{7,8}}$)|86(?=1{_D}{{10}}$)")


def names_in(content: str) -> list[str]:
    """The persons that a cell names: ``馆长张 三（13800138000）、李四`` are 张三 and 李四; 财务股 is none."""
    text = fold(content)
    beside = [
        name for inside in _BRACKETED.findall(text) for name in _split(inside) if _WHOLE_NAME.fullmatch(name)
    ]
    names = [*_split(_BRACKETED.sub(" ", text)), *beside]
    return [name for name in names if _SHORTEST_NAME <= len(name) <= _LONGEST_NAME and name not in _NO_NAMES]


def _split(text: str) -> Iterator[str]:
    for group in _BETWEEN_NAMES.split(text):
        yield from map(
            _bare, _joined([part for part in _BETWEEN_SIGNS.split(group.replace("·", "")) if part])
        )


def _joined(parts: list[str]) -> list[str]:
    """The names that blanks and line breaks part: a sign alone belongs to what follows it, the last to what precedes."""
    names: list[str] = []
    waiting = ""
    for part in parts:
        waiting += part
        if len(waiting) >= _SHORTEST_NAME:
            names.append(waiting)
            waiting = ""
    if waiting and names:
        names[-1] += waiting
    return names


def _bare(name: str) -> str:
    """A name without its title."""
    return _AFTER_NAME.sub("", _TITLE.sub("", name))


def numbers_in(content: str) -> list[str]:
    """The numbers of a cell that are long enough for a telephone's, and what is dialled of them within the place."""
    text = fold(content)
    whole = [re.sub(r"\D", "", found) for pattern in _NUMBERS for found in pattern.findall(text)]
    return [*whole, *(_AREA_CODE.sub("", number) for number in whole)]


_NO_LETTER = re.compile(r"[\W_]+")
_BETWEEN = r"[\s·•.\-_*~|/\\+=^`']{0,9}"  # what may part the signs of one name, but no sentence


def any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern of these words, the longest first, which may be written with blanks and dots between their signs."""
    bare = {_NO_LETTER.sub("", fold(word)) for word in words} - {""}
    ordered = sorted(bare, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(_loosely, ordered)), re.IGNORECASE) if ordered else None


def _loosely(word: str) -> str:
    spaced = _BETWEEN.join(map(re.escape, word))
    if word.isdigit():
        return rf"{_NOT_AFTER}{spaced}{_NO_AMOUNT}"
    return rf"(?<![A-Za-z]){spaced}(?![A-Za-z])" if word.isascii() else spaced
