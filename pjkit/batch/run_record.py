"""run.json: what a year's batches have given, kept up by each of them."""

from collections.abc import Sequence
from pathlib import Path

from pjkit.batch.fingerprint import digest_of
from pjkit.batch.outputs import is_own_file, is_public, publish_file
from pjkit.batch.plan import Plan
from pjkit.model.problem import InputError
from pjkit.model.records import RECORD_FILE, RUN_FILE, Failure, Run, read_run
from pjkit.model.stored import record_text


def earlier_run(folder: Path) -> Run | None:
    """What is known of earlier batches of outputs/<year>; a damaged file is made anew."""
    file = folder / RUN_FILE
    try:
        run = read_run(file) if file.is_file() else None
    except InputError:
        return None
    return run if run and run.digest == _seal(run) else None


def _seal(run: Run) -> str:
    """The digest of all that a run says."""
    bare = run.model_copy(update={"digest": ""})
    return digest_of(bare.model_dump_json().encode())


def discreet(failed: Failure) -> Failure:
    """A failure as the disclosure edition may tell it: causes and details quote the department's data."""
    return failed.model_copy(update={"cell": "", "cause": "原因不在公开版中列出", "details": ()})


def record_run(plan: Plan, done: Sequence[str], failures: Sequence[Failure]) -> Run:
    """What this batch gave, with the results of departments that were not in it, in run.json."""
    earlier = earlier_run(plan.folder)
    mine = {*done, *(one.department for one in failures)}
    before = (
        earlier.done if earlier else [path.parent.name for path in plan.folder.glob(f"[!.]*/{RECORD_FILE}")]
    )
    kept = [one for one in before if one not in mine and _has_report(plan, one)]
    older = [one for one in earlier.failures if one.department not in mine] if earlier else []
    told = [*map(discreet, failures), *older] if is_public(plan.folder) else [*failures, *older]
    bare = Run(
        year=plan.year,
        done=tuple(sorted([*done, *kept])),
        failures=tuple(sorted(told, key=lambda one: one.department)),
    )
    standing = bare.model_copy(update={"digest": _seal(bare)})
    publish_file(plan.folder / RUN_FILE, record_text(standing).encode())
    return standing


def _has_report(plan: Plan, department: str) -> bool:
    """Whether an earlier batch's report still lies there: its folder may have been taken away since."""
    return is_own_file(plan.folder / department / RECORD_FILE)
