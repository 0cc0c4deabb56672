"""Cells of xls files (Excel 2 to 2003), through xlrd.

xlrd gives what formulas remember, not their text, so ``Sheet.formulas`` stays empty.
"""

import os
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.book import SUPBOOK_DDEOLE, SUPBOOK_EXTERNAL
from xlrd.compdoc import CompDoc

from data.intake.building import Budget, SheetBuilder
from data.intake.cells import clean, day, number
from data.intake.faults import FileRefusedError, refusal
from domain.intake.grid import Area, Sheet, Value

_OTHER_KINDS = {
    "WordDocument": "Word (doc)",
    "PowerPoint Document": "PowerPoint (ppt)",
    "VisioDocument": "Visio",
    "__properties_version1.0": "Outlook",
}


def stream_names(content: bytes) -> frozenset[str]:
    """Return the names of the streams and folders in an OLE container.

    Raises:
        FileRefusedError: It is damaged.
    """
    with open(os.devnull, "w", encoding="utf-8") as log:
        try:
            return frozenset(node.name for node in CompDoc(content, logfile=log).dirlist)
        except Exception as error:  # xlrd meets damage with many kinds of exceptions
            raise _damaged(error) from error


def check_container(names: frozenset[str]) -> None:
    """Look what an OLE container holds.

    Raises:
        FileRefusedError: An encrypted workbook, or no workbook.
    """
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise refusal("file_encrypted")
    for name, kind in _OTHER_KINDS.items():
        if name in names:
            raise refusal("file_other_kind", kind=kind)
    if not names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        raise refusal("file_other_kind", kind="OLE")


def read_xls(content: bytes, budget: Budget, names: frozenset[str]) -> tuple[Any, list[str]]:
    """Return the sheets of an old workbook, and remarks.

    Args:
        content: The file.
        budget: Bounds.
        names: Streams of its container, empty when it has none.

    Raises:
        FileRefusedError: It is damaged, encrypted or beyond the bounds.
    """
    with open(os.devnull, "w", encoding="utf-8") as log:
        try:
            book = _open(content, log)
            if book.nsheets > budget.limits.sheets:
                raise refusal("too_many_sheets", limit=budget.limits.sheets)
            sheets = tuple(_sheet(book, index, budget) for index in range(book.nsheets))
            remarks = []
            if any(name.startswith("_VBA_PROJECT") for name in names):
                remarks.append("macros_ignored")
            if set(book._supbook_types) & {SUPBOOK_EXTERNAL, SUPBOOK_DDEOLE}:
                remarks.append("external_links_ignored")
            return sheets, remarks
        except (FileRefusedError, MemoryError):
            raise
        except Exception as error:  # see stream_names
            raise _damaged(error) from error


def _damaged(error: Exception) -> FileRefusedError:
    if isinstance(error, xlrd.XLRDError) and "encrypted" in str(error).lower():
        return refusal("file_encrypted")
    return refusal("file_damaged")


def _open(content: bytes, log: Any) -> Any:
    """Return the book with hidden rows and merged areas, which need its formats as well."""
    options: dict[str, Any] = {"logfile": log, "on_demand": True, "ragged_rows": True}
    try:
        return xlrd.open_workbook(file_contents=content, formatting_info=True, **options)
    except NotImplementedError:
        return xlrd.open_workbook(file_contents=content, **options)


def _sheet(book: Any, index: int, budget: Budget) -> Sheet:
    """Return one sheet; the next is loaded only when this one is let go."""
    source = book.sheet_by_index(index)
    builder = SheetBuilder(source.name, budget, source.visibility != 0)
    for row in filter(source.row_len, range(source.nrows)):
        for column, cell in enumerate(source.row(row)):
            if cell.ctype == xlrd.XL_CELL_ERROR:
                text = error_text_from_code.get(int(cell.value), "#VALUE!")
                builder.put_error(row, column, text)
            else:
                builder.put(row, column, _value(cell, book.datemode))
    for row, info in source.rowinfo_map.items():
        if info.hidden or info.height == 0:
            builder.hide_rows(row, row)
    for column, info in source.colinfo_map.items():
        if info.hidden or info.width == 0:
            builder.hide_columns(column, column)
    for first_row, end_row, first_column, end_column in source.merged_cells:
        builder.merge(Area(first_row, first_column, end_row - 1, end_column - 1))
    book.unload_sheet(index)
    return builder.build()


def _value(cell: Any, datemode: int) -> Value:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return clean(cell.value) or None
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        # xlrd calls a time of day a date too; what is less than one day stays a number.
        return day(cell.value, datemode == 1) or number(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return number(cell.value)
    return None
