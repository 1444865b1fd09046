"""Files under outputs/: whole or not at all. Everything is written beside its place, then renamed into it."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def publish(folder: Path, files: Mapping[str, str]) -> None:
    """Make ``folder`` hold exactly these files (name → text). A reader never sees a half-written one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, text in files.items():
            (staging / name).write_text(text, encoding="utf-8", newline="\n")
        staging.chmod(0o755)
        _swap(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _swap(staging: Path, folder: Path) -> None:
    """Put ``staging`` in the place of ``folder``; an older version is set aside first and then removed."""
    if not folder.exists():
        staging.rename(folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    try:
        folder.rename(aside / "old")
        staging.rename(folder)
    except OSError:
        if not folder.exists() and (aside / "old").exists():
            (aside / "old").rename(folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
