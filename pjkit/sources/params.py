"""A department's parameter file, read strictly: exactly the names of the notebook's ``parameters`` cell."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from pjkit.model.params import Params
from pjkit.model.problem import Problem, Problems, shown
from pjkit.sources.strict_yaml import StrictYaml, read_yaml
from pjkit.sources.yaml_messages import report


def read_params(path: Path, name: str = "") -> Params:
    """Read one parameter file, called ``name`` in messages. Raises :class:`InputError` with all problems."""
    problems = Problems(name or path.as_posix())
    return _validated(read_yaml(path, problems), problems)


def checked(**given: object) -> Params:
    """Parameters given by name, as the notebook does. Raises :class:`InputError` like :func:`read_params`."""
    return _validated(StrictYaml(given), Problems("参数"))


def _validated(source: StrictYaml | None, problems: Problems) -> Params:
    params = None
    if source:
        try:
            params = Params.model_validate(source.data)
        except ValidationError as error:
            report(error, Params, source, problems)
    problems.raise_if_any()
    assert params is not None, "no parameters without a problem"
    return params


def check_unique(files: Iterable[tuple[Path, Params]]) -> list[tuple[Path, Problem]]:
    """A department's name may stand in one file of a batch only: it names the output folder.

    Every file of a name used twice is told, since none of them can be known to be the right one.
    """
    by_name: dict[tuple[str, int], list[Path]] = defaultdict(list)
    for path, params in files:
        by_name[params.department, params.year].append(path)
    return [
        (path, _used_twice(name, path, [other for other in paths if other != path]))
        for (name, _year), paths in by_name.items()
        if len(paths) > 1
        for path in paths
    ]


def _used_twice(name: str, path: Path, others: list[Path]) -> Problem:
    elsewhere = "、".join(other.as_posix() for other in others)
    found = f"部门名{shown(name)}在 {elsewhere} 中也用了"
    return Problem(
        path.as_posix(), "department", found, "一批之内不重复的部门名", "改名，或去掉其中一个参数文件"
    )
