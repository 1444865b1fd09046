"""Drawings as pictures: SVG with its text as text for pages, PNG for documents that take no SVG."""

from pjkit.writers.pictures.png import MissingGlyph, to_png
from pjkit.writers.pictures.svg import to_svg

__all__ = ["MissingGlyph", "to_png", "to_svg"]
