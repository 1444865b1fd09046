"""The ``pjkit`` command in this process: exit status, what goes to stdout and what to stderr, and that all of it is Chinese."""

import json
import re
import shutil
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import NamedTuple

import pytest
from helpers import ROOT, rubric, sample

from pjkit import __version__, cli, commands
from pjkit.commands import check
from pjkit.commands.parser import ArgumentGroup, CommandLine, UsageError
from pjkit.evaluation import evaluate

OK, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
SAMPLES = sorted(path.stem for path in (ROOT / "params").glob("*.yaml"))
PENSION = "params/xinning-pension.yaml"
# Words of the command itself and names of formats; all else that a person reads is Chinese.
COMMANDS = {
    "pjkit",
    "form",
    "new",
    "check",
    "score",
    "review",
    "open",
    "render",
    "rubric",
    "show",
    "verify",
    "diff",
}
# fmt: off
OPTIONS = {
    "h", "help", "version", "json", "jobs", "cluster", "force", "only", "keep", "going", "failed", "why", "timeout", "memory",
    "o", "output",
    "projects", "department", "year", "from", "data", "rubric", "with", "tls",
}
NAMES = {
    "notebook",*COMMANDS, *OPTIONS, "CSV", "rubrics", "xinning", "county", "library", "JSON", "params", "yaml", "outputs", "scorecard", "N", "MB", "dask", "tcp",
    "to", "html", "docx", "xlsx", "Word", "template", "edition", "public", "internal",
    "notebooks", "ipynb", "engine", "kernel", "Jupyter"}
# fmt: on
HELP = [
    ["--help"],
    *(
        [name, "--help"]
        for name in ("form", "new", "check", "score", "review", "open", "notebook", "render", "diff")
    ),
    *(["rubric", *name, "--help"] for name in ([], ["check"], ["show"], ["diff"])),
]


class Said(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def at_root(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project itself as the working directory."""
    monkeypatch.chdir(ROOT)
    return ROOT


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two departments, one of them with another year in its data; the working directory."""
    shutil.copytree(ROOT / "tests/bad/_base", tmp_path, dirs_exist_ok=True)
    shutil.copytree(ROOT / "tests/bad/one-bad-department-among-good-ones", tmp_path, dirs_exist_ok=True)
    (tmp_path / "params/rubrics").mkdir()
    shutil.copy(ROOT / "params/rubrics/xinning-2022.yaml", tmp_path / "params/rubrics")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> Said:
    """The command in this process."""
    try:
        status = cli.main(list(words))
    except SystemExit as stop:  # --help and --version
        status = int(stop.code or 0)
    return Said(status, *capsys.readouterr())


# Help


@pytest.mark.parametrize("words", [[], *HELP], ids=" ".join)
def test_help_is_chinese_throughout(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    said = run(words, capsys)
    text = said.out + said.err
    assert "用法：pjkit" in text
    assert set(re.findall(r"[A-Za-z]+", text)) - NAMES == set()


def test_help_is_not_an_error_and_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(["--help"], capsys)
    assert (said.status, said.err) == (OK, "")
    assert all(name in said.out for name in ("check", "score", "render"))


def test_every_subcommand_is_one_module_or_folder_of_its_name_and_listed_once() -> None:
    modules = {
        info.name: import_module(f"pjkit.commands.{info.name}") for info in iter_modules(commands.__path__)
    }
    seams = ("add_arguments", "command_line")
    found = {name for name, module in modules.items() if any(hasattr(module, seam) for seam in seams)}
    assert found - {"parser"} == set(commands.COMMANDS)


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"], capsys) == Said(OK, f"pjkit {__version__}\n", "")


# Wrong use


WRONG = {
    "chek": "没有“chek”这个命令。有：form、new、check、score、review、open、notebook、render、verify、rubric、diff",
    "rubric chek": "没有“chek”这个命令。有：check、show、diff",
    "rubric show a.yaml": "缺少-o/--output。用 pjkit rubric show --help 查看用法",
    "--bogus": "不认识“--bogus”。用 pjkit --help 查看用法",
    "--version=3": "--version 后面不能写内容。用 pjkit --help 查看用法",
    "check --jsn": "不认识“--jsn”。是不是 --json？",
    "score --jsn params/demo.yaml": "不认识“--jsn”。是不是 --json？",
    "score": "缺少参数文件。用 pjkit score --help 查看用法",
    "score a.yaml b.yaml": "多写了“b.yaml”。用 pjkit score --help 查看用法",
    "score --json=1 a.yaml": "--json 后面不能写内容。用 pjkit score --help 查看用法",
    "render --jobs": "--jobs 后面缺少内容。用 pjkit render --help 查看用法",
    "render --jobs 两份": "--jobs 不能写“两份”。用 pjkit render --help 查看用法",
    "check nowhere": "参数文件不存在：“nowhere”。检查文件名，或在项目目录中运行",
    "check params": "“params”是文件夹，不是参数文件。要处理 params 中的全部部门，就不写文件名",
    "check params/dmo.yaml": "参数文件不存在：“params/dmo.yaml”。是不是 params/demo.yaml？",
    "check x.yaml y.yaml": (
        "参数文件不存在：“x.yaml”。检查文件名，或在项目目录中运行\n"
        "参数文件不存在：“y.yaml”。检查文件名，或在项目目录中运行"
    ),
}


@pytest.mark.parametrize("words", WRONG)
def test_wrong_use_is_told_in_chinese_on_stderr(
    words: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words.split(), capsys) == Said(WRONG_USE, "", WRONG[words] + "\n")
    assert not (project / "outputs").exists()


class Going:
    """A subcommand whose option argparse checks in English."""

    def add_arguments(self, arguments: ArgumentGroup) -> None:
        """One option."""
        arguments.add_argument("--kind", choices=["a"])

    def run(self, _options: Namespace) -> int:
        """Nothing."""
        return OK


def test_what_argparse_says_in_words_not_known_here_is_not_shown() -> None:
    line = CommandLine("说明", "0", {"go": "走"}, lambda _: Going())
    with pytest.raises(UsageError) as caught:  # argparse: invalid choice: 'b' (choose from 'a')
        line.parse(["go", "--kind", "b"])
    assert str(caught.value) == "命令写法不对。用 pjkit go --help 查看用法"


def test_a_name_too_long_for_any_file_is_a_missing_file(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(["check", "a" * 5000], capsys)
    assert said.status == WRONG_USE
    assert said.err == f"参数文件不存在：“{'a' * 100}…”。检查文件名，或在项目目录中运行\n"
    assert project.is_dir()


def test_a_folder_without_parameters_is_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(["check"], capsys)
    assert (said.status, said.out) == (WRONG_USE, "")
    assert said.err == "params 文件夹中没有参数文件（*.yaml）。请在项目目录中运行，或写明参数文件\n"


# check


def test_check_finds_all_samples_usable(at_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(["check"], capsys)
    assert (said.status, said.err) == (OK, "")
    *headings, across, total = [line for line in said.out.splitlines() if not line.startswith(" ")]
    assert across == "跨部门：疑点：确定 0、疑似 2、提示 0"  # one shared paragraph, one shared row
    assert total.startswith(f"合计 {len(SAMPLES)} 个部门：数据可用 {len(SAMPLES)} 个，不能用 0 个；")
    assert [line.partition("（")[0] for line in headings] == SAMPLES
    assert all("数据可用" in line for line in headings)
    assert len(SAMPLES) >= 6, at_root


def test_check_tells_of_a_bad_department_and_goes_on_with_the_others(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.move(project / "params/other.yaml", project / "params/a-first.yaml")  # the bad one is read first
    said = run(["check"], capsys)
    assert said.status == FAILED
    assert said.out.startswith("demo（示例县档案馆，2022 年度）：数据可用")
    assert [line.partition("：评价")[0] for line in said.err.splitlines()] == [
        "params/a-first.yaml：有 1 处问题，未处理",
        "  params/data/other 基本信息!B3",
    ]


def test_a_file_named_twice_in_different_ways_is_one_department(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = ["params/demo.yaml", "params/../params/demo.yaml", str(project / "params/demo.yaml")]
    said = run(["check", *same], capsys)
    assert (said.status, said.err) == (OK, "")
    assert said.out.count("数据可用") == 1


def test_findings_do_not_fail_a_check(at_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(["check", "params/demo-urban.yaml"], capsys)  # 212 satisfied of 200 asked: 确定
    assert (said.status, said.err) == (OK, "")
    assert "[确定] 基础数据!B8" in said.out
    assert at_root == ROOT


# score


def test_score_as_json_is_the_record(at_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(["score", PENSION, "--json"], capsys)
    assert (said.status, said.err) == (OK, "")
    assert json.loads(said.out) == evaluate(rubric(), sample("xinning-pension")).model_dump(mode="json")
    assert json.loads(said.out)["total"]["self"] == "97.00", at_root  # 19+6+28+19+16+5+4, seed.txt


def test_score_shows_each_indicator_once_and_never_a_bare_total(
    at_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = run(["score", PENSION], capsys).out.splitlines()
    assert lines[0].endswith("2022 年度"), at_root
    for name in rubric().full_names():
        assert sum(line.startswith(f"  {name}：") for line in lines) == 1
    # 有据 10.00 = four 三公 rates of 0/0 with full marks by D1/D3 (3 + 2 + 2 + 3); the other 87 are its word
    assert lines[-2:] == [
        "总分 97.00，等次 优；自评总分 97.00",
        "其中有据 10.00 分，仅凭部门自述 87.00 分，无数据的指标分值 0.00 分；可能范围 10.00～100.00 分",
    ]


def test_score_of_a_bad_department_leaves_stdout_empty(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(["score", "params/other.yaml", "--json"], capsys)
    assert (said.status, said.out) == (FAILED, "")
    assert said.err.startswith("params/other.yaml：有 1 处问题，未处理\n  params/data/other 基本信息!B3：")
    assert project.is_dir()


def test_an_interruption_is_told_in_a_word(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "prepare", interrupted)
    assert run(["check"], capsys) == Said(INTERRUPTED, "", "已中断\n")
    assert project.is_dir()


def test_a_bad_rubric_is_told_once_with_its_first_department(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project / "params/rubrics/xinning-2022.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("points: 3\n", "points: 4\n", 1), encoding="utf-8")
    said = run(["check"], capsys)
    assert said.status == FAILED
    first, second = said.err.split("params/other.yaml：")
    assert "分值" in first
    assert "已列在" not in first
    assert second.count("\n") == 2
    assert "评分标准有问题，已列在 params/demo.yaml 之下" in second


def test_a_parameter_file_may_also_end_in_yml(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "params/demo.yaml").rename(project / "params/demo.yml")
    (project / "params/other.yaml").unlink()
    said = run(["check"], capsys)
    assert (said.status, said.out[:5]) == (0, "demo（")
