"""Which versions of GDAL read and write vector files."""

from __future__ import annotations

import fiona
import pyogrio


def gdal_versions() -> dict[str, str]:
    """Return the version of GDAL that each of its two readers carries, by the reader's name."""
    return {"fiona": fiona.__gdal_version__, "pyogrio": pyogrio.__gdal_version_string__}
