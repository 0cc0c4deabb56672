"""The sheet as it was read: cells with their addresses, marks in colour, problems outlined."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import frame
from components.text import t
from domain.intake.grid import Sheet, address
from domain.intake.problems import Severity
from domain.intake.reading import Layout, Shape
from domain.intake.turned import column_name, row_name, turn_cell
from domain.vocabulary import Status

ROWS, COLUMNS = 14, 40
"""Rows and columns drawn at once."""

LONGEST = 40
"""Characters of a cell drawn; a title spills over its neighbours anyway."""

_CSS = {Status.MET: "m", Status.NEARLY_MET: "n", Status.NOT_MET: "x", Status.NOT_ASSESSED: "u"}


def render_grid(sheet: Sheet, layout: Layout | None, reading: Any, number_of_file: int) -> None:
    """Draw a window of the sheet, from its top or around a row with a problem.

    Args:
        sheet: Its cells.
        layout: How it was read; ``None`` when it was not.
        reading: Holds the marks and the problems.
        number_of_file: Tells the widgets of one file from those of another.
    """
    faults = _faults(reading, sheet.name)
    start = _choose_start(layout, faults, number_of_file)
    height = layout.header_rows[1] + 1 if layout else 0
    # The header stays in view above the rows it explains.
    head = range(layout.header_rows[0], height) if layout and start >= height else range(0)
    rows = [*head, *range(start, min(len(sheet.rows), start + ROWS))]
    marks = _marks(reading, sheet.name, set(rows))
    width = min(COLUMNS, max((len(sheet.rows[row]) for row in rows), default=0))
    frame.render(_table(sheet, layout, rows, width, marks, faults))
    hidden = max((len(row) for row in sheet.rows), default=0) - width
    if hidden > 0:
        st.caption(t("layout.more_columns", count=hidden))


def _faults(reading: Any, sheet: str) -> dict[str, Severity]:
    """Return the worst severity found at each cell of a sheet; a question counts as an error."""
    faults: dict[str, Severity] = {}
    for problem in reading.problems:
        is_fault = problem.sheet == sheet and problem.severity is not Severity.NOTE
        if is_fault and problem.cell and faults.get(problem.cell) is not Severity.ERROR:
            faults[problem.cell] = problem.severity
    faults |= {q.cell: Severity.ERROR for q in reading.questions if q.sheet == sheet}
    return faults


def _choose_start(
    layout: Layout | None, faults: Mapping[str, Severity], number_of_file: int
) -> int:
    """Let the reader go to the top, to the data, to a row with a problem; return the first row."""
    rows = sorted({_row_of(cell) for cell in faults} - {-1})
    options = [0, *([layout.header_rows[1] + 1] if layout else []), *(-row for row in rows if row)]
    shape = _shape(layout)
    if len(options) == 1:
        return 0

    def label(value: int) -> str:
        if value < 0:
            return t("layout.go_problem", row=row_name(shape, -value))
        return t("layout.go_data", row=row_name(shape, value)) if value else t("layout.go_top")

    options = list(dict.fromkeys(options))
    chosen = st.selectbox(
        t("layout.go"), options, format_func=label, key=f"layout__go_{number_of_file}"
    )
    return max(0, -chosen - 2) if chosen < 0 else int(chosen)


def _row_of(cell: str) -> int:
    """Return the row, from 0, of "B18" or "18:19"; -1 for a column."""
    digits = cell.partition(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) - 1 if digits.isdecimal() else -1


def _marks(reading: Any, sheet: str, rows: set[int]) -> dict[str, Status]:
    return {
        mark.cell: mark.status
        for mark in reading.marks
        if mark.sheet == sheet and _row_of(mark.cell) in rows
    }


def _table(
    sheet: Sheet,
    layout: Layout | None,
    rows: list[int],
    width: int,
    marks: Mapping[str, Status],
    faults: Mapping[str, Severity],
) -> Markup:
    shape = _shape(layout)
    letters = frame.join(Markup("<th>{}</th>").format(column_name(shape, c)) for c in range(width))
    roles = _roles_row(layout, width) if layout else Markup("")
    body = []
    for row in rows:
        cells = []
        for column in range(width):
            place = address(row, column)
            css = _cell_css(place, row, layout, marks, faults)
            cells.append(
                Markup('<td class="{}" title="{}">{}</td>').format(
                    css, _title(place, marks, shape), _text(sheet, row, column)
                )
            )
        head = Markup("<th>{}</th>").format(row_name(shape, row))
        body.append(Markup("<tr>{}{}</tr>").format(head, frame.join(cells)))
    return Markup(
        '<div class="ntm-scroll dl-grid" tabindex="0" role="region" aria-label="{}"><table>'
        "<thead><tr><th></th>{}</tr>{}</thead><tbody>{}</tbody></table></div>"
    ).format(t("layout.grid"), letters, roles, frame.join(body))


def _roles_row(layout: Layout, width: int) -> Markup:
    """Say above each column what it was taken for."""
    names = {column: t(f"layout.role.{role.value}") for role, column in layout.roles.items()}
    names |= {c: t("layout.short_criterion", no=no) for c, no in layout.criteria.items()}
    cells = frame.join(
        Markup('<th class="role">{}</th>').format(names.get(column, "–")) for column in range(width)
    )
    return Markup("<tr><th></th>{}</tr>").format(cells)


def _cell_css(
    place: str,
    row: int,
    layout: Layout | None,
    marks: Mapping[str, Status],
    faults: Mapping[str, Severity],
) -> str:
    css = []
    if place in marks:
        css.append(_CSS[marks[place]])
    elif layout and row < layout.header_rows[0]:
        css.append("t")
    if layout and layout.header_rows[0] <= row <= layout.header_rows[1]:
        css.append("h")
    fault = faults.get(place)
    if fault:
        css.append("err" if fault is Severity.ERROR else "warn")
    return " ".join(css)


def _shape(layout: Layout | None) -> Shape:
    return layout.shape if layout else Shape.FLAT


def _title(place: str, marks: Mapping[str, Status], shape: Shape) -> str:
    shown = turn_cell(place) if shape is Shape.TURNED else place
    return f"{shown}: {t(f'status.{marks[place].value}')}" if place in marks else shown


def _text(sheet: Sheet, row: int, column: int) -> str:
    value = sheet.errors.get((row, column)) or sheet.value(row, column)
    if value is None or value is True or value is False:
        return "" if value is None else str(value).upper()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
