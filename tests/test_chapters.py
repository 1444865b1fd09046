"""The report's chapters: numbered, nested, in the rubric's order, with the indicators where the rubric wants them."""

from typing import Any

import pytest
from executed import executed
from helpers import card, dossier, rubric, sample

import pjkit
from pjkit.model.block import Heading, Notice
from pjkit.model.report_block import IndicatorCard, OwnWords
from pjkit.model.scorecard import Scorecard
from pjkit.report.chapters import Chapters, chapters, chinese_number, numbered
from pjkit.scoring.declarations import ChapterSpec
from pjkit.scoring.rubric import Rubric

SOURCE_CHAPTERS = [
    "一、部门概况",
    "二、部门整体支出管理及使用情况",
    "三、部门整体支出绩效情况",
    "四、存在的问题",
    "五、改进措施和有关建议",
]


def with_chapters(*specs: dict[str, Any]) -> Rubric:
    return rubric().model_copy(update={"chapters": [ChapterSpec.model_validate(spec) for spec in specs]})


def outline(made: Chapters) -> list[str]:
    """Every heading, indented by its level, and what goes on without one."""
    return [
        *(line for chapter in made.before for line in _lines(chapter.heading)),
        *(line for group in made.groups for heading in group.headings for line in _lines(heading)),
        *(line for chapter in made.after for line in _lines(chapter.heading)),
    ]


def _lines(heading: Heading | None) -> list[str]:
    return [" " * (heading.level - 1) + heading.text] if heading else ["…"]


def placed(*paths: tuple[str, ...]) -> Scorecard:
    """A scorecard whose indicators stand in these groups."""
    scored = card()
    marks = tuple(
        mark.model_copy(update={"path": path}) for mark, path in zip(scored.marks, paths, strict=False)
    )
    return scored.model_copy(update={"marks": marks})


def test_the_chapters_of_2022_are_the_sources() -> None:
    made = chapters(rubric(), card())
    assert [line for line in outline(made) if not line.startswith(" ")] == SOURCE_CHAPTERS
    groups = [
        " （一）投入",
        "  1．预算配置",
        " （二）过程",
        "  1．预算执行",
        "  2．预算管理",
        "  3．资产管理",
    ]
    at = outline(made).index(SOURCE_CHAPTERS[2]) + 1
    assert outline(made)[at : at + 6] == groups


def test_every_indicator_stands_once_in_the_tables_order() -> None:
    made = chapters(rubric(), card())
    shown = [one for group in made.groups for one in group.indicators]
    assert shown == [mark.id for mark in card().marks]


def test_a_rubric_without_chapters_shows_its_indicators_under_its_title() -> None:
    made = chapters(with_chapters(), placed(("甲",), ("甲",), ("乙",)))
    assert outline(made) == ["一、部门整体支出绩效评价指标评分表", " （一）甲", " （二）乙"]
    assert made.before[0].show == ("score_by_group", "points_lost")
    assert made.after == ()


def test_chapters_none_of_which_shows_the_indicators_are_followed_by_one_that_does() -> None:
    made = chapters(with_chapters({"title": "概况"}), placed(("甲",)))
    assert outline(made) == ["一、概况", "二、部门整体支出绩效评价指标评分表", " （一）甲"]


def test_what_is_shown_after_the_indicators_and_parts_of_their_chapter_follow_them() -> None:
    """The groups have the first numbers, the parts go on from there."""
    spec = {
        "title": "绩效",
        "show": ("score_by_group", "indicators", "points_lost"),
        "parts": [{"title": "小结", "text": "小结"}],
    }
    made = chapters(with_chapters(spec, {"title": "问题"}), placed(("甲",), ("乙",)))
    assert outline(made) == ["一、绩效", " （一）甲", " （二）乙", "…", " （三）小结", "二、问题"]
    assert made.before[0].show == ("score_by_group",)
    assert made.after[0].show == ("points_lost",)


def test_indicators_may_stand_in_a_part() -> None:
    spec = {"title": "绩效", "parts": [{"title": "总体"}, {"title": "逐项", "show": ("indicators",)}]}
    made = chapters(with_chapters(spec), placed(("甲",)))
    assert outline(made) == ["一、绩效", " （一）总体", " （二）逐项", "  1．甲"]
    assert made.groups[0].level == 5


@pytest.mark.parametrize(
    ("paths", "expected", "levels"),
    [
        ([(), ()], ["一、绩效"], [3]),
        ([("甲",), ("乙",)], ["一、绩效", " （一）甲", " （二）乙"], [4, 4]),
        (
            [("甲",), ("甲", "子"), ("乙", "子")],
            ["一、绩效", " （一）甲", "  1．子", " （二）乙", "  1．子"],
            [4, 5, 5],
        ),
        (
            [("项目一", "产出", "数量", "总量"), ("项目二", "产出", "数量", "总量")],
            [
                "一、绩效",
                *(" （一）项目一", "  1．产出", "   （1）数量", "   （1）总量"),
                *(" （二）项目二", "  1．产出", "   （1）数量", "   （1）总量"),
            ],
            [6, 6],
        ),
    ],
    ids=["no groups", "one level", "groups of two depths", "four levels, the deepest alike"],
)
def test_groups_of_any_depth_are_numbered(
    paths: list[tuple[str, ...]], expected: list[str], levels: list[int]
) -> None:
    made = chapters(with_chapters({"title": "绩效", "show": ("indicators",)}), placed(*paths))
    assert outline(made) == expected
    assert [group.level for group in made.groups] == levels


def test_no_two_headings_lead_to_one_place() -> None:
    made = chapters(rubric(), card())
    anchors = [one.heading.anchor for one in made.all() if one.heading]
    anchors += [heading.anchor for group in made.groups for heading in group.headings]
    assert len(set(anchors)) == len(anchors)


def test_a_chapter_shows_heading_words_and_blocks_in_this_order() -> None:
    given = sample("demo-library")
    scored = pjkit.evaluate(rubric(), given)
    made = next(one for one in chapters(rubric(), scored).all() if one.text == "事业成效")
    heading, words, *rest = pjkit.show(made, scored, given).children
    assert isinstance(heading, Heading)
    assert isinstance(words, OwnWords)
    assert len(rest) == 1
    assert pjkit.show(made.without("outputs"), scored, given).children == (heading, words)


def test_what_the_department_has_not_written_is_said() -> None:
    scored = card()
    (first, *_) = chapters(rubric(), scored).before
    _, said = pjkit.show(first, scored, dossier()).children
    assert isinstance(said, Notice)


def test_a_group_shows_its_headings_and_cards() -> None:
    scored = card()
    made = pjkit.indicators(scored, chapters(rubric(), scored).groups[1])
    assert [one.kind for one in made.children] == ["heading", "heading", "indicator", "indicator"]
    assert {one.level for one in made.children if isinstance(one, IndicatorCard)} == {5}


def test_the_notebook_renders_a_rubric_that_names_neither_chapters_nor_groups() -> None:
    scored = placed(*[()] * 24)
    report = executed(scored, dossier(), with_chapters())
    assert sum(isinstance(block, IndicatorCard) for block in report.blocks) == 24


def test_numbers_are_chinese_up_to_99() -> None:
    assert [chinese_number(number) for number in (1, 9, 10, 11, 20, 99, 100)] == [
        *("一", "九", "十", "十一", "二十", "九十九", "100")
    ]


def test_a_heading_of_each_level_has_its_own_kind_of_number() -> None:
    assert [numbered("甲", 2, level) for level in (1, 2, 3, 4)] == ["二、甲", "（二）甲", "2．甲", "（2）甲"]
