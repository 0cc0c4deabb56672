"""Which day a file speaks of, and which of its sheets speak of that day."""

from datetime import date

from domain.intake.problems import Problem, Severity
from domain.intake.reading import Context
from domain.intake.sets import SheetForm


def choose_date(forms: list[SheetForm], context: Context) -> tuple[date | None, list[Problem]]:
    """Return the date asked for, else the one date the sheets' titles give."""
    if context.as_of is not None:
        is_future = context.as_of > context.today
        day = context.as_of.strftime("%d/%m/%Y")
        params: dict[str, str | int] = {"date": day, "today": context.today.strftime("%d/%m/%Y")}
        future = [Problem("future_date", Severity.ERROR, read=day, params=params)]
        return context.as_of, future if is_future else []
    days = {one.title.day: one for one in forms if one.title.day is not None}
    if len(days) > 1:
        listed = ", ".join(day.strftime("%d/%m/%Y") for day in sorted(d for d in days if d))
        params = {"dates": listed}
        return None, [Problem("several_dates", Severity.ERROR, params=params)]
    return next(iter(days), None), []


def of_the_date(forms: list[SheetForm], context: Context) -> tuple[list[SheetForm], list[Problem]]:
    """Of sheets of several dates keep those of the date asked for, if it is among them."""
    days = {one.title.day for one in forms}
    if context.as_of is None or context.as_of not in days or len(days) < 2:
        return forms, []
    kept, problems = [], []
    for one in forms:
        if one.title.day in (None, context.as_of):
            kept.append(one)
            continue
        said = one.title.date_said
        sheet = one.cells.sheet.name
        problems.append(Problem("sheet_other_date", Severity.WARNING, sheet, said.cell, said.text))
    return kept, problems
