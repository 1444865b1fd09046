"""How good data are spoilt for tests: what is put into cells and files, how often."""

from hypothesis import settings as run_with

SHEETS_OF_FIGURES = ("基本信息", "收支", "项目", "基础数据", "事业成效")
# fmt: off
CELLS = [
    "2.4", "", "0", "-2.4", "24", "0.30000000000000004", "1E+15", "2.4E-1", "1e999", "NaN", "TRUE", "#N/A", "２.４",
    "2,400", "2.4万", "2.4%", "(2.4)", "二", "1/2", "约2.4", "-", "/", "—", "不适用", "N/A", " 2.4 ", "\u00a02.4\u3000",
    "'2.4", "+2.4", "2022-12-31", "44000", "1 000", "1", "2", "9" * 31, "\u200b2.4", "①", "2．4",
]
# fmt: on
"""What people and programs write where a number belongs."""


def repeatedly(times: int) -> run_with:
    """So many examples, the same ones each time."""
    return run_with(max_examples=times, deadline=None, derandomize=True, database=None)


def spoilt(content: bytes, at: int, cut: int, insert: bytes) -> bytes:
    """The content with something cut out and something put in at one place."""
    at %= len(content) + 1
    return content[:at] + insert + content[at + cut :]
