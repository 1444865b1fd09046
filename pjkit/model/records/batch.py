"""What a batch leaves beside its reports: ``inputs.json`` of each, ``run.json`` of the year."""

from typing import Literal

from pydantic import Field

from pjkit.model.records.part import Part
from pjkit.model.records.scorecard import Record
from pjkit.model.traces import Traces


class Inputs(Part):
    """Digests of all that a report was made from: what has changed if it is rendered again."""

    notebook: str
    params: str
    data: str
    rubric: str
    pjkit: str  # the package's own code, templates and style sheets
    libraries: str = ""
    template: str = ""


FailureKind = Literal["input", "cell", "kernel", "timeout", "product", "worker"]
_KINDS: dict[FailureKind, str] = {
    "input": "数据或参数有误",
    "cell": "笔记本单元出错",
    "kernel": "内核中断",
    "timeout": "超过时限",
    "product": "生成的报告与记录不符",
    "worker": "工作进程中断",
}


class Failure(Part):
    """A report that was not made: where, why, and how to try again."""

    department: str
    name: str = ""
    kind: FailureKind
    cell: str = ""  # the failing cell's first line
    cause: str  # Chinese, one line; equal causes are grouped
    details: tuple[str, ...] = ()
    command: str  # renders this department alone

    @property
    def kind_words(self) -> str:
        """The kind as users read it."""
        return _KINDS[self.kind]


class Run(Part):
    """What the last batch of a year gave: ``run.json``. No clock: the same batch gives the same bytes."""

    schema_: Literal["pjkit.run/1"] = Field(alias="schema", default="pjkit.run/1")
    year: int
    done: tuple[str, ...]  # departments with a published report
    failures: tuple[Failure, ...]


class Published(Part):
    """One report as it stands under outputs/."""

    record: Record
    inputs: Inputs | None
    traces: Traces | None = None  # None: a report of an earlier version


class Batch(Part):
    """All published reports of one year, by department, and the failures of its last run."""

    year: int
    reports: tuple[Published, ...]
    failures: tuple[Failure, ...]
