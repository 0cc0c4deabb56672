"""The marks of a long table: one row a commune and criterion. An absent row is not assessed."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.intake.body import Line, Row
from domain.intake.cells import Cells
from domain.intake.convention import BY_HAND, Convention, find_legend
from domain.intake.grid import address
from domain.intake.heading_rows import is_long_header, read_row
from domain.intake.headings import CriterionNames, Kind, read_heading
from domain.intake.layout import Form
from domain.intake.matcher import Matcher
from domain.intake.problems import Problem, Severity
from domain.intake.reading import Context, Layout, Mark, Role
from domain.intake.words import BLANK, Vocabulary, fold_word, resolve
from domain.vietnamese import fold
from domain.vocabulary import Status


@dataclass
class LongMarks:
    """What a long table says.

    Attributes:
        statuses: (criterion, status, cell, text) by row index.
        problems: Cells that cannot be understood.
    """

    statuses: dict[int, tuple[int, Status, str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def classify_long(
    cells: Cells, form: Form, matcher: Matcher, districts: tuple[str, ...], last_row: int
) -> list[Row]:
    """Return the rows of a long table that hold a result or name a unit."""
    end = cells.height if last_row < 0 else min(cells.height, last_row + 1)
    rows: list[Row] = []
    above = ""
    name_column = form.roles.get(Role.NAME, form.roles.get(Role.CODE, 0))
    needed = [form.roles[r] for r in (Role.CRITERION, Role.RESULT) if r in form.roles]
    for index in range(form.header[1] + 1, end):
        name, code, district = (
            cells.spread_text(index, form.roles[role]) if role in form.roles else ""
            for role in (Role.NAME, Role.CODE, Role.DISTRICT)
        )
        if not any(cells.is_filled(index, column) for column in needed) or (
            is_long_header(read_row(cells, index))
        ):
            continue
        above = district or above
        row = Row(index, Line.COMMUNE, name, code, address(index, name_column))
        row.district_text = above
        row.districts = matcher.find_districts(above) or districts
        row.is_nameless = not name and not code
        is_open = cells.is_unreadable(index, name_column) or name.startswith(("=", "@"))
        row.match = matcher.match("" if is_open else name, code, row.districts)
        rows.append(row)
    return rows


def decide_long(cells: Cells, form: Form, rows: list[Row], given: Layout | None) -> Convention:
    """Say what the results of a long table mean; an empty one is not assessed."""
    column = form.roles[Role.RESULT]
    counts = Counter(
        fold_word(cells.sheet.value(row.index, column))
        for row in rows
        if cells.is_filled(row.index, column) and not cells.is_unreadable(row.index, column)
    )
    blanks = sum(not cells.is_filled(row.index, column) for row in rows)
    legend = find_legend(cells, form, rows)
    vocabulary: Vocabulary = resolve(counts, legend, given.words if given else {})
    if given is not None and given.blank is not Status.NOT_ASSESSED:
        return Convention(vocabulary, given.blank, BY_HAND, blanks)
    if BLANK in legend:
        return Convention(vocabulary, legend[BLANK], "blank_legend", blanks)
    return Convention(vocabulary, Status.NOT_ASSESSED, "blank_long", blanks)


def read_long(
    cells: Cells,
    form: Form,
    rows: list[Row],
    convention: Convention,
    names: CriterionNames,
    set_id: str,
    context: Context,
) -> LongMarks:
    """Read the result of every row."""
    found = LongMarks()
    unclear: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        number = _criterion(cells, form, row, names, set_id, context, found)
        status = _result(cells, form, row, convention, unclear, found)
        if number and status is not None:
            column = form.roles[Role.RESULT]
            place, text = address(row.index, column), cells.text(row.index, column)
            found.statuses[row.index] = (number, status, place, text)
    for word, places in unclear.items():
        params: dict[str, str | int] = {"count": len(places)}
        found.problems.append(
            Problem("unclear_word", Severity.ERROR, cells.sheet.name, places[0], word, params)
        )
    return found


def _criterion(
    cells: Cells,
    form: Form,
    row: Row,
    names: CriterionNames,
    set_id: str,
    context: Context,
    found: LongMarks,
) -> int:
    column = form.roles[Role.CRITERION]
    value = cells.spread(row.index, column)
    heading = read_heading(value)
    if heading is not None and heading.kind in (Kind.NUMBERED, Kind.BARE):
        number = heading.number
    elif heading is not None and heading.kind is Kind.INDICATOR:
        return 0
    else:
        number = (names.number(_name(heading, value), set_id) if value else None) or 0
    known = context.sets[set_id].numbers if set_id in context.sets else ()
    if number not in known:
        place, text = address(row.index, column), cells.text(row.index, column)
        found.problems.append(
            Problem("unknown_criterion", Severity.ERROR, cells.sheet.name, place, text)
        )
        return 0
    return number


def _name(heading: object, value: object) -> str:
    name = getattr(heading, "name", "")
    return str(name) or fold(str(value))


def _result(
    cells: Cells,
    form: Form,
    row: Row,
    convention: Convention,
    unclear: dict[str, list[str]],
    found: LongMarks,
) -> Status | None:
    column = form.roles[Role.RESULT]
    place, text = address(row.index, column), cells.text(row.index, column)
    if not cells.is_filled(row.index, column):
        return convention.blank
    word = fold_word(cells.sheet.value(row.index, column))
    is_open = cells.is_unreadable(row.index, column)
    status = None if is_open else convention.vocabulary.words.get(word)
    if status is None and word in convention.vocabulary.unclear:
        unclear[word].append(place)
    elif status is None:
        code = "error_value" if (row.index, column) in cells.sheet.errors else "bad_value"
        found.problems.append(Problem(code, Severity.ERROR, cells.sheet.name, place, text))
    return status


def long_marks(
    found: LongMarks, codes: Mapping[int, str], sheet: str, marks: dict[tuple[str, int], Mark]
) -> list[Problem]:
    """Add the marks of a long table to ``marks``; return what is said twice.

    The same result twice is a note, two results are an error at both cells.
    """
    problems = []
    for index, (number, status, place, text) in found.statuses.items():
        code = codes.get(index)
        if code is None:
            continue
        mark = Mark(code, number, status, sheet, place, text)
        first = marks.setdefault((code, number), mark)
        if first is mark:
            continue
        if first.status is status:
            problems.append(_twice("repeated_mark", Severity.NOTE, mark, first))
        else:
            problems.append(_twice("duplicate_mark", Severity.ERROR, mark, first))
            problems.append(_twice("duplicate_mark", Severity.ERROR, first, mark))
    return problems


def _twice(code: str, severity: Severity, mark: Mark, other: Mark) -> Problem:
    params: dict[str, str | int] = {
        "criterion": mark.criterion_no,
        "other": other.cell,
        "other_sheet": other.sheet,
        "other_read": other.read,
    }
    return Problem(code, severity, mark.sheet, mark.cell, mark.read, params)
