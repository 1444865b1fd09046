"""What must be made: one department at a time is read and compared with its published report.

Only a few words of each stay in memory. What is to be made waits as a job in a file without a name, so that every
input is read once and nothing is left of it, whatever ends the batch.
"""

import pickle
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from pjkit.batch.fingerprint import changes
from pjkit.batch.job import Asked, Job, inputs_of, make_job, notebook_file
from pjkit.batch.manifest import damage, damage_words
from pjkit.batch.outputs import is_own_file, why_not_written, year_of
from pjkit.model.params import MASTER_NOTEBOOK, Params
from pjkit.model.problem import InputError, Problem
from pjkit.model.records import INPUTS_FILE, Failure, Inputs, as_typed, read_inputs, report_files
from pjkit.sources.load import Prepared, Received, Refused

_FORCED = ("要求重新生成",)
_QUICKLY = 1  # zlib's level; data shrink to a fifth in a millisecond


@dataclass(frozen=True)
class Planned:
    """One usable department. ``why``: what has changed since its report was made; nothing: it stays.

    ``damaged``: files of its report that are not what was published. ``place``: where its job waits, first byte and size.
    """

    batch: str
    department: str
    why: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    place: tuple[int, int] = (0, 0)


class NoRoomError(InputError):
    """A job cannot wait, as one problem says: nothing is wrong with its data."""

    @property
    def cause(self) -> str:
        """Why, in one line."""
        (problem,) = self.problems
        return f"{problem.file}{problem.found}"


def _no_room(error: OSError) -> NoRoomError:
    found, wanted = f"不能写入：{why_not_written(error)}", "放得下待生成数据的文件夹"
    advice = "在临时文件夹所在的磁盘上腾出空间，或用环境变量 TMPDIR 指定另一个文件夹，再运行"
    return NoRoomError([Problem("临时文件夹", "", found, wanted, advice)])


class Planner:
    """Looks at each department of a batch. Use in a ``with`` statement: the jobs are gone afterwards."""

    def __init__(self, outputs: Path, asked: Asked, *, force: bool = False) -> None:
        self._outputs, self._asked, self._force = outputs, asked, force
        self._rubrics: dict[str, bytes] = {}  # the same for many jobs
        self._notebooks: dict[str, Asked] = {MASTER_NOTEBOOK: asked}
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def plan(self, received: Received) -> Planned:
        """Decide on one department. Raises :class:`InputError` for data that cannot be used.

        Where every byte is what it was, nobody looks into the data again.
        """
        params, damaged = received.params, self._damaged(received.params)
        old, asked = None if damaged else self._published_inputs(params), self._asked_of(params)
        if not self._force and old and old.files and _are_same(old, inputs_of(received, asked)):
            return Planned(params.batch, params.department)
        job = make_job(received, asked)
        why = (damage_words(damaged),) if damaged else tuple(changes(old, job.inputs)) or self._forced()
        return Planned(params.batch, params.department, why, damaged, self._put(job) if why else (0, 0))

    def _forced(self) -> tuple[str, ...]:
        return _FORCED if self._force else ()

    def _damaged(self, params: Params) -> tuple[str, ...]:
        """Files of the published report that are not what was published; none where there is no report."""
        report = self._outputs / params.batch / params.department
        return damage(report, f"{params.batch}/{params.department}") if report.is_dir() else ()

    def _asked_of(self, params: Params) -> Asked:
        """What is asked, with the notebook that the parameters name. Raises :class:`InputError` if it is not there."""
        if params.notebook not in self._notebooks:
            content = notebook_file(self._outputs.parent, Path(params.notebook))
            self._notebooks[params.notebook] = replace(self._asked, notebook=content)
        return self._notebooks[params.notebook]

    def _put(self, job: Job) -> tuple[int, int]:
        self._rubrics[job.params.rubric] = job.rubric
        bare = replace(job, rubric=b"", asked=Asked(b""))
        content = zlib.compress(pickle.dumps(bare), _QUICKLY)
        try:
            place = self._file.seek(0, 2), self._file.write(content)
            self._file.flush()
        except OSError as error:
            raise _no_room(error) from None
        return place

    def job(self, planned: Planned) -> Job:
        """The job that waits."""
        first, size = planned.place
        self._file.seek(first)
        job: Job = pickle.loads(zlib.decompress(self._file.read(size)))  # noqa: S301 - our own, from a file nobody else can open
        return replace(
            job, rubric=self._rubrics[job.params.rubric], asked=self._notebooks[job.params.notebook]
        )

    def _published_inputs(self, params: Params) -> Inputs | None:
        """What the published report was made from; ``None`` where there is none."""
        report = self._outputs / params.batch / params.department
        if not all(is_own_file(report / name) for name in report_files(params)):
            return None
        try:
            return read_inputs(report / INPUTS_FILE)
        except InputError:
            return None  # not ours or damaged: made anew


def _are_same(old: Inputs, new: Inputs) -> bool:
    """The digests of data and rubric follow from the bytes'."""
    return old == new.model_copy(update={"data": old.data, "rubric": old.rubric})


@dataclass(frozen=True)
class Plan:
    """What one year's batch has to do."""

    folder: Path  # outputs/<year>, or outputs/<year>-public
    to_make: tuple[Planned, ...]
    unchanged: tuple[str, ...]
    failures: tuple[Failure, ...]  # of departments whose data cannot be used
    planner: Planner

    @property
    def year(self) -> int:
        """The year of the reports."""
        return year_of(self.folder)

    @property
    def mended(self) -> Mapping[str, tuple[str, ...]]:
        """Department → files of its report that were damaged, so that it is made anew."""
        return {one.department: one.damaged for one in self.to_make if one.damaged}

    @property
    def why(self) -> Mapping[str, tuple[str, ...]]:
        """Department → what has changed since its report was made."""
        return {one.department: one.why for one in self.to_make}

    def jobs(self) -> Iterator[Job]:
        """Each job as it is asked for: not all of them fit in memory."""
        return map(self.planner.job, self.to_make)


def plans(prepared: Prepared[Planned], outputs: Path, planner: Planner) -> list[Plan]:
    """One plan for each year and edition of a prepared batch, the earliest first.

    A parameter file that cannot be read belongs to none of its own; it is told with the last one's.
    """
    refused = [(one.params.batch if one.params else "", _failure(one)) for one in prepared.refused]
    batches = sorted({one.batch for one in prepared.usable} | {name for name, _ in refused if name})
    return [
        _plan(
            [one for one in prepared.usable if one.batch == batch],
            outputs / batch,
            tuple(failed for its_batch, failed in refused if (its_batch or batches[-1]) == batch),
            planner,
        )
        for batch in batches
    ]


def _plan(
    departments: Sequence[Planned], folder: Path, failures: tuple[Failure, ...], planner: Planner
) -> Plan:
    to_make = tuple(one for one in departments if one.why)
    return Plan(
        folder, to_make, tuple(one.department for one in departments if not one.why), failures, planner
    )


def _failure(refused: Refused) -> Failure:
    """What is told of a department whose inputs cannot be used, or cannot be kept until it is their turn."""
    error, file = refused.error, refused.file.as_posix()
    details = tuple(str(problem) for problem in error.problems)
    cause = error.cause if isinstance(error, NoRoomError) else ""
    return Failure(
        department=refused.params.department if refused.params else refused.file.stem,
        kind="worker" if cause else "input",
        cause=cause or f"输入有 {len(details)} 处问题",
        details=details,
        command=as_typed("pjkit", "render" if cause else "check", file),
    )
