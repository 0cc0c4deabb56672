"""Rows other than marks: recognitions, registered plans, task status and funding in force.

Rows are never changed; of several rows with one key, the one loaded last counts.
"""

from collections.abc import Hashable
from dataclasses import fields
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table, select

from data.store.batches import ROW_TABLES, active_batches
from data.store.tables import funding_row, recognition, registered_plan, task_status
from data.store.units import read_places
from domain.recognition import Recognition
from domain.vocabulary import Level, Provenance

KEYS: dict[str, tuple[str, ...]] = {
    "recognition": ("unit_code", "unit_level", "level", "effective_on"),
    "registered_plan": ("commune_code", "for_year", "level"),
    "task_status": ("task_id", "as_of", "period_due"),
    "funding": ("province_code", "district_code", "year", "source_name", "as_of"),
    "target_value": ("target_id", "as_of"),
    "report_receipt": ("report_id", "due_on", "body"),
}
"""What makes a row the same as an earlier one, by what the rows are."""

_OF_NO_DEADLINE = ("received_on", "subject")
"""What else tells reports of a duty without days apart: many of one body may come in."""


def read_rows(connection: Connection, kind: str) -> list[dict[str, Any]]:
    """Return the rows in force of one kind, in the order they were loaded, with every column.

    Args:
        connection: Any connection.
        kind: Key of ``KEYS``.
    """
    return _newest(_in_force(connection, ROW_TABLES[kind]), KEYS[kind])


def _in_force(connection: Connection, table: Table) -> list[dict[str, Any]]:
    active = active_batches(connection)
    rows = connection.execute(select(table).order_by(table.c.id)).mappings()
    return [dict(row) for row in rows if row["batch_id"] in active]


def _newest(rows: list[dict[str, Any]], key: tuple[str, ...]) -> list[dict[str, Any]]:
    newest: dict[Hashable, dict[str, Any]] = {}
    for row in rows:
        is_open = "due_on" in row and row["due_on"] is None
        wider = _OF_NO_DEADLINE if is_open else ()
        identity = tuple(row[name] for name in (*key, *wider))
        # Taken out first, so that the order is that of the rows that count.
        newest.pop(identity, None)
        newest[identity] = row
    return list(newest.values())


def read_recognitions(connection: Connection) -> list[Recognition]:
    """Return every recognition in force, of all units and dates, by the day it took effect.

    A later row with the same unit, level and day replaces the earlier one, which is how a
    revocation is loaded; a revocation also ends what was recognised before it under another day,
    as of a unit known first by its year only. A made-up row and a real one are two rows: a figure
    that must not mix them leaves one kind out.
    """
    rows = _in_force(connection, recognition)
    real = [r for r in rows if r["provenance"] != Provenance.ILLUSTRATIVE]
    made_up = [r for r in rows if r["provenance"] == Provenance.ILLUSTRATIVE]
    # Nothing made up ends a real recognition, nor the other way round.
    kept = [row for rows in (made_up, real) for row in _revoke(_newest(rows, KEYS["recognition"]))]
    names = [f.name for f in fields(Recognition) if f.name not in ("level", "provenance")]
    return [
        Recognition(
            **{name: row[name] for name in names},
            level=Level(row["level"]),
            provenance=Provenance(row["provenance"]),
        )
        for row in sorted(kept, key=lambda row: (row["effective_on"], row["id"]))
    ]


def _revoke(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let each revocation end every earlier recognition of its unit and level."""
    revocations: dict[tuple[str, str], list[date]] = {}
    for row in rows:
        if row["revoked_on"] is not None:
            revocations.setdefault((row["unit_code"], row["level"]), []).append(row["revoked_on"])
    ended = []
    for row in rows:
        days = revocations.get((row["unit_code"], row["level"]), [])
        later = [day for day in days if day > row["effective_on"]]
        revoked_on = row["revoked_on"] or min(later, default=None)
        ended.append({**row, "revoked_on": revoked_on})
    return ended


def read_registered_plans(connection: Connection, province_code: str | None = None) -> pd.DataFrame:
    """Return registered plans: ``commune_code, for_year, level, note, source, batch_id``.

    ``province_code`` keeps the communes of one province of the registry.
    """
    frame = _frame(connection, "registered_plan", registered_plan)
    return frame if province_code is None else _of_province(connection, frame, province_code)


def read_task_status(connection: Connection) -> pd.DataFrame:
    """Return task statuses at every date: ``task_id, status, as_of, note, batch_id``."""
    return _frame(connection, "task_status", task_status)


def read_funding(connection: Connection, province_code: str | None = None) -> pd.DataFrame:
    """Return funding rows; amounts in million VND, NaN = not reported.

    Columns: ``province_code, district_code, year, source_name, planned, allocated, disbursed,
    as_of, note, batch_id``.
    """
    frame = _frame(connection, "funding", funding_row)
    if province_code is None:
        return frame
    return frame[frame["province_code"] == province_code].reset_index(drop=True)


def _frame(connection: Connection, kind: str, table: Table) -> pd.DataFrame:
    names = [c.name for c in table.columns if c.name not in ("id", "batch_id")]
    return pd.DataFrame(read_rows(connection, kind), columns=[*names, "batch_id"])


def _of_province(connection: Connection, frame: pd.DataFrame, province_code: str) -> pd.DataFrame:
    own = {code for code, place in read_places(connection).items() if place[0] == province_code}
    return frame[frame["commune_code"].isin(own)].reset_index(drop=True)
