"""Where in a file a register stands: the header row is found by its words, wherever it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from domain.intake.grid import Sheet, address, column_letters
from domain.intake.problems import Problem, Severity
from domain.registers.fields import Field, FieldType, Register
from domain.registers.values import clean, fold_words
from domain.vietnamese import fold

HEADER_ROWS = 15
"""How many rows from the top a header is looked for in."""

MOST_COLUMNS, LONGEST_HEADING = 256, 120
"""Columns and characters beyond which nothing is taken for a heading."""

_LIKENESS = 90
"""Percent two headings must agree in to be one with a slip of the pen."""

_SCALES = (
    (re.compile(r"\b(trieu dong|trd|tr dong|trieu)\b"), Decimal(1)),
    (re.compile(r"\bty dong\b|[(:]\s*ty\b"), Decimal(1000)),
    (re.compile(r"\b(nghin dong|ngan dong|1\.?000 dong)\b"), Decimal("0.001")),
    (re.compile(r"[(:]\s*(dong|vnd)\b"), Decimal("0.000001")),
)
"""Units a column may be written in; "cộng đồng" and "công ty" must not pass for one."""

_NAME_TYPES = {
    FieldType.UNIT: FieldType.UNIT_NAME,
    FieldType.COMMUNE: FieldType.UNIT_NAME,
    FieldType.TASK: FieldType.TASK_TITLE,
}
"""A column of names may stand instead of the column of codes."""


@dataclass(frozen=True, eq=False)
class Found:
    """A register's table in a sheet.

    Attributes:
        header_rows: First and last row of the header, from 0.
        columns: Column of each field, by the field's name.
        scales: What one unit of an amount column is in million VND, by the field's name.
        ignored: Headings nothing is read from, with their columns.
        missing: Required fields without a column.
    """

    sheet: Sheet
    header_rows: tuple[int, int]
    columns: Mapping[str, int]
    scales: Mapping[str, Decimal]
    ignored: tuple[tuple[int, str], ...]
    missing: tuple[Field, ...]


def locate(
    register: Register, sheets: Iterable[Sheet], given: frozenset[str] = frozenset()
) -> tuple[list[Found], list[Problem]]:
    """Find the sheets that hold a register.

    Args:
        register: What is looked for.
        sheets: Of the file.
        given: Fields whose value is given from outside, so that they need no column.

    Returns:
        The complete tables, in the order of the file, and what stands in the way: when no table is
        complete, the required columns the best one lacks.
    """
    hits = [hit for sheet in sheets if (hit := _find(register, sheet, given))]
    complete = [hit for hit in hits if not hit.missing]
    seen = [hit for hit in complete if not hit.sheet.is_hidden]
    problems = [
        Problem("register_hidden_sheet", Severity.WARNING, hit.sheet.name)
        for hit in complete
        if hit.sheet.is_hidden
    ]
    if seen:
        return seen, problems + [note for hit in seen for note in _notes(hit)]
    if not hits or complete:
        wanted = ", ".join(f.heading for f in register.template_fields if f.is_required)
        none = Problem("register_no_table", Severity.ERROR, params={"columns": wanted})
        return [], [*problems, none]
    best = max(hits, key=lambda hit: len(hit.columns))
    return [], problems + [_missing(best, field) for field in best.missing]


def _missing(hit: Found, field: Field) -> Problem:
    row = hit.header_rows[1] + 1
    return Problem(
        "register_missing_column",
        Severity.ERROR,
        hit.sheet.name,
        f"{row}:{row}",
        params={"column": field.heading},
    )


def _notes(hit: Found) -> list[Problem]:
    return [
        Problem(
            "register_column_ignored",
            Severity.NOTE,
            hit.sheet.name,
            f"{column_letters(column)}:{column_letters(column)}",
            heading,
        )
        for column, heading in hit.ignored
    ]


def _find(register: Register, sheet: Sheet, given: frozenset[str]) -> Found | None:
    """Return the best header of a sheet; ``None`` when fewer than two columns are known."""
    best: Found | None = None
    for last in range(min(HEADER_ROWS, len(sheet.rows))):
        for first in (last, last - 1):
            hit = _read_header(register, sheet, first, last, given) if first >= 0 else None
            if hit and (best is None or len(hit.columns) > len(best.columns)):
                best = hit
    return best if best and len(best.columns) > 1 else None


def _read_header(
    register: Register, sheet: Sheet, first: int, last: int, given: frozenset[str]
) -> Found | None:
    headings = _headings(sheet, first, last)
    claims = {
        column: claim
        for column, text in headings.items()
        if (claim := _claim(register, text)) is not None
    }
    columns: dict[str, int] = {}
    # The surest heading takes a field; of two alike, the first.
    for column, (name, _score) in sorted(claims.items(), key=lambda c: (-c[1][1], c[0])):
        columns.setdefault(name, column)
    if not columns:
        return None
    above = _text_above(sheet, first, last)
    scales = {
        field.name: _scale(headings[columns[field.name]], above)
        for field in register.fields
        if field.type is FieldType.AMOUNT and field.name in columns
    }
    ignored = tuple(
        (column, text)
        for column, text in sorted(headings.items())
        if column not in columns.values() and fold_words(text) not in ("stt", "tt", "so tt")
    )
    missing = tuple(
        field
        for field in register.fields
        if field.is_required and field.name not in given and not _is_there(register, field, columns)
    )
    return Found(sheet, (first, last), columns, scales, ignored, missing)


def _is_there(register: Register, field: Field, columns: Mapping[str, int]) -> bool:
    stand_in = _NAME_TYPES.get(field.type)
    return field.name in columns or any(
        other.type is stand_in and other.name in columns for other in register.fields
    )


def _headings(sheet: Sheet, first: int, last: int) -> dict[int, str]:
    """Return the heading of each column; the lower of two header rows speaks first."""
    width = min(MOST_COLUMNS, max(len(sheet.rows[row]) for row in range(first, last + 1)))
    headings = {}
    for column in range(width):
        words = [clean(sheet.value(row, column)) for row in range(last, first - 1, -1)]
        text = next((word for word in words if word), "")
        if text and len(text) <= LONGEST_HEADING:
            headings[column] = text
    return headings


def _claim(register: Register, heading: str) -> tuple[str, int] | None:
    """Return the field a heading names and how surely, from 0 to 300."""
    written = fold_words(heading)
    if not written:
        return None
    best: tuple[str, int] | None = None
    for field in register.fields:
        for variant in (field.heading, *field.variants):
            score = _likeness(written, fold_words(variant))
            if score and (best is None or score > best[1]):
                best = (field.name, score)
    return best


def _likeness(written: str, variant: str) -> int:
    if written == variant:
        return 300
    if " " in variant and written.startswith(variant + " "):
        return 200 + min(len(variant), 99)
    ratio = fuzz.ratio(written, variant)
    return int(ratio) if len(variant) > 5 and ratio >= _LIKENESS else 0


def _text_above(sheet: Sheet, first: int, last: int) -> str:
    """Return the lines that name a unit of measure, and the upper row of a two-row header."""
    lines = [clean(value) for row in sheet.rows[:first] for value in row]
    lines = [line for line in lines if re.search(r"(?i)đơn vị( tính)?\s*:|đvt", line)]
    upper = [clean(value) for row in sheet.rows[first:last] for value in row]
    return fold(" | ".join(lines + upper))


def _scale(heading: str, above: str) -> Decimal:
    for text in (fold(heading), above):
        for form, scale in _SCALES:
            if form.search(text):
                return scale
    return Decimal(1)


def row_address(row: int) -> str:
    """Return a row, from 0, as spreadsheets write it: "18:18"."""
    return f"{row + 1}:{row + 1}"


def cell_address(found: Found, row: int, name: str) -> str:
    """Return the address of a field's cell, of the row when the table lacks the column."""
    column = found.columns.get(name)
    return row_address(row) if column is None else address(row, column)
