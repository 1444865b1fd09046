"""Workbooks that pjkit writes: what is the same for all of them. Knows xlsxwriter, and nothing of pjkit.

``text``: what a cell can hold safely; ``book``: the workbook, its looks and its cells; ``table``: a sheet that
is one table. Same cells, same bytes.
"""
