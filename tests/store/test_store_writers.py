"""Several writers at once: one waits for the other, both land, nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
import sqlalchemy as sa
from tiny_store import END_2020, MARKS_2020, import_batch, snapshot

from data import setup
from data.store.engine import begin_write
from data.store.snapshots import active_batches, add_batch, list_periods, undo_batch
from data.store.tables import batch

WAIT_SECONDS = 20


def test_the_second_writer_waits_for_the_first_and_both_land(engine):
    inside, order = Event(), []

    def write_first():
        with begin_write(engine) as connection:
            inside.set()
            # The other one asks for the store now; it must not get in before this one commits.
            assert not second_in.wait(0.3)
            add_batch(connection, import_batch(snapshot()))
            order.append("first")

    def write_second():
        assert inside.wait(WAIT_SECONDS)
        with begin_write(engine) as connection:
            second_in.set()
            add_batch(connection, import_batch(snapshot(MARKS_2020, as_of=END_2020)))
            order.append("second")

    second_in = Event()
    run_together(write_first, write_second)
    assert order == ["first", "second"]
    with engine.connect() as connection:
        assert len(active_batches(connection)) == 2
        assert len(list_periods(connection)) == 2


def test_readers_see_the_old_state_until_the_writer_commits(engine):
    with begin_write(engine) as connection:
        add_batch(connection, import_batch(snapshot()))
        with engine.connect() as reader:
            assert list_periods(reader) == []
    with engine.connect() as reader:
        assert len(list_periods(reader)) == 1


def test_of_two_undos_of_one_batch_one_is_refused(engine):
    with begin_write(engine) as connection:
        loaded = add_batch(connection, import_batch(snapshot()))
    ready = Barrier(2)

    def undo():
        ready.wait(WAIT_SECONDS)
        with begin_write(engine) as connection:
            try:
                return undo_batch(connection, loaded, "an")
            except ValueError:
                return None

    results = run_together(undo, undo)
    assert results.count(None) == 1
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(batch)).scalar_one() == 2


def test_a_first_run_by_several_processes_at_once_fills_the_store_once(empty_engine, tiny_files):
    ready = Barrier(3)

    def prepare():
        ready.wait(WAIT_SECONDS)
        return setup.prepare_store(lambda _step, _share: None, empty_engine)

    results = run_together(prepare, prepare, prepare)
    assert sorted(bool(result.reference_tables) for result in results) == [False, False, True]
    assert sorted(bool(result.illustrative_batch) for result in results) == [False, False, True]
    with empty_engine.connect() as connection:
        kinds = connection.execute(sa.select(batch.c.kind)).scalars().all()
    assert kinds == ["illustrative"]
    assert setup.is_ready(empty_engine)


def test_a_writer_that_fails_lets_the_next_one_in(engine):
    def fail():
        with begin_write(engine) as connection:
            add_batch(connection, import_batch(snapshot()))
            raise RuntimeError("gone")

    with pytest.raises(RuntimeError, match="gone"):
        fail()
    with begin_write(engine) as connection:
        add_batch(connection, import_batch(snapshot()))
    with engine.connect() as connection:
        assert len(list_periods(connection)) == 1


def run_together(*functions):
    """Run each function in a thread of its own; return their results, raise their errors."""
    with ThreadPoolExecutor(len(functions)) as pool:
        futures = [pool.submit(function) for function in functions]
        return [future.result(timeout=WAIT_SECONDS) for future in futures]
