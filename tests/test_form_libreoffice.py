"""The form in a real spreadsheet program: LibreOffice opens it, computes, saves it, and the data are the same."""

import datetime as dt
import os
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from filled_forms import bare, filled_form
from helpers import rubric, sample, sample_params

from pjkit.forms import cells
from pjkit.model.contract import Column, Kind
from pjkit.sheets.sheet import Entry
from pjkit.sources.reading import read_dossier

SAMPLES = ["demo-library", "demo-transport", "xinning-pension"]
SECONDS = 180
RULES = "rules.xlsx"
LISTED_DAY = cells.entry_of(Column("下达日期", Kind.DATE))
TRIED: list[tuple[Entry, object, bool]] = [
    *((cells.MONEY, value, True) for value in (0, 3.25, "不适用")),
    *((cells.MONEY, value, False) for value in (-0.01, "3万元", "无", "3.2")),
    (cells.AMOUNT, 12, True),
    (cells.AMOUNT, -12, False),
    *((cells.SIGNED, value, True) for value in (-4.2, 0, "不适用")),
    (cells.SIGNED, "约 4", False),
    *((cells.WHOLE, value, True) for value in (0, 12, "不适用")),
    *((cells.WHOLE, value, False) for value in (-1, 1.5, "一")),
    *((cells.PERCENT, value, True) for value in (95, 0.955, "不适用")),
    *((cells.PERCENT, value, False) for value in (-5, "九成")),
    *((LISTED_DAY, value, True) for value in (dt.date(2022, 6, 30), "2022-06-30", "不适用")),
    (LISTED_DAY, "六月底", False),
    *((cells.CASES, value, True) for value in (1, 3)),
    *((cells.CASES, value, False) for value in (0, 1.5, "不适用")),
    *((cells.points(Decimal(3)), value, True) for value in (0, 2.5, 3)),
    *((cells.points(Decimal(3)), value, False) for value in (-1, 3.01, "满分")),
    *((cells.DAY, value, True) for value in (dt.date(2024, 3, 20), "2024-03-20")),
    *((cells.DAY, value, False) for value in (20240320, "明年")),
]
"""What is typed, and whether the form takes it."""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples' forms as LibreOffice saves them: one start for all."""
    office = shutil.which("soffice")
    if office is None:
        assert not os.environ.get("CI"), "CI must have LibreOffice (libreoffice-calc)"
        pytest.skip("soffice (LibreOffice) is not installed")
    folder = tmp_path_factory.mktemp("office")
    typed = [filled_form(name, folder / f"{name}.xlsx") for name in SAMPLES]
    typed.append(rules_as_formulas(folder / RULES))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "saved")]
    subprocess.run([*words, *map(str, typed)], check=True, capture_output=True, timeout=SECONDS)
    return folder / "saved"


def rules_as_formulas(path: Path) -> Path:
    """A workbook that applies each entry's rule to what is typed beside it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row, (entry, typed, _) in enumerate(TRIED, start=1):
        sheet.cell(row, 1, typed)
        sheet.cell(row, 2, "=" + entry.formula.format(cell=f"A{row}"))
    book.save(path)
    return path


def test_the_rules_take_what_they_should_and_nothing_else(saved: Path) -> None:
    sheet = openpyxl.load_workbook(saved / RULES, data_only=True).active
    allowed = [sheet.cell(row, 2).value for row in range(1, len(TRIED) + 1)]
    assert list(zip([typed for _, typed, _ in TRIED], allowed, strict=True)) == [
        (typed, expected) for _, typed, expected in TRIED
    ]


@pytest.mark.parametrize("department", SAMPLES)
def test_a_form_saved_by_libreoffice_gives_the_samples_dossier(department: str, saved: Path) -> None:
    found = bare(read_dossier(saved / f"{department}.xlsx", rubric(), sample_params(department)))
    expected = bare(sample(department))
    if department == "xinning-pension":
        expected["projects"] = []  # its own files have no list at all; a form has an empty one
    for name, value in expected.items():
        assert found[name] == value, name


def checked(path: Path) -> dict[tuple[str, str | None], tuple[Any, ...]]:
    """勾稽核对 as computed: what is compared, column → stated, sum, difference, verdict; blanks are ""."""
    sheet = openpyxl.load_workbook(path, data_only=True)["勾稽核对"]
    rows = sheet.iter_rows(min_row=2, max_col=6, values_only=True)
    return {
        (what, column): tuple("" if cell is None else cell for cell in cells) for what, column, *cells in rows
    }


def test_the_cross_checks_find_what_does_not_add_up(saved: Path) -> None:
    found = checked(saved / "xinning-pension.xlsx")
    # the report's 427.57 against 372.46 + 46.19 + 6.92 = 425.57, and 131 against 99 + 0.33 + 30.35 + 1.65 = 131.33
    assert found["支出/基本支出＝各分项之和", "本年决算"] == (427.57, 425.57, 2, "不符")
    assert found["支出/项目支出＝各分项之和", "本年决算"] == (131, 131.33, -0.33, "不符")
    assert found["三公经费＝各分项之和", "本年决算"] == (0, 0, 0, "相符")
    assert found["收入＝各分项之和", "本年决算"] == ("", 556.55, "", "合计未填")  # 550.95 + 5.6
    assert found["收入＝各分项之和", "年初预算"] == ("", "", "", "")
    assert found["支出/项目支出＝“项目”表各项之和", "本年决算"] == (131, "", "", "分项未填")


def test_the_cross_checks_agree_where_all_adds_up(saved: Path) -> None:
    found = checked(saved / "demo-library.xlsx")
    sums = {verdict for (what, _), (*_, verdict) in found.items() if "＝" in what}
    assert sums == {"相符"}
    assert found["支出/项目支出＝“项目”表各项之和", "年初预算"][:2] == (130, 130)  # 40 + 45 + 36 + 9


def test_the_form_counts_what_is_still_to_be_filled_in(saved: Path) -> None:
    found = checked(saved / "demo-library.xlsx")
    assert found["条款核对：结果", None] == (51, 51, 0, "已填全")
    assert found["条款核对：结果为“是”的佐证材料", None][2:] == (0, "已填全")
    assert found["自评：自评分", None] == (24, 24, 0, "已填全")
    assert found["自评：自评分合计（满分 100）", None][0] == 100
    nothing = checked(saved / "xinning-pension.xlsx")
    assert nothing["条款核对：结果", None] == (0, 51, 51, "未填全")
    assert nothing["条款核对：结果为“是”的佐证材料", None] == (0, 0, 0, "")
    assert nothing["自评：自评分合计（满分 100）", None][0] == 97
