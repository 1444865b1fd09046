"""What changed between two batches of reports: ``pjkit diff``. Pure over the records; recomputes nothing."""

from pjkit.publishing.comparing.departments import compare
from pjkit.publishing.comparing.model import Comparison
from pjkit.publishing.comparing.reading import Report, Side, read_sides
from pjkit.publishing.comparing.words import in_words

__all__ = ["Comparison", "Report", "Side", "compare", "in_words", "read_sides"]
