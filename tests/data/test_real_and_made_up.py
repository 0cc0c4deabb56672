"""What reports and forecasts rest on where a store holds made-up and real marks."""

from dataclasses import replace
from datetime import date

from exports_store import copy_with_official

from data import cached, cached_scenarios, queries
from data.exports.report_inputs import read_report_input
from data.store import snapshots
from data.store.engine import begin_write, get_engine
from data.store.snapshots import NewBatch, NewSnapshot, add_batch
from domain.report.periods import ReportKind
from domain.scenario.outlook import published_tallies
from domain.vocabulary import Provenance, SnapshotStatus

DAY = date(2021, 6, 30)


def add_real_marks(connection, as_of):
    """Load the made-up marks of the end of 2020 once more, as an office's own of another day."""
    made_up = queries.find_period(connection, "66", date(2020, 12, 31))
    rows = snapshots.read_assessments(connection, made_up)
    marks = list(zip(rows["commune_code"], rows["criterion_no"], rows["status"], strict=True))
    real = NewSnapshot(
        province_code="66",
        as_of=as_of,
        set_id=made_up.set_id,
        status=SnapshotStatus.FINAL,
        provenance=Provenance.IMPORTED,
        marks=marks,
    )
    add_batch(connection, NewBatch(kind="import", actor="an", snapshots=[real]))


def test_real_marks_are_compared_with_no_made_up_ones(ready_var, tmp_path):
    engine = copy_with_official(ready_var, tmp_path)
    with begin_write(engine) as connection:
        add_real_marks(connection, DAY)
    with engine.connect() as connection:
        given, subject = read_report_input(connection, "66", DAY, ReportKind.QUARTERLY)
        between = read_report_input(connection, "66", date(2021, 12, 31), ReportKind.QUARTERLY)[0]
    engine.dispose()
    assert not given.now.is_illustrative
    assert (given.before, given.last_year, subject.view.before) == (None, None, None)
    # Nor do the real ones stand between the made-up ones.
    assert between.before.as_of == date(2020, 12, 31)
    assert DAY not in [day for day, _ in between.recognised_then]


def test_a_forecast_does_not_start_from_the_fewest_recognised_there_can_be(ready_var):
    now = cached.get_situation("66", date(2021, 12, 31))
    figures = cached.get_history("66")
    known = published_tallies(figures, now)
    unknown = published_tallies(figures, replace(now, knows_recognitions=False))
    assert (known[-1].on, known[-1].reached) == (date(2021, 12, 31), 71)
    assert unknown == known[:-1]


def test_a_scenario_on_made_up_marks_does_not_come_true_in_real_ones(own_store):
    now = cached.get_situation("66", date(2020, 12, 31))
    base = cached_scenarios.get_base(now, None)
    day_after = date(2022, 6, 30)
    with begin_write(get_engine()) as connection:
        add_real_marks(connection, day_after)
    newest_made_up = cached_scenarios.get_newer(base)
    assert (newest_made_up.as_of, newest_made_up.is_illustrative) == (date(2021, 12, 31), True)
    real = cached_scenarios.get_newer(replace(base, provenance=Provenance.IMPORTED))
    assert (real.as_of, real.is_illustrative) == (day_after, False)
