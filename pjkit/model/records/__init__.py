"""Records read back: what a summary, a comparison of batches and the check of a product know of a report.

Only ``scorecard.json``, ``inputs.json``, ``traces.json`` and ``run.json`` are read, never a department's data, so nothing
that reads records can recompute a score. ``scorecard`` and ``batch`` are the models, ``reading`` the door.
"""

from pjkit.model.records.batch import Batch, Failure, Inputs, Published, Run
from pjkit.model.records.part import Part
from pjkit.model.records.reading import (
    INPUTS_FILE,
    RECORD_FILE,
    RUN_FILE,
    TRACES_FILE,
    read_batch,
    read_inputs,
    read_record,
    read_run,
)
from pjkit.model.records.scorecard import (
    Record,
    RecordClause,
    RecordFinding,
    RecordIndicator,
    RecordInput,
    RecordItem,
    RecordSetting,
    RecordTotal,
    RubricMark,
)

__all__ = [
    "INPUTS_FILE",
    "RECORD_FILE",
    "RUN_FILE",
    "TRACES_FILE",
    "Batch",
    "Failure",
    "Inputs",
    "Part",
    "Published",
    "Record",
    "RecordClause",
    "RecordFinding",
    "RecordIndicator",
    "RecordInput",
    "RecordItem",
    "RecordSetting",
    "RecordTotal",
    "RubricMark",
    "Run",
    "read_batch",
    "read_inputs",
    "read_record",
    "read_run",
]
