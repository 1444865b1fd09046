"""What changed between two batches of reports: ``pjkit diff``. Pure over the records; recomputes nothing."""

from pjkit.diff.compare import compare
from pjkit.diff.model import Comparison
from pjkit.diff.reading import read_sides
from pjkit.diff.words import in_words

__all__ = ["Comparison", "compare", "in_words", "read_sides"]
