"""CSV files as Excel, WPS, editors and programs write them: read, or refused with what to do."""

from decimal import Decimal
from pathlib import Path

import pytest
from workbooks import only_problem, problems, read_path

from pjkit.model.amounts import read_decimal
from pjkit.model.dossier import Dossier
from pjkit.model.problem import InputError
from pjkit.sources.row import number_advice

PROFILE = "项目,内容,说明\n单位名称,示例县档案馆,\n评价年度,2022,\n"
HEADER = "科目,上年决算,年初预算,调整预算,本年决算,说明"
ROW = "三公经费,3,2.5,2.5,2.4,"


def read(accounts: bytes | str, folder: Path) -> Dossier | InputError:
    """A department with this file as 收支."""
    (folder / "基本信息.csv").write_text(PROFILE, encoding="utf-8")
    content = accounts.encode() if isinstance(accounts, str) else accounts
    (folder / "收支.csv").write_bytes(content)
    return read_path(folder)


def spent(found: Dossier | InputError) -> Decimal | None:
    assert isinstance(found, Dossier), str(found)
    return found.account("三公经费", "本年决算").value


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{ROW}\n",
        f"{HEADER}\n{ROW}",  # no end of line at the end
        f"\ufeff{HEADER}\r\n{ROW}\r\n",  # Excel's CSV UTF-8
        f"{HEADER}\n{ROW}\n".encode("gb18030"),  # Chinese Excel's CSV
        f"{HEADER}\r\n{ROW}\n\r",  # ends of lines of all kinds
        f"{HEADER}\r{ROW}\r",
        f"{HEADER}\n三公经费,3,2.5,2.5,2.4\n",  # too few cells are blank ones
        f"{HEADER},,,,\n{ROW},,,,\n",  # formatted empty columns
        f"{HEADER}\n{ROW}\n" + ",,,,,\n" * 100_000,  # formatted empty rows
        '"科目","上年决算","年初预算","调整预算","本年决算","说明"\n"三公经费","3","2.5","2.5","2.4",""\n',
        f"{HEADER}\n三公经费,3,2.5,2.5,\u00a02.4\u3000,\n",  # spaces of all kinds
        f"{HEADER}\n三公经费,3,2.5,2.5,２．４,\n",
        f"{HEADER}\n\n\n{ROW}\n",
    ],
)  # fmt: skip
def test_a_csv_file_of_any_origin_is_read(content: bytes | str, tmp_path: Path) -> None:
    assert spent(read(content, tmp_path)) == Decimal("2.4")


def test_thousands_separators_in_quotes_are_read(tmp_path: Path) -> None:
    found = read(f'{HEADER}\n三公经费,3,2.5,2.5,"2,275,998.08",\n', tmp_path)
    assert spent(found) == Decimal("2275998.08")


@pytest.mark.parametrize("end", ["", ","])
def test_a_comma_that_shifts_the_figures_is_told(end: str, tmp_path: Path) -> None:
    """A thousands separator without quotes makes two cells of one number."""
    found = read(f"{HEADER}\n{ROW}\n政府采购,3,2.5,2.5,2,275,{end}\n", tmp_path)
    assert problems(found) == [f"收支.csv 第 3 行：有 {7 + len(end)} 格，列名只有 6 格"]


@pytest.mark.parametrize(
    ("sign", "name"), [(";", "分号"), ("\t", "制表符"), ("，", "中文逗号"), ("|", "竖线"), ("、", "顿号")]
)
def test_another_separator_is_told_by_its_name(sign: str, name: str, tmp_path: Path) -> None:
    problem = only_problem(read(f"{HEADER}\n{ROW}\n".replace(",", sign), tmp_path))
    assert (problem.place, problem.found) == ("收支.csv 第 1 行", f"各列用{name}隔开")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (f"{HEADER}\n".encode("utf-16"), "编码是 UTF-16（Excel 的“Unicode 文本”）"),
        (f"{HEADER}\n".encode("utf-16-be"), "有空字符，可能是 UTF-16 编码或已损坏"),
        (f"{HEADER}\n{ROW}\0\n".encode(), "有空字符，可能是 UTF-16 编码或已损坏"),
        (b"\xff\n", "编码无法识别"),
        (b"," * 10_000_001, "文件过大"),
    ],
)
def test_a_file_that_is_no_text_is_told(content: bytes, found: str, tmp_path: Path) -> None:
    problem = only_problem(read(content, tmp_path))
    assert (problem.place, problem.found) == ("收支.csv", found)


@pytest.mark.parametrize(
    ("row", "place", "found"),
    [
        ('三公经费,"3,2.5', "收支.csv 第 2 行", "引号不成对或写错"),
        ('三公经费,"3"5,2.5', "收支.csv 第 2 行", "引号不成对或写错"),
        ("三公经费,,,,," + "长" * 140_000, "收支.csv 第 2 行", "单元格过长，或引号不成对"),
        ("三公经费,,,,," + "," * 60 + "x", "收支 第 2 行", "有 66 列"),
        ("三公经费,,,,,\n" * 5_000, "收支", "第 5001 行还有内容"),
    ],
)
def test_a_row_that_cannot_be_is_told(row: str, place: str, found: str, tmp_path: Path) -> None:
    problem = only_problem(read(f"{HEADER}\n{row}", tmp_path))
    assert (problem.place, problem.found) == (place, found)


def test_a_column_without_a_name_is_told_once(tmp_path: Path) -> None:
    found = read(f"{HEADER}\n{ROW},甲\n政府采购,,,,,,乙\n", tmp_path)
    assert problems(found) == ["收支!G2：没有列名的列里写着“甲”（这一列共 2 格）"]


ADVICE = {
    "没有发生写 0，没有数据就留空，不适用写“不适用”": ["-", "—", "——", "/", "无", "N/A", "#N/A", "暂无"],
    "按本列的单位换算后只写数字，“万”“亿”不写在格内": ["2.5万", "2.5 亿元", "3千", "2.5万元"],
    "只写数字，单位不写在格内": ["96%", "96％", "3人", "¥3", "12.5元"],
    "把数字写全，如 1.2E+3 写成 1200": ["1E5", "2.4e-1"],
    "负数在前面写减号，不用括号": ["(120)", "（1,200）"],
    "用阿拉伯数字写，如 120": ["一百二十", "壹佰贰拾", "三点五", "二〇二二"],
    "分数写成小数，如 1/2 写成 0.5": ["1/2", "3⁄4"],
    "写确切的数字，“约”“余”等写在说明里": ["约120", "近 3", "120余", "3左右", ">5", "≥5"],
    "删去数字前的引号": ["'120", "‘120"],
    "改成数字；“TRUE”“FALSE”不是数字": ["TRUE", "false"],
    "改成数字；格式是日期的格，把格式改为“常规”后核对": ["2022-12-31", "2022年12月", "1900-01-02 06:00:00"],
    "千分位每三位一个逗号，或不写逗号": ["1,20", "1234,567"],
    "删去数字中间的空格": ["1 000", "1 000.5"],
    "改成数字，没有数据就留空": ["甲", "12甲34", "1e", "9" * 100, "长" * 20_000],
}


@pytest.mark.parametrize(
    ("advice", "text"), [(advice, text) for advice, texts in ADVICE.items() for text in texts]
)
def test_the_advice_fits_how_a_number_was_written(advice: str, text: str) -> None:
    assert read_decimal(text) is None
    assert number_advice(text) == advice
