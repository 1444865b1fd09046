"""Workbooks that pjkit writes, all of them through one description. Knows xlsxwriter, and nothing of pjkit.

``text``: what a cell can hold safely; ``sheet``: a workbook as plain data, to be tested without opening one;
``writing``: the one function that makes the file; ``rules``: what may be typed; ``heights``: rows as high as their text.
"""
