"""The ``pjkit`` command in a process of its own: what it imports, its bytes, its streams."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence

import pytest
from helpers import ROOT

OK, FAILED = 0, 1
PENSION = "params/xinning-pension.yaml"
START = "import sys; from pjkit.cli import main; sys.exit(main())"


def start(words: Sequence[str], **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, in the project's root."""
    return subprocess.run(
        [sys.executable, "-c", START, *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("words", [["--help"], ["check", PENSION], ["score", PENSION]], ids=" ".join)
def test_a_light_command_imports_no_heavy_library(words: list[str]) -> None:
    heavy = {"pandas", "matplotlib", "papermill", "nbconvert", "IPython"}
    if words == ["--help"]:
        heavy |= {"numpy", "rapidfuzz", "xlsxwriter", "docx", "rich"}
    after = (
        f"import atexit, sys; heavy = {heavy};"
        "atexit.register(lambda: print('heavy:', sorted(heavy & set(sys.modules)), file=sys.stderr));"
    )
    done = subprocess.run(
        [sys.executable, "-c", after + START, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == "heavy: []\n"


def test_score_as_json_is_the_same_bytes_whatever_the_process_and_its_encoding() -> None:
    first = start(["score", "params/demo-health.yaml", "--json"], PYTHONHASHSEED="1")
    second = start(["score", "params/demo-health.yaml", "--json"], PYTHONHASHSEED="2", PYTHONIOENCODING="gbk")
    assert (first.returncode, first.stderr) == (OK, b"")
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["department"] == "demo-health"


def test_a_terminal_that_cannot_show_chinese_gets_it_escaped() -> None:
    done = start(["check", PENSION], PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (OK, b"")
    assert b"xinning-pension\\uff08" in done.stdout  # （


def test_a_reader_that_stops_early_is_no_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", START, "check"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), errors) == (FAILED, b"")
