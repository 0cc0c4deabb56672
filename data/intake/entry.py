"""One row of a register typed on a page: read by the rules of files, a load of its own."""

from collections.abc import Mapping

from sqlalchemy import Engine

from data.intake.load import LoadResult, load_rows
from data.intake.refusals import NotLoadableError
from data.intake.service import today
from data.registers.reading import read_register
from data.store.engine import get_engine
from domain.intake.grid import Sheet, Value, Workbook
from domain.registers.catalogue import REGISTERS
from domain.registers.fields import Kind


def enter_row(
    kind: Kind,
    values: Mapping[str, Value],
    *,
    province_code: str,
    actor: str,
    engine: Engine | None = None,
) -> LoadResult:
    """Write one row of a register.

    What is typed goes through the same reader as a file of one row, so that the same rules hold and
    the same words say what is wrong.

    Args:
        kind: Which register.
        values: What was typed, by the field's name.
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
    row = tuple(values.get(field.name) for field in fields)
    typed = Workbook("", "", 0, "form", (Sheet("", (head, row)),))
    with engine.connect() as connection:
        reading = read_register(kind, typed, connection, province_code, today())
    if not reading.can_load:
        raise NotLoadableError(reading.problems, reading.questions)
    return load_rows(
        engine, kind.value, reading.rows, None, province_code=province_code, actor=actor
    )
