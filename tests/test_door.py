"""One door for every path: within the project after following links, a file of some size, nothing hidden."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tiny

from pjkit.cli import main
from pjkit.commands import render
from pjkit.model import records
from pjkit.model.regular_file import NotAFileError, TooLargeError, read_regular
from pjkit.sources import data_files
from pjkit.sources.load import load

OK, FAILED, WRONG_USE = 0, 1, 2
ONE, TWO = "demo-c001", "demo-c002"
RUBRIC = "params/rubrics/xinning-2022.yaml"
PARAMS, DATA = f"params/{ONE}.yaml", f"params/data/{ONE}-2022"
SECRET = "root:x:0:0"  # noqa: S105 - a line of /etc/passwd
OUTSIDE, HIDDEN = "路径在项目之外", "路径中有隐藏的文件或文件夹"


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    with tiny.quick():
        yield


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two departments, in which the commands are given; beside it lies what is none of its business."""
    root = tmp_path / "project"
    root.mkdir()
    tiny.county(root, 2)
    (tmp_path / "secret").write_text(f"{SECRET}\n", "utf-8")
    shutil.copytree(root / "params", tmp_path / "elsewhere")
    monkeypatch.chdir(root)
    return root


def rewrite(root: Path, file: str, name: str, value: str) -> None:
    """Give a parameter another value."""
    lines = (root / file).read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(f"{name}:")]
    (root / file).write_text("\n".join([*kept, f"{name}: {value}"]) + "\n", "utf-8")


def data_at(value: str) -> Callable[[Path], None]:
    return lambda root: rewrite(root, PARAMS, "data", value)


def rubric_at(value: str) -> Callable[[Path], None]:
    return lambda root: rewrite(root, PARAMS, "rubric", value)


def linked(path: str, target: str) -> Callable[[Path], None]:
    """A link of the project that leads somewhere else."""

    def make(root: Path) -> None:
        place = root / path
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        place.symlink_to(target)

    return make


def fifo(path: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        (root / path).unlink()
        os.mkfifo(root / path)

    return make


def hidden_folder(root: Path) -> None:
    shutil.move(root / DATA, root / "params/.data")
    rewrite(root, PARAMS, "data", "params/.data")


def link_to_hidden(root: Path) -> None:
    hidden_folder(root)
    (root / "params/seen").symlink_to(".data")
    rewrite(root, PARAMS, "data", "params/seen")


BAD = {
    "data by an absolute path": (data_at("/etc"), f"/etc：{OUTSIDE}"),
    "data above the project": (data_at("../elsewhere/data"), OUTSIDE),
    "data above the project by a detour": (data_at("params/../../elsewhere"), OUTSIDE),
    "a rubric by an absolute path": (rubric_at("/etc/passwd"), f"/etc/passwd：{OUTSIDE}"),
    "a rubric above the project": (rubric_at("../secret"), OUTSIDE),
    "a folder that is a link": (linked(DATA, "../../../elsewhere/data"), f"{OUTSIDE}，其中有链接"),
    "a rubric that is a link": (linked(RUBRIC, "/etc/passwd"), f"{OUTSIDE}，其中有链接"),
    "a parameter file that is a link": (linked(PARAMS, "/etc/passwd"), f"{OUTSIDE}，其中有链接"),
    "a sheet that is a link": (
        linked(f"{DATA}/收支.csv", "/etc/passwd"),
        "收支.csv：是链接，指向数据文件夹之外",
    ),
    "a sheet that is an endless device": (linked(f"{DATA}/收支.csv", "/dev/zero"), "指向数据文件夹之外"),
    "links in a ring": (linked(f"{DATA}/收支.csv", "收支.csv"), "收支.csv：文件无法读取"),
    "data that are links in a ring": (linked(DATA, f"{ONE}-2022"), ""),
    "a sheet that is a pipe": (fifo(f"{DATA}/收支.csv"), "收支.csv：文件无法读取"),
    "a rubric that is a pipe": (fifo(RUBRIC), f"{RUBRIC}：无法读取"),
    "a parameter file that is a pipe": (fifo(PARAMS), "无法读取"),
    "a hidden folder": (hidden_folder, HIDDEN),
    "a link to a hidden folder": (link_to_hidden, HIDDEN),
    "the repository's own folder": (data_at(".git"), HIDDEN),
    "a path with a null character": (data_at('"a\\0b"'), "U+0000"),
    "a path too long": (data_at("甲" * 3000), ""),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize(
    "command",
    ["check", f"score {PARAMS}", "render", f"review {PARAMS}", f"form {RUBRIC} -o x.xlsx --from {PARAMS}"],
)
def test_what_leads_out_of_the_project_is_told_and_not_read(
    kind: str, command: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, told = BAD[kind]
    make(root)
    assert main(command.split()) in {FAILED, WRONG_USE}
    said = capsys.readouterr()
    assert told in said.err
    assert SECRET not in said.out + said.err
    published = [file for file in (root / "outputs").rglob("*") if file.is_file()]
    assert not any(SECRET in file.read_text("utf-8", "replace") for file in published)


@pytest.mark.parametrize("kind", [kind for kind in BAD if "rubric that" not in kind])
def test_the_other_departments_are_checked_all_the_same(
    kind: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    BAD[kind][0](root)
    assert main(["check"]) == FAILED
    assert f"{TWO}（" in capsys.readouterr().out


TYPED = [
    "check ../elsewhere/demo-c001.yaml",
    "check /etc/passwd",
    "score ../elsewhere/demo-c001.yaml",
    "render ../elsewhere/demo-c001.yaml",
    "review ../elsewhere/demo-c001.yaml",
    "open ../elsewhere/demo-c001.yaml",
    "form ../elsewhere/rubrics/xinning-2022.yaml -o x.xlsx",
    f"form {RUBRIC} -o x.xlsx --from ../elsewhere/demo-c001.yaml",
    f"form {RUBRIC} -o x.xlsx --from ../elsewhere/data/demo-c001-2022",
    "new library --data ../elsewhere/data/demo-c001-2022",
    f"new library --data {DATA} --rubric ../elsewhere/rubrics/xinning-2022.yaml",
    "render --template ../secret",
    "diff ../elsewhere outputs",
    "diff outputs /etc/passwd",
]


@pytest.mark.parametrize("words", TYPED)
def test_a_path_on_the_command_line_lies_within_the_project(
    words: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(path for path in root.rglob("*") if "outputs" not in path.parts)
    assert main(words.split()) in {FAILED, WRONG_USE}
    assert OUTSIDE in capsys.readouterr().err
    assert sorted(path for path in root.rglob("*") if "outputs" not in path.parts) == before


def test_an_absolute_path_into_the_project_is_as_good_as_any(root: Path) -> None:
    assert main(["check", str(root / PARAMS)]) == OK
    assert main(["check", f"params/../{PARAMS}"]) == OK
    assert main(["form", str(root / RUBRIC), "-o", "x.xlsx", "--from", str(root / DATA)]) == OK


def test_a_link_within_the_project_is_followed(root: Path) -> None:
    shutil.move(root / DATA, root / "received")
    (root / DATA).symlink_to("../../received")
    (root / "received/收支.csv").rename(root / "received/收支-2.txt")
    (root / "received/收支.csv").symlink_to("收支-2.txt")
    assert main(["check", PARAMS]) == FAILED  # the other name is no sheet
    (root / "received/收支.csv").unlink()
    (root / "received/收支-2.txt").rename(root / "received/收支.csv")
    assert main(["check", PARAMS]) == OK


def test_hidden_parameter_files_are_none(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(root / PARAMS, root / "params/.old.yaml")
    assert main(["check"]) == OK
    assert main(["check", "params/.old.yaml"]) == WRONG_USE
    assert HIDDEN in capsys.readouterr().err


@pytest.mark.parametrize("name", ["rubric", "data"])
def test_a_notebook_reads_nothing_outside_either(name: str, root: Path) -> None:
    given = {"department": ONE, "year": 2022, "rubric": RUBRIC, "data": DATA}
    for path in ("/etc/passwd", "../secret"):
        with pytest.raises(Exception, match=OUTSIDE):
            load(**{**given, name: path})  # type: ignore[arg-type]
    assert root.is_dir()


def test_a_template_of_many_bytes_is_not_read_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(render, "_LARGEST_TEMPLATE", 10)
    (root / "template.docx").write_bytes(b"x" * 11)
    assert main(["render", "--template", "template.docx"]) == WRONG_USE
    assert "Word 模板不存在或无法读取" in capsys.readouterr().err


def test_a_folder_of_data_has_its_bounds(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    size = sum(file.stat().st_size for file in (root / DATA).iterdir())
    monkeypatch.setattr(data_files, "LARGEST_FOLDER", size - 1)
    assert main(["check", PARAMS]) == FAILED
    assert "文件夹中的文件合计超过 60 MB" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.chdir(root)
    monkeypatch.setattr(data_files, "MOST_FILES", 3)
    assert main(["check", PARAMS]) == FAILED
    assert "文件夹中的文件超过 3 个" in capsys.readouterr().err


def test_records_are_read_within_bounds_and_no_links(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = root / "outputs/2022/x/scorecard.json"
    record.parent.mkdir(parents=True)
    record.symlink_to("/dev/zero")
    assert main(["diff", "outputs/2022", "outputs/2022"]) == WRONG_USE
    record.unlink()
    os.mkfifo(record)
    assert main(["diff", "outputs/2022", "outputs/2022"]) == WRONG_USE
    record.unlink()
    record.write_bytes(b"{}" + b" " * 100)
    monkeypatch.setattr(records, "_LARGEST_FILE", 10)
    assert main(["diff", "outputs/2022", "outputs/2022"]) == WRONG_USE


def test_only_a_file_is_read_and_no_more_of_it_than_asked(tmp_path: Path) -> None:
    file, link, pipe = tmp_path / "file", tmp_path / "link", tmp_path / "pipe"
    file.write_bytes(b"1234")
    link.symlink_to(file)
    os.mkfifo(pipe)
    assert read_regular(file, 4) == b"1234"
    with pytest.raises(TooLargeError):
        read_regular(file, 3)
    for none in (pipe, Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(NotAFileError):
            read_regular(none, 4)
    for wrong in (link, tmp_path, tmp_path / "none"):
        with pytest.raises(OSError):  # noqa: PT011 - which one is the system's
            read_regular(wrong, 4)


# What is written


def test_a_form_may_be_written_to_a_desktop_but_never_through_a_link(root: Path, tmp_path: Path) -> None:
    assert main(["form", RUBRIC, "-o", str(tmp_path / "表.xlsx")]) == OK
    (tmp_path / "target.xlsx").write_bytes(b"mine")
    link = tmp_path / "link.xlsx"
    link.symlink_to(tmp_path / "target.xlsx")
    assert main(["form", RUBRIC, "-o", str(link)]) == WRONG_USE
    assert (tmp_path / "target.xlsx").read_bytes() == b"mine"
    link.unlink()
    link.symlink_to(tmp_path / "nowhere.xlsx")
    main(["form", RUBRIC, "-o", str(link)])
    assert not (tmp_path / "nowhere.xlsx").exists()
    assert root.is_dir()


@pytest.mark.parametrize(
    "words",
    [f"form {RUBRIC} -o outputs/2022/表.xlsx", f"review {ONE} -o outputs/x.xlsx", "check -o outputs/清单"],
)
def test_what_people_fill_in_is_not_written_where_batches_clear_up(
    words: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == WRONG_USE
    assert "outputs 由生成报告的程序管理" in capsys.readouterr().err
    assert not (root / "outputs").exists()
