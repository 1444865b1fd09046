"""What a notebook calls: pure functions of frozen results that give tables, charts and text as blocks.

Nothing here computes a score or reads a file of a department. ``pjkit`` itself names the verbs and loads each
when it is first used.
"""
