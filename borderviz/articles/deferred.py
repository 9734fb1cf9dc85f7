"""Regular expressions that are compiled when they are first looked for."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Deferred:
    """A pattern that few articles need: to compile the long ones takes longer than to read one.

    Its methods are those of the compiled pattern, found when they are first asked for.

    Parameters
    ----------
    pattern : str
    flags : int
        As for `re.compile`.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern, self._flags = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern, self._flags)

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """What finds it in a text."""
        return self._compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """What finds it at a spot."""
        return self._compiled.match

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """What finds it wherever it stands in a text."""
        return self._compiled.finditer
