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


class EdtfError(BordervizError, ValueError):
    """A date text that is not of the supported EDTF subset."""


class PageError(BordervizError):
    """A page that would not keep its promises (offline, safe, one file)."""
