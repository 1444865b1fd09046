"""Runs a command and tells what it and everything it started cost: ``python tests/bench/measure.py FILE COMMAND…``.

This process runs nothing else, so its RUSAGE_CHILDREN is the command's. It adopts what the command leaves behind
(Linux), so that nothing escapes the account. Times in seconds; the file gets JSON.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36  # from linux/prctl.h


def main(file: Path, command: list[str]) -> int:
    """Run ``command``, write its costs; gives its exit status."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    start = time.monotonic()
    status = subprocess.run(command, check=False).returncode
    wall = time.monotonic() - start
    _wait_for_the_rest()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    costs = {"status": status, "wall": wall, "user": used.ru_utime, "system": used.ru_stime}
    file.write_text(json.dumps(costs), encoding="utf-8")
    return status


def _wait_for_the_rest() -> None:
    try:
        while True:
            os.wait()
    except ChildProcessError:
        return


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
