"""Checks beyond one cell: frames from elsewhere against a description, and links between tables."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pandera.pandas as pa

from data.schemas.core import Column, Table
from data.schemas.reading import PANDAS_DTYPES, split_list


def to_pandera(table: Table) -> pa.DataFrameSchema:
    """Return the frame schema of a table, for frames that do not come from its file.

    The schema is strict and ordered, and holds the key unique; validate with ``lazy=True`` to get
    every failure at once.
    """
    return pa.DataFrameSchema(
        {column.name: _pandera_column(column) for column in table.columns},
        strict=True,
        ordered=True,
        unique=list(table.key),
        name=table.name,
        description=table.description,
    )


def _pandera_column(column: Column) -> pa.Column:
    checks = []
    if column.dtype == "str":
        checks.append(pa.Check(_is_type(str), element_wise=True, name="is text"))
    if column.dtype == "date":
        checks.append(pa.Check(_is_type(dt.date), element_wise=True, name="is a date"))
    if column.separator is None and column.allowed is not None:
        checks.append(pa.Check.isin(list(column.allowed)))
    if column.separator is None and column.pattern:
        checks.append(pa.Check.str_matches(rf"^(?:{column.pattern})$"))
    return pa.Column(
        PANDAS_DTYPES[column.dtype],
        checks,
        nullable=column.nullable,
        description=column.description,
    )


def _is_type(expected: type) -> Any:
    return lambda value: isinstance(value, expected)


def check_references(tables: Mapping[str, Table], frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return every value that refers to a row that does not exist, as readable lines.

    Args:
        tables: Descriptions by name.
        frames: Every one of these tables by name, as read by ``read_table``.
    """
    problems = []
    for name, frame in frames.items():
        for column in tables[name].columns:
            if column.references is None:
                continue
            table_name, key = column.references.split(".")
            known = set(frames[table_name][key])
            for cell in frame[column.name].dropna().unique():
                items = split_list(cell, column.separator) if column.separator else (cell,)
                problems += [
                    f"{name}.{column.name}: {item!r} is not in {column.references}"
                    for item in items
                    if item not in known
                ]
    return problems
