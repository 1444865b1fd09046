"""What several test modules share: copies of the project, and every sample rendered once."""

import contextlib
import shutil
from pathlib import Path

import pytest

from pjkit.cli import main
from pjkit.jupyter import prepare

ROOT = Path(__file__).parent.parent

prepare()  # blocks show themselves as HTML, as they do for whoever uses a verb


def copy_project(target: Path) -> Path:
    """The project's notebooks and parameters in another folder, to render in."""
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, target / name)
    return target


def render_in(root: Path, *words: str) -> int:
    """``pjkit render`` with ``root`` as the project's root; gives the exit status."""
    with contextlib.chdir(root):
        return main(["render", *words])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, for one test."""
    return copy_project(tmp_path)


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with every sample department rendered; not to be changed."""
    root = copy_project(tmp_path_factory.mktemp("all"))
    assert render_in(root) == 0
    return root
