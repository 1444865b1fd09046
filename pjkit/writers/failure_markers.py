"""What a page or a document shows where our own code has failed, unless the department itself wrote it."""

TRACEBACK, UNSHOWN = "Traceback (most recent call last)", "\ufffd"
NO_NUMBERS = ("nan", "NaN", "None", "inf", "undefined")
LEFTOVERS = (TRACEBACK, UNSHOWN, *NO_NUMBERS)

# A whole cell or label, or before a unit: a department may write about "None" in a sentence of its own.
ALONE = rf"[+−-]?({'|'.join(NO_NUMBERS)})"
BEFORE_UNIT = r"(?<![A-Za-z])(nan|NaN|None|inf)\s*(?:%|分|万元|个百分点)"
