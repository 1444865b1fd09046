"""Where the indicators and groups of a rubric stand in its file."""

from collections.abc import Iterator

from pjkit.scoring.rubric import Group, Indicator, Rubric
from pjkit.sources.strict_yaml import KeyPath


def indicators_of(rubric: Rubric) -> Iterator[tuple[KeyPath, Indicator]]:
    """Every indicator with its path in the file, in the order of ``rubric.placed``."""
    yield from _listed(rubric.indicators_, ())
    for path, group in groups_of(rubric):
        yield from _listed(group.indicators, path)


def groups_of(rubric: Rubric) -> Iterator[tuple[KeyPath, Group]]:
    """Every group with its path, each before the groups below it."""
    for at, group in enumerate(rubric.groups):
        yield from _with_groups_below(group, ("groups", at))


def _with_groups_below(group: Group, path: KeyPath) -> Iterator[tuple[KeyPath, Group]]:
    yield path, group
    for at, below in enumerate(group.groups):
        yield from _with_groups_below(below, (*path, "groups", at))


def _listed(indicators: list[Indicator], path: KeyPath) -> Iterator[tuple[KeyPath, Indicator]]:
    return (((*path, "indicators", at), one) for at, one in enumerate(indicators))
