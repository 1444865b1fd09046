"""Many machines: the same jobs, sent to a dask.distributed scheduler (optional extra ``cluster``).

A job carries its inputs by value, and what its cells have put out comes back as bytes of JSON (:mod:`pjkit.batch.far`), so
workers need only the package: no shared folder, no copy of the data.

dask itself pickles: jobs on their way to a worker, and a worker's exceptions on their way back, which run code where they
arrive. So whoever can speak to the scheduler can run programs on all machines that use it. Addresses are therefore those
of this machine or ``tls://``, where both sides prove who they are. Results are never unpickled.
"""

import ipaddress
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

from pjkit.batch.render import Place

T = TypeVar("T")

_CONNECT = 20.0  # seconds for the scheduler to answer, and again for a worker to be there
_MORE = 2.0  # seconds for dask to say itself that it has waited long enough
_GRACE = 45.0  # seconds that a report may take on its way, beyond its own time
_NOT_INSTALLED = "没有安装集群支持。请在代码目录中运行 pip install -c constraints.txt '.[cluster]'"
_LEAST_SENT = 32  # jobs: more workers may join
_SAFE = ["msgpack", "dask"]  # ways that results may be written in; not pickle
_PROVED = ("tls", "wss")  # where both sides show certificates


class ClusterError(Exception):
    """A cluster that cannot be used; the text says why, in Chinese."""


@contextmanager
def cluster(address: str, seconds: float) -> Iterator[Place]:
    """Run reports on the workers of the scheduler at ``address``, e.g. ``tls://10.0.0.5:8786``.

    A job whose worker is lost is given to another one; ``seconds``: how long a job may take. Raises :class:`ClusterError`
    if there is no scheduler, if it has no worker, if its address is open to anybody, or if the extra is not installed.
    """
    try:
        from distributed import Client  # optional, and slow to import
    except ImportError:
        raise ClusterError(_NOT_INSTALLED) from None
    unreachable = f"连接不上调度器“{address}”。检查地址，如 tls://10.0.0.5:8786，以及它是否在运行"
    _check(address, unreachable)
    for name in ("distributed", "tornado"):  # what goes wrong is told of each report
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        client = _in_time(
            lambda: Client(address, timeout=_CONNECT, set_as_default=False, deserializers=_SAFE)
        )
    except Exception:  # noqa: BLE001 - of an address or a certificate dask raises anything
        raise ClusterError(unreachable) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_CONNECT)
        except TimeoutError:
            raise ClusterError(f"调度器“{address}”上没有工作进程。请先启动 dask worker {address}") from None
        sent = max(_LEAST_SENT, 2 * sum(client.ncores().values()))
        yield Place(client.get_executor(pure=False), sent, is_here=False, patience=seconds + _GRACE)


def _in_time(connect: Callable[[], T]) -> T:
    """What ``connect`` gives. Raises ``TimeoutError`` where a port listens and says nothing: dask would wait for ever."""
    made: Future[T] = Future()

    def run() -> None:
        try:
            made.set_result(connect())
        except BaseException as error:  # noqa: BLE001 - raised in the thread that waits
            made.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return made.result(_CONNECT + _MORE)


def _check(address: str, unreachable: str) -> None:
    """Raise unless the address is one that only the right people can answer at."""
    scheme, _, place = address.rpartition("://")
    host, _, port = place.rpartition(":")
    if not host or not port.isdecimal():  # dask would start a cluster of its own, or guess
        raise ClusterError(unreachable)
    if scheme not in _PROVED and not _is_this_machine(host.strip("[]")):
        raise ClusterError(
            f"调度器“{address}”的连接没有加密和验证：能连上它的人都能在各台机器上运行程序。"
            "请按 dask 的说明配置证书，改用 tls:// 地址；不加密的只能是本机（如 tcp://127.0.0.1:8786）"
        )


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
