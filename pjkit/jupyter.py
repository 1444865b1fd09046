"""What a session gets with the first verb: blocks that show themselves, frames as our tables, Chinese in figures."""

import sys
from functools import cache
from importlib import import_module
from typing import Any

from pjkit.model.block import Block, Table, frame_with, show_with

_FRAMES = ("pandas", "pandas.core.frame")  # where pandas, by its version, says that a DataFrame lives


def prepare() -> None:
    """Let blocks show as HTML and, in Jupyter, pandas and matplotlib show what they make as a report needs it."""
    show_with(_html)
    frame_with(_frame)
    shell = _shell()
    if shell is not None and not getattr(shell, "pjkit_is_prepared", False):
        shell.pjkit_is_prepared = True
        for module in _FRAMES:
            shell.display_formatter.mimebundle_formatter.for_type_by_name(module, "DataFrame", _frame_bundle)
        use_packaged_font()


def _shell() -> Any:
    """The session, ``None`` outside of Jupyter."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _html(block: Block) -> str:
    made: str = import_module("pjkit.writers.html.blocks").block_html(block)
    return made


def _frame(table: Table) -> Any:
    return import_module("pjkit.report.frames").table_frame(table)


def _frame_bundle(frame: Any) -> dict[str, Any]:
    """An analyst's DataFrame as a table like ours: escaped, and a table in the Word report, too."""
    table: Table = import_module("pjkit.report.frames").frame_table(frame)
    return table._repr_mimebundle_() | {"text/plain": repr(frame)}


@cache
def use_packaged_font() -> None:
    """Let matplotlib draw Chinese on any machine, but where the analyst has chosen fonts already."""
    import matplotlib as mpl
    from matplotlib import font_manager

    path = import_module("pjkit.writers.pictures.png").font_file()
    font_manager.fontManager.addfont(path)
    name = font_manager.FontProperties(fname=path).get_name()
    if mpl.rcParams["font.sans-serif"] == mpl.rcParamsDefault["font.sans-serif"]:
        mpl.rcParams["font.sans-serif"] = [name, *mpl.rcParams["font.sans-serif"]]
        mpl.rcParams["axes.unicode_minus"] = False
