"""Strict YAML: what is read exactly, what is refused, and that nothing ends in a traceback."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as run_with
from hypothesis import strategies as st

from pjkit.model.problem import InputError, Problem, Problems
from pjkit.sources.strict_yaml import StrictYaml, parse_yaml, read_yaml


def parsed(text: str) -> StrictYaml:
    """What a text without problems says."""
    problems = Problems("文件")
    source = parse_yaml(text, problems)
    problems.raise_if_any()
    assert source is not None
    return source


def refused(text: str) -> tuple[Problem, ...]:
    """What is wrong with a text."""
    problems = Problems("文件")
    parse_yaml(text, problems)
    with pytest.raises(InputError) as caught:
        problems.raise_if_any()
    return caught.value.problems


def places(text: str) -> list[str]:
    return [problem.place for problem in refused(text)]


# Values

EXACT: dict[str, Any] = {
    "0.1": Decimal("0.1"),
    "0.30": Decimal("0.30"),
    "-.5": Decimal("-0.5"),
    "1e3": Decimal("1E+3"),
    "3": 3,
    "+3": 3,
    "-3": -3,
    "true": True,
    "False": False,
    "null": None,
    "~": None,
    "": None,
    '""': "",
    '"3"': "3",
    "'0.1'": "0.1",
    # YAML 1.2: these are words, not true and false, no octal number, no time in base 60, no date
    "yes": "yes",
    "no": "no",
    "on": "on",
    "off": "off",
    "010": 10,
    "12:30:45": "12:30:45",
    "2022-12-31": "2022-12-31",
    # no figure of a rubric: left as a text, which the type check refuses
    ".nan": ".nan",
    ".inf": ".inf",
    "-.Inf": "-.Inf",
    "1e999999999": "1e999999999",
    "0x10": "0x10",
    "NaN": "NaN",
    "Infinity": "Infinity",
    "1" + "0" * 5000: "1" + "0" * 5000,
}


@pytest.mark.parametrize("text", EXACT, ids=lambda text: str(text)[:20])
def test_a_value_is_read_exactly(text: str) -> None:
    value = parsed(f"a: {text}\n").data["a"]
    assert value == EXACT[text]
    assert type(value) is type(EXACT[text])


def test_a_number_keeps_the_decimals_it_is_written_with() -> None:
    assert str(parsed("a: 0.10").data["a"]) == "0.10"


def test_every_path_knows_its_line() -> None:
    source = parsed("a:\n  - b: 1\n\n    c: 2\nd: [3,\n 4]\n")
    assert source.place(("a", 0, "c")) == "第 4 行 a[0].c"
    assert source.place(("d", 1)) == "第 6 行 d[1]"
    assert source.place(("a", 0, "x")) == "第 2 行 a[0].x"  # not there: the line of what it should stand in
    assert source.place(("x",)) == "x"


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfdepartment: demo\n")
    problems = Problems("文件")
    source = read_yaml(path, problems)
    assert source is not None
    assert source.data == {"department": "demo"}
    assert not problems


# What is refused


def test_all_names_written_twice_are_told_at_once() -> None:
    found = refused("a: 1\nb: 2\na: 3\nc: {d: 1, d: 2}\ne:\n  - f: 1\n    f: 2\na: 4\n")
    assert [(problem.place, problem.found) for problem in found] == [
        ("第 3 行 a", "名称“a”写了两次（第 1 行已有）"),
        ("第 4 行 c.d", "名称“d”写了两次（第 4 行已有）"),
        ("第 7 行 e[0].f", "名称“f”写了两次（第 6 行已有）"),
        ("第 8 行 a", "名称“a”写了两次（第 1 行已有）"),
    ]


def test_a_name_with_and_without_quotation_marks_is_the_same_name() -> None:
    assert places('a: 1\n"a": 2\n') == ["第 2 行 a"]


def test_all_aliases_are_told_at_once_and_never_expanded() -> None:
    bomb = "".join(f"x{n + 1}: &x{n + 1} [*x{n}, *x{n}]\n" for n in range(40))  # 2**40 items
    found = refused("x0: &x0 [1]\n" + bomb)
    assert len(found) == 80
    assert {problem.found for problem in found} == {"用了 YAML 的引用（*）"}


def test_a_merge_key_is_an_ordinary_name_without_an_alias_and_refused_with_one() -> None:
    assert parsed("<<: {a: 1}\nb: 2\n").data == {"<<": {"a": 1}, "b": 2}
    assert places("a: &a {b: 1}\nc:\n  <<: *a\n") == ["第 3 行"]


BEYOND = {
    "a: !!python/object/apply:os.system [ls]": "用了 YAML 的类型标记“tag:yaml.org,2002:python/object/apply:os…”",
    "a: !!bool x": "用了 YAML 的类型标记“tag:yaml.org,2002:bool”",
    "a: !own x": "用了 YAML 的类型标记“!own”",
    "%YAML 1.1\n---\na: yes": "有 %YAML 版本行",
    'a: "\\0"': "有看不见的字符 U+0000（显示为·）：“·”",
    'a: "\\ud800"': "有看不见的字符 U+D800（显示为·）：“·”",
    'a: "x\\e[31m"': "有看不见的字符 U+001B（显示为·）：“x·[31m”",
    'a: "x\\r"': "有看不见的字符 U+000D（显示为·）：“x·”",
    "a: data/\u202exslx.a": "有看不见的字符 U+202E（显示为·）：“data/·xslx.a”",
    "a: da\u200bta": "有看不见的字符 U+200B（显示为·）：“da·ta”",
    "a: data\u2066": "有看不见的字符 U+2066（显示为·）：“data·”",
    "[a]: 1": "冒号前不是名称",
    "a: \x01": "不是有效的 YAML",
    "a:\n\tb: 1": "不是有效的 YAML",
    "a: 1\n---\nb: 2": "不是有效的 YAML",
    'a: "b': "不是有效的 YAML",
    "a: [1": "不是有效的 YAML",
    "a: b: c": "不是有效的 YAML",
    'a: "\\U99999999"': "不是有效的 YAML",
    'a: "\\U0011FFFF"': "不是有效的 YAML",
    "%YAML 1.11\n---\na: 1": "不是有效的 YAML",
    "- a": "内容不是“名称: 值”的列表",
    "department：demo": "内容不是“名称: 值”的列表",
    "": "文件是空的",
    "# nothing": "文件是空的",
    "{a: {" * 20 + "1" + "}}" * 20: "嵌套超过 30 层",
    "a: " + "[" * 10_000: "嵌套超过 30 层",
    "".join(" " * depth + "a:\n" for depth in range(1000)): "嵌套超过 30 层",
}


@pytest.mark.parametrize("text", BEYOND, ids=lambda text: repr(text)[:40])
def test_what_is_not_plain_is_refused_in_words(text: str) -> None:
    (problem,) = refused(text)
    assert problem.found == BEYOND[text]


def test_a_place_is_given_where_the_parser_stopped() -> None:
    assert places("a: 1\nb: 2\n\tc: 3\n") == ["第 3 行第 1 列"]
    assert places("a: 1\nb: \x01\n") == ["第 2 行（有控制字符）"]


UNREADABLE = {
    "缺失.yaml": (None, "文件不存在"),
    "大.yaml": (b"a: " + b"x" * 300_000, "文件过大"),
    "编码.yaml": ("名称: 值".encode("gb18030"), "不是 UTF-8 编码"),
    "双字节.yaml": ("名称: 值".encode("utf-16"), "不是 UTF-8 编码"),
    "a\0b.yaml": (None, "无法读取"),
    "长" * 300: (None, "无法读取"),
}


@pytest.mark.parametrize("name", UNREADABLE, ids=lambda name: repr(name)[:20])
def test_a_file_that_cannot_be_read_is_refused_in_words(name: str, tmp_path: Path) -> None:
    content, found = UNREADABLE[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    problems = Problems("文件")
    assert read_yaml(tmp_path / name, problems) is None
    with pytest.raises(InputError, match=found):
        problems.raise_if_any()


def test_a_folder_is_refused_in_words(tmp_path: Path) -> None:
    problems = Problems("文件")
    assert read_yaml(tmp_path, problems) is None
    with pytest.raises(InputError, match="是一个文件夹"):
        problems.raise_if_any()


# fmt: off
PIECES = st.sampled_from([
    "a", "b: ", ": ", "\n", "  ", "- ", "[", "]", "{", "}", ",", '"', "'", "&x", "*x", "!", "!!int ", "!<",
    "%YAML 1.1", "%TAG ", "---", "...", "|2", ">-", "? ", "#", "\t", "\\", '"\\xZZ"', "1", "0.1", "1e5",
    "~", "<<", "@", "`", "\r", "\x85", "\u2028", "\ufeff", "：", "😀", "\x07", '"\\uDFFF"', "1.1.1", "0o8",
])
# fmt: on


@run_with(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_text_gives_data_or_problems_and_never_another_error(text: str) -> None:
    problems = Problems("文件")
    source = parse_yaml(text, problems)
    assert source is not None or problems
    assert source is None or isinstance(source.data, dict)
