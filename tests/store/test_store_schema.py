"""The store's tables: made by the migrations, equal to what the code describes."""

import re

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from data.store import access_tables, schema
from data.store.engine import begin_write
from data.store.tables import assessment, batch, metadata, recognition, snapshot

assert access_tables.metadata is metadata


def table_names(engine):
    return set(sa.inspect(engine).get_table_names())


def test_an_empty_store_gets_every_table_and_the_newest_revision(empty_engine):
    assert schema.current_revision(empty_engine) is None
    assert table_names(empty_engine) == set()
    schema.upgrade(empty_engine)
    assert schema.current_revision(empty_engine) == schema.head_revision() != ""
    assert table_names(empty_engine) == {*metadata.tables, "alembic_version"}


def test_upgrading_again_changes_nothing_and_keeps_what_is_in_the_store(engine):
    with begin_write(engine) as connection:
        connection.execute(
            batch.insert().values(
                kind="import", actor="an", row_count=0, created_at=sa.func.current_timestamp()
            )
        )
    schema.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(sa.select(batch.c.actor)).scalars().all() == ["an"]
    assert schema.current_revision(engine) == schema.head_revision()


def test_the_migrations_lead_to_what_the_code_describes(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_missing_column_would_be_noticed(engine):
    with begin_write(engine) as connection:
        connection.execute(sa.text("ALTER TABLE batch DROP COLUMN note"))
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        kinds = [difference[0] for difference in compare_metadata(context, metadata)]
    assert kinds == ["add_column"]


def test_the_closed_vocabularies_of_the_store_are_those_of_the_code(engine):
    # Alembic does not compare CHECK constraints, so a word added to an enum would slip through.
    inspector = sa.inspect(engine)
    for name, table in metadata.tables.items():
        described = {
            check.name: set(re.findall(r"'(\w+)'", str(check.sqltext)))
            for check in table.constraints
            if isinstance(check, sa.CheckConstraint)
        }
        stored = {
            check["name"]: set(re.findall(r"'(\w+)'", check["sqltext"]))
            for check in inspector.get_check_constraints(name)
        }
        assert stored == described


SNAPSHOT = {
    "batch_id": 1,
    "province_code": "66",
    "as_of": sa.func.current_date(),
    "set_id": "S",
    "status": "final",
    "provenance": "imported",
}
MARK = {"snapshot_id": 1, "commune_code": "24001", "criterion_no": 1, "status": "met"}
RECOGNITION = {
    "batch_id": 1,
    "unit_code": "24001",
    "unit_level": "commune",
    "level": "ntm",
    "effective_on": sa.func.current_date(),
    "is_exact_date": True,
    "provenance": "imported",
}
BATCH = {
    "kind": "import",
    "actor": "an",
    "row_count": 0,
    "created_at": sa.func.current_timestamp(),
}


@pytest.mark.parametrize(
    ("table", "good", "column", "word"),
    [
        (batch, BATCH, "kind", "delete"),
        (snapshot, SNAPSHOT, "status", "draft"),
        (snapshot, SNAPSHOT, "provenance", "guessed"),
        (assessment, MARK, "status", "đạt"),
        (assessment, MARK, "status", ""),
        (recognition, RECOGNITION, "level", "excellent"),
        (recognition, RECOGNITION, "provenance", "press"),
    ],
)
def test_an_unknown_word_is_refused_and_a_known_one_is_not(engine, table, good, column, word):
    with begin_write(engine) as connection:
        connection.execute(batch.insert().values(BATCH))
        connection.execute(snapshot.insert().values(SNAPSHOT))
        if table is assessment:
            connection.execute(table.insert().values({**good, "commune_code": "24002"}))
        else:
            connection.execute(table.insert().values(good))
    with pytest.raises(IntegrityError), begin_write(engine) as connection:
        connection.execute(table.insert().values({**good, column: word}))


def test_a_mark_without_its_snapshot_is_refused(engine):
    with pytest.raises(IntegrityError), begin_write(engine) as connection:
        connection.execute(assessment.insert().values(MARK))


def test_a_commune_has_one_mark_a_criterion_in_a_snapshot(engine):
    with begin_write(engine) as connection:
        connection.execute(batch.insert().values(BATCH))
        connection.execute(snapshot.insert().values(SNAPSHOT))
        connection.execute(assessment.insert().values(MARK))
    with pytest.raises(IntegrityError), begin_write(engine) as connection:
        connection.execute(assessment.insert().values({**MARK, "status": "not_met"}))
