"""Writing batches: added in one transaction, undone by a further batch, never changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, CursorResult, Table, func, insert, select

from data.store import audit
from data.store.report_tables import report_receipt
from data.store.tables import (
    assessment,
    batch,
    extra_unit,
    funding_row,
    recognition,
    registered_plan,
    snapshot,
    target_value,
    task_status,
)
from domain.vocabulary import Provenance, SnapshotStatus

ROW_TABLES: dict[str, Table] = {
    "recognition": recognition,
    "registered_plan": registered_plan,
    "task_status": task_status,
    "funding": funding_row,
    "target_value": target_value,
    "report_receipt": report_receipt,
    "extra_unit": extra_unit,
}
"""Tables of the rows a batch can bring in besides marks, by what the rows are."""

FILE_NAME_LENGTH = 400
CHUNK = 20_000
"""Marks handed to the database at a time, which bounds the memory a large file takes."""


@dataclass(frozen=True)
class NewSnapshot:
    """A snapshot to be written: its marks are (commune_code, criterion_no, status)."""

    province_code: str
    as_of: date
    set_id: str
    status: SnapshotStatus
    provenance: Provenance
    marks: Sequence[tuple[str, int, str]]
    district_code: str | None = None
    title_vi: str = ""
    basis_vi: str = ""
    note_vi: str = ""


@dataclass(frozen=True)
class NewBatch:
    """Everything one load brings in, written in one transaction or not at all.

    Attributes:
        rows: Rows of other tables by key of ``ROW_TABLES``, with the tables' own column names.
        subject: What an import is about: ``marks`` or a key of ``ROW_TABLES``.
        counts: JSON text: what the file holds, counted.
        layout: JSON text: how each sheet was read.
    """

    kind: str
    actor: str
    snapshots: Sequence[NewSnapshot] = ()
    recognitions: Sequence[Mapping[str, Any]] = ()
    units: Sequence[Mapping[str, Any]] = ()
    province_code: str | None = None
    file_name: str | None = None
    file_sha256: str | None = None
    note: str = ""
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    subject: str = ""
    as_of: date | None = None
    set_id: str | None = None
    counts: str = ""
    layout: str = ""


class UndoError(ValueError):
    """A batch cannot be undone: there is none, or it is undone already.

    Attributes:
        batch_id: The batch asked for.
        undone_by: Id of the batch that undid it; ``None`` when there is no such batch.
        actor: Who undid it.
        at: When, with its zone.
    """

    def __init__(
        self,
        batch_id: int,
        undone_by: int | None = None,
        actor: str = "",
        at: datetime | None = None,
    ) -> None:
        done = f"was undone already by {actor} at {at}" if undone_by else "does not exist"
        super().__init__(f"batch {batch_id} {done}")
        self.batch_id, self.undone_by, self.actor, self.at = batch_id, undone_by, actor, at


def add_batch(connection: Connection, new: NewBatch) -> int:
    """Write a batch with all it brings in; return its id.

    The caller holds the transaction, so an error leaves nothing behind.
    """
    by_table = {"recognition": new.recognitions, "extra_unit": new.units, **new.rows}
    rows = sum(len(s.marks) for s in new.snapshots) + sum(map(len, by_table.values()))
    batch_id = _insert_batch(connection, new, rows)
    for item in new.snapshots:
        _insert_snapshot(connection, batch_id, item)
    for name, items in by_table.items():
        if items:
            own = [{**item, "batch_id": batch_id} for item in items]
            connection.execute(insert(ROW_TABLES[name]), own)
    audit.record(
        connection,
        new.actor,
        new.kind,
        batch_id,
        rows=rows,
        subject=new.subject,
        file_name=new.file_name,
        sha256=new.file_sha256,
        province_code=new.province_code,
        as_of=new.as_of,
        note=new.note,
    )
    return batch_id


def undo_batch(connection: Connection, batch_id: int, actor: str, note: str = "") -> int:
    """Undo a batch by adding one that points at it; undoing that one brings the first back.

    Raises:
        UndoError: There is no such batch, or it is undone already.
    """
    if batch_id not in active_batches(connection):
        raise _why_not(connection, batch_id)
    inserted = connection.execute(
        insert(batch).values(
            kind="undo",
            created_at=datetime.now(UTC),
            actor=actor[: audit.ACTOR_LENGTH],
            row_count=0,
            undoes_batch_id=batch_id,
            note=note,
        )
    )
    undo_id = _new_id(inserted)
    audit.record(connection, actor, "undo", undo_id, undoes=batch_id, note=note)
    return undo_id


def _why_not(connection: Connection, batch_id: int) -> UndoError:
    active = active_batches(connection)
    undoings = connection.execute(
        select(batch.c.id, batch.c.actor, batch.c.created_at)
        .where(batch.c.undoes_batch_id == batch_id)
        .order_by(batch.c.id)
    )
    for undo_id, actor, at in undoings:
        if undo_id in active:
            return UndoError(batch_id, undo_id, actor, audit.as_utc(at))
    return UndoError(batch_id)


def active_batches(connection: Connection) -> set[int]:
    """Return the ids of the batches in force: not undone, or whose undoing was undone."""
    rows = connection.execute(
        select(batch.c.id, batch.c.undoes_batch_id).order_by(batch.c.id.desc())
    )
    active: set[int] = set()
    undone: set[int] = set()
    # A batch is only ever undone by a later one, so going backwards settles each at first sight.
    for batch_id, undoes in rows:
        if batch_id in undone:
            continue
        active.add(batch_id)
        if undoes is not None:
            undone.add(undoes)
    return active


def data_version(connection: Connection) -> int:
    """Return a number that grows with every load and undo, for caches."""
    return int(connection.execute(select(func.coalesce(func.max(batch.c.id), 0))).scalar_one())


def _new_id(inserted: CursorResult[Any]) -> int:
    key = inserted.inserted_primary_key
    if key is None:
        raise RuntimeError("the database returned no key for the new row")
    return int(key[0])


def _insert_batch(connection: Connection, new: NewBatch, rows: int) -> int:
    inserted = connection.execute(
        insert(batch).values(
            kind=new.kind,
            created_at=datetime.now(UTC),
            actor=new.actor[: audit.ACTOR_LENGTH],
            province_code=new.province_code,
            file_name=new.file_name[:FILE_NAME_LENGTH] if new.file_name else new.file_name,
            file_sha256=new.file_sha256,
            row_count=rows,
            note=new.note,
            subject=new.subject,
            as_of=new.as_of,
            set_id=new.set_id,
            counts=new.counts,
            layout=new.layout,
        )
    )
    return _new_id(inserted)


def _insert_snapshot(connection: Connection, batch_id: int, item: NewSnapshot) -> None:
    inserted = connection.execute(
        insert(snapshot).values(
            batch_id=batch_id,
            province_code=item.province_code,
            district_code=item.district_code,
            as_of=item.as_of,
            set_id=item.set_id,
            status=item.status.value,
            provenance=item.provenance.value,
            title_vi=item.title_vi,
            basis_vi=item.basis_vi,
            note_vi=item.note_vi,
        )
    )
    snapshot_id = _new_id(inserted)
    statement = insert(assessment)
    for chunk in _chunks(item.marks):
        connection.execute(
            statement,
            [
                {"snapshot_id": snapshot_id, "commune_code": c, "criterion_no": n, "status": s}
                for c, n, s in chunk
            ],
        )


def _chunks(marks: Sequence[tuple[str, int, str]]) -> Iterator[list[tuple[str, int, str]]]:
    rest = iter(marks)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
