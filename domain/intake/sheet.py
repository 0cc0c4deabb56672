"""One sheet, from its form to its marks, its problems and the layout that is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.intake import checks
from domain.intake.assign import Assigned, assign_communes
from domain.intake.body import Line, Row, classify
from domain.intake.convention import Convention, decide
from domain.intake.days import of_the_day
from domain.intake.grid import address
from domain.intake.headings import CriterionNames
from domain.intake.long import LongMarks, classify_long, decide_long, long_marks, read_long
from domain.intake.matcher import Matcher
from domain.intake.problems import Problem, Question, Severity
from domain.intake.reading import Context, Layout, Mark, Role, Shape
from domain.intake.sets import SheetForm, asked_subject, check_columns
from domain.intake.totals import check_totals
from domain.intake.wide import WideMarks, read_wide, row_marks
from domain.vocabulary import Status


@dataclass
class SheetReading:
    """What one sheet was understood to say.

    Attributes:
        sheet: Its name.
        layout: How it was read.
        sender: Body named above the table.
        rows: Rows of communes by index.
        codes: Commune of each row.
        wide: Marks of an annex or flat table.
        long: Marks of a long table.
        problems: What was found.
        questions: What is asked.
        days: Dates a column of dates gives.
    """

    sheet: str
    layout: Layout
    sender: str
    rows: dict[int, Row]
    codes: Mapping[int, str]
    wide: WideMarks | None
    long: LongMarks | None
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    days: tuple[date, ...] = ()

    @property
    def has_communes(self) -> bool:
        """Tell whether any row speaks of a commune, known or not."""
        return bool(self.rows)

    @property
    def places(self) -> dict[str, list[Row]]:
        """Return the rows of each commune; of a long table the first one only."""
        places: dict[str, list[Row]] = {}
        for index, code in sorted(self.codes.items()):
            own = places.setdefault(code, [])
            if self.long is None or not own:
                own.append(self.rows[index])
        return places

    def add_marks(self, marks: dict[tuple[str, int], Mark]) -> list[Problem]:
        """Add the sheet's marks, the first of two for one commune and criterion kept."""
        if self.long is not None:
            return long_marks(self.long, self.codes, self.sheet, marks)
        for index, code in sorted(self.codes.items()):
            for mark in row_marks(self.wide or WideMarks(), self.rows[index], self.sheet, code):
                marks.setdefault((code, mark.criterion_no), mark)
        return []


def read_sheet(
    one: SheetForm,
    matcher: Matcher,
    context: Context,
    names: CriterionNames,
    set_id: str,
    given: Layout | None,
    answers: Mapping[str, str],
) -> SheetReading:
    """Read one sheet of marks."""
    cells, form, title = one.cells, one.form, one.title
    districts = (context.district_code,) if context.district_code else title.districts
    last = given.last_row if given is not None else -1
    long = wide = None
    wanted = context.as_of or title.day
    problems = checks.check_title(cells.sheet.name, title, context, matcher)
    problems += checks.check_sheet_date(cells.sheet.name, title, context)
    if form.is_long:
        rows = classify_long(cells, form, matcher, districts, last)
        convention = decide_long(cells, form, rows, given)
        dated = of_the_day(cells, form, rows, wanted, is_sure=True)
        long = read_long(cells, form, dated.rows, convention, names, set_id, context)
        problems += long.problems
    else:
        rows = classify(cells, form, matcher, districts, last)
        convention = decide(cells, form, rows, given, asked_subject(one, context, set_id))
        named = [row for row in rows if row.line is Line.COMMUNE]
        dated = of_the_day(cells, form, named, wanted, is_sure=False)
        wide = read_wide(cells, form, dated.rows, convention)
        problems += wide.problems
        if len(dated.days) < 2:  # totals of several dates are nobody's sum
            problems += check_totals(cells, form, rows, wide)
    communes = dated.rows
    problems += dated.problems
    assigned: Assigned = assign_communes(cells, form, communes, matcher, context, answers)
    problems += assigned.problems
    problems += check_columns(one, context, set_id)
    problems += checks.check_hidden(cells, form, communes)
    problems += checks.check_merged(cells, form, communes)
    problems += checks.check_districts(cells, rows)
    problems += _tell_blanks(one, convention, communes)
    return SheetReading(
        sheet=cells.sheet.name,
        layout=_layout(one, rows, convention, given),
        sender=title.sender,
        rows={row.index: row for row in communes},
        codes=assigned.codes,
        wide=wide,
        long=long,
        problems=problems,
        questions=assigned.questions,
        days=dated.days,
    )


def _tell_blanks(one: SheetForm, convention: Convention, rows: list[Row]) -> list[Problem]:
    """Say how empty cells were taken; a warning where that is "not assessed"."""
    if not convention.blanks or convention.blank_reason == "blank_columns" or not rows:
        return []
    is_certain = convention.blank is not Status.NOT_ASSESSED
    is_chosen = convention.blank_reason in ("blank_by_hand", "blank_legend")
    severity = Severity.NOTE if is_certain or is_chosen else Severity.WARNING
    columns = one.form.criteria or {one.form.roles[Role.RESULT]: 0}
    places = (
        address(row.index, column)
        for row in rows
        for column in columns
        if not one.cells.is_filled(row.index, column)
    )
    count: dict[str, str | int] = {"count": convention.blanks}
    sheet = one.cells.sheet.name
    return [Problem(convention.blank_reason, severity, sheet, next(places, ""), params=count)]


def _layout(
    one: SheetForm, rows: list[Row], convention: Convention, given: Layout | None
) -> Layout:
    form, title = one.form, one.title
    kept = [row.index for row in rows if row.line in (Line.COMMUNE, Line.DISTRICT)]
    return Layout(
        sheet=one.cells.sheet.name,
        shape=given.shape if given is not None else _shape(one, rows),
        header_rows=form.header,
        last_row=given.last_row if given is not None else max(kept, default=form.header[1]),
        roles=dict(form.roles),
        criteria=dict(form.criteria),
        words=dict(convention.vocabulary.words),
        blank=convention.blank,
        blank_reason=convention.blank_reason,
        as_of=title.day,
        as_of_cell=title.date_said.cell,
        fingerprint=form.fingerprint,
        column_statuses=dict(form.column_statuses),
    )


def _shape(one: SheetForm, rows: list[Row]) -> Shape:
    form = one.form
    if one.is_turned:
        return Shape.TURNED
    if form.is_long:
        return Shape.LONG
    has_districts = any(row.line is Line.DISTRICT for row in rows)
    return Shape.ANNEX if has_districts or form.header[0] > 0 else Shape.FLAT
