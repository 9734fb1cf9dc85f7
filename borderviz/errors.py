"""The errors that borderviz raises on purpose.

Every text says what happened, shows the value, and says what to do about it; the
command line prints it as one sentence and exits with status 1.
"""

from __future__ import annotations


class BordervizError(Exception):
    """Base of every error that borderviz raises on purpose."""


class DataPackError(BordervizError):
    """A file of the data pack is missing, changed or not of its layout."""


class InputError(BordervizError, ValueError):
    """A file, table or argument that the caller gave cannot be used."""


class TableError(InputError):
    """A table with faults: all of them, each in a line of its own.

    Attributes
    ----------
    what : str
        The table, and how many faults it has.
    faults : tuple of str
        One sentence per fault: row, column, value, reason.
    """

    def __init__(self, what: str, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join((what, *(f"  {fault}" for fault in faults))))
        self.what = what
        self.faults = faults


class EdtfError(BordervizError, ValueError):
    """A date text that is not of the supported EDTF subset."""


class PageError(BordervizError):
    """A page that would not keep its promises (offline, safe, one file)."""


def shown(value: object, *, limit: int = 80) -> str:
    r"""Write a value for an error text: quoted, on one line, not too long.

    Control characters and marks that turn the writing direction appear as escapes, so that
    a hostile cell can neither break a log line nor disguise itself on a terminal.

    Parameters
    ----------
    value
        Any value; a NumPy scalar is shown as the plain number.
    limit
        Characters after which a text is cut; the rest is counted.

    Examples
    --------
    >>> shown("a\tb")
    "'a\\tb'"
    >>> shown("x" * 100, limit=5)
    "'xxxxx' … (100 characters)"
    """
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "ndim", None) == 0:
        value = item()
    text = value if isinstance(value, str) else _one_line(value)
    cut = repr(text[:limit]) if isinstance(value, str) else text[:limit]
    return cut if len(text) <= limit else f"{cut} … ({len(text)} characters)"


def _one_line(value: object) -> str:
    try:
        return printable(" ".join(repr(value).split()))
    except Exception:  # a foreign __repr__ may do anything; the message must still be made
        return f"a {type(value).__name__} without a printable form"


def shown_path(path: object) -> str:
    """Write a path for an error text: as `shown`, but whole."""
    return shown(str(path), limit=4096)


def printable(text: str) -> str:
    r"""Escape what a terminal would obey rather than show: control and direction marks.

    Examples
    --------
    >>> printable("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
