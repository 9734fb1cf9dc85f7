"""Joins on a Dask cluster: the same parts, joined by many workers.

What a worker needs (zones, their indexes, the pack) is sent to each once. Parts travel by name:
workers read the table and write their parts themselves, so both must be seen by all of them under
the same path. A worker that dies has its parts joined by another; a part is written whole or not
at all, so nothing is left of the first try.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from borderviz.errors import InputError, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_Shared = TypeVar("_Shared")
_Part = TypeVar("_Part")


def on_cluster(
    task: Callable[[_Shared, _Part], _Part],
    shared: _Shared,
    parts: Sequence[_Part],
    scheduler: str | None,
) -> Iterator[_Part]:
    """Do a task for many parts on a cluster and yield each part when it is done.

    Parameters
    ----------
    task : callable
        It returns its part, and may be done twice.
    shared : object
        What every task needs: sent to each worker once.
    parts : sequence
    scheduler : str or None
        Address of a running cluster; without one its workers are processes of this machine.

    Raises
    ------
    InputError
        Dask is not installed or the cluster does not answer.
    """
    try:
        from distributed import as_completed  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError(
            "the engine 'dask' needs packages that are not installed; install borderviz[dask]"
        ) from error
    with _client(scheduler) as client:
        sent = client.scatter(shared, broadcast=True, hash=False)
        futures = client.map(task, [sent] * len(parts), list(parts), pure=False, retries=2)
        for future in as_completed(futures):
            yield future.result()
            future.release()


@contextmanager
def _client(scheduler: str | None) -> Iterator[Any]:
    from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra

    if scheduler is None:
        local = LocalCluster(threads_per_worker=1, dashboard_address=None)
        with local as cluster, Client(cluster) as client:
            yield client
        return
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(
            f"no cluster answers at {shown(scheduler)}; start its scheduler, or check the address"
        ) from error
    with client:
        yield client
