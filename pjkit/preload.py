"""What a report's notebook uses, made ready once before kernels are forked from this process.

Imports, compiled templates and the chart font; nothing of any department.
"""

import pjkit
from pjkit.display.charts.canvas import Canvas, to_svg
from pjkit.display.charts.model import Caption
from pjkit.display.fragment import environment


def preload() -> None:
    """Load every verb, compile every template, draw one small chart."""
    for verb in pjkit.__all__:
        getattr(pjkit, verb)
    for template in environment().list_templates():
        environment().get_template(template)
    canvas = Canvas(20)
    canvas.text((10, 10), "得分 0123456789.%")
    canvas.line([(0, 0), (10, 10)])
    to_svg(canvas, Caption("preload", "", ""))
