"""The Word report read back: every score and reason of the record, department text as text, the same bytes."""

import html
import re
import shutil
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import nbformat
import pytest
from conftest import render_in
from docx.oxml.ns import qn
from helpers import ROOT, account, dossier, review, rubric, rubric_with, sample, self_score
from odd_departments import write_odd_departments
from word_files import SAMPLES, body, lines, made, problems, sampled, score_rows, style_of, tables, words
from word_schema import loose_ends, misplaced

from pjkit.model.block import Table
from pjkit.model.dossier import Chapter, OrgLine, ProfileLine
from pjkit.model.problem import InputError
from pjkit.model.scorecard import Mark
from pjkit.sources.disclosure import disclosed
from pjkit.sources.params import read_params
from pjkit.sources.reading import read_dossier
from pjkit.writers.docx.content import Picture, headings
from pjkit.writers.docx.ooxml import clean
from pjkit.writers.docx.writing import write_word

HOSTILE = "<script>x</script> &amp; {{ name }} {% raw %} {#x#} \x00\x07\x1b\u202e"
AS_TEXT = "<script>x</script> &amp; {{ name }} {% raw %} {#x#}"
NAME, SCORE, REASON = 3, 10, 11  # columns of the scoring table


def printed(score: object) -> str:
    return "—" if score is None else f"{score:.2f}"


def why(one: Mark) -> str:
    more = [f"部门说明：{one.self_reason}"] if one.self_reason else []
    return "\n".join([clean(one.reason), *more, *([f"复核人：{one.reviewer}"] if one.reviewer else [])])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_score_and_reason_is_the_records(name: str) -> None:
    given = sampled(name)
    *rows, total = score_rows(given.content)
    for one, row in zip(given.record.marks, rows, strict=True):
        scores = (one.self_score, one.computed_score, one.review_score, one.score)
        assert row[NAME:] == [
            one.name,
            f"{one.points:g}",
            one.standard,
            one.note,
            *map(printed, scores),
            why(one),
        ]
    assert total[0] == "合计"
    assert total[-2] == f"{given.record.total.score:.2f}"
    assert total[-5] == printed(given.record.total.self_total)


def test_groups_are_merged_over_their_rows_with_their_points() -> None:
    rows = score_rows(sampled("demo-library").content)[:-1]
    assert [row[0] for row in rows if row[0]] == ["投入", "过程", "产出", "效果"]
    assert [(row[1], row[2]) for row in rows if row[1]] == [
        ("预算配置", "19"),
        ("预算执行", "7"),
        ("预算管理", "28"),
        ("资产管理", "20"),
        ("绩效管理", "17"),
        ("职责履行", "5"),
        ("履职效益", "4"),
    ]


def test_a_review_stands_with_its_reviewer() -> None:
    given = made(dossier(reviews={"work_quality": review("2.5")}))
    (row,) = [row for row in score_rows(given.content) if row[NAME] == "工作质量"]
    assert row[9:11] == ["2.50", "2.50"]
    assert row[REASON].startswith("复核分 2.50 分，理由：查阅凭证")
    assert row[REASON].endswith("\n复核人：复核人甲")  # the reason stands there already
    passed_over = dossier(
        reviews={"work_quality": review("2.5")}, self_scores={"work_quality": self_score("3")}
    )
    given = made(passed_over, under=rubric_with(counting_order=("self", "review")))
    (row,) = [row for row in score_rows(given.content) if row[NAME] == "工作质量"]
    assert row[9:11] == ["2.50", "3.00"]
    assert row[REASON].endswith("\n复核人：复核人甲，复核理由：查阅凭证")


@pytest.mark.parametrize("name", SAMPLES)
def test_headings_text_tables_and_pictures_stand_in_the_documents_order(name: str) -> None:
    given = sampled(name)
    content, pieces = given.content, given.pieces
    for level in (1, 2, 3):
        assert lines(content, f"Heading{level}") == [
            one.text for one in headings(pieces) if one.level == level
        ]
    captions = [one.caption for one in pieces if isinstance(one, Table | Picture)]
    assert [line.split("\u3000", 1)[1] for line in lines(content, "Caption")] == captions
    own = "\n".join(lines(content, "OwnWords"))
    assert own.count("【部门自述】") >= 3
    assert len(list(tables(content))) == 1 + sum(isinstance(one, Table) for one in pieces)


def test_a_column_nobody_filled_in_is_left_out_and_a_part_stands_inwards() -> None:
    given = [account("收入", 本年决算="3.00"), account("收入/甲", 本年决算="3.00")]
    content = made(dossier(accounts={line.path: line for line in given})).content
    (shown,) = [rows for rows in tables(content) if rows[0][0] == "科目"]
    assert shown == [["科目", "本年决算"], ["收入", "3.00"], ["\u3000甲", "3.00"]]


def test_tables_and_pictures_are_numbered_each_on_their_own() -> None:
    captions = lines(sampled("demo-urban").content, "Caption")
    assert [line.split("\u3000")[0] for line in captions if line[0] == "表"] == [
        f"表{n}" for n in range(1, 8)
    ]
    assert [line.split("\u3000")[0] for line in captions if line[0] == "图"] == ["图1", "图2", "图3", "图4"]


def test_pictures_say_in_words_what_they_show() -> None:
    given = sampled("demo-urban")
    shown = [one.get("descr") for one in body(given.content).iter(qn("wp:docPr"))]
    assert shown == [one.alt for one in given.pieces if isinstance(one, Picture)]
    assert all(re.search(r"\d", alt) for alt in shown)


def test_the_list_of_contents_leads_to_every_heading_it_shows() -> None:
    whole = body(sampled("demo-library").content)
    links = {link.get(qn("w:anchor")): words(link) for link in whole.iter(qn("w:hyperlink"))}
    marks = {
        mark.get(qn("w:name")): words(mark.getparent())
        for mark in whole.iter(qn("w:bookmarkStart"))
        if style_of(mark.getparent()).startswith(("Heading", "Attachment"))
    }
    assert links == marks
    assert list(links.values())[-1] == "附件　部门整体支出绩效评价指标评分表"
    fields = [one.get(qn("w:fldCharType")) for one in whole.iter(qn("w:fldChar"))]
    assert fields == ["begin", "separate", "end"]


def test_word_asks_for_the_contents_page_numbers_itself_and_none_is_guessed() -> None:
    content = sampled("demo-library").content
    asked = docx.Document(BytesIO(content)).settings.element.find(qn("w:updateFields"))
    assert asked.get(qn("w:val")) == "true"
    assert not [line for style in ("TOC1", "TOC2") for line in lines(content, style) if line[-1].isdigit()]


def test_the_first_page_says_whose_report_it_is_and_what_its_total_rests_on() -> None:
    content = sampled("xinning-pension").content
    assert lines(content, "Title") == ["2022年度新宁县社会养老保险服务中心", "部门整体支出绩效自评报告"]
    (result,) = lines(content, "Result")
    assert "总分97.00分，等次：优。其中有据可查的10.00分，仅凭部门自述的87.00分" in result
    assert lines(content, "Signature") == ["新宁县社会养老保险服务中心"]
    assert lines(content, "Date") == ["2023年9月24日"]


def test_a_total_of_nothing_but_unknown_scores_is_unknown_not_0() -> None:
    given = made(dossier())
    (result,) = lines(given.content, "Result")
    assert result.startswith("评价结果：总分—分，等次：待定（差～优）。")
    assert score_rows(given.content)[-1][-2] == "—"
    assert problems(given) == []
    assert lines(given.content, "ScoreText")[-3] == (
        "注：1．各项指标均无数据，总分未知。据现有依据，总分在0.00分至100.00分之间。"
    )


def test_notes_say_what_there_is_to_say_and_are_numbered_through() -> None:
    notes = [line for line in lines(sampled("demo-library").content, "ScoreText") if "．" in line[:6]]
    assert notes[0] == "注：1．总分100.00分，其中有据可查的100.00分，仅凭部门自述的0.00分。"
    assert [line[2:4] for line in notes] == ["1．", "2．"]


def test_a_report_without_a_date_leaves_room_to_write_it() -> None:
    assert lines(made(dossier()).content, "Date") == ["    年  月  日"]


def test_the_public_edition_says_so_on_its_first_page() -> None:
    content = made(disclosed(sample("demo-library"))).content
    assert lines(content, "Title")[1] == "部门整体支出绩效自评报告（公开版）"


def test_department_text_comes_out_as_text() -> None:
    given = dossier(
        name=f"示例{HOSTILE}",
        profile=(ProfileLine("主管部门", HOSTILE, "", "基本信息!B2"),),
        organisation=(OrgLine("主要职能", HOSTILE, HOSTILE, "职能机构!B2"),),
        chapters={"存在问题": Chapter("存在问题", HOSTILE, "文字!B2")},
    )
    content = made(given).content
    assert f"单位名称：示例{AS_TEXT} ；主管部门：{AS_TEXT} 。" in lines(content)
    assert f"（1）{AS_TEXT} 。{AS_TEXT} " in lines(content, "ListItem")
    assert f"【部门自述】{AS_TEXT}" in [line.rstrip() for line in lines(content, "OwnWords")]
    assert not re.search(r"[\x00-\x08\u202e]", "".join(lines(content)))


def test_the_same_input_gives_the_same_bytes_without_a_clock() -> None:
    first, second = sampled("demo-urban"), made(sample("demo-urban"))
    assert first.content == second.content
    with zipfile.ZipFile(BytesIO(first.content)) as archive:
        entries = archive.infolist()
        core = archive.read("docProps/core.xml").decode()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    names = [entry.filename for entry in entries]
    assert names == ["[Content_Types].xml", *sorted(names[1:])]
    assert not re.search(r"created|modified|lastPrinted", core)


def test_the_files_properties_say_title_author_and_language() -> None:
    properties = docx.Document(BytesIO(sampled("demo-library").content)).core_properties
    assert properties.title == "2022年度示例县图书馆部门整体支出绩效自评报告"
    assert (properties.author, properties.language) == ("示例县图书馆", "zh-CN")


def test_a_name_longer_than_a_property_may_be_is_cut_only_there() -> None:
    content = made(dossier(name="长" * 300)).content
    assert len(docx.Document(BytesIO(content)).core_properties.title) == 255
    assert lines(content, "Signature") == ["长" * 300]


def test_departments_that_strain_a_page_make_sound_reports(tmp_path: Path) -> None:
    """Hostile text in every field, names without end, no data, every status."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    for name in write_odd_departments(tmp_path):
        params = read_params(tmp_path / f"params/{name}.yaml")
        given = made(read_dossier(tmp_path / params.data, rubric(), params))
        assert misplaced(given.content) == [], name
        assert loose_ends(given.content) == [], name
        assert problems(given) == [], name


def test_a_notebook_without_a_score_table_is_told_what_to_add() -> None:
    report = sampled("demo-library").report
    notebook = nbformat.from_dict({**report.notebook, "cells": report.notebook.cells[:5]})
    with pytest.raises(InputError, match=r"没有评分表.*pj\.score_table\(card\)"):
        write_word(replace(report, notebook=notebook))


def test_a_render_with_docx_publishes_the_report_and_leaves_no_trace_elsewhere(project: Path) -> None:
    assert render_in(project, "params/demo-library.yaml", "--to", "html,docx") == 0
    folder = project / "outputs/2022/demo-library"
    assert (folder / "report.docx").read_bytes() == sampled("demo-library").content
    page = (folder / "report.html").read_text(encoding="utf-8")
    shown = "".join(html.unescape(re.sub(r"<[^>]+>", "", page)).replace("-", "−").split())
    for row in score_rows(sampled("demo-library").content)[:-1]:
        said = "".join(row[REASON].split("\n")[0].split())
        clauses = re.split(r"；?条款[\d.]+：", said)  # each stands in a row of its own on the page
        assert all(reason in shown for reason in clauses), row[NAME]
    assert render_in(project, "params/demo-library.yaml") == 0
    assert not (folder / "report.docx").exists()
