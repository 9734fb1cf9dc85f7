"""Tiles from a server below the map: opt-in, with attribution and one host."""

from __future__ import annotations

import re
from typing import Any, Final

import xyzservices.providers

from borderviz.errors import InputError, shown

_HTTPS: Final = re.compile(r"https://(?:\{s\}\.)?[A-Za-z0-9.-]+(?::\d+)?/[^\s\"'<>]*")


def tiles_of(name: str) -> dict[str, Any]:
    """Return tiles by their name in xyzservices, for the page's payload.

    Raises
    ------
    InputError
        If there is none of that name, or it needs a key.
    """
    try:
        provider = xyzservices.providers.query_name(name)
    except ValueError:
        raise InputError(
            f"xyzservices knows no tiles {shown(name)}; take a name such as OpenStreetMap.Mapnik"
        ) from None
    if provider.requires_token():
        raise InputError(f"the tiles {shown(name)} need a key, which a page would give away")
    url = provider.build_url(fill_subdomain=False, scale_factor="")
    return tile_layer(
        url,
        name=provider.name,
        attribution=provider.attribution,
        max_zoom=provider.get("max_zoom", 18),
        subdomains=str(provider.get("subdomains", "abc")),
    )


def tile_layer(
    url: str, *, name: str, attribution: str, max_zoom: int, subdomains: str
) -> dict[str, Any]:
    """Return a tile layer as the page's payload has it.

    Raises
    ------
    InputError
        If the address is not https with one host, or nobody is credited.
    """
    if not _HTTPS.fullmatch(url):
        raise InputError(f"tiles come from an https address with one host, not {shown(url)}")
    if not attribution.strip():
        raise InputError(f"the tiles {shown(name)} credit nobody; give them an attribution")
    return {
        "name": name,
        "url": url,
        "attribution": attribution,
        "max_zoom": max_zoom,
        "subdomains": list(subdomains),
    }
