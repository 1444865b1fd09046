"""What one render is asked to do, by value: it can run in another process or on another machine.

A job carries the notebook, the rubric and one department's data as the bytes that they were at one moment, and the
digests of just these bytes. Whoever runs it unpacks them into a working folder of its own, so no notebook can read
another department's files and no folder is shared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pjkit.batch.engine.bounds import NO_LIMITS, Limits
from pjkit.batch.fingerprint import digest_of, digest_of_libraries, digest_of_package
from pjkit.model.dossier import Dossier
from pjkit.model.params import MASTER_NOTEBOOK, Params
from pjkit.model.problem import InputError, Problem
from pjkit.model.records import Inputs
from pjkit.model.regular_file import read_regular
from pjkit.sources.data_files import Kind
from pjkit.sources.door import named_within
from pjkit.sources.load import Received

MASTER = Path(MASTER_NOTEBOOK)
_LARGEST_NOTEBOOK = 20_000_000  # bytes


@dataclass(frozen=True)
class Asked:
    """What is the same for all reports of a batch. ``template``: a Word template; none: pjkit's.

    ``again``: the words of the command line that a command must say again to make a report in the same way.
    """

    notebook: bytes
    limits: Limits = NO_LIMITS
    template: bytes = b""
    again: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """One report to make. ``data``: path relative to the working folder → content; ``dossier``: what that says."""

    params: Params
    source: str  # the parameter file, for the command that tries again
    rubric: bytes
    data: Mapping[str, bytes]
    dossier: Dossier
    inputs: Inputs
    asked: Asked

    def unpack(self, folder: Path) -> None:
        """Write the rubric and the data below ``folder``."""
        for relative, content in {self.params.rubric: self.rubric, **self.data}.items():
            target = folder / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def notebook_file(root: Path, relative: Path) -> bytes:
    """A notebook's content. Raises :class:`InputError` if it is not there."""
    try:
        return read_regular(named_within(root, relative.as_posix()), _LARGEST_NOTEBOOK)
    except OSError:
        name = relative.as_posix()
        found = "笔记本不存在或无法读取"
        raise InputError(
            [Problem(name, "", found, "项目中的笔记本", "在项目目录中运行，或放回这个文件")]
        ) from None


def inputs_of(received: Received, asked: Asked) -> Inputs:
    """The digests that are known without looking into the data.

    The digest of all bytes is left out of a public edition: who has guessed what it leaves out could prove it.
    """
    params = received.params
    return Inputs(
        notebook=digest_of(asked.notebook),
        params=digest_of(params.model_dump_json().encode()),
        data="",
        rubric="",
        pjkit=digest_of_package(),
        libraries=digest_of_libraries(),
        template=digest_of(asked.template) if asked.template else "",
        files="" if params.edition == "public" else _digest_of_files(received),
    )


def make_job(received: Received, asked: Asked) -> Job:
    """Look into the data. Raises :class:`InputError` with all problems."""
    inputs = inputs_of(received, asked)
    opened = received.read()
    return Job(
        received.params,
        received.source,
        received.rubric,
        _data(received),
        opened.dossier,
        inputs.model_copy(update={"data": opened.dossier.digest, "rubric": opened.rubric.digest}),
        asked,
    )


def _data(received: Received) -> dict[str, bytes]:
    place, is_folder = received.params.data, received.data.kind is Kind.FOLDER
    return {
        f"{place}/{file.name}" if is_folder else place: file.content
        for file in received.data.files
        if file.content is not None
    }


def _digest_of_files(received: Received) -> str:
    contents = {"": received.rubric, **_data(received)}
    return digest_of("\n".join(f"{digest_of(content)} {name}" for name, content in contents.items()).encode())
