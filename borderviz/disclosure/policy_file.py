"""Policies from files: small TOML documents that change a preset.

::

    name = "partners"            # by default the name of the file
    based_on = "public"          # what stands where the file says nothing
    marked = true                # whether outputs carry the mark of internal ones

    [levels.3]
    place = "county"             # as located, as stated, county, province, country,
                                 # grid-0.1, grid-1, nothing, withheld
    date = "month"               # day, month, year, nothing
    columns = ["country", "killed_low", "killed_high"]
    quote = false
    source = false
    delay_days = 90
    min_cell = 3

    [texts]
    reviewed = ["0f3a…"]         # digests that a finding names
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

from borderviz.disclosure.policy import (
    DATES,
    LEVELS,
    PLACES,
    PRESETS,
    LevelRules,
    Policy,
    check_policy,
)
from borderviz.errors import InputError, shown, shown_path
from borderviz.files import read_bytes

_TOP: Final = ("name", "based_on", "marked", "levels", "texts")
_LEVEL: Final = tuple(field.name for field in fields(LevelRules))
_SUFFIX: Final = ".toml"


def load_policy(name: str | Path | Policy) -> Policy:
    """Return a policy: a preset by its name, or the one of a file.

    Parameters
    ----------
    name : str, Path or Policy
        ``internal``, ``public``, the path of a TOML file, or a policy already loaded.

    Raises
    ------
    InputError
        If there is no such policy, or the file has a key that is not known, a value that is no
        choice, or rules that contradict each other.
    """
    if isinstance(name, Policy):
        return name
    if isinstance(name, str) and name in PRESETS:
        return PRESETS[name]
    if isinstance(name, Path) or (isinstance(name, str) and name.endswith(_SUFFIX)):
        return _read_policy(Path(name))
    raise InputError(
        f"there is no policy {shown(name)}; use {' or '.join(PRESETS)}, or name a policy file "
        f"(NAME{_SUFFIX})"
    )


def _read_policy(path: Path) -> Policy:
    try:
        said = tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{shown_path(path)} is no TOML document in UTF-8: {error}") from error
    try:
        return check_policy(_policy_of(said, path.stem))
    except InputError as error:
        raise InputError(f"{shown_path(path)}: {error}") from error


def _policy_of(said: Mapping[str, Any], stem: str) -> Policy:
    _check_keys(said, _TOP, "the policy")
    base = PRESETS[_choice(said.get("based_on", "public"), tuple(PRESETS), "based_on")]
    policy = replace(
        base,
        name=_typed(said.get("name", stem), str, "name"),
        marked=_typed(said.get("marked", base.marked), bool, "marked"),
    )
    levels = _typed(said.get("levels", {}), dict, "levels")
    _check_keys(levels, tuple(map(str, LEVELS)), "levels")
    if levels and base.levels is None:
        raise InputError(
            "levels stand in a policy that is based on 'internal', which shows everything; base "
            "it on 'public'"
        )
    if base.levels is not None:
        rules = {n: _rules_of(levels.get(str(n), {}), base.levels[n], n) for n in LEVELS}
        policy = replace(policy, levels=rules)
    texts = _typed(said.get("texts", {}), dict, "texts")
    _check_keys(texts, ("reviewed",), "texts")
    return replace(policy, reviewed=frozenset(_texts(texts.get("reviewed", []), "texts.reviewed")))


def _rules_of(said: Any, base: LevelRules, number: int) -> LevelRules:
    where = f"levels.{number}"
    _check_keys(_typed(said, dict, where), _LEVEL, where)
    changed: dict[str, Any] = {}
    for key, value in said.items():
        what = f"{where}.{key}"
        if key == "place":
            changed[key] = _choice(value, PLACES, what)
        elif key == "date":
            changed[key] = _choice(value, DATES, what)
        elif key == "columns":
            changed[key] = tuple(_texts(value, what))
        elif key in {"quote", "source"}:
            changed[key] = _typed(value, bool, what)
        else:
            changed[key] = _count(value, what)
    return replace(base, **changed)


def _check_keys(said: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in said:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            raise InputError(
                f"{where} has no key {shown(key)}{meant} (known are {', '.join(known)})"
            )


def _choice(value: Any, choices: tuple[str, ...], where: str) -> str:
    if value not in choices:
        raise InputError(f"{where} is {shown(value)}; use one of {', '.join(choices)}")
    return str(value)


def _typed(value: Any, kind: type, where: str) -> Any:
    if not isinstance(value, kind):
        names = {str: "a text", bool: "true or false", dict: "a table", list: "a list"}
        raise InputError(f"{where} is {shown(value)}; give {names[kind]}")
    return value


def _texts(value: Any, where: str) -> list[str]:
    return [_typed(one, str, where) for one in _typed(value, list, where)]


def _count(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InputError(f"{where} is {shown(value)}; give a whole number, 0 or more")
    return value
