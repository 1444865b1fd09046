"""A papermill engine: a notebook's cells run in a shell forked from a process that has imported everything already.

Read in this order: ``bounds`` (what a report may use, how it can end), ``frames`` (messages between processes),
``streams``, ``shell`` and ``child`` (the forked process), ``server`` (the process it is forked from),
``prepared`` and ``shells`` (both as seen by the process that renders), ``outputs`` (messages → a cell's outputs),
``papermill`` (the engine), ``ordinary`` (the same with a Jupyter kernel, where the system cannot fork).
"""
