"""Charts as pictures of a document."""

from base64 import b64encode

from pjkit.model.document import Block, Paragraph, Picture, Run
from pjkit.model.drawing import Drawing, NoDrawing
from pjkit.writers.pictures import MissingGlyph, to_png

_WIDTH = 1180  # pixels: 150 mm on paper at 200 dots per inch


def picture(drawn: Drawing | NoDrawing) -> list[Block]:
    """A drawn chart with its caption; nothing where there was nothing to draw, for tables and text say so.

    A picture would have a box where the font lacks a character: then a sentence says that there is none.
    """
    if isinstance(drawn, NoDrawing):
        return []
    try:
        png = b64encode(to_png(drawn, _WIDTH)).decode("ascii")
    except MissingGlyph as missing:
        return [Paragraph(runs=(Run(text=f"（{drawn.title}：无法作图，{missing}。）"),))]
    return [Picture(caption=drawn.title, alt=drawn.alt, png=png)]
