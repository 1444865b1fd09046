"""A raw sheet against its spec: known columns, rows of typed cells. What is wrong is collected, not raised."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pjkit.model.amounts import fold_width, read_decimal
from pjkit.model.contract import Kind, SheetSpec
from pjkit.model.figure import NOT_APPLICABLE, Figure
from pjkit.model.names import KnownNames, fold
from pjkit.model.problem import Problems, nearest, shown
from pjkit.sources.raw_sheet import RawSheet

_FLAG_VALUES = ("是", "否", NOT_APPLICABLE)
_MONEY = "万元"
_UNNAMED_ADVICE = "移到有列名的列，或删去；CSV 中数字的千分位逗号会多分出一格，请去掉"
_FORMAT_ADVICE = "把单元格格式改为“常规”，看清存的数字，核对后改正"
_BLANK_ADVICE = "补上，或删去本行；合并的单元格请取消合并，每行都写"


@dataclass(frozen=True)
class Row:
    """One row of a sheet: texts and addresses by column name, with readers for each kind of cell.

    ``values``: what cells hold that look different; their texts are what is displayed.
    """

    texts: dict[str, str]
    addresses: dict[str, str]
    values: Mapping[str, str]
    problems: Problems

    def text(self, column: str) -> str:
        """The cell's text without spaces around; "" where it is blank or the column is not there."""
        return self.texts.get(column, "").strip()

    def at(self, column: str) -> str:
        """The cell's address; "" where the column is not there, which is a problem told already."""
        return self.addresses.get(column, "")

    def complain(self, column: str, found: str, expected: str, advice: str) -> None:
        """Note a problem with one cell."""
        if column in self.addresses:
            self.problems.add(self.at(column), found, expected, advice)

    def figure(self, column: str, name: str, unit: str, *, below_zero: bool = False) -> Figure:
        """A number, 不适用 or blank."""
        text = fold_width(self.text(column))
        if not text or text == NOT_APPLICABLE:
            return Figure(name, None, unit, self.at(column), not_applicable=bool(text))
        value = self._number(
            column, text, Kind.MONEY if unit == _MONEY else Kind.NUMBER, below_zero=below_zero
        )
        return Figure(name, value, unit, self.at(column))

    def number(self, column: str, kind: Kind = Kind.POINTS) -> Decimal | None:
        """A number of at least 0, ``None`` where blank; 不适用 is no number here."""
        text = fold_width(self.text(column))
        return self._number(column, text, kind, below_zero=False) if text else None

    def count(self, column: str) -> int | None:
        """A whole number of at least 0, ``None`` where blank."""
        number = self.number(column, Kind.COUNT)
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
            found_text = f"写的是{shown(typed)}" if typed else f"“{column}”空白"
            self.complain(column, found_text, nearest(typed, known.names), "改成其中之一")
        return found

    def _number(self, column: str, text: str, kind: Kind, *, below_zero: bool) -> Decimal | None:
        typed = self.text(column)
        if column in self.values:
            held = self.values[column]
            seen = "空白" if held == typed else shown(typed)  # a text is the value where nothing is seen
            self.complain(column, f"存的是{shown(held)}，按格式显示为{seen}", kind.value, _FORMAT_ADVICE)
            return None
        number = None if _has_unusual_digit(typed) else read_decimal(text)
        if number is None:
            self.complain(column, f"写的是{shown(typed)}，不是数字", kind.value, number_advice(typed))
            return None
        if number < 0 and not below_zero:
            self.complain(column, f"写的是 {number}，小于 0", "不小于 0 的数字", "核对后改正")
            return None
        return number.copy_abs() if number.is_zero() else number


def _has_unusual_digit(text: str) -> bool:
    """Whether a sign such as ① or ² is among them, which folding would make a plain digit: 10² is not 102."""
    return any(unicodedata.category(sign) == "No" for sign in text)


def read_rows(sheet: RawSheet | None, spec: SheetSpec, problems: Problems) -> list[Row]:
    """The sheet's rows that say something, each with its columns by name. No sheet, no rows."""
    if sheet is None or sheet.unreadable:
        return []
    if not any(cell.strip() for row in sheet.rows for cell in row):
        problems.add(
            spec.name, "工作表是空的", "第 1 行是列名：" + spec.header, "填上列名和数据，或删去这个表"
        )
        return []
    columns = _columns(sheet, spec, problems)
    return _unique(list(_rows(sheet, columns, problems)), spec) if columns else []


def _columns(sheet: RawSheet, spec: SheetSpec, problems: Problems) -> dict[str, int]:
    """Column name → index. Unknown, doubled and missing ones are problems; without a key column none is given."""
    guides = KnownNames(spec.guides)
    known = KnownNames(column.name for column in spec.columns if column.name not in spec.guides)
    named = [(at, typed) for at, typed in enumerate(sheet.rows[0]) if typed.strip()]
    header = [(at, typed) for at, typed in named if not guides.find(typed)]
    if not any(known.find(typed) for _, typed in header):
        found = "没有规定的列名：" + shown("、".join(typed for _, typed in header))
        advice = "在第 1 行写列名；CSV 用逗号分隔各列，编码用 UTF-8 或 GB18030"
        problems.add(f"{spec.name}!第 1 行", found, spec.header, advice)
        return {}
    columns = _known_columns(sheet, known, header, problems)
    missing = [name for name in spec.required_columns if name not in columns]
    if missing:
        listed = "、".join(f"“{name}”" for name in missing)
        problems.add(f"{spec.name}!第 1 行", f"缺少列{listed}", "第 1 行是列名：" + spec.header, "补上列名")
    return {} if set(missing) & set(spec.key) else columns


def _known_columns(
    sheet: RawSheet, known: KnownNames, header: list[tuple[int, str]], problems: Problems
) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, typed in header:
        name = known.find(typed)
        if name is None:
            expected = nearest(typed, known.names)
            problems.add(sheet.address(0, at), f"没有{shown(typed)}这一列", expected, "改正列名或删去这一列")
        elif name in found:
            problems.add(sheet.address(0, at), f"列{shown(name)}出现两次", "每列一次", "删去多余的一列")
        else:
            found[name] = at
    return found


def _rows(sheet: RawSheet, columns: dict[str, int], problems: Problems) -> Iterator[Row]:
    _check_unnamed(sheet, problems)
    for at, cells in enumerate(sheet.rows[1:], start=1):
        texts = {name: cells[column] if column < len(cells) else "" for name, column in columns.items()}
        if any(text.strip() for text in texts.values()):
            addresses = {name: sheet.address(at, column) for name, column in columns.items()}
            held = {name: (at, column) for name, column in columns.items() if (at, column) in sheet.values}
            values = {name: sheet.values[place] for name, place in held.items()}
            yield Row(texts, addresses, values, problems)


def _check_unnamed(sheet: RawSheet, problems: Problems) -> None:
    """Content in columns without a name: each column is told once, by its first cell."""
    named = {at for at, typed in enumerate(sheet.rows[0]) if typed.strip()}
    found: dict[int, list[tuple[int, str]]] = {}
    for at, cells in enumerate(sheet.rows[1:], start=1):
        for column, cell in enumerate(cells):
            if cell.strip() and column not in named:
                found.setdefault(column, []).append((at, cell))
    for column, cells_of_it in sorted(found.items()):
        at, cell = cells_of_it[0]
        found_text = f"没有列名的列里写着{shown(cell)}"
        more = f"（这一列共 {len(cells_of_it)} 格）" if len(cells_of_it) > 1 else ""
        problems.add(sheet.address(at, column), found_text + more, "每列都有列名", _UNNAMED_ADVICE)


def _unique(rows: list[Row], spec: SheetSpec) -> list[Row]:
    """Rows without those that name the same thing again; a row that names nothing is a problem."""
    kept: dict[tuple[str, ...], Row] = {}
    for row in rows:
        if not row.text(spec.key[0]):
            row.complain(spec.key[0], f"“{spec.key[0]}”空白而本行有内容", f"写明{spec.key[0]}", _BLANK_ADVICE)
            continue
        key = tuple(fold(row.text(column)) for column in spec.key)
        if key in kept:
            first = kept[key].at(spec.key[0])
            named = " ".join(row.text(column) for column in spec.key if row.text(column))
            row.complain(spec.key[0], f"{shown(named)}重复（{first} 已有）", "每项一行", "合并或删去其中一行")
        kept.setdefault(key, row)
    return list(kept.values())


_LONGEST = 60  # a longer text is none of these, and the patterns would take their time with it
_DEFAULT = "改成数字，没有数据就留空"
# The first that fits is told; full-width forms are folded before.
_ADVICE = tuple(
    (re.compile(pattern, re.IGNORECASE), advice)
    for pattern, advice in (
        (r"[-–—―─/\\~_*.]+|无|没有|空|暂无|未知|n\.?a\.?|n/a|#n/a|nil|none|null", "没有发生写 0，没有数据就留空，不适用写“不适用”"),
        (r".*\d[\s]*(百|千|万|亿|百万|千万|万亿)元?", "按本列的单位换算后只写数字，“万”“亿”不写在格内"),
        (r".*[元%‰个人份户辆分]|[¥$€£].*", "只写数字，单位不写在格内"),
        (r"[+-]?\d+(\.\d+)?e[+-]?\d+", "把数字写全，如 1.2E+3 写成 1200"),
        (r"\([\d,.]+\)", "负数在前面写减号，不用括号"),
        (r"[负点〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+", "用阿拉伯数字写，如 120"),
        (r"\d+\s*[/⁄]\s*\d+", "分数写成小数，如 1/2 写成 0.5"),
        (r"(约|大约|近|超|超过|逾|不足|不到|>|<|≥|≤|≈|~).*\d.*|.*\d.*(左右|上下|以上|以下|余|多|\+)", "写确切的数字，“约”“余”等写在说明里"),
        (r"[‘’'\"`].*", "删去数字前的引号"),
        (r"true|false", "改成数字；“TRUE”“FALSE”不是数字"),
        (r"\d{4}[-/.年]\d{1,2}([-/.月](\d{1,2}日?)?)?(\s.*)?", "改成数字；格式是日期的格，把格式改为“常规”后核对"),
        (r"\d+([,，]\d+)+(\.\d+)?", "千分位每三位一个逗号，或不写逗号"),
        (r"[\d.]+(\s+[\d.]+)+", "删去数字中间的空格"),
    )
)  # fmt: skip


def number_advice(text: str) -> str:
    """What to do about ``text``, which is no number."""
    folded = fold_width(text)
    if len(folded) > _LONGEST:
        return _DEFAULT
    return next((advice for pattern, advice in _ADVICE if pattern.fullmatch(folded)), _DEFAULT)
