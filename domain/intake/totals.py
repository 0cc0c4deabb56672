"""Printed totals against the marks: by commune, by district, by criterion, of the whole sheet.

A total that differs is a warning, not an error: the marks are what is loaded, and the total may be
the one that is wrong; but it is shown at its cell with both figures. A cell that could not be
understood may or may not be met, so a total between both readings is not held against the sheet.
A total given by a formula without a remembered value is not checked: nothing is printed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from domain.intake.body import Line, Row
from domain.intake.cells import Cells
from domain.intake.grid import address
from domain.intake.layout import Form
from domain.intake.problems import Problem, Severity
from domain.intake.reading import Role
from domain.intake.wide import RowMarks, WideMarks
from domain.vietnamese import fold
from domain.vocabulary import Status

_NO_COUNT = re.compile(r"ty le|ti le|%|binh quan|trung binh|ke hoach|so voi|tang|giam|chua|khong")
_WHOLE = re.compile(r"tong cong|toan |chung|ca tinh|tong so")
_DISTRICT = re.compile(r".*\b(?:huyen|thi xa|thanh pho)\b.*")


@dataclass(frozen=True)
class Count:
    """How many marks mean met.

    Attributes:
        met: For certain.
        nearly: Nearly met besides.
        unknown: Cells that could not be understood.
    """

    met: int = 0
    nearly: int = 0
    unknown: int = 0

    def __add__(self, other: "Count") -> "Count":
        """Return both together."""
        return Count(self.met + other.met, self.nearly + other.nearly, self.unknown + other.unknown)

    def agrees(self, printed: int, *, with_nearly: bool) -> bool:
        """Tell whether a printed figure can be this count."""
        low = self.met + (self.nearly if with_nearly else 0)
        return low <= printed <= low + self.unknown


Printed = tuple[int, int, int, Count]
"""Row, column, printed figure, what was counted."""


def check_totals(cells: Cells, form: Form, rows: list[Row], marks: WideMarks) -> list[Problem]:
    """Return the printed totals of a sheet that differ from its marks."""
    printed = [
        *_row_totals(cells, form, rows, marks),
        *_column_totals(cells, form, rows, marks),
    ]
    with_nearly = _counts_nearly(printed)
    problems = [
        Problem(
            "total_mismatch",
            Severity.WARNING,
            cells.sheet.name,
            address(row, column),
            cells.text(row, column),
            {"printed": figure, "counted": count.met + (count.nearly if with_nearly else 0)},
        )
        for row, column, figure, count in printed
        if not count.agrees(figure, with_nearly=with_nearly)
    ]
    if with_nearly:
        place = address(printed[0][0], printed[0][1])
        problems.append(Problem("totals_with_nearly", Severity.NOTE, cells.sheet.name, place))
    return problems


def _counts_nearly(printed: list[Printed]) -> bool:
    """Tell whether the sheet's totals add what is nearly met: if so, they fit better that way."""
    fits = Counter(
        with_nearly
        for _, _, figure, count in printed
        for with_nearly in (False, True)
        if count.agrees(figure, with_nearly=with_nearly)
    )
    return fits[True] > fits[False]


def count_marks(marks: Iterable[Status | None]) -> Count:
    """Count marks; ``None`` is a cell that could not be understood."""
    counts = Counter(marks)
    return Count(counts[Status.MET], counts[Status.NEARLY_MET], counts[None])


def _row_totals(cells: Cells, form: Form, rows: list[Row], marks: WideMarks) -> list[Printed]:
    column = form.roles.get(Role.TOTAL)
    if column is None:
        return []
    printed = []
    for row in rows:
        figure = cells.number(row.index, column)
        if row.line is Line.COMMUNE and figure is not None:
            count = count_marks(marks.by_row[row.index].values())
            printed.append((row.index, column, figure, count))
    return printed


def _column_totals(cells: Cells, form: Form, rows: list[Row], marks: WideMarks) -> list[Printed]:
    """Return the figures of district rows and total rows, each with what it should be."""
    printed: list[Printed] = []
    sections: dict[int, list[RowMarks]] = defaultdict(list)
    for row in rows:
        if row.line is Line.COMMUNE:
            sections[row.section].append(marks.by_row[row.index])
    every = [own for section in sections.values() for own in section]
    totals = sum(row.line is Line.TOTAL for row in rows)
    for place, row in enumerate(rows):
        if row.line is Line.DISTRICT:
            printed += _figures(cells, form, row, sections[row.section])
        elif row.line is Line.TOTAL and not _NO_COUNT.search(fold(row.name)):
            is_whole = _adds_all(row, totals == 1 or place in (0, len(rows) - 1))
            printed += _figures(cells, form, row, every if is_whole else sections[row.section])
    return printed


def _adds_all(row: Row, is_alone: bool) -> bool:
    """Tell whether a total row adds up the whole sheet, not the district above it."""
    label = fold(row.name)
    is_district = bool(row.districts) or bool(_DISTRICT.fullmatch(label.replace("toan huyen", "")))
    return not is_district and (is_alone or bool(_WHOLE.match(label)))


def _figures(cells: Cells, form: Form, row: Row, own: list[RowMarks]) -> list[Printed]:
    printed: list[Printed] = []
    if form.column_statuses or not own:
        return printed
    for column, number in form.criteria.items():
        figure = cells.number(row.index, column)
        if figure is not None:
            count = count_marks(marks[number] for marks in own)
            printed.append((row.index, column, figure, count))
    total = form.roles.get(Role.TOTAL)
    figure = cells.number(row.index, total) if total is not None else None
    if total is not None and figure is not None:
        count = sum((count_marks(marks.values()) for marks in own), Count())
        printed.append((row.index, total, figure, count))
    return printed
