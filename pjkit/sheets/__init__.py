"""Workbooks that pjkit writes, all of them through one description. Knows xlsxwriter, and nothing of pjkit.

``sheet``: a workbook as plain data, to be tested without opening one; ``text``: what a cell can hold safely, and
how high it makes its row; ``writing``: the one function that makes the file.
"""
