"""Chapters four and five: 存在的问题 and 改进措施和有关建议. Only the department can say these."""

from pjkit.model.document import Chapter
from pjkit.model.dossier import Dossier
from pjkit.report.document import numbering
from pjkit.report.document.blocks import nothing
from pjkit.report.document.own_words import own_words


def issues(dossier: Dossier) -> Chapter:
    """Chapter four: what went wrong."""
    return _words_only(dossier, numbering.first(4, "存在的问题"), "存在问题")


def measures(dossier: Dossier) -> Chapter:
    """Chapter five: what is to be done."""
    return _words_only(dossier, numbering.first(5, "改进措施和有关建议"), "改进措施")


def _words_only(dossier: Dossier, title: str, name: str) -> Chapter:
    blocks = own_words(dossier, name) or nothing("部门未提供本章文字")
    return Chapter(title=title, blocks=tuple(blocks))
