"""The layers: imports go one way, the heavy libraries stay in their room, modules stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pjkit"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 250
LONGEST_FUNCTION = 40
MOST_ARGUMENTS = 5  # four, and self

# What a room may import of pjkit. commands is the top, and below it the rooms know nothing of it.
ALLOWED = {
    "commands": ("pjkit",),
    "scoring": ("pjkit.scoring",),
    "collecting": ("pjkit.scoring", "pjkit.sheets", "pjkit.collecting"),
    "display": ("pjkit.scoring", "pjkit.display"),
    "sheets": ("pjkit.sheets",),
    "publishing": (
        "pjkit.publishing",
        "pjkit.sheets",
        "pjkit.scoring.document",
        "pjkit.scoring.opening",  # to check all departments before the first kernel starts
        "pjkit.scoring.params",
        "pjkit.scoring.problems",
        "pjkit.scoring.record",  # and records
        "pjkit.scoring.traces",
    ),
}
RUNNERS = {"papermill", "nbconvert", "nbclient", "nbformat", "jupyter_client"}
WORD = {"docx", "docxtpl", "lxml"}
NOT_IN = {
    "commands": {*RUNNERS, "matplotlib", "pandas", "jinja2", "xlsxwriter"},
    "scoring": {*RUNNERS, *WORD, "matplotlib", "pandas", "jinja2", "markdown_it", "IPython"},
    "collecting": {*RUNNERS, "matplotlib", "pandas", "jinja2", "IPython"},
    "display": RUNNERS | WORD,
    "sheets": {*RUNNERS, "matplotlib", "pandas", "jinja2"},
    "publishing": {"matplotlib", "pandas"},
}
# Reading order inside scoring is import order: a module may import only rooms that stand before its own.
SCORING_ORDER = [
    "amounts",
    "problems",
    "strict_yaml",
    "settings",
    "facts",
    "rules",
    "rubric",
    "params",
    "data",
    "gather",
    "scorecard",
    "standing",
    "totals",
    "checks",
    "evaluate",
    "opening",
    "record",
    "traces",
    "similar",
    "records",
    "across",
    "document",
]


def is_module(name: str) -> bool:
    """Whether a dotted name is a module of ours."""
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file()


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = [name for alias in node.names if is_module(name := f"{node.module}.{alias.name}")]
            yield from submodules or [node.module]


def room(path: Path) -> str:
    """The first folder below pjkit, "" for modules beside __init__."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def dotted(path: Path) -> str:
    parts = ("pjkit", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", [path for path in MODULES if room(path)], ids=named)
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    ours = [name for name in imports(path) if name.startswith("pjkit.")]
    assert [name for name in ours if not name.startswith(ALLOWED[room(path)])] == []


@pytest.mark.parametrize("path", [path for path in MODULES if room(path)], ids=named)
def test_a_heavy_library_stays_in_its_room(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    assert roots & NOT_IN[room(path)] == set()


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room(path) == "scoring" and path.name != "__init__.py"], ids=named
)
def test_reading_order_in_scoring_is_import_order(path: Path) -> None:
    own = SCORING_ORDER.index(path.relative_to(PACKAGE / "scoring").parts[0].removesuffix(".py"))
    used = [name.split(".")[2] for name in imports(path) if name.startswith("pjkit.scoring.")]
    assert [name for name in used if SCORING_ORDER.index(name) > own] == []


def test_there_is_no_import_cycle() -> None:
    graph = {dotted(path): {name for name in imports(path) if name.startswith("pjkit")} for path in MODULES}
    seen: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail, module))
        if module not in seen:
            for name in graph.get(module, ()):
                visit(name, (*trail, module))
            seen.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name
            assert len(node.args.args) + len(node.args.kwonlyargs) <= MOST_ARGUMENTS, node.name


def test_only_the_command_prints() -> None:
    printing = {
        named(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr in {"stdout", "stderr"})
    }
    assert printing == {"cli.py", "commands/say.py"}
