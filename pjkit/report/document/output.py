"""``pj.document``: how the kernel hands the official report to the publisher."""

import re
from dataclasses import dataclass
from typing import Any

from pjkit.model.document import SCHEMA, Document
from pjkit.model.dossier import Dossier
from pjkit.model.scorecard import Scorecard
from pjkit.report.document.closing import issues, measures
from pjkit.report.document.overview import overview
from pjkit.report.document.performance import performance
from pjkit.report.document.spending import spending

MIMETYPE = "application/vnd.pjkit.document+json"
_WORD = "docx"
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class DocumentOutput:
    """A report's document, stored in full beside the line people see; ``None``: not asked for."""

    document: Document | None

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """The document under pjkit's own type, and a line of text."""
        if self.document is None:
            return {MIMETYPE: None, "text/plain": "未要求 Word 报告（to 中没有 docx）"}
        line = f"Word 报告的内容（{SCHEMA}）：{self.document.title}，{len(self.document.chapters)} 章"
        return {MIMETYPE: self.document.model_dump(mode="json", by_alias=True), "text/plain": line}


def document(card: Scorecard, dossier: Dossier, *, to: str = _WORD) -> DocumentOutput:
    """The official report, where ``to`` (``"html,docx"``) asks for a Word file."""
    wanted = _WORD in [name.strip() for name in to.split(",")]
    return DocumentOutput(build(card, dossier) if wanted else None)


def build(card: Scorecard, dossier: Dossier) -> Document:
    """All chapters in the official order."""
    return Document(
        name=card.name,
        year=card.year,
        title=f"{card.year}年度{card.name}部门整体支出绩效自评报告{_edition(card)}",
        unit=card.name,
        date=day(dossier.profile_text("报告日期")),
        chapters=(
            overview(dossier),
            spending(dossier),
            performance(card, dossier),
            issues(dossier),
            measures(dossier),
        ),
    )


def _edition(card: Scorecard) -> str:
    return "（公开版）" if card.edition == "public" else ""


def day(text: str) -> str:
    """``2023-09-24`` as 2023年9月24日; other words as they are."""
    found = _DATE.fullmatch(text.strip())
    return "{}年{}月{}日".format(*map(int, found.groups())) if found else text.strip()
