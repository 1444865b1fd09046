"""Renders a county while everything around goes wrong, and holds what stands in the end against an undisturbed batch.

``make soak``, or ``python tests/soak/soak.py [--departments 500] [--rounds 60] [--seed 1] [--jobs 2]``. It takes long and
is not among the tests. The seed decides the departments, the bad data among them, and which trouble comes in which
round; when exactly a process dies the machine decides. After every round each report that can be seen must be whole,
no process of the batch may be left and nothing may have ended in a traceback; after the last round one undisturbed run
must leave the same bytes as in a project that nobody disturbed. Exit status: 0 all held, 1 something did not.

As root, outputs and the temporary folder lie on small disks of their own that are filled up; else the size of a file is
limited.
"""

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psutil  # type: ignore[import-untyped]  # comes with ipykernel

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "bench"))

from county import RUBRIC, make_county  # noqa: E402 - lies beside the benchmark

YEAR = "2022"
PAGE, NOTEBOOK, RECORD = "report.html", "report.ipynb", "scorecard.json"
MARK = "PJKIT_SOAK"  # in the environment of every process of a batch
PATIENCE, LONGEST = 30.0, 3600.0  # seconds for what a dead batch leaves to go; for a batch
BAD_EVERY = 20  # departments
ENDS = {0, 1, 130, 143, -signal.SIGKILL, -signal.SIGTERM}
GARBAGE = (b"", b"\x00" * 64, b"PK\x03\x04\xff", "项目,内容\n单位名称".encode("utf-16"), b'"' * 100)
_COMMAND = [sys.executable, "-c", "import sys; from pjkit.cli import main; sys.exit(main())", "render"]


@dataclass
class Soak:
    """A project that is disturbed, and what was seen."""

    root: Path
    temporary: Path
    jobs: int
    random: Random
    seconds: float  # an undisturbed batch of it takes
    on_disks: bool  # of their own
    wrong: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def year(self) -> Path:
        """The folder of reports."""
        return self.root / "outputs" / YEAR

    def start(self, limit: int = 0) -> "subprocess.Popen[str]":
        """The command, in a process of its own. ``limit``: bytes of a file; 0: none."""

        def bound() -> None:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background job ignores Ctrl-C
            if limit:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.Popen(
            [*_COMMAND, "--jobs", str(self.jobs)],
            cwd=self.root,
            env={**os.environ, MARK: str(self.root), "TMPDIR": str(self.temporary)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            preexec_fn=bound,  # noqa: PLW1509 - no threads start here
        )

    def sleep(self) -> None:
        """Until some moment of a round, which makes half of the reports."""
        time.sleep(self.random.uniform(0.02, 0.45) * self.seconds)


def say(text: str) -> None:
    """At once, so that a long run can be watched."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def chance(seed: int) -> Random:
    """The same choices for the same seed."""
    return Random(seed)  # noqa: S311 - nothing secret


# Troubles: each starts a batch, and gives its process


def _killed(
    soak: Soak, signum: int, pick: Callable[[psutil.Process], list[psutil.Process]]
) -> "subprocess.Popen[str]":
    process = soak.start()
    soak.sleep()
    with suppress(psutil.Error):
        victims = pick(psutil.Process(process.pid))
        if victims:
            soak.random.choice(victims).send_signal(signum)
    return process


def _prepared(parent: psutil.Process) -> list[psutil.Process]:
    return [one for one in parent.children() if "pjkit.batch.engine.server" in one.cmdline()]


def _shells(parent: psutil.Process) -> list[psutil.Process]:
    return [child for one in _prepared(parent) for child in one.children()]


def parent_killed(soak: Soak) -> "subprocess.Popen[str]":
    """The command itself."""
    return _killed(soak, signal.SIGKILL, lambda parent: [parent])


def parent_ended(soak: Soak) -> "subprocess.Popen[str]":
    """As somebody or the system ends it."""
    return _killed(soak, soak.random.choice((signal.SIGINT, signal.SIGTERM)), lambda parent: [parent])


def prepared_killed(soak: Soak) -> "subprocess.Popen[str]":
    """The process that shells are forked from."""
    return _killed(soak, signal.SIGKILL, _prepared)


def prepared_stopped(soak: Soak) -> "subprocess.Popen[str]":
    """It still is there, but does nothing."""
    return _killed(soak, signal.SIGSTOP, _prepared)


def shell_killed(soak: Soak) -> "subprocess.Popen[str]":
    """A report's own process."""
    return _killed(soak, signal.SIGKILL, _shells)


def all_killed(soak: Soak) -> "subprocess.Popen[str]":
    """The command and the prepared process at once: nobody is left to tidy up."""
    process = soak.start()
    soak.sleep()
    with suppress(psutil.Error):
        for victim in [psutil.Process(process.pid), *_prepared(psutil.Process(process.pid))]:
            victim.kill()
    return process


def disk_full(soak: Soak) -> "subprocess.Popen[str]":
    """No room for the reports after some of them."""
    return _full(soak, soak.root / "outputs", 3_000_000)


def temporary_full(soak: Soak) -> "subprocess.Popen[str]":
    """No room where jobs wait and notebooks run."""
    return _full(soak, soak.temporary, 500_000)


def _full(soak: Soak, folder: Path, most: int) -> "subprocess.Popen[str]":
    if not soak.on_disks:
        return soak.start(limit=soak.random.randint(10_000, 400_000))
    ballast = folder / "ballast"
    free = shutil.disk_usage(folder).free
    ballast.write_bytes(bytes(max(0, free - soak.random.randint(0, most))))
    process = soak.start()
    with suppress(subprocess.TimeoutExpired):
        process.wait(soak.random.uniform(0.2, 0.7) * soak.seconds)
    ballast.unlink()
    return process


def data_spoilt(soak: Soak) -> "subprocess.Popen[str]":
    """Some departments' files are garbage for a while."""
    files = sorted((soak.root / "params/data").glob("*/*.csv"))
    with _replaced({file: soak.random.choice(GARBAGE) for file in soak.random.sample(files, 5)}):
        return _killed(soak, soak.random.choice((0, signal.SIGKILL)), lambda parent: [parent])


def rubric_changed(soak: Soak) -> "subprocess.Popen[str]":
    """Somebody saves another rubric while the batch runs, and then the old one."""
    rubric = soak.root / RUBRIC
    process = soak.start()
    soak.sleep()
    with _replaced({rubric: rubric.read_bytes().replace(b"part_of_point: prorate", b"part_of_point: whole")}):
        soak.sleep()
    return process


@contextmanager
def _replaced(contents: dict[Path, bytes]) -> Iterator[None]:
    before = {file: file.read_bytes() for file in contents}
    for file, content in contents.items():
        file.write_bytes(content)
    yield
    for file, content in before.items():
        file.write_bytes(content)


TROUBLES = (
    *(parent_killed, parent_ended, prepared_killed, prepared_stopped, shell_killed, all_killed),
    *(disk_full, temporary_full, data_spoilt, rubric_changed),
)


# What must hold


def round_of(soak: Soak, number: int, trouble: Callable[[Soak], "subprocess.Popen[str]"]) -> None:
    """Take some reports away, so that there is something to do, let the trouble come, and look."""
    reports = _visible(soak)
    for report in soak.random.sample(reports, len(reports) // 2):
        shutil.rmtree(report)
    begin = time.monotonic()
    with trouble(soak) as process:
        try:
            _, said = process.communicate(timeout=LONGEST)
        finally:
            process.kill()
    name = f"第 {number} 轮 {trouble.__name__}"
    soak.seen[trouble.__name__] += 1
    found = [f"留下进程 {command}" for command in _left_over(soak)]
    found += [f"{report.name} 不完整：{why}" for report in _visible(soak) if (why := _fault(report))]
    if process.returncode not in ENDS or "Traceback" in said:
        found.append(f"退出码 {process.returncode}：{said[-2000:]}")
    soak.wrong += [f"{name}：{one}" for one in found]
    took = time.monotonic() - begin
    say(f"{name}：{took:.0f} 秒，退出码 {process.returncode}，{len(_visible(soak))} 份，{len(found)} 处不对")


def _visible(soak: Soak) -> list[Path]:
    return sorted(folder for folder in soak.year.glob("demo-*") if folder.is_dir())


def _fault(report: Path) -> str:
    """Why a report that can be seen is not whole."""
    try:
        record = json.loads((report / RECORD).read_bytes())
        notebook = json.loads((report / NOTEBOOK).read_bytes())
        page = (report / PAGE).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        return f"{type(error).__name__} {error}"
    if record["department"] != report.name or notebook["metadata"]["pjkit"] != record:
        return "笔记本、记录和文件夹不属于同一部门"
    return "" if page.rstrip().endswith("</html>") else "网页不完整"


def _left_over(soak: Soak) -> list[str]:
    """The commands of the batch's processes that are still there after a while; they are ended."""
    deadline = time.monotonic() + PATIENCE
    while (left := list(_ours(soak))) and time.monotonic() < deadline:
        time.sleep(0.2)
    commands = []
    for one in left:
        with suppress(psutil.Error):
            commands.append(" ".join(one.cmdline()))
            one.kill()
    return commands


def _ours(soak: Soak) -> Iterator[psutil.Process]:
    for one in psutil.process_iter():
        with suppress(psutil.Error):
            if one.environ().get(MARK) == str(soak.root) and one.status() != psutil.STATUS_ZOMBIE:
                yield one


def differences(calm: Path, stormy: Path) -> list[str]:
    """Files of two projects' outputs that are not the same byte for byte."""
    both = [
        {file.relative_to(root): file for file in root.rglob("*") if file.is_file()}
        for root in (calm, stormy)
    ]
    names = sorted({*both[0], *both[1]})
    return [str(name) for name in names if _content(both[0].get(name)) != _content(both[1].get(name))]


def _content(file: Path | None) -> bytes | None:
    return None if file is None else file.read_bytes()


# The whole


def county(root: Path, departments: int, random: Random) -> None:
    """A county with bad data in one of twenty departments."""
    make_county(root, departments)
    for folder in sorted((root / "params/data").iterdir())[::BAD_EVERY]:
        random.choice(sorted(folder.iterdir())).write_bytes(random.choice(GARBAGE))
    (root / "outputs").mkdir()


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """A disk of its own at ``folder``; whether there is one."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    mounted = (
        shutil.which("mount") is not None
        and not subprocess.run(mount, check=False, capture_output=True).returncode
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)  # noqa: S607 - of the system


def undisturbed(soak: Soak) -> int:
    """One batch that nobody disturbs; gives its exit status."""
    begin = time.monotonic()
    with soak.start() as process:
        try:
            process.communicate(timeout=LONGEST)
        finally:
            process.kill()
    soak.seconds = time.monotonic() - begin
    return process.returncode


def run(options: argparse.Namespace, folder: Path) -> list[str]:
    """All rounds; gives what did not hold."""
    calm, stormy = folder / "calm", folder / "stormy"
    county(calm, options.departments, chance(options.seed))
    shutil.copytree(calm, stormy)
    size = 20 + options.departments * 2
    (folder / "t").mkdir()
    quiet = Soak(calm, folder / "t", options.jobs, chance(options.seed), 0, on_disks=False)
    expected = undisturbed(quiet)
    say(f"没有干扰：{quiet.seconds:.0f} 秒，{len(_visible(quiet))} 份，退出码 {expected}")
    with disk(stormy / "outputs", size) as outputs, disk(folder / "d", size) as temporary:
        soak = Soak(
            stormy,
            folder / "d",
            options.jobs,
            chance(options.seed),
            quiet.seconds,
            on_disks=outputs and temporary,
        )
        order = [
            trouble for _ in range(options.rounds) for trouble in soak.random.sample(TROUBLES, len(TROUBLES))
        ]
        for number, trouble in enumerate(order[: options.rounds], start=1):
            round_of(soak, number, trouble)
        if (status := undisturbed(soak)) != expected:
            soak.wrong.append(f"最后一次的退出码是 {status}，应为 {expected}")
        soak.wrong += [
            f"与没有干扰的不同：{name}" for name in differences(calm / "outputs", stormy / "outputs")
        ]
        soak.wrong += [f"临时文件夹中留下 {path.name}" for path in (folder / "d").iterdir()]
    say("、".join(f"{name} {times}" for name, times in sorted(soak.seen.items())))
    return soak.wrong


def main() -> int:
    """Read the options and run."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that disks are given back
    parser = argparse.ArgumentParser(description="反复打断批量生成，核对最后的结果")
    for name, usual in (("departments", 500), ("rounds", 60), ("seed", 1), ("jobs", os.cpu_count() or 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        wrong = run(parser.parse_args(), Path(folder))
    say("\n".join([*wrong, f"{len(wrong)} 处不对" if wrong else "结果与没有干扰的逐字节相同"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
