"""Both engines keep one contract: same errors, nothing shared between notebooks, nothing left behind."""

import json
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat
import psutil  # type: ignore[import-untyped]  # comes with ipykernel
import pytest
from processes import processes_left

from pjkit.batch.engine import prepared
from pjkit.batch.engine import shells as pool
from pjkit.batch.engine.bounds import CellError, End, Limits, StartError
from pjkit.batch.engine.frames import ClosedError, FrameError, Reader, TooMuchError, packed, send
from pjkit.batch.engine.shells import Shells
from pjkit.batch.execute import execute
from pjkit.batch.notebook import read_template, record_of, settle
from pjkit.model.params import Params
from pjkit.model.problem import InputError
from pjkit.sources.params import read_params

ROOT = Path(__file__).parent.parent
PARAMS = read_params(ROOT / "params" / "demo-library.yaml")
MODULES = [
    "pjkit.sources.load",
    "pjkit.evaluation",
    "pandas",
    "matplotlib.figure",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
]
POSIX = pytest.mark.skipif(os.name != "posix", reason="socket files, fork and signals")
MINUTE, GIGABYTE = Limits(60), Limits(60, 2**30)
FEW = 15.0  # seconds that are enough for what should come at once, on a busy machine


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where all of this module's temporary files are; there and among processes nothing is left."""
    tmp_path_factory.getbasetemp()  # not in our folder; pytest keeps it
    with tempfile.TemporaryDirectory(prefix="t-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)
        assert list(Path(folder).iterdir()) == []
        assert processes_left() == []


@pytest.fixture(scope="module", params=["kernel", "pjkit"])
def shells(request: pytest.FixtureRequest, temporary: Path) -> Iterator[Shells]:
    del temporary  # is to end after us
    with Shells(MODULES, forked=request.param == "pjkit") as made:
        yield made


@pytest.fixture
def forked(temporary: Path) -> Iterator[Shells]:
    """Its own, for tests that do harm to it."""
    del temporary
    with Shells() as made:
        yield made


@pytest.fixture(scope="module")
def ordinary(temporary: Path) -> Shells:
    del temporary
    return Shells(forked=False)


def notebook(*sources: str) -> Any:
    """A template with our parameters and these cells."""
    first = nbformat.v4.new_code_cell("\n".join(f"{name} = None" for name in Params.model_fields))
    first.metadata["tags"] = ["parameters"]
    return nbformat.v4.new_notebook(cells=[first, *map(nbformat.v4.new_code_cell, sources)])


def shown(executed: Any) -> list[Any]:
    """Each cell's outputs, streams joined."""
    return [[_settled(out) for out in cell.outputs] for cell in executed.cells[2:]]


def _settled(output: Any) -> Any:
    return {**output.get("data", {}), **{name: output[name] for name in ("name", "text") if name in output}}


def said(shells: Shells, source: str, folder: Path = ROOT, limits: Limits = MINUTE) -> str:
    """What a cell that prints has printed."""
    ((output,),) = shown(execute(notebook(source), PARAMS, folder, shells, limits))
    return str(output["text"]).strip()


def failure(shells: Shells, *sources: str, limits: Limits = MINUTE) -> tuple[int, str, str]:
    with pytest.raises(CellError) as caught:
        execute(notebook(*sources), PARAMS, ROOT, shells, limits)
    return caught.value.cell, caught.value.source, caught.value.cause


def soon(gone: Any) -> None:
    """Wait until something holds; a hang fails."""
    deadline = time.monotonic() + FEW
    while not gone():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# Same outputs (which cells give the same: test_engine_contract.py)


def test_the_master_notebook_gives_the_same_record_and_pages(shells: Shells, ordinary: Shells) -> None:
    template = nbformat.read(ROOT / "notebooks" / "report.ipynb", as_version=4)
    one, other = (execute(template, PARAMS, ROOT, k, Limits(120)) for k in (shells, ordinary))
    records = [record_of(one), record_of(other)]
    assert records[0] == records[1]
    settle(one, records[0])
    settle(other, records[1])
    assert nbformat.writes(one) == nbformat.writes(other)


@POSIX
def test_output_of_a_process_that_a_cell_forks_arrives(shells: Shells) -> None:
    source = "import os\nif not os.fork():\n    print('from a child', flush=True); os._exit(0)\nos.wait();"
    assert said(shells, source + "\nimport time; time.sleep(0.5)") == "from a child"


def test_the_kernel_works_in_the_given_folder_and_imports_from_there(shells: Shells, tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("x = 1", encoding="utf-8")
    assert said(shells, "import os, beside; print(beside.x, os.getcwd())", tmp_path) == f"1 {tmp_path}"


def test_the_environment_is_that_of_now(shells: Shells, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PJKIT_TEST", "now")
    assert said(shells, "import os; print(os.environ['PJKIT_TEST'])") == "now"


def test_settings_of_the_user_do_not_reach_a_notebook(
    shells: Shells, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    startup = tmp_path / "profile_default" / "startup" / "0.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("theirs = 1", encoding="utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(startup))
    assert (
        said(shells, "print('theirs' in globals(), get_ipython().history_manager.enabled)") == "False False"
    )


# Nothing shared


def test_no_state_goes_from_one_notebook_to_the_next(shells: Shells) -> None:
    source = (
        "import pjkit, os, builtins, pandas as pd\n"
        "print([getattr(o, 'left', None) for o in (pjkit, builtins)], os.environ.get('LEFT'), "
        "pd.get_option('display.max_rows'))\n"
        "pjkit.left = builtins.left = os.environ['LEFT'] = 'here'; pd.set_option('display.max_rows', 7)"
    )
    first, second = said(shells, source), said(shells, source)
    assert first == second == "[None, None] None 60"


def test_random_numbers_differ_between_notebooks(shells: Shells) -> None:
    source = (
        "import random, uuid, secrets, numpy.random as r, tempfile\n"
        "print(random.random(), r.random(), r.default_rng().random(), uuid.uuid4(), uuid.uuid1(), "
        "secrets.token_hex(), next(tempfile._get_candidate_names()))"
    )
    one, other = (said(shells, source).split() for _ in range(2))
    assert not set(one) & set(other)


@POSIX
def test_a_kernels_folder_is_private_and_its_temporary_files_go(shells: Shells) -> None:
    source = "import os, pathlib, tempfile; f = pathlib.Path(tempfile.mkstemp()[1])\n"
    source += "print(f, oct(f.parent.stat().st_mode & 0o777))"
    path, mode = said(shells, source).split()
    assert mode == "0o700"
    assert not Path(path).parent.exists()


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, None], ids=["threads", "processes"])
def test_eight_notebooks_two_at_a_time_do_not_collide(shells: Shells, executor: Any) -> None:
    numbers = [str(number) for number in range(8)]
    if executor:
        with executor(2) as workers:
            got = list(
                workers.map(lambda n: said(shells, f"import time; time.sleep(0.1); print({n})"), numbers)
            )
    else:
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
            got = list(workers.map(_in_a_process, [shells.forked] * 8, numbers))
    assert got == numbers


def _in_a_process(forked: bool, number: str) -> str:  # noqa: FBT001 - given by position
    with Shells(forked=forked) as own:
        return said(own, f"print({number})")


# Same errors


def test_a_failing_cell_is_named(shells: Shells) -> None:
    assert failure(shells, "a = 1", "# 除\n1 / 0", "2") == (
        4,
        "# 除\n1 / 0",
        "ZeroDivisionError: division by zero",
    )


def test_an_error_goes_through_a_process_pool_and_a_context_manager() -> None:
    error = pickle.loads(pickle.dumps(CellError(3, "x = 1\ny", End.CELL, "原因")))  # noqa: S301 - our own
    assert str(error) == "第 3 个代码单元（x = 1）出错：原因"
    assert str(CellError(0, "", End.START, "原因")) == "笔记本没有开始运行：原因"


def test_a_misspelt_parameter_is_refused_before_a_kernel_starts() -> None:
    template = notebook()
    template.cells[0].source = template.cells[0].source.replace("department", "departement")
    with pytest.raises(InputError, match="departement"):
        read_template(nbformat.writes(template).encode(), tuple(Params.model_fields))


@POSIX
@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("import os; os.kill(os.getpid(), 9)", "内核中途终止（可能内存不足）"),
        ("import os; os.kill(os.getpid(), 11)", f"内核中途终止（信号 {int(signal.SIGSEGV)}）"),
        ("import os; os._exit(3)", "内核中途退出（退出码 3）"),
    ],
)
def test_a_kernel_that_dies_is_named_with_its_cell(shells: Shells, source: str, cause: str) -> None:
    begin = time.monotonic()
    assert failure(shells, "a = 1", source, "2") == (4, source, cause)
    assert time.monotonic() - begin < FEW


@pytest.mark.parametrize(
    "source",
    [
        "import time; time.sleep(1000)",
        "while True: pass",
        "import signal, time\nfor s in (signal.SIGINT, signal.SIGTERM): signal.signal(s, signal.SIG_IGN)\nwhile True: time.sleep(1)",
        "while True:\n    try:\n        import time; time.sleep(1)\n    except BaseException: pass",
        "import re; re.match('(a+)+$', 'a' * 60 + 'b')",  # in C, with the interpreter locked
        "import asyncio; await asyncio.sleep(1000)",
    ],
)
def test_a_cell_that_never_ends_is_ended(shells: Shells, source: str) -> None:
    begin = time.monotonic()
    assert failure(shells, "a = 1", source, limits=Limits(3)) == (4, source, "超过 3 秒未完成")
    assert time.monotonic() - begin < 3 + FEW


def test_time_that_is_over_before_the_first_cell_is_said(shells: Shells) -> None:
    assert failure(shells, "1", limits=Limits(0)) == (0, "", "超过 0 秒未完成")


@pytest.mark.parametrize("source", ["input()", "import getpass; getpass.getpass()"])
def test_asking_for_input_fails(shells: Shells, source: str) -> None:
    cell, _source, cause = failure(shells, source)
    assert (cell, cause.split(":")[0]) == (3, "StdinNotImplementedError")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not keep to the limit")
def test_a_cell_that_wants_all_memory_gets_an_error(shells: Shells) -> None:
    with pytest.raises(CellError) as caught:
        execute(notebook("x = 1", "x = bytearray(2**31)"), PARAMS, ROOT, shells, GIGABYTE)
    assert (caught.value.cell, caught.value.end, caught.value.cause) == (
        4,
        End.MEMORY,
        "内存不足：MemoryError",
    )
    enough = "import os; x = bytearray(2**28); print(os.environ.get('PJKIT_KERNEL_MEMORY'))"
    assert said(shells, enough, limits=GIGABYTE) == "None"


def test_a_folder_that_is_not_there_is_an_error_not_a_hang(shells: Shells, tmp_path: Path) -> None:
    with pytest.raises((CellError, OSError)):
        execute(notebook("1"), PARAMS, tmp_path / "none", shells)


# Nothing left


@POSIX
def test_processes_that_a_cell_starts_end_with_the_kernel(shells: Shells) -> None:
    pid = int(said(shells, "import subprocess; print(subprocess.Popen(['sleep', '1000']).pid)"))
    soon(lambda: not psutil.pid_exists(pid))


@POSIX
@pytest.mark.parametrize(
    ("kind", "ended"), [("kernel", "alone"), ("pjkit", "alone"), ("pjkit", "with the prepared process")]
)
def test_killing_the_renderer_leaves_no_process(temporary: Path, kind: str, ended: str) -> None:
    pids = temporary / "pids"
    cell = (
        "import os, json, time, signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        f"open({str(pids)!r} + '.new', 'w').write(json.dumps([os.getpid(), os.getppid()]))\n"
        f"os.rename({str(pids)!r} + '.new', {str(pids)!r})\ntime.sleep(1000)"
    )
    program = (
        f"import sys, tempfile; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import test_engine as t\n"
        f"with t.Shells(forked={kind == 'pjkit'}) as shells: t.said(shells, {cell!r})"
    )
    environment = {**os.environ, "TMPDIR": str(temporary)}
    renderer = subprocess.Popen([sys.executable, "-c", program], env=environment)
    soon(pids.exists)
    kernel, parent = json.loads(pids.read_text(encoding="utf-8"))
    pids.unlink()
    started = psutil.Process(renderer.pid).children(recursive=True)
    assert kernel in [process.pid for process in started]
    if ended == "with the prepared process":
        os.kill(parent, signal.SIGSTOP)  # so that it does nothing between the two
    renderer.kill()
    if ended == "with the prepared process":
        os.kill(parent, signal.SIGKILL)
    renderer.wait()
    soon(lambda: not any(process.is_running() for process in started))
    if (
        kind == "pjkit"
    ):  # the prepared process has outlived the renderer by a moment, or the keeper both; it tidies up
        soon(lambda: not list(temporary.glob("pj-*")))
    for left in temporary.glob("pj-*"):
        shutil.rmtree(left)


@POSIX
def test_closing_ends_what_runs_at_once_and_nothing_starts_afterwards(
    temporary: Path, tmp_path: Path
) -> None:
    """Another thread waits for a cell that never ends; it hears of it in seconds, not after its time limit."""
    mark = tmp_path / "begun"
    source = f"import time; open({str(mark)!r}, 'w').close(); time.sleep(1000)"
    with ThreadPoolExecutor(1) as executor:
        with Shells() as made:
            waiting = executor.submit(failure, made, source, limits=Limits(300))
            soon(mark.exists)
        begin = time.monotonic()
        assert waiting.result(timeout=60) == (3, source, "内核中途终止（可能内存不足）")
    assert time.monotonic() - begin < FEW
    assert failure(made, "1") == (0, "", "已中断")
    assert list(temporary.glob("pj-*")) == []


def test_a_workplace_is_private_and_goes_with_what_is_in_it(shells: Shells) -> None:
    with shells.workplace() as folder:
        (folder / "数据").mkdir()
        (folder / "数据/收支.csv").write_text("科目", encoding="utf-8")
        assert os.name != "posix" or folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


@POSIX
def test_a_prepared_process_that_is_killed_fails_one_notebook_and_is_replaced(
    forked: Shells, tmp_path: Path
) -> None:
    source = "import os, time; os.kill(os.getppid(), 9); time.sleep(1000)"
    assert failure(forked, source) == (3, source, "内核中途终止（可能内存不足）")
    assert said(forked, "print(1)", tmp_path) == "1"


@POSIX
def test_a_module_that_cannot_be_imported_is_told_at_once(temporary: Path) -> None:
    del temporary
    with pytest.raises(StartError, match=r"ModuleNotFoundError: No module named 'pjkit\.nosuch'"):
        Shells(["pjkit.nosuch"]).__enter__()


@POSIX
def test_what_is_slow_the_first_time_is_done_once_for_all(temporary: Path) -> None:
    del temporary
    with Shells(["json", "importlib:import_module:wave", "gc:collect"]) as made:
        assert said(made, "import sys; print('wave' in sys.modules)") == "True"
    with pytest.raises(StartError, match="AttributeError: module"):
        Shells(["json:nosuch"]).__enter__()


@POSIX
def test_a_module_that_starts_a_thread_is_refused(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del temporary
    text = "import threading, time; threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()"
    (tmp_path / "threaded.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(StartError, match="有 2 个线程"):
        Shells(["threaded"]).__enter__()


def test_where_the_system_cannot_fork_ordinary_kernels_serve(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del temporary
    monkeypatch.setattr(pool, "CAN_FORK", False)
    with Shells(["pjkit.nosuch"]) as instead:
        assert not instead.forked
        assert said(instead, "print(1)") == "1"


# Ends, as data

ENDS = {
    "a cell fails": ("1 / 0", End.CELL, "ZeroDivisionError: division by zero"),
    "it is killed as for want of memory": ("import os; os.kill(os.getpid(), 9)", End.MEMORY, ""),
    "it ends itself": ("import os; os._exit(3)", End.EXIT, "3"),
    "a signal ends it": ("import os; os.kill(os.getpid(), 11)", End.SIGNAL, "11"),
    "it never ends": ("import time; time.sleep(1000)", End.TIMEOUT, "4"),
    "it prints for ever": ("while True: print('长' * 100)", End.OUTPUT, "1000000"),
    "it shows too much at once": ("'x' * 2_000_000", End.OUTPUT, "1000000"),
    "all signals are blocked": (
        "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\ntime.sleep(1000)",
        End.TIMEOUT,
        "4",
    ),
}
BOUNDS = Limits(4, 2**31, 10**6)


@POSIX
@pytest.mark.parametrize("case", ENDS)
def test_an_end_is_told_as_data(shells: Shells, case: str) -> None:
    source, end, detail = ENDS[case]
    with pytest.raises(CellError) as caught:
        execute(notebook("a = 1", source), PARAMS, ROOT, shells, BOUNDS)
    assert (caught.value.cell, caught.value.source) == (4, source)
    assert (caught.value.end, caught.value.detail) == (end, detail)


# What only a forked shell can do

FORKED_ENDS = {
    "it stands still": ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", End.NO_ANSWER, ""),
    "a process it has started prints for ever": ("!yes", End.OUTPUT, "1000000"),
    "below Python, it prints for ever": (
        "import os\nwhile True: os.write(1, b'x' * 1000)",
        End.OUTPUT,
        "1000000",
    ),
    "memory is mapped to be shared": (
        "import mmap; mmap.mmap(-1, 2**32)",
        End.MEMORY,
        "OSError: [Errno 12] Cannot allocate memory",
    ),
    "a library aborts for want of memory": ("import os; os.abort()", End.MEMORY, ""),
    "a file is mapped that is larger than what is left": (
        "import mmap, tempfile\nf = tempfile.TemporaryFile(); f.truncate(2**32); m = mmap.mmap(f.fileno(), 0)",
        End.MEMORY,
        "OSError: [Errno 12] Cannot allocate memory",
    ),
    "what it says is no message": (
        "import os\nfor fd in range(3, 30):\n    try: os.write(fd, b'\\0\\0\\0\\2no')\n    except OSError: pass",
        End.NO_ANSWER,
        "",
    ),
}


@POSIX
@pytest.mark.parametrize("case", FORKED_ENDS)
def test_an_end_of_a_forked_shell_is_told_as_data(forked: Shells, case: str) -> None:
    source, end, detail = FORKED_ENDS[case]
    with pytest.raises(CellError) as caught:
        execute(notebook("a = 1", source), PARAMS, ROOT, forked, BOUNDS)
    assert (caught.value.cell, caught.value.end, caught.value.detail) == (4, end, detail)


@POSIX
def test_a_shell_that_closes_its_connection_is_not_waited_for(
    forked: Shells, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "_END", 1.0)
    source = "import os, time; os.closerange(3, 100)\nwhile True:\n    time.sleep(1)"
    assert failure(forked, source) == (3, source, "内核没有应答")


@POSIX
def test_a_line_of_a_million_characters_takes_no_time(forked: Shells) -> None:
    begin = time.monotonic()
    assert said(forked, "print('x' * 10**6)") == "x" * 10**6
    assert said(forked, "print('x' * 10**6 + chr(13) + 'y')") == "y"
    assert time.monotonic() - begin < FEW


@POSIX
def test_a_process_that_leaves_its_session_ends_with_the_shell(forked: Shells) -> None:
    """A daemon: it is nobody's child any more."""
    daemon = "import os, time; os.fork() and os._exit(0); os.setsid(); time.sleep(1000)"
    source = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {daemon!r}]); p.wait()\n"
    source += "import psutil, time; time.sleep(0.3); print([c.pid for c in psutil.Process().children()][0])"
    pid = int(said(forked, source))
    assert not psutil.pid_exists(pid)


LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="只有 Linux 说得出进程的环境")
DAEMON = (
    "import os, sys, time; os.fork() and os._exit(0); os.setsid(); open('{}', 'w').write(str(os.getpid())); "
)
DAEMON += "time.sleep(1000)"


def start_daemon(file: Path) -> str:
    """The cell that leaves a daemon, whose process id it writes into ``file``."""
    source = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {DAEMON.format(file)!r}])\n"
    return source + f"import os, signal, time\nwhile not os.path.exists({str(file)!r}): time.sleep(0.01)\n"


@LINUX
def test_a_daemon_ends_with_the_notebook_that_left_it(shells: Shells, tmp_path: Path) -> None:
    file = tmp_path / "pid"
    said(shells, start_daemon(file) + "time.sleep(0.3); print(1)")
    soon(lambda: not psutil.pid_exists(int(file.read_text())))


@LINUX
@pytest.mark.parametrize("forks", [False, True], ids=["started", "forked"])
def test_a_daemon_ends_with_the_prepared_process_that_is_killed(
    forked: Shells, tmp_path: Path, *, forks: bool
) -> None:
    """Nobody's child and in nobody's group: its environment tells whose it is."""
    file = tmp_path / "pid"
    source = start_daemon(file)
    if forks:
        source = f"import os, signal, time\nif not os.fork():\n    {DAEMON.format(file)}\n"
        source += f"while not os.path.exists({str(file)!r}): time.sleep(0.01)\n"
    failure(forked, source + "time.sleep(0.3); os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)")
    soon(lambda: not psutil.pid_exists(int(file.read_text())))


@POSIX
def test_a_prepared_process_that_stands_still_goes_on(forked: Shells, tmp_path: Path) -> None:
    assert said(forked, "import os, signal; os.kill(os.getppid(), signal.SIGSTOP); print(1)") == "1"
    assert said(forked, "print(2)", tmp_path) == "2"


@POSIX
def test_a_prepared_process_that_does_not_answer_is_replaced(
    forked: Shells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notebook that notices is run by the next one, in the same folder."""
    monkeypatch.setattr(prepared, "_FORK", 1.0)
    monkeypatch.setattr(pool, "REHEARSAL", 1.0)
    monkeypatch.setattr(prepared, "_END", 1.0)
    with ThreadPoolExecutor(1) as executor:
        hung = executor.submit(forked.rehearse, "subprocess:getoutput:sleep 1000")
        with forked.workplace() as folder:
            (folder / "here").touch()
            time.sleep(0.5)  # it has begun
            source = "from pathlib import Path; print(Path('here').exists())"
            assert said(forked, source, folder) == "True"
    assert hung.exception() is None


@POSIX
def test_no_port_is_opened(forked: Shells) -> None:
    source = "import psutil; print(psutil.Process().net_connections('inet'))"
    assert said(forked, source) == "[]"


@POSIX
def test_rubrics_without_number_are_rehearsed_by_one_process(forked: Shells) -> None:
    source = "import os; print(os.getppid())"
    before = said(forked, source)
    for number in range(20):
        forked.rehearse(f"importlib:import_module:xml{'.sax' * (number % 2)}")
    assert said(forked, source) == before


# Messages


def test_messages_arrive_whole_and_an_end_is_noticed() -> None:
    ours, theirs = socket.socketpair()
    reader = Reader(ours)
    frame = packed({"文": "二\ud800"})
    theirs.sendall(packed({"a": 1}) + frame[:7])
    assert reader.receive() == {"a": 1}
    assert reader.take() is None
    theirs.sendall(frame[7:])
    assert reader.receive() == {"文": "二\ud800"}
    theirs.close()
    with pytest.raises(ClosedError):
        reader.receive()
    with pytest.raises(ClosedError):
        send(ours, frame)
    ours.close()


@pytest.mark.parametrize("body", [b"no json", b"[1]", b"\xff\xfe"])
def test_what_is_no_message_is_refused(body: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(len(body).to_bytes(4, "big") + body)
        with pytest.raises(FrameError):
            Reader(ours).receive()


def test_a_message_longer_than_allowed_is_refused_before_it_is_read() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall((10**9).to_bytes(4, "big") + b"[")
        with pytest.raises(TooMuchError):
            Reader(ours, 1000).receive()
