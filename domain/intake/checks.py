"""What is wrong with a sheet or a file as a whole: hidden, merged, doubled, missing, dates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from domain.intake.body import Line, Row
from domain.intake.cells import Cells
from domain.intake.dates import EXACT, PERIOD, YEAR
from domain.intake.grid import Area, address, column_letters
from domain.intake.layout import Form
from domain.intake.matcher import Matcher
from domain.intake.problems import Problem, Severity
from domain.intake.reading import Context, Role
from domain.intake.titles import Title

MOST_NAMES = 20  # communes listed in one message
Place = tuple[str, Row]
"""Sheet and row."""


def check_hidden(cells: Cells, form: Form, rows: Iterable[Row]) -> list[Problem]:
    """Return hidden rows and columns that hold what is read: they are read, but said so."""
    sheet = cells.sheet
    hidden = [
        row.index for row in rows if row.line is Line.COMMUNE and row.index in sheet.hidden_rows
    ]
    problems = [
        Problem(
            "hidden_rows",
            Severity.WARNING,
            sheet.name,
            f"{first + 1}:{last + 1}",
            params={"count": last - first + 1},
        )
        for first, last in _runs(hidden)
    ]
    columns = {*form.criteria, *(c for r, c in form.roles.items() if r is not Role.NOTE)}
    for first, last in _runs(sorted(columns & sheet.hidden_columns)):
        place = f"{column_letters(first)}:{column_letters(last)}"
        params: dict[str, str | int] = {"count": last - first + 1}
        problems.append(
            Problem("hidden_columns", Severity.WARNING, sheet.name, place, params=params)
        )
    return problems


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Return runs of neighbouring numbers: [3, 4, 7] gives [(3, 4), (7, 7)]."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def check_merged(cells: Cells, form: Form, rows: Iterable[Row]) -> list[Problem]:
    """Return merged cells that make it unclear which commune or criterion a mark is of.

    One mark over several cells is an error; a name over several rows of marks too. A merged
    district or an empty merged area is harmless.
    """
    communes = {row.index for row in rows if row.line is Line.COMMUNE}
    columns = {*form.criteria}
    columns |= {form.roles[r] for r in (Role.RESULT, Role.CRITERION) if r in form.roles}
    name = form.roles.get(Role.NAME, -1)
    problems = []
    for area in cells.sheet.merged:
        if not cells.is_filled(area.first_row, area.first_column):
            continue
        covered = columns & set(range(area.first_column, area.last_column + 1))
        touched = communes & set(range(area.first_row, min(area.last_row, cells.height) + 1))
        spans = len(covered) > 1 or len(touched) > 1
        is_name = area.first_column == name == area.last_column and len(touched) > 1
        if touched and ((covered and spans) or (is_name and not form.is_long)):
            problems.append(_merged(cells, area))
    return problems


def _merged(cells: Cells, area: Area) -> Problem:
    first = address(area.first_row, area.first_column)
    area_text = f"{first}:{address(area.last_row, area.last_column)}"
    text = cells.text(area.first_row, area.first_column)
    params: dict[str, str | int] = {"area": area_text}
    return Problem("merged_cells", Severity.ERROR, cells.sheet.name, first, text, params)


def check_districts(cells: Cells, rows: Iterable[Row]) -> list[Problem]:
    """Return districts that are not known, each once."""
    problems: dict[str, Problem] = {}
    for row in rows:
        text = row.name if row.line is Line.DISTRICT else row.district_text
        is_known = bool(row.districts) or not text
        if row.line is Line.COMMUNE and not row.district_text:
            continue
        if row.line in (Line.DISTRICT, Line.COMMUNE) and not is_known and text not in problems:
            problems[text] = Problem(
                "unknown_district", Severity.WARNING, cells.sheet.name, row.name_cell, text
            )
    return list(problems.values())


def check_duplicates(places: Mapping[str, list[Place]], matcher: Matcher) -> list[Problem]:
    """Return communes that stand in a file more than once, at each of their rows."""
    problems = []
    for code, own in places.items():
        for place, (sheet, row) in enumerate(own):
            if len(own) < 2:
                continue
            other_sheet, other = own[1 if place == 0 else 0]
            where = other.name_cell if other_sheet == sheet else f"{other_sheet}!{other.name_cell}"
            params: dict[str, str | int] = {
                "name": matcher.by_code[code].name,
                "code": code,
                "other": where,
                "count": len(own),
            }
            read = row.name or row.code
            problems.append(
                Problem("duplicate_commune", Severity.ERROR, sheet, row.name_cell, read, params)
            )
    return problems


def find_missing(
    communes: Iterable[str], districts: Iterable[str], matcher: Matcher, context: Context
) -> tuple[str, ...]:
    """Return the communes of the scope that a file does not speak of.

    The scope is the district asked for, else the districts the file speaks of; if these are more
    than half of a province's, the whole province.
    """
    spoken = set(communes)
    scope = set(districts) if context.district_code is None else {context.district_code}
    if context.district_code is None and context.province_code:
        every = set(matcher.district_name)
        scope = every if 2 * len(scope) > len(every) else scope
    return tuple(
        unit.code
        for unit in matcher.units
        if unit.district_code in scope and unit.code not in spoken
    )


def tell_missing(missing: Iterable[str], matcher: Matcher) -> list[Problem]:
    """Return one warning a district with communes that are missing."""
    by_district: dict[str, list[str]] = defaultdict(list)
    for code in missing:
        unit = matcher.by_code[code]
        by_district[unit.district_name].append(unit.name)
    return [
        Problem(
            "missing_communes",
            Severity.WARNING,
            params={
                "district": district,
                "count": len(names),
                "names": ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else ""),
            },
        )
        for district, names in by_district.items()
    ]


def check_title(sheet: str, title: Title, context: Context, matcher: Matcher) -> list[Problem]:
    """Return where a sheet's title contradicts the province or district asked for."""
    problems = []
    asked = context.province_code
    if asked and title.province and title.province != asked:
        params: dict[str, str | int] = {
            "province": context.provinces[title.province],
            "asked": context.provinces.get(asked, asked),
        }
        said = title.province_said
        problems.append(
            Problem("title_province", Severity.ERROR, sheet, said.cell, said.text, params)
        )
    district = context.district_code
    if district and title.districts and district not in title.districts:
        said = title.district_said
        params = {
            "district": matcher.district_name[title.districts[0]],
            "asked": matcher.district_name.get(district, district),
        }
        problems.append(
            Problem("title_district", Severity.WARNING, sheet, said.cell, said.text, params)
        )
    return problems


def check_sheet_date(sheet: str, title: Title, context: Context) -> list[Problem]:
    """Return what is odd about the date a sheet gives: impossible, in the future, not as asked."""
    found, said = title.found_date, title.date_said
    if found is None:
        return []
    if found.day is None:
        is_needed = context.as_of is None
        severity = Severity.ERROR if is_needed else Severity.WARNING
        return [Problem("bad_date", severity, sheet, said.cell, said.text)]
    problems = []
    day = found.day.strftime("%d/%m/%Y")
    # "năm 2021" in the title of a report of June 2021 is no date in the future.
    if found.day > context.today and (found.rank > YEAR or found.day.year > context.today.year):
        severity = Severity.ERROR if context.as_of is None else Severity.WARNING
        params: dict[str, str | int] = {"date": day, "today": context.today.strftime("%d/%m/%Y")}
        problems.append(Problem("future_date", severity, sheet, said.cell, said.text, params))
    if context.as_of is not None and not _is_same(found.day, found.rank, context.as_of):
        params = {"date": day, "asked": context.as_of.strftime("%d/%m/%Y")}
        problems.append(
            Problem("date_differs", Severity.WARNING, sheet, said.cell, said.text, params)
        )
    return problems


def _is_same(found: date, rank: int, asked: date) -> bool:
    """Tell whether a date asked for is the one found, or lies in the month or year found."""
    if rank == YEAR:
        return found.year == asked.year
    if rank == PERIOD:
        return (found.year, found.month) == (asked.year, asked.month)
    return found == asked and rank <= EXACT
