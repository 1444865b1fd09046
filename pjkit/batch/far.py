"""A report made on another machine: only what its cells have put out comes back, as JSON, and all else is made here.

Nothing that arrives is unpickled here, executed, or written as it came: code, parameters, record, page, Word report
and score sheet are this machine's own. So a worker can at most withhold a report, or add what is marked as an analyst's.
"""

import json
from typing import Any

import nbformat

from pjkit.batch.execute import prepared
from pjkit.batch.finish import Made, RefusedError, finish
from pjkit.batch.job import Job
from pjkit.batch.worker import executed, failure, guarded, template_of
from pjkit.model.problem import shown
from pjkit.model.records import Failure

_LONGEST = 500  # characters of a sentence that a worker may say
_MOST_DETAILS = 20


def run_far(job: Job) -> bytes:
    """On a worker: run the cells; gives what they have put out, or why not."""
    outcome = guarded(job, lambda: executed(job))
    if isinstance(outcome, Failure):
        return json.dumps({"failure": outcome.model_dump(mode="json")}).encode()
    cells = [
        {"outputs": cell.outputs, "execution_count": cell.execution_count}
        for cell in outcome.cells
        if cell.cell_type == "code"
    ]
    return json.dumps({"cells": cells}).encode()


def take(job: Job, content: object) -> Made | Failure:
    """Where the job came from: make the report of what a worker says its cells have put out."""
    return guarded(job, lambda: _take(job, content))


def _take(job: Job, content: object) -> Made | Failure:
    try:
        given = _read(job, content)
        outcome = _failure(job, given["failure"]) if "failure" in given else _filled(job, given["cells"])
    except Exception as error:  # noqa: BLE001 - whatever it sent cannot be read
        raise RefusedError([f"收到的内容不能读取：{type(error).__name__} {shown(str(error))}"]) from None
    return outcome if isinstance(outcome, Failure) else finish(job, outcome)


def _read(job: Job, content: object) -> dict[str, Any]:
    if type(content) is not bytes:
        raise TypeError(type(content).__name__)
    if len(content) > _most(job):
        raise ValueError(f"{len(content)} bytes")
    given = json.loads(content)
    return dict(given)


def _most(job: Job) -> int:
    """Bytes: an escaped sign of the output takes up to six."""
    return 6 * job.asked.limits.output + 1_000_000


def _filled(job: Job, given: list[dict[str, Any]]) -> Any:
    """The notebook as this machine would run it, with those outputs. Raises where they are none of a notebook's."""
    notebook = prepared(template_of(job), job.params)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell, one in zip(cells, given, strict=True):
        cell.outputs = nbformat.from_dict(one["outputs"])
        cell.execution_count = one["execution_count"]
    nbformat.validate(notebook)
    return notebook


def _failure(job: Job, given: Any) -> Failure:
    """What a worker says of a failure is words; whose, and what to do, is ours."""
    told = Failure.model_validate({**given, "department": job.params.department, "command": ""})
    details = tuple(one[:_LONGEST] for one in told.details[:_MOST_DETAILS])
    cell = told.cell.removeprefix(f"{job.params.notebook} ")[:_LONGEST]
    return failure(job, told.kind, told.cause[:_LONGEST], cell=cell, details=details)
