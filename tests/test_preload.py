"""What is done once before shells are forked: it must do its work, and nothing in a report may depend on it."""

from collections.abc import Callable
from typing import Any

import pytest
from helpers import ROOT, card, rubric

import pjkit
from pjkit import preload

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
    for name in ("show", "indicators", *SHOWN):
        monkeypatch.setattr(pjkit, name, noting(getattr(pjkit, name), done), raising=False)
    preload.rehearse(TEXT)
    chapters, groups = len(rubric().all_chapters()), 7
    assert done == ["show"] * chapters + ["indicators"] * groups + list(SHOWN)


def test_a_curve_is_the_same_before_and_after_the_rehearsal() -> None:
    before = curve()
    preload.rehearse(TEXT)
    assert "<svg" in before
    assert curve() == before


@pytest.mark.parametrize("text", ["", "title: [", "title: 只有标题\n"])
def test_a_text_that_is_no_flawless_rubric_is_no_obstacle(text: str) -> None:
    preload.rehearse(text)
