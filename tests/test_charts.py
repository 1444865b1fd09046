"""Charts: sound SVG, the same bytes, told in words too, and never a box for a character."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pjkit.evaluation import evaluate
from pjkit.model.dossier import AccountLine, Dossier
from pjkit.model.scorecard import Mark, Scorecard
from pjkit.report.charts.canvas import Canvas, MissingGlyph, to_png, to_svg
from pjkit.report.charts.groups import score_by_group
from pjkit.report.charts.lost_points import points_lost
from pjkit.report.charts.model import Caption, Chart, NoChart
from pjkit.report.charts.rule_curve import rule_curve
from pjkit.report.charts.spending import budget_and_actual, spending_by_kind
from pjkit.sources.load import Opened, open_department
from pjkit.sources.params import read_params

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path.stem for path in (ROOT / "params").glob("*.yaml"))
LARGEST = 50_000  # bytes of one chart, mostly glyphs, which a page keeps once for all its charts
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


@cache
def opened(name: str) -> Opened:
    return open_department(read_params(ROOT / "params" / f"{name}.yaml"), ROOT)


@cache
def scored(name: str) -> Scorecard:
    return evaluate(opened(name).rubric, opened(name).dossier)


def drawn(chart: Chart | NoChart | None) -> Chart:
    assert isinstance(chart, Chart), chart
    return chart


def all_charts(name: str) -> Iterator[Chart | NoChart]:
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
        if isinstance(chart, NoChart):
            assert chart.why
            continue
        root = ET.fromstring(chart.svg)  # noqa: S314 - our own
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"] == chart.alt
        assert len(chart.svg.encode()) <= LARGEST, chart.slug
        assert all(len(row) == len(chart.table.headers) for row in chart.table.rows)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_two_charts_of_a_page_share_an_id(name: str) -> None:
    ids = [
        one
        for chart in all_charts(name)
        if isinstance(chart, Chart)
        for one in re.findall(r' id="([^"]+)"', chart.svg)
    ]
    assert len(ids) == len(set(ids))


def test_the_same_chart_drawn_twice_has_the_same_bytes() -> None:
    first, second = (list(all_charts("demo-urban")) for _ in range(2))
    assert first == second


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
    width = float(ET.fromstring(chart.svg).attrib["viewBox"].split()[2])  # noqa: S314 - our own
    places = [float(x) for x in re.findall(r'transform="translate\(([-\d.]+) ', chart.svg)]
    assert places
    assert all(0 <= x <= width for x in places)
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
    canvas = Canvas(40)
    canvas.text((10, 20), "名𪚥")
    with pytest.raises(MissingGlyph, match="𪚥"):
        to_svg(canvas, Caption("x", "x", "x"))


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


def test_a_rare_character_in_a_departments_text_gives_words_and_not_a_box() -> None:
    chart = spending_by_kind(spending_of(["修缮𪚥楼"]))
    assert isinstance(chart, NoChart)
    assert "𪚥" in chart.why


def test_a_long_name_is_shortened_in_the_picture_and_whole_in_the_table() -> None:
    name = "城乡居民基本养老保险待遇领取资格认证与风险防控信息系统升级改造及配套设备购置项目支出"
    chart = drawn(spending_by_kind(spending_of([name])))
    assert any(name in row[0] for row in chart.table.rows)


def test_markup_in_a_name_stays_text() -> None:
    chart = drawn(spending_by_kind(spending_of(["<script>alert(1)</script>", "$x^2$", "a&b"])))
    assert "<script" not in chart.svg
    assert ET.fromstring(chart.svg) is not None  # noqa: S314 - our own


def test_nothing_lost_is_said_in_words() -> None:
    chart = points_lost(scored("demo-library"))
    assert isinstance(chart, NoChart)
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
        assert isinstance(chart, NoChart)
        assert chart.why == "没有可以作图的数据"


@pytest.mark.parametrize("width", [320, 1180])
def test_a_chart_as_a_picture_is_as_wide_as_asked_and_has_the_same_bytes(width: int) -> None:
    first, second = (drawn(score_by_group(scored("demo-urban"))) for _ in range(2))
    assert first.png(width) == second.png(width)
    assert Image.open(BytesIO(first.png(width))).width == width


def test_drawing_a_picture_leaves_the_svg_as_it_was() -> None:
    canvas = Canvas(20)
    canvas.text((10, 10), "得分 97")
    caption = Caption("c", "", "")
    before = to_svg(canvas, caption)
    to_png(canvas, 1000)
    assert to_svg(canvas, caption) == before
