"""Batches: all or nothing, undone by a further batch, brought back by another; nothing is lost."""

from itertools import pairwise

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from tiny_store import (
    END_2020,
    END_2021,
    MARKS_2020,
    MARKS_2021,
    import_batch,
    marks,
    recognition,
    snapshot,
)

from data.store import access_tables
from data.store.audit import read_audit
from data.store.engine import begin_write
from data.store.snapshots import (
    active_batches,
    add_batch,
    data_version,
    list_periods,
    read_assessments,
    read_recognitions,
    undo_batch,
)
from data.store.tables import assessment, audit_log, batch, extra_unit, metadata
from data.store.tables import recognition as recognition_table
from data.store.tables import snapshot as snapshot_table

OWN_TABLES = ("batch", "snapshot", "assessment", "recognition", "extra_unit", "audit_log")


def sizes(connection):
    return {
        name: connection.execute(
            sa.select(sa.func.count()).select_from(metadata.tables[name])
        ).scalar_one()
        for name in OWN_TABLES
    }


def test_a_batch_brings_in_snapshots_recognitions_and_units(writing):
    unit = {"code": "24X01", "name": "Cũ", "kind": "xã", "province_code": "66"}
    new = import_batch(
        snapshot(),
        snapshot(MARKS_2020, as_of=END_2020),
        recognitions=[recognition("24001", "ntm", END_2021)],
        units=[unit],
        province_code="66",
        file_name="bieu.xlsx",
        file_sha256="0" * 64,
        note="quý IV",
    )
    batch_id = add_batch(writing, new)
    # 4 communes and 3 communes of 3 criteria each, one recognition, one unit
    assert sizes(writing) == {
        "batch": 1,
        "snapshot": 2,
        "assessment": 12 + 9,
        "recognition": 1,
        "extra_unit": 1,
        "audit_log": 1,
    }
    row = writing.execute(sa.select(batch)).mappings().one()
    assert (row["id"], row["kind"], row["actor"], row["row_count"]) == (
        batch_id,
        "import",
        "an",
        21 + 1 + 1,
    )
    assert (row["province_code"], row["file_name"], row["note"]) == ("66", "bieu.xlsx", "quý IV")


@pytest.mark.parametrize(
    "broken",
    [
        {"snapshots": (snapshot(), snapshot(marks(c24001="✓") * 2, as_of=END_2020))},
        {"snapshots": (snapshot(), snapshot([("24001", 1, "đạt")], as_of=END_2020))},
        {"recognitions": [recognition("24001", "best", END_2021)]},
        {"units": [{"code": "24X01", "name": None, "kind": "xã", "province_code": "66"}]},
    ],
    ids=["two marks for one criterion", "unknown mark", "unknown level", "unit without a name"],
)
def test_an_error_in_the_middle_leaves_nothing(engine, broken):
    values = {"recognitions": [recognition("24001", "ntm", END_2021)], **broken}
    snapshots = values.pop("snapshots", (snapshot(),))
    with pytest.raises(IntegrityError), begin_write(engine) as connection:
        add_batch(connection, import_batch(*snapshots, **values))
    with engine.connect() as connection:
        assert set(sizes(connection).values()) == {0}
        assert data_version(connection) == 0


def test_undo_hides_a_batch_and_undoing_the_undo_brings_it_back(writing):
    loaded = add_batch(
        writing,
        import_batch(snapshot(), recognitions=[recognition("24001", "ntm", END_2021)]),
    )
    before = sizes(writing)
    first_undo = undo_batch(writing, loaded, "bình", "wrong file")
    assert list_periods(writing) == []
    assert read_recognitions(writing) == []
    second_undo = undo_batch(writing, first_undo, "an")
    assert active_batches(writing) == {loaded, second_undo}
    (period,) = list_periods(writing)
    assert read_assessments(writing, period).to_dict("list")["status"] == [
        status for _, _, status in MARKS_2021
    ]
    assert [r.unit_code for r in read_recognitions(writing)] == ["24001"]
    third_undo = undo_batch(writing, second_undo, "an")
    assert active_batches(writing) == {first_undo, third_undo}
    assert list_periods(writing) == []
    # Nothing was changed or deleted: three rows more in two tables.
    after = sizes(writing)
    assert after == {**before, "batch": 4, "audit_log": 4}


def test_undoing_one_batch_leaves_the_others(writing):
    first = add_batch(writing, import_batch(snapshot(MARKS_2020, as_of=END_2020)))
    second = add_batch(writing, import_batch(snapshot()))
    undo_batch(writing, first, "an")
    assert [p.as_of for p in list_periods(writing)] == [END_2021]
    assert second in active_batches(writing)


def test_a_batch_cannot_be_undone_twice_nor_one_that_is_not_there(writing):
    loaded = add_batch(writing, import_batch(snapshot()))
    undo_batch(writing, loaded, "an")
    with pytest.raises(ValueError, match="undone already"):
        undo_batch(writing, loaded, "an")
    with pytest.raises(ValueError, match="does not exist"):
        undo_batch(writing, 999, "an")
    assert sizes(writing)["batch"] == 2


def test_every_change_is_in_the_audit_log_with_who_and_what(writing):
    loaded = add_batch(writing, import_batch(snapshot(), note="quý IV"))
    undone = undo_batch(writing, loaded, "bình", "nhầm tệp")
    undone_line, load_line = read_audit(writing)
    assert (load_line.actor, load_line.action, load_line.batch_id) == ("an", "import", loaded)
    assert load_line.detail == {"rows": 12, "note": "quý IV"}
    assert (undone_line.actor, undone_line.action) == ("bình", "undo")
    assert undone_line.batch_id == undone
    assert undone_line.detail == {"undoes": loaded, "note": "nhầm tệp"}
    assert load_line.at <= undone_line.at
    assert load_line.at.tzinfo is not None
    assert all(writing.execute(sa.select(audit_log.c.at)).scalars().all())


def test_the_data_version_grows_with_every_load_and_undo(writing):
    versions = [data_version(writing)]
    loaded = add_batch(writing, import_batch(snapshot()))
    versions.append(data_version(writing))
    undone = undo_batch(writing, loaded, "an")
    versions.append(data_version(writing))
    undo_batch(writing, undone, "an")
    versions.append(data_version(writing))
    assert versions[0] == 0
    assert all(later > earlier for earlier, later in pairwise(versions))


def test_a_batch_without_rows_is_still_a_batch(writing):
    add_batch(writing, import_batch())
    assert sizes(writing)["batch"] == 1
    assert sizes(writing)["assessment"] == 0


OTHERS = vars(access_tables).values()
ACCESS_TABLES = {table.name for table in OTHERS if isinstance(table, sa.Table)}


def test_every_own_table_but_the_books_is_covered_here():
    covered = {batch, snapshot_table, assessment, recognition_table, extra_unit, audit_log}
    assert {t.name for t in covered} == set(OWN_TABLES)
    with_tests_of_their_own = {
        "original_file",
        "registered_plan",
        "task_status",
        "funding_row",
        "target_value",
        "report_receipt",
        "sender_layout",
        "finding_note",
        "scenario",
        "scenario_version",
        "scenario_event",
        "deck",
        "deck_version",
        "deck_event",
        "draft",
        "refused_file",
        *ACCESS_TABLES,
    }
    assert set(metadata.tables) - set(OWN_TABLES) == {"reference_file", *with_tests_of_their_own}
