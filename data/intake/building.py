"""Sheets put together cell by cell while a file is read, refused as soon as a bound is passed."""

from data.intake.cells import clean
from data.intake.faults import refusal
from data.intake.limits import Limits
from domain.intake.grid import Area, Sheet, Value, address


class Budget:
    """What a whole file has used of its bounds so far."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._cells = 0
        self._characters = 0
        self._sheets = 0

    def add_sheet(self) -> None:
        """Count one more sheet.

        Raises:
            FileRefusedError: There are too many.
        """
        self._sheets += 1
        if self._sheets > self.limits.sheets:
            raise refusal("too_many_sheets", limit=self.limits.sheets)

    def add_cells(self, count: int, sheet: str) -> None:
        """Count further cells.

        Raises:
            FileRefusedError: There are too many.
        """
        self._cells += count
        if self._cells > self.limits.cells:
            raise refusal("too_many_cells", sheet=sheet, limit=self.limits.cells)

    def add_text(self, text: str, sheet: str, row: int, column: int) -> None:
        """Count the text of a cell.

        Raises:
            FileRefusedError: It is too long, or all texts together are.
        """
        limits = self.limits
        if len(text) > limits.cell_characters:
            raise refusal(
                "cell_too_long",
                sheet=sheet,
                cell=address(row, column),
                read=text[:100],
                length=len(text),
                limit=limits.cell_characters,
            )
        self._characters += len(text)
        if self._characters > limits.characters:
            raise refusal("too_much_text", sheet=sheet, limit=limits.characters)


class SheetBuilder:
    """One sheet on its way. What lies beyond the last value never takes room."""

    def __init__(self, name: str, budget: Budget, is_hidden: bool = False) -> None:
        budget.add_sheet()
        self.name = clean(name)[:255]
        self._budget = budget
        self.is_hidden = is_hidden
        self._rows: dict[int, list[Value]] = {}
        self._formulas: dict[tuple[int, int], str] = {}
        self._errors: dict[tuple[int, int], str] = {}
        self._merged: list[Area] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()

    def put(self, row: int, column: int, value: Value) -> None:
        """Set a value; ``None`` takes no room.

        Raises:
            FileRefusedError: The place or the value is beyond the bounds.
        """
        if value is None:
            return
        cells = self._place(row, column)
        if isinstance(value, str):
            self._budget.add_text(value, self.name, row, column)
        cells[column] = value

    def value(self, row: int, column: int) -> Value:
        """Return what a cell holds so far."""
        cells = self._rows.get(row, [])
        return cells[column] if column < len(cells) else None

    def clear(self, row: int, column: int) -> None:
        """Take a value back."""
        self._rows[row][column] = None

    def put_formula(self, row: int, column: int, formula: str) -> None:
        """Note the text of a formula; see :meth:`put`."""
        self._place(row, column)
        self._budget.add_text(formula, self.name, row, column)
        self._formulas[row, column] = formula

    def put_error(self, row: int, column: int, error: str) -> None:
        """Note an error that stands in place of a value; see :meth:`put`."""
        self._place(row, column)
        self._errors[row, column] = error

    def merge(self, area: Area) -> None:
        """Note a merged area."""
        self._merged.append(area)
        if len(self._merged) > self._budget.limits.cells:
            raise refusal("too_many_cells", sheet=self.name, limit=self._budget.limits.cells)

    def hide_rows(self, first: int, last: int) -> None:
        """Note rows a reader does not see, both ends included."""
        self._hidden_rows.update(range(max(first, 0), min(last, self._budget.limits.rows) + 1))

    def hide_columns(self, first: int, last: int) -> None:
        """Note columns a reader does not see, both ends included."""
        last = min(last, self._budget.limits.columns)
        self._hidden_columns.update(range(max(first, 0), last + 1))

    def build(self) -> Sheet:
        """Return the sheet: rows up to the last that holds anything, each up to its last value."""
        height = max(self._rows, default=-1) + 1
        width = max(map(len, self._rows.values()), default=0)
        return Sheet(
            name=self.name,
            rows=tuple(tuple(self._rows.get(row, ())) for row in range(height)),
            formulas=self._formulas,
            errors=self._errors,
            merged=self._clipped(height, width),
            hidden_rows=frozenset(row for row in self._hidden_rows if row < height),
            hidden_columns=frozenset(c for c in self._hidden_columns if c < width),
            is_hidden=self.is_hidden,
        )

    def _place(self, row: int, column: int) -> list[Value]:
        limits = self._budget.limits
        if not 0 <= column < limits.columns:
            where = address(max(row, 0), max(column, 0))
            raise refusal("too_many_columns", sheet=self.name, cell=where, limit=limits.columns)
        if not 0 <= row < limits.rows:
            where = address(max(row, 0), column)
            raise refusal("too_many_rows", sheet=self.name, cell=where, limit=limits.rows)
        cells = self._rows.setdefault(row, [])
        missing = column + 1 - len(cells)
        if missing > 0:
            self._budget.add_cells(missing, self.name)
            cells.extend([None] * missing)
        return cells

    def _clipped(self, height: int, width: int) -> tuple[Area, ...]:
        """Return merged areas cut to the sheet; areas of a sound sheet never overlap."""
        areas = []
        room = height * width
        for area in self._merged:
            last_row, last_column = min(area.last_row, height - 1), min(area.last_column, width - 1)
            size = (last_row - area.first_row + 1) * (last_column - area.first_column + 1)
            if last_row < area.first_row or last_column < area.first_column or size < 2:
                continue
            room -= size
            if room < 0:
                raise refusal("file_damaged", sheet=self.name)
            areas.append(Area(area.first_row, area.first_column, last_row, last_column))
        return tuple(sorted(areas, key=lambda a: (a.first_row, a.first_column)))
