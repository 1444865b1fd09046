"""Chapter one: who the department is, what it is for, whom it employs, what it did in the year."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pjkit.model.amounts import percent_of, read_decimal
from pjkit.model.block import ListItem, Notice, Row, Run, Table
from pjkit.model.cell import Cell, Nothing, Number, Unit
from pjkit.model.contract import HIDDEN_NAMES, PERSON_ITEMS, STAFF_ITEMS
from pjkit.model.dossier import Dossier, Output, ProfileLine
from pjkit.model.figure import Figure
from pjkit.model.report_block import OwnWords, Section
from pjkit.report import cells
from pjkit.report.amount_sentences import sentence
from pjkit.report.tables import columns, listed, notice, row, section, text

_POSTS, _STAFF = "编制数", "在编人数"
_NOT_TOLD = {"单位名称", "单位简称", "评价年度", "报告日期", HIDDEN_NAMES, *PERSON_ITEMS, *STAFF_ITEMS}


def chapter(dossier: Dossier, name: str) -> OwnWords | Notice:
    """The text of one chapter of 文字, marked as the department's own."""
    given = dossier.chapters.get(name)
    if given is None or not given.text.strip():
        return notice("部门未提供本章文字。")
    return OwnWords(chapter=name, text=given.text, place=given.source)


def profile(dossier: Dossier) -> Section:
    """基本信息 but for the head counts, which :func:`staff` shows; a sentence in Word."""
    lines = [line for line in dossier.profile if line.item not in STAFF_ITEMS]
    table = Table(
        caption="基本信息",
        columns=columns("项目!", "内容", "说明", "来源!*"),
        rows=tuple(
            row(line.item, line.content or Nothing(), line.note, cells.source(line.source)) for line in lines
        ),
        only="page",
    )
    nothing = Notice(words="部门未提供基本信息。", only="page")
    return section(text(profile_sentence(dossier), only="word"), table if lines else nothing)


def profile_sentence(dossier: Dossier) -> str:
    """Name, authority, kind: one clause for each row that says something."""
    rows = [line for line in dossier.profile if line.item not in _NOT_TOLD and line.content]
    return sentence([f"单位名称：{dossier.name}", *(f"{line.item}：{_noted(line)}" for line in rows)])


def _noted(line: ProfileLine, unit: str = "") -> str:
    return f"{line.content}{unit}（{line.note}）" if line.note else f"{line.content}{unit}"


def functions(dossier: Dossier) -> Section | Notice:
    """主要职能."""
    return _organisation(dossier, "主要职能", "职能")


def sections(dossier: Dossier) -> Section | Notice:
    """内设机构."""
    return _organisation(dossier, "内设机构", "机构")


def _organisation(dossier: Dossier, category: str, head: str) -> Section | Notice:
    """A table on the page; numbered items in Word."""
    lines = [line for line in dossier.organisation if line.category == category]
    if not lines:
        return notice(f"部门未提供{category}。")
    table = Table(
        caption=f"{category}（{len(lines)} 项）",
        columns=columns(head, "内容", "来源!"),
        rows=tuple(row(line.name or Nothing(), line.content, cells.source(line.source)) for line in lines),
        only="page",
    )
    items = [
        ListItem(marker=f"（{number}）", runs=tuple(_named(line.name, line.content)), only="word")
        for number, line in enumerate(lines, start=1)
    ]
    return section(items, table)


def _named(name: str, content: str) -> Iterator[Run]:
    if name:
        yield Run(text=f"{name}。", strong=True)
    if content:
        yield Run(text=content)


def staff(dossier: Dossier) -> Section | Notice:
    """Posts and people as stated; 在编/编制 only where both are numbers and there are posts."""
    lines = {line.item: line for line in dossier.profile if line.item in STAFF_ITEMS}
    if not lines:
        return notice("部门未提供人员编制情况。")
    table = Table(
        caption="人员编制情况",
        columns=columns("项目!", "人数#", "单位!", "说明", "来源!"),
        rows=tuple(_staff_row(item, lines.get(item)) for item in STAFF_ITEMS),
        note=_ratio(lines),
        only="page",
    )
    return section(text(staff_sentence(lines), only="word"), table)


def staff_sentence(lines: dict[str, ProfileLine]) -> str:
    """Posts and people, each in its unit."""
    told = [f"{item}{_people(lines.get(item), '名' if item == _POSTS else '人')}" for item in STAFF_ITEMS]
    return sentence(["，".join(told), posts_filled(lines)])


def _people(line: ProfileLine | None, unit: str) -> str:
    if line is None or not line.content:
        return "无数据"
    return _noted(line, "" if read_decimal(line.content) is None else unit)


def _staff_row(item: str, line: ProfileLine | None) -> Row:
    if line is None:
        return row(item, Nothing(why="未填报"), "", "", "")
    count = read_decimal(line.content)
    shown: Cell = line.content or Nothing() if count is None else Number(value=count)
    people = "" if count is None else Unit(words="人")
    return row(item, shown, people, line.note, cells.source(line.source))


def _posts_and_people(lines: dict[str, ProfileLine]) -> tuple[Decimal, Decimal] | None:
    """编制 and 在编, only where both are numbers and there are posts."""
    posts, people = (_count(lines.get(item)) for item in (_POSTS, _STAFF))
    return None if posts is None or people is None or posts <= 0 else (posts, people)


def _count(line: ProfileLine | None) -> Decimal | None:
    return read_decimal(line.content) if line else None


def _ratio(lines: dict[str, ProfileLine]) -> str:
    if known := _posts_and_people(lines):
        posts, people = known
        return f"在编人数占编制数：{people:,f} ÷ {posts:,f} ＝ {percent_of(people, posts)}"
    return ""


def posts_filled(lines: dict[str, ProfileLine]) -> str:
    """在编 of 编制."""
    if known := _posts_and_people(lines):
        posts, people = known
        return f"在编人数占编制数的{percent_of(people, posts)}"
    return ""


def outputs(dossier: Dossier) -> Section | Notice:
    """事业成效 by 领域. Last year's figures and targets have a column only if some row has one."""
    if not dossier.outputs:
        return notice("部门未提供事业成效数据。")
    optional = [
        name for name in ("上年数", "目标数") if any(not _extra(one, name).blank for one in dossier.outputs)
    ]
    table = Table(
        caption=f"{dossier.year} 年事业成效",
        columns=columns("指标", "本年数#", "单位!", *(f"{name}#" for name in optional), "来源!*"),
        rows=tuple(one for area in _areas(dossier) for one in _area_rows(dossier, area, optional)),
        compact=True,
    )
    return section(text(targets_sentence(dossier.outputs), only="word"), table)


def _extra(output: Output, name: str) -> Figure:
    return output.last_year if name == "上年数" else output.target


def _areas(dossier: Dossier) -> list[str]:
    return list(dict.fromkeys(output.area for output in dossier.outputs))


def _area_rows(dossier: Dossier, area: str, optional: list[str]) -> list[Row]:
    mine = [output for output in dossier.outputs if output.area == area]
    return [row(area or "未分领域", kind="group"), *(_output_row(output, optional) for output in mine)]


def _output_row(output: Output, optional: list[str]) -> Row:
    figure = output.figure
    extra = [cells.figure(_extra(output, name)) for name in optional]
    unit: Cell = Unit(words=figure.unit) if figure.unit else ""
    return row(output.name, cells.figure(figure), unit, *extra, cells.source(figure.source))


def targets_sentence(outputs: Iterable[Output]) -> str:
    """Which outputs lie below their targets. Whether less is better is not known, so nothing is judged."""
    both = [
        (one.name, one.figure.value, one.target.value)
        for one in outputs
        if one.figure.value is not None and one.target.value is not None
    ]
    if not both:
        return ""
    below = [name for name, value, target in both if value < target]
    said, reached = f"有目标数的{len(both)}项事业成效", len(both) - len(below)
    if not below:
        return f"{said}均不低于目标数。"
    if not reached:
        return f"{said}均低于目标数：{listed(below)}。"
    return f"{said}中，{reached}项不低于目标数，{len(below)}项低于目标数：{listed(below)}。"
