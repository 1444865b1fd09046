"""Measures a batch against the usual way and against the least possible, in one run on one machine.

``make bench``, or ``python tests/bench/bench.py [--departments 24] [--jobs 2] [--runs a,b,rerun,check,diff,all,c]
[--json FILE]``. 1,000 or 10,000 departments do, too: what is compared with is then measured on the first of them,
(a) on 24 and (c) on 200. Seven runs, one after the other, each in fresh processes, on the same notebook and the same made-up departments,
after one report of each kind to warm up the disk's cache:

a       papermill with a fresh kernel and nbconvert's default HTML exporter, in a pool of ``jobs`` processes
b       ``pjkit render --jobs``, all of it: checks, reports, page checks, summary
rerun   the same command again with nothing changed
check   ``pjkit check --json`` of the same departments
diff    ``pjkit diff --json`` of the batch with itself
all     the same departments again with Word report and score sheet beside the page (``--to html,docx,xlsx``)
c       the notebook's code cells by ``exec`` in one warm process (see floor.py)

Figures vary from run to run and with whatever else the machine does; compare ratios of one run only.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from county import make_county
from memory import INTERVAL, kind, watched

HERE = Path(__file__).parent
_MOST = {"a": 24, "c": 200}  # departments: their costs are those of each report alone, and grow with nothing
_PJKIT = [sys.executable, "-c", "import sys; from pjkit.cli import main; sys.exit(main())"]


@dataclass(frozen=True)
class Costs:
    """What one run cost. Seconds, bytes; ``memory`` of the whole tree of processes at its peak."""

    name: str
    reports: int
    wall: float
    user: float
    system: float
    memory: int
    page: int

    @property
    def per_minute(self) -> float:
        """Reports per minute."""
        return 60 * self.reports / self.wall

    @property
    def cpu(self) -> float:
        """CPU seconds per report, of all processes."""
        return (self.user + self.system) / self.reports


@dataclass(frozen=True)
class Task:
    """A run: its command, how many departments it is about, and where its report.html files are afterwards."""

    command: list[str]
    reports: int
    pages: Path | None = None


def measured(name: str, task: Task, project: Path) -> Costs:
    """Run a task in ``project``."""
    account = project / "costs.json"
    own = name == "c"  # keeps its own account: without its imports
    before = [] if own else [sys.executable, str(HERE / "measure.py"), str(account)]
    said = project / "said.txt"
    with (
        said.open("w", encoding="utf-8") as end,
        subprocess.Popen([*before, *task.command], cwd=project, stdout=end, stderr=end) as process,
        watched(os.getpid() if own else process.pid) as peak,
    ):
        status = process.wait()
    if status:
        raise SystemExit(f"{name}: exit status {status}\n{said.read_text(encoding='utf-8')}")
    costs = json.loads(account.read_text(encoding="utf-8"))
    found = [path.stat().st_size for path in task.pages.glob("*/report.html")] if task.pages else []
    if task.pages and len(found) != task.reports:
        raise SystemExit(f"{name}: {len(found)} pages of {task.reports}")
    size = round(mean(found)) if found else 0
    return Costs(name, task.reports, costs["wall"], costs["user"], costs["system"], peak.most, size)


def compare(project: Path, departments: int, jobs: int, names: list[str]) -> dict[str, Costs]:
    """The runs called ``names``, in their order, on a new county in ``project``."""
    files = make_county(project, departments)
    plain, outputs = project / "plain", project / "outputs" / "2022"
    ours = [*_PJKIT, "render", "--jobs", str(jobs)]
    few = {name: files[:most] for name, most in _MOST.items()}
    both = [outputs.as_posix(), outputs.as_posix()]
    tasks = {
        "a": Task(
            [sys.executable, str(HERE / "plain.py"), str(plain), str(jobs), *few["a"]], len(few["a"]), plain
        ),
        "b": Task(ours, departments, outputs),
        "rerun": Task(ours, departments, outputs),
        "check": Task([*_PJKIT, "check", "--json"], departments),
        "diff": Task([*_PJKIT, "diff", "--json", *both], departments),
        "all": Task([*ours, "--to", "html,docx,xlsx"], departments, outputs),
        "c": Task([sys.executable, str(HERE / "floor.py"), "costs.json", *few["c"]], len(few["c"])),
    }
    return {name: measured(name, tasks[name], project) for name in names}


def ratios(runs: dict[str, Costs]) -> dict[str, float]:
    """What is promised: how often as fast as the usual way, how often the floor's CPU, a rerun's share."""
    b = runs["b"]
    found = {}
    if a := runs.get("a"):
        found["reports_per_minute_b_over_a"] = b.per_minute / a.per_minute
        found["cpu_a_over_b"] = a.cpu / b.cpu
        found["memory_b_over_a"] = b.memory / a.memory
        found["page_b_over_a"] = b.page / a.page
    if floor := runs.get("c"):
        found["cpu_b_over_c"] = b.cpu / floor.cpu
    if everything := runs.get("all"):
        found["wall_all_over_b"] = everything.wall / b.wall
        found["cpu_all_over_b"] = everything.cpu / b.cpu
    for name in ("rerun", "check", "diff"):
        if run := runs.get(name):
            found[f"{name}_over_first_run"] = run.wall / b.wall
    return found


def machine(jobs: int) -> dict[str, Any]:
    """What the figures depend on."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "cores": os.cpu_count(),
        "jobs": jobs,
        "load_before": load,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "memory_is": f"{kind()}, every {INTERVAL} s",
    }


def table(runs: dict[str, Costs]) -> str:
    """For people."""
    lines = [f"{'':6} {'reports/min':>11} {'CPU s/report':>12} {'wall s':>8} {'peak MB':>8} {'page kB':>8}"]
    lines += [
        f"{name:6} {one.per_minute:11.1f} {one.cpu:12.3f} {one.wall:8.2f} {one.memory / 1e6:8.0f} {one.page / 1e3:8.0f}"
        for name, one in runs.items()
    ]
    return "\n".join(lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--departments", type=int, default=24)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--runs", default="a,b,rerun,check,diff,all,c", help="which, in this order; b must be among them"
    )
    parser.add_argument("--json", type=Path, help="where to write all figures")
    return parser.parse_args()


def _fresh_run(departments: int, jobs: int, names: list[str]) -> dict[str, Costs]:
    project = Path(tempfile.mkdtemp(prefix="pjkit-bench-"))
    try:
        return compare(project, departments, jobs, names)
    finally:
        shutil.rmtree(project)


def main() -> None:
    """Warm up, measure, print, write."""
    options = _options()
    around = machine(options.jobs)
    names = options.runs.split(",")
    _fresh_run(1, 1, names)
    runs = _fresh_run(options.departments, options.jobs, names)
    shares = ratios(runs)
    found = "\n".join(f"{name:28} {share:6.3f}" for name, share in shares.items())
    sys.stdout.write(f"{json.dumps(around)}\n{options.departments} departments\n{table(runs)}\n\n{found}\n")
    if options.json:
        figures = {
            "machine": around,
            "runs": {name: asdict(one) for name, one in runs.items()},
            "ratios": shares,
        }
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
