"""pydantic's errors about a rubric or a parameter file, in the words of the person who wrote the file."""

import difflib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pjkit.model.amounts import read_decimal
from pjkit.model.problem import Problems, nearest, shown
from pjkit.scoring.formulas import FormulaError
from pjkit.sources.spec_names import names_at
from pjkit.sources.strict_yaml import KeyPath, StrictYaml

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
_LIMITS = {
    "greater_than_equal": "不小于 {ge} 的数",
    "less_than_equal": "不大于 {le} 的数",
    "string_too_short": "不空白的文字",
    "string_too_long": "不超过 {max_length} 字",
}
_WRITTEN = {
    "figure": ("数据的写法，如 收支[三公经费].本年决算", "按“表[行].列”改写"),
    "border": ("数，或百分数如 90%", "改成这样的写法"),
}
# A sign that tells a pattern from the others → what it asks for, what to do.
_PATTERNS = {
    "ipynb": ("笔记本的路径，以 .ipynb 结尾", "改成这样的写法，如 notebooks/report.ipynb"),
    "html": ("html、docx、xlsx 中的一种或几种，用逗号隔开", "改成这样的写法，如 html,docx,xlsx"),
    "_": ("小写字母、数字和下划线，字母开头", "改成这样的名称，如 spending_rate"),
    "": ("小写字母和数字，中间可用连接符（-）", "改成这样的名称，如 xinning-pension"),
}


def report(error: ValidationError, spec: type[BaseModel], source: StrictYaml, problems: Problems) -> None:
    """Turn every error of one validation into a problem with line and path. ``spec``: what was to be read."""
    details: dict[KeyPath, ErrorDetails] = {}
    for detail in error.errors():
        details.setdefault(_real_path(detail["loc"], source.data), detail)
    missing = [path for path, detail in details.items() if detail["type"] == "missing"]
    for path, detail in details.items():
        found, expected, advice = _words(detail, path)
        if detail["type"] == "extra_forbidden":
            known = [*_missing_beside(path, missing), *names_at(spec, detail["loc"][:-1])]
            meant = _meant(str(path[-1]), known)
            advice = f"是不是 {meant}？改正拼写" if meant else advice
            expected = expected if meant else nearest(str(path[-1]), dict.fromkeys(known))
        problems.add(source.place(path), found, expected, advice)


def _missing_beside(path: KeyPath, missing: list[KeyPath]) -> list[str]:
    """The names that are missing beside a wrong one."""
    return [str(other[-1]) for other in missing if other[:-1] == path[:-1]]


def _meant(wrong: str, known: list[str]) -> str:
    """Which of the known names a wrong one was meant to be, if that can be told; of those alike the first."""
    return next(iter(difflib.get_close_matches(wrong, known, 1)), "")


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
    error = context.get("error")
    if isinstance(error, FormulaError):
        return f"{shown(last)}的公式第 {error.column} 个字处：{error.found}", error.expected, error.advice
    return (f"{shown(last)}{_as_written(detail['input'])}", *_about_values(detail, context))


def _as_written(value: object) -> str:
    """What stands in the file, in its writer's words."""
    if value is None or value == "":
        return "空白"
    if isinstance(value, dict):
        return "写的是一组“名称: 值”"
    if isinstance(value, list | tuple):
        return "写的是一个列表"
    if isinstance(value, bool):
        return f"写的是{shown(str(value).lower())}"
    return f"写的是{'文字' if isinstance(value, str) else '数字'}{shown(str(value))}"


_NO_LONGER = {"formula": "删去这一行：公式由条款所取的数据得出，印的就是算的"}
"""Names that files of earlier versions have → what to do about them."""
_EVERY_KIND = 99  # all are listed: whoever writes a rubric chooses among them
_ABOUT_NAMES: dict[str, Callable[[str, dict[str, Any]], tuple[str, str, str]]] = {
    "missing": lambda name, _: (f"缺少{shown(name)}", "写明这一项", f"补上“{name}: …”一行"),
    "extra_forbidden": lambda name, _: (
        f"没有{shown(name)}这个名称",
        "只用规定的名称",
        _NO_LONGER.get(name, "检查拼写，或删去这一行"),
    ),
    "union_tag_not_found": lambda _name, _: ("条款没有写类型 kind", "写明 kind", "补上 kind"),
    "union_tag_invalid": lambda _name, context: (
        f"未知的条款类型{shown(str(context['tag']))}",
        nearest(str(context["tag"]), _listed(context["expected_tags"]), _EVERY_KIND),
        "改用已有的条款类型",
    ),
}


def _about_values(detail: ErrorDetails, context: dict[str, Any]) -> tuple[str, str]:
    kind = detail["type"]
    if kind == "literal_error":
        return nearest(str(detail["input"]), _listed(context["expected"])), "改成规定的值"
    if kind == "string_pattern_mismatch":
        return next(words for sign, words in _PATTERNS.items() if sign in context["pattern"])
    if kind == "reserved_name":
        return "别的名称（outputs 中的这个文件夹另有用处）", "改名"
    if kind in _LIMITS:
        return _LIMITS[kind].format_map(context), "核对后改正"
    written = "figure" if context.get("class") == "FigureRef" else str(context.get("error"))
    if written in _WRITTEN:
        return _WRITTEN[written]
    return _TYPES.get(kind, "规定范围内的值"), _type_advice(detail["input"], kind)


def _type_advice(value: object, kind: str) -> str:
    """Quotation marks decide between a text and a number in YAML: say so where they are all that is wrong."""
    if value is None:
        return "补上内容"
    if kind == "string_type" and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f'加上引号，写成 "{value}"'
    if kind != "string_type" and isinstance(value, str) and read_decimal(value) is not None:
        return f"去掉引号，写成 {value}"
    return "改成规定的写法"


def _listed(names: object) -> list[str]:
    """Pydantic's "'a', 'b' or 'c'" as names."""
    return str(names).replace("'", "").replace(" or ", ", ").split(", ")
