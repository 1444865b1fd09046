"""Nothing that one department sends stops the others, and nothing is published that the rules do not give."""

import json
import os
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tiny
from conftest import render_in
from test_door import rewrite
from workbooks import BOOK, changed, packed, unpacked, with_cell

from pjkit.batch import finish, job, plan, run, worker
from pjkit.batch.far import run_far, take
from pjkit.batch.finish import Made
from pjkit.batch.job import Job, make_job
from pjkit.batch.worker import make
from pjkit.cli import main
from pjkit.commands import render
from pjkit.model.records import RECORD_FILE, Failure
from pjkit.sources import load
from pjkit.sources.data_files import read_files
from pjkit.sources.load import receive

OK, FAILED = 0, 1
ONE, TWO, THREE = "demo-c001", "demo-c002", "demo-c003"


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    with tiny.quick():
        yield


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A project of three departments."""
    tiny.county(tmp_path, 3)
    return tmp_path


# What nobody has thought of


def _names_two(value: object) -> bool:
    """Whether an argument of a stage is about the second department."""
    return TWO in str(getattr(value, "params", value))


STAGES = {
    "reading parameters": (load, "read_params"),
    "reading bytes": (load, "read_files"),
    "reading data": (load, "dossier_of"),
    "leaving out what is not public": (load, "_dossier"),
    "comparing with the published report": (plan, "make_job"),
    "digesting": (job, "_digest_of_files"),
    "unpacking": (Job, "unpack"),
    "running": (worker, "execute"),
    "scoring": (finish, "scorecard_of"),
    "vouching": (finish, "Vouching"),
    "preparing what is compared across departments": (finish, "traces_of"),
    "writing": (finish, "own_files"),
    "checking": (finish, "problems_of"),
    "publishing": (run, "publish"),
}


@pytest.mark.parametrize("stage", STAGES)
def test_an_error_nobody_has_thought_of_is_that_departments_alone(
    three: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    place, name = STAGES[stage]
    real: Callable[..., Any] = getattr(place, name)

    def failing(*given: Any, **named: Any) -> Any:
        if any(map(_names_two, [*given, *named.values()])):
            raise RuntimeError("没想到")
        return real(*given, **named)

    monkeypatch.setattr(place, name, failing)
    assert render_in(three) == FAILED
    assert tiny.published(three) == [ONE, THREE]
    (failure,) = tiny.standing(three).failures
    assert failure.department == TWO
    assert "RuntimeError" in failure.cause + "".join(failure.details)


def test_an_error_of_the_summary_is_told_and_the_reports_stay(
    three: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(folder: Path, _root: Path) -> str:
        raise RecursionError(f"没想到 {folder.name}")

    monkeypatch.setattr(render, "summarise", failing)
    params = three / f"params/{TWO}.yaml"
    params.write_text(params.read_text("utf-8").replace("year: 2022", "year: 2023"), "utf-8")
    profile = three / f"params/data/{TWO}-2022/基本信息.csv"
    profile.write_text(profile.read_text("utf-8-sig").replace("评价年度,2022", "评价年度,2023"), "utf-8")
    assert render_in(three) == FAILED
    said = capsys.readouterr()
    assert tiny.published(three) == [ONE, THREE]
    assert (three / f"outputs/2023/{TWO}/report.html").is_file()
    assert [line for line in said.err.splitlines() if "汇总" in line] == [
        "汇总：未完成：没有预料到的错误：RecursionError “没想到 2022”",
        "汇总：未完成：没有预料到的错误：RecursionError “没想到 2023”",
    ]


def test_the_check_tells_it_too_and_goes_on(
    three: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = read_files

    def failing(path: Path) -> object:
        if TWO in path.name:
            raise RecursionError("太深")
        return real(path)

    monkeypatch.setattr(load, "read_files", failing)
    monkeypatch.chdir(three)
    assert main(["check"]) == FAILED
    said = capsys.readouterr()
    assert "处理时出现没有预料到的错误：RecursionError “太深”" in said.err
    assert f"{ONE}（" in said.out
    assert f"{THREE}（" in said.out


# A workbook that was made to stop a batch


def _as_workbook(root: Path, content: bytes) -> None:
    """Give the second department a workbook instead of its folder."""
    (root / "params/data/odd.xlsx").write_bytes(content)
    rewrite(root, f"params/{TWO}.yaml", "data", "params/data/odd.xlsx")


WORKBOOKS = {
    "an index of 5,000 digits": (
        with_cell(f'<c r="E2" t="s"><v>{"0" * 4999}1</v></c>'),
        "不是可读的 Excel 工作簿，可能已损坏",
    ),
    "a style of 5,000 digits": (with_cell(f'<c r="E2" s="{"9" * 5000}"><v>1</v></c>'), "可能已损坏"),
    "a number of 5,000 digits": (with_cell(f'<c r="E2"><v>{"9" * 5000}</v></c>'), "存的不是数字"),
    "a worksheet called like a cell far away": (
        changed(lambda book: book.create_sheet("x")),
        f"odd.xlsx 收支!A{'9' * 96}…：没有“收支!A{'9' * 36}…”这个工作表",
    ),
}


@pytest.mark.parametrize("kind", WORKBOOKS)
@pytest.mark.parametrize("command", ["check", "render"])
def test_a_workbook_made_to_stop_a_batch_stops_its_department_alone(
    kind: str, command: str, three: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content, told = WORKBOOKS[kind]
    if "called" in kind:
        found = unpacked(content)
        found[BOOK] = found[BOOK].replace(b'name="x"', f'name="收支!A{"9" * 5000}"'.encode())
        content = packed(found)
    _as_workbook(three, content)
    monkeypatch.chdir(three)
    assert main([command]) == FAILED
    said = capsys.readouterr()
    assert told in said.err
    assert "Traceback" not in said.err
    assert f"{ONE}" in said.out
    assert f"{THREE}" in said.out


# Files as archives and careless hands leave them


def test_names_in_gbk_are_read_and_give_the_same_report(three: Path) -> None:
    """As unzip leaves the names of a Chinese Windows archive."""
    assert render_in(three) == OK
    before = (three / f"outputs/2022/{TWO}" / RECORD_FILE).read_bytes()
    for file in list((three / f"params/data/{TWO}-2022").iterdir()):
        file.rename(file.with_name(os.fsdecode(file.name.encode("gbk"))))
    assert render_in(three, "--force") == OK
    assert (three / f"outputs/2022/{TWO}" / RECORD_FILE).read_bytes() == before


def test_hidden_files_are_no_data(three: Path) -> None:
    hidden = three / f"params/data/{TWO}-2022/.收支.csv.swp"
    hidden.write_bytes(b"x")
    hidden.chmod(0)
    (three / f"params/data/{TWO}-2022/.fifo").symlink_to("/nowhere")
    assert render_in(three) == OK


def test_a_pipe_among_the_data_is_told_and_not_waited_for(
    three: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = three / f"params/data/{TWO}-2022/收支.csv"
    sheet.unlink()
    os.mkfifo(sheet)
    assert render_in(three) == FAILED
    assert "收支.csv：文件无法读取" in capsys.readouterr().err
    assert tiny.published(three) == [ONE, THREE]


# Forged notebooks

FULL = """
from decimal import Decimal
marks = tuple(one.model_copy(update={"score": one.points}) for one in card.marks)
card = card.model_copy(update={"marks": marks})
"""
TOTAL = "card = card.model_copy(update={'total': card.total.model_copy(update={'%s': %s})})"
MARK = (
    "card = card.model_copy(update={'marks': (card.marks[0].model_copy(update={'%s': %s}), *card.marks[1:])})"
)
FORGED = {
    "all scores full": FULL,
    "the total": "from decimal import Decimal\n" + TOTAL % ("score", "Decimal('99.99')"),
    "the grade": TOTAL % ("grade", "'优秀'"),
    "what is missing": "from decimal import Decimal\n" + TOTAL % ("missing", "Decimal('-1')"),
    "no findings": "card = card.model_copy(update={'findings': ()})",
    "a reason": MARK % ("reason", "'完全合规'"),
    "a status": "from pjkit.model.scorecard import Status\n" + MARK % ("status", "Status.REVIEWED"),
    "an indicator less": "card = card.model_copy(update={'marks': card.marks[1:]})",
    "an indicator's inputs": MARK % ("inputs", "()"),
    "another reviewer": MARK % ("reviewer", "'局长'"),
    "another name": "card = card.model_copy(update={'name': '示例县财政局'})",
    "another year": "card = card.model_copy(update={'year': 2021})",
    "another rubric": "card = card.model_copy(update={'rubric': card.rubric.model_copy(update={'title': '另一份'})})",
    "another digest": "card = card.model_copy(update={'data_digest': 'sha256:0'})",
    "data doubled before scoring": (
        "from dataclasses import replace\n"
        "figures = {name: replace(one, value=one.value * 2) if one.value else one for name, one in dossier.items.items()}\n"
        "card = pj.evaluate(rules, replace(dossier, items=figures, self_scores={}))"
    ),
    "answers taken away before scoring": (
        "from dataclasses import replace\ncard = pj.evaluate(rules, replace(dossier, answers={}))"
    ),
    "a rubric with easier grades": (
        "grades = tuple(one.model_copy(update={'from_': one.from_ / 2}) for one in rules.grades)\n"
        "card = pj.evaluate(rules.model_copy(update={'grades': grades, 'title': '宽松'}), dossier)"
    ),
    "the file changed before it is read again": (
        "import pathlib, re\nsheet = pathlib.Path(data) / '基本信息.csv'\n"
        "text = re.sub('离退休人数,[0-9]+', '离退休人数,99', sheet.read_text(encoding='utf-8'))\n"
        "sheet.write_text(text, encoding='utf-8')\n"
        "rules, dossier = pj.load(department=department, year=year, rubric=rubric, data=data)\n"
        "card = pj.evaluate(rules, dossier)"
    ),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_notebook_that_says_what_the_rules_do_not_give_is_refused(tmp_path: Path, forgery: str) -> None:
    tiny.county(tmp_path, 1, FORGED[forgery])
    assert render_in(tmp_path) == FAILED
    assert tiny.published(tmp_path) == []
    kind, cause = tiny.failed(tmp_path)[ONE]
    assert (kind, cause[:7]) == ("product", "成品核对不符：")


# Lying workers


@pytest.fixture
def honest(three: Path) -> tuple[Job, bytes]:
    """A job and what an honest worker sends back."""
    return _job(three, ONE), run_far(_job(three, ONE))


def _job(root: Path, department: str) -> Job:
    asked = job.Asked(job.notebook_file(root, job.MASTER))
    (one,) = receive([Path(f"params/{department}.yaml")], root, lambda given: make_job(given, asked)).usable
    return one


def _edited(edit: Callable[[list[Any]], object]) -> Callable[[bytes], object]:
    """What was sent with its cells changed."""

    def changed(sent: bytes) -> bytes:
        given = json.loads(sent)
        edit(given["cells"])
        return json.dumps(given).encode()

    return changed


def _record(cells: list[Any]) -> Any:
    return cells[-1]["outputs"][0]["data"]["application/vnd.pjkit.scorecard+json"]


def _failed(**told: object) -> Callable[[bytes], bytes]:
    failure = {"department": TWO, "kind": "cell", "cause": "x" * 10_000, "command": "rm -rf ~", **told}
    return lambda _: json.dumps({"failure": failure}).encode()


LIES: dict[str, Callable[[bytes], object]] = {
    "nothing": lambda _: None,
    "a text": lambda sent: sent.decode(),
    "an object": lambda _: Made(ONE, {"../../x": b""}),
    "something pickled": lambda _: pickle.dumps(os.getcwd),
    "no bytes at all": lambda _: b"",
    "too many bytes": lambda _: b" " * 70_000_000,
    "brackets without end": lambda _: b"[" * 1_000_000,
    "a list": lambda _: b"[1]",
    "no cells": lambda _: b"{}",
    "a cell less": _edited(lambda cells: cells.pop()),
    "a cell more": _edited(lambda cells: cells.append(cells[0])),
    "a cell without outputs": _edited(lambda cells: cells[0].pop("outputs")),
    "outputs that are none": _edited(lambda cells: cells[0].update(outputs="<html>")),
    "an output of no kind": _edited(lambda cells: cells[0].update(outputs=[{"output_type": "page"}])),
    "a count that is none": _edited(lambda cells: cells[0].update(execution_count="<b>1</b>")),
    "no record": _edited(lambda cells: cells[-1]["outputs"].clear()),
    "two records": _edited(lambda cells: cells[-1]["outputs"].extend(cells[-1]["outputs"])),
    "another total": _edited(lambda cells: _record(cells)["total"].update(score="99.99")),
    "another department": _edited(lambda cells: _record(cells).update(department=TWO)),
    "another digest": _edited(lambda cells: _record(cells).update(data_digest="sha256:0")),
    "no findings": _edited(lambda cells: _record(cells)["findings"].clear()),
    "a failure of no kind": _failed(kind="fine"),
    "a failure without a cause": _failed(cause=None),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_a_worker_says_is_taken_only_if_it_is_what_the_rules_give(
    honest: tuple[Job, bytes], lie: str
) -> None:
    one, sent = honest
    refused = take(one, LIES[lie](sent))
    assert isinstance(refused, Failure)
    assert refused.department == ONE
    assert refused.kind in {"product", "input"}


def test_another_departments_outputs_are_not_taken_for_this_ones(
    three: Path, honest: tuple[Job, bytes]
) -> None:
    refused = take(honest[0], run_far(_job(three, TWO)))
    assert isinstance(refused, Failure)
    assert (refused.department, refused.kind) == (ONE, "product")


def test_of_a_workers_failure_only_words_are_taken(honest: tuple[Job, bytes]) -> None:
    told = take(honest[0], _failed(details=["y" * 10_000] * 100)(b""))
    assert isinstance(told, Failure)
    assert (told.department, told.command) == (ONE, f"pjkit render params/{ONE}.yaml --force")
    assert (len(told.cause), len(told.details), len(told.details[0])) == (500, 20, 500)


def test_an_honest_worker_gives_the_report_that_this_machine_would_make(honest: tuple[Job, bytes]) -> None:
    """Byte for byte: code, parameters and all files are made here, whoever ran the cells."""
    one, sent = honest
    assert take(one, sent) == make(one)
