"""Whether what lies under outputs/<year> is whole, untouched, and what the project's data give."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pjkit.batch.finish import rules_of, scorecard_of
from pjkit.batch.job import MASTER, Asked, Job, make_job, notebook_file
from pjkit.batch.manifest import damage, damage_words, sound_manifest
from pjkit.batch.outputs import edition_of, year_of
from pjkit.batch.run_record import earlier_run
from pjkit.batch.summary import is_current, reports
from pjkit.model.problem import InputError
from pjkit.model.records import INPUTS_FILE, MANIFEST_FILE, RECORD_FILE, RUN_FILE, read_inputs, read_record
from pjkit.model.stored import record_text
from pjkit.sources.load import Received, receive


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a place below outputs/, in Chinese."""

    place: str
    words: str


@dataclass(frozen=True)
class Verified:
    """How many reports were looked at, and all that is wrong."""

    reports: int
    complaints: tuple[Complaint, ...]


def verify(folder: Path, root: Path, files: list[Path]) -> Verified:
    """Look at outputs/<year> of the project ``root``, whose parameter files are ``files``."""
    found = reports(folder)
    return Verified(
        len(found),
        (
            *(one for report in found for one in _files(report)),
            *_records(folder, root, files),
            *_whole_year(folder, root),
        ),
    )


def _files(report: Path) -> Iterator[Complaint]:
    """What the manifest says, and nothing besides it."""
    place = f"{report.parent.name}/{report.name}"
    if words := damage_words(damage(report, place)):
        yield Complaint(place, words)
    manifest = sound_manifest(report, place)
    known = {*manifest.files, MANIFEST_FILE} if manifest else None
    more = sorted(path.name for path in report.iterdir() if known is not None and path.name not in known)
    if more:
        yield Complaint(place, f"多出 {'、'.join(more)}，不是 pjkit 写入的")


# Whether the records follow from the data


def _records(folder: Path, root: Path, files: list[Path]) -> Iterator[Complaint]:
    """Every record against the scorecard of the project's data, which are read and scored anew."""
    asked = Asked(notebook_file(root, MASTER))
    wrong: dict[str, str] = {}

    def look(received: Received) -> None:
        params = received.params
        if params.year == year_of(folder) and (folder / params.department).is_dir():
            wrong[params.department] = _record(folder / params.department, make_job(received, asked))

    prepared = receive(files, root, look, {"edition": edition_of(folder)})
    for one in prepared.refused:
        if one.params and one.params.year == year_of(folder):
            wrong[one.params.department] = f"部门数据有 {len(one.error.problems)} 处问题，不能核对得分"
    for report in reports(folder):
        words = wrong.get(report.name, "项目中没有它这一年度的参数文件，不能核对得分")
        if words:
            yield Complaint(f"{folder.name}/{report.name}", words)


def _record(report: Path, job: Job) -> str:
    """What a record says that the rules do not give; "" for nothing, also where it cannot be read: the manifest tells."""
    try:
        record, inputs = read_record(report / RECORD_FILE), read_inputs(report / INPUTS_FILE)
    except InputError:
        return ""
    card = scorecard_of(job, rules_of(job))
    if record_text(record) == record_text(card):
        return ""
    if (inputs.data, inputs.rubric) != (job.inputs.data, job.inputs.rubric):
        return "部门数据或评分标准在报告生成之后改过，报告不再是由它们得出的"
    said = f"总分 {record.total.score}，按规则核算为 {card.total.score}"
    return f"{RECORD_FILE} 与按规则核算的不同" + (f"：{said}" if record.total != card.total else "")


# The year's own files


def _whole_year(folder: Path, root: Path) -> Iterator[Complaint]:
    run = earlier_run(folder)
    if run is None:
        yield Complaint(folder.name, f"{RUN_FILE} 缺失、损坏或被改动")
    else:
        missing = sorted({*run.done} - {report.name for report in reports(folder)})
        yield from (
            Complaint(f"{folder.name}/{name}", f"没有报告，而 {RUN_FILE} 说已完成") for name in missing
        )
    if words := damage_words(damage(folder, folder.name)):
        yield Complaint(folder.name, f"汇总：{words}")
    elif not is_current(folder, root):
        yield Complaint(folder.name, "汇总：不是由现在的各份报告得出的")
