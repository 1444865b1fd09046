"""What one render is asked to do. Light to import: no papermill, no nbconvert."""

from dataclasses import dataclass
from pathlib import Path

from pjkit.scoring.params import Params

MASTER = Path("notebooks/report.ipynb")


@dataclass(frozen=True)
class Job:
    """What one report is made from and where it goes; ``root`` is what relative paths start from."""

    params: Params
    root: Path
    notebook: Path = MASTER

    @property
    def folder(self) -> Path:
        """Where the report's files are published: outputs/<year>/<department>."""
        return self.root / "outputs" / str(self.params.year) / self.params.department
