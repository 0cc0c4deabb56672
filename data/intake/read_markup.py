"""Tables that reporting programs save as pages or as XML and call ``.xls``.

Both are read piece by piece by parsers that fetch nothing: scripts, styles and comments are passed
over, and a document type that could declare entities is refused in XML.
"""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

from data.intake.building import Budget, SheetBuilder
from data.intake.cells import ERROR_WORDS, clean, number, typed
from data.intake.faults import FileRefusedError, refusal
from data.intake.guard import parse_xml
from data.intake.read_text import decode
from domain.intake.grid import Area, Sheet, Value

_LOOKED_AT = 8192  # bytes in which a file says that it is markup
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|table|head|body|meta|style|div|p|h[1-6]|center|font|b)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_SHEETS = b"urn:schemas-microsoft-com:office:spreadsheet"
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([a-zA-Z0-9_-]{3,20})", re.IGNORECASE)
_CHARSETS = {"windows-1258": "cp1258", "windows-1252": "cp1252", "iso-8859-1": "cp1252"}
_SS = "urn:schemas-microsoft-com:office:spreadsheet "
_X = "urn:schemas-microsoft-com:office:excel "
_PASSED_OVER = frozenset({"script", "style", "title", "xml", "noscript", "select", "textarea"})
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "center"})
_MOST_SPAN = 1000
_CHUNK = 65536


def markup_kind(content: bytes) -> str:
    """Return ``html``, ``xml`` (sheets of Excel 2003) or "" for what is no markup of tables."""
    head = content[:_LOOKED_AT].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf")
    head = head.lstrip(b"\xff\xfe \t\r\n")
    if head.startswith(b"<?xml") and _XML_SHEETS in head and b"<html" not in head.lower():
        return "xml"
    return "html" if _PAGE.match(head) else ""


def charset(content: bytes) -> str:
    """Return the encoding a page declares, by Python's name; "" for none that is known."""
    found = _CHARSET.search(content[:_LOOKED_AT])
    return _CHARSETS.get(found.group(1).decode("ascii").lower(), "") if found else ""


def page_text(content: bytes) -> tuple[str, str, list[str]]:
    """Return the text of a page, its encoding and remarks; see ``read_text.decode``."""
    try:
        return decode(content)
    except FileRefusedError:
        declared = charset(content)
        if not declared:
            raise
        return content.decode(declared, "replace"), declared, []


def read_html(text: str, budget: Budget) -> Sheet:
    """Return everything a page shows as one sheet: texts and tables under each other.

    Raises:
        FileRefusedError: It has no table, or is beyond the bounds.
    """
    reader = _Page(budget)
    for start in range(0, len(text), _CHUNK):
        reader.feed(text[start : start + _CHUNK])
    reader.close()
    return reader.finish()


class _Table:
    """A table being read: where it stands and what hangs down into its next rows."""

    def __init__(self) -> None:
        self.column = -1
        self.columns_defined = 0
        self.hanging: dict[int, int] = {}  # rows still covered, by column
        self.is_row_open = False


class _Page(HTMLParser):
    """Puts a page's texts and tables into one sheet."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = SheetBuilder("", budget)
        self._row = -1
        self._tables: list[_Table] = []
        self._texts: list[str] = []
        self._cell: dict[str, str] | None = None
        self._passed_over = ""
        self._has_table = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._passed_over:
            return
        if tag in _PASSED_OVER:
            self._passed_over = tag
        elif tag == "table":
            self._flush()
            self._close_rows()
            self._tables.append(_Table())
            self._has_table = True
        elif tag in ("tr", "td", "th", "col") and self._tables:
            self._open(tag, {name: value or "" for name, value in attrs})
        elif tag in _BREAKS:
            self._break()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _PASSED_OVER:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._passed_over:
            if tag == self._passed_over:
                self._passed_over = ""
        elif tag in ("td", "th", "tr") or (tag == "table" and self._tables):
            self._flush()
            if tag == "table":
                self._tables.pop()
        elif tag in _BREAKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._passed_over:
            self._texts.append(data)

    def finish(self) -> Sheet:
        """Return the sheet.

        Raises:
            FileRefusedError: There is no table.
        """
        self._flush()
        if not self._has_table:
            raise refusal("file_html")
        return self._builder.build()

    def _break(self) -> None:
        if self._cell is None:
            self._flush()
        else:
            self._texts.append(" ")

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        table = self._tables[-1]
        if tag == "col":
            span = _span(attributes, "span")
            if _is_unseen(attributes):
                first = table.columns_defined
                self._builder.hide_columns(first, first + span - 1)
            table.columns_defined += span
            return
        self._flush()
        if tag == "tr" or not table.is_row_open:
            self._row += 1
            table.column = -1
            table.is_row_open = True
            if tag == "tr" and _is_unseen(attributes):
                self._builder.hide_rows(self._row, self._row)
            table.hanging = {c: left - 1 for c, left in table.hanging.items() if left > 1}
        if tag != "tr":
            self._open_cell(table, attributes)

    def _open_cell(self, table: _Table, attributes: dict[str, str]) -> None:
        table.column += 1
        while table.hanging.get(table.column):
            table.column += 1
        wide, high = _span(attributes, "colspan"), _span(attributes, "rowspan")
        self._cell = attributes | {"row": str(self._row), "column": str(table.column)}
        if wide * high > 1:
            last = self._row + high - 1, table.column + wide - 1
            self._builder.merge(Area(self._row, table.column, *last))
        if high > 1:
            # A row that begins takes one off, so what hangs is counted with the row it begins in.
            own = range(table.column, table.column + wide)
            table.hanging |= dict.fromkeys(own, high)
        table.column += wide - 1

    def _flush(self) -> None:
        """Put down the text read so far: in its cell, or outside of cells as a row of its own."""
        text, self._texts = clean("".join(self._texts)), []
        cell, self._cell = self._cell, None
        if cell is None:
            if text:
                self._row += 1
                self._builder.put(self._row, 0, text)
                self._close_rows()
            return
        row, column = int(cell["row"]), int(cell["column"])
        if formula := cell.get("x:fmla"):
            self._builder.put_formula(row, column, clean(formula))
        if text in ERROR_WORDS or "x:err" in cell:
            self._builder.put_error(row, column, text or "#VALUE!")
        else:
            self._builder.put(row, column, _number_of(cell) or typed(text))

    def _close_rows(self) -> None:
        """Let the tables that are open go on below what comes between."""
        for table in self._tables:
            table.is_row_open = False


def _number_of(cell: dict[str, str]) -> Value:
    """Return the number Excel kept beside the text shown, if any; zero is left to the text."""
    try:
        return number(float(cell.get("x:num", "")))
    except ValueError:
        return None


def _span(attributes: dict[str, str], name: str) -> int:
    digits = attributes.get(name, "").strip()
    return min(max(int(digits), 1), _MOST_SPAN) if digits.isascii() and digits.isdigit() else 1


def _is_unseen(attributes: dict[str, str]) -> bool:
    style = attributes.get("style", "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style


def read_xml(content: bytes, budget: Budget) -> tuple[tuple[Sheet, ...], list[str]]:
    """Return the sheets of a workbook saved as Excel 2003 XML, and remarks.

    Raises:
        FileRefusedError: It is damaged, declares a document type, or is beyond the bounds.
    """
    reader = _Sheets(budget)
    try:
        parse_xml(_chunks(content), reader.start, reader.end, reader.text, with_namespaces=True)
    except (ValueError, OverflowError) as error:
        raise refusal("file_damaged") from error
    return tuple(builder.build() for builder in reader.builders), []


def _chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), 1 << 20):
        yield content[start : start + (1 << 20)]


class _Sheets:
    """Handlers for the XML; rows and columns are counted on from what an element says."""

    def __init__(self, budget: Budget) -> None:
        self.builders: list[SheetBuilder] = []
        self._budget = budget
        self._row = self._column = self._defined = -1
        self._kind: str | None = None
        self._texts: list[str] = []
        self._aside = 0
        self._wide = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the opening of an element."""
        tag = name.removeprefix(_SS)
        if self._aside or tag == "Comment":
            self._aside += 1
        elif tag == "Worksheet":
            self.builders.append(SheetBuilder(attributes.get(_SS + "Name", ""), self._budget))
            self._row = self._defined = -1
        elif name == _X + "Visible":
            self._kind, self._texts = name, []
        elif self.builders:
            self._start_inside(tag, attributes)

    def _start_inside(self, tag: str, attributes: dict[str, str]) -> None:
        builder = self.builders[-1]
        if tag == "Column":
            first = int(attributes.get(_SS + "Index", self._defined + 2)) - 1
            self._defined = first + int(attributes.get(_SS + "Span", 0))
            if attributes.get(_SS + "Hidden") == "1":
                builder.hide_columns(first, self._defined)
        elif tag == "Row":
            first = int(attributes.get(_SS + "Index", self._row + 2)) - 1
            self._row = first + int(attributes.get(_SS + "Span", 0))
            self._column = -1
            if attributes.get(_SS + "Hidden") == "1":
                builder.hide_rows(first, self._row)
        elif tag == "Cell":
            self._start_cell(builder, attributes)
        elif tag == "Data":
            self._kind = attributes.get(_SS + "Type", "String")
            self._texts = []

    def _start_cell(self, builder: SheetBuilder, attributes: dict[str, str]) -> None:
        self._column = int(attributes.get(_SS + "Index", self._column + 2)) - 1
        wide = int(attributes.get(_SS + "MergeAcross", 0))
        high = int(attributes.get(_SS + "MergeDown", 0))
        if formula := attributes.get(_SS + "Formula"):
            builder.put_formula(self._row, self._column, clean(formula))
        if wide or high:
            last = self._row + high, self._column + wide
            builder.merge(Area(self._row, self._column, *last))
        self._wide = wide

    def text(self, piece: str) -> None:
        """Take text."""
        if self._kind is not None and not self._aside:
            self._texts.append(piece)

    def end(self, name: str) -> None:
        """Take the closing of an element."""
        tag = name.removeprefix(_SS)
        if self._aside:
            self._aside -= 1
        elif tag == "Data" and self._kind is not None:
            self._put(self._kind, clean("".join(self._texts)))
            self._kind = None
        elif tag == "Cell":
            self._column += self._wide
        elif name == _X + "Visible" and self.builders:
            self.builders[-1].is_hidden = clean("".join(self._texts)) != "SheetVisible"
            self._kind = None

    def _put(self, kind: str, text: str) -> None:
        builder = self.builders[-1]
        if kind == "Error":
            builder.put_error(self._row, self._column, text[:40] or "#VALUE!")
            return
        builder.put(self._row, self._column, _value(kind, text))


def _value(kind: str, text: str) -> Value:
    if kind == "Number":
        return number(float(text)) if text else None
    if kind == "DateTime":
        return date.fromisoformat(text[:10])
    if kind == "Boolean":
        return text == "1"
    return text or None
