"""What can go wrong while a batch runs: the good reports complete, the bad are listed, nothing wrong is published."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import psutil  # type: ignore[import-untyped]  # comes with ipykernel
import pytest
import tiny
from conftest import render_in
from processes import processes_left

from pjkit.batch import outputs
from pjkit.batch import run as batch
from pjkit.batch.finish import Made
from pjkit.batch.job import Job
from pjkit.batch.worker import make
from pjkit.model.records import REPORT_FILES, Failure, read_inputs, read_record

OK, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
TESTS = Path(__file__).parent
NAMES = [f"demo-c{number:03}" for number in range(1, 21)]
TWO = NAMES[1]
PATIENCE = 60.0  # seconds for what takes a few, on a busy machine
FEW = 15.0  # for what takes one
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals, and kernels forked from one process")


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    """Tiny notebooks; afterwards no process of ours is left."""
    with tiny.quick():
        yield
    assert processes_left() == []


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The departments whose report was begun."""
    begun: list[str] = []

    def noting(job: Job) -> Made | Failure:
        begun.append(job.params.department)
        return make(job)

    monkeypatch.setattr(batch, "make", noting)
    return begun


def for_two(source: str) -> str:
    """A cell that does this for the second department only."""
    return f"import os, signal, time\nif department == '{TWO}':\n    {source}"


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def started(root: Path, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """The command in a process of its own; killed at the end if need be."""
    paths = os.pathsep.join([str(TESTS / "bench"), str(TESTS.parent)])
    process = subprocess.Popen(
        [sys.executable, str(TESTS / "tiny.py"), "render", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # a shell's background job ignores Ctrl-C, and so would all that it starts
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads start here
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def visible(root: Path) -> list[Path]:
    """The reports that a reader sees."""
    return [folder for folder in (root / "outputs" / "2022").glob("demo-*") if folder.is_dir()]


def assert_whole(root: Path) -> None:
    """Each report that can be seen is whole, and its files belong together."""
    for folder in visible(root):
        try:
            inode = folder.stat().st_ino
            files = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
            record, inputs = read_record(folder / "scorecard.json"), read_inputs(folder / "inputs.json")
            if folder.stat().st_ino != inode:
                continue  # replaced while we were reading
        except OSError:
            continue  # the same; what is missing for good is seen next time
        assert sorted(files) == sorted(REPORT_FILES)
        assert record.department == folder.name
        assert record.data_digest == inputs.data
        assert files["report.html"].rstrip().endswith("</html>")
        assert nbformat.reads(files["report.ipynb"], 4).metadata["pjkit"]["department"] == folder.name
        assert ("第二版" in files["report.ipynb"]) == ("第二版" in files["report.html"])


def complete(root: Path, departments: int) -> None:
    """All is published and nothing else is there."""
    assert tiny.published(root) == NAMES[:departments]
    assert tiny.standing(root).done == tuple(NAMES[:departments])
    assert tiny.standing(root).failures == ()
    assert_whole(root)
    assert list((root / "outputs/2022").glob(".*")) == []


# In one notebook


STUBBORN = """signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True: pass"""
ALONE = {
    "kernel killed in the middle of a cell": (
        "os.kill(os.getpid(), signal.SIGKILL)",
        (),
        ("kernel", "内核中途终止（可能内存不足）"),
    ),
    "kernel that ends itself": ("os._exit(3)", (), ("kernel", "内核中途退出（退出码 3）")),
    "cell that never ends": ("time.sleep(1000)", ("--timeout", "6"), ("timeout", "超过 6 秒未完成")),
    "cell that never ends and cannot be interrupted": (
        STUBBORN,
        ("--timeout", "6"),
        ("timeout", "超过 6 秒未完成"),
    ),
    "cell that takes all memory": (
        "everything = [bytes(10**8) for _ in range(10**6)]",
        ("--memory", "1500"),
        ("cell", "内存不足：MemoryError"),
    ),
    "library that aborts for want of memory": (
        "os.abort()",
        ("--memory", "1500"),
        ("kernel", "内核中途终止（可能内存不足）"),
    ),
    "cell that stands still": ("os.kill(os.getpid(), signal.SIGSTOP)", (), ("kernel", "内核没有应答")),
    "cell that prints 200 MB": (
        "[print('x' * 10**6) for _ in range(200)]",
        (),
        ("kernel", "输出超过 10000000 字节，已截断"),
    ),
    "process that prints without end": (
        "get_ipython().system('yes')",
        (),
        ("kernel", "输出超过 10000000 字节，已截断"),
    ),
    "cell that blocks all signals": (
        "signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals()); time.sleep(1000)",
        ("--timeout", "6"),
        ("timeout", "超过 6 秒未完成"),
    ),
    "cell that raises SystemExit": ("raise SystemExit(2)", (), ("cell", "SystemExit: 2")),
}


@pytest.mark.parametrize("fault", ALONE)
@POSIX
def test_a_notebook_that_goes_wrong_harms_no_other(tmp_path: Path, fault: str) -> None:
    source, words, told = ALONE[fault]
    tiny.county(tmp_path, 4, for_two(source))
    assert render_in(tmp_path, "--jobs", "2", *words) == FAILED
    assert tiny.failed(tmp_path) == {TWO: told}
    assert tiny.published(tmp_path) == [name for name in NAMES[:4] if name != TWO]
    (failure,) = tiny.standing(tmp_path).failures
    assert failure.cell == "import os, signal, time"
    assert failure.command == " ".join(["pjkit render", f"params/{TWO}.yaml", *words, "--force"])
    assert "未完成" in (tmp_path / f"outputs/2022/failed/{TWO}.html").read_text(encoding="utf-8")
    tiny.write_notebook(tmp_path)
    assert render_in(tmp_path) == OK
    complete(tmp_path, 4)


HARMLESS = {
    "cell that forks": "os.fork() or os._exit(0)",
    "cell that forks, and the child goes on": "os.fork() or time.sleep(1000)",
    "cell that deletes its folder": "import shutil; shutil.rmtree(os.getcwd())",
    "cell that leaves threads": (
        "import threading; [threading.Thread(target=time.sleep, args=(1000,)).start() for _ in range(9)]"
    ),
    "cell that leaves a process in a session of its own": (
        "import subprocess; subprocess.Popen(['sleep', '1000'], start_new_session=True)"
    ),
    "cell that prints a line of a million characters": "print('x' * 10**6)",
    "cell that closes what it prints to": "os.close(1); os.close(2)",
}


@pytest.mark.parametrize("habit", HARMLESS)
@POSIX
def test_a_notebook_with_bad_habits_is_published_and_leaves_nothing(tmp_path: Path, habit: str) -> None:
    before = {process.pid for process in processes_left()}
    tiny.county(tmp_path, 2, for_two(HARMLESS[habit]))
    assert render_in(tmp_path, "--jobs", "2") == OK
    complete(tmp_path, 2)
    left = [
        process for process in processes_left() if process.pid not in before and process.name() == "sleep"
    ]
    assert left == []


def test_a_notebook_without_a_parameters_cell_publishes_nothing(tmp_path: Path) -> None:
    tiny.county(tmp_path, 2)
    path = tmp_path / "notebooks/report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata["tags"] = []
    nbformat.write(notebook, path)
    assert render_in(tmp_path) == FAILED
    assert tiny.failed(tmp_path) == dict.fromkeys(NAMES[:2], ("input", "输入有 1 处问题"))
    assert all("没有带 parameters 标签的单元" in one.details[0] for one in tiny.standing(tmp_path).failures)
    assert tiny.published(tmp_path) == []


# In the data


def garbage(folder: Path) -> None:
    (folder / "收支.csv").write_bytes(bytes(range(128, 256)) * 20)


def no_folder(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def no_sheet(folder: Path) -> None:
    (folder / "基本信息.csv").unlink()


def cut(folder: Path) -> None:
    """In the middle of a Chinese sign."""
    content = (folder / "收支.csv").read_bytes()
    (folder / "收支.csv").write_bytes(content[:40])


def folder_for_a_sheet(folder: Path) -> None:
    (folder / "基本信息.csv").unlink()
    (folder / "基本信息.csv").mkdir()


UNREADABLE = dict(zip(NAMES[2:20:4], (garbage, no_folder, no_sheet, cut, folder_for_a_sheet), strict=True))


def test_unreadable_data_of_a_quarter_does_not_stop_the_rest(tmp_path: Path) -> None:
    """5 of 20, for 5 of 100: the same thing in less time."""
    tiny.county(tmp_path, 20)
    for name, spoil in UNREADABLE.items():
        spoil(tmp_path / f"params/data/{name}-2022")
    assert render_in(tmp_path) == FAILED
    assert tiny.published(tmp_path) == [name for name in NAMES if name not in UNREADABLE]
    assert {name: kind for name, (kind, _) in tiny.failed(tmp_path).items()} == dict.fromkeys(
        UNREADABLE, "input"
    )
    assert all(one.details for one in tiny.standing(tmp_path).failures)
    assert_whole(tmp_path)


def test_two_departments_with_one_name_are_both_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """None of them can be known to be the right one."""
    tiny.county(tmp_path, 3)
    third = tmp_path / f"params/{NAMES[2]}.yaml"
    third.write_text(third.read_text().replace(f"department: {NAMES[2]}", f"department: {TWO}"))
    assert render_in(tmp_path) == FAILED
    assert tiny.published(tmp_path) == NAMES[:1]
    assert set(tiny.failed(tmp_path)) == {TWO}
    said = capsys.readouterr().err
    assert f"params/{TWO}.yaml department：部门名“{TWO}”在 params/{NAMES[2]}.yaml 中也用了" in said
    assert f"params/{NAMES[2]}.yaml department：部门名“{TWO}”在 params/{TWO}.yaml 中也用了" in said


# Processes


@POSIX
def test_the_process_that_kernels_come_from_is_killed_and_the_rest_completes(
    tmp_path: Path, made: list[str]
) -> None:
    """It takes with it what runs at that moment; both are listed, the others get a new one."""
    tiny.county(tmp_path, 6, for_two("os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)"))
    assert render_in(tmp_path, "--jobs", "2") == FAILED
    failed = tiny.failed(tmp_path)
    assert TWO in failed
    assert len(failed) <= 2
    assert {kind for kind, _ in failed.values()} == {"kernel"}
    assert sorted([*tiny.published(tmp_path), *failed]) == NAMES[:6]
    assert_whole(tmp_path)
    made.clear()
    tiny.write_notebook(tmp_path)
    assert render_in(tmp_path, "--only-failed") == OK
    assert sorted(made) == sorted(failed)


@POSIX
@pytest.mark.parametrize("again", [False, True], ids=["first batch", "over an older one"])
def test_a_batch_killed_in_the_middle_is_finished_by_the_next(
    tmp_path: Path, made: list[str], *, again: bool
) -> None:
    """Nothing half-written is ever seen, before or after."""
    tiny.county(tmp_path, 6)
    if again:
        assert render_in(tmp_path) == OK
    tiny.write_notebook(tmp_path, "import time; time.sleep(0.3); '第二版'")
    new = tmp_path.glob
    with started(tmp_path, "--jobs", "2") as process:

        def two_are_done() -> bool:
            assert_whole(tmp_path)
            assert process.poll() is None
            return sum("第二版" in path.read_text() for path in new("outputs/2022/demo-*/report.html")) >= 2

        until(two_are_done)
        below = psutil.Process(process.pid).children(recursive=True)
        process.kill()
    assert below  # the prepared process and its shells
    until(lambda: not any(child.is_running() for child in below))
    assert_whole(tmp_path)
    done = {
        path.parent.name for path in new("outputs/2022/demo-*/report.html") if "第二版" in path.read_text()
    }
    assert 2 <= len(done) < 6
    made.clear()
    assert render_in(tmp_path) == OK
    assert set(made) == set(NAMES[:6]) - done
    complete(tmp_path, 6)


@POSIX
def test_an_interrupted_batch_says_so_and_leaves_no_process(tmp_path: Path) -> None:
    tiny.county(tmp_path, 6, "import time; time.sleep(1)")  # long enough to be interrupted on a busy machine
    with started(tmp_path, "--jobs", "2") as process:
        until(lambda: len(visible(tmp_path)) >= 1)
        below = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=PATIENCE)
    assert process.returncode == INTERRUPTED, said
    assert said[1] == "已中断\n"
    assert below
    until(lambda: not any(child.is_running() for child in below))
    assert_whole(tmp_path)
    assert render_in(tmp_path) == OK
    complete(tmp_path, 6)


@POSIX
def test_an_interrupt_does_not_wait_for_cells_that_run(tmp_path: Path) -> None:
    """Two never end, and the limit is 300 seconds; the report that is finished stays."""
    tiny.county(tmp_path, 6, f"import signal, time\nif department > '{NAMES[0]}':\n    {STUBBORN}")
    with started(tmp_path, "--jobs", "2") as process:
        until(lambda: len(visible(tmp_path)) == 1)
        below = psutil.Process(process.pid).children(recursive=True)
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=PATIENCE)
    assert time.monotonic() - begin < FEW
    assert (process.returncode, said[1]) == (INTERRUPTED, "已中断\n")
    assert below
    until(lambda: not any(child.is_running() for child in below))
    assert tiny.published(tmp_path) == NAMES[:1]
    assert_whole(tmp_path)


@POSIX
@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_a_batch_that_is_ended_leaves_no_departments_data_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signum: int
) -> None:
    tiny.county(tmp_path, 2, "import time; time.sleep(1000)")
    with tempfile.TemporaryDirectory(prefix="t-") as folder:  # short: sockets lie in it, too
        temporary = Path(folder)
        monkeypatch.setenv("TMPDIR", folder)
        with started(tmp_path, "--jobs", "2") as process:
            until(lambda: len(list(temporary.rglob("基本信息.csv"))) == 2)
            process.send_signal(signum)
            process.communicate(timeout=PATIENCE)
        until(lambda: list(temporary.iterdir()) == [])


def test_of_two_batches_at_once_the_second_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.county(tmp_path, 3, "import time; time.sleep(0.5)")
    with started(tmp_path, "--jobs", "2") as process:
        until(lambda: bool(psutil.Process(process.pid).children()) or bool(visible(tmp_path)))
        assert render_in(tmp_path) == WRONG_USE
        assert "另一批正在写入" in capsys.readouterr().err
        process.communicate(timeout=PATIENCE)
    assert process.returncode == OK
    complete(tmp_path, 3)
    assert render_in(tmp_path) == OK  # and the lock is gone with its holder


def test_what_a_killed_batch_set_aside_comes_back(tmp_path: Path) -> None:
    """Killed between two renames: the old report is aside, the new one is not in its place yet."""
    tiny.county(tmp_path, 1)
    assert render_in(tmp_path) == OK
    folder = tmp_path / "outputs/2022"
    before = {path.name: path.read_bytes() for path in (folder / NAMES[0]).iterdir()}
    (folder / ".old-x").mkdir()
    (folder / NAMES[0]).rename(folder / ".old-x" / NAMES[0])
    (folder / ".new-y").mkdir()
    (folder / ".new-y" / "report.html").write_text("<html>", encoding="utf-8")
    (folder / ".new-run.json-z").write_text("{", encoding="utf-8")
    assert render_in(tmp_path) == OK
    complete(tmp_path, 1)
    assert {path.name: path.read_bytes() for path in (folder / NAMES[0]).iterdir()} == before


# The disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """An outputs folder on a disk of its own, too small for six reports; skips where it cannot be mounted."""
    outputs_ = tmp_path / "outputs"
    outputs_.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    options = ["-t", "tmpfs", "-o", "size=2m", "tmpfs", str(outputs_)]
    if (
        not (mount and umount)
        or subprocess.run([mount, *options], check=False, capture_output=True).returncode
    ):
        pytest.skip("only root can mount a file system; a failing writer stands for it below")
    yield outputs_
    subprocess.run([umount, str(outputs_)], check=True)


def test_a_full_disk_stops_what_does_not_fit_and_a_rerun_finishes(
    tmp_path: Path, small_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.county(tmp_path, 6)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(1_700_000))
    assert render_in(tmp_path, "--jobs", "1") == FAILED
    assert 1 <= len(visible(tmp_path)) < 6
    assert_whole(tmp_path)
    assert "磁盘空间不足" in capsys.readouterr().err
    ballast.unlink()
    assert render_in(tmp_path) == OK
    complete(tmp_path, 6)


def test_a_full_temporary_folder_is_said_to_be_full_and_no_fault_of_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Jobs wait there for their turn; the second does not fit."""
    tiny.county(tmp_path, 2)

    class Small(BytesIO):
        def write(self, content: Any) -> int:
            if self.tell():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(content)

    with monkeypatch.context() as patch:
        patch.setattr("pjkit.batch.plan.tempfile", SimpleNamespace(TemporaryFile=Small))
        assert render_in(tmp_path) == FAILED
    assert tiny.published(tmp_path) == NAMES[:1]
    assert tiny.failed(tmp_path) == {TWO: ("worker", "临时文件夹不能写入：磁盘空间不足")}
    assert "腾出空间" in capsys.readouterr().err
    assert render_in(tmp_path, "--only-failed") == OK
    complete(tmp_path, 2)


def test_a_writer_that_fails_for_one_department_harms_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a file is written before the disk is full; the folder it would have gone to never appears."""
    tiny.county(tmp_path, 4)
    write = outputs._write  # noqa: SLF001 - the one place where all files are written

    def failing(path: Path, content: bytes) -> None:
        if TWO in path.parent.name and path.name == "report.html":
            path.write_bytes(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(outputs, "_write", failing)
        assert render_in(tmp_path) == FAILED
    assert tiny.published(tmp_path) == [name for name in NAMES[:4] if name != TWO]
    assert tiny.failed(tmp_path) == {TWO: ("worker", "不能写入文件：磁盘空间不足")}
    assert f"{TWO}：未完成：不能写入文件：磁盘空间不足" in capsys.readouterr().err
    assert list((tmp_path / "outputs/2022").glob(".*")) == []
    assert render_in(tmp_path, "--only-failed") == OK
    complete(tmp_path, 4)
