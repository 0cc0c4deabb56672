"""The way of a file of marks into the store, in two steps: examined and shown, then accepted.

The page and the command line both go through here, so that they refuse and load alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

from sqlalchemy import Connection, Engine

from data.intake.already import Loaded, find_loaded
from data.intake.comparison import ProvinceComparison, compare_reading
from data.intake.context import build_context
from data.intake.files import read_file
from data.intake.layouts import apply_remembered, remember_layout
from data.intake.load import MARKS, LoadResult, load_marks
from data.intake.refusals import (
    logging_refusals,
    one_writer,
)
from data.intake.stages import Stage, Tell, tell_nobody
from data.store.engine import get_engine
from domain.criteria import CriteriaSet
from domain.intake.grid import Workbook
from domain.intake.problems import Problem, Severity
from domain.intake.reading import Context, Layout, Reading
from domain.intake.recognise import read_marks, title_day
from domain.vocabulary import Provenance, SnapshotStatus, Status

VIETNAM = timezone(timedelta(hours=7))


def today() -> date:
    """Return the day it is in Vietnam, wherever the server stands."""
    return datetime.now(UTC).astimezone(VIETNAM).date()


@dataclass(frozen=True, eq=False)
class Examination:
    """A file read and understood, not loaded yet.

    Attributes:
        content: The bytes as they came.
        workbook: The file as cells.
        reading: What it says.
        province_code: Province it is meant for; ``vn`` = the whole country.
        guessed: Layouts as found without any help, in the order of ``reading.layouts``.
        corrected: Layouts given by hand, by sheet; remembered when the file is accepted.
        comparisons: What loading it would change, by province.
        already_loaded: The load in force of the same file for the same date and set.
    """

    content: bytes
    workbook: Workbook
    reading: Reading
    province_code: str
    guessed: tuple[Layout, ...]
    corrected: Mapping[str, Layout]
    comparisons: tuple[ProvinceComparison, ...]
    already_loaded: Loaded | None


def examine(
    content: bytes,
    file_name: str,
    *,
    province_code: str,
    as_of: date | None = None,
    district_code: str | None = None,
    set_id: str = "",
    layouts: Mapping[str, Layout] | None = None,
    answers: Mapping[str, str] | None = None,
    blank: Status | None = None,
    tell: Tell = tell_nobody,
    engine: Engine | None = None,
) -> Examination:
    """Read a file and say what loading it would do; nothing is written.

    Args:
        content: The bytes as they came.
        file_name: As the sender named it.
        province_code: 2-character code; ``vn`` for a file of the whole country.
        as_of: Date to load for; ``None`` = as the file says.
        district_code: District the file is of, if known.
        set_id: Criteria set; "" = as the file says, else the one in use.
        layouts: Corrected layouts, by sheet; without any, those remembered, with a note.
        answers: Answers to the questions of an earlier examination.
        blank: What an empty mark means, when that is decided by hand.
        tell: Called as each stage begins.
        engine: The store; by default the configured one.

    Raises:
        data.intake.faults.FileRefusedError: The file cannot or must not be read.
        KeyError: There is no such criteria set.
    """
    tell(Stage.FILE)
    workbook = read_file(content, file_name)
    wish = _Wish(
        province_code, as_of, district_code, set_id, layouts or {}, answers or {}, blank, today()
    )
    with (engine or get_engine()).connect() as connection:
        tell(Stage.LAYOUT)
        day = wish.as_of or title_day(workbook, _context(connection, wish, None))
        tell(Stage.MARKS)
        context, first = _read_first(connection, workbook, wish, day)
        reading, corrected = _read_again(connection, workbook, context, first, wish)
        tell(Stage.COMPARISON)
        comparisons = _compare(connection, reading, context)
        return Examination(
            content=content,
            workbook=workbook,
            reading=_add_notes(reading, workbook, comparisons, context.sets),
            province_code=province_code,
            guessed=first.layouts,
            corrected=corrected,
            comparisons=comparisons,
            already_loaded=find_loaded(
                connection, workbook.sha256, MARKS, province_code, reading.as_of, reading.set_id
            ),
        )


def _compare(
    connection: Connection, reading: Reading, context: Context
) -> tuple[ProvinceComparison, ...]:
    criteria = context.sets[reading.set_id].numbers if reading.set_id in context.sets else ()
    is_comparable = all(mark.criterion_no in criteria for mark in reading.marks)
    return tuple(compare_reading(connection, reading)) if is_comparable else ()


@dataclass(frozen=True)
class _Wish:
    """What is asked of an examination; the fields are its arguments."""

    province_code: str
    as_of: date | None
    district_code: str | None
    set_id: str
    layouts: Mapping[str, Layout]
    answers: Mapping[str, str]
    blank: Status | None
    today: date


def _read_first(
    connection: Connection, workbook: Workbook, wish: _Wish, day: date | None
) -> tuple[Context, Reading]:
    """Read without corrections; the units and the set are those of the file's own date.

    ``day`` is that date as far as known; where only the rows give it, they are read twice.
    """
    context = _context(connection, wish, day)
    reading = read_marks(workbook, context, answers=wish.answers)
    if wish.as_of is None and reading.as_of not in (None, day):
        context = _context(connection, wish, reading.as_of)
        reading = read_marks(workbook, context, answers=wish.answers)
    return context, reading


def _context(connection: Connection, wish: _Wish, day: date | None) -> Context:
    return build_context(
        connection,
        province_code=wish.province_code,
        as_of=wish.as_of,
        today=wish.today,
        day=day,
        district_code=wish.district_code,
        set_id=wish.set_id,
    )


def _add_notes(
    reading: Reading,
    workbook: Workbook,
    comparisons: Sequence[ProvinceComparison],
    sets: Mapping[str, CriteriaSet],
) -> Reading:
    """Add what was noticed while the file was turned into cells, and what loading it would hide.

    A period has one criteria set, that of its newest load, so official marks of another set at
    the same date would be shown no more.
    """
    told = {problem.code for problem in reading.problems}
    remarks = [Problem(c, Severity.NOTE) for c in workbook.remarks if c not in told]
    hidden = [
        item.same_date
        for item in comparisons
        if item.same_date
        and item.same_date.changes is None
        and item.same_date.provenance is not Provenance.ILLUSTRATIVE
    ]
    warnings = tuple(
        Problem("set_hides_loaded", Severity.WARNING, params={"set": _decision(known.set_id, sets)})
        for known in hidden[:1]
    )
    return replace(reading, problems=(*remarks, *warnings, *reading.problems))


def _decision(set_id: str, sets: Mapping[str, CriteriaSet]) -> str:
    """Return what offices call a set by: its decision."""
    return sets[set_id].short_decision if set_id in sets else set_id


def _read_again(
    connection: Connection, workbook: Workbook, context: Context, first: Reading, wish: _Wish
) -> tuple[Reading, Mapping[str, Layout]]:
    """Read with corrections, by hand or remembered; return them, if by hand, with the reading."""
    corrected = dict(wish.layouts)
    if wish.blank is not None:
        own = {layout.sheet: corrected.get(layout.sheet, layout) for layout in first.layouts}
        corrected |= {
            sheet: replace(layout, blank=wish.blank, blank_reason="blank_by_hand")
            for sheet, layout in own.items()
        }
    if corrected:
        return read_marks(workbook, context, layouts=corrected, answers=wish.answers), corrected
    remembered = apply_remembered(connection, wish.province_code, first.sender, first.layouts)
    if not remembered:
        return first, {}
    again = read_marks(workbook, context, layouts=remembered, answers=wish.answers)
    notes = tuple(Problem("layout_remembered", Severity.NOTE, sheet) for sheet in remembered)
    return replace(again, problems=(*again.problems, *notes)), {}


def accept(
    examination: Examination,
    *,
    actor: str,
    status: SnapshotStatus = SnapshotStatus.FINAL,
    note: str = "",
    again: bool = False,
    engine: Engine | None = None,
) -> LoadResult:
    """Load an examined file, remember corrections of its layout; a refusal is logged.

    Raises:
        NotLoadableError: Something blocks; nothing is written but the log.
        AlreadyLoadedError: The same file is in force for the same date and set.
        StoreBusyError: Another writer took too long.
    """
    engine = engine or get_engine()
    workbook, reading = examination.workbook, examination.reading
    with logging_refusals(
        engine,
        file_name=workbook.file_name,
        sha256=workbook.sha256,
        content=examination.content,
        province_code=examination.province_code,
        actor=actor,
        problems=reading.problems,
        questions=reading.questions,
    ):
        result = load_marks(
            engine,
            workbook,
            examination.content,
            reading,
            province_code=examination.province_code,
            actor=actor,
            status=status,
            note=note,
            again=again,
        )
    if examination.corrected:
        _remember(engine, examination, actor)
    return result


def _remember(engine: Engine, examination: Examination, actor: str) -> None:
    with one_writer(engine) as connection:
        for guessed in examination.guessed:
            corrected = examination.corrected.get(guessed.sheet)
            if corrected is not None:
                remember_layout(
                    connection,
                    examination.province_code,
                    examination.reading.sender,
                    guessed,
                    corrected,
                    actor,
                )
