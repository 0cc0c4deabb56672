"""A sheet with its merged cells spread and every cell readable as text."""

import re

from domain.intake.grid import Position, Sheet, Value

MOST_MERGED = 100_000
"""Cells of merged areas that are looked at; a form has a few hundred."""
LONGEST_READ = 200
"""Letters of a cell that are repeated in a message."""


class Cells:
    """Looks into a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.height = len(sheet.rows)
        self.width = max((len(row) for row in sheet.rows), default=0)
        self.origins: dict[Position, Position] = {}
        for area in sheet.merged:
            rows = range(area.first_row, min(area.last_row, self.height) + 1)
            columns = range(area.first_column, min(area.last_column, self.width) + 1)
            if len(self.origins) + len(rows) * len(columns) > MOST_MERGED:
                break
            first = (area.first_row, area.first_column)
            self.origins.update({(row, column): first for row in rows for column in columns})

    def spread(self, row: int, column: int) -> Value:
        """Return what a cell holds, or the merged area it lies in."""
        return self.sheet.value(*self.origins.get((row, column), (row, column)))

    def is_filled(self, row: int, column: int) -> bool:
        """Tell whether a cell holds anything: a value, a formula or an error."""
        value = self.sheet.value(row, column)
        if value is not None and (not isinstance(value, str) or value.strip()):
            return True
        place = (row, column)
        return place in self.sheet.formulas or place in self.sheet.errors

    def is_unreadable(self, row: int, column: int) -> bool:
        """Tell whether a cell holds an error, or a formula without a remembered value."""
        place = (row, column)
        has_no_value = self.sheet.value(row, column) is None
        return place in self.sheet.errors or (place in self.sheet.formulas and has_no_value)

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell, as text: value, else error, else formula; "" if empty."""
        place = (row, column)
        if place in self.sheet.errors:
            return self.sheet.errors[place][:LONGEST_READ]
        value = self.sheet.value(row, column)
        if value is None:
            return self.sheet.formulas.get(place, "")[:LONGEST_READ]
        if isinstance(value, float) and value == int(value):
            value = int(value)
        return " ".join(str(value).split())[:LONGEST_READ]

    def spread_text(self, row: int, column: int) -> str:
        """Return the text of a cell, or of the merged area it lies in."""
        return self.text(*self.origins.get((row, column), (row, column)))

    def number(self, row: int, column: int) -> int | None:
        """Return the whole number a cell holds, also written as text; ``None`` otherwise."""
        value = self.sheet.value(row, column)
        if isinstance(value, bool) or self.is_unreadable(row, column):
            return None
        if isinstance(value, int):
            return value
        if isinstance(value, float):
            return int(value) if value == int(value) else None
        if isinstance(value, str):
            found = re.fullmatch(
                r"(\d{1,3}(?:[.\s]\d{3})+|\d{1,9})(?:\s*/\s*\d{1,4})?", value.strip()
            )
            return int(re.sub(r"[.\s]", "", found.group(1))) if found else None
        return None

    def row_texts(self, row: int) -> list[tuple[int, str]]:
        """Return column and text of the filled cells of a row."""
        width = len(self.sheet.rows[row]) if row < self.height else 0
        return [
            (column, self.text(row, column))
            for column in range(width)
            if self.is_filled(row, column)
        ]
