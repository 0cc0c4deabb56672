"""Values of a package's tables as cells of a CSV file."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from domain.spreadsheet import neutralise


def to_cells(row: Iterable[Any]) -> list[str]:
    """Write a row's values as CSV cells; no text runs as a formula in a spreadsheet."""
    return [_cell(value) for value in row]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        # SQLite gives times back without their zone; every one was written in UTC.
        utc = value.astimezone(UTC) if value.tzinfo else value
        return f"{utc:%Y-%m-%dT%H:%M:%S}Z"
    if isinstance(value, date):
        return value.isoformat()
    return neutralise(value) if isinstance(value, str) else str(value)
