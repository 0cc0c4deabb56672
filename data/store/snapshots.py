"""Writing and choosing snapshots: batches are added, undone by a further batch, never changed.

Which snapshot counts for a province and a date: of the batches that are not undone, the newest;
and where a province has loaded its own file for a date, the illustrative marks of that date do not
exist any more, so that official and illustrative figures never mix inside a province and period.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, CursorResult, func, insert, select

from data.store.tables import assessment, audit_log, batch, extra_unit, recognition, snapshot
from domain.recognition import Recognition
from domain.vocabulary import Level, Provenance, SnapshotStatus


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
    """Everything one load brings in, written in one transaction or not at all."""

    kind: str
    actor: str
    snapshots: Sequence[NewSnapshot] = ()
    recognitions: Sequence[Mapping[str, Any]] = ()
    units: Sequence[Mapping[str, Any]] = ()
    province_code: str | None = None
    file_name: str | None = None
    file_sha256: str | None = None
    note: str = ""


def add_batch(connection: Connection, new: NewBatch) -> int:
    """Write a batch with its snapshots and recognitions; return its id.

    The caller holds the transaction, so an error leaves nothing behind.
    """
    rows = sum(len(s.marks) for s in new.snapshots) + len(new.recognitions) + len(new.units)
    batch_id = _insert_batch(connection, new, rows)
    for item in new.snapshots:
        _insert_snapshot(connection, batch_id, item)
    for table, items in ((recognition, new.recognitions), (extra_unit, new.units)):
        if items:
            connection.execute(insert(table), [{**item, "batch_id": batch_id} for item in items])
    _log(connection, new.actor, new.kind, batch_id, f"{rows} rows; {new.note}".strip("; "))
    return batch_id


def undo_batch(connection: Connection, batch_id: int, actor: str, note: str = "") -> int:
    """Undo a batch by adding one that points at it; undoing that one brings the first back.

    Raises:
        ValueError: There is no such batch, or it is undone already.
    """
    if batch_id not in active_batches(connection):
        raise ValueError(f"batch {batch_id} does not exist or is undone already")
    inserted = connection.execute(
        insert(batch).values(
            kind="undo",
            created_at=datetime.now(UTC),
            actor=actor,
            row_count=0,
            undoes_batch_id=batch_id,
            note=note,
        )
    )
    undo_id = _new_id(inserted)
    _log(connection, actor, "undo", undo_id, f"undoes batch {batch_id}; {note}".strip("; "))
    return undo_id


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


@dataclass(frozen=True)
class Period:
    """One date a province can be looked at: the snapshots in force for it.

    Attributes:
        province_code: 2-character code.
        as_of: Date of the marks.
        set_id: Criteria set of the marks.
        status: ``provisional`` when any part of it is.
        provenance: The same for all parts.
        district_codes: Districts covered; empty = the whole province.
        snapshot_ids: The snapshots, newest last.
    """

    province_code: str
    as_of: date
    set_id: str
    status: SnapshotStatus
    provenance: Provenance
    district_codes: tuple[str, ...]
    snapshot_ids: tuple[int, ...]
    title_vi: str = ""
    basis_vi: str = ""
    note_vi: str = ""
    batch_ids: tuple[int, ...] = field(default=())

    @property
    def is_whole_province(self) -> bool:
        """Tell whether the period speaks of the whole province."""
        return not self.district_codes


def list_periods(connection: Connection, province_code: str | None = None) -> list[Period]:
    """Return the periods in force, by province and date."""
    active = active_batches(connection)
    query = select(snapshot).order_by(snapshot.c.province_code, snapshot.c.as_of, snapshot.c.id)
    if province_code is not None:
        query = query.where(snapshot.c.province_code == province_code)
    groups: dict[tuple[str, date], list[Mapping[str, Any]]] = {}
    for row in connection.execute(query).mappings():
        if row["batch_id"] in active:
            groups.setdefault((row["province_code"], row["as_of"]), []).append(dict(row))
    return [_build_period(rows) for rows in groups.values()]


def _build_period(rows: list[Mapping[str, Any]]) -> Period:
    official = [r for r in rows if r["provenance"] != Provenance.ILLUSTRATIVE]
    rows = official or rows
    # One set a period: the newest load says which; parts of an older set are superseded.
    rows = [r for r in rows if r["set_id"] == rows[-1]["set_id"]]
    newest = {r["district_code"]: r for r in rows}
    whole = newest.get(None)
    parts = [
        r
        for code, r in newest.items()
        if code is not None and (whole is None or r["id"] > whole["id"])
    ]
    kept = sorted([*([whole] if whole else []), *parts], key=lambda r: r["id"])
    provisional = any(r["status"] == SnapshotStatus.PROVISIONAL for r in kept)
    last = kept[-1]
    return Period(
        province_code=last["province_code"],
        as_of=last["as_of"],
        set_id=last["set_id"],
        status=SnapshotStatus.PROVISIONAL if provisional else SnapshotStatus.FINAL,
        provenance=Provenance(last["provenance"]),
        district_codes=() if whole else tuple(sorted(r["district_code"] for r in parts)),
        snapshot_ids=tuple(r["id"] for r in kept),
        title_vi=last["title_vi"],
        basis_vi=last["basis_vi"],
        note_vi=last["note_vi"],
        batch_ids=tuple(sorted({r["batch_id"] for r in kept})),
    )


def choose_period(periods: Sequence[Period], as_of: date) -> Period | None:
    """Return the period of exactly that date, else the latest whole-province one before it."""
    exact = [p for p in periods if p.as_of == as_of]
    if exact:
        return exact[-1]
    earlier = [p for p in periods if p.as_of < as_of and p.is_whole_province]
    return max(earlier, key=lambda p: p.as_of, default=None)


def read_assessments(connection: Connection, period: Period) -> pd.DataFrame:
    """Return the marks of a period: ``commune_code`` (str), ``criterion_no`` (int), ``status``.

    Where a district's file came after the province's, its communes' marks win.
    """
    rows = connection.execute(
        select(
            assessment.c.snapshot_id,
            assessment.c.commune_code,
            assessment.c.criterion_no,
            assessment.c.status,
        ).where(assessment.c.snapshot_id.in_(period.snapshot_ids))
    ).all()
    frame = pd.DataFrame(rows, columns=["snapshot_id", "commune_code", "criterion_no", "status"])
    newest = frame.groupby("commune_code")["snapshot_id"].transform("max")
    kept = frame[frame["snapshot_id"] == newest].drop(columns="snapshot_id")
    return kept.sort_values(["commune_code", "criterion_no"], ignore_index=True)


def read_recognitions(connection: Connection) -> list[Recognition]:
    """Return every recognition in force, of all units and dates."""
    active = active_batches(connection)
    query = select(recognition).order_by(recognition.c.effective_on, recognition.c.id)
    fields = [f.name for f in dataclasses.fields(Recognition)]
    return [
        Recognition(
            **{name: row[name] for name in fields if name not in ("level", "provenance")},
            level=Level(row["level"]),
            provenance=Provenance(row["provenance"]),
        )
        for row in connection.execute(query).mappings()
        if row["batch_id"] in active
    ]


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
            actor=new.actor,
            province_code=new.province_code,
            file_name=new.file_name,
            file_sha256=new.file_sha256,
            row_count=rows,
            note=new.note,
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
    marks = [
        {"snapshot_id": snapshot_id, "commune_code": code, "criterion_no": no, "status": status}
        for code, no, status in item.marks
    ]
    if marks:
        connection.execute(insert(assessment), marks)


def _log(connection: Connection, actor: str, action: str, batch_id: int, detail: str) -> None:
    connection.execute(
        insert(audit_log).values(
            at=datetime.now(UTC), actor=actor, action=action, batch_id=batch_id, detail=detail
        )
    )
