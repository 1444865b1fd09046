"""run.json: what a year's batches have given, kept up by each of them."""

from collections.abc import Sequence
from pathlib import Path

from pjkit.batch.outputs import is_own_file, is_public, publish_file
from pjkit.batch.plan import Plan
from pjkit.model.problem import InputError
from pjkit.model.records import RECORD_FILE, RUN_FILE, Failure, Run, read_run


def earlier_run(folder: Path) -> Run | None:
    """What is known of earlier batches of outputs/<year>; a damaged file is made anew."""
    file = folder / RUN_FILE
    try:
        return read_run(file) if file.is_file() else None
    except InputError:
        return None


def discreet(failed: Failure) -> Failure:
    """A failure as the disclosure edition may tell it: causes and details quote the department's data."""
    return failed.model_copy(update={"cell": "", "cause": "原因不在公开版中列出", "details": ()})


def record_run(plan: Plan, done: Sequence[str], failures: Sequence[Failure]) -> Run:
    """What this batch gave, with the results of departments that were not in it, in run.json."""
    earlier = earlier_run(plan.folder)
    mine = {*done, *(one.department for one in failures)}
    kept = [one for one in earlier.done if one not in mine and _has_report(plan, one)] if earlier else []
    older = [one for one in earlier.failures if one.department not in mine] if earlier else []
    told = [*map(discreet, failures), *older] if is_public(plan.folder) else [*failures, *older]
    standing = Run(
        year=plan.year,
        done=tuple(sorted([*done, *kept])),
        failures=tuple(sorted(told, key=lambda one: one.department)),
    )
    text = standing.model_dump_json(by_alias=True, indent=1) + "\n"
    publish_file(plan.folder / RUN_FILE, text.encode())
    return standing


def _has_report(plan: Plan, department: str) -> bool:
    """Whether an earlier batch's report still lies there: its folder may have been taken away since."""
    return is_own_file(plan.folder / department / RECORD_FILE)
