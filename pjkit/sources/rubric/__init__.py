"""A rubric file read strictly: every problem of the file at once, each with its line and path."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from pjkit.model.problem import InputError, Problem, Problems
from pjkit.scoring.rubric import Rubric
from pjkit.sources.rubric.checks import check_rubric
from pjkit.sources.rubric.names import read_names
from pjkit.sources.rubric.tree import check_tree
from pjkit.sources.rubric.unused import unused
from pjkit.sources.strict_yaml import StrictYaml, decode, parse_yaml, read_content
from pjkit.sources.yaml_messages import report

_PARAMETERS = {
    "department",
    "rubric",
    "data",
}  # names of a parameter file, which is easily taken for a rubric


def read_rubric(path: Path, name: str = "") -> Rubric:
    """Read and check one rubric, called ``name`` in messages. Raises :class:`InputError` with all problems."""
    return parse_rubric(read_rubric_file(path, name or path.name), name or path.name)


def read_rubric_file(path: Path, name: str) -> bytes:
    """A rubric's bytes. Raises :class:`InputError`."""
    problems = Problems(name)
    content = read_content(path, problems)
    problems.raise_if_any()
    assert content is not None, "no content without a problem"
    return content


def parse_rubric(content: bytes, name: str) -> Rubric:
    """Like :func:`read_rubric`, for a file's bytes."""
    problems = Problems(name)
    text = decode(content, problems)
    problems.raise_if_any()
    assert text is not None, "no text without a problem"
    return flawless(text) or _checked(text, problems)


def rubric_warnings(rubric: Rubric, content: bytes, name: str) -> tuple[Problem, ...]:
    """What is odd about a rubric without problems, each with its line in the file that it was read from."""
    source = parse_yaml(decode(content, Problems(name)) or "", Problems(name))
    assert source is not None, "a rubric was read from it"
    return tuple(
        Problem(name, source.place(path), found, expected, advice)
        for path, found, expected, advice in unused(rubric)
    )


@lru_cache(maxsize=4)
def flawless(text: str) -> Rubric | None:
    """The rubric of a flawless text, else ``None``. Remembered: a batch reads one rubric for every department."""
    try:
        return _checked(text, Problems(""))
    except InputError:
        return None


def _checked(text: str, problems: Problems) -> Rubric:
    source = parse_yaml(text, problems)
    problems_of_yaml = bool(problems)
    if source and source.data.keys() >= _PARAMETERS:
        problems.add("", "这是部门的参数文件，不是评分标准", "评分标准文件", "改用 params/rubrics/ 中的文件")
        problems.raise_if_any()
    rubric = _validated(source, problems) if source else None
    if source:
        check_tree(source, problems)
        if rubric and not problems_of_yaml:
            check_rubric(rubric, source, problems)
    problems.raise_if_any()
    assert rubric is not None, "no rubric without a problem"
    return rubric


def _validated(source: StrictYaml, problems: Problems) -> Rubric | None:
    canonical = json.dumps(source.data, ensure_ascii=False, sort_keys=True, default=str)
    digest = "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
    if "digest" in source.data:
        problems.add(source.place(("digest",)), "没有“digest”这个名称", "只用规定的名称", "删去这一行")
    before = problems.found
    try:
        names = read_names(source, problems)
        context = {"formulas": names.read, "conditions": names.read_condition}
        rubric = Rubric.model_validate({**source.data, "digest": digest}, context=context)
    except ValidationError as error:
        report(error, Rubric, source, problems)
        return None
    return rubric if problems.found == before else None  # figures in a circle cannot be looked into
