"""The score sheet (评分表工作簿, ``scoresheet.xlsx``): one report's record as a workbook, for those who go on in Excel.

``score_table``: the sheet 评分表, in the form of the official table; ``listings``: the other sheets; ``report``
puts them together; ``checking`` reads a finished workbook back and compares it with the record.
"""
