"""Which period a report speaks of, what it compares with, and what comes next."""

from datetime import date

import pytest

from domain.catalog import PeriodOption
from domain.report.periods import ReportKind, choose_before, choose_last_year, span_of
from domain.vocabulary import Provenance, SnapshotStatus

Q, H, Y = ReportKind.QUARTERLY, ReportKind.SIX_MONTH, ReportKind.ANNUAL


def period(day, set_id="S", status=SnapshotStatus.FINAL, districts=()):
    return PeriodOption(date.fromisoformat(day), set_id, status, Provenance.IMPORTED, districts)


@pytest.mark.parametrize(
    ("kind", "day", "starts", "ends", "label", "following"),
    [
        (Q, "2021-12-09", "2021-10-01", "2021-12-31", "quý IV năm 2021", "quý I năm 2022"),
        (Q, "2021-05-15", "2021-04-01", "2021-06-30", "quý II năm 2021", "quý III năm 2021"),
        (
            H,
            "2021-06-30",
            "2021-01-01",
            "2021-06-30",
            "6 tháng đầu năm 2021",
            "6 tháng cuối năm 2021",
        ),
        (
            H,
            "2021-12-31",
            "2021-07-01",
            "2021-12-31",
            "6 tháng cuối năm 2021",
            "6 tháng đầu năm 2022",
        ),
        (Y, "2021-12-31", "2021-01-01", "2021-12-31", "năm 2021", "năm 2022"),
        # The first day of a quarter closes the one before.
        (Y, "2022-01-01", "2021-01-01", "2021-12-31", "năm 2021", "năm 2022"),
        (Q, "2021-07-01", "2021-04-01", "2021-06-30", "quý II năm 2021", "quý III năm 2021"),
    ],
)
def test_the_period_a_date_belongs_to(kind, day, starts, ends, label, following):
    span = span_of(kind, date.fromisoformat(day))
    assert (span.starts_on.isoformat(), span.ends_on.isoformat()) == (starts, ends)
    assert (span.label, span.next_label) == (label, following)


def test_each_kind_looks_back_to_before_its_own_period():
    now = period("2021-12-31")
    periods = [period("2020-12-31"), period("2021-06-30"), period("2021-09-30"), now]
    assert choose_before(Y, now, periods).as_of == date(2020, 12, 31)
    assert choose_before(H, now, periods).as_of == date(2021, 6, 30)
    assert choose_before(Q, now, periods).as_of == date(2021, 9, 30)


def test_a_provisional_report_is_no_yardstick():
    now = period("2021-12-31")
    provisional = period("2020-12-20", status=SnapshotStatus.PROVISIONAL)
    assert choose_before(Y, now, [period("2019-12-31"), provisional, now]).as_of.year == 2019
    assert choose_before(Y, now, [provisional, now]) is None


def test_another_scope_is_not_compared_but_a_wider_one_is():
    district = period("2022-03-31", districts=("651",))
    other = period("2021-12-31", districts=("652",))
    whole = period("2021-09-30")
    assert choose_before(Q, district, [whole, other, district]) == whole
    assert choose_before(Q, period("2022-03-31"), [other]) is None


def test_an_earlier_period_of_another_set_is_named_when_nothing_else_is_there():
    now, other = period("2022-01-01"), period("2021-12-31", set_id="OLD")
    assert choose_before(Y, now, [other, now]) == other
    # One of the same set within the period is no comparison.
    assert choose_before(Y, now, [period("2021-06-30"), now]) is None


def test_the_same_time_last_year_is_about_a_year_ago_in_the_same_set():
    now = period("2021-06-30")
    near, far = period("2020-06-25"), period("2020-09-30")
    assert choose_last_year(now, [near, far, now]) == near
    assert choose_last_year(now, [far, now]) is None
    assert choose_last_year(now, [period("2020-06-30", set_id="OLD"), now]) is None
