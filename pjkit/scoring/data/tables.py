"""A raw sheet against its spec: known columns, rows of typed cells. What is wrong is collected, not raised."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pjkit.scoring.amounts import fold_width, read_decimal
from pjkit.scoring.data.contract import FLAGS, Kind, SheetSpec
from pjkit.scoring.data.names import KnownNames, fold
from pjkit.scoring.data.sheets import RawSheet
from pjkit.scoring.facts import NOT_APPLICABLE, Figure
from pjkit.scoring.problems import Problems, nearest, shown

_FLAG_VALUES = ("是", "否", NOT_APPLICABLE)
_UNIT_SIGNS = "万亿元%％个人份"


@dataclass(frozen=True)
class Row:
    """One row of a sheet: texts and addresses by column name, with readers for each kind of cell."""

    texts: dict[str, str]
    addresses: dict[str, str]
    problems: Problems

    def text(self, column: str) -> str:
        """The cell's text without spaces around; "" where it is blank or the column is not there."""
        return self.texts.get(column, "").strip()

    def at(self, column: str) -> str:
        """The cell's address."""
        return self.addresses[column]

    def complain(self, column: str, found: str, expected: str, advice: str) -> None:
        """Note a problem with one cell."""
        self.problems.add(self.at(column), found, expected, advice)

    def figure(self, column: str, name: str, unit: str, *, below_zero: bool = False) -> Figure:
        """A number, 不适用 or blank."""
        text = fold_width(self.text(column))
        if not text or text == NOT_APPLICABLE:
            return Figure(name, None, unit, self.at(column), not_applicable=bool(text))
        return Figure(name, self._number(column, text, below_zero=below_zero), unit, self.at(column))

    def number(self, column: str) -> Decimal | None:
        """A number of at least 0, ``None`` where blank; 不适用 is no number here."""
        text = fold_width(self.text(column))
        return self._number(column, text, below_zero=False) if text else None

    def count(self, column: str) -> int | None:
        """A whole number of at least 0, ``None`` where blank."""
        number = self.number(column)
        if number is None:
            return None
        if number != number.to_integral_value():
            self.complain(column, f"写的是{shown(self.text(column))}", Kind.COUNT.value, "改成整数")
        return int(number)

    def flag(self, column: str) -> str:
        """是 / 否 / 不适用, or "" where blank."""
        text = fold_width(self.text(column))
        if text and text not in _FLAG_VALUES:
            self.complain(column, f"写的是{shown(text)}", Kind.FLAG.value, "改成其中之一")
            return ""
        return text

    def one_of(self, column: str, known: KnownNames) -> str | None:
        """The known name the cell says; another one is a problem."""
        found = known.find(self.text(column))
        if found is None:
            typed = self.text(column)
            said = f"写的是{shown(typed)}" if typed else f"“{column}”空白"
            self.complain(column, said, nearest(typed, known.names), "改成其中之一")
        return found

    def _number(self, column: str, text: str, *, below_zero: bool) -> Decimal | None:
        number = read_decimal(text)
        if number is None:
            advice = "只写数字，单位不写在格内" if text[-1] in _UNIT_SIGNS else "改成数字，没有数据就留空"
            self.complain(column, f"写的是{shown(self.text(column))}，不是数字", Kind.NUMBER.value, advice)
            return None
        if number < 0 and not below_zero:
            self.complain(column, f"写的是 {number}，小于 0", "不小于 0 的数字", "核对后改正")
            return None
        return number


def read_rows(sheet: RawSheet | None, spec: SheetSpec, problems: Problems) -> list[Row]:
    """The sheet's rows that say something, each with its columns by name. No sheet, no rows."""
    if sheet is None:
        return []
    if not any(cell.strip() for row in sheet.rows for cell in row):
        problems.add(
            spec.name, "工作表是空的", "第 1 行是列名：" + _header(spec), "填上列名和数据，或删去这个表"
        )
        return []
    columns = _columns(sheet, spec, problems)
    return _unique(list(_rows(sheet, columns, problems)), spec) if columns else []


def _header(spec: SheetSpec) -> str:
    return "、".join(column.name for column in spec.columns if not column.optional)


def _columns(sheet: RawSheet, spec: SheetSpec, problems: Problems) -> dict[str, int]:
    """Column name → index. Unknown, doubled and missing ones are problems."""
    known = KnownNames(column.name for column in spec.columns)
    found: dict[str, int] = {}
    for at, typed in enumerate(sheet.rows[0] if sheet.rows else ()):
        if not typed.strip():
            continue
        name = known.find(typed)
        if name is None:
            advice = "改正列名或删去这一列；若整行都不认识，请检查文件编码"
            problems.add(
                sheet.address(0, at), f"没有{shown(typed)}这一列", nearest(typed, known.names), advice
            )
        elif name in found:
            problems.add(sheet.address(0, at), f"列{shown(name)}出现两次", "每列一次", "删去多余的一列")
        else:
            found[name] = at
    missing = [c.name for c in spec.columns if not c.optional and c.name not in found]
    if missing:
        listed = "、".join(f"“{name}”" for name in missing)
        problems.add(f"{spec.name}!第 1 行", f"缺少列{listed}", "第 1 行是列名：" + _header(spec), "补上列名")
        return {}
    return found


def _rows(sheet: RawSheet, columns: dict[str, int], problems: Problems) -> Iterator[Row]:
    last_column = max(columns.values())
    for at, cells in enumerate(sheet.rows[1:], start=1):
        for column in range(len(cells)):
            if cells[column].strip() and column not in columns.values():
                where = "右边没有列名的格" if column > last_column else "没有列名的列"
                found = f"{where}里写着{shown(cells[column])}"
                problems.add(sheet.address(at, column), found, "每列都有列名", "移到有列名的列，或删去")
        texts = {name: cells[column] if column < len(cells) else "" for name, column in columns.items()}
        if any(text.strip() for text in texts.values()):
            addresses = {name: sheet.address(at, column) for name, column in columns.items()}
            yield Row(texts, addresses, problems)


def _unique(rows: list[Row], spec: SheetSpec) -> list[Row]:
    """Rows without those that name the same thing again; a row that names nothing is a problem."""
    kept: dict[tuple[str, ...], Row] = {}
    for row in rows:
        if not row.text(spec.key[0]):
            row.complain(
                spec.key[0], f"“{spec.key[0]}”空白而本行有内容", f"写明{spec.key[0]}", "补上或删去本行"
            )
            continue
        key = tuple(fold(row.text(column)) for column in spec.key)
        if key in kept:
            first = kept[key].at(spec.key[0])
            named = " ".join(row.text(column) for column in spec.key if row.text(column))
            row.complain(spec.key[0], f"{shown(named)}重复（{first} 已有）", "每项一行", "合并或删去其中一行")
        kept.setdefault(key, row)
    return list(kept.values())


def flags_of(row: Row) -> tuple[dict[str, str], dict[str, str]]:
    """A project's four flags and their addresses."""
    return {name: row.flag(name) for name in FLAGS}, {name: row.at(name) for name in FLAGS}
