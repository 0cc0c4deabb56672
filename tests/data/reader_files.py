"""Files as districts send them, made in memory, for the tests of the reader."""

import io
import re
import zipfile

import openpyxl
import xlsxwriter
import xlwt
from odf import opendocument, table, text
from odf.namespaces import OFFICENS
from odf.office import Annotation
from odf.style import Style, TableProperties

from data.intake.faults import FileRefusedError
from data.intake.limits import configured_limits
from data.intake.reading import read_here

SHEET = "xl/worksheets/sheet1.xml"
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(content, name="bieu.xlsx", limits=None):
    """Read in this process, which is what the other process does."""
    return read_here(content, name, limits or configured_limits())


def refused(content, name="bieu.xlsx", limits=None):
    """Return the one problem a file is refused for."""
    try:
        read(content, name, limits)
    except FileRefusedError as error:
        (problem,) = error.problems
        return problem
    raise AssertionError("the file was read")


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def written(fill):
    """Return an xlsx as another library writes it: with shared texts and remembered values."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book, book.add_worksheet("Biểu 01"))
    book.close()
    return out.getvalue()


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def rezipped(content, change=None, add=None):
    """Return an archive with parts changed (name to bytes) and added; ``None`` drops a part."""
    change, out = change or {}, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            part = change.get(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def with_sheet_xml(inner, head=""):
    """Return an xlsx whose only sheet holds the given XML."""
    xml = f'<?xml version="1.0"?>{head}<worksheet xmlns="{NS}">{inner}</worksheet>'
    return rezipped(xlsx(["x"]), {SHEET: xml.encode()})


def cells_xml(inner):
    return with_sheet_xml(f"<sheetData>{inner}</sheetData>")


def with_part(content, name, pattern, new):
    """Return an archive with a text of one part replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        old = archive.read(name).decode("utf-8")
    changed = re.sub(pattern, new, old, count=1)
    assert changed != old
    return rezipped(content, {name: changed.encode("utf-8")})


def xls(fill):
    book = xlwt.Workbook(encoding="utf-8")
    fill(book)
    return saved(book)


def ods(fill):
    document = opendocument.OpenDocumentSpreadsheet()
    fill(document)
    return saved(document)


def ods_sheet(document, name, style=None):
    sheet = table.Table(name=name, stylename=style) if style else table.Table(name=name)
    document.spreadsheet.addElement(sheet)
    return sheet


def ods_hidden_style(document):
    style = Style(name="hidden1", family="table")
    style.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(style)
    return style


def ods_row(sheet, *cells, **options):
    row = table.TableRow(**options)
    for cell in cells:
        row.addElement(cell)
    sheet.addElement(row)


def ods_cell(words="", note="", **options):
    cell = table.TableCell(**options)
    if note:
        remark = Annotation()
        remark.addElement(text.P(text=note))
        cell.addElement(remark)
    for line in words.split("\n") if words else ():
        cell.addElement(text.P(text=line))
    return cell


def ods_error(words):
    cell = ods_cell(words, formula="of:=1/0", valuetype="string")
    cell.setAttrNS(OFFICENS, "string-value", "")
    return cell
