"""What the templates share: fonts and cell formats, page set-up, one workbook in memory."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
HEAD_COLOUR, REQUIRED_COLOUR, DISTRICT_COLOUR = "#DCE9F5", "#FFF4CE", "#EEF2F6"
A4, A3 = 9, 8
"""Numbers of paper sizes in spreadsheet files."""

MOST_TIP_TITLE, MOST_TIP = 32, 255
"""Longest title and text Excel shows beside a cell; a longer one is refused."""


@dataclass(frozen=True, eq=False)
class Paper:
    """A workbook being written."""

    book: xlsxwriter.Workbook

    def style(self, **properties: Any) -> Format:
        """Return a cell format in the font of official documents."""
        return self.book.add_format({**FONT, **properties})

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet."""
        return self.book.add_worksheet(name)


@contextmanager
def new_paper(title: str) -> Iterator[tuple[Paper, io.BytesIO]]:
    """Open a workbook in memory; its bytes are complete when the block ends."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        # Names of places and tasks are data: none may become a formula, link or number.
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title})
    book.formats[0].set_font_name(FONT["font_name"])
    book.formats[0].set_font_size(FONT["font_size"])
    yield Paper(book), buffer
    book.close()


def set_up_print(
    sheet: Worksheet, paper: int, head: tuple[int, int], first_column: int | None = None
) -> None:
    """Print across the page, one page wide, the heading on every page, pages numbered.

    Args:
        sheet: The sheet.
        paper: Number of the paper size.
        head: First and last row of the heading.
        first_column: Last column repeated on the left, if any.
    """
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(*head)
    if first_column is not None:
        sheet.repeat_columns(0, first_column)
    sheet.set_footer("&L&A&RTrang &P/&N")


def tip(title: str, text: str) -> Mapping[str, str]:
    """Return what Excel shows when a cell is chosen, cut to what it accepts."""
    return {"input_title": title[:MOST_TIP_TITLE], "input_message": text[:MOST_TIP]}


def complaint(title: str, text: str) -> Mapping[str, str]:
    """Return what Excel says of a wrong value, cut to what it accepts."""
    return {"error_title": title[:MOST_TIP_TITLE], "error_message": text[:MOST_TIP]}
