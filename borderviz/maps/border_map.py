"""The map itself: a ``folium.Map`` that is written as one page of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium

from borderviz.disclosure import NO_SECRETS, Secrets, find_leaks, stop_on_leaks
from borderviz.errors import PageError
from borderviz.files import atomic_write_text
from borderviz.maps.foreign import foreign_parts
from borderviz.maps.layers import added_layers, is_data, layer_as_data, refusal, tiles_as_data
from borderviz.page import embed_page, render_page

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping


class BorderMap(folium.Map):
    """A map of events that is one self-contained page.

    Plain folium layers may be added (``GeoJson``, ``PolyLine``, ``Polygon``, ``Rectangle``,
    ``Circle``, ``CircleMarker``, ``TileLayer``, and ``FeatureGroup`` of these): the page's viewer
    draws them as data and shows their tooltips and popups as text. Any other folium element
    brings script of its own and is refused when the page is made, unless it is vouched for.

    Parameters
    ----------
    payload : mapping
        The page's data (:mod:`borderviz.page`).
    secrets : Secrets, optional
        What the page must not hold, added layers included; it is searched before it is given.
    known : frozenset of str
        Digests of the page's parts that are the same whatever the events are.
    notes : tuple of str
        What is left out or generalised on it, for whoever publishes.
    """

    def __init__(
        self,
        payload: Mapping[str, Any],
        *,
        secrets: Secrets = NO_SECRETS,
        known: frozenset[str] = frozenset(),
        notes: tuple[str, ...] = (),
    ) -> None:
        super().__init__(tiles=None)
        self._payload = payload
        self._secrets, self._known = secrets, known
        self.notes = notes

    def to_html(self, *, trusted: bool = False) -> str:
        """Return the page as text: the same bytes for the same map.

        Parameters
        ----------
        trusted : bool
            Let added folium elements that the viewer cannot draw run their own script, and load
            what they name. The page then says so, and is no longer sealed against the network.

        Raises
        ------
        PageError
            If an added folium element is not one that the viewer can draw as data.
        TableError
            If the finished page holds anything that its policy withholds.
        """
        layers = list(added_layers(self))
        others = [layer for layer in layers if not is_data(layer)]
        if others and not trusted:
            raise PageError(refusal(others[0]))
        plain = [layer for layer in layers if is_data(layer)]
        tiles = [tiles_as_data(one) for one in plain if type(one) is folium.TileLayer]
        shapes = [layer_as_data(one) for one in plain if type(one) is not folium.TileLayer]
        foreign = foreign_parts(others) if others else None
        page = self._payload["page"] | {
            "tiles": [*self._payload["page"]["tiles"], *tiles],
            "trusted": ", ".join(foreign.names) if foreign else None,
        }
        text = render_page({**self._payload, "page": page, "analyst_layers": shapes}, foreign)
        if self._secrets:
            found = find_leaks(
                text.encode("utf-8", "surrogatepass"), self._secrets, name="page", known=self._known
            )
            stop_on_leaks(found)
        return text

    def save(  # type: ignore[override]
        self, outfile: str | os.PathLike[str], *, trusted: bool = False
    ) -> None:
        """Write the page; a file that is there already is replaced only by a whole one.

        Parameters
        ----------
        outfile : path-like
        trusted : bool
            As of `to_html`.
        """
        atomic_write_text(outfile, self.to_html(trusted=trusted))

    def _repr_html_(self, **_kwargs: object) -> str:
        """Show the page in a notebook, in a sandbox of its own."""
        return embed_page(self.to_html())
