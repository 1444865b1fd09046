"""Spoilt CSV folders: a dossier or problems, and never a figure that nobody wrote."""

import csv
import io
import shutil
from functools import cache
from pathlib import Path

import pytest
from helpers import ROOT, rubric, sample, sample_params
from hypothesis import given
from hypothesis import strategies as st
from independent import check, of_folder, said
from spoiling import CELLS, SHEETS_OF_FIGURES, repeatedly, spoilt

from pjkit.model.dossier import Dossier
from pjkit.model.problem import InputError
from pjkit.sources.reading import read_dossier


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample folder's sheets of figures."""
    path = tmp_path_factory.mktemp("folder") / "data"
    path.mkdir()
    for name in SHEETS_OF_FIGURES:
        shutil.copy(ROOT / sample_params("demo-library").data / f"{name}.csv", path)
    return path


def read_folder(path: Path) -> Dossier | InputError:
    try:
        return read_dossier(path, rubric(), sample_params("demo-library"))
    except InputError as error:
        return error


def with_file(folder: Path, name: str, content: bytes) -> None:
    """Read the folder with one file changed."""
    path = folder / f"{name}.csv"
    before = path.read_bytes()
    try:
        path.write_bytes(content)
        check(read_folder(folder), said(library()), lambda: of_folder(folder))
    finally:
        path.write_bytes(before)


@cache
def library() -> Dossier:
    return sample("demo-library")


names = st.sampled_from(SHEETS_OF_FIGURES)
BYTES = [
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b'"',
    b";",
    b"\t",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"7",
    b".",
    b"-",
    b"\xa0",
    b"\xe3\x80\x80",
]


@repeatedly(150)
@given(
    names,
    st.integers(0, 3000),
    st.sampled_from([0, 0, 1, 3]),
    st.one_of(st.sampled_from(BYTES), st.binary(max_size=3)),
)
def test_bytes_of_a_csv_file_changed(folder: Path, name: str, at: int, cut: int, insert: bytes) -> None:
    with_file(folder, name, spoilt((folder / f"{name}.csv").read_bytes(), at, cut, insert))


@repeatedly(150)
@given(st.data())
def test_cells_of_a_csv_file_changed(folder: Path, data: st.DataObject) -> None:
    name = data.draw(names)
    rows = list(csv.reader(io.StringIO((folder / f"{name}.csv").read_text(encoding="utf-8-sig"), newline="")))
    row = data.draw(st.sampled_from(rows[1:]))
    value = data.draw(st.sampled_from(CELLS))
    at = data.draw(st.integers(1, len(row)))
    row[at : at + 1] = [value] * data.draw(st.integers(0, 2))  # one cell fewer, as many, or one more
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=data.draw(st.sampled_from(["\n", "\r\n", "\r"]))).writerows(rows)
    with_file(
        folder, name, text.getvalue().encode(data.draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030"])))
    )
