"""From a file's cells to marks: the way in is :func:`read_marks`."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.intake import checks
from domain.intake.cells import Cells
from domain.intake.file_day import choose_date, of_the_date
from domain.intake.grid import Sheet, Workbook
from domain.intake.headings import CriterionNames
from domain.intake.illustrative import find_illustrative
from domain.intake.layout import Form, find_form, find_turned, given_form
from domain.intake.matcher import Matcher, matcher_for
from domain.intake.problems import Problem, Question, Severity
from domain.intake.reading import Context, Layout, Mark, Reading, Role, Shape
from domain.intake.sets import ChosenSet, SheetForm, choose_set, without_advanced
from domain.intake.sheet import SheetReading, read_sheet
from domain.intake.titles import Title, read_title
from domain.intake.turned import turn, turn_answers, turn_reading, turn_title

_CELL = re.compile(r"([A-Z]*)(\d*)")
NOTHING: Mapping[str, str] = {}


def read_marks(
    workbook: Workbook,
    context: Context,
    *,
    layouts: Sequence[Layout] | Mapping[str, Layout] = (),
    answers: Mapping[str, str] = NOTHING,
) -> Reading:
    """Understand a file of marks.

    Args:
        workbook: The file as cells.
        context: What is known besides: registry, criteria sets, what was asked for.
        layouts: Corrected layouts, used instead of guessing for the sheets they name. Their
            ``words`` go before the usual meanings; a ``blank`` that differs from the guess, or
            whose reason is ``blank_by_hand``, goes before the sheet's own convention.
        answers: Code of a commune, or "" to leave the row out, by
            :func:`~domain.intake.problems.question_key` or by the address alone.

    Returns:
        Everything read and everything found, also when it cannot be loaded.
    """
    given = layouts if isinstance(layouts, Mapping) else {one.sheet: one for one in layouts}
    matcher = matcher_for(context)
    names = CriterionNames(context.sets.values())
    forms, problems = _find_forms(workbook, context, matcher, names, given)
    forms, skipped = _of_communes(forms, matcher, context, names, given, answers)
    problems += skipped
    forms, skipped = without_advanced(forms, context)
    problems += skipped
    as_of, date_problems = choose_date(forms, context)
    chosen = choose_set(forms, context, names, as_of)
    if chosen.set_id != (context.set_id or context.default_set_id):
        kept = {one.cells.sheet.name for one in forms}
        again, _ = _find_forms(workbook, context, matcher, names, given, chosen.set_id)
        forms = [one for one in again if one.cells.sheet.name in kept]
    problems += [*date_problems, *chosen.problems]
    forms, skipped = of_the_date(forms, context)
    problems += skipped
    answers = turn_answers(answers, _turned(forms))
    readings = [
        read_sheet(
            one, matcher, context, names, chosen.set_id, given.get(one.cells.sheet.name), answers
        )
        for one in forms
    ]
    for one in readings:
        problems += one.problems
    turned = _turned(forms)
    said = find_illustrative(workbook)
    reading = turn_reading(
        _put_together(context, matcher, chosen, as_of, readings, problems), turned
    )
    found = list(reading.problems)
    if said is not None:
        found.append(Problem("marked_illustrative", Severity.WARNING, *said))
    return replace(
        reading,
        problems=tuple(_in_order(found, workbook)),
        is_illustrative=said is not None,
    )


def title_day(workbook: Workbook, context: Context) -> date | None:
    """Return the one date the titles of a file give, at a fraction of what reading it costs.

    ``None`` where they give none or several; the rows of a long table may then still give one.
    """
    matcher, names = matcher_for(context), CriterionNames(context.sets.values())
    forms, _ = _find_forms(workbook, context, matcher, names, {})
    return choose_date(forms, context)[0]


def _turned(forms: Iterable[SheetForm]) -> set[str]:
    return {one.cells.sheet.name for one in forms if one.is_turned}


def _find_forms(
    workbook: Workbook,
    context: Context,
    matcher: Matcher,
    names: CriterionNames,
    given: Mapping[str, Layout],
    set_id: str = "",
) -> tuple[list[SheetForm], list[Problem]]:
    """Find the sheets that hold marks; hidden ones only when no other does."""
    set_id = set_id or context.set_id or context.default_set_id
    found: list[SheetForm] = []
    problems: list[Problem] = []
    for sheet in workbook.sheets:
        one = _find_form(sheet, workbook.file_name, context, matcher, names, given, set_id)
        if one is not None:
            found.append(one)
        elif sheet.rows:
            problems.append(_skipped(sheet.name))
    visible = [one for one in found if not one.cells.sheet.is_hidden]
    for one in found:
        if one.cells.sheet.is_hidden:
            code = "hidden_sheet_skipped" if visible else "hidden_sheet_read"
            problems.append(Problem(code, Severity.WARNING, one.cells.sheet.name))
    return visible or found, problems


def _find_form(
    sheet: Sheet,
    file_name: str,
    context: Context,
    matcher: Matcher,
    names: CriterionNames,
    given: Mapping[str, Layout],
    set_id: str,
) -> SheetForm | None:
    """Find how a sheet is laid out, as it is or turned; ``None`` when it does not hold marks."""
    layout = given.get(sheet.name)
    cells = Cells(sheet)
    is_turned = layout is not None and layout.shape is Shape.TURNED
    if layout is not None:
        used = Cells(turn(sheet)) if is_turned else cells
        form = given_form(used, layout, names, context)
    else:
        used, found = cells, find_form(cells, matcher, names, context, set_id)
        if found is None:
            used = Cells(turn(sheet))
            found = find_turned(used, matcher, names, context, set_id)
            is_turned = True
        if found is None:
            return None
        form = found
    if not is_turned:
        title = read_title(cells, form.header[0], matcher, context, file_name)
        return SheetForm(cells, _of_subject(form, title, layout), title)
    above = form.roles.get(Role.NAME, form.roles.get(Role.CODE, 0))
    title = read_title(cells, above, matcher, context, file_name)
    form = _of_subject(form, title, layout)
    return SheetForm(used, form, turn_title(title), is_turned=True)


def _of_subject(form: Form, title: Title, layout: Layout | None) -> Form:
    """Tell a table of a plan from one of results with the same headings, for what is remembered."""
    if title.subject is None or layout is not None:
        return form
    return replace(form, fingerprint=f"{form.fingerprint}-{title.subject}")


def _of_communes(
    forms: list[SheetForm],
    matcher: Matcher,
    context: Context,
    names: CriterionNames,
    given: Mapping[str, Layout],
    answers: Mapping[str, str],
) -> tuple[list[SheetForm], list[Problem]]:
    """Of several sheets keep those that speak of communes.

    A sheet of totals or targets has headings alike; what its title says (another date, "nâng cao")
    is not said of the marks.
    """
    if len(forms) < 2:
        return forms, []
    set_id = context.set_id or context.default_set_id
    readings = [
        read_sheet(one, matcher, context, names, set_id, given.get(one.cells.sheet.name), answers)
        for one in forms
    ]
    if not any(one.has_communes for one in readings):
        return forms, []
    kept = [form for form, one in zip(forms, readings, strict=True) if one.has_communes]
    return kept, [_skipped(one.sheet) for one in readings if not one.has_communes]


def _skipped(sheet: str) -> Problem:
    return Problem("sheet_skipped", Severity.NOTE, sheet)


def _put_together(
    context: Context,
    matcher: Matcher,
    chosen: ChosenSet,
    as_of: date | None,
    readings: list[SheetReading],
    problems: list[Problem],
) -> Reading:
    places: dict[str, list[checks.Place]] = defaultdict(list)
    marks: dict[tuple[str, int], Mark] = {}
    questions: list[Question] = []
    for one in readings:
        questions += one.questions
        for code, rows in one.places.items():
            places[code] += [(one.sheet, row) for row in rows]
        problems += one.add_marks(marks)
    days = {day for one in readings for day in one.days}
    if as_of is None and len(days) == 1:
        as_of = days.pop()
    problems += checks.check_duplicates(places, matcher)
    problems += _check_end(readings, as_of, context, bool(marks))
    communes = tuple(places)
    districts = tuple(dict.fromkeys(matcher.by_code[code].district_code for code in communes))
    missing = checks.find_missing(communes, districts, matcher, context) if communes else ()
    asked = {candidate.code for question in questions for candidate in question.candidates}
    problems += checks.tell_missing((code for code in missing if code not in asked), matcher)
    every = {unit.district_code for unit in matcher.units}
    return Reading(
        layouts=tuple(one.layout for one in readings),
        marks=tuple(marks.values()),
        set_id=chosen.set_id,
        as_of=as_of,
        communes=communes,
        missing_codes=missing,
        district_codes=districts,
        covers_whole_province=bool(context.province_code) and every <= set(districts),
        questions=tuple(questions),
        problems=tuple(problems),
        sender=_sender(readings, districts, matcher),
        counts=Counter(mark.status for mark in marks.values()),
    )


def _check_end(
    readings: list[SheetReading], as_of: date | None, context: Context, has_marks: bool
) -> list[Problem]:
    """Return what keeps a file as a whole from being loaded: no marks, no date, a future one."""
    problems = []
    if not has_marks:
        problems.append(Problem("no_marks", Severity.ERROR))
    told = {problem.code for one in readings for problem in one.problems}
    if as_of is None and not told & {"several_dates", "bad_date"}:
        problems.append(Problem("no_date", Severity.ERROR))
    days = {day for one in readings for day in one.days}
    for day in sorted(days):
        params: dict[str, str | int] = {"date": day.strftime("%d/%m/%Y")}
        if day > context.today:
            params["today"] = context.today.strftime("%d/%m/%Y")
            problems.append(Problem("future_date", Severity.ERROR, params=params))
        elif context.as_of is not None and context.as_of not in days:
            params["asked"] = context.as_of.strftime("%d/%m/%Y")
            problems.append(Problem("date_differs", Severity.WARNING, params=params))
    if context.as_of is None and as_of is not None and days and as_of not in days:
        listed = ", ".join(day.strftime("%d/%m/%Y") for day in sorted({as_of, *days}))
        problems.append(Problem("several_dates", Severity.ERROR, params={"dates": listed}))
    return problems


def _sender(readings: list[SheetReading], districts: tuple[str, ...], matcher: Matcher) -> str:
    """Return the body named above the tables, else the one district the file is of."""
    named = next((one.sender for one in readings if one.sender), "")
    if named or len(districts) != 1:
        return named
    return matcher.district_name[districts[0]]


def _in_order(problems: list[Problem], workbook: Workbook) -> list[Problem]:
    """Sort by sheet, row, column; what concerns the file or a sheet as a whole comes first."""
    order = {sheet.name: place for place, sheet in enumerate(workbook.sheets)}

    def place(problem: Problem) -> tuple[int, int, int, str]:
        letters, digits = _CELL.match(problem.cell).groups()  # type: ignore[union-attr]
        number = int(digits) if digits else 0
        return order.get(problem.sheet, -1), number, len(letters), letters

    unique = {
        (one.code, one.sheet, one.cell, one.read, tuple(one.params.items())): one
        for one in problems
    }
    return sorted(unique.values(), key=place)
