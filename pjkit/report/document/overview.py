"""Chapter one: 部门概况. Who the department is, what it is for, whom it employs, what it did in the year."""

from collections.abc import Iterable
from decimal import Decimal

from pjkit.model.amounts import read_decimal
from pjkit.model.contract import HIDDEN_NAMES, PERSON_ITEMS, STAFF_ITEMS
from pjkit.model.document import Align, Block, Chapter, ListItem, Row, Run
from pjkit.model.dossier import Dossier, Output, ProfileLine
from pjkit.model.figure import NOT_APPLICABLE, Figure
from pjkit.report.document import numbering
from pjkit.report.document.account_tables import NO_FIGURE
from pjkit.report.document.amount_sentences import ratio, sentence
from pjkit.report.document.blocks import heading, listed, nothing, paragraph, table
from pjkit.report.document.own_words import own_words
from pjkit.report.formats import number

TITLE = "部门概况"
_NOT_TOLD = {"单位名称", "单位简称", "评价年度", "报告日期", HIDDEN_NAMES, *PERSON_ITEMS, *STAFF_ITEMS}
_POSTS, _STAFF = "编制数", "在编人数"


def overview(dossier: Dossier) -> Chapter:
    """What the department says of itself, its functions, sections, people and outputs."""
    done = [*own_words(dossier, "事业成效"), *_outputs(dossier)]
    blocks = [
        heading(2, numbering.second(1, "部门基本情况")),
        *paragraph(profile_sentence(dossier)),
        *own_words(dossier, TITLE),
        heading(3, numbering.third(1, "主要职能")),
        *_organisation(dossier, "主要职能"),
        heading(3, numbering.third(2, "机构情况")),
        *_organisation(dossier, "内设机构"),
        heading(3, numbering.third(3, "人员情况")),
        *_staff(dossier),
        heading(2, numbering.second(2, "当年取得的主要事业成效")),
        *(done or nothing("部门未提供事业成效的文字和数据")),
    ]
    return Chapter(title=numbering.first(1, TITLE), blocks=tuple(blocks))


def profile_sentence(dossier: Dossier) -> str:
    """Name, authority, kind: one clause for each row that says something."""
    rows = [line for line in dossier.profile if line.item not in _NOT_TOLD and line.content]
    return sentence([f"单位名称：{dossier.name}", *(f"{line.item}：{_noted(line)}" for line in rows)])


def _noted(line: ProfileLine, unit: str = "") -> str:
    return f"{line.content}{unit}（{line.note}）" if line.note else f"{line.content}{unit}"


def _organisation(dossier: Dossier, category: str) -> list[Block]:
    lines = [line for line in dossier.organisation if line.category == category]
    items = [
        ListItem(
            marker=numbering.fourth(number),
            level=1,
            runs=tuple(_named(line.name, line.content)),
        )
        for number, line in enumerate(lines, start=1)
    ]
    return [*items] or nothing(f"部门未提供{category}")


def _named(name: str, content: str) -> Iterable[Run]:
    if name:
        yield Run(text=f"{name}。", strong=True)
    if content:
        yield Run(text=content)


def _staff(dossier: Dossier) -> list[Block]:
    lines = {line.item: line for line in dossier.profile if line.item in STAFF_ITEMS}
    if not lines:
        return nothing("部门未提供人员编制情况")
    told = [f"{item}{_people(lines.get(item), '名' if item == _POSTS else '人')}" for item in STAFF_ITEMS]
    return paragraph(sentence(["，".join(told), posts_filled(lines)]))


def _people(line: ProfileLine | None, unit: str) -> str:
    if line is None or not line.content:
        return "无数据"
    return _noted(line, "" if read_decimal(line.content) is None else unit)


def posts_filled(lines: dict[str, ProfileLine]) -> str:
    """在编 of 编制, only where both are numbers and there are posts."""
    posts, people = (_count(lines.get(item)) for item in (_POSTS, _STAFF))
    if not posts or people is None:
        return ""
    return f"在编人数占编制数的{ratio(people, posts)}"


def _count(line: ProfileLine | None) -> Decimal | None:
    return read_decimal(line.content) if line else None


def _outputs(dossier: Dossier) -> list[Block]:
    """A sentence on all, and the list by 领域; last year's figures and targets only if some row has one."""
    if not dossier.outputs:
        return []
    extra = [
        name for name in ("上年数", "目标数") if any(not _extra(one, name).blank for one in dossier.outputs)
    ]
    columns: list[tuple[str, Align, int]] = [
        ("指标", "left", 46),
        ("本年数", "right", 16),
        ("单位", "center", 14),
    ]
    columns += [(name, "right", 14) for name in extra]
    rows = [row for area in _areas(dossier) for row in _area_rows(dossier, area, extra)]
    listed = table(f"{dossier.year}年度事业成效（{len(dossier.outputs)}项）", columns, rows)
    return [*paragraph(targets_sentence(dossier.outputs)), *listed]


def _extra(output: Output, name: str) -> Figure:
    return output.last_year if name == "上年数" else output.target


def _areas(dossier: Dossier) -> list[str]:
    return list(dict.fromkeys(output.area for output in dossier.outputs))


def _area_rows(dossier: Dossier, area: str, extra: list[str]) -> list[Row]:
    mine = [output for output in dossier.outputs if output.area == area]
    return [Row(cells=(area or "未分领域",), strong=True), *(_output_row(output, extra) for output in mine)]


def _output_row(output: Output, extra: list[str]) -> Row:
    figure = output.figure
    more = (_cell(_extra(output, name)) for name in extra)
    return Row(cells=(output.name, _cell(figure), figure.unit if figure.value is not None else "", *more))


def _cell(figure: Figure) -> str:
    if figure.value is not None:
        return number(figure.value)
    return NOT_APPLICABLE if figure.not_applicable else figure.text or NO_FIGURE


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
