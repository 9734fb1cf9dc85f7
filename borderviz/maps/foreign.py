"""folium elements that bring script of their own, for pages whose maker vouches for them."""

from __future__ import annotations

import copy
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import folium
from branca.element import Element, Figure

from borderviz.page import Foreign

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAP_ID: Final = "borderviz"


def foreign_parts(layers: list[Element]) -> Foreign:
    """Render elements as folium would, for a map of the page's name.

    They are copied first: rendering adds to a folium tree, and names in it are random.
    """
    stub = folium.Map(tiles=None)
    stub._id = _MAP_ID
    figure = Figure()
    figure.add_child(stub, name=stub.get_name())
    numbers = count(1)
    for layer in layers:
        own = copy.deepcopy(layer, {id(layer._parent): None})
        _renumber(own, numbers)
        stub.add_child(own, name=own.get_name())
    figure.render()
    scripts = [
        part.render() for name, part in figure.script._children.items() if name != stub.get_name()
    ]
    return Foreign(
        names=tuple(dict.fromkeys(type(layer).__name__ for layer in layers)),
        scripts=tuple(dict.fromkeys(_links(layers, "default_js"))),
        styles=tuple(dict.fromkeys(_links(layers, "default_css"))),
        code="\n".join(scripts),
        map_name=stub.get_name(),
    )


def _renumber(element: Element, numbers: Iterator[int]) -> None:
    """Give an element and all below it ids that are the same every time."""
    element._id = f"{next(numbers):08d}"
    children = list(element._children.values())
    element._children.clear()
    for child in children:
        _renumber(child, numbers)
        element._children[child.get_name()] = child


def _links(layers: list[Element], kind: str) -> Iterator[str]:
    for layer in _all(layers):
        for _, link in getattr(layer, kind, []):
            yield str(link)


def _all(layers: Any) -> Iterator[Element]:
    for layer in layers:
        yield layer
        yield from _all(layer._children.values())
