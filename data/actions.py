"""The door by which pages change the store: every fault a user can cause comes back as a value.

Nothing is cached here. What is read of a file lives in the session of the one who brought it.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from data import access
from data.file_log import Unreadable, log_looked_at, log_unreadable
from data.intake import comparison, entry, problem_words, register_service, service
from data.intake.already import Loaded
from data.intake.context import COUNTRY
from data.intake.faults import FileRefusedError
from data.intake.files import save_marked_copy
from data.intake.load import MARKS, LoadResult
from data.intake.refusals import (
    AlreadyLoadedError,
    NotLoadableError,
    StoreBusyError,
    one_writer,
)
from data.intake.stages import Tell, tell_nobody
from data.store import audit, batch_list
from data.store.batches import UndoError, undo_batch
from data.store.engine import get_engine
from data.store.finding_notes import NoteAction, add_finding_note
from data.texts import text
from domain.access import Permission
from domain.intake.grid import Value
from domain.intake.problems import Problem, Question, Severity
from domain.intake.reading import Layout
from domain.registers.fields import Kind
from domain.vocabulary import SnapshotStatus

__all__ = [
    "KINDS",
    "Asked",
    "Fate",
    "Outcome",
    "Unreadable",
    "accept",
    "compare_batch",
    "enter",
    "examine",
    "list_batches",
    "log_looked_at",
    "log_unreadable",
    "marked_copy",
    "note_finding",
    "read_audit",
    "undo",
]

LOG = logging.getLogger("ntm")
KINDS = (MARKS, *(kind.value for kind in Kind))
"""What a file can speak of, in the order it is offered."""

Examination = service.Examination | register_service.RegisterExamination


@dataclass(frozen=True)
class Asked:
    """What is asked of a file; two equal ones give the same reading of the same store.

    Attributes:
        kind: One of :data:`KINDS`.
        province_code: 2-character code; ``vn`` for a file of marks of the whole country.
        as_of: Date to load for; ``None`` = as the file says.
        district_code: District the file is of; ``None`` = as the file says.
        set_id: Criteria set; "" = as the file says.
        layouts: Layouts corrected by hand, by sheet.
        answers: Answers to questions, by cell.
        defaults: Of a register: text for columns the file does not have, by field.
    """

    kind: str
    province_code: str
    as_of: date | None = None
    district_code: str | None = None
    set_id: str = ""
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)


class Fate(StrEnum):
    """How an attempt to change the store ended."""

    DONE = "done"
    REFUSED = "refused"  # something blocks
    ALREADY = "already"  # it is so already
    BUSY = "busy"  # somebody else is writing
    MISSING = "missing"  # there is no such batch


@dataclass(frozen=True)
class Outcome:
    """What came of a load or an undoing; nothing is written unless ``fate`` is ``DONE``.

    Attributes:
        fate: How it ended.
        batch_id: The new batch, or the one that stands in the way.
        result: What was loaded.
        actor: Who did before what is asked again.
        at: When, with its zone.
    """

    fate: Fate
    batch_id: int | None = None
    result: LoadResult | None = None
    actor: str = ""
    at: datetime | None = None


@access.needs(Permission.LOAD)
def examine(
    content: bytes,
    file_name: str,
    asked: Asked,
    tell: Tell = tell_nobody,
) -> Examination | Unreadable:
    """Read a file and say what loading it would do; nothing is written.

    ``tell`` is called as each stage of reading begins.
    """
    try:
        if asked.kind != MARKS:
            return register_service.examine_register(
                content,
                file_name,
                kind=Kind(asked.kind),
                province_code=asked.province_code,
                answers=asked.answers,
                defaults=asked.defaults,
                tell=tell,
            )
        return service.examine(
            content,
            file_name,
            province_code=asked.province_code,
            as_of=asked.as_of,
            district_code=asked.district_code,
            set_id=asked.set_id,
            layouts=asked.layouts,
            answers=asked.answers,
            tell=tell,
        )
    except FileRefusedError as error:
        return Unreadable(file_name, content, error.problems)
    except (KeyError, ValueError, IndexError):
        if not asked.layouts:
            raise
        # A correction by hand can describe a sheet that cannot be; the way back must stay open.
        LOG.exception("a corrected layout of %s cannot be read", asked.province_code)
        problem = Problem("layout_unusable", Severity.ERROR)
        return Unreadable(file_name, content, (problem,))


@access.needs(Permission.LOAD)
def accept(
    examination: Examination,
    *,
    actor: str,
    status: SnapshotStatus = SnapshotStatus.FINAL,
    note: str = "",
    again: bool = False,
) -> Outcome:
    """Load an examined file; ``again`` loads one that is in force already."""
    who = access.actor(actor)
    try:
        if isinstance(examination, register_service.RegisterExamination):
            result = register_service.accept_register(
                examination, actor=who, note=note, again=again
            )
        else:
            result = service.accept(examination, actor=who, status=status, note=note, again=again)
    except NotLoadableError:
        return Outcome(Fate.REFUSED)
    except AlreadyLoadedError as error:
        return _told_already(error.loaded)
    except StoreBusyError:
        return Outcome(Fate.BUSY)
    return Outcome(Fate.DONE, result.batch_id, result)


def _told_already(loaded: Loaded) -> Outcome:
    return Outcome(Fate.ALREADY, loaded.batch_id, actor=loaded.actor, at=loaded.at)


@access.needs(Permission.LOAD)
def enter(
    kind: str, rows: Sequence[Mapping[str, Value]], *, province_code: str, actor: str
) -> Outcome | tuple[Problem, ...]:
    """Write rows of a register as one load; what stands in the way comes back as problems.

    ``rows`` is what was typed, by the field's name. Who is signed in goes before ``actor``.
    """
    who = access.current().person or actor
    try:
        result = entry.enter_rows(Kind(kind), rows, province_code=province_code, actor=who)
    except NotLoadableError as error:
        return tuple(p for p in error.problems if p.severity is Severity.ERROR)
    except StoreBusyError:
        return Outcome(Fate.BUSY)
    return Outcome(Fate.DONE, result.batch_id, result)


@access.needs(Permission.LOAD)
def undo(batch_id: int, *, actor: str, note: str = "") -> Outcome:
    """Undo a load, or bring one back by undoing its undoing; nothing is ever deleted."""
    try:
        with one_writer(get_engine()) as connection:
            return Outcome(Fate.DONE, undo_batch(connection, batch_id, access.actor(actor), note))
    except UndoError as error:
        fate = Fate.MISSING if error.undone_by is None else Fate.ALREADY
        return Outcome(fate, error.undone_by, actor=error.actor, at=error.at)
    except StoreBusyError:
        return Outcome(Fate.BUSY)


@access.needs(Permission.LOAD)
def marked_copy(examination: Examination) -> bytes:
    """Return the file as xlsx with its problems and open questions coloured and listed.

    Raises:
        data.intake.faults.FileRefusedError: The file cannot be read again within the bounds.
    """
    reading = examination.reading
    asked = [
        Problem("question", Severity.ERROR, q.sheet, q.cell, q.read) for q in reading.questions
    ]
    # By identity: two questions may be equal as problems, and their words differ.
    questions = {id(p): q for p, q in zip(asked, reading.questions, strict=True)}

    def describe(problem: Problem) -> str:
        question = questions.get(id(problem))
        return problem_words.describe(problem) if question is None else _describe(question)

    return save_marked_copy(
        examination.content, examination.workbook, [*reading.problems, *asked], describe
    )


def _describe(question: Question) -> str:
    listed = ", ".join(f"{c.code} {c.name} ({c.district_name})" for c in question.candidates)
    why = text("intake.question.why", candidates=listed or "—")
    return f"{why}\n{text('load.copy.question_do')}"


@access.needs(Permission.INSPECT)
def list_batches(province_code: str | None = None) -> list[batch_list.BatchInfo]:
    """Return loads and undoings, newest first; of one province, or all."""
    code = None if province_code == COUNTRY else province_code
    with get_engine().connect() as connection:
        return batch_list.list_batches(connection, code)


@access.needs(Permission.INSPECT)
def compare_batch(batch_id: int) -> list[comparison.ProvinceComparison]:
    """Return what a load of marks changed, by province and date."""
    with get_engine().connect() as connection:
        return comparison.compare_batch(connection, batch_id)


@access.needs(Permission.INSPECT)
def read_audit(limit: int) -> list[audit.AuditLine]:
    """Return the newest lines of the audit log, newest first."""
    with get_engine().connect() as connection:
        return audit.read_audit(connection, limit)


@access.needs(Permission.NOTE)
def note_finding(
    finding_key: str, province_code: str, as_of: date, *, action: str, **said: str
) -> Outcome:
    """Write what somebody says about a finding of the checks.

    Args:
        finding_key: Key of the finding.
        province_code: Province that was checked.
        as_of: Date that was checked.
        action: ``comment``, ``explained`` or ``reopened``.
        said: ``words``, ``actor`` and, of the finding as it was looked at, ``figures``.
    """
    where = (finding_key, province_code, as_of, NoteAction(action))
    spoken = (said["words"], access.actor(said["actor"]), said.get("figures", ""))
    try:
        with one_writer(get_engine()) as connection:
            add_finding_note(connection, *where, *spoken)
    except StoreBusyError:
        return Outcome(Fate.BUSY)
    return Outcome(Fate.DONE)
