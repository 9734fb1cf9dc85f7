"""The cells of typed columns against a contract, as a pandera schema checks them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from borderviz.edtf import is_edtf
from borderviz.schema.model import Contract, Field, expectation


def failure_cases(
    frame: pd.DataFrame, contract: Contract, left_out: frozenset[str]
) -> pd.DataFrame | None:
    """Return the cells that break a contract; None where all keep it.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table whose index counts its rows from 0.
    contract : Contract
    left_out : frozenset of str
        Columns that are not looked at.

    Returns
    -------
    pandas.DataFrame or None
        ``column``, ``check`` and ``index`` (the row) of each failure.
    """
    try:
        _pandera_schema(contract, left_out).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases: pd.DataFrame = errors.failure_cases
        return cases
    return None


@cache
def _pandera_schema(contract: Contract, left_out: frozenset[str]) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {
            field.name: pa.Column(
                None,
                checks=list(_pandera_checks(field)),
                nullable=field.nullable,
                unique=field.unique,
                report_duplicates="exclude_first",
            )
            for field in contract.fields
            if field.name not in left_out
        },
        strict=False,
        name=contract.name,
    )


def _pandera_checks(field: Field) -> Iterator[pa.Check]:
    if field.allowed:
        reason = f"is not one of {', '.join(field.allowed)}"
        yield pa.Check.isin(list(field.allowed), error=reason)
    if field.low is not None or field.high is not None:
        unit = field.unit and f" {field.unit}"
        yield pa.Check(
            lambda column: column.between(
                -np.inf if field.low is None else field.low,
                np.inf if field.high is None else field.high,
            ),
            error=f"is out of range; it must be {expectation(field)}{unit}",
        )
    if field.pattern:
        yield pa.Check(
            lambda column: column.str.fullmatch(field.pattern),
            error=field.pattern_reason or f"does not have the form {field.pattern}",
        )
    if field.kind == "number":
        yield pa.Check(np.isfinite, error="is not a finite number")
    if field.kind == "edtf":
        yield pa.Check(_are_dates, error="is not a date")


def _are_dates(column: pd.Series) -> pd.Series:
    dates = {text for text in column.unique() if is_edtf(str(text))}
    return column.isin(dates)
