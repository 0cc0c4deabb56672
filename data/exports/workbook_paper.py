"""The paper the workbook is written on: styles, safe cells, print set-up.

Every text goes through :meth:`Sheet.text`, which stores it as a text whatever it begins with: no
name of a commune, however hostile, becomes a formula or a link. Formulas are written by this
package alone, each with its value, for viewers that do not calculate.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from data.exports.subject import Subject
from data.exports.workbook_words import ILLUSTRATIVE, ILLUSTRATIVE_LINE, day

A3 = 8
"""Number of the paper size in the file format."""

VIETNAMESE = "[$-42A]"
"""Asks for Vietnamese separators; Excel follows the reader's own system for numbers."""

LINE = 15
"""Height of a line of text, in points."""

FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
STYLES: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "strong": {"bold": True},
    "centre_strong": {"align": "center", "bold": True},
    "title": {"align": "center", "bold": True, "font_size": 14},
    "subtitle": {"align": "center", "italic": True, "font_size": 12},
    "small": {"italic": True, "font_size": 10},
    "warning": {"bold": True, "font_color": "#9C0006", "bg_color": "#FDE9E7", "font_size": 12},
    "head": {
        "align": "center",
        "bold": True,
        "text_wrap": True,
        "border": 1,
        "bg_color": "#E8EEF4",
    },
    "head_up": {
        **{"align": "center", "bold": True, "text_wrap": True, "border": 1, "rotation": 90},
        **{"bg_color": "#E8EEF4", "font_size": 10},
    },
    "cell": {"border": 1, "indent": 1},
    "cell_wrap": {"border": 1, "indent": 1, "text_wrap": True},
    "cell_centre": {"border": 1, "align": "center"},
    "cell_code": {"border": 1, "align": "center", "num_format": "@"},
    "cell_int": {"border": 1, "num_format": f"{VIETNAMESE}#,##0"},
    "cell_two": {"border": 1, "num_format": f"{VIETNAMESE}#,##0.00"},
    "cell_any": {"border": 1, "num_format": "General"},
    "cell_percent": {"border": 1, "num_format": f"{VIETNAMESE}0.0%"},
    "cell_least": {"border": 1, "num_format": f'{VIETNAMESE}"≥ "#,##0;;"–"'},
    "cell_least_percent": {"border": 1, "num_format": f'{VIETNAMESE}"≥ "0.0%;;"–"'},
    "cell_signed": {"border": 1, "num_format": f"{VIETNAMESE}+#,##0;-#,##0;0"},
    "cell_day": {"border": 1, "align": "center", "num_format": f"{VIETNAMESE}dd/mm/yyyy"},
}
GROUND: Mapping[str, Mapping[str, Any]] = {
    "district": {"bold": True, "bg_color": "#F3F6F9"},
    "total": {"bold": True, "top": 2},
}
"""What a district's row and the row of totals add to the style of a cell."""


class Book:
    """A workbook with its styles, each made once."""

    def __init__(self, workbook: Workbook, subject: Subject) -> None:
        """Open a book about ``subject`` on an open workbook."""
        self.workbook, self.subject = workbook, subject
        self._formats: dict[tuple[str, str], Format] = {}

    def style(self, name: str, row: str = "") -> Format:
        """Return a style of ``STYLES``, on the ground of a kind of row of ``GROUND``."""
        if (name, row) not in self._formats:
            properties = {**FONT, **STYLES[name], **(GROUND[row] if row else {})}
            self._formats[name, row] = self.workbook.add_format(properties)
        return self._formats[name, row]

    def add(self, name: str) -> "Sheet":
        """Add a sheet."""
        return Sheet(self, self.workbook.add_worksheet(name))


class Sheet:
    """One sheet; rows and columns count from 0."""

    def __init__(self, book: Book, page: Any) -> None:
        """Write on ``page``, a worksheet of the book."""
        self.book, self.page = book, page

    def text(self, row: int, column: int, value: str, style: str = "plain", kind: str = "") -> None:
        """Write a text as a text, whatever it begins with."""
        made = self.book.style(style, kind)
        if value:
            self.page.write_string(row, column, value, made)
        else:
            self.page.write_blank(row, column, None, made)

    def number(
        self, row: int, column: int, value: Decimal | int | None, style: str, kind: str = ""
    ) -> None:
        """Write a number; what is missing stays empty."""
        made = self.book.style(style, kind)
        if value is None:
            self.page.write_blank(row, column, None, made)
        else:
            self.page.write_number(row, column, float(value), made)

    def date(self, row: int, column: int, value: date | None, kind: str = "") -> None:
        """Write a day as a date."""
        made = self.book.style("cell_day", kind)
        if value is None:
            self.page.write_blank(row, column, None, made)
        else:
            self.page.write_datetime(row, column, value, made)

    def formula(
        self,
        row: int,
        column: int,
        formula: str,
        value: Decimal | int | None,
        style: str,
        kind: str = "",
    ) -> None:
        """Write a formula of our own with the value it has now; an empty result is ``None``."""
        shown = "" if value is None else float(value)
        self.page.write_formula(row, column, f"={formula}", self.book.style(style, kind), shown)

    def fit(self, row: int, cells: Iterable[tuple[str, float]]) -> None:
        """Make a row as high as its wrapped texts need: each text with its column's width."""
        lines = max(math.ceil(len(value) / (width * 1.05)) for value, width in cells)
        if lines > 1:
            self.page.set_row(row, LINE * lines)

    def merged(self, area: tuple[int, int, int, int], value: str, style: str) -> None:
        """Write a text over an area (first row, first column, last row, last column)."""
        first_row, first_column, last_row, last_column = area
        made = self.book.style(style)
        if (first_row, first_column) == (last_row, last_column):
            self.page.write_string(first_row, first_column, value, made)
            return
        self.page.merge_range(*area, "", made)
        self.page.write_string(first_row, first_column, value, made)

    def head(self, row: int, titles: Sequence[str], widths: Sequence[float]) -> None:
        """Write a row of headings and set the widths of their columns."""
        self.page.set_row(row, 48)
        for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
            self.text(row, column, title, "head")
            self.page.set_column(column, column, width)

    def opening(self, title: str, last_column: int) -> int:
        """Write the warning of made-up figures, the title and the date; return the next row."""
        subject, row = self.book.subject, 0
        if subject.is_illustrative:
            self.merged((row, 0, row, last_column), ILLUSTRATIVE_LINE, "warning")
            row += 1
        self.merged((row, 0, row, last_column), title, "title")
        line = f"(Số liệu tính đến ngày {day(subject.scope.as_of)})"
        self.merged((row + 1, 0, row + 1, last_column), line, "subtitle")
        return row + 3

    def print_setup(self, head: tuple[int, int], last: tuple[int, int], frozen: int) -> None:
        """Set the sheet up for A3 landscape, one page wide, its heading on every page.

        Args:
            head: First and last row of the heading.
            last: Last row and column printed.
            frozen: Columns that stay in view.
        """
        page, subject = self.page, self.book.subject
        page.set_paper(A3)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
        page.repeat_rows(*head)
        page.print_area(0, 0, *last)
        page.freeze_panes(head[1] + 1, frozen)
        page.hide_gridlines(2)
        # An ampersand starts a code in headers and footers.
        place = subject.place.replace("&", "&&")
        if subject.is_illustrative:
            page.set_header(f"&C&B{ILLUSTRATIVE}")
        page.set_footer(f"&L{place}, {day(subject.scope.as_of)}&CTrang &P/&N&R&A")


def span(column: int, first_row: int, last_row: int) -> str:
    """Return a range of one column for a formula of the same sheet: ``X10:X25``."""
    name = xl_col_to_name(column)
    return f"{name}{first_row + 1}:{name}{last_row + 1}"
