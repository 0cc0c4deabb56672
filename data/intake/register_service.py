"""The way of a register's file into the store: examined and shown, then accepted."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from data.intake.already import Loaded, find_loaded
from data.intake.files import read_file
from data.intake.load import FileInfo, LoadResult, load_rows
from data.intake.refusals import NotLoadableError, logging_refusals
from data.intake.service import today
from data.intake.stages import RegisterStage, Tell, tell_nobody
from data.registers.reading import build_register_context
from data.store.engine import get_engine
from domain.intake.grid import Workbook
from domain.registers.context import RegisterReading
from domain.registers.fields import Kind
from domain.registers.reading import read_register


@dataclass(frozen=True, eq=False)
class RegisterExamination:
    """A register's file read and understood, not loaded yet.

    Attributes:
        content: The bytes as they came.
        workbook: The file as cells.
        reading: What it says.
        province_code: Province it is meant for.
        already_loaded: The load in force of the same file.
    """

    content: bytes
    workbook: Workbook
    reading: RegisterReading
    province_code: str
    already_loaded: Loaded | None


def examine_register(
    content: bytes,
    file_name: str,
    *,
    kind: Kind,
    province_code: str,
    answers: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
    tell: Tell = tell_nobody,
    engine: Engine | None = None,
) -> RegisterExamination:
    """Read a file of a register and say what it holds; nothing is written.

    Args:
        content: The bytes as they came.
        file_name: As the sender named it.
        kind: Which register the file is said to be.
        province_code: 2-character code.
        answers: Answers to the questions of an earlier examination.
        defaults: Text for columns the file does not have, by the field's name.
        tell: Called as each stage begins.
        engine: The store; by default the configured one.

    Raises:
        data.intake.faults.FileRefusedError: The file cannot or must not be read.
    """
    tell(RegisterStage.FILE)
    workbook = read_file(content, file_name)
    with (engine or get_engine()).connect() as connection:
        tell(RegisterStage.LISTS)
        context = build_register_context(connection, province_code, today(), answers, defaults)
        loaded = find_loaded(connection, workbook.sha256, kind.value, province_code)
    tell(RegisterStage.ROWS)
    reading = read_register(kind, workbook, context)
    return RegisterExamination(content, workbook, reading, province_code, loaded)


def accept_register(
    examination: RegisterExamination,
    *,
    actor: str,
    note: str = "",
    again: bool = False,
    engine: Engine | None = None,
) -> LoadResult:
    """Load an examined register; a refusal is logged.

    Raises:
        NotLoadableError: Something blocks; nothing is written but the log.
        AlreadyLoadedError: The same file is in force for the province.
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
        if not reading.can_load:
            raise NotLoadableError(reading.problems, reading.questions)
        return load_rows(
            engine,
            reading.kind.value,
            reading.rows,
            FileInfo(examination.content, workbook.file_name, workbook.kind),
            province_code=examination.province_code,
            actor=actor,
            note=note,
            again=again,
        )
