"""One contract for both engines: the same cells give the same in a forked shell and in an ordinary kernel.

Outputs, numbers and states are compared. What differs by nature is settled first: addresses, times, where the
engine keeps a cell's source.
"""

import importlib
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from pjkit.batch.engine.bounds import Limits
from pjkit.batch.engine.ordinary import OrdinaryEngine
from pjkit.batch.engine.papermill_engine import PjkitEngine
from pjkit.batch.engine.shells import CAN_FORK, Shells

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="there is one engine only")

WAIT = (
    "\nimport time; time.sleep(0.5)"  # what is written below Python's level reaches a kernel in its own time
)
CELLS = {
    "a value": "1 + 1",
    "nothing": "None",
    "a value that is not shown": "1 + 1;",
    "the last value again": "_ , Out[1], In[1]",
    "text": "print('一', 2)",
    "text without an end of line": "print('一', end='')",
    "text on both streams": "import sys; print('一'); print('二', file=sys.stderr); print('三')",
    "first the other stream": "import sys; print('二', file=sys.stderr); print('一'); 3",
    "text before and after something shown": "print('前'); display(1); print('后'); 2",
    "a line written over": "for i in range(3): print(i, end='\\r')\nprint('done\\r\\nnext')",
    "a flush": "import sys; sys.stdout.write('a'); sys.stdout.flush(); sys.stdout.write('b');",
    "a surrogate": "print('a\\udcffb'.encode('utf-8', 'replace'))",
    "no text": "import sys\ntry: sys.stdout.write(b'a')\nexcept TypeError as e: print(type(e))",
    "what the streams are": "import sys; sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.writable(), sys.stdin.read()",
    "below Python's level": "import os; n = os.write(1, '低\\n'.encode())" + WAIT,
    "below Python's level, errors": "import os; n = os.write(2, b'low\\n')" + WAIT,
    "a process that prints": "import os; code = os.system('echo from below')" + WAIT,
    "a process that prints much": "import os; code = os.system('seq 20000')" + WAIT,
    "a process whose output is taken": "import subprocess; subprocess.run(['echo', 'x'], capture_output=True).stdout",
    "a command": "!echo 命令",
    "a command whose output is kept": "lines = !printf 'a\\nb\\n'\nlines",
    "a command in colour": "!printf '\\033[31mred\\033[0m'",
    "a command that fails": "!exit 3\n_exit_code",
    "rich output": "from IPython.display import HTML, display; display(HTML('<b>一</b>')); display(1, {'a': 2}); 3",
    "many kinds at once": "class A:\n    def _repr_mimebundle_(self, **_): return {'text/html': '<i>', 'text/plain': 'i', 'application/x+json': {'a': [1.5, None]}}\nA()",
    "metadata": "from IPython.display import display; display({'text/plain': 'x'}, raw=True, metadata={'a': 1})",
    "an image as bytes": "from IPython.display import display; display({'image/png': b'\\x89PNG', 'text/plain': 'p'}, raw=True)",
    "a name": "from IPython.display import display; handle = display('first', display_id='n'); None",
    "what was shown under a name, anew": "handle.update('second'); print('updated')",
    "cleared at once": "from IPython.display import clear_output\nprint('gone'); clear_output(); print('kept')",
    "cleared when something comes": "print('gone'); clear_output(wait=True); print('kept')",
    "cleared and nothing comes": "print('kept'); clear_output(wait=True)",
    "a table": "import pandas as pd; pd.DataFrame({'数': [1, 2]})",
    "a figure before pyplot": "from matplotlib.figure import Figure; f = Figure(); ax = f.subplots().plot([1, 2]); f",
    "an inline figure": "import matplotlib.pyplot as plt; plt.plot([1, 2]);",
    "a figure that is shown": "plt.plot([1, 2]); plt.show(); print('after')",
    "two figures and a value": "plt.figure(); plt.plot([1]); plt.figure(); plt.plot([2]); 'value'",
    "a figure as value": "from matplotlib.figure import Figure; f = Figure(); ax = f.subplots(); f",
    "vector figures": "%config InlineBackend.figure_formats = ['svg']\nprint(plt.rcParams['figure.dpi'])",
    "a magic": "%matplotlib inline\nprint(plt.get_backend())",
    "a magic for the whole cell": "%%capture kept\nprint('a'); display(1)",
    "what was captured": "kept.stdout, len(kept.outputs), kept.show()",
    "time": "%%time\npass",
    "an unknown magic": "%nosuchmagic",
    "help": "len?",
    "an await": "import asyncio; await asyncio.sleep(0.01); print('later')",
    "a task that goes on in the next cell": "async def slow():\n    await asyncio.sleep(0.01); return 7\ntask = asyncio.create_task(slow()); task.done()",
    "its end": "await task",
    "a running loop": "asyncio.get_running_loop().is_running()",
    "an exception": "def f(): return 1 / 0\nf()",
    "an exception from none": "try: 1 / 0\nexcept ZeroDivisionError: raise ValueError('坏') from None",
    "an exception after output": "print('before'); raise RuntimeError('x')",
    "an exception while something is shown": "class B:\n    def __repr__(self): raise ValueError('no repr')\nB()",
    "bad syntax": "def (",
    "bad indentation": "if True:\nx",
    "an exception of many": "raise ExceptionGroup('g', [ValueError(1), TypeError(2)])",
    "an assertion": "assert 1 == 2, '不等'",
    "a keyboard interrupt": "raise KeyboardInterrupt",
    "a warning": "import warnings; warnings.warn('小心')",
    "a warning that is silenced": "warnings.simplefilter('ignore'); warnings.warn('x')",
    "a log": "import logging; logging.warning('记下')",
    "input": "input('?')",
    "a password": "import getpass; getpass.getpass()",
    "where modules are looked for": "import sys; sys.path[0], sys.flags.safe_path",
    "names": "__name__, __builtin__.__name__, 'get_ipython' in globals()",
    "classes can be pickled": "class C: pass\nimport pickle; type(pickle.loads(pickle.dumps(C()))).__module__",
    "a future import": "from __future__ import annotations\ndef g(x: nosuch): ...\ng.__annotations__",
    "a thread that prints": "import threading; t = threading.Thread(target=print, args=('thread',)); t.start(); t.join()",
    "the environment": "import os; [os.environ.get(n) for n in ('TERM', 'PAGER', 'CLICOLOR', 'FORCE_COLOR', 'MPLBACKEND')]",
    "a number that is none": "from IPython.display import display; display({'application/json': {'a': float('nan')}}, raw=True)",
    "blank": "  \n",
    "numbers go on": "get_ipython().execution_count",
    "a cell that leaves": "raise SystemExit(0)",
}
SKIPPED = "skipped by its tag"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """The cells as run by a forked shell and by a kernel."""
    folder = tmp_path_factory.mktemp("contract")
    limits = Limits(120)
    with pytest.MonkeyPatch.context() as patch, Shells(["pandas", "matplotlib.figure"]) as shells:
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)  # ipykernel would not capture below Python's level
        with shells.shell(folder, limits) as shell:
            forked = PjkitEngine.execute_notebook(template(), "python3", progress_bar=False, shell=shell)
        kernel = OrdinaryEngine.execute_notebook(
            template(), "python3", progress_bar=False, root=folder, limits=limits
        )
    return by_name(forked), by_name(kernel)


def template() -> Any:
    """A notebook of these cells; one that fails does not end it, but the last."""
    cells = [nbformat.v4.new_code_cell(source, id=f"c{at}") for at, source in enumerate(CELLS.values())]
    for cell in cells[:-1]:
        cell.metadata["tags"] = ["raises-exception"]
    skipped = nbformat.v4.new_code_cell("print('no')", id="skipped", metadata={"tags": ["skip-execution"]})
    beside = [nbformat.v4.new_markdown_cell("*x*", id="m"), nbformat.v4.new_raw_cell("raw", id="r")]
    after = nbformat.v4.new_code_cell("print('never')", id="after")
    notebook = nbformat.v4.new_notebook(cells=[skipped, *beside, *cells, after])
    return papermill.execute_notebook(notebook, None, prepare_only=True, kernel_name="python3")


def by_name(notebook: Any) -> dict[str, Any]:
    """What there is to compare of each cell."""
    names = [SKIPPED, "text beside", "raw beside", *CELLS, "after the end"]
    return {name: compared(cell) for name, cell in zip(names, notebook.cells, strict=True)}


def compared(cell: Any) -> dict[str, Any]:
    state = cell.metadata.papermill
    outputs = [settled(dict(output)) for output in cell.get("outputs", [])]
    return {
        "outputs": outputs,
        "count": cell.get("execution_count"),
        "state": (state["status"], state["exception"]),
    }


def settled(output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "error":
        refused = output["ename"] == "StdinNotImplementedError"
        frames = plain("\n".join(output["traceback"]))
        # whose function refuses is the engine's own; how much is shown around a line depends on where the source is
        own = (
            []
            if refused
            else [" ".join(line.split()) for line in re.findall(r"Cell In.*|-+>.*|^\w+:.*", frames)]
        )
        return {**output, "evalue": "" if refused else plain(output["evalue"]), "traceback": own}
    if output["output_type"] == "stream":
        return {**output, "text": plain(output["text"])}
    data = {kind: plain(one) if isinstance(one, str) else one for kind, one in output["data"].items()}
    return {**output, "data": data}


def plain(text: str) -> str:
    """Without addresses, times, where the engine keeps the cell's source, and so how finely a traceback is coloured."""
    text = re.sub(r"\x1b\[[\d;]*m", "", text)
    text = re.sub(r"0x[0-9a-f]{6,}", "0x…", text)
    text = re.sub(r"(/\S*/ipykernel_\d+/\d+\.py|<ipython-input-[^>]*>|\b\d{6,}\.py)", "<cell>", text)
    return re.sub(r"[\d.e+]+ ([µμ]s|ms|s|ns)\b", "… s", text)


NAMES = [SKIPPED, "text beside", "raw beside", *CELLS, "after the end"]


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_give_the_same(both: tuple[dict[str, Any], dict[str, Any]], name: str) -> None:
    forked, kernel = both
    assert forked[name] == kernel[name]


def test_the_comparison_compares_something(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Some of what is expected of either, by hand."""
    forked, _ = both
    assert forked["text on both streams"]["outputs"] == [
        {"output_type": "stream", "name": "stdout", "text": "一\n三\n"},
        {"output_type": "stream", "name": "stderr", "text": "二\n"},
    ]
    assert forked["a name"]["outputs"][0]["data"] == {"text/plain": "'second'"}
    assert "image/png" in forked["an inline figure"]["outputs"][0]["data"]
    assert forked["a process that prints"]["outputs"][0]["text"] == "from below\n"
    assert forked["an exception"]["outputs"][0]["ename"] == "ZeroDivisionError"
    assert (forked[SKIPPED]["outputs"], forked["after the end"]["outputs"]) == ([], [])
    assert len(CELLS) >= 40


def test_the_engine_is_found_by_papermill(tmp_path: Path) -> None:
    """By its entry point, as ``papermill --engine pjkit`` finds it."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("x = 1"), nbformat.v4.new_code_cell("x")]
    )
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, tmp_path / "in.ipynb")
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    module, _, name = project["entry-points"]["papermill.engine"]["pjkit"].partition(":")
    papermill.engines.papermill_engines.register("pjkit", getattr(importlib.import_module(module), name))
    done = papermill.execute_notebook(
        tmp_path / "in.ipynb",
        tmp_path / "out.ipynb",
        {"x": 2},
        engine_name="pjkit",
        kernel_name="python3",
        language="python",
        progress_bar=False,
    )
    assert done.cells[-1].outputs[0].data == {"text/plain": "2"}
    assert nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1].execution_count == 3
    assert os.environ.get("JPY_PARENT_PID") is None
