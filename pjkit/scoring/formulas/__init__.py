"""Formulas of a rubric: read once against its declared names, computed on each department's data, printed from the same tree."""

from pjkit.scoring.formulas.compute import Lists, LookUp
from pjkit.scoring.formulas.contents import typed
from pjkit.scoring.formulas.evaluate import evaluate, holds
from pjkit.scoring.formulas.lexer import FormulaError
from pjkit.scoring.formulas.names import FigureKind
from pjkit.scoring.formulas.vocabulary import Vocabulary
from pjkit.scoring.formulas.writing import readable, written

__all__ = [
    "FigureKind",
    "FormulaError",
    "Lists",
    "LookUp",
    "Vocabulary",
    "evaluate",
    "holds",
    "readable",
    "typed",
    "written",
]
