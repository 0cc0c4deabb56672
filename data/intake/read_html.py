"""Tables that reporting programs save as pages and call ``.xls``.

A page is read piece by piece by a parser that fetches nothing; scripts, styles and comments are
passed over. Excel 2003 XML, told from pages here, is read by ``read_xml``.
"""

import re
from html.parser import HTMLParser

from data.intake.building import Budget, SheetBuilder
from data.intake.cells import ERROR_WORDS, clean, number, typed
from data.intake.faults import FileRefusedError, refusal
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
