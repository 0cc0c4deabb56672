"""Sheets saved as Excel 2003 XML, often by reporting programs, and called ``.xls``."""

from collections.abc import Iterator
from datetime import date

from data.intake.building import Budget, SheetBuilder
from data.intake.cells import clean, number
from data.intake.faults import refusal
from data.intake.guard import parse_xml
from domain.intake.grid import Area, Sheet, Value

_SS = "urn:schemas-microsoft-com:office:spreadsheet "
_X = "urn:schemas-microsoft-com:office:excel "


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
