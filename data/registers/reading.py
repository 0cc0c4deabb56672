"""Reading a register with what the store knows of its province."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from data import queries
from data.intake.context import build_context
from data.registers.numerals import from_roman
from data.registers.reports import read_report_choices
from data.registers.targets import read_target_choices
from data.schemas import to_records
from data.store import reference
from data.store.reference import REF_TABLES
from domain.intake.grid import Workbook
from domain.intake.matcher import matcher_for
from domain.intake.reading import Unit
from domain.registers import reading
from domain.registers.choices import GENERAL_SOURCES
from domain.registers.context import RegisterContext, RegisterReading
from domain.registers.fields import Kind
from domain.vocabulary import UnitKind, UnitLevel

SOURCE_OF_NEED = "need_source"
"""Kind of the rows of ``funding`` that name a source of money; the others are rules and totals."""


def read_register(
    kind: Kind,
    workbook: Workbook,
    connection: Connection,
    province_code: str,
    today: date,
    *,
    answers: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
) -> RegisterReading:
    """Read a file of one register for a province.

    Args:
        kind: Which register the file is said to be.
        workbook: The file as cells.
        connection: Any connection.
        province_code: Province the file is loaded for.
        today: Day the file is read; later days are refused.
        answers: Answers to the questions of an earlier reading, by cell.
        defaults: Text for columns the file does not have, by the field's name.

    Raises:
        KeyError: There is no such province.
    """
    context = build_register_context(connection, province_code, today, answers, defaults)
    return reading.read_register(kind, workbook, context)


def build_register_context(
    connection: Connection,
    province_code: str,
    today: date,
    answers: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
) -> RegisterContext:
    """Return what the reader of registers has to know of a province.

    Raises:
        KeyError: There is no such province.
    """
    marks = build_context(connection, province_code=province_code, as_of=None, today=today)
    return RegisterContext(
        province_code=province_code,
        today=today,
        matcher=matcher_for(replace(marks, others=_read_others(connection, province_code))),
        districts=read_districts(connection, province_code),
        provinces=_read_provinces(connection),
        other_districts=_read_other_districts(connection, province_code),
        tasks=read_tasks(connection, province_code),
        targets=read_target_choices(connection, province_code),
        sources=read_sources(connection, province_code),
        reports=read_report_choices(connection, province_code),
        answers=answers or {},
        defaults=defaults or {},
    )


def read_districts(connection: Connection, province_code: str) -> dict[str, str]:
    """Return the full name of each district of a province, by code, in order of code.

    Raises:
        KeyError: There is no such province.
    """
    rows = to_records(queries.read_units(connection, UnitLevel.DISTRICT, province_code))
    if not rows:
        raise KeyError(province_code)
    return {row["code"]: row["full_name"] for row in rows}


def _read_others(connection: Connection, province_code: str) -> tuple[Unit, ...]:
    """Return every commune-level unit the register cannot speak of: to say what such a one is."""
    units = REF_TABLES["units"]
    query = select(
        units.c.code, units.c.name, units.c.district_code, units.c.province_code, units.c.kind
    ).where(
        units.c.level == UnitLevel.COMMUNE.value,
        or_(units.c.province_code != province_code, units.c.kind != UnitKind.XA.value),
    )
    return tuple(
        Unit(code, name, district_code or "", "", province, kind=kind)
        for code, name, district_code, province, kind in connection.execute(query)
    )


def _read_provinces(connection: Connection) -> dict[str, str]:
    rows = reference.read(connection, "units", level=UnitLevel.PROVINCE.value)
    return dict(zip(rows["code"], rows["full_name"], strict=True))


def _read_other_districts(connection: Connection, province_code: str) -> dict[str, str]:
    rows = to_records(reference.read(connection, "units", level=UnitLevel.DISTRICT.value))
    return {r["code"]: r["province_code"] for r in rows if r["province_code"] != province_code}


def _own_plans(connection: Connection, province_code: str) -> set[str]:
    return set(reference.read(connection, "plans", province_code=province_code)["plan_id"])


def read_tasks(connection: Connection, province_code: str) -> dict[str, str]:
    """Return the short title of each task of the province's plans, in their printed order."""
    plans = _own_plans(connection, province_code)
    rows = to_records(reference.read(connection, "tasks"))
    own = sorted((row for row in rows if row["plan_id"] in plans), key=_printed_order)
    return {row["task_id"]: row["title_short"] for row in own}


def _printed_order(task: Mapping[str, Any]) -> tuple[str, tuple[int, ...], int]:
    """Return a sort key: plan, group ("IV.6" after "IV.5", "X" after "IX"), number."""
    roman, _, part = str(task["group_no"]).partition(".")
    return task["plan_id"], (from_roman(roman), int(part or 0)), task["task_no"]


def read_sources(connection: Connection, province_code: str) -> tuple[str, ...]:
    """Return the sources of funding to choose from: those of the province's plans, then general."""
    plans = _own_plans(connection, province_code)
    rows = to_records(reference.read(connection, "funding"))
    named = [
        row["source_name"]
        for row in rows
        if row["plan_id"] in plans and row["kind"] == SOURCE_OF_NEED
    ]
    return tuple(dict.fromkeys([*named, *GENERAL_SOURCES]))
