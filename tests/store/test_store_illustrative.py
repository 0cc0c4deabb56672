"""Illustrative files in the store: one batch, replaced when they change, gone when undone."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from tiny_store import MARKS_2021, import_batch, marks, snapshot, write_marks

from data import setup
from data.store import illustrative
from data.store.engine import begin_write
from data.store.snapshots import (
    active_batches,
    add_batch,
    list_periods,
    read_assessments,
    read_recognitions,
    undo_batch,
)
from data.store.tables import batch
from domain.vocabulary import Provenance


def prepare(engine):
    steps = []
    result = setup.prepare_store(lambda step, share: steps.append((step, share)), engine)
    return result, steps


def batches(engine):
    with engine.connect() as connection:
        rows = connection.execute(
            sa.select(batch.c.id, batch.c.kind, batch.c.undoes_batch_id).order_by(batch.c.id)
        ).all()
        return [tuple(row) for row in rows], active_batches(connection)


def test_the_first_run_loads_one_batch_of_illustrative_marks(empty_engine, tiny_files):
    result, steps = prepare(empty_engine)
    rows, active = batches(empty_engine)
    assert rows == [(result.illustrative_batch, "illustrative", None)]
    assert active == {result.illustrative_batch}
    assert len(result.reference_tables) > 10
    assert [step for step, _ in steps if ":" not in step] == ["schema", "illustrative", "done"]
    shares = [share for _, share in steps]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert setup.is_ready(empty_engine)


def test_what_is_in_the_files_is_in_the_store_and_marked_as_illustrative(filled):
    with filled.connect() as connection:
        periods = list_periods(connection)
        rows = read_assessments(connection, periods[1])
        recognised = read_recognitions(connection)
    assert [(p.province_code, p.as_of.isoformat(), p.district_codes) for p in periods] == [
        ("66", "2020-12-31", ()),
        ("66", "2021-12-31", ()),
        ("67", "2022-01-01", ("664",)),
    ]
    assert {p.provenance for p in periods} == {Provenance.ILLUSTRATIVE}
    assert list(rows.itertuples(index=False, name=None)) == MARKS_2021
    assert [(r.unit_code, r.level.value) for r in recognised] == [
        ("24003", "ntm"),
        ("24001", "ntm"),
        ("24001", "advanced"),
        ("651", "ntm"),
    ]


def test_running_again_does_nothing(filled):
    before = batches(filled)
    result, _ = prepare(filled)
    assert (result.reference_tables, result.illustrative_batch) == ((), None)
    assert batches(filled) == before


def test_a_changed_file_undoes_the_old_batch_and_adds_a_new_one(filled, tiny_files):
    write_marks(tiny_files / "illustrative", "66_2021-12-31", marks(c24001="xxx"))
    assert not setup.is_ready(filled)
    result, _ = prepare(filled)
    rows, active = batches(filled)
    assert rows == [(1, "illustrative", None), (2, "undo", 1), (3, "illustrative", None)]
    assert result.illustrative_batch == 3
    assert active == {2, 3}
    with filled.connect() as connection:
        period = list_periods(connection)[1]
        assert set(read_assessments(connection, period)["status"]) == {"not_met"}
    assert setup.is_ready(filled)


def test_a_broken_file_leaves_the_old_batch_in_force(filled, tiny_files):
    write_marks(tiny_files / "illustrative", "66_2021-12-31", [("24001", 1, "đạt")])
    before = batches(filled)
    with pytest.raises(IntegrityError):
        prepare(filled)
    assert batches(filled) == before


def test_illustrative_figures_that_somebody_undid_stay_away(filled, tiny_files):
    with begin_write(filled) as connection:
        undo_batch(connection, 1, "an", "we load our own")
    assert setup.is_ready(filled)
    result, _ = prepare(filled)
    assert result.illustrative_batch is None
    with filled.connect() as connection:
        assert list_periods(connection) == []


def test_reloading_them_leaves_official_figures_alone(filled, tiny_files):
    with begin_write(filled) as connection:
        official = add_batch(connection, import_batch(snapshot(marks(c24001="✓xx"))))
    write_marks(tiny_files / "illustrative", "66_2020-12-31", marks(c24001="xxx"))
    prepare(filled)
    with filled.connect() as connection:
        at_2020, at_2021, _ = list_periods(connection)
    assert at_2021.batch_ids == (official,)
    assert at_2021.provenance is Provenance.IMPORTED
    assert at_2020.provenance is Provenance.ILLUSTRATIVE


def test_the_fingerprint_sees_content_and_names(tiny_files):
    folder = tiny_files / "illustrative"
    first = illustrative.fingerprint()
    assert illustrative.fingerprint() == first
    source = folder / "assessments" / "66_2020-12-31.csv"
    target = source.with_name("66_2020-12-30.csv")
    source.rename(target)
    assert illustrative.fingerprint() != first
    target.rename(source)
    assert illustrative.fingerprint() == first
    source.write_text(source.read_text(encoding="utf-8") + "24002,2,met\n", encoding="utf-8")
    assert illustrative.fingerprint() != first
