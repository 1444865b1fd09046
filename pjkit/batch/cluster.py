"""Many machines: the same jobs, sent to a dask.distributed scheduler (optional extra ``cluster``).

A job carries its inputs by value and its result comes back by value, so workers need only the package: no
shared folder, no copy of the data.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from pjkit.batch.render import Place

_CONNECT = 20.0  # seconds for the scheduler to answer, and again for a worker to be there
_NOT_INSTALLED = "没有安装集群支持。请在代码目录中运行 pip install -c constraints.txt '.[cluster]'"
_LEAST_SENT = 32  # jobs: more workers may join


class ClusterError(Exception):
    """A cluster that cannot be used; the text says why, in Chinese."""


@contextmanager
def cluster(address: str) -> Iterator[Place]:
    """Run reports on the workers of the scheduler at ``address``, e.g. ``tcp://10.0.0.5:8786``.

    A job whose worker is lost is given to another one. Raises :class:`ClusterError` if there is no
    scheduler, if it has no worker, or if the extra is not installed.
    """
    try:
        from distributed import Client  # optional, and slow to import
    except ImportError:
        raise ClusterError(_NOT_INSTALLED) from None
    unreachable = f"连接不上调度器“{address}”。检查地址，如 tcp://10.0.0.5:8786，以及它是否在运行"
    if not address:  # dask would start a cluster of its own
        raise ClusterError(unreachable)
    try:
        client = Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError):
        raise ClusterError(unreachable) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_CONNECT)
        except TimeoutError:
            raise ClusterError(f"调度器“{address}”上没有工作进程。请先启动 dask worker {address}") from None
        yield Place(
            client.get_executor(pure=False),
            max(_LEAST_SENT, 2 * sum(client.ncores().values())),
            is_here=False,
        )
