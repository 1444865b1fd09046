"""pydantic's errors about a rubric or a parameter file, in the words of the person who wrote the file."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pjkit.scoring.problems import Problems, nearest, shown
from pjkit.scoring.strict_yaml import KeyPath, StrictYaml

_TYPES = {
    "string_type": "文字",
    "int_type": "整数",
    "int_from_float": "整数",
    "bool_type": "true 或 false",
    "list_type": "列表",
    "tuple_type": "列表",
    "dict_type": "“名称: 值”的列表",
    "model_type": "“名称: 值”的列表",
    "model_attributes_type": "“名称: 值”的列表",
    "is_instance_of": "数字",
    "decimal_type": "数字",
    "decimal_parsing": "数字",
    "too_short": "至少一项",
}


def report(error: ValidationError, source: StrictYaml, problems: Problems) -> None:
    """Turn every error of one validation into a problem with line and path."""
    seen: set[KeyPath] = set()
    for detail in error.errors():
        path = _real_path(detail["loc"], source.data)
        if path in seen:
            continue
        seen.add(path)
        found, expected, advice = _words(detail, path)
        problems.add(source.place(path), found, expected, advice)


def _real_path(loc: tuple[int | str, ...], data: Any) -> KeyPath:
    """Pydantic's location without the tags it adds for a union's members."""
    path: list[int | str] = []
    node: Any = data
    for at, part in enumerate(loc):
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            is_missing_name = at == len(loc) - 1 and isinstance(node, dict)
            if not is_missing_name:
                continue
        path.append(part)
    return tuple(path)


def _words(detail: ErrorDetails, path: KeyPath) -> tuple[str, str, str]:
    """What was found, what was expected, what to do."""
    last, context = str(path[-1] if path else ""), detail.get("ctx", {})
    if detail["type"] in _ABOUT_NAMES:
        return _ABOUT_NAMES[detail["type"]](last, context)
    found = f"{shown(last)}写的是{shown(str(detail['input']))}"
    return (found, *_about_values(detail, context))


_ABOUT_NAMES: dict[str, Callable[[str, dict[str, Any]], tuple[str, str, str]]] = {
    "missing": lambda name, _: (f"缺少{shown(name)}", "写明这一项", f"补上 {name}"),
    "extra_forbidden": lambda name, _: (
        f"没有{shown(name)}这个名称",
        "只用规定的名称",
        "检查拼写，或删去这一行",
    ),
    "union_tag_not_found": lambda _name, _: ("条款没有写类型 kind", "写明 kind", "补上 kind"),
    "union_tag_invalid": lambda _name, context: (
        f"未知的条款类型 {shown(str(context['tag']))}",
        nearest(str(context["tag"]), _listed(context["expected_tags"])),
        "改用已有的条款类型",
    ),
}


def _about_values(detail: ErrorDetails, context: dict[str, Any]) -> tuple[str, str]:
    kind = detail["type"]
    if kind == "literal_error":
        return nearest(str(detail["input"]), _listed(context["expected"])), "改成其中之一"
    if kind == "string_pattern_mismatch":
        return "小写字母和数字组成的名称，可用连接符", "改成这样的名称，如 xinning-pension"
    if kind == "value_error" and str(context.get("error")) == "figure":
        return "数据的写法，如 收支[三公经费].本年决算", "按“表[行].列”改写"
    return _TYPES.get(kind, "规定范围内的值"), "改成规定的写法"


def _listed(names: object) -> list[str]:
    """Pydantic's "'a', 'b' or 'c'" as names."""
    return str(names).replace("'", "").replace(" or ", ", ").split(", ")
