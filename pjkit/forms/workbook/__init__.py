"""Workbooks that people fill in or work through: pages as plain data, and how they are drawn, guarded and written.

A page can be tested without opening a workbook; only ``writing``, ``rules`` and ``looks`` know the library.
"""
