"""However somebody writes what must not be published, it is in none of the public edition's products."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import render_in
from helpers import answer, rubric, sample, sample_params
from test_disclosure import ROOT, add_rows

from pjkit.cli import main
from pjkit.evaluation import evaluate
from pjkit.model.dossier import Chapter, Dossier, ProfileLine
from pjkit.sources.disclosure import disclosed
from pjkit.sources.folding import fold
from pjkit.sources.marks import doubtful_mark, has_stray_end

LIBRARY = "demo-library"
FIELDS = {
    "负责人": ["馆长（钱多多）", "负责人说明：宅电 0739-4821234"],
    "填报人": ["孙晓明馆员", ""],
    "联系电话": ["0739.4866.321", "宅电4877666"],
    "不公开姓名": ["阿依古丽·买买提、王小\n明", ""],
}


class Leak(NamedTuple):
    """A text, what of it must not be seen (as letters and digits alone), and what is seen instead."""

    text: str
    secret: str
    public: str


OUT = "（涉密内容不公开）"
NAME, PHONE, IDENTITY, ACCOUNT = (f"（{what}不公开）" for what in ("姓名", "电话", "证件号码", "账号"))
LEAKS = {
    "a blank inside a mark": Leak("【涉 密】甲类密件", "甲类密件", OUT),
    "a mark in other brackets": Leak("［涉密］乙类密件", "乙类密件", OUT),
    "a mark of blanks as wide as signs": Leak("【\u3000涉\u3000密\u3000】丙类密件", "丙类密件", OUT),
    "a listed name in brackets of its field": Leak("由钱多多签字。", "钱多多", f"由{NAME}签字。"),
    "a listed name after its title": Leak("由孙晓明签字。", "孙晓明", f"由{NAME}签字。"),
    "a listed name split by a line break": Leak("由孙\n晓明签字。", "孙晓明", f"由{NAME}签字。"),
    "a listed name split by dots": Leak("由钱·多·多签字。", "钱多多", f"由{NAME}签字。"),
    "a listed name without its dot": Leak("由阿依古丽买买提签字。", "阿依古丽买买提", f"由{NAME}签字。"),
    "a listed name with another dot": Leak("由阿依古丽•买买提签字。", "阿依古丽买买提", f"由{NAME}签字。"),
    "a listed name that its own field splits": Leak("由王小明签字。", "王小明", f"由{NAME}签字。"),
    "a name without a colon": Leak("经办人赵某，已签字。", "赵某", f"经办人{NAME}，已签字。"),
    "a name without a colon in a sentence": Leak("经办人周立波负责采购。", "周立波", f"经办人{NAME}负责采购。"),
    "a name in brackets after its role": Leak("经办人（吴某某）已签字。", "吴某某", f"经办人{NAME}已签字。"),
    "a name on the line after its role": Leak("经办人：\n郑重华", "郑重华", f"经办人：\n{NAME}"),
    "a name in a table": Leak("| 经办人 | 韩陈楚 |", "韩陈楚", f"| 经办人 | {NAME} |"),
    "a role with blanks": Leak("经 办 人：冯陈楚", "冯陈楚", f"经 办 人：{NAME}"),
    "a telephone with dots": Leak("手机139.0739.1234。", "13907391234", f"手机{PHONE}。"),
    "a telephone with blanks": Leak("手机 138 0739 1235。", "13807391235", f"手机 {PHONE}。"),
    "a telephone before a word that counts": Leak("拨13507391238人社局。", "13507391238", f"拨{PHONE}人社局。"),
    "a telephone at the end of a sentence": Leak("拨13507391239.2023年起", "13507391239", f"拨{PHONE}.2023年起"),
    "a telephone digit by digit": Leak("手机1 3 7 0 7 3 9 1 2 3 6。", "13707391236", f"手机{PHONE}。"),
    "a telephone in Chinese digits": Leak("手机一三六〇七三九一二三七。", "一三六〇七三九一二三七", f"手机{PHONE}。"),
    "a telephone of the place with blanks": Leak("请拨 0739 488 1234。", "07394881234", f"请拨 {PHONE}。"),
    "a telephone of a field, parted otherwise": Leak("请拨4866 321。", "4866321", f"请拨{PHONE}。"),
    "a telephone of a field's note": Leak("请拨4877-666。", "4877666", f"请拨{PHONE}。"),
    "an identity card": Leak("证件430528 19900101 123X。", "43052819900101123X", f"证件{IDENTITY}。"),
    "a bank card": Leak("卡6222 0212 3456 7890 123。", "6222021234567890123", f"卡{ACCOUNT}。"),
    "a bank account": Leak("账号：4305 0166 7890 1234。", "4305016678901234", f"账号：{ACCOUNT}。"),
    "a WeChat id": Leak("微信号：zhang_san-88。", "zhangsan88", f"微信号：{ACCOUNT}。"),
    "a short WeChat id": Leak("VX: lisi1990。", "lisi1990", f"VX: {ACCOUNT}。"),
    "a mail address with blanks": Leak("邮箱 li.si @ example.com。", "lisiexamplecom", "邮箱 （邮箱不公开）。"),
}  # fmt: skip
PRODUCTS = {
    "page": "report.html",
    "notebook": "report.ipynb",
    "record": "scorecard.json",
    "inputs": "inputs.json",
    "traces": "traces.json",
    "Word": "report.docx",
    "sheet": "scoresheet.xlsx",
    "summary": "../index.html",
    "summary notebook": "../summary.ipynb",
    "results": "../results.csv",
    "results as a sheet": "../results.xlsx",
    "run": "../run.json",
}


def letters(text: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[\W_]", "", fold(text))


def words_in(path: Path) -> str:
    """The letters of all that a file holds: without tags, with what JSON and XML write otherwise read back."""
    pieces = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            pieces = [archive.read(name) for name in archive.namelist()]
    text = "\n".join(piece.decode(errors="ignore") for piece in pieces)
    text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text).replace("\\n", "\n")
    return letters(re.sub(r"<[^<>]*>", "", text))


def write_data(root: Path) -> None:
    data = root / sample_params(LIBRARY).data
    add_rows(data, "基本信息", *([item, *told] for item, told in FIELDS.items()))
    told = "\n\n".join(leak.text for leak in LEAKS.values())
    add_rows(data, "文字", ["存在问题", told])
    for number, leak in enumerate(LEAKS.values()):
        flags = ["否", "是", "是", "是"]
        add_rows(data, "项目", [f"示例项目{number}", "项目", "0", "0", *flags, leak.text])
        add_rows(data, "职能机构", ["主要职能", f"职能{number}", leak.text])
    write_review(data, "2", told)


def write_review(data: Path, score: str, told: str) -> None:
    (data / "复核.csv").unlink(missing_ok=True)
    add_rows(data, "复核", ["指标", "复核分", "复核人", "理由"], ["职责履行/工作质量", score, "钱多多", told])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The letters of every product of a department whose data hold all the leaks in many places."""
    root = tmp_path_factory.mktemp("leaks")
    for name in ("notebooks", "params/rubrics"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / f"params/{LIBRARY}.yaml", root / "params")
    data = shutil.copytree(ROOT / sample_params(LIBRARY).data, root / sample_params(LIBRARY).data)
    write_data(root)
    asked = ("--edition", "public", "--to", "html,docx,xlsx")
    assert render_in(root, *asked) == 0
    folder = root / "outputs/2022-public"
    earlier = shutil.copytree(folder, root / "earlier")
    write_review(data, "1", "\n\n".join(f"再查：{leak.text}" for leak in LEAKS.values()))
    assert render_in(root, *asked) == 0
    words = {name: words_in(folder / LIBRARY / file) for name, file in PRODUCTS.items()}
    return words | dict(differences(earlier, folder))


def differences(earlier: Path, later: Path) -> Iterator[tuple[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        said: list[str] = []
        patch.chdir(earlier.parent)  # both sides lie in the project
        for verb in ("say", "say_json"):
            patch.setattr(f"pjkit.commands.diff.{verb}", said.append)
        main(["diff", str(earlier), str(later)])
        yield "difference", letters("\n".join(said))
        said.clear()
        main(["diff", str(earlier), str(later), "--json"])
        yield "difference as JSON", letters("\n".join(said))


@pytest.mark.parametrize("product", [*PRODUCTS, "difference", "difference as JSON"])
@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_no_leak_is_in_any_product(published: dict[str, str], leak: Leak, product: str) -> None:
    assert published[product]
    assert leak.secret not in published[product]


def told(text: str) -> Dossier:
    """The library, which says so in a chapter, with the persons of FIELDS."""
    dossier = sample(LIBRARY)
    lines = tuple(ProfileLine(item, words, note, "基本信息!B1") for item, (words, note) in FIELDS.items())
    chapters = {"存在问题": Chapter("存在问题", text, "文字!B2")}
    return replace(dossier, profile=dossier.profile + lines, chapters=chapters)


def public(text: str) -> str:
    return disclosed(told(text)).chapters["存在问题"].text


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_the_place_says_what_was_taken_out_and_the_rest_stays(leak: Leak) -> None:
    assert public(leak.text) == leak.public


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("【涉\u200b密】密件", OUT),
        ("由钱\u200b多\u2060多签字。", f"由{NAME}签字。"),
        ("由钱\u0301多\ufe0f多签字。", f"由{NAME}签字。"),
        ("手机138\u200b0739\u00ad1235。", f"手机{PHONE}。"),
        ("由\u94b1\u591a\u3164\u591a签字。", f"由{NAME}签字。"),  # a filler that is called a letter
    ],
)
def test_what_nobody_sees_hides_nothing(text: str, shown: str) -> None:
    assert public(text) == shown


KEPT = [
    "支出13800138000.00元，其中139 2345 6789元结转，预算138.00 1380.00万元",
    "湘财预〔2022〕13号、新财绩〔2023〕138号文件",
    "2022年12月31日、2022-12-31、2022.12.31，2020 2021 2022 2023",
    "项目代码2204-430528-04-01-123456",
    "电话2022-03-01开通，电话回访120次，电话费12000元，热线12345",
    "微信公众号发布32条，QQ群2个",
    "主要负责人高度重视，负责人全面负责，经办人员8人，审核人员到位",
    "联系人电话：见附件；负责人签字；经办人签名",
    "账户资金1234567890.12元，账户8个",
    "卡口设备1200台，每台12345.67元",
    "①1380户、②0739人",
    "http://www.example.gov.cn/info/13206/211004.htm",
    "项目代码51000021R000000019951、XM6222021234567890123",
    "| 联系人 | 联系电话 | 资金总额 |\n| 经办人 | 填写填报表 | 8 份 |",
    "负责人\n主要职能",
    "主持工作",  # beside a name in brackets
]


@pytest.mark.parametrize("text", KEPT)
def test_amounts_dates_numbers_of_documents_and_ordinary_words_stay(text: str) -> None:
    assert public(text) == text


def test_the_fields_of_persons_are_out_whole_with_their_notes() -> None:
    shown = disclosed(told("无"))
    lines = {line.item: (line.content, line.note) for line in shown.profile if line.item in FIELDS}
    assert lines == {"负责人": (NAME, NAME), "填报人": (NAME, ""), "联系电话": (PHONE, PHONE)}


def test_the_digest_is_no_oracle_for_what_was_taken_out() -> None:
    """Other names, telephones and secrets, the same public text: the same digest. Another public word: another."""
    one, other, changed = (
        disclosed(told(text)).digest
        for text in (
            "经办人：李某，手机13800138000。\n\n【涉密】甲",
            "经办人：王某某，手机139 0013 8001。\n\n【涉密】乙丙",
            "经办人：李某，手机13800138000；\n\n【涉密】甲",
        )
    )
    assert one == other != changed
    assert one != told("").digest


def test_two_cases_told_apart_by_names_stay_two_cases() -> None:
    """Taking out the names would else make them one, and the public score would be another."""
    facts = {"1": "钱多多一案", "2": "孙晓明一案", "3": "钱多多一案", "4": ""}
    given = {no: replace(answer(no, "否"), same_fact=fact) for no, fact in facts.items()}
    shown = disclosed(replace(told("无"), answers={"fund_use_compliance": given}))
    found = [one.same_fact for one in shown.answers["fund_use_compliance"].values()]
    assert found == [f"{NAME}一案", f"{NAME}一案（2）", f"{NAME}一案", ""]


DOUBTFUL = [
    "【涉密★】甲", "【涉密★1年】", "《涉密》甲", "〈涉密〉", "「机密」", "{涉密}", "<秘密>", "机密★1年", "【涉·密】甲",
    "【涉密内容】甲", "（涉密，不公开）", "【以下涉密】", "【機密】", "【密】", "涉密", "甲\n**涉密**\n乙", "“涉密”", "密级：秘密",
    "【涉密 甲", "涉密】甲", "【涉\n密】", "[secret]", "以下内容涉密，不公开", "【㊙】", "【涉\u0301密！】",
]  # fmt: skip
NO_MARK = [
    "【涉密】甲", "甲【机密】", "（涉密）", "【涉密】\n\n甲\n\n【涉密结束】", "保密工作和涉密人员培训3次", "（涉密人员3名）",
    "严格执行“涉密”文件管理", "【保密工作】按期完成", "国家秘密、工作秘密", "（涉密内容不公开）", "非涉密", "密级管理", "保密",
]  # fmt: skip


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_looks_like_a_mark_and_is_none_is_doubtful(text: str) -> None:
    assert doubtful_mark(text)


@pytest.mark.parametrize("text", NO_MARK)
def test_a_mark_and_a_sentence_about_secrets_are_not_doubtful(text: str) -> None:
    assert doubtful_mark(text) == ""


def test_an_end_needs_a_section_that_has_begun() -> None:
    """A mark beside other words hides its paragraph alone, and the next one would be published."""
    assert has_stray_end("【涉密】甲\n\n乙\n\n【涉密结束】")
    assert not has_stray_end("【涉密】\n\n乙\n\n【涉密结束】\n\n丙")


def test_the_score_of_the_public_edition_is_that_of_the_internal_one() -> None:
    given = told("".join(leak.text for leak in LEAKS.values()))
    assert evaluate(rubric(), disclosed(given)).total == evaluate(rubric(), given).total
