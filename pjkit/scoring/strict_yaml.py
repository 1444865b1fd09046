"""YAML read strictly: one mapping, no key twice, no anchors, numbers exact, and the line of everything.

``ruamel.yaml`` composes the node tree (it knows lines); turning nodes into plain data is done here
because only so every duplicate key of a file can be reported at once.
"""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pjkit.scoring.problems import Problems, shown

_LARGEST_FILE = 1_000_000  # bytes; a rubric has about 25,000
_TAG = "tag:yaml.org,2002:"

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
        line = f"第 {self.lines[known]} 行" if known in self.lines else ""
        return f"{line} {path_text(path)}".strip()


def path_text(path: KeyPath) -> str:
    """``("groups", 0, "points")`` as ``groups[0].points``."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def read_yaml(path: Path, problems: Problems) -> StrictYaml | None:
    """The file's content, or ``None`` if it is unreadable; what is wrong goes to ``problems``."""
    text = _text(path, problems)
    return None if text is None else parse_yaml(text, problems)


def parse_yaml(text: str, problems: Problems) -> StrictYaml | None:
    """Like :func:`read_yaml`, for a text."""
    try:
        aliases = [
            event for event in YAML(typ="safe", pure=True).parse(text) if isinstance(event, AliasEvent)
        ]
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else ""
        problems.add(
            place, "不是有效的 YAML", "“名称: 值”的写法，缩进一致", "检查这一行及上一行的缩进、冒号和引号"
        )
        return None
    except (YAMLError, RecursionError):
        problems.add("", "不是有效的 YAML", "“名称: 值”的写法", "检查文件中有没有特殊字符或过深的嵌套")
        return None
    for event in aliases:
        line = event.start_mark.line + 1
        problems.add(f"第 {line} 行", "用了 YAML 的引用（*）", "直接写出的内容", "把引用改成它所指的内容")
    if aliases:
        return None
    if not isinstance(node, MappingNode):
        problems.add("", "内容不是“名称: 值”的列表", "“名称: 值”的写法", "对照 params 文件夹中的示例改写")
        return None
    lines: dict[KeyPath, int] = {}
    return StrictYaml(_plain(node, (), lines, problems), lines)


def _text(path: Path, problems: Problems) -> str | None:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            problems.add("", "文件过大", f"不超过 {_LARGEST_FILE} 字节", "确认选对了文件")
            return None
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.add("", "文件不存在", "一个 YAML 文件", "检查文件名和所在文件夹")
    except IsADirectoryError:
        problems.add("", "是一个文件夹", "一个 YAML 文件", "检查文件名")
    except UnicodeDecodeError:
        problems.add("", "不是 UTF-8 编码", "UTF-8 编码的文本", "用编辑器另存为 UTF-8")
    except OSError:
        problems.add("", "无法读取", "一个可读的 YAML 文件", "检查文件名和权限")
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
        key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
        line = key_node.start_mark.line + 1
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
    if not number.is_finite():
        return text
    return int(number) if text.lstrip("+-").isdigit() else number
