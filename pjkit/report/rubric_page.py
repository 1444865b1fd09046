"""A rubric as a page that people read, print and sign: rules, formulas, what is asked, decisions. All from its numbers."""

from collections.abc import Callable, Iterator

from pjkit.model.amounts import plain
from pjkit.model.block import Column, Facts, Heading, ListItem, Row, Run, Table
from pjkit.model.cell import Cell, Code, Mathematics
from pjkit.model.contract import PROJECTS
from pjkit.model.formula import Expression, Formula, Name, Operation
from pjkit.model.report_block import AnyBlock
from pjkit.report import cells
from pjkit.report.chapters import numbered
from pjkit.report.tables import columns, row, text
from pjkit.scoring.coverage import AskedFigure, figures_asked, questions_asked
from pjkit.scoring.decisions import decisions, own_decisions
from pjkit.scoring.declarations import ChapterSpec
from pjkit.scoring.formulas import readable
from pjkit.scoring.rubric import Group, Indicator, Rubric
from pjkit.scoring.standard import derive_standard

_SUBJECTS = {"department": "部门（一个部门评一次）", "project": "项目（部门的每个项目各评一次）"}
_NOT_APPLICABLE = {"full": "按满分计，另列剔除后的折算总分", "rescale": "不评，其余指标折算为满分"}
_PROJECTS = {"mean": "各项目得分的平均数", "by_budget": "各项目得分按年初预算加权"}
_SIGNERS = ("拟定", "审核", "批准")
_BY_HAND = "\N{IDEOGRAPHIC SPACE}"
_DIGITS = 16  # of the digest: enough to tell two texts apart, and fits a line


def rubric_page(rubric: Rubric) -> tuple[AnyBlock, ...]:
    """The whole page; parts of which the rubric has nothing are left out."""
    parts: dict[str, Callable[[Rubric], list[AnyBlock]]] = {
        "基本情况": _facts,
        "指标、分值和评分规则": _rules,
        "计算公式": _formulas,
        "需要填报的数据": _asked,
        "需要核对的条款": _questions,
        "总分和等次": _total,
        "约定": _decisions,
        "报告的章节": _chapters,
        "会签": _signatures,
    }
    found = [(title, blocks) for title, make in parts.items() if (blocks := make(rubric))]
    return tuple(block for at, part in enumerate(found, 1) for block in _part(at, *part))


def _part(at: int, title: str, blocks: list[AnyBlock]) -> list[AnyBlock]:
    return [Heading(level=1, text=numbered(title, at, 1), anchor=f"part-{at}"), *blocks]


def _table(caption: str, heads: tuple[Column, ...], rows: list[Row]) -> list[AnyBlock]:
    """A table without columns in which nothing stands; nothing where there are no rows."""
    if not rows:
        return []
    kept = [at for at in range(len(heads)) if any(one.cells[at] != "" for one in rows)]
    shown = [one.model_copy(update={"cells": tuple(one.cells[at] for at in kept)}) for one in rows]
    return [Table(caption=caption, columns=tuple(heads[at] for at in kept), rows=tuple(shown))]


def _facts(rubric: Rubric) -> list[AnyBlock]:
    items: list[tuple[str, Cell]] = [
        ("名称", rubric.title),
        ("编号", Code(words=rubric.id)),
        ("评价年度", f"{rubric.year} 年度"),
        ("依据", rubric.reference),
        ("评价对象", _SUBJECTS[rubric.subject]),
        ("满分", f"{plain(rubric.points)} 分"),
        ("指标", f"{'、'.join(rubric.level_names)}，共 {len(rubric.indicators())} 项"),
        ("校验码", Code(words=rubric.digest.removeprefix("sha256:")[:_DIGITS], look="digest")),
    ]
    return [Facts(items=tuple(items))]


# What is scored and how


def _rules(rubric: Rubric) -> list[AnyBlock]:
    rows = [_indicator(one, 0) for one in rubric.indicators_]
    rows += [one for group in rubric.groups for one in _group(group, 0)]
    rows.append(row("合计", cells.points(rubric.points), "", "", "", kind="total"))
    heads = columns("指标", "分值#", "评分规则（由条款生成）", "评价标准原文*", "备注")
    return _table("指标、分值和评分规则", heads, rows)


def _group(group: Group, depth: int) -> Iterator[Row]:
    weight = f"下级分值合计 {plain(group.points)}，计入 {plain(group.counts)}" if group.weight else ""
    yield row(group.name, cells.points(group.counts), weight, "", "", depth=depth)
    yield from (_indicator(one, depth + 1) for one in group.indicators)
    for below in group.groups:
        yield from _group(below, depth + 1)


def _indicator(indicator: Indicator, depth: int) -> Row:
    rule = "".join((derive_standard(indicator), *_conditions(indicator)))
    name = f"{indicator.name}（{'、'.join(indicator.members)}）" if indicator.members else indicator.name
    points = cells.points(indicator.points)
    return row(name, points, rule, indicator.standard, indicator.note, depth=depth)


def _conditions(indicator: Indicator) -> Iterator[str]:
    gate = indicator.gate
    if gate and gate.when:
        yield f"{readable(gate.when.expression)}的，本指标不得分。"
    elif gate:
        yield f"指标 {gate.indicator} 未得分的，本指标不得分。"
    if indicator.explain:
        yield f"{readable(indicator.explain.expression)}的，须说明原因。"


def _formulas(rubric: Rubric) -> list[AnyBlock]:
    """First what the rubric computes under a name of its own, then each clause's formula."""
    derived = [
        row(name, _formula(Operation("=", (Name(name), one.value.expression))), one.unit or one.value.unit)
        for name, one in rubric.figures.items()
        if one.value
    ]
    of_clauses = [
        row(indicator.name, clause.no, _formula(expression))
        for indicator in rubric.indicators()
        for clause in indicator.clauses
        if (expression := clause.expression()) is not None and not isinstance(expression, Name)
    ]
    return [
        *_table("由其他数据算出的数据", columns("数据", "公式", "单位!"), derived),
        *_table("条款的计算公式", columns("指标", "条款!", "公式"), of_clauses),
    ]


def _formula(expression: Expression) -> Cell:
    return Mathematics(words=readable(expression), expression=expression)


# What departments fill in


def _asked(rubric: Rubric) -> list[AnyBlock]:
    by_row: dict[tuple[str, str], list[AskedFigure]] = {}
    for one in figures_asked(rubric):
        by_row.setdefault((one.place.sheet, one.place.row), []).append(one)
    figures = [_asked_row(ones) for ones in by_row.values()]
    heads = columns("数据", "表!", "列", "单位或可填的词", "用于", "填报说明")
    lists = (_list(rubric, name) for name in rubric.lists)
    return [*_table("数据", heads, figures), *(block for blocks in lists for block in blocks)]


def _asked_row(ones: list[AskedFigure]) -> Row:
    """A row of a sheet, with all of its columns that the rubric reads."""
    first, of_projects = ones[0], ones[0].place.sheet == PROJECTS.name
    return row(
        f"{first.place.row.removesuffix('项目')}项目" if of_projects else first.place.row,
        first.place.sheet,
        "、".join(one.place.column for one in ones),
        first.unit or "、".join(first.words),
        "、".join(dict.fromkeys(name for one in ones for name in one.used_by)),
        first.hint,
    )


def _list(rubric: Rubric, name: str) -> list[AnyBlock]:
    spec = rubric.lists[name]
    rows = [
        row(
            column,
            "、".join(one.words) or one.kind,
            one.unit,
            "可以没有" if one.optional else "必须有",
            one.hint,
        )
        for column, one in spec.columns.items()
    ]
    heads = columns("列", "内容", "单位!", "要求!", "填报说明")
    return [*text(f"{name}：{spec.hint}" if spec.hint else ""), *_table(f"明细表“{name}”", heads, rows)]


def _questions(rubric: Rubric) -> list[AnyBlock]:
    rows = [
        row(name, one.no, one.text, "、".join(one.results) or "评分")
        for name, _, one in questions_asked(rubric)
    ]
    return _table("条款核对", columns("指标", "条款!", "内容", "可填"), rows)


# The total, decisions, chapters


def _total(rubric: Rubric) -> list[AnyBlock]:
    rows = [row(one.name, f"{plain(one.bound(rubric.points))} 分") for one in rubric.grades]
    total = rubric.total
    of_projects = f"部门总分取{_PROJECTS[total.projects]}。" if rubric.subject == "project" else ""
    applied = f"不适用的指标：{_NOT_APPLICABLE[total.not_applicable]}。"
    caps = [_item(_cap(cap.when, cap.at, cap.because)) for cap in total.cap]
    return [*text(applied, of_projects), *caps, *_table("等次", columns("等次!", "自多少分起（含）"), rows)]


def _cap(when: Formula, at: object, because: str) -> str:
    why = f"（{because}）" if because else ""
    return f"{readable(when.expression)}的，总分不超过 {at} 分{why}。"


def _item(words: str) -> ListItem:
    return ListItem(marker="·", runs=(Run(text=words),))


def _decisions(rubric: Rubric) -> list[AnyBlock]:
    rows = [row(one.id, one.question, one.decided) for one in decisions(rubric)]
    own = [
        row(f"{indicator.name}，条款 {clause.no}", one.id, one.question, one.decided)
        for indicator in rubric.indicators()
        for clause in indicator.clauses
        for one in own_decisions(clause.settings)
    ]
    return [
        *text("评分办法没有写明的，按下列约定处理；影响了得分的，在报告中注明。"),
        *_table("约定", columns("编号!", "事项", "处理"), rows),
        *_table("个别条款另有约定", columns("条款", "编号!", "事项", "处理"), own),
    ]


def _chapters(rubric: Rubric) -> list[AnyBlock]:
    return [one for at, chapter in enumerate(rubric.chapters, 1) for one in _chapter(chapter, at, 1)]


def _chapter(chapter: ChapterSpec, at: int, level: int) -> Iterator[ListItem]:
    yield ListItem(marker="", level=level, runs=(Run(text=numbered(chapter.title, at, level)),))
    for number, part in enumerate(chapter.parts, 1):
        yield from _chapter(part, number, level + 1)


def _signatures(_rubric: Rubric) -> list[AnyBlock]:
    rows = [row(role, _BY_HAND, _BY_HAND, "    年  月  日") for role in _SIGNERS]
    return _table("会签", columns("环节!", "单位（盖章）", "签字", "日期!"), rows)
