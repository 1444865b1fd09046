"""A raw sheet against its spec: known columns, rows of cells. What is wrong is collected, not raised."""

from collections.abc import Iterator

from pjkit.model.contract import SheetSpec
from pjkit.model.names import KnownNames, fold
from pjkit.model.problem import Problems, nearest, shown
from pjkit.sources.raw_sheet import RawSheet
from pjkit.sources.row import Row

_UNNAMED_ADVICE = "移到有列名的列，或删去；CSV 中数字的千分位逗号会多分出一格，请去掉"
_BLANK_ADVICE = "补上，或删去本行；合并的单元格请取消合并，每行都写"


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
    rows = [row for row in _rows(sheet, columns, problems) if _says_something(row, spec)] if columns else []
    return _unique(rows, spec)


def _says_something(row: Row, spec: SheetSpec) -> bool:
    """Whether there is more in the row than a form has printed: it has rows for more projects than there are."""
    return not spec.printed or any(row.text(name) for name in row.texts if name not in spec.printed)


def _columns(sheet: RawSheet, spec: SheetSpec, problems: Problems) -> dict[str, int]:
    """Column name → index. Unknown, doubled and missing ones are problems; without a key column none is given."""
    guides, heads = KnownNames(spec.guides), _Heads(spec)
    named = [(at, typed) for at, typed in enumerate(sheet.rows[0]) if typed.strip()]
    header = [(at, typed) for at, typed in named if not guides.find(typed)]
    if not any(heads.find(typed) for _, typed in header):
        found = "没有规定的列名：" + shown("、".join(typed for _, typed in header))
        advice = "在第 1 行写列名；CSV 用逗号分隔各列，编码用 UTF-8 或 GB18030"
        problems.add(f"{spec.name}!第 1 行", found, spec.header, advice)
        return {}
    columns = _known_columns(sheet, heads, header, problems)
    missing = [name for name in spec.required_columns if name not in columns]
    if missing:
        listed = "、".join(f"“{name}”" for name in missing)
        problems.add(f"{spec.name}!第 1 行", f"缺少列{listed}", "第 1 行是列名：" + spec.header, "补上列名")
    return {} if set(missing) & set(spec.key) else columns


class _Heads:
    """Finds the column that a head means, written with its unit or without: 本年决算, 本年决算（万元）."""

    def __init__(self, spec: SheetSpec) -> None:
        read = [column for column in spec.columns if column.name not in spec.guides]
        self._names, self._labels = (
            KnownNames(column.name for column in read),
            KnownNames(column.label for column in read),
        )
        self._by_label = {column.label: column.name for column in read}
        self.asked = [column.name for column in read if column.asked]

    def find(self, typed: str) -> str | None:
        label = self._labels.find(typed)
        return self._by_label[label] if label else self._names.find(typed)


def _known_columns(
    sheet: RawSheet, heads: _Heads, header: list[tuple[int, str]], problems: Problems
) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, typed in header:
        name = heads.find(typed)
        if name is None:
            expected = nearest(typed, heads.asked)
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
