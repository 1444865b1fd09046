"""What is done once before shells are forked: it must do its work, and nothing in a report may depend on it."""

from collections.abc import Callable
from typing import Any

import pytest
from helpers import ROOT, card

import pjkit
from pjkit import preload
from pjkit.report.charts.tidy_svg import _glyph

TEXT = (ROOT / "params/rubrics/xinning-2022.yaml").read_text(encoding="utf-8")
SHOWN = preload._OF_CARD  # noqa: SLF001 - what is to be shown


def noting(verb: Callable[..., Any], done: list[str]) -> Callable[..., Any]:
    """The same verb; its name goes on the list when it has come to its end."""

    def noted(*given: object) -> Any:
        made = verb(*given)
        done.append(verb.__name__)
        return made

    return noted


def curve() -> str:
    return str(pjkit.indicator(card(), "three_public_change_rate").html)


def test_the_rehearsal_runs_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The prepared process passes over what it raises, so that must be seen here."""
    done: list[str] = []
    for name in ("indicator", *SHOWN):
        monkeypatch.setattr(pjkit, name, noting(getattr(pjkit, name), done), raising=False)
    preload.rehearse(TEXT)
    assert done == ["indicator"] * 24 + list(SHOWN)


def test_the_rehearsal_draws_the_characters_of_a_curve_in_advance() -> None:
    _glyph.cache_clear()
    preload.rehearse(TEXT)
    before = _glyph.cache_info()
    assert "<svg" in curve()
    after = _glyph.cache_info()
    assert (after.misses - before.misses, after.hits > before.hits) == (0, True)


def test_a_curve_is_the_same_whether_its_characters_were_drawn_before_or_not() -> None:
    _glyph.cache_clear()
    assert curve() == curve()


@pytest.mark.parametrize("text", ["", "title: [", "title: 只有标题\n"])
def test_a_text_that_is_no_flawless_rubric_is_no_obstacle(text: str) -> None:
    preload.rehearse(text)
