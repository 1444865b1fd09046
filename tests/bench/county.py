"""Makes a county: a project folder with any number of fictional departments, always the same ones.

Run as ``python tests/bench/county.py FOLDER [DEPARTMENTS]``. Each department is one of the fictional samples of
``params/data`` under another name, with other amounts, counts and answers. Amounts of one column are multiplied by one
factor with two decimals, so that sums that agree in the sample still agree.
"""

import csv
import io
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ("demo-library", "demo-urban", "demo-archives", "demo-transport")
YEAR = 2022
RUBRIC = "params/rubrics/xinning-2022.yaml"
_NAMES = (Path(__file__).parent / "names.txt").read_text(encoding="utf-8").splitlines()
_BUREAUS, _TOWNS, _OFFICES = (line.split() for line in _NAMES)
_CIRCLED = {chr(ord("①") + at): str(at + 1) for at in range(20)}
_AMOUNT = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")

Row = dict[str, str]
Sheets = dict[str, list[Row]]


@dataclass(frozen=True)
class _Change:
    """What makes one department unlike its sample."""

    random: Random
    name: str
    factors: Mapping[str, Decimal]  # column → what its amounts are multiplied by


def make_county(folder: Path, departments: int) -> list[str]:
    """Write a project with so many departments into ``folder``; gives their parameter files, relative to it."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    (folder / RUBRIC).parent.mkdir(parents=True)
    shutil.copy(ROOT / RUBRIC, folder / RUBRIC)
    return [_write(folder, number) for number in range(1, departments + 1)]


def _write(folder: Path, number: int) -> str:
    slug = f"demo-c{number:03}"
    data = f"params/data/{slug}-{YEAR}"
    (folder / data).mkdir(parents=True)
    for sheet, rows in _department(number).items():
        (folder / data / f"{sheet}.csv").write_text(_csv(rows), encoding="utf-8")
    file = f"params/{slug}.yaml"
    params = f"department: {slug}\nyear: {YEAR}\nrubric: {RUBRIC}\ndata: {data}\n"
    (folder / file).write_text(params, encoding="utf-8")
    return file


def _csv(rows: list[Row]) -> str:
    text = io.StringIO()
    columns = list(dict.fromkeys(column for row in rows for column in row))
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def name_of(number: int) -> str:
    """The department's name; no two are alike."""
    if number <= len(_BUREAUS):
        return f"示例县{_BUREAUS[number - 1]}"
    round_, rest = divmod(number - len(_BUREAUS) - 1, len(_TOWNS) * len(_OFFICES))
    office, town = divmod(rest, len(_TOWNS))
    return f"示例县{_TOWNS[town]}镇{f'第{round_ + 1}' if round_ else ''}{_OFFICES[office]}"


def _department(number: int) -> Sheets:
    """One department's sheets. The number decides everything."""
    random = Random(number)  # noqa: S311 - made-up data, and always the same
    sample = SAMPLES[number % len(SAMPLES)]
    change = _Change(random, name_of(number), _factors(random))
    sheets = {name: [dict(row) for row in rows] for name, rows in _sample(sample).items()}
    quoted = _scale(sheets, change)
    _count(sheets["基础数据"], random)
    sheets["条款核对"] = _mixed(sheets["条款核对"], "条款核对", random)
    sheets["自评"] = _mixed(sheets["自评"], "自评", random)
    return _renamed(sheets, change.name, quoted)


def _factors(random: Random) -> dict[str, Decimal]:
    """The department's size, and how its years and budgets differ by some percent from the sample's."""
    size = random.randint(40, 250)

    def near() -> Decimal:
        return Decimal(round(size * random.uniform(0.93, 1.07))) / 100

    last, planned, spent = near(), near(), near()
    return {"上年决算": last, "年初预算": planned, "调整预算": spent, "本年决算": spent}


def _scale(sheets: Sheets, change: _Change) -> dict[str, str]:
    """Multiply all amounts. Gives old amount → new amount, for the texts that quote them."""
    quoted: dict[str, str] = {}
    for sheet in ("收支", "项目"):
        for row in sheets[sheet]:
            for column in (name for name in change.factors if name in row):
                row[column] = _times(row[column], change.factors[column], quoted)
    for row in sheets["基础数据"]:
        if row["单位"] == "万元":
            row["数值"] = _times(row["数值"], change.factors["本年决算"], quoted)
    return quoted


def _times(text: str, factor: Decimal, quoted: dict[str, str]) -> str:
    """An amount times a factor, exactly; what is no amount stays."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return text
    quoted[text] = f"{amount * factor:.4f}"
    return quoted[text]


def _count(rows: list[Row], random: Random) -> None:
    """Other numbers of tasks and questionnaires."""
    figures = {row["数据项"]: row for row in rows}
    tasks, asked = random.randint(8, 30), random.randint(60, 800)
    figures["重点工作任务数"]["数值"] = str(tasks)
    figures["重点工作完成数"]["数值"] = str(tasks - random.choice((0, 0, 0, 1, 2)))
    figures["有效问卷数"]["数值"] = str(asked)
    figures["满意问卷数"]["数值"] = str(round(asked * random.uniform(0.72, 1)))


def _mixed(rows: list[Row], sheet: str, random: Random) -> list[Row]:
    """One row in six as another sample has it for the same clause."""
    others = _seen(sheet)
    return [
        dict(random.choice(others[_key(row)])) if row["指标"] and random.random() < 1 / 6 else row
        for row in rows
    ]


def _key(row: Row) -> tuple[str, str]:
    """Which clause a row is about, however it writes that."""
    indicator = row["指标"].replace('"', "").replace("“", "").replace("”", "")
    number = row.get("条款", "")
    return indicator, _CIRCLED.get(number, number)


@cache
def _seen(sheet: str) -> Mapping[tuple[str, str], list[Row]]:
    """What the samples have said of each clause."""
    seen: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for sample in SAMPLES:
        for row in _renamed({"": [dict(row) for row in _sample(sample)[sheet]]}, "本单位", {}, sample)[""]:
            row.pop("同一问题", None)  # refers to other rows of its own sample
            seen[_key(row)].append(row)
    return seen


def _renamed(sheets: Sheets, name: str, quoted: Mapping[str, str], sample: str = "") -> Sheets:
    """The sheets with the sample's name, and the amounts its texts quote, replaced."""
    profile = sheets.get("基本信息") or _sample(sample)["基本信息"]
    (old,) = [row["内容"] for row in profile if row["项目"] == "单位名称"]

    def renamed(column: str, text: str) -> str:
        text = text.replace(old, name)
        if column in {"内容", "说明", "扣分原因"}:
            text = _AMOUNT.sub(lambda found: quoted.get(found[0], found[0]), text)
        return text

    for row in sheets.get("基本信息", []):
        if row["项目"] == "单位简称":
            row["内容"] = "本单位、我单位"
    return {
        sheet: [{column: renamed(column, text) for column, text in row.items()} for row in rows]
        for sheet, rows in sheets.items()
    }


@cache
def _sample(name: str) -> Sheets:
    folder = ROOT / "params" / "data" / f"{name}-{YEAR}"
    return {
        path.stem: list(csv.DictReader(io.StringIO(_decoded(path)))) for path in sorted(folder.glob("*.csv"))
    }


def _decoded(path: Path) -> str:
    """Chinese Excel saves either."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


if __name__ == "__main__":
    make_county(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 24)
