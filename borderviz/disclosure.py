"""Which columns of an events table may leave the house.

Every writer asks for a policy by name. ``internal`` keeps everything, and what is written
carries a visible mark. ``public`` keeps the columns of the contract but for those that
speak of the coder's own work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from borderviz.errors import InputError, shown
from borderviz.schema import EVENT_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

    Table = TypeVar("Table", bound=pd.DataFrame)

_NEVER_PUBLIC: Final = ("coder", "notes")


@dataclass(frozen=True)
class Policy:
    """What may be shown.

    Attributes
    ----------
    name : str
    marked : bool
        Whether outputs carry the mark that they are not for publication.
    """

    name: str
    marked: bool


_POLICIES: Final = {
    "internal": Policy("internal", marked=True),
    "public": Policy("public", marked=False),
}


def load_policy(name: str) -> Policy:
    """Return a policy by its name.

    Raises
    ------
    InputError
        If there is no policy of that name.
    """
    try:
        return _POLICIES[name]
    except KeyError:
        raise InputError(
            f"there is no policy {shown(name)}; use {' or '.join(_POLICIES)}"
        ) from None


def disclose(table: Table, policy: Policy, *, derived: tuple[str, ...] = ()) -> Table:
    """Return a table with the columns that a policy lets through.

    Parameters
    ----------
    table : DataFrame
    policy : Policy
    derived : tuple of str
        Columns beyond the events contract that the program itself made.
    """
    if policy.name == "internal":
        return table
    allowed = {*EVENT_COLUMNS, *derived} - set(_NEVER_PUBLIC)
    return table[[column for column in table.columns if column in allowed]]
