"""The copy a sender gets back: problems coloured, explained beside the cell, and listed.

The sender's own workbook is kept when it is xlsx; other formats are rebuilt with the same values
at the same addresses. Macros, links to other files and formulas that reach out do not survive.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from data.intake.cells import clean
from data.intake.neutral import is_harmless
from data.intake.reading import PROBLEM_SHEET, PROBLEM_TITLE
from data.intake.shared_formulas import column_number
from domain.intake.grid import Sheet, Value, Workbook, address
from domain.intake.problems import Severity

Mark = Mapping[str, str]
"""A problem in words: severity, sheet, cell, read, why, do."""

_FILLS = {
    Severity.ERROR.value: PatternFill("solid", start_color="FFF4B6B6"),
    Severity.WARNING.value: PatternFill("solid", start_color="FFFFE08A"),
}
_WORDS = {
    Severity.ERROR.value: "Lỗi",
    Severity.WARNING.value: "Cảnh báo",
    Severity.NOTE.value: "Ghi chú",
}
_HEADINGS = ("STT", "Mức", "Trang tính", "Ô", "Đã đọc", "Vì sao", "Cần làm")
_LINE_POINTS = 15  # height of a line of text
_WIDTHS = (6, 11, 18, 10, 28, 60, 60)
_HEADING_ROW = 3
_AUTHOR = "Kiểm tra số liệu"
_MOST_COMMENTS = 2000  # each is a drawing; the list has them all
_LONGEST_COMMENT = 2000
_LONGEST_TEXT = 32_767
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LINE = re.compile(r"([0-9]{1,7}|[A-Z]{1,3}):(?:[0-9]{1,7}|[A-Z]{1,3})")
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]")


def marked_copy(content: bytes, workbook: Workbook, marks: Sequence[Mark]) -> bytes:
    """Return the copy as an xlsx file.

    Args:
        content: The file as it came.
        workbook: Its cells.
        marks: Its problems, in the order of the list.
    """
    book = _own_book(content) if workbook.kind == "xlsx" else None
    if book is None:
        book = _rebuilt(workbook)
    names = _titles_by_name(book, workbook)
    _neutralise(book)
    by_cell: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        title = names.get(mark["sheet"])
        cell = _target(book[title], mark["cell"]) if title is not None else None
        if title is not None and cell is not None:
            by_cell[title, cell].append(mark)
    for count, ((title, cell), found) in enumerate(by_cell.items()):
        _mark_cell(book[title][cell], found, count < _MOST_COMMENTS)
    _add_list(book, marks, names)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _own_book(content: bytes) -> Any:
    """Return the sender's workbook, ``None`` when it is too unusual to be written again."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
    except MemoryError:
        raise
    except Exception:  # openpyxl meets what it does not know with many kinds of exceptions
        return None
    for sheet in list(book.worksheets):
        if sheet.title.startswith(PROBLEM_SHEET) and sheet["A1"].value == PROBLEM_TITLE:
            book.remove(sheet)
    return book if book.worksheets else None


def _rebuilt(workbook: Workbook) -> Any:
    """Return a new workbook with the same values at the same addresses."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, sheet in enumerate(workbook.sheets, start=1):
        name = _FORBIDDEN_IN_NAME.sub(" ", sheet.name)[:31].strip("' ") or f"Trang {number}"
        copy = book.create_sheet(name)
        _fill(copy, sheet)
    if all(sheet.sheet_state != "visible" for sheet in book.worksheets):
        book.worksheets[0].sheet_state = "visible"
    return book


def _fill(copy: Any, sheet: Sheet) -> None:
    for row, values in enumerate(sheet.rows, start=1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                _write(copy.cell(row, column), value)
    for (row, column), error in sheet.errors.items():
        _write(copy.cell(row + 1, column + 1), error)
    for area in sheet.merged:
        copy.merge_cells(
            start_row=area.first_row + 1,
            end_row=area.last_row + 1,
            start_column=area.first_column + 1,
            end_column=area.last_column + 1,
        )
    for row in sheet.hidden_rows:
        copy.row_dimensions[row + 1].hidden = True
    for column in sheet.hidden_columns:
        letters = address(0, column).rstrip("1")
        copy.column_dimensions[letters].hidden = True
    copy.sheet_state = "hidden" if sheet.is_hidden else "visible"


def _write(cell: Any, value: Value) -> None:
    """Set a cell; a text stays a text whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        if not isinstance(value, bool | int | float):
            cell.number_format = "dd/mm/yyyy"
        return
    cell.value = clean(value)[:_LONGEST_TEXT]
    cell.data_type = "s"
    if value[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True


def _titles_by_name(book: Any, workbook: Workbook) -> dict[str, str]:
    """Return the title in the copy of each sheet, by the name it was read under."""
    titles: dict[str, str] = {}
    if workbook.kind == "xlsx":
        for sheet in book.worksheets:
            titles.setdefault(clean(sheet.title), sheet.title)
    for sheet, copy in zip(workbook.sheets, book.worksheets, strict=False):
        titles.setdefault(sheet.name, copy.title)
    return titles


def _neutralise(book: Any) -> None:
    """Turn what reaches outside the workbook into text, and drop links and print macros."""
    for sheet in book.worksheets:
        for cell in _cells(sheet):
            if cell.data_type == "f" and not is_harmless(_formula_text(cell.value)):
                _write(cell, _formula_text(cell.value))
            if cell.hyperlink is not None and cell.hyperlink.target:
                cell.hyperlink = None
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name, defined in list(names.items()):
            if name.lower().startswith("auto_") or not is_harmless(defined.attr_text or ""):
                del names[name]


def _cells(sheet: Any) -> Iterator[Any]:
    """Yield the cells that exist, without making those between them."""
    yield from (cell for cell in list(sheet._cells.values()) if isinstance(cell, Cell))


def _formula_text(value: object) -> str:
    if isinstance(value, ArrayFormula):
        return str(value.text)
    return f"={value.ref}" if isinstance(value, DataTableFormula) else str(value)


def _target(sheet: Any, place: str) -> str | None:
    """Return the address to mark: of a merged area or a whole row or column its first cell."""
    line = _LINE.fullmatch(place)
    if line is not None:
        first = line.group(1)
        place = f"A{first}" if first.isdigit() else f"{first}1"
    match = _ADDRESS.fullmatch(place)
    if match is None or not 0 < int(match.group(2)) <= 1_048_576:
        return None
    if column_number(match.group(1)) >= 16_384:
        return None
    if isinstance(sheet[place], MergedCell):
        for area in sheet.merged_cells.ranges:
            if place in area:
                return str(area.coord.split(":")[0])
    return place


def _mark_cell(cell: Any, marks: Sequence[Mark], has_room: bool) -> None:
    worst = next((key for key in _FILLS if any(m["severity"] == key for m in marks)), None)
    if worst is not None:
        cell.fill = _FILLS[worst]
    if not has_room:
        return
    lines = [f"{_WORDS[m['severity']]}: {m['why']}\n{m['do']}".strip() for m in marks]
    if cell.comment is not None and cell.comment.author != _AUTHOR:
        lines.append(cell.comment.text)
    comment = Comment("\n\n".join(lines)[:_LONGEST_COMMENT], _AUTHOR)
    comment.width, comment.height = 360, 40 + 60 * len(lines)
    cell.comment = comment


def _add_list(book: Any, marks: Sequence[Mark], names: Mapping[str, str]) -> None:
    """Put the list of all problems first."""
    sheet = book.create_sheet(PROBLEM_SHEET, 0)
    sheet["A1"] = PROBLEM_TITLE
    sheet["A1"].font = Font(bold=True, size=14)
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), start=1):
        sheet.cell(_HEADING_ROW, column, heading).font = Font(bold=True)
        sheet.column_dimensions[address(0, column - 1).rstrip("1")].width = width
    sheet.freeze_panes = sheet.cell(_HEADING_ROW + 1, 1)
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the list
    for number, mark in enumerate(marks, start=1):
        row = _HEADING_ROW + number
        word = _WORDS[mark["severity"]]
        texts = (word, mark["sheet"], mark["cell"], mark["read"], mark["why"], mark["do"])
        sheet.cell(row, 1, number).alignment = Alignment(vertical="top")
        for column, text in enumerate(texts, start=2):
            cell = sheet.cell(row, column)
            _write(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        # Not every program makes a row as high as its wrapped text.
        lines = (ceil(len(text) / width) for text, width in zip(texts, _WIDTHS[1:], strict=True))
        sheet.row_dimensions[row].height = _LINE_POINTS * max(1, *lines)
        if mark["severity"] in _FILLS:
            sheet.cell(row, 2).fill = _FILLS[mark["severity"]]
        title = names.get(mark["sheet"])
        place = _target(book[title], mark["cell"]) if title is not None else None
        if title is not None and place is not None:
            quoted = title.replace("'", "''")
            link = sheet.cell(row, 4)
            link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!{place}")
            link.font = Font(underline="single", color="FF0563C1")
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
