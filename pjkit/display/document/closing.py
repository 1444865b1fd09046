"""Chapters four and five: 存在的问题 and 改进措施和有关建议. Only the department can say these."""

from pjkit.display.document import numbering
from pjkit.display.document.blocks import nothing
from pjkit.display.document.own_words import own_words
from pjkit.scoring.data.dossier import Dossier
from pjkit.scoring.document import Chapter


def issues(dossier: Dossier) -> Chapter:
    """Chapter four: what went wrong."""
    return _words_only(dossier, numbering.first(4, "存在的问题"), "存在问题")


def measures(dossier: Dossier) -> Chapter:
    """Chapter five: what is to be done."""
    return _words_only(dossier, numbering.first(5, "改进措施和有关建议"), "改进措施")


def _words_only(dossier: Dossier, title: str, name: str) -> Chapter:
    blocks = own_words(dossier, name) or nothing("部门未提供本章文字")
    return Chapter(title=title, blocks=tuple(blocks))
