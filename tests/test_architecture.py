"""The house's arrows: imports go one way between rooms, heavy libraries stay in theirs, modules stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "pjkit"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 250
LONGEST_FUNCTION = 40
MOST_ARGUMENTS = 5  # four, and self

# What each room may import of ours, besides itself. commands, the top, may import all of them.
ARROWS = {
    "model": set(),
    "scoring": {"model"},
    "sources": {"model", "scoring"},
    "checks": {"model", "scoring"},
    "report": {"model", "scoring", "checks"},
    "sheets": set(),
    "writers": {"model", "sheets"},
    "forms": {"model", "scoring", "sources", "checks", "sheets"},
    "batch": {
        "model",
        "scoring",
        "sources",
        "checks",
        "evaluation",
        "report",
        "writers",
        "sheets",
    },  # scores and shows what notebooks say they scored and showed
    "diff": {"model", "scoring"},  # rubrics are compared, too
}
RUNNERS = {"papermill", "nbconvert", "nbclient", "nbformat", "jupyter_client", "IPython"}
WORD = {"docx", "docxtpl"}
HEAVY = {
    "model": {*RUNNERS, *WORD, "matplotlib", "pandas", "jinja2", "markdown_it"},
    "scoring": {*RUNNERS, *WORD, "matplotlib", "pandas", "jinja2", "markdown_it"},
    "sources": {*RUNNERS, *WORD, "matplotlib", "pandas", "jinja2", "markdown_it"},
    "checks": {*RUNNERS, *WORD, "matplotlib", "pandas", "jinja2", "markdown_it"},
    "report": {*RUNNERS, *WORD, "matplotlib"},
    "sheets": {*RUNNERS, "matplotlib", "pandas", "jinja2"},
    "writers": {*RUNNERS, "pandas"} - {"nbconvert"},  # which renders the page from our template
    "forms": {*RUNNERS, "matplotlib", "pandas", "jinja2"},
    "batch": {"matplotlib", "pandas"},
    "diff": {*RUNNERS, "matplotlib", "pandas"},
    "commands": {*RUNNERS, "matplotlib", "pandas", "jinja2", "xlsxwriter"},
}


def room(path: Path) -> str:
    """The first folder below pjkit, "" for modules beside __init__."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def dotted(path: Path) -> str:
    parts = ("pjkit", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


KNOWN = {dotted(path) for path in MODULES}


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = [name for alias in node.names if (name := f"{node.module}.{alias.name}") in KNOWN]
            yield from submodules or [node.module]


def test_a_room_imports_only_rooms_below_it() -> None:
    wrong = [
        f"{named(path)} → {name}"
        for path in MODULES
        if room(path) in ARROWS
        for name in imports(path)
        if name.startswith("pjkit.") and name.split(".")[1] not in {room(path), *ARROWS[room(path)]}
    ]
    assert wrong == []


def test_a_heavy_library_stays_in_its_room() -> None:
    wrong = [
        f"{named(path)} → {name}"
        for path in MODULES
        if room(path)
        for name in imports(path)
        if name.split(".")[0] in HEAVY[room(path)]
    ]
    assert wrong == []


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


def test_modules_and_functions_stay_small() -> None:
    assert list(_too_large()) == []


def _too_large() -> Iterator[str]:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > LONGEST_MODULE:
            yield f"{named(path)}: {text.count(chr(10))} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                if node.end_lineno - node.lineno >= LONGEST_FUNCTION:
                    yield f"{named(path)}: {node.name} is long"
                if len(node.args.args) + len(node.args.kwonlyargs) > MOST_ARGUMENTS:
                    yield f"{named(path)}: {node.name} has many arguments"


def test_only_the_command_prints() -> None:
    printing = {
        named(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr in {"stdout", "stderr"})
    }
    assert printing == {"cli.py", "commands/console.py"}
