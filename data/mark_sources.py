"""Which load each of a commune's marks comes from, and names of units that exist no more."""

from datetime import date

from sqlalchemy import Connection, func, select

from data.store import snapshots
from data.store.tables import assessment, batch, extra_unit, snapshot
from domain.profile import MarkSource


def read_mark_sources(
    connection: Connection, province_code: str, commune_code: str
) -> dict[date, MarkSource]:
    """Return, by date, the load whose marks count for a commune.

    Where a province's and a district's file both speak of it, the later one counts, as in
    :func:`data.store.snapshots.read_assessments`.
    """
    periods = snapshots.list_periods(connection, province_code)
    date_by_snapshot = {i: period.as_of for period in periods for i in period.snapshot_ids}
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
        .where(
            snapshot.c.id.in_(date_by_snapshot),
            select(func.count())
            .where(
                assessment.c.snapshot_id == snapshot.c.id,
                assessment.c.commune_code == commune_code,
            )
            .scalar_subquery()
            > 0,
        )
        .order_by(snapshot.c.id)
    ).mappings()
    return {
        date_by_snapshot[row["id"]]: MarkSource(
            as_of=date_by_snapshot[row["id"]],
            batch_id=row["batch_id"],
            kind=row["kind"],
            file_name=row["file_name"] or "",
            loaded_at=row["created_at"],
            actor=row["actor"],
        )
        for row in rows
    }


def read_former_names(connection: Connection) -> dict[str, str]:
    """Return the names of units that only older periods speak of, by code."""
    active = snapshots.active_batches(connection)
    query = select(extra_unit.c.batch_id, extra_unit.c.code, extra_unit.c.name)
    return {row.code: row.name for row in connection.execute(query) if row.batch_id in active}
