"""Charts as pictures of a document."""

from base64 import b64encode

from pjkit.model.document import Block, Picture
from pjkit.report.charts.model import Chart, NoChart

_WIDTH = 1180  # pixels: 150 mm on paper at 200 dots per inch


def picture(drawn: Chart | NoChart) -> list[Block]:
    """A drawn chart with its caption; nothing where there was nothing to draw, for tables and text say so."""
    if isinstance(drawn, NoChart):
        return []
    png = b64encode(drawn.png(_WIDTH)).decode("ascii")
    return [Picture(caption=drawn.title, alt=drawn.alt, png=png)]
