"""A new department: its parameter file, written once, from its data and nothing else that can be known."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML

from pjkit.model.contract import PROFILE
from pjkit.model.names import fold
from pjkit.model.params import Params
from pjkit.model.problem import InputError, Problem, Problems
from pjkit.sources.door import named_within, within
from pjkit.sources.load import open_department
from pjkit.sources.params import checked
from pjkit.sources.reading_texts import year_in
from pjkit.sources.rubric import read_rubric
from pjkit.sources.sheets import read_sheets
from pjkit.sources.tables import read_rows

_RUBRICS = "params/rubrics"
_YEAR = "评价年度"
_NEVER_FOLDED = 4096  # characters; a line of the file is one parameter


@dataclass(frozen=True)
class Wanted:
    """What is asked for. ``year`` and ``rubric``: ``None`` where they are to be found out."""

    department: str
    data: Path
    year: int | None = None
    rubric: Path | None = None


@dataclass(frozen=True)
class NewDepartment:
    """What was written. ``problems``: how many the data still have; nobody waits for them to be mended."""

    file: Path
    params: Params
    problems: int


def add_department(wanted: Wanted, root: Path) -> NewDepartment:
    """Write ``params/<department>.yaml``. Raises :class:`InputError` where something given cannot be used.

    Data with problems will do; data that cannot be opened or state no year will not.
    """
    place = within(root, wanted.data)
    data = _from_root(wanted.data, root)
    rubric = _from_root(wanted.rubric, root) if wanted.rubric else _only_rubric(root)
    year = stated_year(place, data, wanted.year)
    params = checked(department=wanted.department, year=year, rubric=rubric, data=data)
    problems = _problems(params, root)
    file = Path("params", f"{params.department}.yaml")
    _write(root / file, params, file.as_posix())
    return NewDepartment(file, params, problems)


def stated_year(path: Path, name: str, instead: int | None = None) -> int:
    """The year in 基本信息 of the data at ``path``, called ``name`` in messages; ``instead``, where given, is taken.

    Raises :class:`InputError` where the data cannot be opened, or no year is known.
    """
    problems = Problems(name)
    sheets = read_sheets(path, problems)
    if not sheets:
        problems.raise_if_any()
    if instead is not None:
        return instead
    rows = read_rows(sheets.get(PROFILE.name), PROFILE, Problems(name))
    said = next((row.text("内容") for row in rows if fold(row.text("项目")) == _YEAR), "")
    year = year_in(said)
    if year is None:
        found = f"没有写明“{_YEAR}”"
        expected = f"“{PROFILE.name}”表中有“{_YEAR}”一行，如 2023"
        raise InputError(
            [Problem(name, PROFILE.name, found, expected, "补上这一行；新建部门时也可以用 --year 写明")]
        )
    return year


def _from_root(path: Path, root: Path) -> str:
    """The path as a parameter file says it: from the project's root, with forward slashes.

    Raises :class:`InputError` where it leads out of the project: no report could be made of it on another machine.
    """
    real = within(root, path)
    is_plain = not path.is_absolute() and ".." not in path.parts
    return (path if is_plain else real.relative_to(root.resolve())).as_posix()


def _only_rubric(root: Path) -> str:
    """The rubric meant where there is but one."""
    found = [path.relative_to(root).as_posix() for path in sorted((root / _RUBRICS).glob("*.yaml"))]
    if len(found) == 1:
        return found[0]
    found_words = f"有 {len(found)} 个评分标准：{'、'.join(found)}" if found else "没有评分标准文件"
    advice = "用 --rubric 写明用哪一个" if found else "在项目目录中运行，或用 --rubric 写明"
    raise InputError([Problem(_RUBRICS, "", found_words, "一个评分标准文件", advice)])


def _problems(params: Params, root: Path) -> int:
    """How many problems the data have; the rubric's own are raised, since nobody can go on from there."""
    read_rubric(named_within(root, params.rubric), params.rubric)
    try:
        open_department(params, root)
    except InputError as error:
        return len(error.problems)
    return 0


def _write(path: Path, params: Params, name: str) -> None:
    out = StringIO()
    yaml = YAML()
    yaml.width = _NEVER_FOLDED
    yaml.dump(params.model_dump(exclude_defaults=True), out)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(out.getvalue())
    except FileExistsError:
        found = "已经有这个参数文件，没有覆盖"
        raise InputError(
            [Problem(name, "", found, "还没有用过的部门代码", "换个部门代码，或直接修改这个文件")]
        ) from None
