"""Ordinary and warm kernels keep one contract: same outputs, same errors, nothing shared, nothing left behind."""

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

from pjkit.batch import execute as execution
from pjkit.batch.execute import CellError, execute
from pjkit.batch.kernels import manager, pool
from pjkit.batch.kernels.nursery import KernelError
from pjkit.batch.kernels.pool import Kernels
from pjkit.batch.kernels.wire import ClosedError, Wire
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


@pytest.fixture(scope="module", params=["ordinary", "warm"])
def kernels(request: pytest.FixtureRequest, temporary: Path) -> Iterator[Kernels]:
    del temporary  # is to end after us
    with Kernels(MODULES, warm=request.param == "warm") as made:
        yield made


@pytest.fixture
def warm(temporary: Path) -> Iterator[Kernels]:
    """Its own, for tests that do harm to it."""
    del temporary
    with Kernels() as made:
        yield made


@pytest.fixture(scope="module")
def ordinary(temporary: Path) -> Kernels:
    del temporary
    return Kernels(warm=False)


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


def said(kernels: Kernels, source: str, folder: Path = ROOT) -> str:
    """What a cell that prints has printed."""
    ((output,),) = shown(execute(notebook(source), PARAMS, folder, kernels=kernels, timeout=60))
    return str(output["text"]).strip()


def failure(kernels: Kernels, *sources: str, timeout: float = 60) -> tuple[int, str, str]:
    with pytest.raises(CellError) as caught:
        execute(notebook(*sources), PARAMS, ROOT, kernels=kernels, timeout=timeout)
    return caught.value.cell, caught.value.source, caught.value.cause


def soon(gone: Any) -> None:
    """Wait until something holds; a hang fails."""
    deadline = time.monotonic() + FEW
    while not gone():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# Same outputs

CELLS = [
    "print(department, year); department",
    "import sys; print('一'); print('二', file=sys.stderr); None",
    "from IPython.display import HTML, display; display(HTML('<b>一</b>')); display(1); 2",
    "import pandas as pd; pd.DataFrame({'a': [1, 2]})",
    "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()",
    "from matplotlib.figure import Figure; f = Figure(); f.subplots().plot([1, 2]); f",
    "import asyncio; await asyncio.sleep(0.01); print('later')",
    # the pause: what is written below Python's level comes through a thread of ipykernel's, in its own time
    "import os, time; code = os.system('echo from below')\ntime.sleep(0.5)",
    "import subprocess, sys; print(subprocess.run([sys.executable, '-c', 'print(1)'], capture_output=True).stdout)",
    "%matplotlib inline\n__name__, In[-1]",
    "import sys; __name__, sys.stdin.read(), sys.flags.safe_path, sys.path[0]",
    "import warnings; warnings.simplefilter('ignore'); warnings.warn('x'); [k for k in globals() if k == 'rules']",
    "from __future__ import annotations\nclass A: pass\nimport pickle; type(pickle.loads(pickle.dumps(A()))).__module__",
]


def test_a_notebook_gives_the_same_outputs(
    kernels: Kernels, ordinary: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # ipykernel then captures what is written below Python's level
    one, other = (
        shown(execute(notebook(*CELLS), PARAMS, ROOT, kernels=k, timeout=60)) for k in (kernels, ordinary)
    )
    assert one == other
    assert "image/png" in one[4][0]
    assert one[7][0]["text"] == "from below\n"


def test_the_master_notebook_gives_the_same_record_and_pages(kernels: Kernels, ordinary: Kernels) -> None:
    template = nbformat.read(ROOT / "notebooks" / "report.ipynb", as_version=4)
    one, other = (execute(template, PARAMS, ROOT, kernels=k, timeout=120) for k in (kernels, ordinary))
    records = [record_of(one), record_of(other)]
    assert records[0] == records[1]
    settle(one, records[0])
    settle(other, records[1])
    assert nbformat.writes(one) == nbformat.writes(other)


@POSIX
def test_output_of_a_process_that_a_cell_forks_arrives(kernels: Kernels) -> None:
    source = "import os\nif not os.fork():\n    print('from a child', flush=True); os._exit(0)\nos.wait();"
    assert said(kernels, source + "\nimport time; time.sleep(0.5)") == "from a child"


def test_the_kernel_works_in_the_given_folder_and_imports_from_there(
    kernels: Kernels, tmp_path: Path
) -> None:
    (tmp_path / "beside.py").write_text("x = 1", encoding="utf-8")
    assert said(kernels, "import os, beside; print(beside.x, os.getcwd())", tmp_path) == f"1 {tmp_path}"


def test_the_environment_is_that_of_now(kernels: Kernels, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PJKIT_TEST", "now")
    assert said(kernels, "import os; print(os.environ['PJKIT_TEST'])") == "now"


def test_settings_of_the_user_do_not_reach_a_notebook(
    kernels: Kernels, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    startup = tmp_path / "profile_default" / "startup" / "0.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("theirs = 1", encoding="utf-8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(startup))
    assert (
        said(kernels, "print('theirs' in globals(), get_ipython().history_manager.enabled)") == "False False"
    )


# Nothing shared


def test_no_state_goes_from_one_notebook_to_the_next(kernels: Kernels) -> None:
    source = (
        "import pjkit, os, builtins, pandas as pd\n"
        "print([getattr(o, 'left', None) for o in (pjkit, builtins)], os.environ.get('LEFT'), "
        "pd.get_option('display.max_rows'))\n"
        "pjkit.left = builtins.left = os.environ['LEFT'] = 'here'; pd.set_option('display.max_rows', 7)"
    )
    first, second = said(kernels, source), said(kernels, source)
    assert first == second == "[None, None] None 60"


def test_random_numbers_differ_between_notebooks(kernels: Kernels) -> None:
    source = (
        "import random, uuid, secrets, numpy.random as r, tempfile\n"
        "print(random.random(), r.random(), r.default_rng().random(), uuid.uuid4(), uuid.uuid1(), "
        "secrets.token_hex(), next(tempfile._get_candidate_names()))"
    )
    one, other = (said(kernels, source).split() for _ in range(2))
    assert not set(one) & set(other)


@POSIX
def test_no_port_is_opened(kernels: Kernels) -> None:
    source = "import psutil; print(psutil.Process().net_connections('inet'))"
    assert said(kernels, source) == "[]"


@POSIX
def test_a_kernels_folder_is_private_and_its_temporary_files_go(kernels: Kernels) -> None:
    source = "import os, pathlib, tempfile; f = pathlib.Path(tempfile.mkstemp()[1])\n"
    source += "print(f, oct(f.parents[1].stat().st_mode & 0o777))"
    path, mode = said(kernels, source).split()
    assert mode == "0o700"
    assert not Path(path).parent.parent.exists()


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, None], ids=["threads", "processes"])
def test_eight_notebooks_two_at_a_time_do_not_collide(kernels: Kernels, executor: Any) -> None:
    numbers = [str(number) for number in range(8)]
    if executor:
        with executor(2) as workers:
            got = list(
                workers.map(lambda n: said(kernels, f"import time; time.sleep(0.1); print({n})"), numbers)
            )
    else:
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
            got = list(workers.map(_in_a_process, [kernels.warm] * 8, numbers))
    assert got == numbers


def _in_a_process(warm: bool, number: str) -> str:  # noqa: FBT001 - given by position
    with Kernels(warm=warm) as own:
        return said(own, f"print({number})")


# Same errors


def test_a_failing_cell_is_named(kernels: Kernels) -> None:
    assert failure(kernels, "a = 1", "# 除\n1 / 0", "2") == (
        4,
        "# 除\n1 / 0",
        "ZeroDivisionError: division by zero",
    )


def test_an_error_goes_through_a_process_pool_and_a_context_manager() -> None:
    error = pickle.loads(pickle.dumps(CellError(3, "x = 1\ny", "原因")))  # noqa: S301 - our own
    assert str(error) == "第 3 个代码单元（x = 1）出错：原因"
    assert str(CellError(0, "", "原因")) == "笔记本没有开始运行：原因"


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
def test_a_kernel_that_dies_is_named_with_its_cell(kernels: Kernels, source: str, cause: str) -> None:
    begin = time.monotonic()
    assert failure(kernels, "a = 1", source, "2") == (4, source, cause)
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
def test_a_cell_that_never_ends_is_ended(kernels: Kernels, source: str) -> None:
    begin = time.monotonic()
    assert failure(kernels, "a = 1", source, timeout=3) == (4, source, "超过 3 秒未完成")
    assert time.monotonic() - begin < 3 + FEW


def test_time_that_is_over_before_the_first_cell_is_said(kernels: Kernels) -> None:
    assert failure(kernels, "1", timeout=0) == (0, "", "超过 0 秒未完成")


@pytest.mark.parametrize("source", ["input()", "import getpass; getpass.getpass()"])
def test_asking_for_input_fails(kernels: Kernels, source: str) -> None:
    cell, _source, cause = failure(kernels, source)
    assert (cell, cause.split(":")[0]) == (3, "StdinNotImplementedError")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not keep to the limit")
@pytest.mark.parametrize("is_warm", [False, True])
def test_a_cell_that_wants_all_memory_gets_an_error(temporary: Path, is_warm: bool) -> None:  # noqa: FBT001
    del temporary
    with Kernels(warm=is_warm, memory=2**30) as made:
        assert failure(made, "x = 1", "x = bytearray(2**31)") == (4, "x = bytearray(2**31)", "MemoryError: ")
        assert (
            said(made, "import os; x = bytearray(2**28); print(os.environ.get('PJKIT_KERNEL_MEMORY'))")
            == "None"
        )


def test_a_folder_that_is_not_there_is_an_error_not_a_hang(kernels: Kernels, tmp_path: Path) -> None:
    with pytest.raises((CellError, OSError)):
        execute(notebook("1"), PARAMS, tmp_path / "none", kernels=kernels)


# Nothing left


@POSIX
def test_processes_that_a_cell_starts_end_with_the_kernel(kernels: Kernels) -> None:
    pid = int(said(kernels, "import subprocess; print(subprocess.Popen(['sleep', '1000']).pid)"))
    soon(lambda: not psutil.pid_exists(pid))


@POSIX
@pytest.mark.parametrize("kind", ["ordinary", "warm"])
def test_killing_the_renderer_leaves_no_process(temporary: Path, kind: str) -> None:
    pids = temporary / "pids"
    cell = (
        "import os, json, time, signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        f"open({str(pids)!r} + '.new', 'w').write(json.dumps([os.getpid(), os.getppid()]))\n"
        f"os.rename({str(pids)!r} + '.new', {str(pids)!r})\ntime.sleep(1000)"
    )
    program = (
        f"import sys, tempfile; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import test_kernels as t\n"
        f"with t.Kernels(warm={kind == 'warm'}) as kernels: t.said(kernels, {cell!r})"
    )
    environment = {**os.environ, "TMPDIR": str(temporary)}
    renderer = subprocess.Popen([sys.executable, "-c", program], env=environment)
    soon(pids.exists)
    kernel, _parent = json.loads(pids.read_text(encoding="utf-8"))
    pids.unlink()
    started = psutil.Process(renderer.pid).children(recursive=True)
    assert kernel in [process.pid for process in started]
    renderer.kill()
    renderer.wait()
    soon(lambda: not any(process.is_running() for process in started))
    if kind == "warm":  # the zygote has outlived the renderer by a moment, and tidies up
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
        with Kernels() as made:
            waiting = executor.submit(failure, made, source, timeout=300)
            soon(mark.exists)
        begin = time.monotonic()
        assert waiting.result(timeout=60) == (3, source, "内核中途终止（可能内存不足）")
    assert time.monotonic() - begin < FEW
    assert failure(made, "1") == (0, "", "已中断")
    assert list(temporary.glob("pj-*")) == []


def test_a_workplace_is_private_and_goes_with_what_is_in_it(kernels: Kernels) -> None:
    with kernels.workplace() as folder:
        (folder / "数据").mkdir()
        (folder / "数据/收支.csv").write_text("科目", encoding="utf-8")
        assert os.name != "posix" or folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


@POSIX
def test_a_zygote_that_is_killed_fails_one_notebook_and_is_replaced(warm: Kernels, tmp_path: Path) -> None:
    source = "import os, time; os.kill(os.getppid(), 9); time.sleep(1000)"
    assert failure(warm, source) == (3, source, "内核中途终止（可能内存不足）")
    assert said(warm, "print(1)", tmp_path) == "1"


@POSIX
def test_a_module_that_cannot_be_imported_is_told_at_once(temporary: Path) -> None:
    del temporary
    with pytest.raises(KernelError, match=r"ModuleNotFoundError: No module named 'pjkit\.nosuch'"):
        Kernels(["pjkit.nosuch"]).__enter__()


@POSIX
def test_what_is_slow_the_first_time_is_done_once_for_all(temporary: Path) -> None:
    del temporary
    with Kernels(["json", "importlib:import_module:wave", "gc:collect"]) as made:
        assert said(made, "import sys; print('wave' in sys.modules)") == "True"
    with pytest.raises(KernelError, match="AttributeError: module"):
        Kernels(["json:nosuch"]).__enter__()


def test_a_kernel_that_lives_and_never_answers_is_an_error(
    kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_client: object) -> bool:
        return False

    monkeypatch.setattr(manager.ReportKernelManager.client_factory, "_answers", silent)
    monkeypatch.setattr(execution, "_START_TIMEOUT", 1)
    assert failure(kernels, "1") == (0, "", "内核没有应答")


@POSIX
def test_a_module_that_starts_a_thread_is_refused(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del temporary
    text = "import threading, time; threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()"
    (tmp_path / "threaded.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(KernelError, match="有 2 个线程"):
        Kernels(["threaded"]).__enter__()


def test_where_the_system_cannot_fork_ordinary_kernels_serve(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del temporary
    monkeypatch.setattr(pool, "CAN_FORK", False)
    with Kernels(["pjkit.nosuch"]) as instead:
        assert not instead.warm
        assert said(instead, "print(1)") == "1"


def test_lines_arrive_whole_and_an_end_is_noticed() -> None:
    ours, theirs = socket.socketpair()
    wire = Wire(ours)
    theirs.sendall(b'{"a": 1}\n{"b"')
    assert wire.receive(1) == [{"a": 1}]
    assert wire.receive(0) == []
    theirs.sendall(': "二"}\n'.encode())
    assert wire.receive(1) == [{"b": "二"}]
    theirs.close()
    with pytest.raises(ClosedError):
        wire.receive(1)
    wire.close()
