"""Reports that were not made, by cause: 300 failures may have three."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pjkit.model.block import Column, Notice, Row, Run, Table, Text
from pjkit.model.cell import Cell, Code, Link, Several
from pjkit.model.records import Batch, Failure
from pjkit.model.report_block import AnyBlock, Section
from pjkit.report.summary.listing import FIRST, WHOLE
from pjkit.report.tables import notice, row

RETRY = "pjkit render --only-failed"
_NAMED = 12  # departments named before the fold
_OPEN = 3  # so few departments need no fold
_MOST = 5  # cells and details that are told
_TALL = 20  # rows from which a table scrolls


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


def failures(batch: Batch) -> Section | Notice:
    """Every failure under its cause, the most frequent first, with the failing cell and how to try again."""
    if not batch.failures:
        return notice("没有未完成的部门。")
    causes = by_cause(batch)
    count = len({failure.department for failure in batch.failures})
    published = {report.department for report in batch.reports}
    told = _text(f"{count} 个部门未完成，共 {len(causes)} 种原因。", strong=True)
    how = _text(f"排除原因后，只重新生成这些部门：{RETRY}")
    each = (block for cause in causes for block in _cause(cause, published))
    return Section(children=(told, how, *each), anchor="failures")


def _text(words: str, *, strong: bool = False) -> Text:
    return Text(runs=(Run(text=words, strong=strong),))


def _cause(cause: Cause, published: set[str]) -> Iterator[AnyBlock]:
    number = len(cause.failures)
    yield Text(
        runs=(Run(text=f"{number} 个部门", strong=True), Run(text=f"　{cause.kind}：{cause.words}")),
    )
    table = _table(cause, published)
    if cause.few:
        yield table
        return
    yield _text(f"{cause.names}，共 {number} 个部门。")
    if cause.cells:
        yield _text(
            "出错的单元：" + "、".join(f"{cell}（{times} 次）" for cell, times in cause.cells[:_MOST])
        )
    yield Section(children=(table,), fold="逐个部门和命令")


def _table(cause: Cause, published: set[str]) -> Table:
    heads = ("部门", *(("出错的单元",) if cause.cells else ()), "重新生成的命令")
    shown = cause.failures if len(cause.failures) <= WHOLE else cause.failures[:FIRST]
    more = f"共 {len(cause.failures)} 个，这里列出前 {len(shown)} 个，其余见 results.xlsx 的“未完成”。"
    return Table(
        caption=f"未完成的部门：{cause.words}",
        columns=tuple(Column(title=head, align="text" if at else "name") for at, head in enumerate(heads)),
        rows=tuple(_row(failure, published, celled=bool(cause.cells)) for failure in shown),
        note=more if len(shown) < len(cause.failures) else "",
        dense="tall" if len(cause.failures) > _TALL else "plain",
        place=cause.kind,
    )


def _row(failure: Failure, published: set[str], *, celled: bool) -> Row:
    name: Cell = shown_name(failure)
    if failure.department in published:
        before = Link(words="以前的报告", target=f"{quote(failure.department, safe='')}/report.html")
        name = Several(cells=(name, before), between=" ")
    cell: tuple[Cell, ...] = ((Code(words=failure.cell) if failure.cell else ""),) if celled else ()
    return row(name, *cell, _command(failure))


def _command(failure: Failure) -> Cell:
    """The command that tries again, above what is wrong."""
    command = Code(words=failure.command, look="command")
    more = len(failure.details) - _MOST
    details = Several(cells=failure.details[:_MOST], listed=True, more=f"另有 {more} 处" if more > 0 else "")
    return Several(cells=(command, details), between="") if failure.details else command


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
