"""The column of dates of a table: which rows are of the date that is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.intake.body import Row
from domain.intake.cells import Cells
from domain.intake.dates import read_day
from domain.intake.grid import address
from domain.intake.layout import Form
from domain.intake.problems import Problem, Severity
from domain.intake.reading import Role

MOST_DATES = 12  # listed in a message


@dataclass(frozen=True)
class DatedRows:
    """The rows of a table by what its column of dates says.

    Attributes:
        rows: Those of the date that is read; without several dates all of them.
        days: Dates given, in the order they are met.
        problems: Cells that hold no date, and what several dates mean.
    """

    rows: list[Row]
    days: tuple[date, ...] = ()
    problems: tuple[Problem, ...] = ()


def of_the_day(
    cells: Cells, form: Form, rows: Sequence[Row], wanted: date | None, *, is_sure: bool
) -> DatedRows:
    """Keep the rows of the wanted date where a table has several.

    Args:
        cells: The sheet.
        form: Says which column holds dates.
        rows: Rows of communes.
        wanted: Date asked for, else the one above the table.
        is_sure: Whether the column must hold dates; otherwise one without any is something else.
    """
    column = form.roles.get(Role.AS_OF)
    if column is None:
        return DatedRows(list(rows))
    memory: dict[object, date | None] = {}
    by_day: dict[date, set[int]] = {}
    problems: list[Problem] = []
    sheet = cells.sheet.name
    for row in rows:
        value = cells.spread(row.index, column)
        if value is None:
            continue
        if value not in memory:
            memory[value] = read_day(value)
        day = memory[value]
        if day is not None:
            by_day.setdefault(day, set()).add(row.index)
            continue
        place, text = address(row.index, column), cells.text(row.index, column)
        problems.append(Problem("bad_date", Severity.ERROR, sheet, place, text))
    if not by_day and not is_sure:
        return DatedRows(list(rows))
    kept = list(rows)
    if len(by_day) > 1:
        params: dict[str, str | int] = {
            "dates": ", ".join(day.strftime("%d/%m/%Y") for day in sorted(by_day)[:MOST_DATES])
        }
        if wanted in by_day:
            others = set().union(*(own for day, own in by_day.items() if day != wanted))
            kept = [row for row in rows if row.index not in others]
            params["count"] = len(rows) - len(kept)
            problems.append(Problem("other_dates_skipped", Severity.NOTE, sheet, params=params))
        else:
            problems.append(Problem("several_dates", Severity.ERROR, sheet, params=params))
    return DatedRows(kept, tuple(by_day), tuple(problems))
