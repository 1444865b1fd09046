"""The command where little can be counted on: five times Ctrl-C, few files, no UTF-8, a stray json.py."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import MappingProxyType

import psutil  # type: ignore[import-untyped]  # comes with ipykernel
import pytest
import tiny
from conftest import render_in
from helpers import ROOT, rubric
from test_door import rewrite

from pjkit.batch import fingerprint
from pjkit.model.params import Params
from pjkit.model.records import as_typed
from pjkit.sources.reading import read_dossier

OK, FAILED, INTERRUPTED = 0, 1, 130
TESTS = Path(__file__).parent
ONE, TWO = "demo-c001", "demo-c002"
PATIENCE = 60.0  # seconds


def start(
    root: Path,
    *words: str,
    before: Callable[[], object] | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> "subprocess.Popen[bytes]":
    """The command in a process of its own, with tiny notebooks."""
    paths = os.pathsep.join([str(TESTS / "bench"), str(TESTS), str(TESTS.parent)])
    return subprocess.Popen(
        [sys.executable, "-P", str(TESTS / "tiny.py"), *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": paths, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=before,  # noqa: PLW1509 - no threads start here
    )


def said(process: "subprocess.Popen[bytes]") -> tuple[int, str, str]:
    """Exit status, stdout and stderr, which are UTF-8."""
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out.decode(), err.decode()


# Ctrl-C


def _at_the_terminal() -> None:
    """As a shell starts a command: a group of its own that Ctrl-C goes to."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files; pytest's own has too long a name for a socket."""
    with tempfile.TemporaryDirectory(prefix="pj-test-") as folder:
        yield Path(folder)


@pytest.mark.parametrize("gap", [0.02, 0.3])
def test_ctrl_c_five_times_is_one_word_and_leaves_nothing(
    gap: float, tmp_path: Path, temporary: Path
) -> None:
    tiny.county(tmp_path, 4, "import time; open('began', 'w').close(); time.sleep(60)")
    process = start(
        tmp_path, "render", "--jobs", "2", before=_at_the_terminal, environment={"TMPDIR": str(temporary)}
    )
    deadline = time.monotonic() + PATIENCE
    while not list(temporary.rglob("began")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    for _ in range(5):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        time.sleep(gap)
    assert said(process) == (INTERRUPTED, "", "已中断\n")
    assert [one for one in psutil.process_iter() if _is_in(one, temporary)] == []
    assert list(temporary.iterdir()) == []


def _is_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return str(folder) in " ".join(process.cmdline())
    except psutil.Error:
        return False


# Few files


@pytest.mark.parametrize("most", [10, 16])
def test_too_few_open_files_are_told_in_a_sentence(most: int, tmp_path: Path) -> None:
    tiny.county(tmp_path, 4)
    few = start(
        tmp_path,
        *("render", "--jobs", "4"),
        before=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)),
    )
    status, out, err = said(few)
    assert "Traceback" not in out + err
    if status != OK:
        assert status == FAILED
        assert "打开的文件太多" in err or "Too many open files" in err  # the system's words stand beside ours
        assert re.search("[\u4e00-\u9fff]", err)
    with tiny.quick():
        assert render_in(tmp_path) == OK
    assert len(tiny.published(tmp_path)) == 4


# No UTF-8


NO_UTF8 = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_a_system_without_utf8_is_given_one(tmp_path: Path) -> None:
    tiny.county(tmp_path, 2)
    status, out, err = said(start(tmp_path, "render", environment=NO_UTF8))
    assert (status, err) == (OK, "")
    assert tiny.published(tmp_path) == [ONE, TWO]
    assert f"{ONE}：outputs/2022/{ONE}/report.html" in out


def test_what_is_said_without_utf8_can_be_read(tmp_path: Path) -> None:
    assert said(start(tmp_path, "check", environment=NO_UTF8))[2].startswith("params 文件夹中没有参数文件")


# A stray module


@pytest.mark.parametrize("engine", ["pjkit", "kernel"])
@pytest.mark.parametrize("name", ["json.py", "numpy.py", "pjkit.py"])
def test_a_module_in_the_projects_folder_is_not_ours(name: str, engine: str, tmp_path: Path) -> None:
    tiny.county(tmp_path, 1)
    (tmp_path / name).write_text("raise SystemExit('mine')", "utf-8")
    status, _, err = said(start(tmp_path, "render", "--engine", engine))
    assert (status, err) == (OK, "")
    assert tiny.published(tmp_path) == [ONE]


# Paths written in another way


@pytest.mark.parametrize("before", ["./", ".//", "params/./../"])
def test_a_path_written_in_another_way_gives_the_same_record_or_a_sentence(
    before: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.county(tmp_path, 1)
    with tiny.quick():
        assert render_in(tmp_path) == OK
        record = (tmp_path / f"outputs/2022/{ONE}/scorecard.json").read_bytes()
        shutil.rmtree(tmp_path / "outputs")
        rewrite(tmp_path, f"params/{ONE}.yaml", "rubric", f"{before}params/rubrics/xinning-2022.yaml")
        rewrite(tmp_path, f"params/{ONE}.yaml", "data", f"{before}params/data/{ONE}-2022")
        if ".." in before:
            assert render_in(tmp_path) == FAILED
            assert "路径在项目之外。应为：项目根目录之内的相对路径" in capsys.readouterr().err
        else:
            assert render_in(tmp_path) == OK
            assert (tmp_path / f"outputs/2022/{ONE}/scorecard.json").read_bytes() == record


# The command that tries again


def test_a_failures_command_says_all_that_was_asked_for(tmp_path: Path) -> None:
    tiny.county(tmp_path, 1, "1 / 0")
    shutil.copy(ROOT / "pjkit/writers/docx/template.docx", tmp_path / "我的 模板.docx")
    asked = ["--to", "html,docx", "--template", "我的 模板.docx", "--memory", "900", "--timeout", "60.5"]
    with tiny.quick():
        assert (
            render_in(tmp_path, *asked, "--edition", "public", "--engine", "kernel", "--jobs", "1") == FAILED
        )
    (failure,) = tiny.standing(tmp_path, "2022-public").failures
    assert failure.command == (
        f"pjkit render params/{ONE}.yaml --edition public --to html,docx --template '我的 模板.docx'"
        " --timeout 60.5 --engine kernel --memory 900 --force"
    )


def test_a_command_is_quoted_where_a_shell_would_take_it_amiss() -> None:
    words = ("pjkit", "render", "params/县局.yaml", "params/$(rm -rf).yaml", "params/it's.yaml")
    assert as_typed(*words) == (
        "pjkit render params/县局.yaml 'params/$(rm -rf).yaml' 'params/it'\"'\"'s.yaml'"
    )


# Digests


def digest(tmp_path: Path, sheet: str, *rows: str) -> str:
    """The digest of a small department with one more sheet."""
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    (folder / "基本信息.csv").write_text("项目,内容,说明\n单位名称,示例县局,\n评价年度,2022,\n", "utf-8")
    (folder / "收支.csv").write_text(
        "科目,上年决算,年初预算,调整预算,本年决算,说明\n三公经费,1,1,1,1,\n", "utf-8"
    )
    (folder / f"{sheet}.csv").write_text("\n".join(rows) + "\n", "utf-8")
    params = Params(department="demo", year=2022, rubric="r", data="d")
    return read_dossier(folder, rubric(), params).digest


ACCOUNTS, TEXTS = "科目,上年决算,年初预算,调整预算,本年决算,说明", "章节,内容"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("1.0000001", "1.0000002", False),  # six decimals were kept
        ("12345678901234567890.000000001", "12345678901234567890", False),
        ("123456789012345678901234567890", "123456789012345678901234567891", False),
        ("2.40", "2.4", True),
        ('"1,000"', "1000", True),
        ("1000", "100", False),
        ("0.00", "0", True),
        ("", "0", False),
        ("１.5", "1.5", True),
    ],
)
def test_the_datas_digest_is_over_exact_numbers(one: str, other: str, is_same: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a column of the table
    first, second = (digest(tmp_path, "收支", ACCOUNTS, f"三公经费,{text},1,1,1,") for text in (one, other))
    assert (first == second) is is_same


def test_a_text_is_digested_as_it_is_written(tmp_path: Path) -> None:
    """6.10 and 6.1 are two clauses, and a chapter that says 1.50 is not one that says 1.5."""
    assert digest(tmp_path, "文字", TEXTS, "存在问题,6.10") != digest(tmp_path, "文字", TEXTS, "存在问题,6.1")
    assert digest(tmp_path, "文字", TEXTS, "存在问题, 6.1") == digest(
        tmp_path, "文字", TEXTS, "存在问题,6.1 "
    )


TERMINAL_ALONE = {"rich"}  # no page and no number comes from it


def test_the_libraries_digest_covers_all_that_pjkit_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split("[<>=[]", one, maxsplit=1)[0] for one in project["dependencies"]}
    assert needed - set(fingerprint.SHAPING) == TERMINAL_ALONE


@pytest.mark.parametrize("name", ["numpy", "pydantic", "lxml", "rapidfuzz", "lark"])
def test_another_version_of_a_library_is_another_digest(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def at(changed: str) -> str:
        def version(library: str) -> str:
            if library == name and not changed:
                raise PackageNotFoundError
            return changed if library == name else "1"

        monkeypatch.setattr(fingerprint, "version", version)
        fingerprint.digest_of_libraries.cache_clear()
        return fingerprint.digest_of_libraries()

    assert len({at("1.0"), at("1.1"), at("")}) == 3
    fingerprint.digest_of_libraries.cache_clear()


def test_another_python_is_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprint.digest_of_libraries.cache_clear()
    before = fingerprint.digest_of_libraries()
    monkeypatch.setattr(fingerprint, "python_version", lambda: "3.11.99")
    fingerprint.digest_of_libraries.cache_clear()
    assert fingerprint.digest_of_libraries() != before
    fingerprint.digest_of_libraries.cache_clear()
