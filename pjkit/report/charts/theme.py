"""One visual language: colours, hatches and sizes of every chart (pixels of a 640 px wide drawing)."""

from dataclasses import dataclass

WIDTH = 640

INK = "#23282f"
MUTED = "#59606a"
BLUE = "#1f4e79"
PALE_BLUE = "#8fb0cf"
GREEN = "#2f6f4f"
PALE_GREEN = "#e3efe8"
AMBER = "#b7791f"
GREY = "#8a8f98"
RED = "#b0413e"
LIGHT = "#d5dae1"
WHITE = "#ffffff"

SMALL = 11
BODY = 12
LARGE = 14


@dataclass(frozen=True)
class Fill:
    """How an area is filled. ``hatch`` (matplotlib's notation) tells it apart in grey print."""

    face: str
    edge: str = ""
    hatch: str = ""


SUPPORTED = Fill(GREEN)
ON_WORD = Fill("#fdf3df", AMBER, "////")
UNKNOWN = Fill("#e4e6ea", GREY)
LOST = Fill(RED)
EMPTY = Fill(WHITE, LIGHT)
