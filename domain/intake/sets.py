"""Which criteria set a file is of: what was asked, what its headings and titles say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.intake.cells import Cells
from domain.intake.grid import address
from domain.intake.headings import CriterionNames
from domain.intake.layout import Form
from domain.intake.problems import Problem, Severity
from domain.intake.reading import Context
from domain.intake.subject import Subject
from domain.intake.titles import Title

CLEARLY = 2  # names of criteria by which another set has to fit better
FEWEST = 5  # columns numbered 1, 2, 3 … that can be a whole set


@dataclass(frozen=True)
class SheetForm:
    """A sheet with its form and title; a turned one (:mod:`domain.intake.turned`) as turned."""

    cells: Cells
    form: Form
    title: Title
    is_turned: bool = False


@dataclass(frozen=True)
class ChosenSet:
    """The set a file is read as, and what is to be said about it."""

    set_id: str
    problems: tuple[Problem, ...] = ()


def choose_set(
    sheets: Iterable[SheetForm], context: Context, names: CriterionNames, as_of: date | None
) -> ChosenSet:
    """Choose the criteria set of a file.

    The set asked for, else the one in use. Where the file clearly is of another (its title names
    the decision, its headings are that set's names, or their count fits that set alone), it is an
    error if a set was asked for or the other was not yet in force at the date; otherwise the file's
    own set is used, with a warning.
    """
    asked = context.set_id or context.default_set_id
    other, place, sheet, read = "", "", "", ""
    problems: list[Problem] = []
    for one in sheets:
        problems += _advanced(one, context, asked)
        found, cell, text = _set_of(one, context, names, asked, as_of)
        if found and found != asked and not other:
            other, place, sheet, read = found, cell, one.cells.sheet.name, text
    if not other:
        return ChosenSet(asked, tuple(problems))
    wanted = context.sets[other]
    too_early = as_of is not None and wanted.valid_from is not None and as_of < wanted.valid_from
    is_refused = bool(context.set_id) or too_early
    params: dict[str, str | int] = {
        "found": wanted.short_decision,
        "found_count": wanted.size,
        "asked": context.sets[asked].short_decision if asked in context.sets else asked,
        "asked_count": context.sets[asked].size if asked in context.sets else 0,
    }
    code = "other_set" if is_refused else "set_from_file"
    severity = Severity.ERROR if is_refused else Severity.WARNING
    problems.append(Problem(code, severity, sheet, place, read, params))
    return ChosenSet(asked if is_refused else other, tuple(problems))


def without_advanced(
    forms: list[SheetForm], context: Context
) -> tuple[list[SheetForm], list[Problem]]:
    """Leave out the sheets of advanced criteria that stand beside those of the usual ones."""
    set_id = context.set_id or context.default_set_id
    level = context.sets[set_id].level if set_id in context.sets else "commune"
    usual = [one for one in forms if one.title.advanced is None]
    if not usual or len(usual) == len(forms) or level != "commune":
        return forms, []
    return usual, [
        Problem(
            "advanced_skipped",
            Severity.WARNING,
            one.cells.sheet.name,
            said.cell,
            said.text,
        )
        for one in forms
        if (said := one.title.advanced) is not None
    ]


def _advanced(one: SheetForm, context: Context, asked: str) -> list[Problem]:
    said = one.title.advanced
    level = context.sets[asked].level if asked in context.sets else "commune"
    if said is None or level != "commune":
        return []
    sheet = one.cells.sheet.name
    return [Problem("advanced_set", Severity.ERROR, sheet, said.cell, said.text)]


def _set_of(
    one: SheetForm, context: Context, names: CriterionNames, asked: str, as_of: date | None
) -> tuple[str, str, str]:
    """Return the set a sheet is clearly of, "" if it says nothing, with cell and text."""
    form, cells = one.form, one.cells
    if one.title.set_id:
        return one.title.set_id, one.title.set_said.cell, one.title.set_said.text
    fits = {
        set_id: sum(
            names.is_exact(over.name, set_id, over.number or names.number(over.name, set_id) or 0)
            for over in form.overs.values()
            if over.name
        )
        for set_id in context.sets
    }
    best = max(fits, key=lambda set_id: (fits[set_id], set_id == asked), default=asked)
    if fits and fits[best] >= fits.get(asked, 0) + CLEARLY:
        row, column = _first_difference(form, names, asked)
        return best, address(row, column), cells.text(row, column)
    numbers = {over.number or form.criteria.get(c, 0) for c, over in form.overs.items()} - {0}
    found = _by_count(numbers, context, asked, as_of)
    if found and numbers and form.overs:
        column = max(form.overs, key=lambda c: (form.overs[c].number, c))
        row, column = form.overs[column].cell
        return found, address(row, column), cells.text(row, column)
    return "", "", ""


def _first_difference(form: Form, names: CriterionNames, asked: str) -> tuple[int, int]:
    for column, over in sorted(form.overs.items()):
        number = over.number or form.criteria.get(column, 0)
        if over.name and not names.is_exact(over.name, asked, number):
            return over.cell
    return form.header[1], min(form.criteria, default=0)


def _by_count(numbers: set[int], context: Context, asked: str, as_of: date | None) -> str:
    """Return the set whose size alone fits the numbers over the columns."""
    own = context.sets.get(asked)
    if own is None or not numbers:
        return ""
    is_gapless = numbers == set(range(1, max(numbers) + 1))
    is_beyond = max(numbers) > own.size
    if not is_beyond and (not is_gapless or len(numbers) < FEWEST or len(numbers) == own.size):
        return ""
    fitting = [one for one in context.sets.values() if one.size == max(numbers)]
    in_force = [
        one
        for one in fitting
        if as_of is not None and one.valid_from is not None and one.valid_from <= as_of
    ]
    best = max(in_force or fitting, key=lambda one: one.valid_from or date.min, default=None)
    return best.set_id if best is not None and is_gapless else ""


def asked_subject(one: SheetForm, context: Context, set_id: str) -> Subject | None:
    """Return what a sheet's words say its marks are of, when not what was asked for."""
    subject = one.form.subject or one.title.subject
    level = context.sets[set_id].level if set_id in context.sets else "commune"
    return None if subject is Subject.ADVANCED and level != "commune" else subject


def check_columns(one: SheetForm, context: Context, set_id: str) -> list[Problem]:
    """Return what the columns of a wide sheet lack or have beyond a set."""
    form, sheet = one.form, one.cells.sheet.name
    known = context.sets[set_id].numbers if set_id in context.sets else ()
    problems = []
    for column, number in form.criteria.items():
        if number not in known:
            row, heading_column = form.heading_place(column)
            place = address(row, heading_column)
            text = one.cells.text(row, heading_column)
            problems.append(Problem("criterion_outside_set", Severity.ERROR, sheet, place, text))
    for first, second in form.repeated:
        row, column = form.heading_place(second)
        other = address(*form.heading_place(first))
        text = one.cells.text(row, column)
        place = address(row, column)
        params: dict[str, str | int] = {"other": other}
        problems.append(Problem("repeated_criterion", Severity.ERROR, sheet, place, text, params))
    missing = [str(number) for number in known if number not in form.criteria.values()]
    if missing and not form.is_long:
        listed: dict[str, str | int] = {"criteria": ", ".join(missing), "count": len(missing)}
        place = f"{form.header[0] + 1}:{form.header[1] + 1}"
        problems.append(Problem("missing_criterion", Severity.WARNING, sheet, place, params=listed))
    if one.title.subject is not None:
        said = one.title.subject_said
        problems.append(Problem("not_results", Severity.WARNING, sheet, said.cell, said.text))
    if asked_subject(one, context, set_id) is form.subject is not None and form.criteria:
        place = address(form.header[0], min(form.criteria))
        text = form.subject_said
        problems.append(Problem("not_results", Severity.WARNING, sheet, place, text))
    if form.aside:
        place = address(form.header[0], form.aside[0])
        left: dict[str, str | int] = {"count": len(form.aside)}
        problems.append(
            Problem("columns_aside", Severity.WARNING, sheet, place, form.subject_said, left)
        )
    if form.indicators:
        count: dict[str, str | int] = {"count": len(form.indicators)}
        problems.append(Problem("indicators_ignored", Severity.NOTE, sheet, params=count))
    return problems
