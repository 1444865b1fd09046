"""Digests of what a report is made from: what has changed since it was made."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

from pjkit.model.records import Inputs

_PACKAGE = Path(__file__).parent.parent
SHAPING = (
    "bleach",
    "docxtpl",
    "ipykernel",
    "ipython",
    "jinja2",
    "lark",
    "lxml",
    "markdown-it-py",
    "matplotlib",
    "nbconvert",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "pydantic",
    "pydantic-core",
    "python-calamine",
    "python-docx",
    "rapidfuzz",
    "ruamel.yaml",
    "xlsxwriter",
    "zhplot",
)
_NAMES = {
    "notebook": "笔记本",
    "params": "参数",
    "data": "部门数据",
    "rubric": "评分标准",
    "pjkit": "pjkit 程序或模板",
    "libraries": "所用程序库的版本",
    "template": "Word 模板",
}


def digest_of(content: bytes) -> str:
    """The SHA-256 of some bytes, as records print it."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


@cache
def digest_of_package() -> str:
    """Of every file of pjkit itself: code, templates, style sheets."""
    total = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return "sha256:" + total.hexdigest()


@cache
def digest_of_libraries() -> str:
    """Of the versions of all that can change a number, a finding or a page, and of Python's."""
    names = [f"{name}=={_version(name)}" for name in SHAPING]
    return digest_of(" ".join([*names, f"python=={python_version()}"]).encode())


def _version(name: str) -> str:
    """A library that is not there shapes nothing."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def changes(old: Inputs | None, new: Inputs) -> list[str]:
    """What differs, in words; nothing for equal inputs. ``None``: there is no earlier report."""
    if old is None:
        return ["尚无报告"]
    return [name for field, name in _NAMES.items() if getattr(old, field) != getattr(new, field)]
