"""Kernels for notebooks: ordinary ones, and warm ones forked from a process that has imported everything already.

Read in this order: ``wire`` (JSON lines between two processes), ``kernel`` (the process that runs the cells),
``zygote`` (the process that kernels are forked from), ``nursery`` (the zygote as seen by the process that
renders), ``ordinary`` (a kernel as a program of its own), ``manager`` (what papermill gets), ``pool`` (what
:func:`pjkit.batch.execute.execute` uses).
"""
