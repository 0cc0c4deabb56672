"""A file as cells: what every format (xlsx, xls, ods, csv) is turned into before it is understood.

Rows and columns count from 0; :func:`address` writes them as spreadsheets do ("B18").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Value = str | int | float | bool | date | None
"""What a cell holds: text in NFC without control characters, a number, a day, or nothing."""

Position = tuple[int, int]
"""Row and column of a cell, from 0."""


@dataclass(frozen=True)
class Area:
    """A rectangle of merged cells, both ends included; its value stands in the first cell."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet of a file.

    Attributes:
        name: As the file calls it; "" for a text file, which has one sheet without a name.
        rows: Cells by row; rows differ in length, what lies beyond a row's end is empty.
        formulas: Text of each formula, with its "="; ``rows`` holds the value the file remembers
            for it, ``None`` when it remembers none.
        errors: Cells that hold an error instead of a value: "#DIV/0!".
        merged: Merged areas.
        hidden_rows: Rows a reader does not see.
        hidden_columns: Columns a reader does not see.
        is_hidden: The sheet itself is not seen.
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    formulas: Mapping[Position, str] = field(default_factory=dict)
    errors: Mapping[Position, str] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False

    def value(self, row: int, column: int) -> Value:
        """Return what a cell holds; ``None`` beyond the sheet's edge."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]


@dataclass(frozen=True, eq=False)
class Workbook:
    """A file as it came.

    Attributes:
        file_name: As the sender named it, without folders.
        sha256: Of the bytes, in hexadecimal.
        size: Bytes.
        kind: ``xlsx``, ``xlsb``, ``xls``, ``ods``, ``html``, ``xml`` (Excel 2003), ``csv`` or
            ``tsv``, from the content, not the name.
        sheets: In the order of the file.
        remarks: Codes of what was left out or is worth knowing: ``macros_ignored``,
            ``external_links_ignored``, ``formula_values_missing`` …, texts in ``i18n`` under
            ``problem.<code>``.
        encoding: Of a text file.
        delimiter: Of a text file.
    """

    file_name: str
    sha256: str
    size: int
    kind: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""


def address(row: int, column: int) -> str:
    """Return a position as spreadsheets write it: ``address(17, 1) == "B18"``."""
    return f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """Return the letters of a column: 0 is "A", 26 is "AA"."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
