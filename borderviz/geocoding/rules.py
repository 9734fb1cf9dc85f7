"""Which function answers which tree: each rule is entered where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderviz.geocoding.answers import Answer
    from borderviz.geocoding.atlas import Atlas
    from borderviz.geocoding.context import Context
    from borderviz.geocoding.trees import Expression

_Rule = TypeVar("_Rule", bound="Callable[[Any, Atlas, Context], Answer]")
_RULES: Final[dict[type, Callable[[Any, Atlas, Context], Answer]]] = {}


def rule(kind: type) -> Callable[[_Rule], _Rule]:
    """Enter a function as the rule for a kind of tree."""

    def enter(function: _Rule) -> _Rule:
        _RULES[kind] = function
        return function

    return enter


def evaluate(tree: Expression, atlas: Atlas, context: Context) -> Answer:
    """Return what a tree amounts to: candidates with their supports and reasons."""
    return _RULES[type(tree)](tree, atlas, context)
