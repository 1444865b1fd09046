"""A worker of a cluster that sends back something else than it is asked for: ``dask worker --preload liar``."""

import pytest

from pjkit.batch import far


class Running:
    """Runs code where it is unpickled: writes a file in the folder of whoever reads it."""

    def __reduce__(self) -> tuple[object, ...]:
        return open, ("unpickled", "w")


def dask_setup(_worker: object) -> None:
    """Called in a worker before it takes jobs."""
    pytest.MonkeyPatch().setattr(far, "run_far", lambda _: Running())
