"""A batch: made once and again only when something changed, told why, everything by value, nothing left out."""

import pickle
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
import tiny
from conftest import render_in
from county import make_county

from pjkit.batch import job, plan, summary_notebook, worker
from pjkit.batch import run as batch
from pjkit.batch.engine.bounds import Limits
from pjkit.batch.finish import Made
from pjkit.batch.outputs import publish
from pjkit.batch.worker import make
from pjkit.commands import console as say
from pjkit.commands import render
from pjkit.evaluation import evaluate
from pjkit.model.dossier import Dossier
from pjkit.model.params import Params
from pjkit.model.problem import InputError
from pjkit.model.records import REPORT_FILES, Failure
from pjkit.scoring.rubric import Rubric
from pjkit.sources import load
from pjkit.sources.data_files import DataFiles
from pjkit.sources.load import prepare, receive
from pjkit.sources.reading import dossier_of

OK, FAILED, WRONG_USE = 0, 1, 2
ONE, TWO, THREE = "demo-c001", "demo-c002", "demo-c003"
RUBRIC = "params/rubrics/xinning-2022.yaml"
FAILS_FOR_TWO = f"assert department != '{TWO}', '第二个部门不行'"


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    with tiny.quick():
        yield


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A project of three departments."""
    tiny.county(tmp_path, 3)
    return tmp_path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The departments whose notebook was run, in the order they began."""
    begun: list[str] = []

    def noting(job: job.Job) -> Made | Failure:
        begun.append(job.params.department)
        return make(job)

    monkeypatch.setattr(batch, "make", noting)
    return begun


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def change_cell(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, text.count(old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def answer_otherwise(root: Path) -> None:
    """Another number of people in the second department's data."""
    sheet = root / f"params/data/{TWO}-2022/基本信息.csv"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(re.sub(r"(?m)^离退休人数,\d+,", "离退休人数,99,", text), encoding="utf-8")
    assert "离退休人数,99," in sheet.read_text(encoding="utf-8")


# The engines


def test_an_ordinary_kernel_publishes_the_same_bytes_on_request(tmp_path: Path) -> None:
    cells = ("department", "print('一'); 1 + 1")
    trees = []
    for engine in ("pjkit", "kernel"):
        tiny.county(tmp_path / engine, 2, *cells)
        assert render_in(tmp_path / engine, "--engine", engine) == OK
        trees.append(tree(tmp_path / engine / "outputs"))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 2 * 5


# The county itself


def test_the_made_up_county_is_usable_and_no_two_departments_are_alike(tmp_path: Path) -> None:
    files = make_county(tmp_path, 40)
    prepared = prepare([Path(file) for file in files], tmp_path, lambda opened: opened)
    assert prepared.refused == ()
    opened = prepared.usable
    assert len({one.dossier.name for one in opened}) == 40
    assert len({one.dossier.digest for one in opened}) == 40
    assert all(one.dossier.name.startswith("示例县") for one in opened)
    totals = [evaluate(one.rubric, one.dossier).total.score for one in opened]
    assert len(set(totals)) > 30
    assert max(totals) - min(totals) > 40  # from 优 to 差


def test_the_made_up_county_is_always_the_same(tmp_path: Path) -> None:
    make_county(tmp_path / "a", 5)
    make_county(tmp_path / "b", 8)
    fewer, more = tree(tmp_path / "a"), tree(tmp_path / "b")
    assert {name: more[name] for name in fewer} == fewer


# Only what changed


def test_an_unchanged_batch_runs_nothing_and_touches_no_report(
    three: Path, made: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert render_in(three) == OK
    assert sorted(made) == [ONE, TWO, THREE]
    before = tree(three / "outputs")
    inodes = {path: path.stat().st_ino for path in (three / "outputs").glob("2022/demo-*")}
    made.clear()
    capsys.readouterr()
    assert render_in(three) == OK
    assert made == []
    assert tree(three / "outputs") == before
    assert {path: path.stat().st_ino for path in (three / "outputs").glob("2022/demo-*")} == inodes
    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if "没有变化" in line][:3] == [
        f"{name}：outputs/2022/{name}/report.html（没有变化）" for name in (ONE, TWO, THREE)
    ]


def test_an_edit_of_one_departments_data_renders_that_report_alone(
    three: Path, made: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert render_in(three) == OK
    before = tree(three / "outputs")
    made.clear()
    capsys.readouterr()
    answer_otherwise(three)
    assert render_in(three, "--why") == OK
    assert made == [TWO]
    after = tree(three / "outputs")
    changed = {name.split("/")[1] for name in after if name.count("/") == 2 and after[name] != before[name]}
    assert changed == {TWO}
    assert f"{TWO}：需要生成，因为有变化：部门数据\n" in capsys.readouterr().out


def other_notebook(root: Path, _: pytest.MonkeyPatch) -> None:
    tiny.write_notebook(root, "1 + 1")


def other_rubric(root: Path, _: pytest.MonkeyPatch) -> None:
    change_cell(root / RUBRIC, "reference:", "reference: 另一份依据 #")


def other_params(root: Path, _: pytest.MonkeyPatch) -> None:
    """The same data at another place, for all three."""
    for name in (ONE, TWO, THREE):
        (root / f"params/data/{name}-2022").rename(root / f"params/data/{name}")
        change_cell(root / f"params/{name}.yaml", f"data/{name}-2022", f"data/{name}")


def other_package(_: Path, patch: pytest.MonkeyPatch) -> None:
    for user in (job, worker):
        patch.setattr(user, "digest_of_package", lambda: "sha256:other")


def other_libraries(_: Path, patch: pytest.MonkeyPatch) -> None:
    for user in (job, worker):
        patch.setattr(user, "digest_of_libraries", lambda: "sha256:other")


def nothing_but_asked(_: Path, __: pytest.MonkeyPatch) -> None:
    """Only --force."""


CHANGES: dict[Callable[[Path, pytest.MonkeyPatch], None], tuple[str, ...]] = {
    other_notebook: ("笔记本",),
    other_rubric: ("评分标准",),
    other_params: ("参数",),
    other_package: ("pjkit 程序或模板",),
    other_libraries: ("所用程序库的版本",),
    nothing_but_asked: ("要求重新生成", "--force"),
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_shared_by_all_renders_all_and_is_named(
    three: Path,
    made: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Path, pytest.MonkeyPatch], None],
) -> None:
    said, *words = CHANGES[change]
    assert render_in(three) == OK
    made.clear()
    capsys.readouterr()
    change(three, monkeypatch)
    assert render_in(three, "--why", *words) == OK
    assert sorted(made) == [ONE, TWO, THREE]
    told = capsys.readouterr().out
    assert all(f"{name}：需要生成，因为有变化：{said}\n" in told for name in (ONE, TWO, THREE))


def test_the_first_time_there_is_no_report_yet_and_why_names_all_that_changed(
    three: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render_in(three, "--why") == OK
    assert f"{ONE}：需要生成，因为有变化：尚无报告\n" in capsys.readouterr().out
    other_notebook(three, monkeypatch)
    answer_otherwise(three)
    assert render_in(three, "--why") == OK
    told = capsys.readouterr().out
    assert f"{ONE}：需要生成，因为有变化：笔记本\n" in told
    assert f"{TWO}：需要生成，因为有变化：笔记本、部门数据\n" in told


@pytest.mark.parametrize("name", REPORT_FILES)
def test_a_report_that_is_not_whole_is_made_again(three: Path, made: list[str], name: str) -> None:
    assert render_in(three) == OK
    before = tree(three / "outputs")
    made.clear()
    (three / "outputs/2022" / TWO / name).unlink()
    assert render_in(three) == OK
    assert made == [TWO]
    assert tree(three / "outputs") == before


def test_damaged_files_of_an_earlier_batch_do_not_stop_this_one(three: Path, made: list[str]) -> None:
    assert render_in(three) == OK
    before = tree(three / "outputs")
    made.clear()
    (three / "outputs/2022" / TWO / "inputs.json").write_text("{")
    (three / "outputs/2022/run.json").write_text("{")
    assert render_in(three) == OK
    assert made == [TWO]
    assert tree(three / "outputs") == before


# Only what failed


def test_only_failed_takes_up_what_did_not_come_through(three: Path, made: list[str]) -> None:
    tiny.write_notebook(three, FAILS_FOR_TWO)
    assert render_in(three) == FAILED
    assert tiny.failed(three) == {TWO: ("cell", "AssertionError: 第二个部门不行")}
    made.clear()
    tiny.write_notebook(three)
    assert render_in(three, "--only-failed") == OK
    assert made == [TWO]
    assert tiny.standing(three).failures == ()
    assert tiny.standing(three).done == (ONE, TWO, THREE)


def test_only_failed_has_nothing_to_do_after_a_good_batch(three: Path, made: list[str]) -> None:
    assert render_in(three) == OK
    made.clear()
    before = tree(three / "outputs")
    assert render_in(three, "--only-failed", "--force") == OK
    assert made == []
    assert tree(three / "outputs") == before


def test_only_failed_takes_up_refused_data_whatever_the_file_is_called(three: Path, made: list[str]) -> None:
    (three / f"params/{TWO}.yaml").rename(three / "params/zzz.yaml")
    sheet = three / f"params/data/{TWO}-2022/基本信息.csv"
    good = sheet.read_bytes()
    sheet.write_bytes(b"")
    assert render_in(three) == FAILED
    assert tiny.standing(three).done == (ONE, THREE)
    assert [one.department for one in tiny.standing(three).failures] == [TWO]
    sheet.write_bytes(good)
    made.clear()
    assert render_in(three, "--only-failed") == OK
    assert made == [TWO]
    assert tiny.standing(three).done == (ONE, TWO, THREE)
    assert tiny.standing(three).failures == ()


# Statuses, and what comes first


@pytest.mark.parametrize(
    "words", ["--jobs 0", "--jobs -1", "--timeout 0", "--timeout nan", "--timeout inf", "--memory 0"]
)
def test_limits_that_are_none_are_wrong_use(
    three: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    assert render_in(three, *words.split()) == WRONG_USE
    assert capsys.readouterr().err == "--jobs、--timeout 和 --memory 应大于 0\n"
    assert not (three / "outputs").exists()


def test_every_department_is_checked_before_the_first_notebook_runs(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bad one is the last to be read."""
    (three / f"params/data/{THREE}-2022/基本信息.csv").unlink()
    events: list[str] = []
    told = say.say_problems

    def telling(name: str, error: InputError) -> None:
        events.append(f"told {name}")
        told(name, error)

    def beginning(one: job.Job) -> Made | Failure:
        events.append("made")
        return make(one)

    monkeypatch.setattr(render, "say_problems", telling)
    monkeypatch.setattr(batch, "make", beginning)
    assert render_in(three, "--jobs", "1") == FAILED
    assert events == [f"told params/{THREE}.yaml", "made", "made"]


def test_where_no_department_can_be_used_that_is_on_record(three: Path) -> None:
    for name in (ONE, TWO, THREE):
        (three / f"params/data/{name}-2022/基本信息.csv").unlink()
    assert render_in(three) == FAILED
    assert [one.department for one in tiny.standing(three).failures] == [ONE, TWO, THREE]
    assert tiny.standing(three).done == ()


def test_a_refused_department_has_a_page_that_says_unfinished(three: Path) -> None:
    (three / f"params/data/{TWO}-2022/基本信息.csv").unlink()
    assert render_in(three) == FAILED
    page = (three / f"outputs/2022/failed/{TWO}.html").read_text(encoding="utf-8")
    assert "未完成" in page
    assert "缺少这个工作表" in page


# By value


def test_a_notebook_finds_no_file_but_its_own(three: Path) -> None:
    """Its folder holds the rubric and its data; the project, and what other notebooks work on, are elsewhere."""
    look = (
        "import os\nprint(sorted(os.path.join(at, name) for at, _, names in os.walk('.') for name in names))"
    )
    tiny.write_notebook(three, look)
    assert render_in(three, f"params/{ONE}.yaml", f"params/{THREE}.yaml") == OK
    sheets = sorted(path.name for path in (three / f"params/data/{ONE}-2022").iterdir())
    assert len(sheets) == 9
    expected = sorted([f"./params/data/{ONE}-2022/{name}" for name in sheets] + [f"./{RUBRIC}"])
    executed = nbformat.read(three / f"outputs/2022/{ONE}/report.ipynb", as_version=4)
    (printed,) = [cell.outputs[0].text.strip() for cell in executed.cells if "print(" in cell.source]
    assert printed == str(expected)


def jobs_of(root: Path) -> list[job.Job]:
    files = [Path(f"params/{name}.yaml") for name in (ONE, TWO, THREE)]
    asked = job.Asked(job.notebook_file(root, job.MASTER))
    return list(receive(files, root, lambda received: job.make_job(received, asked)).usable)


def test_a_job_needs_nothing_but_itself(three: Path) -> None:
    """It goes to another machine as bytes; here the project is gone before it runs."""
    assert render_in(three) == OK
    before = tree(three / "outputs/2022")
    sent = pickle.dumps(jobs_of(three)[1])
    shutil.rmtree(three / "params")
    shutil.rmtree(three / "notebooks")
    back = make(pickle.loads(sent))  # noqa: S301 - our own
    assert isinstance(back, Made)
    assert {f"{TWO}/{name}": content for name, content in back.files.items()} == {
        name: content for name, content in before.items() if name.startswith(TWO)
    }


@pytest.mark.parametrize("which", ["pjkit", "libraries"])
def test_a_worker_with_another_version_makes_nothing(three: Path, which: str) -> None:
    """Its page would be recorded, and later skipped as unchanged, under the version of whoever asked for it."""
    asked = jobs_of(three)[0]
    inputs = asked.inputs.model_copy(update={which: "sha256:other"})
    back = make(replace(asked, inputs=inputs))
    assert isinstance(back, Failure)
    assert (back.kind, back.department) == ("worker", ONE)
    assert back.cause == "工作进程的 pjkit 或程序库与发出任务的机器不同，请装成同一版本"


LEAVING = {
    "data: ../outside": "../outside",
    "data: params/../../outside": "params/../../outside",
    "rubric: ../outside.yaml": "../outside.yaml",
}


@pytest.mark.parametrize("line", LEAVING)
def test_a_path_that_leaves_the_project_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    root = tmp_path / "project"
    tiny.county(root, 1)
    shutil.copytree(root / f"params/data/{ONE}-2022", tmp_path / "outside")
    shutil.copy(root / RUBRIC, tmp_path / "outside.yaml")
    params = root / f"params/{ONE}.yaml"
    name = line.partition(":")[0]
    kept = [old for old in params.read_text().splitlines() if not old.startswith(name)]
    params.write_text("\n".join([*kept, line]))
    assert render_in(root) == FAILED
    assert f"{LEAVING[line]}：路径在项目之外。应为：项目根目录之内的相对路径。" in capsys.readouterr().err
    assert not list(root.glob("outputs/2022/demo*"))


def test_an_absolute_path_is_refused_even_into_the_project(
    three: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = (three / f"params/data/{ONE}-2022").as_posix()
    change_cell(three / f"params/{ONE}.yaml", f"params/data/{ONE}-2022", inside)
    assert render_in(three, f"params/{ONE}.yaml") == FAILED
    assert "路径在项目之外" in capsys.readouterr().err


# run.json


def test_a_batch_of_some_departments_keeps_what_is_known_of_the_others(three: Path) -> None:
    tiny.write_notebook(three, FAILS_FOR_TWO)
    assert render_in(three, f"params/{ONE}.yaml") == OK
    assert render_in(three, f"params/{TWO}.yaml") == FAILED
    assert render_in(three, f"params/{THREE}.yaml") == OK
    run = tiny.standing(three)
    assert run.done == (ONE, THREE)
    assert [one.department for one in run.failures] == [TWO]
    assert run.failures[0].command == f"pjkit render params/{TWO}.yaml --force"
    assert tiny.published(three) == [ONE, THREE]


def test_the_same_inputs_give_the_same_tree_in_another_folder_with_other_workers(tmp_path: Path) -> None:
    """One failure among them; four at once end in another order than one after the other."""
    trees = []
    for name, jobs in (("a", "1"), ("b", "4")):
        tiny.county(tmp_path / name, 5, FAILS_FOR_TWO)
        assert render_in(tmp_path / name, "--jobs", jobs) == FAILED
        trees.append(tree(tmp_path / name / "outputs"))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 4 * len(REPORT_FILES)


def test_years_are_kept_apart(three: Path) -> None:
    change_cell(three / f"params/{TWO}.yaml", "year: 2022", "year: 2021")
    change_cell(three / f"params/data/{TWO}-2022/基本信息.csv", "评价年度,2022", "评价年度,2021")
    assert render_in(three) == OK
    assert tiny.standing(three).done == (ONE, THREE)
    assert [path.parent.name for path in (three / "outputs/2021").glob("*/report.html")] == [TWO]


# Every input is read once


def test_a_rubric_saved_while_reports_are_made_is_not_used_by_this_batch(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """0.2 scored the later departments by the new rubric and recorded all of them as made by the old one."""
    assert render_in(three) == OK
    before = tree(three / "outputs")
    shutil.rmtree(three / "outputs")
    old = (three / RUBRIC).read_bytes()

    def saving(one: job.Job) -> Made | Failure:
        other_rubric(three, monkeypatch) if (three / RUBRIC).read_bytes() == old else None
        answer_otherwise(three)
        return make(one)

    monkeypatch.setattr(batch, "make", saving)
    assert render_in(three, "--jobs", "1") == OK
    assert (three / RUBRIC).read_bytes() != old
    assert tree(three / "outputs") == before


def test_the_next_batch_makes_what_was_saved_meanwhile(three: Path, made: list[str]) -> None:
    assert render_in(three) == OK
    made.clear()
    answer_otherwise(three)
    assert render_in(three) == OK
    assert made == [TWO]


def test_data_whose_bytes_are_the_same_are_not_looked_into_again(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert render_in(three) == OK
    answer_otherwise(three)
    read: list[str] = []
    real = dossier_of

    def noting(data: DataFiles, rubric: Rubric, params: Params) -> Dossier:
        read.append(params.department)
        return real(data, rubric, params)

    monkeypatch.setattr(load, "dossier_of", noting)
    assert render_in(three) == OK
    assert read == [TWO]


def test_no_more_jobs_are_in_memory_than_can_be_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.county(tmp_path, 12)
    taken, ended, most = 0, 0, 0
    real_job, real_publish = plan.Planner.job, publish

    def taking(planner: plan.Planner, planned: plan.Planned) -> job.Job:
        nonlocal taken, most
        taken += 1
        most = max(most, taken - ended)
        return real_job(planner, planned)

    def publishing(folder: Path, files: Mapping[str, bytes]) -> None:
        nonlocal ended
        ended += 1
        real_publish(folder, files)

    monkeypatch.setattr(plan.Planner, "job", taking)
    monkeypatch.setattr(batch, "publish", publishing)
    assert render_in(tmp_path, "--jobs", "2") == OK
    assert (taken, ended) == (12, 12)
    assert most <= 4


def test_the_summary_may_say_more_the_more_departments_there_are(
    rendered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = rendered / "outputs" / "2022"
    records = [path for name in ("scorecard", "inputs", "traces") for path in folder.glob(f"*/{name}.json")]
    monkeypatch.setattr(summary_notebook, "NO_LIMITS", Limits(output=0))
    made = summary_notebook.make_summary(
        (rendered / "notebooks" / "summary.ipynb").read_bytes(), folder, [*records, folder / "run.json"]
    )
    assert isinstance(made, dict), made
    assert len(made["summary.ipynb"]) < 20_000 * len(records)
