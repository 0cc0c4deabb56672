"""Going through a found table row by row: what is a row of data, and what each says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from domain.intake.grid import Value, address
from domain.intake.problems import Problem, Question, Severity, question_key
from domain.registers.cells import CellReading, Fault, read_cell
from domain.registers.context import RegisterContext
from domain.registers.fields import Field, FieldType, Kind, Register
from domain.registers.headings import Found, cell_address, row_address
from domain.registers.units import (
    Resolution,
    UnitFinder,
    Written,
    is_whole_province,
    names_district,
    read_written,
)
from domain.registers.values import clean, parse_day
from domain.vietnamese import fold
from domain.vocabulary import UnitLevel

LEVELS = {
    FieldType.UNIT: frozenset({UnitLevel.COMMUNE, UnitLevel.DISTRICT}),
    FieldType.COMMUNE: frozenset({UnitLevel.COMMUNE}),
    FieldType.DISTRICT: frozenset({UnitLevel.DISTRICT}),
}
_HELPERS = (FieldType.UNIT_NAME, FieldType.DISTRICT_NAME, FieldType.TASK_TITLE)

_ENDS = re.compile(
    r"(nguoi lap|thu truong|noi nhan|tm\.|kt\.|chu tich|pho chu tich|xac nhan|truong phong"
    r"|giam doc|ky, ghi ro|ky ten)"
)
_SIGNED_ON = re.compile(r"\bngay .{1,8} thang .{1,8} nam\b")
_TOTALS = re.compile(r"(tong|cong)( (so|cong|nguon|von|cac|toan|tinh|huyen))*[ :.]*")
_ORDINAL = re.compile(r"\(?\d{1,2}\)?")


@dataclass
class RowReading:
    """One row as read: ``values`` is complete only when nothing blocks it."""

    number: int
    values: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    question: Question | None = None
    is_unfilled: bool = False
    is_left_out: bool = False
    is_restored: bool = False

    @property
    def is_sound(self) -> bool:
        """Tell whether the row can be loaded as it stands."""
        blocked = any(problem.severity is Severity.ERROR for problem in self.problems)
        return not (blocked or self.question or self.is_unfilled or self.is_left_out)


class TableReader:
    """Reads the rows of one found table."""

    def __init__(self, register: Register, found: Found, context: RegisterContext) -> None:
        """Take a table and what is known."""
        self._register, self._found, self._context = register, found, context
        self._unit = next((f for f in register.fields if f.type in LEVELS), None)
        self._free = {f.name for f in register.fields if f.type is FieldType.TEXT}
        self._title = next((f for f in register.fields if f.type is FieldType.TASK_TITLE), None)
        levels = LEVELS[self._unit.type] if self._unit else frozenset({UnitLevel.COMMUNE})
        self._finder = UnitFinder(context, levels)
        self._group = ""
        self._spread = _spread_down(found, "district_name")
        self.rows_after_end: list[int] = []

    def read(self) -> Iterator[RowReading]:
        """Give each row of data in order; group headings, totals and blank rows are passed over.

        The table ends at the signatures; ``rows_after_end`` then says where more data follows.
        """
        found = self._found
        for number in range(found.header_rows[1] + 1, len(found.sheet.rows)):
            texts = self._texts(number)
            if not texts and not self._has_error(number):
                continue
            if self._is_end(number, texts):
                self.rows_after_end = self._find_data(number + 1)
                return
            if self._is_passed_over(number, texts):
                continue
            yield self._read_row(number, texts)

    def _texts(self, number: int) -> dict[str, str]:
        """Return what is written in the known columns, by field."""
        sheet, columns = self._found.sheet, self._found.columns
        texts = {name: clean(sheet.value(number, column)) for name, column in columns.items()}
        if self._spread.get(number) and any(texts.values()):
            texts["district_name"] = texts["district_name"] or self._spread[number]
        return {name: text for name, text in texts.items() if text}

    def _has_error(self, number: int) -> bool:
        sheet = self._found.sheet
        return any(
            (number, column) in sheet.errors
            or ((number, column) in sheet.formulas and sheet.value(number, column) is None)
            for column in self._found.columns.values()
        )

    def _is_end(self, number: int, texts: Mapping[str, str]) -> bool:
        filled = [text for value in self._found.sheet.rows[number] if (text := clean(value))]
        said = [text for name, text in texts.items() if name not in self._free]
        is_signature = all(_ends_table(text) for text in said)
        return is_signature and len(filled) <= 3 and any(_ends_table(text) for text in filled)

    def _find_data(self, first: int) -> list[int]:
        """Return the rows from one on that look like data: as full as a row has to be."""
        least = max(3, sum(field.is_required for field in self._register.fields))
        numbers = range(first, len(self._found.sheet.rows))
        return [number for number in numbers if len(self._texts(number)) >= least]

    def _is_passed_over(self, number: int, texts: Mapping[str, str]) -> bool:
        row = [text for value in self._found.sheet.rows[number] if (text := clean(value))]
        if len(row) > 1 and all(_ORDINAL.fullmatch(text) for text in row):
            # Column numbers below the header: (1) (2) (3).
            return number == self._found.header_rows[1] + 1
        if any(_TOTALS.fullmatch(fold(text)) for text in row[:2]):
            return True
        return self._is_group(texts)

    def _is_group(self, texts: Mapping[str, str]) -> bool:
        """Take note of a row that only names the district of the rows below it."""
        if self._unit is None or self._unit.type is FieldType.DISTRICT or len(texts) != 1:
            return False
        text = next(iter(texts.values()))
        if names_district(text) and self._finder.find_districts(text):
            self._group = text
            return True
        return False

    def _read_row(self, number: int, texts: Mapping[str, str]) -> RowReading:
        row = RowReading(number)
        prefilled = self._register.prefilled
        if prefilled and not self._has_error(number):
            helpers = {f.name for f in self._register.fields if f.type in _HELPERS}
            if set(texts) <= {prefilled, *helpers}:
                row.is_unfilled = True
                return row
        for item in self._register.fields:
            if item.type in _HELPERS:
                continue
            if item is self._unit:
                self._read_unit(item, row, texts)
            else:
                self._read_value(item, row)
        self._note_hidden(row)
        return row

    def _read_value(self, item: Field, row: RowReading) -> None:
        column = self._found.columns.get(item.name)
        if column is not None and self._is_broken(row, column):
            return
        value: Value = self._context.defaults.get(item.name)
        if column is not None:
            value = self._found.sheet.value(row.number, column)
        if item.type is FieldType.TASK and clean(value) == "" and self._title:
            beside = self._found.columns.get(self._title.name)
            value = self._found.sheet.value(row.number, beside) if beside is not None else None
        scale = self._found.scales.get(item.name)
        reading = (
            read_cell(item, value, self._context, scale)
            if scale is not None
            else read_cell(item, value, self._context)
        )
        self._take(item, row, reading)

    def _is_broken(self, row: RowReading, column: int) -> bool:
        """Report a cell whose formula gives an error, or whose value the file does not hold."""
        sheet, position = self._found.sheet, (row.number, column)
        if position in sheet.errors:
            code, read = "register_formula_error", sheet.errors[position]
        elif position in sheet.formulas and sheet.value(*position) is None:
            code, read = "register_formula_without_value", sheet.formulas[position]
        else:
            return False
        cell = address(*position)
        row.problems.append(Problem(code, Severity.ERROR, sheet.name, cell, read))
        return True

    def _take(self, item: Field, row: RowReading, reading: CellReading) -> None:
        row.values.update(reading.values)
        for fault in reading.faults:
            row.problems.append(self._problem(item, row, fault))

    def _problem(self, item: Field, row: RowReading, fault: Fault) -> Problem:
        column = self._found.columns.get(item.name)
        read = "" if column is None else clean(self._found.sheet.value(row.number, column))
        severity = Severity.WARNING if fault.is_warning else Severity.ERROR
        cell = cell_address(self._found, row.number, item.name)
        return Problem(fault.code, severity, self._found.sheet.name, cell, read, fault.params)

    def _note_hidden(self, row: RowReading) -> None:
        if row.number in self._found.sheet.hidden_rows:
            row.problems.append(
                Problem(
                    "register_hidden_row",
                    Severity.WARNING,
                    self._found.sheet.name,
                    row_address(row.number),
                )
            )

    def _read_unit(self, item: Field, row: RowReading, texts: Mapping[str, str]) -> None:
        columns = self._found.columns
        names = [f.name for f in self._register.fields if f.type is FieldType.UNIT_NAME]
        shown = next((n for n in (item.name, *names) if n in texts), item.name)
        if any(
            name in columns and self._is_broken(row, columns[name]) for name in (item.name, *names)
        ):
            return
        value: Value = None
        if item.name in columns:
            value = self._found.sheet.value(row.number, columns[item.name])
        name = " ".join(texts[n] for n in names if n in texts)
        written = read_written(value, name, texts.get("district_name", "") or self._group)
        cell = cell_address(self._found, row.number, shown)
        resolution = self._resolve(item, row, written, cell)
        if resolution is None:
            return
        read = texts.get(shown, "")
        sheet = self._found.sheet.name
        if resolution.fault:
            row.problems.append(
                Problem(resolution.fault, Severity.ERROR, sheet, cell, read, resolution.params)
            )
        elif resolution.candidates:
            row.question = Question(sheet, cell, read, written.district, resolution.candidates)
        else:
            self._store_unit(item, row, resolution)

    def _resolve(
        self, item: Field, row: RowReading, written: Written, cell: str
    ) -> Resolution | None:
        """Return the unit of a row; ``None`` when the row needs none or is left out."""
        answer = self._answer(cell)
        if answer == "":
            row.is_left_out = True
            return None
        if answer is not None:
            return self._finder.find(Written(code=answer))
        name = written.name
        if not written.code and (not name or self._is_province(item, name)):
            if item.is_required:
                fault = Fault("register_missing_value", {"column": item.heading})
                row.problems.append(self._problem(item, row, fault))
            row.values[item.name] = None
            return None
        return self._finder.find(written)

    def _is_province(self, item: Field, name: str) -> bool:
        return item.type is FieldType.DISTRICT and is_whole_province(name)

    def _answer(self, cell: str) -> str | None:
        answers = self._context.answers
        return answers.get(question_key(self._found.sheet.name, cell), answers.get(cell))

    def _store_unit(self, item: Field, row: RowReading, resolution: Resolution) -> None:
        row.is_restored = resolution.is_restored
        if self._register.kind is Kind.RECOGNITION:
            row.values["unit_code"] = resolution.code
            row.values["unit_level"] = resolution.level.value
        else:
            row.values[item.name] = resolution.code


def _ends_table(text: str) -> bool:
    """Tell whether a text is of the signatures: who signs, or the line of place and day."""
    plain = fold(text)
    is_signed_on = _SIGNED_ON.search(plain) is not None and parse_day(text) is None
    return is_signed_on or _ENDS.match(plain) is not None


def _spread_down(found: Found, name: str) -> dict[int, str]:
    """Return what a field's merged cells say of each row they cover."""
    column = found.columns.get(name)
    return {
        row: clean(found.sheet.value(area.first_row, column))
        for area in found.sheet.merged
        if column is not None and area.first_column <= column <= area.last_column
        for row in range(area.first_row, min(area.last_row + 1, len(found.sheet.rows)))
    }
