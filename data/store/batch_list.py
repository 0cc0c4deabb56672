"""The loads and undoings of the store, told as one list: who, when, what, and whether it counts."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from data.store import registers, snapshots
from data.store.audit import as_utc
from data.store.batches import ROW_TABLES, active_batches
from data.store.tables import batch, snapshot


class BatchState(StrEnum):
    """Whether a batch counts: undone, or nothing of it counts any more, or in force."""

    IN_FORCE = "in_force"
    UNDONE = "undone"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class BatchInfo:
    """One load or undoing.

    Attributes:
        kind: ``illustrative``, ``import`` or ``undo``.
        subject: What an import is about: ``marks``, ``recognition`` …; "" for other kinds.
        created_at: When, with its zone.
        province_codes: Provinces its marks or rows speak of, as far as the batch says.
        row_count: Marks and rows it brought in.
        counts: What the file holds, counted; the keys are those of the load.
        undoes_batch_id: For an undoing, the batch undone.
        undone_by: The batch that undid this one, if it is undone.
    """

    batch_id: int
    kind: str
    subject: str
    state: BatchState
    created_at: datetime
    actor: str
    province_codes: tuple[str, ...]
    as_of: date | None
    set_id: str | None
    file_name: str
    file_sha256: str
    row_count: int
    note: str
    counts: Mapping[str, Any] = field(default_factory=dict)
    undoes_batch_id: int | None = None
    undone_by: int | None = None


def list_batches(connection: Connection, province_code: str | None = None) -> list[BatchInfo]:
    """Return the batches, newest first.

    Args:
        connection: Any connection.
        province_code: Only batches that speak of this province, and their undoings.
    """
    rows = connection.execute(select(batch).order_by(batch.c.id.desc())).mappings().all()
    provinces = _provinces(connection)
    active = active_batches(connection)
    counting = _counting(connection)
    with_content = _with_content(connection)
    undone_by = {row["undoes_batch_id"]: row["id"] for row in rows if row["id"] in active}
    infos = []
    for row in rows:
        own = provinces.setdefault(row["id"], set()) | {row["province_code"] or ""}
        if row["undoes_batch_id"]:
            own |= provinces.get(row["undoes_batch_id"], set())
        state = BatchState.IN_FORCE
        if row["id"] not in active:
            state = BatchState.UNDONE
        elif row["id"] in with_content - counting:
            state = BatchState.SUPERSEDED
        infos.append(_info(row, state, own - {""}, undone_by.get(row["id"])))
    return [i for i in infos if province_code in (None, *i.province_codes)]


def _info(
    row: Mapping[Any, Any], state: BatchState, provinces: Iterable[str], undone_by: int | None
) -> BatchInfo:
    return BatchInfo(
        batch_id=row["id"],
        kind=row["kind"],
        subject=row["subject"],
        state=state,
        created_at=as_utc(row["created_at"]),
        actor=row["actor"],
        province_codes=tuple(sorted(provinces)),
        as_of=row["as_of"],
        set_id=row["set_id"],
        file_name=row["file_name"] or "",
        file_sha256=row["file_sha256"] or "",
        row_count=row["row_count"],
        note=row["note"],
        counts=json.loads(row["counts"]) if row["counts"] else {},
        undoes_batch_id=row["undoes_batch_id"],
        undone_by=undone_by if state is BatchState.UNDONE else None,
    )


def _provinces(connection: Connection) -> dict[int, set[str]]:
    pairs = select(snapshot.c.batch_id, snapshot.c.province_code).distinct()
    found: dict[int, set[str]] = {}
    for batch_id, province_code in connection.execute(pairs):
        found.setdefault(batch_id, set()).add(province_code)
    return found


def _counting(connection: Connection) -> set[int]:
    """Return the batches something of which counts: a mark, or a row nothing newer replaced."""
    periods = snapshots.list_periods(connection)
    counting = {batch_id for period in periods for batch_id in period.batch_ids}
    for kind in registers.KEYS:
        counting |= {row["batch_id"] for row in registers.read_rows(connection, kind)}
    return counting


def _with_content(connection: Connection) -> set[int]:
    """Return the batches that brought in anything; an empty one cannot be superseded."""
    tables = [snapshot, *(ROW_TABLES[kind] for kind in registers.KEYS)]
    return {
        batch_id
        for table in tables
        for batch_id in connection.execute(select(table.c.batch_id).distinct()).scalars()
    }
