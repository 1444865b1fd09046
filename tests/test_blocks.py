"""Blocks: whatever a verb gives comes back from JSON as it was, and shows the same; writers stand in one registry."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import get_args

import nbformat
import pytest
from batches import samples
from executed import executed
from helpers import card, dossier, rubric, sample
from pydantic import ValidationError
from test_summary import VERBS

from pjkit.batch.product import block_problems
from pjkit.evaluation import evaluate
from pjkit.model import params
from pjkit.model.block import MIMETYPE, Block
from pjkit.model.records import Batch
from pjkit.model.report_block import BLOCKS, AnyBlock, IndicatorCard, Masthead, ScoreTable, Section
from pjkit.writers.html.blocks import block_html, environment
from pjkit.writers.registry import WRITERS, writers
from pjkit.writers.report import Report, with_children

SAMPLES = ("xinning-pension", "demo-library", "demo-transport", "demo-urban", "")


@cache
def report(name: str) -> Report:
    given = sample(name) if name else dossier()
    scored = evaluate(rubric(), given) if name else card()
    return executed(scored, given)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_block_read_back_from_the_notebook_shows_what_the_verbs_block_showed(name: str) -> None:
    outputs = [output for cell in report(name).notebook.cells for output in cell.get("outputs", [])]
    assert len(outputs) == 9 + len(rubric().all_chapters()) + 7  # one a chapter, a part, a lowest group
    for output in outputs:
        block = BLOCKS.validate_json(json.dumps(output.data[MIMETYPE]))
        assert block_html(block) == output.data["text/html"]
        assert block._repr_mimebundle_()[MIMETYPE] == output.data[MIMETYPE]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_a_block_of_the_summary_comes_back_from_json(verb: Callable[[Batch], Block]) -> None:
    block = verb(samples())
    data = block._repr_mimebundle_()[MIMETYPE]
    assert block_html(BLOCKS.validate_json(json.dumps(data))) == block.html


def test_an_unknown_field_or_kind_is_refused() -> None:
    for wrong in ({"kind": "video"}, {"kind": "notice", "words": "x", "colour": "red"}):
        with pytest.raises(ValidationError):
            BLOCKS.validate_python(wrong)


def test_every_kind_has_a_template() -> None:
    kinds = {one.model_fields["kind"].default for one in get_args(get_args(AnyBlock)[0])}
    assert {f"{kind}.html.j2" for kind in kinds} <= set(environment().list_templates())


def test_the_formats_of_a_parameter_file_are_those_that_can_be_written() -> None:
    assert tuple(WRITERS) == tuple(params.FORMATS)
    assert len({writer.file for writer in WRITERS.values()}) == len(WRITERS)
    with pytest.raises(ValueError, match="没有格式 pdf；有：html、docx、xlsx"):
        writers(["html", "pdf"])


@pytest.mark.parametrize("name", [name for name in SAMPLES if name])
def test_a_notebook_that_agrees_with_its_record_has_no_problem(name: str) -> None:
    assert block_problems(report(name)) == []


def repeated(block: AnyBlock, kind: type[Block], times: int) -> list[AnyBlock]:
    """The block so many times, or itself with the first of that kind in it so many times."""
    if isinstance(block, kind):
        return [block] * times
    if not isinstance(block, Section) or not any(isinstance(one, kind) for one in with_children(block)):
        return [block]
    at = next(
        at for at, one in enumerate(block.children) if any(isinstance(x, kind) for x in with_children(one))
    )
    inside = repeated(block.children[at], kind, times)
    return [block.model_copy(update={"children": (*block.children[:at], *inside, *block.children[at + 1 :])})]


def without(kind: type[Block], times: int = 0) -> list[str]:
    """What is said of the library's notebook where the first block of a kind stands so many times."""
    good = report("demo-library")
    notebook = deepcopy(good.notebook)
    for cell in notebook.cells:
        for at, output in enumerate(cell.get("outputs", [])):
            block = BLOCKS.validate_python(output.data[MIMETYPE])
            if any(isinstance(one, kind) for one in with_children(block)):
                changed = repeated(block, kind, times)
                cell.outputs[at : at + 1] = [
                    nbformat.v4.new_output("display_data", one._repr_mimebundle_()) for one in changed
                ]
                return block_problems(Report(notebook, good.record))
    raise AssertionError


@pytest.mark.parametrize("times", [0, 2])
def test_what_no_report_may_leave_out_or_repeat_is_named(times: int) -> None:
    assert without(IndicatorCard, times) == [f"笔记本中的指标应为 24 个且按次序各一次，实为 {23 + times} 个"]
    assert without(Masthead, times) == [f"笔记本应恰好显示一次页首，实为 {times} 次"]
    assert without(ScoreTable, times) == [f"笔记本应恰好显示一次评分表，实为 {times} 次"]
