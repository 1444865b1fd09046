"""The zip around a Word file's parts: the same parts, the same bytes."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

_FIRST = "[Content_Types].xml"  # some readers look for it there
_NO_CLOCK = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of ``files`` (name → content), in one order and without a clock."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files, key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _NO_CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # not the machine's
            archive.writestr(entry, files[name])
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of such a zip."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
