"""Chapter one: who the department is, what it is for, whom it employs, what it did in the year."""

from decimal import Decimal
from fractions import Fraction

from pjkit.model.amounts import percent, read_decimal
from pjkit.model.contract import STAFF_ITEMS
from pjkit.model.dossier import Dossier, Output, ProfileLine
from pjkit.report import formats
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.tables import Row, Table, columns, show

_POSTS, _STAFF = "编制数", "在编人数"
_PEOPLE = "人"


def profile(dossier: Dossier) -> Fragment:
    """基本信息 but for the head counts, which :func:`staff` shows."""
    lines = [line for line in dossier.profile if line.item not in STAFF_ITEMS]
    if not lines:
        return sentence("部门未提供基本信息。")
    rows = tuple(_profile_row(line, line.content) for line in lines)
    return show(Table("基本信息", columns("项目!", "内容", "说明", "来源!"), rows))


def _profile_row(line: ProfileLine, content: str) -> Row:
    return Row((line.item, content or formats.dash(), line.note, formats.source(line.source)))


def functions(dossier: Dossier) -> Fragment:
    """主要职能."""
    return _organisation(dossier, "主要职能", "职能")


def sections(dossier: Dossier) -> Fragment:
    """内设机构."""
    return _organisation(dossier, "内设机构", "机构")


def _organisation(dossier: Dossier, category: str, head: str) -> Fragment:
    lines = [line for line in dossier.organisation if line.category == category]
    if not lines:
        return sentence(f"部门未提供{category}。")
    rows = tuple(
        Row((line.name or formats.dash(), line.content, formats.source(line.source))) for line in lines
    )
    return show(Table(f"{category}（{len(lines)} 项）", columns(head, "内容", "来源!"), rows))


def staff(dossier: Dossier) -> Fragment:
    """Posts and people as stated; 在编/编制 only where both are numbers and there are posts."""
    lines = {line.item: line for line in dossier.profile if line.item in STAFF_ITEMS}
    if not lines:
        return sentence("部门未提供人员编制情况。")
    rows = tuple(_staff_row(item, lines.get(item)) for item in STAFF_ITEMS)
    heads = columns("项目!", "人数#", "单位!", "说明", "来源!")
    return show(Table("人员编制情况", heads, rows, note=_ratio(lines)))


def _staff_row(item: str, line: ProfileLine | None) -> Row:
    if line is None:
        return Row((item, formats.dash("未填报"), "", "", ""))
    count = read_decimal(line.content)
    said = formats.number(count) if count is not None else line.content or formats.dash()
    people = "" if count is None else _PEOPLE
    return Row((item, said, people, line.note, formats.source(line.source)))


def _ratio(lines: dict[str, ProfileLine]) -> str:
    posts, people = (_count(lines.get(item)) for item in (_POSTS, _STAFF))
    if posts is None or people is None or posts <= 0:
        return ""
    return f"在编人数占编制数：{people:,f} ÷ {posts:,f} ＝ {percent(Fraction(people) / Fraction(posts))}"


def _count(line: ProfileLine | None) -> Decimal | None:
    return read_decimal(line.content) if line else None


def outputs(dossier: Dossier) -> Fragment:
    """事业成效 by 领域. Last year's figures and targets have a column only if some row has one."""
    if not dossier.outputs:
        return sentence("部门未提供事业成效数据。")
    optional = [
        head
        for head, given in (
            ("上年数", [output.last_year for output in dossier.outputs]),
            ("目标数", [output.target for output in dossier.outputs]),
        )
        if any(not figure.blank for figure in given)
    ]
    heads = columns("指标", "本年数#", "单位!", *(f"{head}#" for head in optional), "来源!")
    rows = [row for area in _areas(dossier) for row in _area_rows(dossier, area, optional)]
    return show(Table(f"{dossier.year} 年事业成效", heads, tuple(rows), compact=True))


def _areas(dossier: Dossier) -> list[str]:
    return list(dict.fromkeys(output.area for output in dossier.outputs))


def _area_rows(dossier: Dossier, area: str, optional: list[str]) -> list[Row]:
    mine = [output for output in dossier.outputs if output.area == area]
    return [Row((area or "未分领域",), "group"), *(_output_row(output, optional) for output in mine)]


def _output_row(output: Output, optional: list[str]) -> Row:
    more = {"上年数": output.last_year, "目标数": output.target}
    extra = [formats.figure(more[head]) for head in optional]
    figure = output.figure
    return Row(
        (
            output.name,
            formats.figure(figure),
            formats.unit_name(figure.unit),
            *extra,
            formats.source(figure.source),
        )
    )
