"""What one render is asked to do, by value: it can run in another process or on another machine.

A job carries the notebook, the rubric and one department's data as bytes. Whoever runs it unpacks them into
a working folder of its own, so no notebook can read another department's files and no folder is shared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pjkit.batch.engine.bounds import NO_LIMITS, Limits
from pjkit.batch.fingerprint import digest_of, digest_of_libraries, digest_of_package
from pjkit.checks.traces import traces_of
from pjkit.model.params import Params
from pjkit.model.problem import InputError, Problem
from pjkit.model.records import Inputs
from pjkit.sources.load import Opened
from pjkit.writers.failure_markers import LEFTOVERS

MASTER = Path("notebooks/report.ipynb")


@dataclass(frozen=True)
class Job:
    """One report to make. ``files``: path relative to the working folder → content."""

    params: Params
    name: str  # the department's, in Chinese
    source: str  # the parameter file, for the command that tries again
    notebook: bytes
    files: Mapping[str, bytes]
    inputs: Inputs
    limits: Limits = NO_LIMITS
    template: bytes = b""  # the department's own Word template; none: pjkit's
    traces: str = ""  # what other departments' reports are compared by (JSON)
    wrote: frozenset[str] = frozenset()  # words of the department's that look like our failures on a page

    def unpack(self, folder: Path) -> None:
        """Write the job's files below ``folder``."""
        for relative, content in self.files.items():
            target = folder / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def notebook_file(root: Path, relative: Path) -> bytes:
    """A notebook's content. Raises :class:`InputError` if it is not there."""
    try:
        return (root / relative).read_bytes()
    except OSError:
        name = relative.as_posix()
        found = "笔记本不存在或无法读取"
        raise InputError(
            [Problem(name, "", found, "项目中的笔记本", "在项目目录中运行，或放回这个文件")]
        ) from None


def make_job(opened: Opened, root: Path, limits: Limits = NO_LIMITS, template: bytes = b"") -> Job:
    """Read everything one report needs. Raises :class:`InputError` for paths that leave the project."""
    params = opened.params
    master = notebook_file(root, MASTER)
    files = dict(_files(root, params.rubric)) | dict(_files(root, params.data))
    inputs = Inputs(
        notebook=digest_of(master),
        params=digest_of(params.model_dump_json().encode()),
        data=opened.dossier.digest,
        rubric=opened.rubric.digest,
        pjkit=digest_of_package(),
        libraries=digest_of_libraries(),
        template=digest_of(template) if template else "",
    )
    traces = traces_of(opened.dossier).model_dump_json(indent=1) + "\n"
    name, wrote = opened.dossier.name, opened.wrote(LEFTOVERS)
    return Job(params, name, opened.source, master, files, inputs, limits, template, traces, wrote)


def _files(root: Path, relative: str) -> Iterator[tuple[str, bytes]]:
    """The file of that path, or the files directly in that folder."""
    path = PurePosixPath(relative)
    if path.is_absolute() or ".." in path.parts:
        expected = "项目根目录之内的相对路径"
        raise InputError([Problem(relative, "", "路径在项目之外", expected, "把文件移入项目并改写参数")])
    source = root / relative
    for file in sorted(source.iterdir()) if source.is_dir() else [source]:
        if file.is_file():
            yield file.relative_to(root).as_posix(), file.read_bytes()
