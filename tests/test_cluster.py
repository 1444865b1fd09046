"""The same jobs on a cluster: a scheduler and two workers on this machine give what a local batch gives."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # comes with ipykernel
import pytest
import tiny
from conftest import render_in
from processes import processes_left

from pjkit.batch import cluster
from pjkit.model.records import REPORT_FILES

pytest.importorskip("distributed", reason="the extra “cluster” is not installed")

OK, FAILED, WRONG_USE = 0, 1, 2
TESTS = Path(__file__).parent
NAMES = [f"demo-c{number:03}" for number in range(1, 7)]
TWO = NAMES[1]
PATIENCE = 60.0  # seconds for what takes a few, on a busy machine
LOCAL = ("--host", "127.0.0.1", "--no-dashboard")


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@contextmanager
def running(module: str, *words: str, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """One of dask's own programs; gone at the end with all that it started."""
    paths = os.pathsep.join([str(TESTS), str(TESTS / "bench"), str(TESTS.parent)])
    with (folder / f"{module}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{module}", *words, *LOCAL],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": paths},
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        below = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.kill()
        process.wait()
        until(lambda: not any(child.is_running() for child in below))


@contextmanager
def running_scheduler(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Gives its address and its process; the system chooses the port."""
    file = folder / "scheduler.json"
    with running("scheduler", "--port", "0", "--scheduler-file", str(file), folder=folder) as process:
        until(lambda: file.is_file() and file.read_text().rstrip().endswith("}"))
        yield str(json.loads(file.read_text())["address"]), process


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """Gives its address."""
    with running_scheduler(folder) as (address_, _):
        yield address_


@contextmanager
def worker(address: str, folder: Path, preload: str = "tiny") -> Iterator["subprocess.Popen[bytes]"]:
    words = (address, "--nthreads", "1", "--no-nanny", "--preload", preload, "--local-directory", str(folder))
    with running("worker", *words, folder=folder) as process:
        yield process


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    with tiny.quick(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "_CONNECT", PATIENCE)  # a worker takes its time to start on a busy machine
        yield
    assert processes_left() == []


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    with scheduler(folder) as address_, ExitStack() as workers:
        for _ in range(2):
            workers.enter_context(worker(address_, folder))
        yield address_


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def without_command(files: dict[str, bytes], address: str) -> dict[str, bytes]:
    """Files but for the cluster in the commands that try again, and for the digests that follow from it."""
    option = f" --cluster {address}".encode()
    told = {name: content.replace(option, b"") for name, content in files.items() if "manifest" not in name}
    return {name: re.sub(rb'"digest": "sha256:\w+"', b"", content) for name, content in told.items()}


def test_a_cluster_gives_the_same_bytes_and_the_same_failures(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a failing cell, a kernel that dies and a cell that never ends among the six."""
    cell = (
        "import os, time\n"
        f"assert department != '{TWO}', '第二个部门不行'\n"
        f"if department == '{NAMES[2]}': os._exit(3)\n"
        f"if department == '{NAMES[3]}': time.sleep(1000)"
    )
    said = []
    for name, words in (("here", ("--jobs", "2")), ("there", ("--cluster", address))):
        tiny.county(tmp_path / name, 6, cell)
        assert render_in(tmp_path / name, *words, "--timeout", "6") == FAILED
        said.append([sorted(text.splitlines()) for text in capsys.readouterr()])
    assert f"--cluster {address}" in str(said[1]), "the command that tries again uses the cluster again"
    assert said[0] == [[line.replace(f" --cluster {address}", "") for line in lines] for lines in said[1]]
    here, there = tree(tmp_path / "here/outputs"), tree(tmp_path / "there/outputs")
    assert without_command(here, address) == without_command(there, address)
    assert {name for name in here if name.startswith("2022/demo")} == {
        f"2022/{name}/{file}" for name in (NAMES[0], *NAMES[4:]) for file in REPORT_FILES
    }
    assert tiny.failed(tmp_path / "there") == {
        TWO: ("cell", "AssertionError: 第二个部门不行"),
        NAMES[2]: ("kernel", "内核中途退出（退出码 3）"),
        NAMES[3]: ("timeout", "超过 6 秒未完成"),
    }


def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path, address: str) -> None:
    """A third worker joins and dies with a notebook half done; the others take it up."""
    tiny.county(tmp_path, 6, "import time; time.sleep(1)")
    with (
        worker(address, tmp_path) as extra,
        subprocess.Popen(
            [sys.executable, str(TESTS / "tiny.py"), "render", "--cluster", address],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS / "bench"), str(TESTS.parent)])},
            stderr=subprocess.PIPE,
        ) as rendering,
    ):
        # the prepared process, the keeper of its folder, and a shell
        until(lambda: len(psutil.Process(extra.pid).children(recursive=True)) >= 3)
        below = psutil.Process(extra.pid).children(recursive=True)
        extra.kill()
        _, said = rendering.communicate(timeout=PATIENCE)
    assert (rendering.returncode, said.decode()) == (OK, "")
    assert tiny.published(tmp_path) == NAMES
    assert tiny.standing(tmp_path).done == tuple(NAMES)
    until(lambda: not any(child.is_running() for child in below))


def test_a_scheduler_without_workers_is_told_and_nothing_waits_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 2)
    tiny.county(tmp_path, 1)
    with scheduler(tmp_path) as address_:
        assert render_in(tmp_path, "--cluster", address_) == WRONG_USE
        assert (
            capsys.readouterr().err == f"调度器“{address_}”上没有工作进程。请先启动 dask worker {address_}\n"
        )


UNREACHABLE = "连接不上调度器“{}”。检查地址，如 tls://10.0.0.5:8786，以及它是否在运行\n"


def closed_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("where", ["tcp://127.0.0.1:{port}", "127.0.0.1:{port}"])
def test_an_address_that_nobody_answers_at_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 1)
    tiny.county(tmp_path, 1)
    where = where.format(port=closed_port())
    assert render_in(tmp_path, "--cluster", where) == WRONG_USE
    assert capsys.readouterr().err == UNREACHABLE.format(where)
    assert not (tmp_path / "outputs/2022").exists()


@pytest.mark.parametrize("where", ["nowhere", "gopher://127.0.0.1:1", "tcp://127.0.0.1:port", ""])
def test_what_is_no_address_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 1)
    tiny.county(tmp_path, 1)
    assert render_in(tmp_path, "--cluster", where) == WRONG_USE
    assert capsys.readouterr().err == UNREACHABLE.format(where)


@pytest.mark.parametrize("where", ["tcp://10.0.0.5:8786", "10.0.0.5:8786", "ws://[2001:db8::1]:1"])
def test_an_address_that_anybody_could_answer_at_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    """Dask unpickles what arrives, which runs code: only this machine, or where certificates are shown."""
    tiny.county(tmp_path, 1)
    assert render_in(tmp_path, "--cluster", where) == WRONG_USE
    said = capsys.readouterr().err
    assert said.startswith(f"调度器“{where}”的连接没有加密和验证")
    assert "改用 tls:// 地址" in said


@pytest.mark.parametrize("where", ["tls://10.255.255.1:8786", "tls://127.0.0.1:{port}"])
def test_tls_without_certificates_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 1)
    tiny.county(tmp_path, 1)
    where = where.format(port=closed_port())
    assert render_in(tmp_path, "--cluster", where) == WRONG_USE
    assert capsys.readouterr().err == UNREACHABLE.format(where)


def test_a_port_that_listens_and_says_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 1)
    tiny.county(tmp_path, 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert render_in(tmp_path, "--cluster", where) == WRONG_USE
    assert capsys.readouterr().err == UNREACHABLE.format(where)


SILENCE = "集群在 5 秒内没有送回任何结果。检查工作进程是否还在运行，然后再运行一次"


def at_work(root: Path, address_: str, working: "subprocess.Popen[bytes]", act: Callable[[], None]) -> int:
    """Render on a worker that has all it needs, and do something once it is at it; waits for five seconds at most."""
    assert render_in(root, "--cluster", address_) == OK
    tiny.write_notebook(root, "import time; time.sleep(1.5)")

    def once_it_is() -> None:
        until(lambda: _is_at_work(working.pid))
        act()

    threading.Thread(target=once_it_is, daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "_GRACE", 3)
        return render_in(root, "--cluster", address_, "--timeout", "2")


def _is_at_work(worker_id: int) -> bool:
    """It has its prepared process, who keeps that one's folder, and a shell."""
    try:
        return len(psutil.Process(worker_id).children(recursive=True)) >= 3
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("end", [signal.SIGSTOP, signal.SIGKILL])
def test_a_worker_that_stands_still_or_is_gone_is_not_waited_for(tmp_path: Path, end: signal.Signals) -> None:
    """The only one: all that is left is told, and the next run finishes it."""
    tiny.county(tmp_path, 3)
    with scheduler(tmp_path) as address_, worker(address_, tmp_path) as only:
        assert at_work(tmp_path, address_, only, lambda: only.send_signal(end)) == FAILED
    left = tiny.failed(tmp_path)
    assert set(left.values()) == {("worker", SILENCE)}
    assert sorted([*left, *tiny.standing(tmp_path).done]) == NAMES[:3]


def test_a_worker_that_sends_an_object_gets_no_code_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "_GRACE", 3)
    tiny.county(tmp_path, 1)
    with scheduler(tmp_path) as address_, worker(address_, tmp_path, "liar"):
        assert render_in(tmp_path, "--cluster", address_, "--timeout", "2") == FAILED
    assert tiny.published(tmp_path) == []
    assert not (tmp_path / "unpickled").exists()
    assert SILENCE in capsys.readouterr().err


def test_a_scheduler_that_is_killed_is_told_of_each_report(tmp_path: Path) -> None:
    tiny.county(tmp_path, 3)
    with running_scheduler(tmp_path) as (address_, process), worker(address_, tmp_path) as only:
        assert at_work(tmp_path, address_, only, process.kill) == FAILED
    left = tiny.failed(tmp_path)
    assert sorted([*left, *tiny.standing(tmp_path).done]) == NAMES[:3]
    assert all(kind == "worker" and cause in {SILENCE, LOST} for kind, cause in left.values()), left


LOST = "与集群的连接已中断。检查调度器和工作进程后再运行，已完成的不会重做"


def test_without_the_extra_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    tiny.county(tmp_path, 1)
    assert render_in(tmp_path, "--cluster", "tcp://127.0.0.1:8786") == WRONG_USE
    told = "没有安装集群支持。请在代码目录中运行 pip install -c constraints.txt '.[cluster]'\n"  # the name is not ours on any index
    assert capsys.readouterr().err == told
