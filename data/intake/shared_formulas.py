"""Formulas that a workbook writes once for many cells."""

import re
from collections.abc import Iterator

from domain.intake.grid import column_letters

_PIECE = re.compile(
    r'("(?:[^"]|"")*"'  # a text
    r"|'(?:[^']|'')*'!?"  # the name of a sheet
    r"|\[[^\]]*\]"  # a column of a table, or another file
    r"|(?<![\w.$])\$?[A-Z]{1,3}\$?[0-9]{1,7}(?![\w.(!\[])"  # a cell
    r"|(?<![\w.$:])\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![\w.(!:])"  # whole columns
    r"|(?<![\w.$:])\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w.(!:]))"  # whole rows
)
_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})")
_END = re.compile(r"(\$?)([A-Z]{1,3}|[0-9]{1,7})")


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return a formula as a spreadsheet copies it so many rows down and columns to the right.

    Args:
        formula: With or without its "=".
        rows: May be negative.
        columns: May be negative.
    """
    return "".join(_shifted_pieces(formula, rows, columns))


def _shifted_pieces(formula: str, rows: int, columns: int) -> Iterator[str]:
    for index, piece in enumerate(_PIECE.split(formula)):
        if index % 2 == 0 or piece[0] in "\"'[":
            yield piece
        elif ":" in piece:
            yield ":".join(_shifted_end(part, rows, columns) for part in piece.split(":"))
        else:
            yield _shifted_cell(piece, rows, columns)


def _shifted_cell(piece: str, rows: int, columns: int) -> str:
    match = _CELL.fullmatch(piece)
    if match is None:
        return piece
    fixed_column, letters, fixed_row, digits = match.groups()
    column = letters if fixed_column else _column(letters, columns)
    row = int(digits) + (0 if fixed_row else rows)
    if not column or row < 1:
        return "#REF!"
    return f"{fixed_column}{column}{fixed_row}{row}"


def _shifted_end(piece: str, rows: int, columns: int) -> str:
    match = _END.fullmatch(piece)
    if match is None or match.group(1):
        return piece
    name = match.group(2)
    moved = str(int(name) + rows) if name.isdigit() else _column(name, columns)
    return "#REF!" if not moved or moved.startswith(("-", "0")) else moved


def column_number(letters: str) -> int:
    """Return the column of its letters, from 0: "A" is 0, "AA" is 26; "" is -1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _column(letters: str, by: int) -> str:
    number = column_number(letters) + by
    return column_letters(number) if number >= 0 else ""
