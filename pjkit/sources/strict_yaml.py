"""YAML read strictly: one mapping, no key twice, no aliases or tags, numbers exact, the line of everything.

``ruamel.yaml`` composes the node tree (it knows lines); turning nodes into plain data is done here
because only so every duplicate key of a file can be reported at once.
"""

import io
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    ScalarEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from pjkit.model.problem import Problems, shown
from pjkit.model.regular_file import TooLargeError, read_regular
from pjkit.model.signs import unseen_sign
from pjkit.sources.raw_sheet import UNSEEN_ADVICE

_LARGEST_FILE = 300_000  # bytes; a rubric has about 25,000
_DEEPEST = 30  # levels; a rubric has 10, and the parser slows down with the square of the depth
_LONGEST_NUMBER = 30  # digits, before and after the point; guards against 1e999999999
_TAG = "tag:yaml.org,2002:"
# Beside its own errors ruamel lets through those of chr() ("\\U99999999") and an assertion (%YAML 1.11).
_PARSER_ERRORS = (YAMLError, ValueError, OverflowError, AssertionError)

KeyPath = tuple[str | int, ...]


@dataclass
class StrictYaml:
    """Plain data (dict, list, str, int, Decimal, bool, None) and the line of each path into it."""

    data: dict[str, Any]
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def place(self, path: KeyPath) -> str:
        """Where ``path`` stands, in words: line and path, with the nearest line that is known."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        line = f"第 {self.lines[known]} 行" if known else ""
        return f"{line} {path_text(path)}".strip()


def path_text(path: KeyPath) -> str:
    """``("groups", 0, "points")`` as ``groups[0].points``."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def read_yaml(path: Path, problems: Problems) -> StrictYaml | None:
    """The file's content, or ``None`` if it is unreadable; what is wrong goes to ``problems``."""
    content = read_content(path, problems)
    text = None if content is None else decode(content, problems)
    return None if text is None else parse_yaml(text, problems)


def parse_yaml(text: str, problems: Problems) -> StrictYaml | None:
    """Like :func:`read_yaml`, for a text."""
    try:
        if not _is_plain(text, problems):
            return None
        node = YAML(typ="safe", pure=True).compose(text)
    except _PARSER_ERRORS as error:
        place = _place_of(error, text)
        problems.add(place, "不是有效的 YAML", "“名称: 值”的写法，缩进一致", _advice(error, text))
        return None
    if not isinstance(node, MappingNode):
        found = "内容不是“名称: 值”的列表" if node else "文件是空的"
        advice = "对照 params 文件夹中的示例改写；冒号用半角，后面空一格"
        problems.add("", found, "每行一个“名称: 值”", advice)
        return None
    lines: dict[KeyPath, int] = {}
    return StrictYaml(_plain(node, (), lines, problems), lines)


def _advice(error: Exception, text: str) -> str:
    """What to do; inside braces a reference such as 收支[三公经费].本年决算 is no plain text."""
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    if mark is None:
        return "检查缩进（用空格）、冒号（半角，后面空一格）和引号"
    line = text.splitlines()[mark.line] if mark.line < text.count("\n") + 1 else ""
    if "{" in line and "[" in line.partition("{")[2]:
        return '花括号里含方括号的内容要加引号，如 {from: "收支[三公经费].本年决算"}'
    return "检查这一行及上一行的缩进（用空格）、冒号（半角，后面空一格）和引号"


def _place_of(error: Exception, text: str) -> str:
    """Where the parser stopped."""
    if isinstance(error, MarkedYAMLError) and error.problem_mark:
        return f"第 {error.problem_mark.line + 1} 行第 {error.problem_mark.column + 1} 列"
    if isinstance(error, ReaderError):
        line = text[: error.position].count("\n") + 1
        return f"第 {line} 行（有控制字符）"
    return ""


def _is_plain(text: str, problems: Problems) -> bool:
    """Whether the file keeps to what is read here; what it uses beyond that goes to ``problems``."""
    depth, plain = 0, True
    for event in YAML(typ="safe", pure=True).parse(text):
        place = f"第 {event.start_mark.line + 1} 行"
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > _DEEPEST:
            problems.add(place, f"嵌套超过 {_DEEPEST} 层", "示例中的层次", "检查括号和缩进")
            return False
        flaw = _beyond_plain(event)
        if flaw:
            problems.add(place, *flaw)
            plain = False
    return plain


def _beyond_plain(event: Event) -> tuple[str, str, str] | None:
    """What is wrong with a part of the file that YAML allows and this reader does not."""
    if isinstance(event, AliasEvent):
        return "用了 YAML 的引用（*）", "直接写出的内容", "把引用改成它所指的内容"
    if isinstance(event, DocumentStartEvent) and event.version:
        return "有 %YAML 版本行", "没有版本行的 YAML", "删去 %YAML 开头的一行"
    if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag:
        return f"用了 YAML 的类型标记{shown(str(event.tag))}", "不带标记的内容", "删去感叹号开头的标记"
    if isinstance(event, ScalarEvent) and (sign := _unseen(event.value)):
        return f"有看不见的字符 {sign}（显示为·）：{shown(event.value)}", "看得见的文字", UNSEEN_ADVICE
    return None


def _unseen(text: str) -> str:
    """The first sign that nobody sees, among them carriage returns and halves of signs, which no output can hold."""
    odd = next((sign for sign in text if sign == "\r" or unicodedata.category(sign) == "Cs"), "")
    return f"U+{ord(odd):04X}" if odd else unseen_sign(text)


def read_content(path: Path, problems: Problems) -> bytes | None:
    """A file's bytes, or ``None`` if it is unreadable; what is wrong goes to ``problems``."""
    try:
        return read_regular(path, _LARGEST_FILE)
    except TooLargeError:
        problems.add("", "文件过大", f"不超过 {_LARGEST_FILE // 1_000} KB", "确认选对了文件")
    except FileNotFoundError:
        problems.add("", "文件不存在", "一个 YAML 文件", "检查文件名和所在文件夹")
    except IsADirectoryError:
        problems.add("", "是一个文件夹", "一个 YAML 文件", "检查文件名")
    except (OSError, ValueError):  # ValueError: a name with a null character
        problems.add("", "无法读取", "一个可读的 YAML 文件", "检查文件名和权限")
    return None


def decode(content: bytes, problems: Problems) -> str | None:
    """The text of a UTF-8 file with the line ends of this system, or ``None``, and a problem, if it is none."""
    try:
        return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig").read()
    except UnicodeDecodeError:
        problems.add("", "不是 UTF-8 编码", "UTF-8 编码的文本", "用记事本等编辑器另存，编码选 UTF-8")
        return None


def _plain(node: Node, path: KeyPath, lines: dict[KeyPath, int], problems: Problems) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, MappingNode):
        return _mapping(node, path, lines, problems)
    if isinstance(node, SequenceNode):
        return [_plain(item, (*path, at), lines, problems) for at, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(
    node: MappingNode, path: KeyPath, lines: dict[KeyPath, int], problems: Problems
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode):
            problems.add(f"第 {line} 行", "冒号前不是名称", "“名称: 值”的写法", "在冒号前写一个名称")
            continue
        key = str(key_node.value)
        if key in result:
            first = lines[(*path, key)]
            place = f"第 {line} 行 {path_text((*path, key))}"
            problems.add(
                place, f"名称{shown(key)}写了两次（第 {first} 行已有）", "每个名称只写一次", "删去多余的一行"
            )
            continue
        result[key] = _plain(value_node, (*path, key), lines, problems)
        lines[(*path, key)] = line
    return result


def _scalar(node: Node) -> Any:
    text = str(node.value)
    kind = str(node.tag).removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind in {"int", "float"}:
        return _number(text)
    return text


def _number(text: str) -> int | Decimal | str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    is_sane = (
        number.is_finite() and len(text) <= _LONGEST_NUMBER and abs(number.adjusted()) <= _LONGEST_NUMBER
    )
    if not is_sane:
        return text  # told by the type check
    return int(number) if text.lstrip("+-").isdigit() else number
