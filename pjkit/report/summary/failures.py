"""Reports that were not made, by cause: 300 failures may have three."""

from collections import Counter
from dataclasses import dataclass

from pjkit.model.records import Batch, Failure
from pjkit.report.fragment import Fragment, sentence
from pjkit.report.summary.fragments import render

RETRY = "pjkit render --only-failed"
_NAMED = 12  # departments named before the fold
_OPEN = 3  # so few departments need no fold


@dataclass(frozen=True)
class Cause:
    """All failures of one kind with one cause."""

    kind: str
    words: str
    failures: tuple[Failure, ...]

    @property
    def cells(self) -> list[tuple[str, int]]:
        """The failing cells' first lines, the most frequent first, with how often each failed."""
        return Counter(failure.cell for failure in self.failures if failure.cell).most_common()

    @property
    def names(self) -> str:
        """The first departments by name."""
        named = "、".join(map(shown_name, self.failures[:_NAMED]))
        more = len(self.failures) - _NAMED
        return f"{named} 等" if more > 0 else named

    @property
    def few(self) -> bool:
        """Whether all of it is shown at once."""
        return len(self.failures) <= _OPEN


def failures(batch: Batch) -> Fragment:
    """Every failure under its cause, the most frequent first, with the failing cell and how to try again."""
    if not batch.failures:
        return sentence("没有未完成的部门。")
    causes = by_cause(batch)
    count = len({failure.department for failure in batch.failures})
    return render(
        "failures",
        f"［未完成］{count} 个部门，{len(causes)} 种原因",
        causes=causes,
        count=count,
        retry=RETRY,
        name=shown_name,
        published={report.record.department for report in batch.reports},
    )


def by_cause(batch: Batch) -> list[Cause]:
    """The failures grouped by kind and cause."""
    groups: dict[tuple[str, str], list[Failure]] = {}
    for failure in batch.failures:
        groups.setdefault((failure.kind_words, failure.cause), []).append(failure)
    causes = [Cause(kind, words, tuple(found)) for (kind, words), found in groups.items()]
    return sorted(causes, key=lambda cause: -len(cause.failures))


def shown_name(failure: Failure) -> str:
    """The department's name, its folder's where the name was not even read."""
    return failure.name or failure.department
