"""Rows of a register typed on a page: read by the rules of files, a load of their own."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine

from data.intake.load import LoadResult, load_rows
from data.intake.refusals import NotLoadableError
from data.intake.service import today
from data.registers.reading import read_register
from data.store.engine import get_engine
from domain.intake.grid import Sheet, Value, Workbook
from domain.registers.catalogue import REGISTERS
from domain.registers.fields import Kind


def enter_rows(
    kind: Kind,
    rows: Sequence[Mapping[str, Value]],
    *,
    province_code: str,
    actor: str,
    engine: Engine | None = None,
) -> LoadResult:
    """Write rows of a register as one load: all of them or none, undone together.

    What is typed goes through the same reader as a file, so that the same rules hold and the same
    words say what is wrong.

    Args:
        kind: Which register.
        rows: What was typed, by the field's name; at least one row.
        province_code: Province it is entered for.
        actor: Who.
        engine: The store; by default the configured one.

    Raises:
        NotLoadableError: Something blocks; nothing is written.
        StoreBusyError: Another writer took too long.
    """
    engine = engine or get_engine()
    fields = REGISTERS[kind].template_fields
    head = tuple(field.heading for field in fields)
    written = (tuple(values.get(field.name) for field in fields) for values in rows)
    typed = Workbook("", "", 0, "form", (Sheet("", (head, *written)),))
    with engine.connect() as connection:
        reading = read_register(kind, typed, connection, province_code, today())
    if not reading.can_load:
        raise NotLoadableError(reading.problems, reading.questions)
    return load_rows(
        engine, kind.value, reading.rows, None, province_code=province_code, actor=actor
    )
