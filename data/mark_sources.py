"""Which load each of a commune's marks comes from, and names of units that exist no more."""

from datetime import date

from sqlalchemy import Connection, select

from data.store import snapshots
from data.store.tables import assessment, batch, extra_unit, snapshot
from domain.profile import MarkSource


def read_mark_sources(
    connection: Connection, province_code: str, commune_code: str
) -> dict[date, tuple[MarkSource, ...]]:
    """Return, by date, the loads whose marks count for a commune, oldest first.

    Of two that speak of one criterion the later counts, as in
    :func:`data.store.snapshots.read_assessments`; each is given with the criteria it still tells.
    """
    periods = snapshots.list_periods(connection, province_code)
    date_by_snapshot = {i: period.as_of for period in periods for i in period.snapshot_ids}
    marks = connection.execute(
        select(assessment.c.snapshot_id, assessment.c.criterion_no)
        .where(
            assessment.c.snapshot_id.in_(date_by_snapshot),
            assessment.c.commune_code == commune_code,
        )
        .order_by(assessment.c.snapshot_id)
    ).all()
    newest = {
        (date_by_snapshot[row.snapshot_id], row.criterion_no): row.snapshot_id for row in marks
    }
    criteria: dict[int, list[int]] = {}
    for (_, number), snapshot_id in sorted(newest.items()):
        criteria.setdefault(snapshot_id, []).append(number)
    rows = connection.execute(
        select(
            snapshot.c.id,
            batch.c.id.label("batch_id"),
            batch.c.kind,
            batch.c.file_name,
            batch.c.created_at,
            batch.c.actor,
        )
        .join(batch, batch.c.id == snapshot.c.batch_id)
        .where(snapshot.c.id.in_(criteria))
        .order_by(snapshot.c.id)
    ).mappings()
    sources: dict[date, tuple[MarkSource, ...]] = {}
    for row in rows:
        on = date_by_snapshot[row["id"]]
        source = MarkSource(
            as_of=on,
            batch_id=row["batch_id"],
            kind=row["kind"],
            file_name=row["file_name"] or "",
            loaded_at=row["created_at"],
            actor=row["actor"],
            criteria=tuple(criteria[row["id"]]),
        )
        sources[on] = (*sources.get(on, ()), source)
    return sources


def read_former_names(connection: Connection) -> dict[str, str]:
    """Return the names of units that only older periods speak of, by code."""
    active = snapshots.active_batches(connection)
    query = select(extra_unit.c.batch_id, extra_unit.c.code, extra_unit.c.name)
    return {row.code: row.name for row in connection.execute(query) if row.batch_id in active}
