"""The disclosure edition: what must not be published is in none of the bytes, and the place says so."""

import csv
import json
import shutil
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from check_cases import accounts
from conftest import render_in
from helpers import account, rubric, sample, sample_params

from pjkit.evaluation import evaluate
from pjkit.model.dossier import Chapter, Dossier, ProfileLine
from pjkit.sources.disclosure import disclosed
from pjkit.sources.marks import without_marked
from pjkit.sources.private import without_numbers
from pjkit.sources.reading import read_dossier

ROOT = Path(__file__).parent.parent
LIBRARY = "demo-library"
SECRETS = (
    "欧阳示例", "示例甲", "示例乙", "示例丙", "13800138000", "0739-4821234", "138 0013 8001",
    "430528199001011234", "someone@example.com", "密件内容", "密级项目", "密段之内", "密段之末",
)  # fmt: skip
CHAPTER = (
    "经办人：示例乙，电话0739-4821234，邮箱 someone@example.com，证件430528199001011234。\n\n"
    "局长欧阳示例主持全面工作，手机138 0013 8001。\n\n"
    "【涉密】密件内容甲\n续行的密件内容\n\n"
    "公开的一段。\n\n"
    "【涉密】\n\n密段之内\n\n- 密段之末\n\n【涉密结束】\n\n公开的末段，支出13800.38元，比上年1380.01万元有所增加。"
)


def add_rows(folder: Path, sheet: str, *rows: list[str]) -> None:
    with (folder / f"{sheet}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def unpacked(path: Path) -> Iterator[tuple[str, bytes]]:
    """A file's content, and that of every member of a zip file (.docx, .xlsx)."""
    yield path.name, path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one department whose data hold names, telephones and marked text in many places."""
    root = tmp_path_factory.mktemp("public")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    shutil.copytree(ROOT / "params/rubrics", root / "params/rubrics")
    shutil.copy(ROOT / f"params/{LIBRARY}.yaml", root / "params")
    data = shutil.copytree(ROOT / sample_params(LIBRARY).data, root / sample_params(LIBRARY).data)
    add_rows(
        data,
        "基本信息",
        ["负责人", "欧阳示例"],
        ["填报人", "示例甲"],
        ["联系电话", "13800138000"],
        ["不公开姓名", "示例丙、示例丁"],
    )
    add_rows(data, "职能机构", ["内设机构", "【涉密】密件内容股", "【涉密】密件内容"])
    add_rows(
        data, "项目", ["【涉密】密级项目", "项目", "", "", "否", "是", "是", "是", "示例丙负责，密级项目"]
    )
    add_rows(data, "文字", ["绩效情况", CHAPTER])
    (data / "复核.csv").write_text(
        "指标,复核分,复核人,理由\n职责履行/工作质量,2,示例甲,示例甲与示例丙核对考核文件\n", encoding="utf-8"
    )
    return root


def read(root: Path) -> Dossier:
    params = sample_params(LIBRARY)
    return read_dossier(root / params.data, rubric(), params)


def test_nothing_secret_is_in_any_byte_that_is_published(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render_in(project, "--edition", "public", "--to", "html,docx,xlsx") == 0
    files = [path for path in (project / "outputs/2022-public").rglob("*") if path.is_file()]
    assert {"report.html", "report.ipynb", "scorecard.json", "index.html"} <= {path.name for path in files}
    for name, content in [piece for path in files for piece in unpacked(path)]:
        for secret in SECRETS:
            assert secret.encode() not in content, (name, secret)
            assert secret.encode("ascii", "backslashreplace") not in content, (name, secret)
    page = (project / f"outputs/2022-public/{LIBRARY}/report.html").read_text(encoding="utf-8")
    assert "（公开版）" in page
    assert "公开的一段。" in page
    assert "公开的末段，支出13800.38元，比上年1380.01万元" in page
    assert "（涉密内容不公开）" in page
    assert f"outputs/2022-public/{LIBRARY}/report.html" in capsys.readouterr().out


def test_the_public_edition_scores_as_the_internal_one(project: Path) -> None:
    internal = read(project)
    public = disclosed(internal)
    marks = [[mark.score for mark in evaluate(rubric(), one).marks] for one in (internal, public)]
    assert marks[0] == marks[1]
    assert public.digest != internal.digest  # which would prove a guess of what was taken out


def test_each_place_says_what_is_left_out(project: Path) -> None:
    public = disclosed(read(project))
    assert public.profile_text("负责人") == "（姓名不公开）"
    assert public.profile_text("联系电话") == "（电话不公开）"
    assert public.profile_text("不公开姓名") == ""
    assert public.reviews["work_quality"].reviewer == "（姓名不公开）"
    assert public.reviews["work_quality"].reason == "（姓名不公开）与（姓名不公开）核对考核文件"
    assert public.organisation[-1].name == public.organisation[-1].content == "（涉密内容不公开）"
    assert public.projects is not None
    assert public.projects[-1].name == "（涉密内容不公开）"
    text = public.chapters["绩效情况"].text
    assert "经办人：（姓名不公开），电话（电话不公开），邮箱 （邮箱不公开），证件（证件号码不公开）。" in text
    assert "局长（姓名不公开）主持全面工作，手机（电话不公开）。" in text
    assert text.count("（涉密内容不公开）") == 2  # the paragraph and the section, each once
    assert public.withheld == str(public).count("不公开）")


def test_a_department_with_nothing_to_hide_keeps_every_word() -> None:
    internal = sample(LIBRARY)
    public = disclosed(internal)
    assert public.withheld == 0
    assert public.chapters == internal.chapters
    assert public.accounts == internal.accounts


@pytest.mark.parametrize(
    "text",
    [
        "金额2275998.08元，涉及683人",
        "新农发〔2022〕76号、0.33万元、2022-2023年",
        "投诉13712345678901.23元",  # a number longer than a telephone's
        "保密工作和涉密人员培训3次",  # about secrets, not marked as one
        "负责人到位，电话回访38人次",
        "审核：资料齐全，金额无误",
    ],
)
def test_amounts_years_and_ordinary_words_are_not_taken_for_secrets(text: str) -> None:
    dossier = sample(LIBRARY)
    chapter = dossier.chapters["存在问题"]
    changed = {**dossier.chapters, "存在问题": type(chapter)(chapter.name, text, chapter.source)}
    public = disclosed(replace(dossier, chapters=changed))
    assert public.chapters["存在问题"].text == text


def test_an_office_given_as_a_person_is_not_blotted_out_everywhere() -> None:
    dossier = sample(LIBRARY)
    profile = tuple(
        ProfileLine("填报人", who, "", "基本信息!B1") for who in ("财务股", "采编部", "会计 沈韩")
    )
    chapters = {"存在问题": Chapter("存在问题", "采编部与财务股会同会计沈韩办理。", "文字!B2")}
    public = disclosed(replace(dossier, profile=dossier.profile + profile, chapters=chapters))
    assert public.chapters["存在问题"].text == "采编部与财务股会同会计（姓名不公开）办理。"


LEAKS = {
    "a mark inside a cell": ("设备采购。【涉密】密件内容", "（涉密内容不公开）"),
    "a mark of another degree": ("密件内容【机密】", "（涉密内容不公开）"),
    "a bold line as a section's mark": ("甲。\n\n**【涉密】**\n\n密件内容", "甲。\n\n（涉密内容不公开）"),
    "a section's mark with a line end of Windows": (
        "甲。\n【涉密】\r\n\r\n密件内容",
        "甲。\n（涉密内容不公开）",
    ),
    "full-width digits": ("手机１３９１２３４５６７８。", "手机（电话不公开）。"),
    "a telephone given without its area code": ("请拨4821234。", "请拨（电话不公开）。"),
    "blanks inside a name": ("钱 多多与钱　多多说。", "（姓名不公开）与（姓名不公开）说。"),
    "a name given with blanks": ("王二小、王 二小", "（姓名不公开）、（姓名不公开）"),
    "a name given with title and telephone": ("由孙晓明负责。", "由（姓名不公开）负责。"),
    "a role without 人": ("审核：褚卫蒋。", "审核：（姓名不公开）。"),
    "a second name after a role": ("填表人：冯陈楚、褚卫蒋", "填表人：（姓名不公开）"),
    "a name with a blank after a role": (
        "经办人：沈 韩 审核人：韩杨",
        "经办人：（姓名不公开） 审核人：（姓名不公开）",
    ),
}
PERSONS = {
    "负责人": "馆长孙晓明（主持工作）13912345678",
    "填报人": "钱多多",
    "联系电话": "4821234（办公室）",
    "不公开姓名": "王 二小 李 四",
}


@pytest.mark.parametrize(("text", "public"), LEAKS.values(), ids=LEAKS)
def test_however_it_is_written_it_is_left_out(text: str, public: str) -> None:
    dossier = sample(LIBRARY)
    profile = tuple(ProfileLine(item, content, "", "基本信息!B1") for item, content in PERSONS.items())
    chapters = {"存在问题": Chapter("存在问题", text, "文字!B2")}
    shown = disclosed(replace(dossier, profile=dossier.profile + profile, chapters=chapters))
    assert shown.chapters["存在问题"].text == public


def test_marked_accounts_lose_their_names_and_keep_their_sums() -> None:
    rows = accounts(
        account("支出/项目支出", 本年决算="5"),
        account("支出/项目支出/【涉密】密级工程甲", 本年决算="2"),
        account("支出/项目支出/【涉密】密级工程乙", 本年决算="3"),
        account("支出/项目支出/【涉密】密级工程乙/密级工程乙的设备", 本年决算="3"),
    )
    chapters = {"存在问题": Chapter("存在问题", "密级工程甲进度慢。", "文字!B2")}
    public = disclosed(replace(sample(LIBRARY), accounts=rows, chapters=chapters))
    assert list(public.accounts) == [
        "支出/项目支出",
        "支出/项目支出/（涉密内容不公开）",
        "支出/项目支出/（涉密内容不公开）（2）",
        "支出/项目支出/（涉密内容不公开）（2）/（涉密内容不公开）的设备",
    ]
    assert [line.path for line in public.children("支出/项目支出")] == list(public.accounts)[1:3]
    assert public.chapters["存在问题"].text == "（涉密内容不公开）进度慢。"


@pytest.mark.parametrize(
    "text", ["【" * 20_000, "【涉密】\n" * 5_000, "审核：" + "张 " * 10_000, "1" * 20_000]
)
def test_hostile_texts_are_read_in_no_time(text: str) -> None:
    begin = time.process_time()
    without_numbers(without_marked(text))
    assert time.process_time() - begin < 2


def test_the_record_says_which_edition_it_is(project: Path) -> None:
    internal = read(project)
    for one, said in ((internal, "internal"), (disclosed(internal), "public")):
        assert json.loads(json.dumps(evaluate(rubric(), one).model_dump(mode="json")))["edition"] == said


def test_a_failure_in_the_public_edition_tells_no_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("notebooks", "params/rubrics"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / f"params/{LIBRARY}.yaml", tmp_path / "params")
    data = shutil.copytree(ROOT / sample_params(LIBRARY).data, tmp_path / sample_params(LIBRARY).data)
    add_rows(data, "收支", ["支出/项目支出/密级项目", "密件内容", "", "", "", ""])
    assert render_in(tmp_path, "--edition", "public") == 1
    assert "密件内容" in capsys.readouterr().err  # the operator must know
    for path in (tmp_path / "outputs").rglob("*"):
        assert path.is_dir() or "密件内容".encode() not in path.read_bytes(), path.name
