"""Manifests: what a published folder holds, by size and digest, so that damage is noticed and not passed on.

They tell damage and edits from what pjkit wrote. Whoever edits a manifest as well is found by ``pjkit verify``, which
scores the data anew.
"""

import hashlib
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from pjkit.model.problem import InputError
from pjkit.model.records import MANIFEST_FILE, FileDigest, Manifest, read_manifest
from pjkit.model.stored import record_text

_MOST = 2_000_000  # bytes of a manifest; one of ours has some hundred


def manifest_of(place: str, files: Mapping[str, bytes], made_from: str = "") -> bytes:
    """The manifest's file for these files of a folder. ``place``: which one, as ``2022/demo-library``."""
    digests = {name: _digest(io.BytesIO(content), len(content)) for name, content in sorted(files.items())}
    return record_text(Manifest(place=place, made_from=made_from, files=digests)).encode()


def sound_manifest(folder: Path, place: str) -> Manifest | None:
    """A folder's manifest; ``None`` where it is missing, damaged or another folder's."""
    file = folder / MANIFEST_FILE
    try:
        if not _is_plain(file) or file.stat().st_size > _MOST:
            return None
        manifest = read_manifest(file)
    except (InputError, OSError):
        return None
    return manifest if manifest.place == place else None


def damage(folder: Path, place: str, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Which files of a folder (``names``: of these; none: of all) are not what its manifest says.

    Without a sound manifest nothing is known of any: then that is what is damaged.
    """
    manifest = sound_manifest(folder, place)
    if manifest is None:
        return (MANIFEST_FILE,)
    asked = tuple(names) or manifest.files
    return tuple(name for name in asked if not _agrees(folder / name, manifest.files.get(name)))


def damage_words(damaged: Iterable[str]) -> str:
    """The same in Chinese; nothing where nothing is damaged."""
    names = [name for name in damaged if name != MANIFEST_FILE]
    said = f"{'、'.join(names)} 与清单不符（损坏或被改动）" if names else ""
    return said or ("清单 manifest.json 缺失、损坏或属于别处" if tuple(damaged) else "")


def _agrees(file: Path, expected: FileDigest | None) -> bool:
    try:
        if expected is None or not _is_plain(file) or file.stat().st_size != expected.size:
            return False
        with file.open("rb") as content:
            return _digest(content, expected.size) == expected
    except OSError:
        return False


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _digest(content: io.BufferedIOBase, size: int) -> FileDigest:
    return FileDigest(size=size, digest="sha256:" + hashlib.file_digest(content, "sha256").hexdigest())
