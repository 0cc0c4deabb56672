"""Cells of xlsx and xlsm files, in one pass over each sheet: values, formulas, what is hidden.

A library gives either the formulas or their remembered values in a pass and keeps every style in
memory; reading the sheet's XML as it streams by gives both, and lets a bound stop it at once.
"""

import re
from collections.abc import Callable
from datetime import date

from data.intake.building import Budget, SheetBuilder
from data.intake.cells import clean, day, number
from data.intake.faults import FileRefusedError, refusal
from data.intake.guard import Archive, local, parse_xml
from data.intake.shared_formulas import column_number, shifted
from data.intake.xlsx_parts import BookParts, read_parts, unescaped
from domain.intake.grid import Area, Sheet, Value

_DIGITS = "0123456789"
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_ON = ("1", "true")


def read_xlsx(archive: Archive, budget: Budget) -> tuple[tuple[Sheet, ...], list[str]]:
    """Return the sheets of a workbook, and remarks.

    Raises:
        FileRefusedError: It is damaged or beyond the bounds.
    """
    parts = read_parts(archive)
    readers = []
    for part in parts.sheets:
        builder = SheetBuilder(part.name, budget, part.is_hidden)
        reader = _SheetReader(builder, parts)
        if not part.path:
            raise refusal("file_damaged", sheet=builder.name)
        try:
            parse_xml(archive.chunks(part.path), reader.start, reader.end, reader.text)
        except (ValueError, KeyError, OverflowError) as error:
            raise refusal("file_damaged", sheet=builder.name) from error
        except FileRefusedError as error:
            raise _located(error, builder.name) from error
        readers.append(reader)
    remarks = _remarks(archive, readers)
    if parts.recalculates and _all_zero(readers):
        for reader in readers:
            reader.forget_values()
        remarks.append("formula_values_missing")
    return tuple(reader.builder.build() for reader in readers), remarks


def _located(error: FileRefusedError, sheet: str) -> FileRefusedError:
    """Return a refusal with the name of the sheet, when it has none."""
    problem = error.problems[0]
    return refusal(
        problem.code,
        sheet=problem.sheet or sheet,
        cell=problem.cell,
        read=problem.read,
        **problem.params,
    )


def _remarks(archive: Archive, readers: "list[_SheetReader]") -> list[str]:
    names = [name.lower() for name in archive.names]
    remarks = []
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        remarks.append("macros_ignored")
    if any("/externallinks/" in name or name.endswith("/connections.xml") for name in names):
        remarks.append("external_links_ignored")
    if any(reader.lacks_values for reader in readers):
        remarks.append("formula_values_missing")
    return remarks


def _all_zero(readers: "list[_SheetReader]") -> bool:
    """Tell whether every formula remembers 0, as programs write that calculate nothing."""
    found = [value for reader in readers for value in reader.remembered.values()]
    return bool(found) and all(type(value) is int and value == 0 for value in found)


class _SheetReader:
    """Handlers for the XML of one sheet."""

    def __init__(self, builder: SheetBuilder, parts: BookParts) -> None:
        self.builder = builder
        self.lacks_values = False
        self.remembered: dict[tuple[int, int], Value] = {}
        self._parts = parts
        self._row, self._column = -1, -1
        self._cell: dict[str, str] | None = None
        self._formula: dict[str, str] | None = None
        self._pieces: dict[str, list[str]] = {"v": [], "f": [], "t": []}
        self._target: list[str] | None = None
        self._phonetic = 0
        self._shared: dict[str, tuple[int, int, str]] = {}
        self._columns: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._converters: dict[str, Callable[[str], Value]] = {
            "s": self._shared_text,
            "b": lambda raw: raw in _ON,
            "d": _iso_day,
            "str": lambda raw: clean(unescaped(raw)) or None,
            "inlineStr": lambda raw: clean(unescaped(raw)) or None,
        }

    def forget_values(self) -> None:
        """Drop what formulas remember."""
        for row, column in self.remembered:
            self.builder.clear(row, column)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the opening of an element."""
        name = self._names.get(tag) or self._names.setdefault(tag, local(tag))
        if self._cell is not None:
            self._start_in_cell(name, attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name == "col":
            if attributes.get("hidden") in _ON or attributes.get("width") == "0":
                self.builder.hide_columns(int(attributes["min"]) - 1, int(attributes["max"]) - 1)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        """Take the closing of an element."""
        if self._cell is None:
            return
        name = self._names[tag]
        self._target = None
        if name == "c":
            self._finish_cell(self._cell)
            self._cell = None
        elif name == "rPh":
            self._phonetic -= 1

    def text(self, piece: str) -> None:
        """Take text."""
        if self._target is not None:
            self._target.append(piece)

    def _start_in_cell(self, name: str, attributes: dict[str, str]) -> None:
        self._target = self._pieces.get(name) if not self._phonetic else None
        if name == "f":
            self._formula = attributes
        elif name == "rPh":
            self._phonetic += 1

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1
        if attributes.get("hidden") in _ON or attributes.get("ht") == "0":
            self.builder.hide_rows(self._row, self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._formula = None
        self._phonetic = 0
        for pieces in self._pieces.values():
            pieces.clear()
        place = attributes.get("r")
        if place is None:
            self._column += 1
            return
        letters = place.rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = _column(letters)
        self._column = column
        if len(letters) < len(place):
            self._row = int(place[len(letters) :]) - 1

    def _finish_cell(self, cell: dict[str, str]) -> None:
        if self._formula is None and not (self._pieces["v"] or self._pieces["t"]):
            return
        kind = cell.get("t", "n")
        raw = "".join(self._pieces["t" if kind == "inlineStr" else "v"])
        row, column = self._row, self._column
        has_value = bool(raw) or kind == "str"
        if kind == "e":
            self.builder.put_error(row, column, clean(raw)[:40] or "#VALUE!")
        elif raw:
            self._put_value(kind, raw, cell.get("s", "0"))
        if self._formula is not None:
            formula = self._formula_text(self._formula)
            self.builder.put_formula(row, column, clean(unescaped("=" + formula)))
            self.lacks_values = self.lacks_values or not has_value
            if has_value:
                self.remembered[row, column] = self.builder.value(row, column)

    def _put_value(self, kind: str, raw: str, style: str) -> None:
        convert = self._converters.get(kind)
        if convert is not None:
            self.builder.put(self._row, self._column, convert(raw))
            return
        plain = float(raw)
        value: Value = number(plain)
        if value is None:
            self.builder.put_error(self._row, self._column, "#NUM!")
            return
        if self._parts.day_styles and int(style) in self._parts.day_styles:
            value = day(plain, self._parts.from_1904) or value
        self.builder.put(self._row, self._column, value)

    def _shared_text(self, raw: str) -> Value:
        index = int(raw)
        if not 0 <= index < len(self._parts.texts):
            raise ValueError(f"no shared text {index}")
        return self._parts.texts[index] or None

    def _formula_text(self, attributes: dict[str, str]) -> str:
        """Return a cell's formula, worked out from the shared one it follows if need be."""
        own = "".join(self._pieces["f"])
        if attributes.get("t") != "shared":
            return own
        key = attributes.get("si", "")
        if own:
            self._shared[key] = (self._row, self._column, own)
            return own
        if key not in self._shared:
            return ""
        row, column, formula = self._shared[key]
        return shifted(formula, self._row - row, self._column - column)

    def _merge(self, reference: str) -> None:
        match = _AREA.fullmatch(reference)
        if match is None:
            return
        left, top, right, bottom = match.groups()
        columns = column_number(left), column_number(right or left)
        rows = int(top) - 1, int(bottom or top) - 1
        self.builder.merge(Area(min(rows), min(columns), max(rows), max(columns)))


def _column(letters: str) -> int:
    plain = letters.upper()
    if not (plain.isascii() and plain.isalpha() and len(plain) <= 3):
        raise ValueError(f"no column {letters[:20]!r}")
    return column_number(plain)


def _iso_day(raw: str) -> Value:
    try:
        return date.fromisoformat(raw[:10])
    except ValueError:
        return clean(raw) or None
