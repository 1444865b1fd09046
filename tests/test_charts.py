"""Charts: sound SVG whose text is text, the same bytes, told in words too, and never a box for a character."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from matplotlib.colors import to_rgb
from PIL import Image, ImageFont

from pjkit.evaluation import evaluate
from pjkit.model import block as blocks
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.drawing import Area, Colour, Drawing, Line, NoDrawing, Table, Text
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.report.charts.canvas import Canvas
from pjkit.report.charts.groups import score_by_group
from pjkit.report.charts.lost_points import points_lost
from pjkit.report.charts.rule_curve import rule_curve
from pjkit.report.charts.spending import budget_and_actual, spending_by_kind
from pjkit.report.charts.words import ems
from pjkit.sources.load import Opened, open_department
from pjkit.sources.params import read_params
from pjkit.writers.docx.content import picture
from pjkit.writers.html.blocks import style_sheet
from pjkit.writers.pictures import MissingGlyph, to_png, to_svg
from pjkit.writers.pictures.painting import SHADES
from pjkit.writers.pictures.png import font_file

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path.stem for path in (ROOT / "params").glob("*.yaml"))
LARGEST = 8_000  # bytes of one chart
RATED = {
    "three_public_change_rate",
    "reception_change_rate",
    "vehicle_change_rate",
    "goods_services_change_rate",
    "key_spending_share",
    "nontax_completion_rate",
    "three_public_control_rate",
    "procurement",
    "fixed_asset_use_rate",
    "key_task_completion_rate",
    "satisfaction",
}


SVG = "{http://www.w3.org/2000/svg}"


class Box(NamedTuple):
    """What a text covers at most."""

    left: float
    right: float
    top: float
    bottom: float


def box_of(text: Text) -> Box:
    wide = ems(text.words) * text.size
    left = text.at[0] - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor]
    return Box(left, left + wide, text.at[1] - text.size / 2, text.at[1] + text.size / 2)


def overlap(one: Box, other: Box) -> bool:
    beside = one.right <= other.left or other.right <= one.left
    return not beside and one.top < other.bottom and other.top < one.bottom


def points_of(shape: Line | Area | Text) -> tuple[tuple[float, float], ...]:
    if isinstance(shape, Text):
        return (shape.at,)
    return shape.points if isinstance(shape, Line) else shape.corners


def svg_of(chart: Drawing | NoDrawing) -> str:
    return to_svg(chart) if isinstance(chart, Drawing) else ""


def lettered(words: str) -> Drawing:
    """A drawing of one text."""
    canvas = Canvas(20)
    canvas.text((10, 10), words)
    return canvas.drawing("c", "", "", Table(headers=(), rows=()))


def blocks_of(css: str) -> tuple[str, str]:
    """The style sheet's colours on paper, and in the dark."""
    paper, _, rest = css.partition("@media screen and (prefers-color-scheme:dark)")
    return paper, rest.partition("}}")[0]


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast ratio of two colours."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(shade: str) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(shade)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@cache
def opened(name: str) -> Opened:
    return open_department(read_params(ROOT / "params" / f"{name}.yaml"), ROOT)


@cache
def scored(name: str) -> Scorecard:
    return evaluate(opened(name).rubric, opened(name).dossier)


def drawn(chart: Drawing | NoDrawing | None) -> Drawing:
    assert isinstance(chart, Drawing), chart
    return chart


def all_charts(name: str) -> Iterator[Drawing | NoDrawing]:
    yield score_by_group(scored(name))
    yield points_lost(scored(name))
    yield spending_by_kind(opened(name).dossier)
    yield budget_and_actual(opened(name).dossier)
    yield from (chart for mark in scored(name).marks if (chart := rule_curve(mark)))


def with_rate(mark: Mark, percent: str, score: str) -> Mark:
    """The mark as it would be with another rate."""
    (clause,) = mark.clauses
    changed = clause.model_copy(
        update={"value_percent": Decimal(percent), "value_text": f"{percent}%", "score": Decimal(score)}
    )
    return mark.model_copy(update={"clauses": (changed,), "score": Decimal(score)})


def without_rate(mark: Mark, value_text: str, score: str | None) -> Mark:
    (clause,) = mark.clauses
    points = None if score is None else Decimal(score)
    changed = clause.model_copy(update={"value_percent": None, "value_text": value_text, "score": points})
    return mark.model_copy(update={"clauses": (changed,)})


@pytest.mark.parametrize("name", SAMPLES)
def test_every_chart_of_a_sample_is_sound_and_small(name: str) -> None:
    for chart in all_charts(name):
        if isinstance(chart, NoDrawing):
            assert chart.why
            continue
        svg = to_svg(chart)
        root = ET.fromstring(svg)  # noqa: S314 - our own
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"] == chart.alt
        assert len(svg.encode()) <= LARGEST, chart.slug
        assert all(len(row) == len(chart.table.headers) for row in chart.table.rows)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_two_charts_of_a_page_share_an_id(name: str) -> None:
    ids = [
        one
        for chart in all_charts(name)
        if isinstance(chart, Drawing)
        for one in re.findall(r' id="([^"]+)"', to_svg(chart))
    ]
    assert len(ids) == len(set(ids))


def test_the_same_chart_drawn_twice_has_the_same_bytes() -> None:
    first, second = (list(all_charts("demo-urban")) for _ in range(2))
    assert first == second
    assert list(map(svg_of, first)) == list(map(svg_of, second))


def test_exactly_the_indicators_with_a_rate_have_a_curve() -> None:
    assert {mark.id for mark in scored("demo-library").marks if rule_curve(mark)} == RATED


def test_a_curves_words_tell_rule_value_and_score() -> None:
    chart = drawn(rule_curve(scored("demo-agriculture")["three_public_control_rate"]))
    assert chart.alt == (
        "“三公经费”控制率的评分规则：比率不高于 100% 得满分，满分 3 分；本部门 103.40%，得分：1.30 分。"
    )
    # full at 100 %, 0.5 a point: nothing left at 106 %
    assert chart.table.rows == (("100%", "3 分"), ("106%", "0 分"), ("本部门 103.40%", "1.30 分"))


@pytest.mark.parametrize("percent", ["-95.00", "0.00", "10.00", "1400.00"])
def test_a_rate_far_outside_still_has_its_point_inside_the_picture(percent: str) -> None:
    mark = with_rate(scored("demo-agriculture")["three_public_change_rate"], percent, "0.00")
    chart = drawn(rule_curve(mark))
    places = [point for shape in chart.shapes for point in points_of(shape)]
    assert all(0 <= x <= chart.width and 0 <= y <= chart.height for x, y in places)
    assert f"{percent.replace('-', '−')}%" in chart.alt


@pytest.mark.parametrize(
    ("value_text", "score", "expected"),
    [("无基数", "3.00", "本部门 无基数"), ("", None, "本部门无数据"), ("106.00%", None, "106.00%")],
)
def test_a_curve_without_a_point_says_so(value_text: str, score: str | None, expected: str) -> None:
    mark = without_rate(scored("demo-agriculture")["three_public_change_rate"], value_text, score)
    chart = drawn(rule_curve(mark))
    assert expected in chart.alt
    assert "None" not in chart.alt


def test_a_character_the_font_lacks_is_an_error_that_names_it() -> None:
    with pytest.raises(MissingGlyph, match="𪚥"):
        to_png(lettered("名𪚥"), 320)


def spending_of(names: list[str]) -> Dossier:
    """The library's data with 项目支出 split into kinds of these names, equal amounts."""
    dossier = opened("demo-library").dossier
    kept = {path: line for path, line in dossier.accounts.items() if not path.startswith("支出/项目支出/")}
    template = dossier.accounts["支出/项目支出"]
    new = {
        f"支出/项目支出/{name}": AccountLine(f"支出/项目支出/{name}", template.figures, "", "收支!A9")
        for name in names
    }
    return replace(dossier, accounts={**kept, **new})


def test_a_rare_character_is_text_on_a_page_and_words_instead_of_a_box_in_a_document() -> None:
    chart = drawn(spending_by_kind(spending_of(["修缮𪚥楼"])))
    assert "修缮𪚥楼</text>" in to_svg(chart)
    block = picture(blocks.Figure(drawing=chart))
    assert isinstance(block, blocks.Text)
    assert (
        block.runs[0].text == "（支出构成（本年决算，万元）：无法作图，图表字体缺少字符 “𪚥”（U+2A6A5）。）"
    )


def test_a_long_name_is_shortened_in_the_picture_and_whole_in_the_table() -> None:
    name = "城乡居民基本养老保险待遇领取资格认证与风险防控信息系统升级改造及配套设备购置项目支出"
    chart = drawn(spending_by_kind(spending_of([name])))
    assert any(name in row[0] for row in chart.table.rows)


def test_markup_in_a_name_stays_text() -> None:
    chart = drawn(spending_by_kind(spending_of(["<script>1", "$x^2$", "a&b"])))
    words = [one.text for one in ET.fromstring(to_svg(chart)).iter(f"{SVG}text")]  # noqa: S314 - our own
    assert {"<script>1", "$x^2$", "a&b"} <= {str(one).partition("·")[2] for one in words}


@pytest.mark.parametrize(
    "words", ["]]>", "\x00\x08\x1b", "\ud800", "\uffff", '"><image href="x"/>', "&lt;", "<!--", "\U0002ebf0"]
)
def test_no_text_can_end_its_element_or_make_the_picture_unreadable(words: str) -> None:
    drawing = lettered(f"甲{words}乙").model_copy(update={"alt": words, "title": words})
    svg = to_svg(drawing)
    svg.encode()
    assert "]]>" not in svg
    root = ET.fromstring(svg)  # noqa: S314 - our own
    kept = words.translate(dict.fromkeys((0, 8, 27, 0xD800, 0xFFFF)))
    assert [one.text for one in root.iter(f"{SVG}text")] == [f"甲{kept}乙"]
    assert len(list(root.iter())) == 3


def test_nothing_lost_is_said_in_words() -> None:
    chart = points_lost(scored("demo-library"))
    assert isinstance(chart, NoDrawing)
    assert "没有失分" in chart.why


def test_the_waterfall_goes_from_full_marks_to_the_total() -> None:
    card = scored("demo-urban")
    rows = drawn(points_lost(card)).table.rows
    assert rows[0] == ("满分", "100")
    assert Decimal(rows[-1][1]) == card.total.score
    steps = [Decimal(amount.replace("−", "-")) for _name, amount in rows[1:-1]]
    assert Decimal(100) + sum(steps, Decimal(0)) == card.total.score


def test_the_groups_add_up_to_the_total() -> None:
    card = scored("demo-health")
    rows = drawn(score_by_group(card)).table.rows
    assert sum(Decimal(row[2]) for row in rows) == card.total.score
    assert sum(Decimal(row[1]) for row in rows) == 100


def test_without_data_there_is_no_chart_but_a_sentence() -> None:
    empty = replace(opened("demo-library").dossier, accounts={})
    for chart in (spending_by_kind(empty), budget_and_actual(empty)):
        assert isinstance(chart, NoDrawing)
        assert chart.why == "没有可以作图的数据"


@pytest.mark.parametrize("width", [320, 1180])
def test_a_chart_as_a_picture_is_as_wide_as_asked_and_has_the_same_bytes(width: int) -> None:
    first, second = (drawn(score_by_group(scored("demo-urban"))) for _ in range(2))
    assert to_png(first, width) == to_png(second, width)
    assert Image.open(BytesIO(to_png(first, width))).width == width


def test_drawing_a_picture_leaves_the_svg_as_it_was() -> None:
    drawing = lettered("得分 97")
    before = to_svg(drawing)
    to_png(drawing, 1000)
    assert to_svg(drawing) == before


@pytest.mark.parametrize("name", SAMPLES)
def test_texts_stay_in_the_picture_and_clear_of_each_other_in_the_widest_font(name: str) -> None:
    for chart in all_charts(name):
        if isinstance(chart, Drawing):
            boxes = [box_of(shape) for shape in chart.shapes if isinstance(shape, Text)]
            assert [box for box in boxes if box.left < 0 or box.right > chart.width] == [], chart.slug
            assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == [], chart.slug


def test_a_text_is_never_wider_than_it_is_taken_to_be() -> None:
    measured = ImageFont.truetype(font_file(), 1000)
    marks = [chr(code) for code in range(0x20, 0x7F)] + list("−→▶◀…·“”（）：、—×①Ⅳ中龘Жé")
    assert [mark for mark in marks if measured.getlength(mark) / 1000 > ems(mark)] == []


def test_a_drawing_is_data_that_survives_json() -> None:
    for chart in all_charts("demo-urban"):
        assert type(chart).model_validate_json(chart.model_dump_json()) == chart


def test_every_colour_of_a_chart_has_a_rule_that_gives_it_the_pages() -> None:
    used = {
        one
        for name in SAMPLES
        for chart in all_charts(name)
        for one in re.findall(r'(?:fill|stroke)="#\w+"', svg_of(chart))
    }
    assert len(used) > 12
    assert [one for one in sorted(used) if f".pj-figure [{one}]{{" not in style_sheet()] == []


def test_colours_of_texts_are_legible_on_paper_and_in_the_dark() -> None:
    """4.5 to 1, as WCAG asks for small text."""
    light, dark = (dict(re.findall(r"--pj-([\w-]+):(#\w+)", part)) for part in blocks_of(style_sheet()))
    assert light.keys() == dark.keys()
    for shades in (light, dark):
        for ink in ("ink", "dim", "faint", "blue", "green", "red", "red-ink", "amber-ink"):
            for ground in ("paper", "soft"):
                assert contrast(shades[ink], shades[ground]) >= 4.5, (ink, ground)
    assert {SHADES[colour] for colour in (Colour.BLUE, Colour.RED, Colour.GREEN)} <= set(light.values())
