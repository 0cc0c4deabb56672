"""The marks of a sheet with a column a criterion: annex and flat table."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.intake.body import Line, Row
from domain.intake.cells import Cells
from domain.intake.convention import Convention
from domain.intake.grid import address, column_letters
from domain.intake.layout import Form
from domain.intake.problems import Problem, Severity
from domain.intake.reading import Mark, Role
from domain.intake.words import fold_word
from domain.vocabulary import Status

MOST_NUMBERS = 0.5  # share of a column's cells that are numbers instead of marks
FEWEST_NUMBERS = 3

RowMarks = dict[int, Status | None]
"""Status by criterion number; ``None`` where the cell cannot be understood."""


@dataclass
class WideMarks:
    """Marks by row, and what was wrong with cells.

    Attributes:
        by_row: Status by criterion, by row index.
        cells: Address and text of the cell of each mark, by (row index, criterion).
        problems: Cells that are no marks.
    """

    by_row: dict[int, RowMarks] = field(default_factory=dict)
    cells: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_wide(cells: Cells, form: Form, rows: list[Row], convention: Convention) -> WideMarks:
    """Read the marks of every row of a commune, known or not."""
    found = WideMarks()
    communes = [row for row in rows if row.line is Line.COMMUNE]
    numeric = _columns_of_numbers(cells, form, communes, convention)
    for column, count in numeric.items():
        found.problems.append(_numbers_problem(cells, form, column, count))
    unclear: dict[str, list[str]] = defaultdict(list)
    by_number: dict[int, list[int]] = defaultdict(list)
    for column, number in form.criteria.items():
        by_number[number].append(column)
    for row in communes:
        marks: RowMarks = {}
        for number, columns in by_number.items():
            if len(columns) > 1:
                marks[number] = _read_ticked(cells, form, row, number, columns, convention, found)
                continue
            marks[number] = _read_cell(
                cells, row, number, columns[0], convention, found, unclear, numeric
            )
        if _is_silent(cells, form, row) and convention.blank is Status.NOT_MET:
            marks = dict.fromkeys(marks, Status.NOT_ASSESSED)
            found.problems.append(
                Problem("blank_row", Severity.WARNING, cells.sheet.name, row.name_cell, row.name)
            )
        found.by_row[row.index] = marks
    for word, places in unclear.items():
        found.problems.append(
            Problem(
                "unclear_word",
                Severity.ERROR,
                cells.sheet.name,
                places[0],
                word,
                {"count": len(places)},
            )
        )
    return found


def _read_cell(
    cells: Cells,
    row: Row,
    number: int,
    column: int,
    convention: Convention,
    found: WideMarks,
    unclear: dict[str, list[str]],
    numeric: Mapping[int, int],
) -> Status | None:
    index, place = row.index, address(row.index, column)
    text = cells.text(index, column)
    found.cells[index, number] = (place, text)
    if not cells.is_filled(index, column):
        return convention.blank
    if cells.is_unreadable(index, column):
        code = "error_value" if (index, column) in cells.sheet.errors else "bad_value"
        found.problems.append(_bad(cells, place, text, code))
        return None
    word = fold_word(cells.sheet.value(index, column))
    status = convention.vocabulary.words.get(word)
    if status is None and word in convention.vocabulary.unclear:
        unclear[word].append(place)
    elif status is None and not (column in numeric and _is_number(word)):
        found.problems.append(_bad(cells, place, text))
    return status


def _bad(cells: Cells, place: str, text: str, code: str = "bad_value") -> Problem:
    return Problem(code, Severity.ERROR, cells.sheet.name, place, text)


def _read_ticked(
    cells: Cells,
    form: Form,
    row: Row,
    number: int,
    columns: list[int],
    convention: Convention,
    found: WideMarks,
) -> Status | None:
    """Read a criterion that has a column for each result: the ticked one counts."""
    ticked = []
    for column in columns:
        if not cells.is_filled(row.index, column):
            continue
        word = fold_word(cells.sheet.value(row.index, column))
        place, text = address(row.index, column), cells.text(row.index, column)
        own = form.column_statuses.get(column)
        status = convention.vocabulary.words.get(word)
        if cells.is_unreadable(row.index, column) or (status is None and word != "k"):
            found.problems.append(_bad(cells, place, text))
            found.cells[row.index, number] = (place, text)
            return None
        if own is not None and (status is Status.MET or status is own):
            ticked.append((column, own))
    column, status = ticked[0] if ticked else (columns[0], Status.NOT_ASSESSED)
    place, text = address(row.index, column), cells.text(row.index, column)
    found.cells[row.index, number] = (place, text)
    if len(ticked) > 1:
        code = "two_results"
        found.problems.append(
            Problem(
                code,
                Severity.ERROR,
                cells.sheet.name,
                place,
                text,
                {"other": address(row.index, ticked[1][0]), "criterion": number},
            )
        )
        return None
    return status


def _columns_of_numbers(
    cells: Cells, form: Form, communes: list[Row], convention: Convention
) -> dict[int, int]:
    """Return the columns that hold percentages or amounts instead of marks, and how many."""
    found = {}
    for column in form.criteria:
        words = [
            fold_word(cells.sheet.value(row.index, column))
            for row in communes
            if cells.is_filled(row.index, column)
        ]
        numbers = Counter(
            _is_number(word) and word not in convention.vocabulary.words for word in words
        )[True]
        if numbers >= FEWEST_NUMBERS and numbers > MOST_NUMBERS * len(words):
            found[column] = numbers
    return found


def _is_number(word: str) -> bool:
    plain = word.rstrip("% ").replace(",", ".").replace(" ", "")
    try:
        float(plain)
    except ValueError:
        return False
    return True


def _numbers_problem(cells: Cells, form: Form, column: int, count: int) -> Problem:
    rows = range(form.header[1] + 1, cells.height)
    example = next((cells.text(r, column) for r in rows if cells.is_filled(r, column)), "")
    letters = column_letters(column)
    return Problem(
        "numbers_not_marks",
        Severity.ERROR,
        cells.sheet.name,
        f"{letters}:{letters}",
        example,
        {"count": count, "criterion": form.criteria[column]},
    )


def _is_silent(cells: Cells, form: Form, row: Row) -> bool:
    """Tell whether a commune's row says nothing: no mark and no printed total."""
    if any(cells.is_filled(row.index, column) for column in form.criteria):
        return False
    total = form.roles.get(Role.TOTAL)
    return total is None or cells.number(row.index, total) is None


def row_marks(found: WideMarks, row: Row, sheet: str, commune_code: str) -> list[Mark]:
    """Return the marks of one row, cells that could not be understood left out."""
    marks = []
    for number, status in found.by_row[row.index].items():
        if status is not None:
            cell, text = found.cells[row.index, number]
            marks.append(Mark(commune_code, number, status, sheet, cell, text))
    return marks
