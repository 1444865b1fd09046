"""One visual language: what the fills of all charts mean, and their sizes (pixels of a 640 px wide drawing)."""

from pjkit.model.drawing import Colour, Fill

WIDTH = 640

SMALL = 11
BODY = 12

SUPPORTED = Fill(face=Colour.GREEN)
ON_WORD = Fill(face=Colour.PALE_AMBER, edge=Colour.AMBER, hatch=True)
UNKNOWN = Fill(face=Colour.PALE_GREY, edge=Colour.GREY)
OPEN = Fill(face=Colour.PALE_GREY, edge=Colour.GREY, hatch=True)
LOST = Fill(face=Colour.RED)
EMPTY = Fill(face=Colour.PAPER, edge=Colour.LIGHT)
WHOLE = Fill(face=Colour.BLUE)
OTHER = Fill(face=Colour.AMBER)
PLANNED = Fill(face=Colour.PALE_BLUE, edge=Colour.GREY, hatch=True)
GAP = Fill(face=Colour.PAPER)
FULL_MARKS = Fill(face=Colour.PALE_GREEN)
DEPARTMENT = Fill(face=Colour.RED)
