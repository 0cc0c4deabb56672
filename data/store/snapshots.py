"""Choosing snapshots: which marks count for a province and a date.

Of the batches in force, the newest mark of each commune and criterion counts: a later file speaks
for the communes it holds, the others keep what was loaded before for that date. Where a province
has loaded its own file for a date, the illustrative marks of that date do not exist any more, so
that official and illustrative figures never mix inside a province and period. A period has one
criteria set, the one of its newest load.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, inspect, select
from sqlalchemy.sql import func

from data.store.batches import (
    NewBatch,
    NewSnapshot,
    UndoError,
    active_batches,
    add_batch,
    data_version,
    undo_batch,
)
from data.store.reference import REF_TABLES
from data.store.registers import read_recognitions
from data.store.tables import assessment, snapshot
from data.store.units import districts_of, read_places
from domain.vocabulary import Provenance, SnapshotStatus

__all__ = [
    "NewBatch",
    "NewSnapshot",
    "Period",
    "UndoError",
    "active_batches",
    "add_batch",
    "choose_period",
    "data_version",
    "list_periods",
    "read_assessments",
    "read_recognitions",
    "undo_batch",
]


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
        snapshot_ids: The snapshots whose marks count, newest last.
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


def list_periods(
    connection: Connection,
    province_code: str | None = None,
    without: Collection[int] = (),
) -> list[Period]:
    """Return the periods in force, by province and date.

    Args:
        connection: Any connection.
        province_code: Only this province.
        without: Batches to leave out, to see what was there before them.
    """
    active = active_batches(connection) - set(without)
    query = select(snapshot).order_by(snapshot.c.province_code, snapshot.c.as_of, snapshot.c.id)
    if province_code is not None:
        query = query.where(snapshot.c.province_code == province_code)
    groups: dict[tuple[str, date], list[Mapping[str, Any]]] = {}
    for row in connection.execute(query).mappings():
        if row["batch_id"] in active:
            groups.setdefault((row["province_code"], row["as_of"]), []).append(dict(row))
    chosen = [_choose_rows(rows) for rows in groups.values()]
    is_partial = any(_district_codes(rows) for rows in chosen)
    districts = _counted_districts(connection) if is_partial else {}
    return [_build_period(connection, rows, districts) for rows in chosen]


def _choose_rows(rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    official = [r for r in rows if r["provenance"] != Provenance.ILLUSTRATIVE]
    rows = official or rows
    # One set a period: the newest load says which; parts of an older set are superseded.
    return [r for r in rows if r["set_id"] == rows[-1]["set_id"]]


def _district_codes(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the districts covered, none when one of the snapshots is of the whole province."""
    codes = {r["district_code"] for r in rows}
    return () if None in codes else tuple(sorted(codes))


def _counted_districts(connection: Connection) -> dict[str, set[str]]:
    # A store without reference data (a first run cut short) has districts all the same.
    if not inspect(connection).has_table(REF_TABLES["units"].name):
        return {}
    return districts_of(read_places(connection))


def _build_period(
    connection: Connection, rows: list[Mapping[str, Any]], districts: Mapping[str, set[str]]
) -> Period:
    kept = _counting(connection, rows)
    provisional = any(r["status"] == SnapshotStatus.PROVISIONAL for r in kept)
    last = rows[-1]
    covered = _district_codes(rows)
    # The last district to report makes the province whole.
    every = districts.get(last["province_code"])
    return Period(
        province_code=last["province_code"],
        as_of=last["as_of"],
        set_id=last["set_id"],
        status=SnapshotStatus.PROVISIONAL if provisional else SnapshotStatus.FINAL,
        provenance=Provenance(last["provenance"]),
        district_codes=() if every and every <= set(covered) else covered,
        snapshot_ids=tuple(r["id"] for r in kept),
        title_vi=last["title_vi"],
        basis_vi=last["basis_vi"],
        note_vi=last["note_vi"],
        batch_ids=tuple(sorted({r["batch_id"] for r in kept})),
    )


def _counting(connection: Connection, rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the snapshots of which at least one mark is not superseded."""
    scopes = Counter(r["district_code"] for r in rows)
    overlap = len(rows) > 1 and (None in scopes or max(scopes.values()) > 1)
    if not overlap:
        return rows
    newest = (
        select(func.max(assessment.c.snapshot_id).label("snapshot_id"))
        .where(assessment.c.snapshot_id.in_([r["id"] for r in rows]))
        .group_by(assessment.c.commune_code, assessment.c.criterion_no)
        .subquery()
    )
    counting = set(connection.execute(select(newest.c.snapshot_id).distinct()).scalars())
    return [r for r in rows if r["id"] in counting] or rows[-1:]


def choose_period(periods: Sequence[Period], as_of: date) -> Period | None:
    """Return the period of exactly that date, else the latest whole-province one before it."""
    exact = [p for p in periods if p.as_of == as_of]
    if exact:
        return exact[-1]
    earlier = [p for p in periods if p.as_of < as_of and p.is_whole_province]
    return max(earlier, key=lambda p: p.as_of, default=None)


def read_assessments(connection: Connection, period: Period) -> pd.DataFrame:
    """Return the marks of a period: ``commune_code`` (str), ``criterion_no`` (int), ``status``.

    Of several marks for one commune and criterion, the one loaded last.
    """
    rows = connection.execute(
        select(assessment.c.commune_code, assessment.c.criterion_no, assessment.c.status)
        .where(assessment.c.snapshot_id.in_(period.snapshot_ids))
        .order_by(assessment.c.snapshot_id)
    ).all()
    key = ["commune_code", "criterion_no"]
    # pandas looks into each row object of the database library many times over, not into tuples.
    frame = pd.DataFrame([tuple(row) for row in rows], columns=[*key, "status"])
    kept = frame.drop_duplicates(key, keep="last")
    return kept.sort_values(key, ignore_index=True)
