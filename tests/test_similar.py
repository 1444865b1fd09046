"""The index of shingles loses no pair of near passages, and neither it nor a check holds much of many departments."""

import gc
import re
import tracemalloc
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from county import make_county
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from pjkit.checks import shingles, similar
from pjkit.checks.similar import alike
from pjkit.checks.traces import traces_of
from pjkit.commands.inputs import evaluated
from pjkit.forms.check_report import Checked
from pjkit.sources.load import Opened, prepare

SIGNS = [chr(0x4E00 + at) for at in range(600)]


def changed(text: str, rate: float, dice: Random) -> str:
    """The text with that share of its signs taken out, replaced or followed by another."""
    signs = []
    for sign in text:
        new = dice.choice(SIGNS)
        signs.append(dice.choice(("", new, sign + new)) if dice.random() < rate else sign)
    return "".join(signs)


def county(dice: Random) -> dict[str, str]:
    """Departments whose passages are made of the same phrases, many copied from each other with some changes."""
    alphabet = SIGNS[: dice.choice((3, 20, 600))]
    phrases = ["".join(dice.choices(alphabet, k=dice.randint(3, 9))) for _ in range(40)]
    models = ["".join(dice.choices(phrases, k=dice.randint(20, 40))) for _ in range(8)]

    def passage() -> str:
        if dice.random() < 0.2:
            return "".join(dice.choices(phrases, k=dice.randint(20, 30)))
        line = changed(dice.choice(models), dice.choice((0, 0.02, 0.08, 0.12, 0.2)), dice)
        return line if len(line) >= 50 else line * 2  # a shorter one would be taken together with the next

    return {
        f"d{at:02}": "\n".join(passage() for _ in range(dice.randint(1, 5)))
        for at in range(dice.randint(2, 25))
    }


def near_pairs(texts: Mapping[str, str]) -> set[tuple[str, str, str, str]]:
    """Every pair of near lines of two departments, each held against each."""
    lines = [(name, line) for name, text in texts.items() for line in text.split("\n")]
    return {
        (one, left, other, right)
        for (one, left), (other, right) in combinations(lines, 2)
        if one != other and fuzz.ratio(left, right) >= 90
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_no_pair_that_a_comparison_of_all_finds_is_lost(seed: int) -> None:
    texts = county(Random(seed))  # noqa: S311 - made-up text
    lines = sorted({line for text in texts.values() for line in text.split("\n")}, key=len)
    found = {(lines[left], lines[right]) for left, rights in shingles.candidates(lines) for right in rights}
    lost = [
        (left, right)
        for _one, left, _other, right in near_pairs(texts)
        if left != right and not {(left, right), (right, left)} & found
    ]
    assert lost == []


def wanted(texts: Mapping[str, str]) -> dict[tuple[str, ...], list[float]]:
    """Groups of departments by all near pairs → the least similarity of each of their clusters."""
    pairs = near_pairs(texts)
    clusters: list[set[tuple[str, str]]] = []
    for one, left, other, right in pairs:
        both = {(one, left), (other, right)}
        joined = both.union(*(cluster for cluster in clusters if cluster & both))
        clusters = [cluster for cluster in clusters if not cluster & both] + [joined]
    groups: dict[tuple[str, ...], list[float]] = {}
    for cluster in clusters:
        least = min(fuzz.ratio(left, right) for one, left, _, right in pairs if (one, left) in cluster)
        groups.setdefault(tuple(sorted({name for name, _line in cluster})), []).append(least)
    return groups


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_the_groups_are_those_of_all_pairs_with_their_least_similarity(seed: int) -> None:
    texts = county(Random(seed))  # noqa: S311 - made-up text
    got = {group.departments: (group.passages, group.percent) for group in alike(texts)}
    assert got == {names: (len(least), int(min(least))) for names, least in wanted(texts).items()}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_the_groups_are_those_of_all_pairs_also_where_large_clusters_are_compared_no_further(
    seed: int,
) -> None:
    texts = county(Random(seed))  # noqa: S311 - made-up text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similar, "_MOST", 2)
        patch.setattr(shingles, "_LONG", 2)
        got = {group.departments: group.passages for group in alike(texts)}
    assert got == {names: len(least) for names, least in wanted(texts).items()}


def test_a_cluster_of_very_many_wordings_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "_MOST", 3)
    dice = Random(1)  # noqa: S311 - made-up text
    model = "".join(dice.choices(SIGNS, k=120))
    texts = {f"d{at:02}": changed(model, 0.03, dice) for at in range(40)}
    (group,) = alike(texts)
    assert group.departments == tuple(texts)


def test_a_template_that_all_have_edited_is_not_compared_by_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = Random(2)  # noqa: S311 - made-up text
    model = "".join(dice.choices(SIGNS, k=120))
    texts = {f"d{at:04}": changed(model, 0.03, dice) for at in range(1500)}
    compared = 0

    def counted(one: str, other: str, score_cutoff: float) -> float:
        nonlocal compared
        compared += 1
        return fuzz.ratio(one, other, score_cutoff=score_cutoff)

    monkeypatch.setattr(similar, "fuzz", SimpleNamespace(ratio=counted))
    (group,) = alike(texts)
    assert len(group.departments) == 1500
    assert compared < 4 * 1500  # of 1,124,250 pairs


def test_thousands_who_copy_word_for_word_cost_little() -> None:
    text = "\n".join("".join(Random(at).choices(SIGNS, k=100)) for at in range(5))  # noqa: S311 - made-up text
    (group,) = alike({f"d{at:04}": text for at in range(5000)})
    assert (len(group.departments), group.passages, group.percent) == (5000, 5, 100)


def test_a_check_keeps_little_of_each_department(tmp_path: Path) -> None:
    files = [Path(file) for file in make_county(tmp_path, 40)]
    checked = Checked()

    def check(opened: Opened) -> None:
        checked.add(opened.source, evaluated(opened), traces_of(opened.dossier))

    def kept_after(part: list[Path]) -> int:
        assert len(prepare(part, tmp_path, check).usable) == len(part)
        gc.collect()
        re.purge()  # keeps the patterns of the last 512 departments
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = kept_after(files[:20])  # what is kept once for all departments, too
        kept = kept_after(files[20:]) - before
    finally:
        tracemalloc.stop()
    assert kept < 20 * 3_000  # bytes; a scorecard alone takes 250,000
