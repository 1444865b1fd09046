"""A number in a cell is read where the cell shows that number; where it shows another, neither is taken."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import openpyxl.utils.datetime
import pytest
from workbooks import STYLES, changed, only_problem, packed, read, unpacked

from pjkit.model.dossier import Dossier
from pjkit.sources.xlsx.number_format import displayed, is_date

ACCOUNTING = '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ '
ZERO_AS_DASH = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
FINE = [
    ("12.5", "General"),
    ("12.5", "0.00"),
    ("12.345", "0.00"),  # rounding hides nothing that matters
    ("0.4", "0"),
    ("1234567", "#,##0"),
    ("1234.567", ACCOUNTING),  # ¥1,234.57
    ("-1234.567", ACCOUNTING),
    ("0", ZERO_AS_DASH),  # shown as -
    ("-12.5", "0.00_);(0.00)"),
    ("-12.5", "0.00;[Red]0.00"),  # red instead of the minus: Excel's own choice
    ("7", "000"),
    ("12", "[$¥-804]#,##0.00"),
    ("120", "[DBNum1][$-804]General"),  # 一百二十: the same number
    ("12345678", "0.00E+00"),
    ("12", "@"),
    ("5", '[>=10000]0!.0,"万";0'),  # below the condition
    ("120", "G/通用格式"),
    ("0", "0.0,"),  # 0 thousand is 0
]
OTHERWISE = [
    ("0.95", "0%", "95%"),
    ("0.956", "0.00%", "95.60%"),
    ("12", "0‰", "12‰"),
    ("123456", "0.0,", "123.5"),  # 123.456 thousand
    ("1234567", "#,##0,,", "1"),
    ("123456", '0!.0,"万"', "12.3万"),  # 123 thousand with a point before the last digit
    ("123456", "0\\.0000", "12.3456"),
    ("123456", '0"."0,"万元"', "12.3万元"),
    ("123456", '[>=10000]0!.0,"万";0', "12.3万"),
    ("12.5", '0.00"元"', "12.50元"),
    ("12.5", '0.00"万元"', "12.50万元"),
    ("12", '"约"0', "约12"),
    ("12", '0"5"', "125"),
    ("12", "-0", "-12"),
    ("12", "(0)", "(12)"),
    ("-12.5", "0.00;0.00", "12.50"),  # the minus is gone, and nothing tells
    ("120000", "0000-00", "1200-00"),
    ("0.5", "# ?/?", "1/2"),
    ("0", "#,###", ""),
    ("0", "0;-0;;@", ""),
    ("5", ";;;", ""),
    ("12", "[=13]0;[=14]0", "########"),
]


@pytest.mark.parametrize(("value", "code"), FINE)
def test_a_format_that_shows_the_number_is_fine(value: str, code: str) -> None:
    assert displayed(Decimal(value), code) is None


@pytest.mark.parametrize(("value", "code", "seen"), OTHERWISE)
def test_a_format_that_shows_something_else_is_told(value: str, code: str, seen: str) -> None:
    assert displayed(Decimal(value), code) == seen


@pytest.mark.parametrize("code", ["yyyy-m-d", 'yyyy"年"m"月"d"日"', "[h]:mm", "m/d/yy h:mm", "上午/下午"])
def test_dates_and_times_are_known_by_their_format(code: str) -> None:
    assert is_date(Decimal(44000), code)


@pytest.mark.parametrize("code", ["0", "General", '0"day"', "[Red]0", "0.00E+00", "[DBNum1]0", '"y"0'])
def test_other_formats_are_no_dates(code: str) -> None:
    assert not is_date(Decimal(44000), code)


def in_format(value: object, code: str) -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        book["收支"]["E2"] = value
        book["收支"]["E2"].number_format = code

    return changed(change)


@pytest.mark.parametrize(
    ("value", "code", "found"),
    [
        (0.95, "0%", "存的是“0.95”，按格式显示为“95%”"),
        (24000, "0.0,", "存的是“24000”，按格式显示为“24.0”"),  # 24 thousand would read as 24 万元
        (24000, '0!.0,"万"', "存的是“24000”，按格式显示为“2.4万”"),
        (0, "0;-0;;@", "存的是“0”，按格式显示为空白"),
        (2.4, ";;;", "存的是“2.4”，按格式显示为空白"),
        ("2.4", ";;;", "存的是“2.4”，按格式显示为空白"),
        ("2.4", '0;0;0;@"亿"', "存的是“2.4”，按格式显示为“2.4亿”"),
        (120, "yyyy-m-d", "写的是“1900-04-29”，不是数字"),
    ],
)
def test_a_figure_that_looks_different_is_refused(
    value: object, code: str, found: str, tmp_path: Path
) -> None:
    problem = only_problem(read(in_format(value, code), tmp_path))
    assert (problem.place, problem.found) == ("收支!E2", found)


@pytest.mark.parametrize("number", range(60))
def test_excels_own_formats_have_no_code(number: int, tmp_path: Path) -> None:
    """9 and 10 are percentages, 12 and 13 fractions, 14 to 22 and 45 to 47 dates, as are 27 to 36 and 50 to 58 in China."""
    found = parts_in_format("0.0")
    assert b'numFmtId="164" fontId' in found[STYLES]
    found[STYLES] = found[STYLES].replace(b'numFmtId="164" fontId', f'numFmtId="{number}" fontId'.encode())
    is_plain = number in {*range(9), 11, *range(23, 27), *range(37, 45), 48, 49, 59}
    assert isinstance(read(packed(found), tmp_path), Dossier) == is_plain


def parts_in_format(code: str) -> dict[str, bytes]:
    return unpacked(in_format(2.4, code))


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        (44927, "2023-01-01"),
        (1, "1900-01-01"),
        (61, "1900-03-01"),  # 60 is a day that never was
        (44927.75, "2023-01-01 18:00:00"),
        (0.25, "06:00:00"),
        (2958465, "9999-12-31"),
    ],
)
def test_a_date_in_a_text_column_is_read_as_a_date(serial: float, text: str, tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["收支"]["F2"] = serial
        book["收支"]["F2"].number_format = "yyyy-m-d"

    found = read(changed(change), tmp_path)
    assert isinstance(found, Dossier)
    assert found.accounts["三公经费"].note == text


def test_a_workbook_that_counts_days_from_1904(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.epoch = openpyxl.utils.datetime.MAC_EPOCH
        book["收支"]["F2"] = 43465
        book["收支"]["F2"].number_format = "yyyy-m-d"

    found = read(changed(change), tmp_path)
    assert isinstance(found, Dossier)
    assert found.accounts["三公经费"].note == "2023-01-01"  # 43465 = 44927 - 1462


def test_a_percentage_in_a_text_column_is_read_as_it_looks(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["收支"]["F2"] = 0.95
        book["收支"]["F2"].number_format = "0%"

    found = read(changed(change), tmp_path)
    assert isinstance(found, Dossier)
    assert found.accounts["三公经费"].note == "95%"


@pytest.mark.parametrize("serial", [-1, 2958466, 1e300])
def test_a_date_that_excel_cannot_show_is_told(serial: float, tmp_path: Path) -> None:
    problem = only_problem(read(in_format(serial, "yyyy-m-d"), tmp_path))
    assert (problem.place, "的格式是日期，显示不出" in problem.found) == ("收支!E2", True)
