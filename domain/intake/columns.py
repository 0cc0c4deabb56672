"""Which columns of marks count: one a criterion, of results rather than of plans."""

from collections.abc import Iterable, Mapping

from domain.intake.cells import Cells
from domain.intake.header import Header
from domain.intake.subject import Subject, heading_subject
from domain.intake.words import fold_word, is_mark

SAMPLE = 400  # rows looked at to tell what a column holds


def one_column_each(
    cells: Cells,
    header: Header,
    numbers: Mapping[int, int],
    start: int,
) -> tuple[dict[int, int], tuple[tuple[int, int], ...], tuple[int, ...]]:
    """Choose one column a criterion: of results before of plans, "Đánh giá" before "Thực hiện".

    Two columns of marks between which no heading decides ("Quý II", "Quý III") are repeated.
    """
    chosen: dict[int, int] = {}
    repeated: list[tuple[int, int]] = []
    aside: list[int] = []
    by_number: dict[int, list[int]] = {}
    for column, number in sorted(numbers.items()):
        if number:
            by_number.setdefault(number, []).append(column)
    subjects = {column: heading_subject(_heading_parts(header, column)) for column in numbers}
    for number, columns in by_number.items():
        if all(header.criteria[column].status is not None for column in columns):
            chosen.update(dict.fromkeys(columns, number))
            continue
        marks = {column: _count_marks(cells, column, start) for column in columns}
        preference = {column: header.criteria[column].preference for column in columns}
        first, *others = sorted(
            columns, key=lambda c: (subjects[c] is not None, -preference[c], -marks[c], c)
        )
        chosen[first] = number
        for column in others:
            is_judged = header.criteria[first].cell == header.criteria[column].cell and (
                preference[first] > max(0, preference[column])
                or 2 * marks[column] < _count_filled(cells, column, start)
            )
            if subjects[first] is None and subjects[column] is not None:
                aside.append(column)
            elif marks[column] and not is_judged:
                repeated.append((first, column))
    return dict(sorted(chosen.items())), tuple(repeated), tuple(sorted(aside))


def _count_filled(cells: Cells, column: int, start: int) -> int:
    rows = range(start, min(cells.height, start + SAMPLE))
    return sum(cells.is_filled(row, column) for row in rows)


def _count_marks(cells: Cells, column: int, start: int) -> int:
    rows = range(start, min(cells.height, start + SAMPLE))
    return sum(is_mark(fold_word(cells.sheet.value(row, column))) for row in rows)


def _heading_parts(header: Header, column: int) -> list[str]:
    return header.texts.get(column, "").split(" | ")


def common_subject(header: Header, columns: Iterable[int]) -> Subject | None:
    """Return what the marks of columns are of where a heading says that it is no result.

    One heading is enough: where cells are not merged it stands over the first column alone.
    """
    subjects = (heading_subject(_heading_parts(header, column)) for column in columns)
    return next((one for one in subjects if one is not None), None)


def subject_text(header: Header, columns: Iterable[int]) -> str:
    """Return the first heading over columns that says their marks are of no results."""
    parts = (part for column in columns for part in _heading_parts(header, column))
    return next((part for part in parts if heading_subject([part]) is not None), "")
