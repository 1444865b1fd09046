"""Forged notebooks: whatever a cell does to scores, figures, words or their look, no page says it in pjkit's name."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT
from helpers import rubric
from lxml import html

from pjkit.batch.finish import Made
from pjkit.batch.job import MASTER, Asked, Job, make_job
from pjkit.batch.worker import make
from pjkit.model.records import Failure
from pjkit.report.chapters import OF_CARD, OF_DOSSIER
from pjkit.sources.load import receive

PAGE, NOTEBOOK, SHEET = "report.html", "report.ipynb", "scoresheet.xlsx"
MARK = '<div class="page-own"><p class="page-own-mark">分析补充，不是核算结果</p>'
REACHING = re.compile(
    r"<(style|script|h1|iframe|form|svg|base|link|meta|object|input)|javascript:| on|position|margin|class=|id=|href="
)


def expanded() -> Any:
    """The master notebook with a cell for each verb, so that a forgery can be put into any."""
    notebook = nbformat.read(ROOT / MASTER, as_version=4)
    (at,) = (at for at, cell in enumerate(notebook.cells) if cell.id == "chapters")
    sources = {name.replace("_", "-"): f"pj.{name}(dossier)" for name in OF_DOSSIER}
    sources |= {name.replace("_", "-"): f"pj.{name}(card)" for name in OF_CARD}
    sources |= {
        f"ind-{one.id.replace('_', '-')}": f"pj.indicator(card, {one.id!r})" for one in rubric().indicators()
    }
    sources["problems"] = 'pj.chapter(dossier, "存在问题")'
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in sources.items()]
    kept = [cell for cell in notebook.cells if cell.id not in {"chapters", "indicators", "chapters-after"}]
    notebook.cells = [*kept[:at], *cells, *kept[at:]]
    return notebook


@cache
def honest_job() -> Job:
    """The transport office's: points lost, findings, scores without evidence."""
    asked = Asked(nbformat.writes(expanded()).encode())
    files = [Path("params/demo-transport.yaml")]
    (job,) = receive(files, ROOT, lambda one: make_job(one, asked), {"to": "html,docx,xlsx"}).usable
    return job


@cache
def honest() -> Made:
    made = make(honest_job())
    assert isinstance(made, Made), made
    return made


def forged(changes: dict[str, str], notebook: Any = None) -> Made | Failure:
    """What comes of the notebook with other cells; ``{}`` stands for what a cell was."""
    notebook = notebook or expanded()
    cells = {cell.id: cell for cell in notebook.cells}
    for name, source in changes.items():
        cells[name].source = source.replace("{}", cells[name].source)
    job = honest_job()
    return make(replace(job, asked=replace(job.asked, notebook=nbformat.writes(notebook).encode())))


IMPORTS = (
    "from decimal import Decimal as D; from dataclasses import replace; from pjkit.model import block as b\n"
)
SCORES = {  # of the record, and of what is shown
    "all scores full": {
        "setup": "{}\nmarks = tuple(m.model_copy(update={'score': m.points}) for m in card.marks)\n"
        "card = card.model_copy(update={'marks': marks})"
    },
    "all scores full on the page, the record true": {
        "style": "honest = card\nmarks = tuple(m.model_copy(update={'score': m.points}) for m in card.marks)\n"
        "card = card.model_copy(update={'marks': marks})\n{}",
        "record": "pj.record(honest)",
    },
    "the total of the masthead": {
        "masthead": IMPORTS
        + "x = {}\nx.model_copy(update={'total': x.total.model_copy(update={'score': D(99)})})"
    },
    "the grade of the masthead": {
        "masthead": "x = {}\nx.model_copy(update={'total': x.total.model_copy(update={'grade': '优'})})"
    },
    "the verdict under the total": {
        "masthead": "x = {}\nx.model_copy(update={'verdict': '总分全部有据可查。'})"
    },
    "another unit's name": {"masthead": "x = {}\nx.model_copy(update={'name': '示例县财政局'})"},
    "another date": {"masthead": "x = {}\nx.model_copy(update={'date': '2030年1月1日'})"},
    "another rubric's name": {"masthead": "x = {}\nx.model_copy(update={'rubric': '省级标准'})"},
    "a masthead less": {"masthead": "pass"},
    "a masthead more": {"masthead": "display({})\n{}"},
    "one score in the table": {
        "score-table": "x = {}\nr = x.rows[0].model_copy(update={'score': x.rows[0].points})\n"
        "x.model_copy(update={'rows': (r, *x.rows[1:])})"
    },
    "the reasons in the table": {
        "score-table": "x = {}\n"
        "x.model_copy(update={'rows': tuple(r.model_copy(update={'reasons': ('完全达标',)}) for r in x.rows)})"
    },
    "the rule in the table": {
        "score-table": "x = {}\n"
        "x.model_copy(update={'rows': tuple(r.model_copy(update={'standard': '一律得满分'}) for r in x.rows)})"
    },
    "what stands below the table": {"score-table": "x = {}\nx.model_copy(update={'notes': ('全部有据。',)})"},
    "a table less": {"score-table": "None"},
    "a table more": {"score-table": "display({})\n{}"},
}
CARDS = {
    "a card's score": {
        "ind-work-quality": "x = {}\nx.model_copy(update={'mark': x.mark.model_copy(update={'score': x.mark.points})})"
    },
    "a card's summary": {"ind-work-quality": "x = {}\nx.model_copy(update={'summary': '完全合规'})"},
    "a card's sentence in Word": {
        "ind-work-quality": IMPORTS + "x = {}\n"
        "x.model_copy(update={'sentence': x.sentence.model_copy(update={'runs': (b.Run(text='得满分。'),)})})"
    },
    "a card's figures": {"ind-three-public-change-rate": "x = {}\nx.model_copy(update={'inputs': None})"},
    "a card's curve": {
        "ind-three-public-change-rate": "x = {}\nd = x.curve.drawing.model_copy(update={'shapes': ()})\n"
        "x.model_copy(update={'curve': x.curve.model_copy(update={'drawing': d})})"
    },
    "a card twice, another not at all": {"ind-work-quality": "pj.indicator(card, 'benefits')"},
    "a card less": {"ind-work-quality": "pass"},
    "two cards exchanged": {
        "ind-benefits": "pj.indicator(card, 'satisfaction')",
        "ind-satisfaction": "pj.indicator(card, 'benefits')",
    },
    "a heading too large": {"ind-work-quality": "x = {}\nx.model_copy(update={'level': 1})"},
}
DOUBLED = (
    IMPORTS
    + "lines = {k: replace(v, figures={n: replace(f, value=f.value and f.value * 2) for n, f in v.figures.items()})\n"
    "         for k, v in dossier.accounts.items()}\n"
)
FIGURES = {
    "data doubled before scoring": {
        "setup": "{}\n"
        + DOUBLED
        + "dossier = replace(dossier, accounts=lines)\ncard = pj.evaluate(rules, dossier)"
    },
    "amounts doubled after scoring": {"style": DOUBLED + "dossier = replace(dossier, accounts=lines)\n{}"},
    "amounts of one chapter": {"three-public": DOUBLED + "pj.three_public(replace(dossier, accounts=lines))"},
    "a chart of other amounts": {
        "budget-and-actual": DOUBLED + "pj.budget_and_actual(replace(dossier, accounts=lines))"
    },
    "a chart's words": {
        "points-lost": "x = {}\nx.model_copy(update={'drawing': x.drawing.model_copy(update={'title': '没有失分'})})"
    },
    "a chart's shapes": {
        "points-lost": "x = {}\nx.model_copy(update={'drawing': x.drawing.model_copy(update={'shapes': ()})})"
    },
    "a table's cell": {
        "project-list": "x = {}\nt = next(c for c in x.children if hasattr(c, 'rows'))\n"
        "t.model_copy(update={'rows': t.rows[:1]})"
    },
    "other words in a section": {
        "income": "x = {}\nt = next(c for c in x.children if hasattr(c, 'rows'))\n"
        "x.model_copy(update={'children': (t.model_copy(update={'note': '收入全部到位。'}),)})"
    },
    "a section folded away": {
        "findings": "from pjkit.report.tables import section\n"
        "section([pj.findings(card)]).model_copy(update={'fold': '附注'})"
    },
    "another chapter of the department's": {
        "problems": "x = {}\nx.model_copy(update={'text': '没有问题。'})"
    },
    "other people": {
        "staff": "x = {}\nc = x.children[-1].model_copy(update={'rows': x.children[-1].rows[:1]})\n"
        "x.model_copy(update={'children': (*x.children[:-1], c)})"
    },
}
WORDS = {
    "findings emptied": {"findings": "pj.findings(card.model_copy(update={'findings': ()}))"},
    "findings left out": {"findings": "pass"},
    "findings for Word alone": {"findings": "{}.model_copy(update={'only': 'word'})"},
    "the worst finding left out": {"findings": "x = {}\nx.model_copy(update={'rows': x.rows[1:]})"},
    "highlights without findings": {
        "brief": "x = {}\nx.model_copy(update={'findings': (), 'findings_in_all': 0})"
    },
    "what lacks support left out": {"unsupported": "None"},
    "what lacks support emptied": {
        "unsupported": "from pjkit.report.tables import notice\nnotice('全部得分均有据可查。')"
    },
    "sources of other files": {
        "sources": "pj.data_sources(card.model_copy(update={'marks': card.marks[:3]}), dossier)"
    },
    "settings left out": {"settings-used": "x = {}\nx.model_copy(update={'rows': ()})"},
    "a notice of our own words": {
        "brief": "from pjkit.report.tables import notice\nnotice('本报告已经审计。')"
    },
    "a table of our own look": {
        "brief": "x = pj.findings(card)\nx.model_copy(update={'caption': '审计结论', 'anchor': ''})"
    },
    "a county's block": {
        "brief": "from pjkit.model.summary_block import Legend\nLegend(items=(('a', '优'),))"
    },
    "no block at all": {"brief": "display({'application/vnd.pjkit.block+json': 'x'}, raw=True)"},
    "a block of no kind": {"brief": "display({'application/vnd.pjkit.block+json': {'kind': 'x'}}, raw=True)"},
}
PATCHED = {
    "the scorer": {
        "setup": "import pjkit.evaluation as e\nreal = e.evaluate\n"
        "def full(r, d):\n    c = real(r, d)\n"
        "    return c.model_copy(update={'total': c.total.model_copy(update={'score': c.points})})\n"
        "e.evaluate = full\n{}"
    },
    "a rule": {
        "setup": "from pjkit.scoring.rules import RULES\nfrom dataclasses import replace\n"
        "from pjkit.scoring.rules import yes_no\n"
        "import pjkit.evaluation as e\nreal = e.half_up\ne.half_up = lambda v, *a: real(v * 2, *a)\n{}"
    },
    "the checks": {"setup": "import pjkit.evaluation as e\ne.find_all = lambda *_: ()\n{}"},
    "the words of a verb": {
        "masthead": "import pjkit.report.masthead as m\nm.verdict = lambda _: '全部有据。'\n{}"
    },
    "the cells of tables": {
        "basic-spending": "import pjkit.report.cells as c\nfrom pjkit.model.cell import Number\n"
        "c.figure = lambda *a, **k: Number(value=1)\n{}"
    },
    "two records": {"record": "display(pj.record(card))\n{}"},
    "no record": {"record": "pass"},
    "the record as a text": {
        "record": "d = card.model_dump(mode='json'); d['total']['score'] = '99.99'\n"
        "display({'application/vnd.pjkit.scorecard+json': d}, raw=True)"
    },
    "the record of another version": {
        "record": "d = card.model_dump(mode='json'); d['audited'] = True\n"
        "display({'application/vnd.pjkit.scorecard+json': d}, raw=True)"
    },
}
FORGERIES = {**SCORES, **CARDS, **FIGURES, **WORDS, **PATCHED}


def test_the_honest_notebook_is_published_in_every_format() -> None:
    assert {PAGE, NOTEBOOK, SHEET, "report.docx"} <= set(honest().files)
    assert b"page-own" not in honest().files[PAGE].split(b"</style>", 1)[1]


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_notebook_is_not_published(forgery: str) -> None:
    refused = forged(FORGERIES[forgery])
    assert isinstance(refused, Failure)
    assert refused.kind in {"product", "input"}, refused


# What a cell may show, and cannot make ours

HIDING = [
    "<style>.pj-total-score, .page-score { display: none }</style>",
    "<style>b { color: #fff !important; background: #fff }</style>",
    "<style>@import 'x'; * { font-size: 0 !important }</style>",
    '<div style="position:fixed;inset:0;background:#fff;z-index:99">总分 99.99</div>',
    '<div style="margin-top:-9999px;height:9999px">总分 99.99</div>',
    '<div class="pj-total-score" id="content"><b>99.99</b></div>',
    "<script>document.querySelector('.pj-total-score').remove()</script>",
    '<img src=x onerror="alert(1)"><svg onload="alert(1)"><style>b{display:none}</style></svg>',
    "</div></main></body><h1>总分 99.99</h1><!--",
    "<base href='http://x'><meta http-equiv=refresh content='0;url=http://x'><link rel=stylesheet href=x>",
    '<iframe srcdoc="<b>99.99</b>"></iframe><object data=x></object><form action=x><input></form>',
    "<textarea><title><noscript><style>b{display:none}</style>",
    '<a href="javascript:alert(1)">总分</a><a href="#row-work_quality">x</a>',
]


def outside(made: Made) -> str:
    """The page without what is an analyst's and without code."""
    page = html.document_fromstring(made.files[PAGE].decode())
    for one in page.find_class("page-own") + page.find_class("page-code"):
        one.drop_tree()
    return "".join(html.tostring(page, encoding="unicode").split())


def boxes(made: Made) -> list[str]:
    """What the page marks as an analyst's."""
    page = html.document_fromstring(made.files[PAGE].decode())
    return [html.tostring(one, encoding="unicode", with_tail=False) for one in page.find_class("page-own")]


@pytest.mark.parametrize("source", HIDING)
def test_an_analysts_html_cannot_reach_beyond_its_box(source: str) -> None:
    made = forged({"staff": f"from IPython.display import HTML, display\ndisplay({{}})\nHTML({source!r})"})
    assert isinstance(made, Made), made
    shown = [box.removeprefix(MARK) for box in boxes(made)]
    notebook = nbformat.reads(made.files[NOTEBOOK].decode(), as_version=4)
    (outputs,) = (cell.outputs for cell in notebook.cells if cell.id == "staff")
    for html_ in (*shown, outputs[-1].data.get("text/html", "")):
        assert not REACHING.search(html_), html_
    assert outside(made) == outside(honest())


def test_html_that_a_patched_block_shows_is_not_what_is_published() -> None:
    """The block's data are true, its HTML is not: the publisher draws it itself."""
    made = forged(
        {
            "masthead": "import pjkit.writers.html.blocks as w\nreal = w.block_html\n"
            "w.block_html = lambda block: real(block).replace(str(card.total.score), '99.99')\n{}"
        }
    )
    assert isinstance(made, Made)
    assert outside(made) == outside(honest())
    assert all(made.files[name] == honest().files[name] for name in (SHEET, "report.docx", "scorecard.json"))


MASTER_FORGERIES = {  # of the cells that show chapters and groups
    "a group's score": {
        "indicators": "for group in chapters.groups:\n    s = pj.indicators(card, group)\n"
        "    c = s.children[-1]\n    c = c.model_copy(update={'mark': c.mark.model_copy(update={'score': c.mark.points})})\n"
        "    display(s.model_copy(update={'children': (*s.children[:-1], c)}))"
    },
    "a heading that gives another total": {
        "indicators": "from pjkit.model.block import Heading\ndisplay(Heading(level=1, text='总分 99.99 分'))\n{}"
    },
    "a heading in a chapter that gives another total": {
        "chapters": "{}\ns = pj.show(chapters.before[0], card, dossier)\n"
        "h = s.children[0].model_copy(update={'text': '总分 99.99 分'})\n"
        "display(s.model_copy(update={'children': (h, *s.children[1:])}))"
    },
    "a group left out": {
        "indicators": "for group in chapters.groups[1:]:\n    display(pj.indicators(card, group))"
    },
    "groups folded away": {
        "indicators": "for group in chapters.groups:\n"
        "    display(pj.indicators(card, group).model_copy(update={'fold': '附注'}))"
    },
}


@pytest.mark.parametrize("forgery", MASTER_FORGERIES)
def test_the_master_notebook_with_a_forged_chapter_is_not_published(forgery: str) -> None:
    refused = forged(MASTER_FORGERIES[forgery], nbformat.read(ROOT / MASTER, as_version=4))
    assert isinstance(refused, Failure)
    assert refused.kind == "product", refused


def test_the_line_of_the_record_is_the_publishers() -> None:
    made = forged(
        {
            "record": "display({'application/vnd.pjkit.scorecard+json': card.model_dump(mode='json'), "
            "'text/plain': '总分 99.99'}, raw=True)"
        }
    )
    assert isinstance(made, Made)
    assert "总分 99.99'" in made.files[NOTEBOOK].decode()  # in the code, where a reader finds it
    assert "99.99" not in outside(made)


def test_an_analysts_additions_are_published_with_everything_else() -> None:
    made = forged(
        {
            "income": "display({})\nimport pandas as pd\npd.DataFrame({'a': [1], 'b': ['x']})",
            "staff": "display({})\nprint('说明')\npj.income(dossier).df",
            "ind-work-quality": "pj.indicator(card, 'work_quality', level=4)",
            "project-list": "pass",
            "profile": "display({})\ndisplay(*pj.three_public(dossier).children)\npj.indicator(card, 'benefits').inputs",
        }
    )
    assert isinstance(made, Made), made
    assert ["<td" in box or "<pre" in box for box in boxes(made)] == [True, True]
