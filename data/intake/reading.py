"""Bytes to cells, in the process that may be killed for it; ``files.read_file`` is the way in."""

import hashlib
import re

from data.intake.building import Budget
from data.intake.cells import clean
from data.intake.faults import refusal
from data.intake.guard import Archive, family, zip_kind
from data.intake.legacy import check_legacy
from data.intake.limits import MEGABYTE, Limits
from data.intake.read_html import markup_kind, page_text, read_html
from data.intake.read_ods import read_ods
from data.intake.read_text import read_text
from data.intake.read_xls import check_container, read_xls, stream_names
from data.intake.read_xlsx import read_xlsx
from data.intake.read_xml import read_xml
from domain.intake.grid import Sheet, Workbook

PROBLEM_SHEET = "Lỗi cần sửa"
"""Sheet that a marked copy adds; left out when the sender returns the copy corrected."""

PROBLEM_TITLE = "Danh sách lỗi và cảnh báo cần xử lý"
"""First cell of that sheet."""

_NAMED_KINDS = {"xlsx": "xlsx", "xlsm": "xlsx", "xltx": "xlsx", "xltm": "xlsx", "xls": "xls"} | {
    "xlt": "xls",
    "ods": "ods",
    "ots": "ods",
    "csv": "csv",
    "tsv": "tsv",
    "tab": "tsv",
    "htm": "html",
    "html": "html",
    "xml": "xml",
}


def check_size(content: bytes, limits: Limits) -> None:
    """Look at the size of a file before anything else.

    Raises:
        FileRefusedError: It is empty or too large.
    """
    if not content:
        raise refusal("file_empty")
    if len(content) > limits.file_mb * MEGABYTE:
        size = -(-len(content) // MEGABYTE)
        raise refusal("file_too_large", size=size, limit=limits.file_mb)


def plain_name(file_name: str) -> str:
    """Return a file's name without folders and control characters, at most 200 letters."""
    name = clean(re.split(r"[/\\]", file_name.rstrip("/\\"))[-1])[-200:]
    return "file" if name in ("", ".", "..") else name


def read_here(content: bytes, file_name: str, limits: Limits) -> Workbook:
    """Return the cells of a file, read in this process.

    Raises:
        FileRefusedError: It cannot or must not be read.
    """
    check_size(content, limits)
    budget = Budget(limits)
    kind, encoding, delimiter = "", "", ""
    sheets: tuple[Sheet, ...]
    found = family(content)
    if found == "zip":
        archive = Archive(content, limits)
        kind = zip_kind(archive)
        read = read_xlsx if kind == "xlsx" else read_ods
        sheets, remarks = read(archive, budget)
    elif found in ("ole", "biff"):
        names = stream_names(content) if found == "ole" else frozenset()
        if found == "ole":
            check_container(names)
        kind = "xls"
        sheets, remarks = read_xls(content, budget, names)
    elif (kind := markup_kind(content)) == "xml":
        sheets, remarks = read_xml(content, budget)
    elif kind == "html":
        text, encoding, remarks = page_text(content)
        sheets = (read_html(text, budget),)
    else:
        sheet, encoding, delimiter, remarks = read_text(content, budget)
        kind = "tsv" if delimiter == "\t" else "csv"
        sheets = (sheet,)
    name = plain_name(file_name)
    sheets = tuple(sheet for sheet in sheets if not is_problem_list(sheet))
    if not any(sheet.rows for sheet in sheets):
        raise refusal("file_empty")
    remarks += check_legacy(sheets)
    if _names_another_kind(name, kind):
        remarks.append("name_differs")
    return Workbook(
        file_name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        kind=kind,
        sheets=sheets,
        remarks=tuple(dict.fromkeys(remarks)),
        encoding=encoding,
        delimiter=delimiter,
    )


def is_problem_list(sheet: Sheet) -> bool:
    """Tell whether a sheet is the list that a marked copy added."""
    return sheet.name.startswith(PROBLEM_SHEET) and sheet.value(0, 0) == PROBLEM_TITLE


def _names_another_kind(name: str, kind: str) -> bool:
    """Tell whether the ending of a name promises another kind than the content is."""
    promised = _NAMED_KINDS.get(name.rpartition(".")[2].lower(), "")
    both_text = {promised, kind} <= {"csv", "tsv"}
    return promised != "" and promised != kind and not both_text
