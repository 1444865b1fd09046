"""The page in a real browser: closed to the world, readable at both widths, usable, printable, accessible."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import copy_project, render_in
from odd_departments import FREE_TEXT, IN_A_PATH, LONG, ROWS, mark_of, write_odd_departments
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from pypdfium2 import PdfDocument

from pjkit.model.scorecard import Status

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted(path.stem for path in (ROOT / "params").glob("*.yaml"))
INDEX = "index"  # the year's summary, in the same clothes
ODD = ["odd-hostile", "odd-long", "odd-bare", "odd-statuses"]
WIDE, NARROW = 1280, 390
ONE = "demo-health"  # findings, gaps, reviews, both kinds of chart
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the odd departments rendered."""
    root = copy_project(tmp_path_factory.mktemp("odd"))
    names = write_odd_departments(root)
    assert names == ODD
    assert render_in(root, *(f"params/{name}.yaml" for name in names)) == 0
    return root


@dataclass
class Shown:
    """An opened page and what happened in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # by the page's own policy
    said: list[str] = field(default_factory=list)

    def run(self, script: str) -> Any:
        """The value of some JavaScript."""
        return self.page.evaluate(script)

    def wait(self, script: str, expected: object) -> None:
        """Wait until some JavaScript gives a value."""
        for _ in range(50):
            if self.run(script) == expected:
                return
            self.page.wait_for_timeout(50)
        assert self.run(script) == expected


class Show:
    """Opens reports in one browser."""

    def __init__(self, browser: Browser, rendered: Path, odd: Path) -> None:
        self.browser = browser
        self.roots = {**dict.fromkeys([*SAMPLES, INDEX], rendered), **dict.fromkeys(ODD, odd)}

    def address(self, name: str) -> str:
        """Where a department's page is."""
        folder = self.roots[name] / "outputs" / "2022"
        return (folder / ("index.html" if name == INDEX else f"{name}/report.html")).as_uri()

    @contextmanager
    def __call__(self, name: str, width: int = WIDE, **context: Any) -> Iterator[Shown]:
        """A department's page in a window of its own."""
        options = {"viewport": {"width": width, "height": 844}, **context}
        with self.browser.new_context(**options) as window:
            shown = Shown(window.new_page())
            shown.page.on("request", lambda request: shown.requests.append(request.url))
            shown.page.on(
                "requestfailed", lambda request: shown.refused.append(f"{request.failure} {request.url}")
            )
            shown.page.on("console", lambda message: shown.said.append(message.text))
            shown.page.on("pageerror", lambda error: shown.said.append(str(error)))
            shown.page.on("dialog", lambda dialog: shown.said.append(dialog.message))
            shown.page.goto(self.address(name))
            yield shown


def program(playwright: Playwright) -> str | None:
    """A Chromium: the one named by PJKIT_CHROMIUM, the system's, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    own = playwright.chromium.executable_path
    found = [os.environ.get("PJKIT_CHROMIUM"), *map(shutil.which, names), own if Path(own).exists() else None]
    return next(filter(None, found), None)


@pytest.fixture(scope="module")
def show(rendered: Path, odd: Path) -> Iterator[Show]:
    """One browser for this module. It starts after all rendering: Playwright keeps an event loop running."""
    with sync_playwright() as playwright:
        path = program(playwright)
        if path is None:
            reason = "no Chromium: install it (Debian: apt-get install chromium) or name it in PJKIT_CHROMIUM"
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield Show(browser, rendered, odd)
        browser.close()


# --- whole and closed


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", [*SAMPLES, *ODD, INDEX])
def test_a_page_asks_nobody_says_nothing_and_does_not_scroll_sideways(
    show: Show, name: str, width: int
) -> None:
    with show(name, width) as shown:
        for place in ("bottom", "top"):
            shown.run(f"scrollTo(0, {'document.body.scrollHeight' if place == 'bottom' else 0})")
        assert shown.requests == [show.address(name)]
        assert shown.said == []
        assert shown.run("document.documentElement.scrollWidth") <= width
        outside = """[...document.querySelectorAll('main > * , .page-head > *')]
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.className)"""
        assert shown.run(outside) == []


@pytest.mark.parametrize("name", [ONE, *ODD])
def test_every_link_leads_to_something_on_the_page(show: Show, name: str) -> None:
    with show(name) as shown:
        links = shown.run("[...document.links].map(one => one.getAttribute('href'))")
        ids = set(shown.run("[...document.querySelectorAll('[id]')].map(one => one.id)"))
        assert len(links) > 60
        assert {link for link in links if not (link.startswith("#") and link[1:] in ids)} == set()
        rows = {one for one in ids if one.startswith("row-")}
        assert {f"#{row}" for row in rows} | {f"#ind-{row[4:]}" for row in rows} <= set(links)


# --- reading


MARKED = "document.querySelector('.page-contents [aria-current]')?.textContent"


def test_the_header_stays_in_view_and_tells_the_result(show: Show) -> None:
    for width in (WIDE, NARROW):
        with show("xinning-pension", width) as shown:
            shown.run("scrollTo({top: 9000, behavior: 'instant'})")
            header = shown.page.locator(".page-head")
            assert header.bounding_box()["y"] == 0  # type: ignore[index]
            for words in ("新宁县社会养老保险服务中心", "2022", "97.00", "优"):
                assert words in (header.text_content() or "")
            bar = header.get_by_role("img").get_attribute("aria-label")
            assert bar == "总分构成：有据 10.00 分，仅凭自述 87.00 分，无数据 0.00 分"


def test_the_contents_list_leads_there_stays_in_view_and_marks_where_one_is(show: Show) -> None:
    with show(ONE, reduced_motion="reduce") as shown:
        page = shown.page
        current = page.locator(".page-contents [aria-current]")
        for title in ("三、部门整体支出绩效情况", "（二）过程", "附二、核查发现", "一、部门概况"):
            page.locator(".page-contents a", has_text=re.compile(f"^{title}$")).click()
            shown.wait(MARKED, title)
            top = shown.run(
                "document.getElementById(document.querySelector('[aria-current]').hash.slice(1)).getBoundingClientRect().top"
            )
            assert 40 <= top <= 300, "below the header that stays in view"
            assert current.count() == 1
            assert page.locator(".page-contents").bounding_box()["y"] < 100  # type: ignore[index]
        shown.run("document.getElementById('ind-work_quality').scrollIntoView()")
        shown.wait(MARKED, "工作质量")
        shown.run("scrollTo(0, document.body.scrollHeight)")
        shown.wait(MARKED, "（二）影响得分的规则约定")
        assert current.is_visible()


def test_the_contents_list_opens_and_closes_on_a_telephone(show: Show) -> None:
    with show(ONE, NARROW, reduced_motion="reduce") as shown:
        link = shown.page.locator(".page-contents a", has_text="附二、核查发现")
        assert not link.is_visible()
        shown.page.locator(".page-contents summary").click()
        link.click()
        assert not link.is_visible()
        shown.wait("document.querySelector('.page-here').textContent", "：附二、核查发现")
        assert shown.page.locator(".page-contents summary").bounding_box()["y"] < 80  # type: ignore[index]


def test_code_is_hidden_and_can_be_shown_for_one_cell_or_for_all(show: Show) -> None:
    with show(ONE) as shown:
        page, code = shown.page, shown.page.locator(".page-code pre")
        visible = (
            "[...document.querySelectorAll('.page-code pre')].filter(one => one.checkVisibility()).length"
        )
        assert shown.run(visible) == 0
        page.locator("#ind-work_quality").locator("xpath=..").locator(".page-code summary").click()
        assert shown.run(visible) == 1
        assert "pj.indicators(card, group)" in page.locator(".page-code[open] pre").inner_text()
        button = page.locator(".page-codes")
        for label, count in (("隐藏代码", 0), ("显示代码", code.count()), ("隐藏代码", 0)):
            shown.wait("document.querySelector('.page-codes').textContent", label)
            button.click()
            assert shown.run(visible) == count
        assert 'department = "demo-health"' in (code.first.text_content() or "")


def test_long_narrative_folds_and_short_does_not(show: Show) -> None:
    with show("odd-long") as shown:
        fold, end = shown.page.locator(".pj-chapter .pj-fold"), shown.page.get_by_text("全文到此为止。")
        assert fold.count() == 1
        assert shown.page.get_by_text("第1段。").is_visible()
        assert not end.is_visible()
        fold.locator("summary").click()
        assert end.is_visible()
    with show("demo-library") as shown:
        assert shown.page.locator(".pj-chapter .pj-fold").count() == 0


def test_from_a_score_it_is_one_click_to_rule_formula_inputs_and_evidence(show: Show) -> None:
    with show(ONE, reduced_motion="reduce") as shown:
        page, card = shown.page, shown.page.locator("#ind-reception_change_rate")
        page.locator("#row-reception_change_rate").get_by_role("link", name=re.compile("得分 1.60")).click()
        for words in ("评价标准", "计算公式", "所用数据", "收支!B17", "自评!B4"):
            assert words in card.inner_text()
        formula, in_numbers = card.locator("math").all()
        assert formula.is_visible()
        assert "2.00%" in (in_numbers.text_content() or "")  # (5.10 − 5.00) ÷ 5.00
        card.get_by_role("link", name="收支!B17").click()
        target = shown.run("document.querySelector(':target').closest('tr').textContent")
        assert "收支!B17" in target
        assert "公务接待费" in target
        card.get_by_role("link", name="在评分表中查看").click()
        assert shown.run("document.querySelector(':target').id") == "row-reception_change_rate"


def test_every_figure_of_a_card_names_its_place_and_every_setting_leads_to_its_list(show: Show) -> None:
    with show(ONE) as shown:
        bare = """[...document.querySelectorAll('.pj-indicator .pj-beside > table:first-child:not(:last-child) tbody tr')]
            .filter(row => !row.querySelector('a[href^="#src-"]')).map(row => row.textContent)"""
        assert shown.run(bare) == []
        settings = shown.run(
            "[...document.querySelectorAll('.pj-settings li')].map(one => one.querySelector('a').hash)"
        )
        assert len(settings) > 5
        assert all(re.fullmatch(r"#set-D\d+", target) for target in settings)


def test_findings_come_first_and_lead_to_the_full_lists(show: Show) -> None:
    with show(ONE) as shown:
        order = shown.run(
            "[...document.querySelectorAll('main h1, main h2')].map(one => one.textContent.trim())"
        )
        assert order[1:3] == ["审阅要点", "一、部门概况"]
        brief = shown.page.locator("#brief")
        for words in ("核查发现：确定 1 条", "自评!B14", "失分最多的指标", "缺少依据的指标：涉及 35 分"):
            assert words in brief.inner_text()
        brief.get_by_role("link", name="看全部").click()
        assert (
            shown.run("document.querySelector(':target').textContent")
            .strip()
            .startswith("缺少依据的指标：7 项")
        )


def test_every_status_is_a_sign_and_a_word(show: Show) -> None:
    with show("odd-statuses") as shown:
        badges = set(
            shown.run(
                "[...document.querySelectorAll('.pj-score-table .pj-status')].map(one => one.textContent)"
            )
        )
        assert {badge.split()[1] for badge in badges} == {status.label for status in Status}
        assert all(re.fullmatch(r"[●◆◇△▲○] \w+", badge) for badge in badges)


def test_a_department_without_data_says_so_everywhere(show: Show) -> None:
    with show("odd-bare") as shown:
        text = shown.page.locator("main").inner_text()
        assert text.count("部门未提供") > 10
        assert "总分 0.00 分；另有 100.00 分的指标无数据，未计入总分。" in text
        assert "等次待定（差～优）" in text
        for chart in ("支出构成", "年初预算与本年决算"):
            assert f"{chart}（万元）：没有可以作图的数据" in text.replace("（本年决算，万元）", "（万元）")


def test_charts_have_alt_texts_data_tables_and_texts_that_can_be_found(show: Show) -> None:
    with show(ONE) as shown:
        figures = shown.run("""[...document.querySelectorAll('figure')].map(one => ({
            alt: one.querySelector('svg').getAttribute('aria-label'), role: one.querySelector('svg').getAttribute('role'),
            cells: one.querySelectorAll('table td').length, caption: one.querySelector('figcaption').textContent }))""")
        assert len(figures) >= 12
        for figure in figures:
            assert figure["role"] == "img"
            assert figure["cells"] > 0
            assert re.search(r"\d", figure["alt"]), figure["caption"]
        assert shown.run("getSelection().toString() === '' && find('横轴自')") is True
        assert shown.run("getSelection().anchorNode.parentElement.closest('svg text') !== null") is True


# Of every chart the texts that leave it or lie on each other; a text's box is taller than its letters.
COLLIDING = """[...document.querySelectorAll('figure svg')].flatMap(svg => {
    const whole = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll('text')];
    const boxes = texts.map(one => { const box = one.getBoundingClientRect(), high = box.height * 0.3;
        return {text: one.textContent, left: box.left, right: box.right, top: box.top + high, bottom: box.bottom - high}; });
    const outside = boxes.filter(box => box.left < whole.left - 1 || box.right > whole.right + 1);
    const pairs = boxes.flatMap((one, at) => boxes.slice(at + 1).filter(other => one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom).map(other => `${one.text} / ${other.text}`));
    return [...outside.map(box => box.text), ...pairs]; })"""


@pytest.mark.parametrize("font", ["", "DejaVu Sans", "Liberation Sans", "serif"])
@pytest.mark.parametrize("name", [ONE, "odd-long", "odd-hostile", INDEX])
def test_texts_of_charts_stay_clear_of_each_other_in_the_readers_fonts(
    show: Show, name: str, font: str
) -> None:
    with show(name) as shown:
        if font:
            shown.run(
                f"document.querySelectorAll('figure svg').forEach(one => one.style.fontFamily = '{font}')"
            )
        assert shown.run(COLLIDING) == []


@pytest.mark.parametrize("name", [*SAMPLES, *ODD, INDEX])
def test_nothing_of_a_chart_or_a_formula_is_cut_off_on_a_telephone(show: Show, name: str) -> None:
    with show(name, NARROW) as shown:
        cut = """[...document.querySelectorAll('figure svg, .pj-formula math')].filter(one => {
            const room = one.closest('.pj-scroll, .pj-formula'), scrolls = getComputedStyle(room).overflowX === 'auto';
            return one.getBoundingClientRect().right > room.getBoundingClientRect().left + room.scrollWidth + 1
                || (room.scrollWidth > room.clientWidth && !(scrolls && room.tabIndex === 0)); }).length"""
        assert shown.run(cut) == 0


GROUNDS = """['body', '.pj-frag', '.pj-table td', '.pj-table th'].map(name => document.querySelector(name))
    .map(one => getComputedStyle(one).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number))"""
CHART = """[...document.querySelectorAll('figure svg text, figure svg path')].map(one => getComputedStyle(one))
    .flatMap(look => [look.fill, look.stroke])"""


@pytest.mark.parametrize("name", [ONE, INDEX])
def test_a_page_follows_the_readers_dark_mode_and_prints_light(show: Show, name: str) -> None:
    with show(name, color_scheme="dark") as dark, show(name, color_scheme="light") as light:
        assert all(max(ground) < 80 for ground in dark.run(GROUNDS)), dark.run(GROUNDS)
        on_paper = light.run(CHART)
        in_the_dark = dark.run(CHART)
        kept = {"none", *(one for one in on_paper if one.startswith("url"))}
        assert [
            one for one, other in zip(on_paper, in_the_dark, strict=True) if one == other and one not in kept
        ] == []
        dark.page.emulate_media(media="print")
        light.page.emulate_media(media="print")
        assert dark.run(CHART) == light.run(CHART) == on_paper
        assert dark.run(GROUNDS) == light.run(GROUNDS)


def test_long_names_and_200_rows_stay_in_their_tables(show: Show) -> None:
    for width in (WIDE, NARROW):
        with show("odd-long", width) as shown:
            assert shown.page.get_by_text(f"之{ROWS}").count() >= 3
            assert shown.page.get_by_text(LONG).first.is_visible()
            spilling = """[...document.querySelectorAll('td, th')].filter(one => one.scrollWidth > one.clientWidth + 2)
                .map(one => one.textContent.slice(0, 20))"""
            assert shown.run(spilling) == []


# --- without what a browser may lack


def test_without_script_everything_is_there(show: Show) -> None:
    with show("odd-long", java_script_enabled=False) as shown:
        assert shown.page.locator(".page-contents a", has_text="工作质量").is_visible()
        assert not shown.page.locator(".page-codes").is_visible()
        shown.page.locator(".page-code summary").first.click()
        assert shown.page.locator(".page-code pre").first.is_visible()
        shown.page.locator(".pj-fold summary").first.click()
        assert shown.page.get_by_text("全文到此为止。").is_visible()


def test_who_wants_less_motion_gets_none(show: Show) -> None:
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    with show(ONE, reduced_motion="reduce") as calm, show(ONE, reduced_motion="no-preference") as moving:
        assert (calm.run(behaviour), moving.run(behaviour)) == ("auto", "smooth")


def test_the_keyboard_reaches_the_text_at_once_and_stops_only_where_something_scrolls(show: Show) -> None:
    with show(ONE) as shown:
        shown.page.keyboard.press("Tab")
        assert shown.run("document.activeElement.textContent") == "跳到正文"
        assert shown.page.locator(".page-skip").bounding_box()["x"] >= 0  # type: ignore[index]
        shown.page.keyboard.press("Enter")
        assert shown.run("document.activeElement.id") == "content"
        idle = "[...document.querySelectorAll('.pj-scroll[tabindex]')].filter(one => one.scrollWidth <= one.clientWidth).length"
        assert shown.run(idle) == 0


# --- hostile text


def test_hostile_text_in_every_field_of_every_sheet_stays_text(show: Show) -> None:
    with show("odd-hostile") as shown:
        assert shown.run("window.pwned") is None
        assert shown.run("document.scripts.length") == 1
        assert (
            shown.run(
                "document.querySelectorAll('main img, main iframe, main object, main form, style').length"
            )
            == 2
        )
        odd = """[...document.querySelectorAll('*')].flatMap(one => [...one.attributes].map(a => [a.name, a.value]))
            .filter(([name, value]) => name.startsWith('on') || /^\\s*javascript:/i.test(value)).length"""
        assert shown.run(odd) == 0
        text = shown.run("document.querySelector('main').textContent")
        lacking = [
            (sheet, column)
            for sheet, columns in FREE_TEXT.items()
            for column in columns
            if f"{{{{7*7}}}}{mark_of(sheet, column)}" not in text
        ]
        assert lacking == NOT_SHOWN
        assert text.count("<script>window.pwned=1</script>") > 100
        assert text.count("</style></script></title><!--") > 100
        assert IN_A_PATH in text
        assert shown.page.title().count("<script>") == 1
        for link in shown.page.get_by_text("点</a>").all()[:3]:
            link.click()
        assert shown.run("window.pwned") is None
        assert shown.said == []
        assert len(shown.requests) == 1


# Not on the page at all: a scorecard's answers do not carry their notes.
NOT_SHOWN = [("条款核对", "说明")]


def test_a_script_that_is_not_the_pages_own_does_not_run(show: Show) -> None:
    with show(ONE) as shown:
        shown.run("""() => { const foreign = document.createElement('script'); foreign.textContent = 'window.pwned = 8';
            document.body.append(foreign); document.body.insertAdjacentHTML('beforeend',
            '<img src=x onerror="window.pwned=9"><img src="http://remote.example/a.png"><iframe src="about:blank"></iframe>'); }""")
        shown.page.wait_for_timeout(200)
        assert shown.run("window.pwned") is None
        assert len(shown.refused) == len(shown.requests) - 1 == 2
        assert all(said.startswith("csp ") for said in shown.refused)
        assert any("Content Security Policy" in said for said in shown.said)


# --- accessibility


@pytest.mark.parametrize(
    ("name", "width"),
    [(ONE, WIDE), (ONE, NARROW), ("odd-statuses", WIDE), ("odd-bare", NARROW), (INDEX, WIDE)],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(show: Show, name: str, width: int, scheme: str) -> None:
    with show(name, width, color_scheme=scheme) as shown:
        shown.page.locator(".page-code summary").first.evaluate("one => one.click()")
        found = Axe().run(shown.page, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [
            (one["id"], one["help"], [node["html"][:120] for node in one["nodes"][:3]])
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]
        assert serious == []


def test_landmarks_language_and_headings_are_in_order(show: Show) -> None:
    with show(ONE) as shown:
        assert shown.run("document.documentElement.lang") == "zh-CN"
        for landmark in ("banner", "navigation", "main", "contentinfo"):
            assert shown.page.get_by_role(landmark).count() == 1, landmark
        levels = shown.run("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => +one.tagName[1])")
        assert levels[0] == 1
        assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


# --- print


def printed(shown: Shown) -> PdfDocument:
    """The page as a browser prints it. Without tags: those take most of the time, and no test reads them."""
    return PdfDocument(shown.page.pdf(prefer_css_page_size=True, print_background=True, tagged=False))


def texts(pdf: PdfDocument) -> list[str]:
    """The text of every printed page."""
    return [page.get_textpage().get_text_bounded() for page in pdf]


def test_print_has_page_numbers_running_headers_and_repeated_table_heads(show: Show) -> None:
    with show(ONE) as shown:
        pages = texts(printed(shown))
    assert 20 <= len(pages) <= 36
    for number, text in enumerate(pages, start=1):
        assert re.search(rf"第\s*{number}\s*页\s*/\s*共\s*{len(pages)}\s*页", text)
        assert re.search(r"示例县卫生健康局\s+2022\s*年度部门整体支出绩效自评报告", text)
    table = [text for text in pages if "一级指标" in text and "评价标准" in text and "复核分" in text]
    assert len(table) >= 2
    assert any("附一" in text for text in table), "the heading is on its table's page"
    assert not any("显示代码" in text or "pj." in text or "目录" in text for text in pages)


def test_print_opens_folds_and_repeats_the_heads_of_200_rows(show: Show) -> None:
    with show("odd-long") as shown:
        pages = texts(printed(shown))
        assert shown.page.locator(".pj-chapter .pj-fold").get_attribute("open") is None, (
            "folded again afterwards"
        )
    projects = [text for text in pages if re.search(r"资金之1\d\d\s+专项资金", text)]
    assert len(projects) >= 3
    assert all("项目名称" in text for text in projects)
    assert any("全文到此为止" in text for text in pages)
    assert all("2022 年度部门整体支出绩效自评报告" in text for text in pages), (
        "a long name leaves room for the rest"
    )


def test_print_without_script_opens_folds_too(show: Show) -> None:
    with show("odd-long", java_script_enabled=False) as shown:
        end = shown.page.get_by_text("全文到此为止。")
        assert not end.is_visible()
        shown.page.emulate_media(media="print")
        assert end.is_visible()
        assert not shown.page.locator(".pj-fold summary").first.is_visible()


def test_code_that_the_reader_has_shown_is_printed_and_no_other(show: Show) -> None:
    with show(ONE) as shown:
        page, code = shown.page, shown.page.locator(".page-code pre")
        page.locator(".page-code summary").nth(3).click()
        page.emulate_media(media="print")
        assert [one.is_visible() for one in code.all()[:6]] == [False, False, False, True, False, False]


def test_pages_are_a4_and_charts_are_drawn_in_print_whole(show: Show) -> None:
    with show(ONE) as shown:
        pdf = printed(shown)
        assert {tuple(map(round, page.get_size())) for page in pdf} == {(595, 842), (842, 595)}
        shown.page.emulate_media(media="print")
        assert shown.run("getComputedStyle(document.querySelector('.pj-figure')).breakInside") == "avoid"
    (page,) = [page for page in pdf if "重点工作完成率：比率与得分" in page.get_textpage().get_text_bounded()]
    grey = page.render(scale=1, grayscale=True).to_pil().convert("L")
    blue_line = sum(60 < value < 90 for value in grey.get_flattened_data())
    assert blue_line > 300, "the rule's line is there, and dark enough for grey print"


# --- in JupyterLab


JUPYTERLAB = """
.jp-RenderedHTMLCommon { color: #0009; font: 14px/1.6 sans-serif; padding-right: 20px; }
.jp-RenderedHTMLCommon h1, .jp-RenderedHTMLCommon h2, .jp-RenderedHTMLCommon h3, .jp-RenderedHTMLCommon h5 { margin: 1em 0 .5em; line-height: 1; }
.jp-RenderedHTMLCommon h2 { font-size: 1.6em; } .jp-RenderedHTMLCommon h5 { font-size: 1em; }
.jp-RenderedHTMLCommon ul:not(.list-inline), .jp-RenderedHTMLCommon ol:not(.list-inline) { padding-left: 2em; }
.jp-RenderedHTMLCommon table { border-collapse: collapse; border: none; font-size: 12px; table-layout: fixed; margin-left: auto; margin-right: auto; }
.jp-RenderedHTMLCommon td, .jp-RenderedHTMLCommon th, .jp-RenderedHTMLCommon tr { vertical-align: middle; padding: .5em; line-height: normal; white-space: normal; max-width: none; border: none; }
.jp-RenderedHTMLCommon :not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon td, .jp-RenderedHTMLCommon th { text-align: right; }
.jp-RenderedHTMLCommon tbody tr:nth-child(odd) { background: #f5f5f5; }
.jp-RenderedHTMLCommon tbody tr:hover { background: #e3f2fd; }
.jp-RenderedHTMLCommon pre, .jp-RenderedHTMLCommon code { border: 0; background: #eee; }
.jp-RenderedHTMLCommon p { margin: 0 0 1em; }
.jp-RenderedHTMLCommon a:link { color: #1976d2; text-decoration: none; }
"""
LOOKS = """() => ['.pj-score-table td:nth-child(5)', '.pj-score-table th', '.pj-table td', '.pj-n2 td:nth-child(2)', '.pj-ind-title',
    '.pj-brief-title', '.pj-brief ul', '.pj-brief h3', '.pj-title', '.pj-indicator p', '.pj-frag code', '.pj-frag [role=img]', '.pj-frag a', '.pj-settings', '.pj-chapter p']
    .map(selector => { const all = getComputedStyle(document.querySelector(selector)); return [selector, ...['color', 'backgroundColor',
    'fontSize', 'fontWeight', 'textAlign', 'paddingLeft', 'paddingTop', 'verticalAlign', 'borderBottomWidth', 'marginBottom',
    'textDecorationLine'].map(name => all[name])]; })"""


def test_cells_look_the_same_inside_jupyterlab(show: Show) -> None:
    """Only what the cells put out, within JupyterLab's own rules for outputs (from its style sheets)."""
    with show(ONE) as shown:
        expected = shown.run(LOOKS)
        blocks = shown.run(
            "[...document.querySelectorAll('.page-cell, .page-shown')].map(one => { one.querySelector('.page-code')?.remove(); return one.innerHTML; })"
        )
        cells = "".join(
            f'<div class="jp-RenderedHTMLCommon jp-RenderedHTML">{block}</div>' for block in blocks
        )
        shown.page.set_content(f"<style>{JUPYTERLAB}</style><body>{cells}")
        assert shown.run(LOOKS) == expected
        assert shown.run("document.documentElement.scrollWidth") <= WIDE
