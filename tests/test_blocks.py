"""Blocks: whatever a verb gives comes back from JSON as it was, and shows the same; writers stand in one registry."""

import json
from collections.abc import Callable, Mapping
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


def planted(kind: type[Block], **changed: object) -> list[str]:
    """What is said of the library's notebook where the first block of a kind is another, or is gone."""
    good = report("demo-library")
    notebook = deepcopy(good.notebook)
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    blocks = [BLOCKS.validate_python(one.data[MIMETYPE]) for one in outputs]
    pairs = zip(outputs, blocks, strict=True)
    output, block = next(
        pair for pair in pairs if any(isinstance(one, kind) for one in with_children(pair[1]))
    )
    other = spoiled(block, kind, changed)
    output.data = nbformat.from_dict(other._repr_mimebundle_() if other else {"text/plain": ""})
    return block_problems(Report(notebook, good.record))


def spoiled(block: AnyBlock, kind: type[Block], changed: Mapping[str, object]) -> AnyBlock | None:
    """The block, or the first of that kind in the section that it is, changed; gone where nothing is changed."""
    if not isinstance(block, Section):
        return block.model_copy(update=changed) if changed else None
    at = next(at for at, one in enumerate(block.children) if isinstance(one, kind))
    inside = spoiled(block.children[at], kind, changed)
    rest = block.children[at + 1 :]
    return block.model_copy(update={"children": (*block.children[:at], *([inside] if inside else []), *rest)})


def test_a_planted_fault_in_a_block_is_found_and_named() -> None:
    good = report("demo-library").record
    first = good.marks[0]
    other = first.model_copy(update={"reason": "另一个理由"})
    total = good.total.model_copy(update={"score": good.total.low - 1})
    row = next(one for one in report("demo-library").blocks if isinstance(one, ScoreTable)).rows[0]
    rows = next(one for one in report("demo-library").blocks if isinstance(one, ScoreTable)).rows
    wrong_row = (row.model_copy(update={"score": None}), *rows[1:])
    assert planted(IndicatorCard, mark=other) == [f"笔记本中{first.name}的结果与记录不同"]
    assert planted(IndicatorCard) == ["笔记本中的指标应为 24 个且按次序各一次，实为 23 个"]
    assert planted(Masthead, year=2021) == ["笔记本的页首是示例县图书馆2021年度，记录为示例县图书馆2022年度"]
    assert planted(Masthead, total=total) == ["笔记本页首的总分是 99.00，记录为 100.00，或其构成不同"]
    assert planted(ScoreTable, rows=wrong_row) == [f"笔记本的评分表中{first.name}与记录不同"]
    assert planted(ScoreTable, rows=rows[1:]) == ["笔记本的评分表应有 24 行，实有 23 行，或次序不同"]
