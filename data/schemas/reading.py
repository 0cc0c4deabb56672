"""Reading a reference file by its description, with errors that name file, row and column."""

import csv
import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from data import paths
from data.schemas.core import Column, Dtype, Table, TableError

PANDAS_DTYPES: dict[Dtype, str] = {
    "str": "object",
    "int": "Int64",
    "float": "float64",
    "bool": "boolean",
    "date": "object",
}


def _parse_bool(text: str) -> bool:
    return {"true": True, "false": False}[text]


def _parse_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


PARSERS: dict[Dtype, Callable[[str], object]] = {
    "str": str,
    "int": int,
    "float": _parse_float,
    "bool": _parse_bool,
    "date": dt.date.fromisoformat,
}


def read_frame(table: Table, folder: Path = paths.REFERENCE) -> pd.DataFrame:
    """Read one file by its description; types, emptiness and vocabulary are checked cell by cell.

    Args:
        table: Description of the file.
        folder: Folder the file lies in.

    Returns:
        One row per line. ``str`` columns are ``object`` (``str`` or None), ``int`` is ``Int64``,
        ``float`` is ``float64`` (NaN when empty), ``bool`` is ``boolean``, ``date`` is ``object``
        holding ``datetime.date`` or None.

    Raises:
        TableError: The file is missing or does not fit; names file, line and column.
    """
    path = folder / table.file
    if not path.is_file():
        raise TableError(table.file, f"not found in {folder}")
    values: dict[str, list[object]] = {name: [] for name in table.column_names}
    keys: dict[tuple[object, ...], int] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        if tuple(header) != table.column_names:
            raise TableError(table.file, _header_problem(table, header), row=1)
        for cells in reader:
            row = reader.line_num
            if len(cells) != len(header):
                problem = f"{len(cells)} cells, {len(header)} expected"
                raise TableError(table.file, problem, row=row)
            for column, text in zip(table.columns, cells, strict=True):
                values[column.name].append(parse_cell(table, column, text, row))
            key = tuple(values[name][-1] for name in table.key)
            if key in keys:
                problem = f"key {key} already stands in row {keys[key]}"
                raise TableError(table.file, problem, row=row, column=table.key[0])
            keys[key] = row
    return pd.DataFrame(
        {
            column.name: pd.Series(values[column.name], dtype=PANDAS_DTYPES[column.dtype])
            for column in table.columns
        }
    )


def parse_cell(table: Table, column: Column, text: str, row: int) -> object:
    """Turn one cell into its value; None when it is empty.

    Raises:
        TableError: The text is not allowed in the column.
    """

    def refuse(problem: str) -> TableError:
        return TableError(table.file, problem, row=row, column=column.name)

    if text == "":
        if not column.nullable:
            raise refuse("empty, a value is needed")
        return None
    if text != unicodedata.normalize("NFC", text):
        raise refuse(f"{text!r} is not in Unicode form NFC")
    try:
        value = PARSERS[column.dtype](text)
    except (ValueError, KeyError) as error:
        raise refuse(f"{text!r} is not a {column.dtype}") from error
    for item in text.split(column.separator) if column.separator else [text]:
        if column.pattern and not re.fullmatch(column.pattern, item):
            raise refuse(f"{item!r} does not match {column.pattern}")
        if column.allowed is not None and PARSERS[column.dtype](item) not in column.allowed:
            raise refuse(f"{item!r} is not one of {', '.join(map(str, column.allowed))}")
    return value


def to_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn a frame of ``read_table`` into rows of plain Python values, None for what is empty."""
    columns = {
        str(name): [None if value is None or pd.isna(value) else value for value in series.tolist()]
        for name, series in frame.items()
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def split_list(cell: object, separator: str = ";") -> tuple[str, ...]:
    """Return the items of a list cell; nothing for an empty one."""
    return tuple(cell.split(separator)) if isinstance(cell, str) and cell else ()


def _header_problem(table: Table, header: list[str]) -> str:
    missing = [name for name in table.column_names if name not in header]
    extra = [name for name in header if name not in table.column_names]
    if missing or extra:
        return f"columns missing: {missing}; columns not described: {extra}"
    return f"columns out of order: {header}"
