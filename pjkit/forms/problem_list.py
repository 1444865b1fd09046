"""The list of problems that a department gets back (问题清单): one row each, with room for its answer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from pjkit.forms import cells
from pjkit.forms.check_report import REFUSING, CheckReport, DepartmentCheck, Gap
from pjkit.model.amounts import plain
from pjkit.model.finding import SEVERITIES, Severity
from pjkit.model.scorecard import Finding
from pjkit.sheets.sheet import Cell, Column, Sheet
from pjkit.sources.places import place_of

TITLE = "部门整体支出绩效自评数据问题清单"
COVER, SUMMARY, LIST, ACROSS = "说明", "汇总", "问题清单", "跨部门"
_MENDED = cells.one_of(("已改", "无需改", "未改"))
_WHAT_TO_DO: dict[Severity, str] = {
    "确定": "数据自相矛盾：改正有误的一处；确有原因的，在答复中说明",
    "疑似": "请核实：有误的改正，无误的在答复中说明依据",
    "提示": "请看一看：需要的补充或改正，否则答复“无误”",
}
_ABOUT = {
    "这是什么": "财政部门检查自评数据后列出的问题，每行一个，按工作表和单元格排列。",
    "程度": f"{REFUSING}：数据读不进去，改正前无法评价。确定：数据自相矛盾。疑似：多半有误，请核实。提示：请看一看。",
    "怎样改": "在原来的填报表（或 CSV 文件）中，按“工作表”“单元格”找到这一处，照“应为/处理”改正。不要在本清单中改数据。",
    "怎样答复": "在“问题清单”的“部门答复”中写明怎样处理、依据是什么，在“是否已改”中选“已改”“无需改”或“未改”。",
    "报送": "答复完毕，把本清单和改好的填报表一并报回。",
}


def one_list(report: CheckReport) -> bytes:
    """One workbook for all departments: the counts of each, then every problem; for the bureau's files."""
    pages = [_cover(), _summary(report.departments), _list(report.departments)]
    if report.across:
        pages.append(_across(report.across))
    return cells.make_workbook(TITLE, pages)


def lists_by_department(report: CheckReport, folder: Path) -> dict[Path, bytes]:
    """A workbook for each department, to send back: none shows what another department's data say.

    A department without problems gets one too, which says so.
    """
    names = _unique([Path(one.file).stem for one in report.departments])
    return {
        folder / f"{name}-{LIST}.xlsx": cells.make_workbook(TITLE, [_cover(one), _list([one])])
        for name, one in zip(names, report.departments, strict=True)
    }


def _unique(names: Sequence[str]) -> list[str]:
    """The names, numbered where one comes again: parameter files of two folders may be called alike."""
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return unique


def _cover(one: DepartmentCheck | None = None) -> Sheet:
    """What this is and how to answer it; with a department, whose it is."""
    whose = {"单位": one.label, "评价年度": str(one.year or "")} if one else {}
    told = {**whose, **_ABOUT, **(_lacking(one.gaps) if one else {})}
    lines = [(Cell(name, cells.PLAIN), cells.as_text(text, cells.PLAIN)) for name, text in told.items()]
    return Sheet(COVER, (Column("", 14), Column("", 100)), ((Cell(TITLE, cells.TITLE),), *lines))


def _lacking(gaps: Sequence[Gap]) -> dict[str, str]:
    """What cannot be computed and why, one line for each indicator; nothing where nothing is lacking."""
    lines = [f"{gap.name}（{plain(gap.points)} 分）：{gap.reason}" for gap in gaps]
    return {"缺数据": "\n".join(["以下指标因缺数据核算不出，请在填报表中补填：", *lines])} if lines else {}


def _summary(departments: Sequence[DepartmentCheck]) -> Sheet:
    words = (REFUSING, *SEVERITIES)
    heads = (Column("单位", 40), Column("参数文件", 40), *(Column(word, 10, centred=True) for word in words))
    rows = tuple(
        (*map(cells.as_text, (one.label, one.file)), *map(cells.printed, map(Decimal, one.counts.values())))
        for one in departments
    )
    return Sheet(SUMMARY, heads, rows, filtered=True)


def _list(departments: Iterable[DepartmentCheck]) -> Sheet:
    heads = (
        Column("序号", 6, centred=True),
        Column("单位", 20),
        Column("工作表", 10),
        Column("单元格", 11),
        Column("程度", 8, centred=True),
        Column("问题", 58),
        Column("应为/处理", 36),
        Column("部门答复", 32, "怎样处理的，依据是什么。"),
        Column("是否已改", 10, "从列表中选择。", centred=True),
    )
    found = [(one, row) for one in departments for row in _rows(one)]
    rows = tuple(
        (
            cells.printed(Decimal(number)),
            *map(cells.as_text, (one.label, *row)),
            cells.blank(),
            cells.blank(_MENDED),
        )
        for number, (one, row) in enumerate(found, start=1)
    )
    return Sheet(LIST, heads, rows or (_NOTHING,), frozen=2, filtered=True, alarm=REFUSING)


_NOTHING = (*[cells.printed()] * 5, cells.printed("没有发现问题，不用答复。"), *[cells.printed()] * 3)


def _rows(one: DepartmentCheck) -> Iterator[tuple[str, str, str, str, str]]:
    """工作表, 单元格, 程度, 问题, 应为/处理 of each problem and finding."""
    for problem in one.problems:
        place = place_of(problem.place)
        wanted = f"应为：{problem.expected}。处理：{problem.advice}。"
        yield place.sheet or problem.file, place.cell, REFUSING, problem.found, wanted
    for finding in one.findings:
        place = place_of(finding.where)
        said = f"{finding.title}：{finding.message}"
        yield place.sheet, place.cell, finding.severity, said, _WHAT_TO_DO[finding.severity]


def _across(found: Sequence[Finding]) -> Sheet:
    heads = (Column("程度", 8, centred=True), Column("部门", 30), Column("位置", 20), Column("问题", 90))
    told = (
        (one.severity, "、".join(one.departments), one.where, f"{one.title}：{one.message}") for one in found
    )
    return Sheet(
        ACROSS, heads, tuple(tuple(map(cells.as_text, row)) for row in told), filtered=True, dims_repeats=True
    )
