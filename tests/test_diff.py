"""``pjkit diff``: what changed between two batches, by how much, and why. Expected values are worked by hand."""

import json
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, SAMPLES, rubric, sample_params
from helpers import figure as written

from pjkit import cli
from pjkit.diff import Comparison, compare, in_words, read_sides
from pjkit.evaluation import evaluate
from pjkit.model import records, regular_file
from pjkit.model.figure import Figure
from pjkit.model.records import Batch, Failure, Inputs, Published, Run
from pjkit.model.scorecard import Finding, Mark, RubricRef
from pjkit.model.stored import record_text
from pjkit.sources.reading import read_dossier

EQUAL, DIFFERENT, WRONG_USE = 0, 1, 2
LIBRARY = "demo-library"
RECEPTION, SATISFACTION = "reception_change_rate", "satisfaction"
INPUTS = Inputs(notebook="n1", params="p1", data="d1", rubric="r1", pjkit="c1", libraries="l1")
FINDING = Finding(rule="sum_of_parts", severity="确定", where="收支!E6", message="合计多 2.00 万元")


@pytest.fixture(autouse=True)
def _in_one_project(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sides lie within the project, which is where the command is given."""
    monkeypatch.chdir(tmp_path_factory.getbasetemp())


# The two sides: samples scored, some of them again after an edit of their data


def score(department: str, data: Path, batch: Path) -> None:
    """Score a department's data and put its record into a batch."""
    card = evaluate(rubric(), read_dossier(data, rubric(), sample_params(department)))
    put(batch, department, json.loads(record_text(card)))


def put(batch: Path, folder: str, record: dict[str, Any]) -> Path:
    """A record in a batch's folder."""
    path = batch / folder / "scorecard.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All samples, scored. Not to be written to."""
    folder = tmp_path_factory.mktemp("outputs") / "2022"
    for department in SAMPLES:
        score(department, ROOT / sample_params(department).data, folder)
    return folder


Edit = Callable[..., Path]


@pytest.fixture
def edited(batch: Path, tmp_path: Path) -> Edit:
    """The batch with the library's data edited, file by file: (sheet, old text, new text)."""

    def edit(*edits: tuple[str, str, str]) -> Path:
        again, data = tmp_path / "again", tmp_path / "data"
        shutil.copytree(batch, again)
        shutil.copytree(ROOT / sample_params(LIBRARY).data, data)
        for sheet, old, new in edits:
            text = (data / f"{sheet}.csv").read_text(encoding="utf-8-sig")
            assert text.count(old) == 1
            (data / f"{sheet}.csv").write_text(text.replace(old, new), encoding="utf-8")
        score(LIBRARY, data, again)
        return again

    return edit


@pytest.fixture
def library(batch: Path) -> Published:
    """The library's report, all of whose points are won, with digests of what it was made from."""
    side, _ = read_sides(batch / LIBRARY, batch / LIBRARY)
    return Published(record=side.reports[0].record, inputs=INPUTS)


def with_mark(report: Published, indicator: str, **changed: object) -> Published:
    """The report with one indicator changed."""
    marks = tuple(
        mark.model_copy(update=changed) if mark.id == indicator else mark for mark in report.record.marks
    )
    return with_record(report, marks=marks)


def with_record(report: Published, **changed: object) -> Published:
    return report.model_copy(update={"record": report.record.model_copy(update=changed)})


def with_score(report: Published, score: str) -> Published:
    total = report.record.total.model_copy(update={"score": Decimal(score)})
    return with_record(report, total=total)


def with_inputs(report: Published, **changed: str) -> Published:
    return report.model_copy(update={"inputs": INPUTS.model_copy(update=changed)})


def named(report: Published, department: str) -> Published:
    return with_record(report, department=department, name=f"单位{department}")


def side(*reports: Published, failures: tuple[Failure, ...] = ()) -> Batch:
    return Batch(year=reports[0].record.year if reports else 2022, reports=reports, failures=failures)


def compared(old: Published, new: Published) -> Comparison:
    return compare(side(old), side(new))


def text_of(found: Comparison) -> str:
    return "\n".join(in_words(found))


def mark_of(report: Published, indicator: str) -> Mark:
    (found,) = [mark for mark in report.record.marks if mark.id == indicator]
    return found


# A data edit, from the CSV file to the terminal


# 公务接待费 0.72 → 1.15: (1.15－0.86)÷0.86 = 33.7%, 0.2 points a percentage point, more than the 2 there are → 0.00
# 三公经费 2.86 → 3.29: (3.29－3.20)÷3.20 = 2.8125%, × 0.3 = 0.84375 of 3 → 2.16; 3.29÷3.50 = 94% still controlled
SPENT_MORE = (
    ("收支", "三公经费,3.20,3.50,3.50,2.86", "三公经费,3.20,3.50,3.50,3.29"),
    ("收支", "0.86,0.90,0.90,0.72", "0.86,0.90,0.90,1.15"),
    ("文字", "决算2.86万元，比上年3.20万元减少0.34万元", "决算3.29万元，比上年3.20万元增加0.09万元"),
    ("文字", "公务接待费0.72万元", "公务接待费1.15万元"),
)
SPENT_MORE_TEXT = """\
2022 年度 7 个部门 → 2022 年度 7 个部门：有变化 1，新增 0，减少 0，没有变化 6
得分有变化的指标 2 项，原因：数据 2
1 个有变化的部门缺 inputs.json，程序和笔记本是否不同不知道

示例县图书馆（demo-library）：总分 100.00 → 97.16（-2.84）
  有据 100.00 → 97.16（-2.84）
  预算配置/公务招待费变动率：2.00 → 0.00（-2.00）。原因：数据
    公务接待费 本年决算 0.72 → 1.15 万元（收支!E16）
  预算配置/“三公经费”变动率：3.00 → 2.16（-0.84）。原因：数据
    三公经费 本年决算 2.86 → 3.29 万元（收支!E13）
  得分未变、其他有变化的指标 1 项：
    预算执行/“三公经费”控制率：三公经费 本年决算 2.86 → 3.29 万元（收支!E13）。原因：数据
"""


def test_an_edited_figure_is_named_with_what_it_cost(
    batch: Path, edited: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", str(batch), str(edited(*SPENT_MORE))]) == DIFFERENT
    assert capsys.readouterr() == (SPENT_MORE_TEXT, "")


def test_the_json_has_decimals_as_strings_and_the_same_bytes_each_time(
    batch: Path, edited: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["diff", "--json", str(batch), str(edited(*SPENT_MORE))]
    printed = []
    for _ in range(2):
        assert cli.main(words) == DIFFERENT
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    found = json.loads(printed[0])
    assert list(found) == ["schema", "old", "new", "changed", "added", "removed", "same"]
    assert {number for number in numbers(found) if not isinstance(number, bool)} == {2022, 7}
    assert len(found["same"]) == 6
    (change,) = found["changed"]
    assert change["total"]["score"] == {"old": "100.00", "new": "97.16", "difference": "-2.84"}
    reception = change["scored"][0]
    assert (reception["id"], reception["reason"]) == (RECEPTION, "data")
    assert reception["facts"] == [
        {
            "kind": "figure",
            "name": "公务接待费 本年决算",
            "unit": "万元",
            "old": "0.72",
            "new": "1.15",
            "old_source": "收支!E16",
            "new_source": "收支!E16",
        }
    ]


def numbers(found: object) -> Iterator[float]:
    """Every number of a JSON value that is no string."""
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list):
        for one in found:
            yield from numbers(one)
    elif isinstance(found, int | float):
        yield found


def test_an_edited_answer_is_named(batch: Path, edited: Edit) -> None:
    line = "预算管理/预决算信息公开性和完善性,2,{},,预决算公开时间登记表,"
    found = compare(*read_sides(batch, edited(("条款核对", line.format("是"), line.format("否")))))
    (change,) = found.changed
    (disclosure,) = change.scored
    assert (disclosure.id, disclosure.reason, change.lesser) == ("disclosure", "data", ())
    assert disclosure.score.difference == -1  # four answers, four points
    assert "条款 2 是 → 否（条款核对!C31）" in text_of(found)


def test_evidence_taken_away_is_a_lesser_change_of_status(batch: Path, edited: Edit) -> None:
    line = "预算管理/预决算信息公开性和完善性,2,是,,{},"
    new = edited(("条款核对", line.format("预决算公开时间登记表"), line.format("")))
    (change,) = compare(*read_sides(batch, new)).changed
    (disclosure,) = change.lesser
    assert change.scored == ()
    assert (disclosure.status.old, disclosure.status.new) == ("attested", "asserted")
    assert not disclosure.score.moved
    text = text_of(compare(*read_sides(batch, new)))
    assert "状态 有佐证 → 无佐证；条款 2 的佐证材料 预决算公开时间登记表 → 空白" in text
    assert "总分 100.00 未变" in text
    assert "有据 100.00 → 96.00（-4.00）；仅凭自述 0.00 → 4.00（+4.00）" in text


def test_text_that_no_indicator_uses_leaves_the_results_equal(batch: Path, edited: Edit) -> None:
    new = edited(("收支", "上级业务部门阅读推广活动补助", "上级补助"))
    found = compare(*read_sides(batch, new))
    assert (found.differs, len(found.same)) == (False, 7)
    assert text_of(found) == (
        "没有变化：2022 年度 7 个部门，得分、说明和疑点都相同（结果相同而数据不同的 1）"
    )


def noting(reading: Callable[..., Any], read: list[Path]) -> Callable[..., Any]:
    """The same reading, with what was read put on a list."""

    def noted(path: Path, *how: Any, **more: Any) -> Any:
        read.append(path)
        return reading(path, *how, **more)

    return noted


def test_each_record_is_read_once(batch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    for place, reading in (
        (Path, Path.read_text),
        (Path, Path.read_bytes),
        (records, regular_file.read_regular),
    ):
        monkeypatch.setattr(place, reading.__name__, noting(reading, read))
    read_sides(batch, batch / LIBRARY)
    assert sorted(path.parent.name for path in read if path.name == "scorecard.json") == sorted(
        [*SAMPLES, LIBRARY]
    )


def test_a_batch_is_equal_to_itself(batch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", str(batch), str(batch)]) == EQUAL
    assert capsys.readouterr() == ("没有变化：2022 年度 7 个部门，得分、说明和疑点都相同\n", "")
    assert cli.main(["diff", "--json", str(batch), str(batch)]) == EQUAL
    found = json.loads(capsys.readouterr().out)
    assert [note["department"] for note in found["same"]] == SAMPLES
    assert (found["changed"], found["added"], found["removed"]) == ([], [], [])


def test_the_other_direction_has_the_opposite_differences(batch: Path, edited: Edit) -> None:
    old, new = read_sides(batch, edited(*SPENT_MORE))
    there, back = compare(old, new).changed[0], compare(new, old).changed[0]
    assert there.total.score.difference == Decimal("-2.84")
    assert back.total.score.difference == Decimal("2.84")
    opposite = [(one.id, one.score.difference and -one.score.difference) for one in there.scored]
    assert [(one.id, one.score.difference) for one in back.scored] == opposite


# Why: what differs between the two reports


NOTHING: dict[str, str] = {}
TAMPERED = "不明（数据、评分标准、程序和笔记本都相同，记录可能被改动过）"
BOTH = "几种可能（程序、笔记本都不同，这项指标的数字和答复没有变）"
REASONS = {
    # digests that differ, whether the figure differs too → the reason, its words, and those of the heading
    "data": (NOTHING, True, "data", "数据", "数据"),
    "code": ({"pjkit": "c2"}, False, "code", "程序", "程序"),
    "a library": ({"libraries": "l2"}, False, "code", "程序", "程序"),
    "notebook": ({"notebook": "n2"}, False, "notebook", "笔记本", "笔记本"),
    "data and code": ({"pjkit": "c2"}, True, "several", "数据（程序也不同）", "数据和程序"),
    "code and notebook": ({"pjkit": "c2", "notebook": "n2"}, False, "several", BOTH, "程序和笔记本"),
    "nothing": (NOTHING, False, "unknown", TAMPERED, "不明"),
    "only the parameters": ({"params": "p2"}, False, "unknown", TAMPERED, "不明"),
}


@pytest.mark.parametrize("case", REASONS)
def test_the_reason_is_what_differs(case: str, library: Published) -> None:
    digests, other_figure, reason, words, counted = REASONS[case]
    new = with_mark(with_inputs(library, **digests), RECEPTION, score=Decimal("1.50"))
    if other_figure:
        new = with_other_figure(new)
    found = compared(library, new)
    (change,) = found.changed[0].scored
    assert change.reason == reason
    assert f"得分有变化的指标 1 项，原因：{counted} 1\n" in text_of(found)
    assert f"公务招待费变动率：2.00 → 1.50（-0.50）。原因：{words}\n" in text_of(found) + "\n"


def with_other_figure(report: Published) -> Published:
    old = mark_of(report, RECEPTION).inputs
    inputs = (old[0], replace(old[1], value=Decimal("0.9")))
    return with_record(with_mark(report, RECEPTION, inputs=inputs), data_digest="sha256:other")


def test_a_rubric_of_another_digest_is_a_reason_and_seen_where_the_points_differ(library: Published) -> None:
    other = with_record(library, rubric=RubricRef(id="xinning-2022", digest="sha256:other"))
    new = with_mark(other, RECEPTION, points=Decimal(3), score=Decimal(3))
    (change,) = compared(library, new).changed[0].scored
    assert (change.reason, change.causes[0].seen) == ("rubric", True)
    (change,) = compared(library, with_mark(other, RECEPTION, score=Decimal(1))).changed[0].scored
    assert (change.reason, change.causes[0].seen) == ("rubric", False)


def test_without_inputs_only_what_is_seen_is_a_reason(library: Published) -> None:
    bare = library.model_copy(update={"inputs": None})
    lower = with_mark(library, RECEPTION, score=Decimal("1.50"))
    assert reason_of(bare, with_other_figure(lower)) == "data"
    assert reason_of(bare, lower) == "unknown"
    digest_only = with_record(lower, data_digest="sha256:other")
    assert reason_of(bare, digest_only) == "unknown"
    assert reason_of(library, digest_only) == "data"  # nothing else differs
    words = "不明（数据不同，缺 inputs.json，不知道程序和笔记本是否不同）"
    assert words in text_of(compared(bare, digest_only))


def reason_of(old: Published, new: Published) -> str:
    (change,) = compared(old, new).changed[0].scored
    return change.reason


def test_another_cell_of_an_equal_figure_is_told_but_is_no_reason(library: Published) -> None:
    old = mark_of(library, RECEPTION).inputs
    moved = (old[0], replace(old[1], source="收支!E17"))
    found = compared(library, with_mark(with_inputs(library, pjkit="c2"), RECEPTION, inputs=moved))
    (change,) = found.changed[0].lesser
    assert [(cause.kind, cause.seen) for cause in change.causes] == [("code", False)]
    assert "公务接待费 本年决算 0.72，出处 收支!E16 → 收支!E17" in text_of(found)


def test_self_and_review_scores_are_data(library: Published) -> None:
    changed = {"self_score": Decimal("1.5"), "review_score": Decimal(1), "score": Decimal("1.00")}
    new = with_record(with_mark(library, RECEPTION, **changed), data_digest="sha256:other")
    found = compared(library, new)
    (change,) = found.changed[0].scored
    assert change.reason == "data"
    assert [(fact.kind, fact.old, fact.new) for fact in change.facts] == [
        ("self", "2", "1.5"),
        ("review", None, "1"),
    ]
    assert "自评分 2 → 1.5（-0.5）；复核分 无 → 1\n" in text_of(found) + "\n"


# Unknown


def test_from_unknown_to_known_and_back_is_told_in_words_and_has_no_difference(library: Published) -> None:
    unknown = with_mark(library, SATISFACTION, score=None, computed_score=None)
    for old, new, words in (
        (unknown, library, "未知 → 2.00（由未知变为已知）"),
        (library, unknown, "2.00 → 未知（由已知变为未知）"),
    ):
        found = compared(old, new)
        (change,) = found.changed[0].scored
        assert change.score.difference is None
        assert f"公众或服务对象满意度：{words}" in text_of(found)


def test_a_grade_that_is_not_certain_is_told_as_a_range(library: Published) -> None:
    total = library.record.total
    open_total = total.model_copy(update={"grade": None, "grade_range": ("良", "优")})
    found = compared(library, with_record(library, total=open_total))
    assert "总分 100.00 未变，等次 优 → 待定（良～优）" in text_of(found)


def figure_saying(figure: Figure, text: str | None) -> Figure:
    said = written(text or "")
    return replace(figure, value=said.value, not_applicable=said.not_applicable, text=said.text)


def test_a_word_has_no_unit_and_money_has_two_decimals_or_more(library: Published) -> None:
    old = mark_of(library, RECEPTION).inputs
    values: list[tuple[str | None, str | None, str]] = [
        ("1234.5", "0.125", "1,234.50 → 0.125 万元"),
        ("6", "不适用", "6.00 → 不适用（收支!E16）"),
    ]
    values += [("6", None, "6.00 → 空白（收支!E16）"), (None, "6.15", "空白 → 6.15 万元")]
    for before, after, words in values:
        sides = [
            with_mark(library, RECEPTION, inputs=(old[0], figure_saying(old[1], value)))
            for value in (before, after)
        ]
        assert f"公务接待费 本年决算 {words}" in text_of(compared(*sides))


# Indicators, findings, departments, years


def test_indicators_of_one_side_are_added_or_removed(library: Published) -> None:
    fewer = with_record(library, marks=library.record.marks[1:])
    (gone,) = compared(library, fewer).changed[0].scored
    (come,) = compared(fewer, library).changed[0].scored
    assert (gone.presence, gone.score.new, come.presence, come.score.old) == ("removed", None, "added", None)
    assert gone.score.difference is come.score.difference is None
    assert "“三公经费”变动率：删去的指标，原得分 3.00" in text_of(compared(library, fewer))
    assert "“三公经费”变动率：新增的指标，得分 3.00" in text_of(compared(fewer, library))


def test_findings_are_new_gone_or_changed_by_rule(library: Published) -> None:
    other = replace(FINDING, where="收支!E10", message="合计少 0.33 万元")
    said = replace(FINDING, message="合计多 1.00 万元")
    moved = replace(other, where="收支!E11")
    doubt = replace(FINDING, rule="self_scores", severity="疑似")
    found = compared(
        with_record(library, findings=(FINDING, other)), with_record(library, findings=(said, moved, doubt))
    )
    sums, scores = found.changed[0].findings
    assert (sums.rule, sums.new, sums.gone) == ("sum_of_parts", (), ())
    assert [(one.old, one.new) for one in sums.changed] == [(FINDING, said), (other, moved)]
    assert (scores.rule, scores.new, scores.gone, scores.changed) == ("self_scores", (doubt,), (), ())
    assert "疑点 self_scores：新增 1\n    新增 [疑似] 收支!E6：合计多 2.00 万元" in text_of(
        found
    )  # unknown: its id
    assert "疑点 合计与分项之和不符：改变 2" in text_of(found)
    (gone,) = compared(with_record(library, findings=(FINDING, FINDING)), library).changed[0].findings
    assert gone.gone == (FINDING, FINDING)


def test_two_years_are_compared_by_indicator_and_said_to_be_two(library: Published) -> None:
    next_year = with_other_figure(with_record(library, year=2023))
    found = compared(library, with_mark(next_year, SATISFACTION, score=Decimal("1.00")))
    text = text_of(found)
    assert text.startswith("2022 年度 1 个部门 → 2023 年度 1 个部门：有变化 1")
    assert "年度不同：两年的数字本来就不同" in text
    assert [one.id for one in found.changed[0].scored] == [SATISFACTION]
    assert "只有数字、答复或说明不同：预算配置/公务招待费变动率。原因：数据" in text
    assert found.changed[0].basis.year == "different"


def test_departments_stand_in_order_of_absolute_change(library: Published) -> None:
    scores = {"a": "99.50", "b": "90.00", "c": "100.00", "d": "104.00", "e": "99.50"}
    old = side(*(named(library, name) for name in scores))
    new = side(*(named(with_score(library, score), name) for name, score in reversed(scores.items())))
    found = compare(old, new)
    assert [one.department for one in found.changed] == ["b", "d", "a", "e"]  # 10, 4, 0.5, 0.5
    assert [one.department for one in found.same] == ["c"]


def test_departments_of_one_side_are_added_or_removed_with_the_cause_if_one_failed(
    library: Published,
) -> None:
    a, b, c = (named(library, name) for name in "abc")
    failure = Failure(department="a", name="单位a", kind="input", cause="数据有误", command="pjkit render")
    stale = failure.model_copy(update={"department": "b", "name": "单位b"})
    found = compare(side(a, b), side(b, c, failures=(failure, stale)))
    assert [one.department for one in found.added] == ["c"]
    assert [(one.department, one.failure) for one in found.removed] == [("a", "数据有误")]
    assert [(one.department, one.stale) for one in found.new.failures] == [("a", False), ("b", True)]
    text = text_of(found)
    assert "单位a（a）：总分 100.00，等次 优；另一批中未完成：数据有误" in text
    assert "新批次未完成的部门" in text
    assert "单位b（b）：数据有误（所比较的是以前的报告）" in text


def test_a_failure_on_one_side_alone_is_a_difference(library: Published) -> None:
    failure = Failure(department="b", kind="kernel", cause="内核中断", command="pjkit render")
    failed = side(library, failures=(failure,))
    assert compare(side(library), failed).differs
    assert not compare(failed, failed).differs


def test_a_departments_text_cannot_reach_the_terminals_controls(library: Published) -> None:
    evil = "\x1b[31m单位\n假行\x07"
    new = with_mark(with_record(library, name=evil), RECEPTION, name=evil, score=Decimal(0))
    new = with_record(new, findings=(replace(FINDING, message=evil, rule=evil),))
    for line in in_words(compared(library, new)):
        assert not any(unicodedata.category(sign).startswith("C") for sign in line), line


# What is given: batches, one department, files


def test_one_department_is_compared_with_the_same_one_of_a_batch(batch: Path, edited: Edit) -> None:
    new = edited(*SPENT_MORE)
    for given in (batch / LIBRARY, batch / LIBRARY / "scorecard.json"):
        found = compare(*read_sides(given, new))
        assert [one.department for one in found.changed] == [LIBRARY]
        assert (found.new.reports, found.added, found.removed) == (1, (), ())


def test_inputs_and_the_run_beside_the_records_are_read(batch: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(batch, again)
    (again / LIBRARY / "inputs.json").write_text(INPUTS.model_dump_json(), encoding="utf-8")
    failure = Failure(department="x", kind="timeout", cause="超时", command="pjkit render")
    run = Run(year=2022, done=(), failures=(failure,))
    (again / "run.json").write_text(run.model_dump_json(by_alias=True), encoding="utf-8")
    both, single = read_sides(again, again)[0], read_sides(again / LIBRARY, again / LIBRARY)[0]
    assert [one.inputs for one in both.reports if one.record.department == LIBRARY] == [INPUTS]
    assert both.failures == (failure,)
    assert single.reports[0].inputs == INPUTS


def refused(old: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said of a comparison that cannot be made."""
    assert cli.main(["diff", str(old), str(new)]) == WRONG_USE
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err


def test_missing_and_empty_folders_are_wrong_use_and_all_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = "应为：一批报告的文件夹（如 outputs/2022）、一个部门的文件夹，或其中的 scorecard.json"
    assert refused(tmp_path / "nowhere", tmp_path, capsys).splitlines() == [
        f"{tmp_path}/nowhere：没有这个文件夹或文件。{wanted}。处理：检查路径。",
        f"{tmp_path}：这里没有报告。{wanted}。处理：检查路径，或先生成报告。",
    ]
    assert "没有这个文件夹或文件" in refused(Path("x" * 5000), Path("x" * 5000), capsys)


MALFORMED: dict[str, Callable[[str], str]] = {
    "no JSON": lambda _: "{",
    "no record": lambda _: "[]",
    "no number": lambda text: text.replace('"score": "2.00"', '"score": "NaN"'),
    "another contract": lambda text: text.replace("pjkit.scorecard/1", "pjkit.scorecard/9"),
    "an answer without a result": lambda text: text.replace('"result": "是"', '"answer": "是"'),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_record_is_told_without_a_traceback(
    case: str, batch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = tmp_path / "again"
    shutil.copytree(batch, again)
    path = again / LIBRARY / "scorecard.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(MALFORMED[case](text), encoding="utf-8")
    message = f"{path}：不是可用的记录。应为：pjkit 生成的 scorecard.json（pjkit.scorecard/1）。处理：重新生成这份报告。\n"
    assert refused(batch, again, capsys) == message
    assert refused(path, batch, capsys) == message


def test_nothing_that_stands_twice_is_compared(
    batch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = json.loads((batch / LIBRARY / "scorecard.json").read_text(encoding="utf-8"))
    put(tmp_path / "departments", "one", record)
    put(tmp_path / "departments", "two", record)
    said = refused(batch, tmp_path / "departments", capsys)
    assert "部门 demo-library 有不止一份报告" in said
    twice = {**record, "indicators": [*record["indicators"], record["indicators"][0]]}
    path = put(tmp_path / "indicators", "one", twice)
    assert "指标 three_public_change_rate 重复" in refused(path, batch, capsys)


def test_two_hundred_departments_are_compared_in_seconds(batch: Path, tmp_path: Path) -> None:
    record = json.loads((batch / LIBRARY / "scorecard.json").read_text(encoding="utf-8"))
    for number in range(200):
        name = f"d{number:03}"
        put(tmp_path / "old", name, {**record, "department": name})
        total = {**record["total"], "score": f"{100 - number / 100:.2f}"}
        put(tmp_path / "new", name, {**record, "department": name, "total": total})
    start = time.process_time()
    found = compare(*read_sides(tmp_path / "old", tmp_path / "new"))
    lines = list(in_words(found))
    assert time.process_time() - start < 10  # 1.4 s of CPU was measured; something quadratic takes far more
    assert found.changed[0].department == "d199"
    assert len(found.changed) == 199
    assert lines[0].endswith("有变化 199，新增 0，减少 0，没有变化 1")


def test_an_indicator_that_only_a_later_record_tells_of_a_finding_is_no_difference(
    library: Published,
) -> None:
    told = replace(FINDING, indicator=RECEPTION)
    assert not compared(
        with_record(library, findings=(FINDING,)), with_record(library, findings=(told,))
    ).differs


SINCE_02 = {
    "rubric": ("title", "reference"),
    "indicators": ("members", "self_source", "effects"),
    "clauses": ("text", "formula", "value_percent", "value_text", "curve", "lacking"),
    "inputs": ("evidence", "note"),
    "findings": ("indicator",),
}
"""Part of a record → the fields that version 0.2 did not write."""


def as_in_02(part: Any, name: str = "") -> Any:
    """A record, or a part of one, as version 0.2 wrote it."""
    if isinstance(part, list):
        return [as_in_02(one, name) for one in part]
    if not isinstance(part, dict):
        return part
    kept = part.keys() - set(SINCE_02.get(name, ()))
    return {key: as_in_02(value, key) for key, value in part.items() if key in kept}


def test_records_of_version_02_say_the_same(batch: Path, edited: Edit, tmp_path: Path) -> None:
    for path in batch.glob("*/scorecard.json"):
        put(tmp_path / "old", path.parent.name, as_in_02(json.loads(path.read_text(encoding="utf-8"))))
    assert not compare(*read_sides(tmp_path / "old", batch)).differs
    new = edited(*SPENT_MORE)
    assert text_of(compare(*read_sides(tmp_path / "old", new))) == SPENT_MORE_TEXT.rstrip()
