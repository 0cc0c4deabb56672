"""The one description of every reference table, and how a file is read and checked by it.

The store's tables, the frame checks and ``docs/data-dictionary.md`` all come from
``REFERENCE_TABLES``; nothing else says what a reference file holds.
"""

from pathlib import Path

import pandas as pd

from data import paths
from data.schemas import coverage, criteria, duties, findings, history, plans, units
from data.schemas.core import Column, Dtype, Table, TableError
from data.schemas.reading import read_frame, split_list, to_records

__all__ = [
    "REFERENCE_TABLES",
    "Column",
    "Dtype",
    "Table",
    "TableError",
    "read_table",
    "split_list",
    "to_records",
]

REFERENCE_TABLES: dict[str, Table] = {
    table.name: table
    for module in (units, criteria, plans, duties, coverage, findings, history)
    for table in module.TABLES
}
"""Every reference table by name, each after the tables its columns refer to (list cells aside)."""


def read_table(name: str, folder: Path = paths.REFERENCE) -> pd.DataFrame:
    """Read a reference table by name.

    Args:
        name: Key of ``REFERENCE_TABLES``.
        folder: Folder of the files; tests pass their own.

    Returns:
        The frame described in ``data.schemas.reading.read_frame``.

    Raises:
        KeyError: There is no such table.
        TableError: The file is missing or does not fit its description.
    """
    return read_frame(REFERENCE_TABLES[name], folder)
