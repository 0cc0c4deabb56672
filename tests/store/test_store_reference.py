"""Reference tables in the store follow their files: by hash, one by one, whole or not at all."""

import pytest
import sqlalchemy as sa

from data.schemas import REFERENCE_TABLES, TableError, read_table, to_records
from data.store import reference, schema
from data.store.engine import begin_write
from data.store.tables import reference_file


@pytest.fixture
def store(engine, tiny_files):
    """A store with every reference table loaded from the tiny files."""
    load(engine)
    return engine


def load(engine):
    with begin_write(engine) as connection:
        return reference.load(connection, lambda _name, _share: None)


def read(engine, name, **equals):
    with engine.connect() as connection:
        return to_records(reference.read(connection, name, **equals))


def books(engine):
    with engine.connect() as connection:
        rows = connection.execute(sa.select(reference_file)).mappings().all()
    return {row["table_name"]: dict(row) for row in rows}


def change(tiny_files, name, old, new):
    path = tiny_files / "reference" / REFERENCE_TABLES[name].file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_first_load_brings_every_table_and_says_so(engine, tiny_files):
    told = []
    with begin_write(engine) as connection:
        loaded = reference.load(connection, lambda name, share: told.append((name, share)))
    assert loaded == list(REFERENCE_TABLES)
    assert [name for name, _ in told] == loaded
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1] < 1) == (0, True)
    assert set(books(engine)) == set(REFERENCE_TABLES)
    assert books(engine)["units"]["row_count"] == 13


def test_the_store_holds_what_the_files_hold_with_their_types(store, tiny_files):
    for name in REFERENCE_TABLES:
        key = REFERENCE_TABLES[name].key
        in_file = to_records(read_table(name, tiny_files / "reference"))
        order = lambda row: tuple(str(row[column]) for column in key)  # noqa: B023, E731
        assert sorted(read(store, name), key=order) == sorted(in_file, key=order)
    assert read(store, "units", code="24001")[0]["province_code"] == "66"
    assert [row["code"] for row in read(store, "units", province_code="67", level="district")] == [
        "664",
        "665",
    ]


def test_the_committed_files_fit_in_the_store(engine):
    load(engine)
    for name in REFERENCE_TABLES:
        key = REFERENCE_TABLES[name].key
        order = lambda row: tuple(str(row[column]) for column in key)  # noqa: B023, E731
        in_file = to_records(read_table(name))
        assert sorted(read(engine, name), key=order) == sorted(in_file, key=order)


def test_nothing_is_loaded_again_while_nothing_changes(store):
    before = books(store)
    assert load(store) == []
    assert books(store) == before


def test_a_changed_file_loads_its_own_table_only(store, tiny_files):
    before = books(store)
    change(tiny_files, "units", "Xã An", "Xã An Bình")
    assert load(store) == ["units"]
    assert read(store, "units", code="24001")[0]["full_name"] == "Xã An Bình"
    after = books(store)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"units"}
    with store.connect() as connection:
        assert reference.outdated(connection) == []


def test_a_row_taken_out_of_a_file_leaves_the_store(store, tiny_files):
    change(tiny_files, "criteria_groups", "SET3_2016,2,Nhóm 2,Group 2\n", "")
    load(store)
    assert [row["group_no"] for row in read(store, "criteria_groups")] == [1]


def test_a_broken_file_is_refused_by_name_and_the_old_table_stays_whole(store, tiny_files):
    before = books(store)
    # An earlier table changes too: its load in the same transaction must not stay either.
    change(tiny_files, "units", "Xã An", "Xã An Bình")
    change(tiny_files, "criteria", "SET3_2016,2,", "SET3_2016,two,")
    with pytest.raises(TableError, match=r"criteria\.csv, row 3, column criterion_no"):
        load(store)
    assert books(store) == before
    assert read(store, "units", code="24001")[0]["full_name"] == "Xã An"
    assert len(read(store, "criteria")) == 5
    with store.connect() as connection:
        assert reference.outdated(connection) == ["units", "criteria"]
    change(tiny_files, "criteria", "SET3_2016,two,", "SET3_2016,2,")
    assert load(store) == ["units"]


def test_a_changed_description_loads_the_table_again(store, monkeypatch):
    monkeypatch.setattr(reference, "_schema_sha256", lambda name: f"new description of {name}")
    with store.connect() as connection:
        assert reference.outdated(connection) == list(REFERENCE_TABLES)


def test_migrating_leaves_the_reference_tables_alone(store):
    schema.upgrade(store)
    assert len(read(store, "units")) == 13


def test_asking_for_what_is_not_there_is_an_error(store):
    with pytest.raises(KeyError):
        read(store, "no_such_table")
    with pytest.raises(KeyError):
        read(store, "units", no_such_column="x")
    assert read(store, "units", code="99999") == []
