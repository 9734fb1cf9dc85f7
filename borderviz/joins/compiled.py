"""Loops that are compiled on first use, and run on all cores.

The compiled form is kept on disk beside the sources, or in the user's cache folder where those
cannot be written to; the first use after an installation takes some seconds more than the
later ones. Where neither folder can be written to, every process compiles for itself. The loops
let other threads run, so a call is spread over the cores by threads of its own: no thread
layer has to be agreed on with whoever calls (a cluster's workers are threaded themselves).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

_Loop = TypeVar("_Loop", bound="Callable[..., Any]")


def compiled(loop: _Loop) -> _Loop:
    """Compile a loop over arrays; floating point stays as it is written."""
    try:
        return cast("_Loop", numba.njit(cache=True, nogil=True, error_model="numpy")(loop))
    except RuntimeError:  # there is no folder to keep the compiled form in
        return cast("_Loop", numba.njit(nogil=True, error_model="numpy")(loop))


def inlined(step: _Loop) -> _Loop:
    """Compile a step into the loops that call it: a call would count references to its arrays."""
    return cast("_Loop", numba.njit(error_model="numpy", forceinline=True)(step))


def on_all_cores(loop: Callable[[int, int], None], count: int, *, least: int = 1) -> None:
    """Run ``loop(begin, end)`` over the whole of ``range(count)``, in slices.

    Parameters
    ----------
    loop : callable
        It writes its results for ``begin <= i < end`` to arrays of its own.
    count : int
    least : int
        Fewer than this many are not worth a thread.
    """
    cores = os.cpu_count() or 1
    if count <= least or cores == 1:
        loop(0, count)
        return
    # more slices than cores, since some places hold more work than others
    slices = min(8 * cores, -(-count // least))
    cuts = [count * i // slices for i in range(slices + 1)]
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(loop, cuts[:-1], cuts[1:]))
