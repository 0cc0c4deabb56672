"""A store made by the first revision is brought up in place; what it held means the same."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import command
from tiny_store import END_2021, MARKS_2021, SET

from data.store import schema
from data.store.audit import read_audit
from data.store.batch_list import BatchState, list_batches
from data.store.engine import begin_write
from data.store.snapshots import list_periods, read_assessments, undo_batch

WHEN = datetime(2022, 1, 5, 8, 0, tzinfo=UTC)


def fill_first_revision(engine):
    """Write a load the way the first revision stored it."""
    with begin_write(engine) as connection:
        command.upgrade(schema._config(connection), "0001")
        tables = sa.MetaData()
        tables.reflect(connection)

        def put(name, *rows):
            connection.execute(tables.tables[name].insert(), list(rows))

        base = {"created_at": WHEN, "actor": "an", "row_count": len(MARKS_2021)}
        put("batch", {**base, "kind": "import", "file_name": "cu.xlsx", "file_sha256": "a" * 64})
        put(
            "snapshot",
            {
                "batch_id": 1,
                "province_code": "66",
                "as_of": END_2021,
                "set_id": SET,
                "status": "final",
                "provenance": "imported",
            },
        )
        put(
            "assessment",
            *(
                {"snapshot_id": 1, "commune_code": c, "criterion_no": n, "status": s}
                for c, n, s in MARKS_2021
            ),
        )
        put(
            "audit_log",
            {"at": WHEN, "actor": "an", "action": "import", "batch_id": 1, "detail": "12 rows; cũ"},
        )


def test_an_older_store_is_upgraded_in_place_and_keeps_its_meaning(empty_engine):
    fill_first_revision(empty_engine)
    assert schema.current_revision(empty_engine) == "0001"
    schema.upgrade(empty_engine)
    assert schema.current_revision(empty_engine) == schema.head_revision()
    with begin_write(empty_engine) as connection:
        (period,) = list_periods(connection)
        marks = read_assessments(connection, period)
        (info,) = list_batches(connection)
        (line,) = read_audit(connection)
        undo_batch(connection, 1, "bình")
        assert list_periods(connection) == []
    assert list(marks["status"]) == [status for _, _, status in MARKS_2021]
    assert (info.subject, info.as_of, dict(info.counts)) == ("", None, {})
    assert (info.state, info.file_name, info.created_at) == (BatchState.IN_FORCE, "cu.xlsx", WHEN)
    assert line.detail == {"text": "12 rows; cũ"}


def test_the_step_can_be_taken_back(empty_engine):
    fill_first_revision(empty_engine)
    before = set(sa.inspect(empty_engine).get_table_names())
    schema.upgrade(empty_engine)
    with begin_write(empty_engine) as connection:
        command.downgrade(schema._config(connection), "0001")
    assert set(sa.inspect(empty_engine).get_table_names()) == before
    with empty_engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT file_name FROM batch")).scalars().all()
    assert rows == ["cu.xlsx"]
