"""Cells of ods files (LibreOffice, Google), in one pass over ``content.xml``.

A cell or row may be written once for a million places; only places with a value take room.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from data.intake.building import Budget, SheetBuilder
from data.intake.cells import ERROR_WORDS, clean, number
from data.intake.faults import refusal
from data.intake.guard import Archive, parse_xml
from domain.intake.grid import Area, Sheet, Value

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE = _ODF + "table:1.0 "
_OFFICE = _ODF + "office:1.0 "
_TEXT = _ODF + "text:1.0 "
_STYLE = _ODF + "style:1.0 "
_DRAW = _ODF + "drawing:1.0 "
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_LONGEST_GAP = 1000  # spaces in one text; a cell's text is bounded, a count of spaces is not

_REFERENCE = re.compile(r'"(?:[^"]|"")*"|\[([^\]]*)\]|;')


def read_ods(archive: Archive, budget: Budget) -> tuple[tuple[Sheet, ...], list[str]]:
    """Return the sheets of a workbook, and remarks.

    Raises:
        FileRefusedError: It is damaged, encrypted or beyond the bounds.
    """
    if manifest := archive.find("META-INF/manifest.xml"):
        found: list[str] = []
        parse_xml(archive.chunks(manifest), lambda name, _: found.append(name.rpartition(":")[2]))
        if "encryption-data" in found:
            raise refusal("file_encrypted")
    reader = _Reader(budget)
    content = str(archive.find("content.xml"))
    try:
        parse_xml(
            archive.chunks(content), reader.start, reader.end, reader.text, with_namespaces=True
        )
    except (ValueError, OverflowError) as error:
        raise refusal("file_damaged") from error
    remarks = []
    if any(re.match(r"(Basic|Scripts)/.+\.(xml|xba|py|js|bsh)$", name) for name in archive.names):
        remarks.append("macros_ignored")
    if reader.has_links:
        remarks.append("external_links_ignored")
    if reader.lacks_values:
        remarks.append("formula_values_missing")
    return tuple(builder.build() for builder in reader.builders), remarks


@dataclass
class _Cell:
    column: int
    repeat: int
    attributes: dict[str, str]
    is_covered: bool
    texts: list[str] = field(default_factory=list)


@dataclass
class _Row:
    first: int
    repeat: int
    column: int = 0
    cells: list[_Cell] = field(default_factory=list)


class _Reader:
    """Handlers for the XML of the document."""

    def __init__(self, budget: Budget) -> None:
        self.builders: list[SheetBuilder] = []
        self.has_links = False
        self.lacks_values = False
        self._budget = budget
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._next_row = 0
        self._next_column = 0
        self._row: _Row | None = None
        self._cell: _Cell | None = None
        self._aside = 0  # depth inside a note or drawing of a cell
        self._folded = {"row": [False], "column": [False]}
        self._tables = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the opening of an element."""
        if self._aside or self._is_aside(name):
            self._aside += 1
        elif name.startswith(_TABLE):
            self._start_table(name[len(_TABLE) :], attributes)
        elif name.startswith(_TEXT) and self._cell is not None:
            self._start_text(name[len(_TEXT) :], attributes, self._cell)
        elif name == _STYLE + "style":
            self._style = attributes.get(_STYLE + "name", "")
        elif name == _STYLE + "table-properties" and attributes.get(_TABLE + "display") == "false":
            self._hidden_styles.add(self._style)

    def _is_aside(self, name: str) -> bool:
        in_table = self._tables > 0
        return in_table and (
            name == _OFFICE + "annotation"
            or name.startswith(_DRAW)
            or name in (_TABLE + "shapes", _OFFICE + "forms")
            or (name == _TABLE + "table" and self._row is not None)
        )

    def end(self, name: str) -> None:
        """Take the closing of an element."""
        if self._aside:
            self._aside -= 1
            return
        if not name.startswith(_TABLE):
            return
        tag = name[len(_TABLE) :]
        if tag in ("table-cell", "covered-table-cell") and self._cell is not None:
            if self._row is not None and self._holds_something(self._cell):
                self._row.cells.append(self._cell)
            self._cell = None
        elif tag == "table-row" and self._row is not None:
            self._finish_row(self._row)
            self._row = None
        elif tag in ("table-row-group", "table-column-group"):
            self._folded[tag.split("-")[1]].pop()
        elif tag == "table":
            self._tables -= 1

    def text(self, piece: str) -> None:
        """Take text."""
        if self._cell is not None and not self._aside:
            self._cell.texts.append(piece)

    def _start_text(self, tag: str, attributes: dict[str, str], cell: _Cell) -> None:
        if tag == "s":
            count = int(attributes.get(_TEXT + "c", "1"))
            cell.texts.append(" " * min(max(count, 1), _LONGEST_GAP))
        elif tag in ("tab", "line-break") or (tag == "p" and cell.texts):
            cell.texts.append(" ")

    def _start_table(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            is_hidden = attributes.get(_TABLE + "style-name", "") in self._hidden_styles
            name = attributes.get(_TABLE + "name", "")
            self.builders.append(SheetBuilder(name, self._budget, is_hidden))
            self._next_row = self._next_column = 0
            self._tables += 1
        elif tag in ("table-row-group", "table-column-group"):
            folded = self._folded[tag.split("-")[1]]
            folded.append(folded[-1] or attributes.get(_TABLE + "display") == "false")
        elif tag == "table-column":
            repeat = _count(attributes, "number-columns-repeated")
            if self._is_unseen(attributes, "column"):
                self.builders[-1].hide_columns(self._next_column, self._next_column + repeat - 1)
            self._next_column += repeat
        elif tag == "table-row":
            self._start_row(attributes)
        elif tag in ("table-cell", "covered-table-cell") and self._row is not None:
            repeat = _count(attributes, "number-columns-repeated")
            is_covered = tag != "table-cell"
            self._cell = _Cell(self._row.column, repeat, attributes, is_covered)
            self._row.column += repeat
        elif tag in ("dde-link", "table-source"):
            self.has_links = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        repeat = _count(attributes, "number-rows-repeated")
        self._row = _Row(self._next_row, repeat)
        if self._is_unseen(attributes, "row"):
            self.builders[-1].hide_rows(self._next_row, self._next_row + repeat - 1)
        self._next_row += repeat

    def _is_unseen(self, attributes: dict[str, str], axis: str) -> bool:
        visibility = attributes.get(_TABLE + "visibility", "visible")
        return self._folded[axis][-1] or visibility != "visible"

    @staticmethod
    def _holds_something(cell: _Cell) -> bool:
        keys = (_OFFICE + "value-type", _TABLE + "formula", _TABLE + "number-columns-spanned")
        spanned = _TABLE + "number-rows-spanned"
        return bool(cell.texts) or any(key in cell.attributes for key in (*keys, spanned))

    def _finish_row(self, row: _Row) -> None:
        if not row.cells:
            return
        for index in range(row.first, row.first + row.repeat):
            for cell in row.cells:
                self._put(index, cell)

    def _put(self, row: int, cell: _Cell) -> None:
        builder, attributes = self.builders[-1], cell.attributes
        text = clean("".join(cell.texts))
        value, error = _value(attributes, text)
        formula = attributes.get(_TABLE + "formula")
        for column in range(cell.column, cell.column + cell.repeat):
            if error:
                builder.put_error(row, column, error)
            builder.put(row, column, value)
            if formula is not None:
                builder.put_formula(row, column, _formula(formula))
                self.has_links = self.has_links or "'file:" in formula or "DDE(" in formula
                has_value = _OFFICE + "value-type" in attributes or bool(text)
                self.lacks_values = self.lacks_values or not has_value
            if value is None and not error and formula is None:
                break  # nothing to repeat
        high = _count(attributes, "number-rows-spanned")
        wide = _count(attributes, "number-columns-spanned")
        if high * wide > 1 and not cell.is_covered:
            builder.merge(Area(row, cell.column, row + high - 1, cell.column + wide - 1))


def _count(attributes: dict[str, str], name: str) -> int:
    return max(int(attributes.get(_TABLE + name, "1")), 1)


def _value(attributes: dict[str, str], text: str) -> tuple[Value, str]:
    """Return the value of a cell and, when it holds one instead, its error."""
    kind = attributes.get(_OFFICE + "value-type", "")
    if attributes.get(_CALC + "value-type") == "error" or (
        attributes.get(_TABLE + "formula") and (text in ERROR_WORDS or text.startswith("Err:"))
    ):
        return None, text[:40] or "#VALUE!"
    if kind in ("float", "percentage", "currency"):
        value = number(float(attributes[_OFFICE + "value"]))
        return value, "" if value is not None else "#NUM!"
    if kind == "date":
        return date.fromisoformat(attributes[_OFFICE + "date-value"][:10]), ""
    if kind == "boolean":
        return attributes.get(_OFFICE + "boolean-value") == "true", ""
    if kind == "string" and _OFFICE + "string-value" in attributes:
        return clean(attributes[_OFFICE + "string-value"]) or None, ""
    return text or None, ""


def _formula(text: str) -> str:
    """Return a formula as Excel writes it, ``of:=SUM([.A1:.B2];1)`` as ``=SUM(A1:B2,1)``."""

    def piece(match: re.Match[str]) -> str:
        if match.group(0) == ";":
            return ","
        if match.group(1) is None:
            return match.group(0)
        return re.sub(
            r"\$?([^.:]*)\.", lambda m: f"{m.group(1)}!" if m.group(1) else "", match.group(1)
        )

    return clean("=" + _REFERENCE.sub(piece, text.partition("=")[2]))
