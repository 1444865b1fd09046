"""The summary of a batch: from records alone, unknown stays unknown, readable with 7 departments and with 600."""

import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from batches import batch_of, changed, county, failure, sample_record, samples, unscored
from helpers import ROOT, SAMPLES
from nbclient import NotebookClient

from pjkit.batch.notebook import parameter_names
from pjkit.checks import CHECKS
from pjkit.model.block import Block
from pjkit.model.drawing import Drawing, NoDrawing
from pjkit.model.finding import finding_title
from pjkit.model.problem import InputError
from pjkit.model.records import Batch
from pjkit.model.scorecard import Finding, Mark, Scorecard, Status
from pjkit.report.charts.county_totals import distribution
from pjkit.report.summary.departments import coverage, grades, ranking, total_distribution
from pjkit.report.summary.failures import by_cause, failures
from pjkit.report.summary.findings import across_departments, by_rule, findings_by_rule
from pjkit.report.summary.gaps import gaps_by_department, gaps_by_indicator
from pjkit.report.summary.heading import load_batch as read
from pjkit.report.summary.heading import summary_head, summary_style
from pjkit.report.summary.listing import Line, by_grade, by_loss, criteria, lines, share_lost
from pjkit.report.summary.lost_points import cell_of, heat_map, losses, percent_lost

COUNTY = ROOT / "pjkit" / "report" / "summary"
TEMPLATES = ROOT / "pjkit" / "writers" / "html" / "template" / "block"
NOTEBOOK = ROOT / "notebooks" / "summary.ipynb"
SCRIPT = ROOT / "pjkit" / "writers" / "html" / "template" / "pjkit" / "summary.js"
CHROMIUM = Path("/usr/bin/chromium")
LARGEST_PAGE = 3_000_000  # bytes, with 600 departments
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
VERBS: tuple[Callable[[Batch], Block], ...] = (
    summary_head,
    ranking,
    grades,
    total_distribution,
    heat_map,
    losses,
    coverage,
    gaps_by_department,
    gaps_by_indicator,
    findings_by_rule,
    across_departments,
    failures,
)


class Page(HTMLParser):
    """Tags, links and ids of a page, its text, and the texts of its tables' cells row by row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self._cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag."""
        given = dict(attrs)
        self.tags.append(tag)
        self.links += [given["href"] or ""] if "href" in given else []
        self.ids += [given["id"] or ""] if "id" in given else []
        self.handlers += [name for name in given if name.startswith("on")]
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self._cell = True
            self.rows[-1].append("")
        self.handle_data(given.get("title") or "")  # a dash says why it stands there

    def handle_endtag(self, tag: str) -> None:
        """Leave a cell."""
        if tag in {"td", "th"}:
            self._cell = False

    def handle_data(self, data: str) -> None:
        """Note some text."""
        self.text += data
        if self._cell:
            self.rows[-1][-1] += data

    def row(self, name: str) -> list[str]:
        """The cells of the one row that has ``name`` in a cell."""
        (found,) = [row for row in self.rows if name in row]
        return found


def shown(verb: Callable[[Batch], Block], batch: Batch) -> Page:
    return Page(str(verb(batch).html))


def whole(batch: Batch) -> str:
    return str(summary_style().html) + "".join(str(verb(batch).html) for verb in VERBS)


@cache
def large() -> Batch:
    return county(600, [failure(number, f"原因{number % 3}") for number in range(300)])


@cache
def large_page() -> str:
    return whole(large())


def renamed(record: Scorecard, department: str, name: str) -> Scorecard:
    return record.model_copy(update={"department": department, "name": name})


def blank(name: str = "空白局") -> Scorecard:
    """A department that handed in nothing: not one score is known."""
    record = sample_record("demo-library")
    return changed(record, [unscored(one) for one in record.marks], department="blank", name=name)


def result(score: str | None, points: str = "4", status: Status = Status.COMPUTED) -> Mark:
    """One indicator of 4 points."""
    known = None if score is None else Decimal(score)
    given = {"points": Decimal(points), "score": known, "status": status}
    return sample_record("demo-library").marks[0].model_copy(update=given)


def scoring(*results: Mark) -> Batch:
    """A batch in which each department has one indicator."""
    records = [
        changed(sample_record("demo-library"), [one], department=f"d{at}", name=f"{at}局", findings=())
        for at, one in enumerate(results)
    ]
    return batch_of(records)


# Order and names


def test_the_samples_are_ranked_by_their_totals() -> None:
    listed = [(line.rank, line.name, str(line.total)) for line in lines(samples())]
    assert listed == [
        (1, "示例县图书馆", "100.00"),
        (2, "新宁县社会养老保险服务中心", "97.00"),
        (3, "示例县档案馆", "89.90"),
        (4, "示例县农业农村局", "83.38"),
        (5, "示例县卫生健康局", "76.15"),
        (6, "示例县交通运输局", "61.46"),
        (7, "示例县城市管理局", "39.50"),
    ]


def test_equal_totals_share_a_rank_and_the_next_rank_is_left_out() -> None:
    listed = lines(scoring(result("3"), result("2"), result("3"), result("1")))
    assert [(line.name, line.rank) for line in listed] == [("0局", 1), ("2局", 1), ("1局", 3), ("3局", 4)]


def test_a_department_without_any_score_has_no_rank_and_no_total_rather_than_0() -> None:
    batch = batch_of([blank(), sample_record("demo-urban")])
    listed = lines(batch)
    assert [(line.name, line.rank, line.total) for line in listed][1] == ("空白局", None, None)
    row = shown(ranking, batch).row("空白局")
    assert row[0] == "没有得分，不排名—"
    assert row[2] == "没有得分—"
    assert "平均总分" in shown(summary_head, batch).text
    assert "39.50平均总分" in re.sub(r"\s", "", shown(summary_head, batch).text)  # not (39.50 + 0) / 2


def test_departments_of_one_name_are_told_apart_and_a_nameless_one_has_its_folders_name() -> None:
    first, second = sample_record("demo-library"), sample_record("demo-urban")
    records = [renamed(first, "a", "同名局"), renamed(second, "b", "同名局"), renamed(second, "c", "")]
    assert [line.name for line in lines(batch_of(records))] == ["同名局（a）", "同名局（b）", "c"]


@pytest.mark.parametrize(
    ("department", "link"),
    [
        ("demo-library", "demo-library/report.html"),
        ("javascript:alert(1)//", "javascript%3Aalert%281%29%2F%2F/report.html"),
        ('"><script>', "%22%3E%3Cscript%3E/report.html"),
    ],
)
def test_a_link_leads_to_the_departments_page_and_nowhere_else(department: str, link: str) -> None:
    batch = batch_of([renamed(sample_record("demo-library"), department, "某局")])
    for verb in (ranking, heat_map, coverage):
        assert link in shown(verb, batch).links


def test_every_department_is_linked_from_the_ranking() -> None:
    links = shown(ranking, large()).links
    assert sorted(links) == [f"dept-{number:03d}/report.html" for number in range(600)]


def test_the_report_of_an_earlier_run_says_that_it_is_old() -> None:
    batch = samples([failure(1, department="demo-urban", name="示例县城市管理局")])
    assert "示例县城市管理局旧报告" in [cell for row in shown(ranking, batch).rows for cell in row]
    head = re.sub(r"\s", "", shown(summary_head, batch).text)
    assert "7部门6已完成1未完成" in head
    assert "有1个部门本次未完成" in head


# Grades and totals


def test_grades_are_counted_best_first_and_the_open_ones_apart() -> None:
    page = shown(grades, samples())
    assert [row[:3] for row in page.rows[1:]] == [
        ["优", "2", "28.6%"],
        ["良", "2", "28.6%"],
        ["中", "1", "14.3%"],
        ["差", "1", "14.3%"],
        ["待定", "1", "14.3%"],
        ["待定（中～良）", "1", "14.3%"],
    ]
    assert "97.00～100.00" in page.text


def test_every_department_has_exactly_one_grade() -> None:
    counted = by_grade(lines(large()))
    assert sum(len(grade.lines) for grade in counted) == 600
    assert [grade.name for grade in counted] == ["优", "良", "中", "差", "待定"]


def test_the_distribution_counts_a_border_upwards_and_full_marks_into_the_last_step() -> None:
    # Full marks 4, steps of 0.2: 4.00 → 3.8–4, 3.80 → 3.8–4, 3.79 → 3.6–3.8.
    drawn = distribution(scoring(result("4"), result("3.80"), result("3.79")))
    assert isinstance(drawn, Drawing)
    assert drawn.table.rows == (("3.6～3.8 分", "1", "0"), ("3.8～4 分", "2", "0"))


def test_open_grades_are_told_in_the_distribution() -> None:
    drawn = distribution(samples())
    assert isinstance(drawn, Drawing)
    assert {row[0]: row[1:] for row in drawn.table.rows}["75～80 分"] == ("1", "1")
    assert sum(int(row[1]) for row in drawn.table.rows) == 7


def test_there_is_no_distribution_of_unknown_totals() -> None:
    assert isinstance(distribution(batch_of([blank()])), NoDrawing)


# Points lost


@pytest.mark.parametrize(
    ("indicator", "shade", "words"),
    [
        (result("4"), "0", "0"),
        (result("3.99"), "1", "<1"),  # 0.25 %: not 0
        (result("3.20"), "1", "20"),
        (result("3.19"), "1", "20"),  # 20.25 %: the legend's 1～20 % is what is read
        (result("3.16"), "2", "21"),
        (result("0.01"), "5", "99"),  # 99.75 %: not 100
        (result("0"), "5", "100"),
        (result(None, status=Status.MISSING), "unknown", "？"),
        (result("4", status=Status.NOT_APPLICABLE), "none", "◇"),
        (None, "none", ""),
    ],
)
def test_a_cell_of_the_heat_map_says_the_share_lost(indicator: Mark | None, shade: str, words: str) -> None:
    found = cell_of(indicator)
    assert (found.shade, found.words) == (shade, words)


def test_a_score_on_the_departments_word_is_marked_in_the_heat_map() -> None:
    assert cell_of(result("4", status=Status.ASSERTED)).on_word
    assert cell_of(result("4", status=Status.SELF_ONLY)).on_word
    assert not cell_of(result("4", status=Status.REVIEWED)).on_word


def test_the_heat_map_has_a_row_for_each_department_and_a_cell_for_each_indicator() -> None:
    page = shown(heat_map, samples())
    rows = {row[0]: row[1:] for row in page.rows[2:]}
    assert [len(row) for row in rows.values()] == [25] * 7  # the total and 24 indicators
    columns = [column.name for column in criteria(lines(samples()))]
    health = dict(zip(columns, rows["示例县卫生健康局"][1:], strict=True))
    assert health["目标管理"] == "？"  # no data, not a loss of 8 points
    assert health["评价结果运用"] == "100"  # 0 of 2
    assert health["公务招待费变动率"] == "20"  # 1.60 of 2


def test_many_departments_are_condensed_to_grades_and_listed_in_a_fold() -> None:
    html = str(heat_map(large()).html)
    condensed, listed = html.split("<details", 1)
    names = [row[0] for row in Page(condensed).rows[2:]]
    assert [re.sub(r"（.*", "", name) for name in names] == ["优", "良", "中", "差", "待定", "全部部门"]
    assert len(Page("<details" + listed).rows) == 602


def test_a_grades_mean_leaves_the_unknown_out() -> None:
    # 62 departments: 61 lose half of 4 points, one is unknown. Mean over the 61 known: 50 %.
    batch = scoring(*[result("2")] * 61, result(None, status=Status.MISSING))
    condensed = str(heat_map(batch).html).split("<details", 1)[0]
    assert Page(condensed).row("全部部门（62 个）")[1:] == ["2.00", "50"]


def test_departments_under_another_rubric_leave_cells_empty_that_they_do_not_have() -> None:
    other = result("1").model_copy(update={"id": "other", "name": "另一指标", "path": ("甲", "乙")})
    page = shown(heat_map, scoring(result("4"), other))
    assert page.row("0局")[2:] == ["0", ""]
    assert page.row("1局")[2:] == ["", "75"]


@pytest.mark.parametrize(
    ("share", "words"), [("0", "0"), ("0.004", "<1"), ("0.125", "13"), ("0.996", "99"), ("1", "100")]
)
def test_only_nothing_is_0_and_only_all_is_100(share: str, words: str) -> None:
    assert percent_lost(Decimal(share)) == words


def test_the_mean_loss_is_over_the_known_and_the_unknown_are_counted() -> None:
    # 4/4, 1/4, unknown: (0 + 3) / 2 = 1.5 points, 37.5 % of 4; one of two known departments loses.
    batch = scoring(result("4"), result("1"), result(None, status=Status.MISSING))
    (found,) = criteria(lines(batch))
    assert (found.mean_lost, found.mean_share) == (Decimal("1.5"), Decimal("0.375"))
    row = shown(losses, batch).row("1.50")
    assert row[1:] == ["4", "1.50", "", "38%", "1", "2", "1"]


def test_an_indicator_that_nobody_has_a_score_for_comes_last_and_has_no_mean() -> None:
    batch = batch_of(
        [changed(sample_record("demo-urban"), [result(None), result("0").model_copy(update={"id": "b"})])]
    )
    assert [one.mean_lost for one in by_loss(criteria(lines(batch)))] == [Decimal(4), None]
    assert "各部门得分均未知—" in shown(losses, batch).text


def test_a_share_needs_points() -> None:
    assert share_lost(result("0", points="0")) is None


# What totals rest on, findings


def test_coverage_begins_with_the_least_supported_and_its_parts_fill_the_bar() -> None:
    page = shown(coverage, samples())
    assert page.rows[1][:5] == ["新宁县社会养老保险服务中心", "10.00", "87.00", "0.00", "3.00"]
    assert [row[1] for row in page.rows[1:]] == [
        "10.00",
        "37.50",
        "53.15",
        "56.46",
        "75.90",
        "83.38",
        "100.00",
    ]
    first = re.findall(
        r'<rect class="pj-fill-([\w-]+)" x="([\d.]+)%" width="([\d.]+)%"', str(coverage(samples()).html)
    )
    assert first[:3] == [("supported", "0.0", "10.0"), ("self-only", "10.0", "87.0"), ("lost", "97.0", "3.0")]
    assert "2 个部门有据的得分不到满分的一半" in page.text


def test_every_department_is_in_the_coverage_of_many_once() -> None:
    names = [row[0] for row in shown(coverage, large()).rows if row[0] != "部门"]
    assert len(names) == len(set(names)) == 600


def test_findings_are_counted_by_rule_and_severity_with_examples() -> None:
    counted = {one.rule: (one.counts, one.departments) for one in by_rule(lines(samples()))}
    some = ("rate_over_100", "sum_of_parts", "over_plan", "spending_without_base", "over_staffed")
    # 确定, 疑似, 提示, and in how many departments: expected/findings.yaml
    assert {rule: counted[rule] for rule in some} == {
        "rate_over_100": ((2, 0, 0), 2),
        "sum_of_parts": ((2, 1, 0), 2),
        "over_plan": ((0, 0, 1), 1),
        "spending_without_base": ((0, 0, 3), 2),
        "over_staffed": ((0, 0, 2), 2),
    }
    given = {finding.rule for name in SAMPLES for finding in sample_record(name).findings}
    assert set(counted) == given
    page = shown(findings_by_rule, samples())
    assert "比率超过 100%" in page.text
    assert "demo-transport/report.html" in page.links


def test_examples_are_of_three_departments_and_long_ones_are_cut() -> None:
    finding = Finding(rule="sum_of_parts", severity="提示", where="收支!E7", message="长" * 200)
    records = [
        sample_record("demo-library").model_copy(update={"department": f"d{at}", "findings": (finding,) * 2})
        for at in range(5)
    ]
    (found,) = by_rule(lines(batch_of(records)))
    assert (found.counts, found.departments) == ((0, 0, 10), 5)
    assert [example.line.record.department for example in found.examples] == ["d0", "d1", "d2"]
    assert found.examples[0].words == "长" * 89 + "…"
    assert "另有 2 个部门" in shown(findings_by_rule, batch_of(records)).text


def test_every_rule_id_has_a_chinese_title_of_its_own() -> None:
    cases = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "cases").iterdir())
    warnings = set(re.findall(r"notices: \[(\w+)\]", cases))
    titles = [finding_title(rule) for rule in {*CHECKS, *warnings}]
    assert len(warnings) == 5
    assert all(re.search(r"[\u4e00-\u9fff]", title) for title in titles)
    assert len(set(titles)) == len(titles)


def test_a_rule_of_a_later_version_is_called_by_its_id() -> None:
    assert finding_title("of_a_later_version") == "of_a_later_version"


# Failures


def test_three_hundred_failures_have_three_causes() -> None:
    causes = by_cause(large())
    assert [(cause.words, len(cause.failures)) for cause in causes] == [(f"原因{at}", 100) for at in range(3)]
    page = shown(failures, large())
    assert "300 个部门未完成，共 3 种原因。" in page.text
    for number in range(300):
        assert f"pjkit render params/failed-{number:03d}.yaml" in page.text


def test_equal_words_of_different_kinds_are_different_causes() -> None:
    found = by_cause(batch_of([], [failure(1, "中断", "kernel"), failure(2, "中断", "worker")]))
    assert [cause.kind for cause in found] == ["内核中断", "工作进程中断"]


def test_a_failure_tells_cell_details_and_command() -> None:
    told = failure(1, "数据有 7 处问题", "input", details=tuple(f"问题{at}" for at in range(7)))
    page = shown(failures, batch_of([], [told]))
    row = page.row("示例县第1局")
    assert row[1] == "pj.heat_map(batch)"
    assert row[2] == "pjkit render params/failed-001.yaml问题0问题1问题2问题3问题4另有 2 处"


def test_two_parameter_files_of_one_department_are_one_failed_department() -> None:
    batch = batch_of([], [failure(1), failure(1, command="pjkit render params/copy.yaml")])
    assert "部门 1 个，已完成 0 个，未完成 1 个" in summary_head(batch).line
    assert "params/copy.yaml" in shown(failures, batch).text


# All of it


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
@pytest.mark.parametrize("failed", [(), (failure(1),)], ids=["nothing", "failures only"])
def test_a_batch_without_reports_is_told_in_words(
    verb: Callable[[Batch], Block], failed: Sequence[Any]
) -> None:
    html = str(verb(batch_of([], failed)).html)
    assert re.search(r"[\u4e00-\u9fff]{2}", Page(html).text)
    assert "nan" not in html.lower()
    assert ("failed-001" in html) is (bool(failed) and verb is failures)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_what_departments_wrote_stays_text(verb: Callable[[Batch], Block]) -> None:
    finding = Finding(rule=HOSTILE, severity="确定", where=HOSTILE, message=HOSTILE)
    indicator = result("1").model_copy(update={"name": HOSTILE, "path": (HOSTILE, HOSTILE)})
    base = sample_record("demo-urban")
    total = base.total.model_copy(update={"grade": HOSTILE})
    bad = base.model_copy(
        update={
            "name": HOSTILE,
            "department": HOSTILE,
            "findings": (finding,),
            "marks": (indicator,),
            "total": total,
        }
    )
    broken = failure(
        1, HOSTILE, name=HOSTILE, cell=HOSTILE, details=(HOSTILE,), command=HOSTILE, department=HOSTILE
    )
    page = Page(re.sub(r"<svg\b.*?</svg>", "", str(verb(batch_of([bad], [broken])).html), flags=re.DOTALL))
    assert not {"script", "img"} & set(page.tags)
    assert page.handlers == []
    assert all(link.startswith(("%3Cscript", "#", "results.")) for link in page.links)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_a_batch_with_only_a_department_without_scores_is_shown(verb: Callable[[Batch], Block]) -> None:
    html = str(verb(batch_of([blank()])).html)
    assert "nan" not in html.lower()
    assert len(html) > 50


def test_a_name_of_60_characters_is_shown_whole() -> None:
    name = "某" * 60
    assert name in shown(ranking, batch_of([renamed(sample_record("demo-urban"), "long", name)])).text


def test_the_same_batch_gives_the_same_bytes_and_no_id_twice() -> None:
    assert whole(county(70)) == whole(county(70))
    ids = Page(large_page()).ids
    assert len(ids) == len(set(ids))


def test_the_summary_of_600_departments_is_no_larger_than_3_megabytes() -> None:
    assert len(large_page().encode()) < LARGEST_PAGE


def test_the_summary_requests_nothing_and_has_no_script_of_its_own() -> None:
    html = re.sub(r'xmlns="[^"]+"', "", whole(samples([failure(1)])))
    assert "http" not in html
    assert "@import" not in html
    assert "<script" not in html
    assert Page(html).handlers == []


def test_the_displays_know_records_and_no_scorer() -> None:
    for path in (*COUNTY.glob("*.py"), ROOT / "pjkit" / "report" / "charts" / "county_totals.py"):
        rooms = set(re.findall(r"from pjkit\.(\w+)", path.read_text(encoding="utf-8")))
        assert rooms <= {"model", "report", "checks"}, path.name


def test_every_class_of_the_templates_is_named_as_ours() -> None:
    for path in TEMPLATES.glob("*.j2"):
        plain = re.sub(r"{[{%].*?[}%]}", " ", path.read_text(encoding="utf-8"))
        for names in re.findall(r'class="([^"]*)"', plain):
            assert all(name.startswith("pj-") for name in names.split())


def test_a_line_knows_its_parts() -> None:
    line = lines(samples())[1]
    assert isinstance(line, Line)
    assert (line.full, line.lost) == (Decimal(100), Decimal("3.00"))
    assert replace(line, stale=True).link == "xinning-pension/report.html"


# Reading, and the notebook


def published(root: Path, names: Sequence[str] = SAMPLES) -> Path:
    """An outputs folder with these samples' records."""
    for name in names:
        folder = root / "outputs" / "2022" / name
        folder.mkdir(parents=True)
        record = sample_record(name).model_dump_json(by_alias=True)
        (folder / "scorecard.json").write_text(record, encoding="utf-8")
    return root


@pytest.mark.parametrize("inside", ["", "notebooks", "a/b/c"])
def test_a_batch_is_found_from_the_root_and_from_folders_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    published(tmp_path, SAMPLES[:2])
    (tmp_path / inside).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / inside)
    assert [report.record.department for report in read("outputs", 2022).reports] == SAMPLES[:2]


def test_a_missing_folder_and_another_years_reports_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(published(tmp_path, SAMPLES[:1]))
    with pytest.raises(InputError, match="outputs/2023：没有这个文件夹"):
        read("outputs", 2023)
    (tmp_path / "outputs" / "2022").rename(tmp_path / "outputs" / "2023")
    with pytest.raises(InputError, match="outputs/2023：其中是 2022 年度的报告"):
        read("outputs", 2023)


def test_an_empty_folder_is_a_batch_of_its_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "outputs" / "2022").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert summary_head(read("outputs", 2022)).line == "2022 年度汇总：部门 0 个，已完成 0 个，未完成 0 个"


def test_the_parameters_cell_has_exactly_year_and_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert parameter_names(notebook) == {"year", "outputs"}
    assert notebook.cells[0].source == 'year = 2022\noutputs = "outputs"'
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert max(len(source.splitlines()) for source in code) <= 3
    assert [name for source in code for name in re.findall(r"pj\.(\w+)\(batch\)", source)] == [
        verb.__name__ for verb in VERBS
    ]


def run(folder: Path) -> list[str]:
    """The HTML outputs of the summary notebook, run in ``folder`` as Jupyter does."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    client.execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert all(output.output_type == "execute_result" for output in outputs)
    return [output.data["text/html"] for output in outputs]


def test_the_notebook_runs_in_a_project_and_shows_what_the_verbs_give(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "notebooks").mkdir()
    shutil.copy(NOTEBOOK, root / "notebooks")
    from_root, inside = run(root), run(root / "notebooks")
    assert from_root == inside
    assert "".join(from_root) == whole(samples())


def test_the_shipped_notebook_is_stored_as_jupyter_stores_it() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n" == text


# The script that sorts and searches


def test_the_script_is_small_and_loads_nothing() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.encode()) <= 6_000
    assert not re.search(r"https?:|import\b|fetch\(|innerHTML|eval\(", text)


@pytest.fixture(scope="module")
def browser() -> Any:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright 未安装，无法在浏览器中试用")
    if not CHROMIUM.is_file():
        pytest.skip("没有 /usr/bin/chromium，无法在浏览器中试用")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM))
        yield started
        started.close()


def opened(browser: Any, html: str, script: str = "") -> Any:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><body>{html}{script}</body></html>'
    )
    assert errors == []
    return page


def names(page: Any) -> list[str]:
    """The departments of the ranking that are to be seen, from the top."""
    shown_rows: list[str] = page.eval_on_selector_all(
        "#ranking tbody tr",
        "rows => rows.filter(row => row.offsetParent).map(row => row.cells[1].textContent)",
    )
    return shown_rows


def test_search_and_sort_work_in_a_browser(browser: Any) -> None:
    batch = batch_of([*(sample_record(name) for name in SAMPLES), blank()])
    page = opened(browser, whole(batch), f"<script>{SCRIPT.read_text(encoding='utf-8')}</script>")
    ranked = names(page)
    assert ranked[-1] == "空白局"
    head = page.locator("#ranking th", has_text="有据")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert names(page)[:2] == ["示例县图书馆", "示例县农业农村局"]  # 100.00, 83.38
    grade = page.locator("#ranking th", has_text="等次").get_by_role("button")
    grade.click()
    assert names(page)[:2] == ["示例县图书馆", "新宁县社会养老保险服务中心"]
    assert set(names(page)[-2:]) == {"空白局", "示例县卫生健康局"}  # 待定: no grade yet
    grade.click()
    assert names(page)[0] == "示例县城市管理局"  # 差
    assert set(names(page)[-2:]) == {"空白局", "示例县卫生健康局"}  # unknown last whichever way
    page.locator("#ranking th", has_text="名次").get_by_role("button").click()
    assert names(page) == ranked
    page.get_by_label("搜索部门").fill("ｄｅｍｏ 局")  # full width, and the folder's name
    assert names(page) == ["示例县农业农村局", "示例县卫生健康局", "示例县交通运输局", "示例县城市管理局"]
    assert page.locator("#ranking output").text_content() == "找到 4 个，共 8 个"
    page.get_by_label("搜索部门").fill("")
    assert names(page) == ranked


@cache
def province() -> Batch:
    """More departments than a page lists at once; one is named like markup, another has no score at all."""
    whole_county = county(1200)
    records = [report.record for report in whole_county.reports[2:]]
    return batch_of([*records, renamed(sample_record("demo-urban"), "odd&<b>", "奇<b>局\t甲"), blank()])


def test_every_department_of_a_province_is_in_the_page_which_begins_with_the_first(browser: Any) -> None:
    html = str(ranking(province()).html)
    assert len(Page(html.split("<template>", maxsplit=1)[0]).rows) == 201
    assert "先列 200 个，共 1200 个部门；全部见" in Page(html).text
    page = opened(browser, whole(province()), f"<script>{SCRIPT.read_text(encoding='utf-8')}</script>")
    assert len(names(page)) == 200
    assert page.locator("#ranking .pj-rest span").text_content() == "已列 200 个，共 1200 个 "
    page.locator("#ranking .pj-rest").get_by_role("button").click()
    ranked = [line.name for line in lines(province())]
    assert names(page) == [name.replace("\t", " ") for name in ranked[:400]]
    total = page.locator("#ranking thead button", has_text=re.compile("^总分"))
    total.click()  # the best first
    total.click()
    worst = sorted((line.total, line.name) for line in lines(province()) if line.total is not None)
    assert names(page)[0] in {name for total, name in worst if total == worst[0][0]}
    page.locator("#ranking").get_by_label("搜索部门").fill("奇<b>")
    assert names(page) == ["奇<b>局 甲"]
    assert page.locator("#ranking tbody a").get_attribute("href") == "odd%26%3Cb%3E/report.html"
    page.locator("#ranking").get_by_label("搜索部门").fill("空白局")
    assert page.locator("#ranking tbody tr").inner_text().split()[:4] == [
        "—",
        "空白局",
        "—",
        "待定（差～优）",
    ]


def test_a_row_of_the_heat_map_made_by_the_script_looks_like_one_that_was_written(browser: Any) -> None:
    page = opened(browser, whole(province()), f"<script>{SCRIPT.read_text(encoding='utf-8')}</script>")
    page.eval_on_selector_all("details", "folds => folds.forEach(fold => { fold.open = true; })")
    last = [line for line in lines(province()) if line.total is not None][-1]
    page.locator("#heat-map").get_by_label("搜索部门").fill(last.record.department)
    found = page.eval_on_selector(
        "#heat-map .pj-small tbody tr:last-child",
        "row => [...row.cells].slice(2).map(cell => [cell.className, cell.textContent])",
    )
    columns = criteria(lines(province()))
    results = {mark.id: mark for mark in last.record.marks}
    wanted = [cell_of(results.get(column.id)) for column in columns]
    begins = {0, *(at for at in range(1, len(columns)) if columns[at].path != columns[at - 1].path)}
    assert found == [
        [f"pj-h{cell.shade}{' pj-w' if cell.on_word else ''}{' pj-b' if at in begins else ''}", cell.words]
        for at, cell in enumerate(wanted)
    ]


def test_lists_of_a_province_say_how_many_there_are_and_where_to_find_them() -> None:
    many = batch_of([], [failure(number) for number in range(1200)])
    assert "共 1200 个，这里列出前 200 个，其余见 results.xlsx 的“未完成”。" in shown(failures, many).text
    assert "个部门有不一致，这里列出差得最多的 200 个" in shown(gaps_by_department, province()).text
    assert "共 1200 个部门；可在“部门排名”中" in shown(coverage, province()).text


def test_the_summary_of_10000_departments_is_smaller_than_5_megabytes() -> None:
    row = len(str(ranking(province()).html).split("<template>")[1].encode()) / 1000
    heat = len(str(heat_map(province()).html).split("<template>")[1].encode()) / 1000
    assert len(whole(province()).encode()) + 8800 * (row + heat) < 5_000_000


def test_without_the_script_it_is_a_plain_table(browser: Any) -> None:
    page = opened(browser, whole(samples()))
    assert len(names(page)) == 7
    assert page.locator("#ranking button, #ranking input").count() == 0


def test_the_page_never_scrolls_sideways(browser: Any) -> None:
    page = opened(browser, large_page())
    page.eval_on_selector_all("details", "folds => folds.forEach(fold => { fold.open = true; })")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
