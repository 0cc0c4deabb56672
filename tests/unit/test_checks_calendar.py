"""Deadlines: the words of the plans become days, right at every boundary."""

from datetime import date

import pytest

from domain.checks.calendar import (
    Due,
    ReportingRule,
    add_months,
    due_dates,
    due_of,
    period_of,
    rule_for,
)

DAY_15 = "before day 15 of the last month of the quarter (15/3, 15/6, 15/9, 15/12)"


def rule(frequency="quarterly", due_rule=DAY_15, who="UBND các huyện", **more):
    values = {"report_id": "r1", "kind": "report", **more}
    return ReportingRule(who=who, frequency=frequency, due_rule=due_rule, **values)


@pytest.mark.parametrize(
    ("day", "months", "first", "last"),
    [
        (date(2022, 1, 1), 3, date(2022, 1, 1), date(2022, 3, 31)),
        (date(2022, 3, 31), 3, date(2022, 1, 1), date(2022, 3, 31)),
        (date(2022, 4, 1), 3, date(2022, 4, 1), date(2022, 6, 30)),
        (date(2022, 12, 31), 3, date(2022, 10, 1), date(2022, 12, 31)),
        (date(2022, 6, 30), 6, date(2022, 1, 1), date(2022, 6, 30)),
        (date(2022, 7, 1), 6, date(2022, 7, 1), date(2022, 12, 31)),
        (date(2024, 2, 29), 12, date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_day_lies_in_one_part_of_the_year(day, months, first, last):
    assert period_of(day, months) == (first, last)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2021, 12, 9), 3, date(2022, 3, 9)),
        (date(2021, 11, 30), 3, date(2022, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2021, 9, 30), 3, date(2021, 12, 30)),
        (date(2021, 8, 31), 1, date(2021, 9, 30)),
        (date(2022, 1, 1), -3, date(2021, 10, 1)),
        (date(2021, 12, 31), 12, date(2022, 12, 31)),
    ],
)
def test_months_are_added_without_running_over_the_end_of_one(day, months, expected):
    assert add_months(day, months) == expected


def test_before_day_15_leaves_the_14th():
    due = due_of(rule(), date(2022, 2, 1))
    assert due == Due(date(2022, 1, 1), date(2022, 3, 31), date(2022, 3, 14))
    assert due.days_late(date(2022, 3, 14)) == 0
    assert due.days_late(date(2022, 3, 15)) == 1
    assert due.days_late(date(2022, 4, 1)) == 18


def test_a_year_of_quarters_has_four_deadlines():
    found = due_dates(rule(), date(2022, 1, 1), date(2022, 12, 31))
    assert [d.last_day for d in found] == [
        date(2022, 3, 14),
        date(2022, 6, 14),
        date(2022, 9, 14),
        date(2022, 12, 14),
    ]
    assert [d.first for d in found] == [date(2022, month, 1) for month in (1, 4, 7, 10)]


def test_both_ends_of_the_range_count():
    assert [d.last_day for d in due_dates(rule(), date(2022, 3, 14), date(2022, 6, 14))] == [
        date(2022, 3, 14),
        date(2022, 6, 14),
    ]
    assert due_dates(rule(), date(2022, 3, 15), date(2022, 6, 13)) == []


@pytest.mark.parametrize(
    ("words", "last_day"),
    [
        ("by day 15 of the last month of the quarter", date(2022, 6, 15)),
        ("by day 31 of the last month of the quarter", date(2022, 6, 30)),
        ("before day 10 of the first month of the quarter", date(2022, 4, 9)),
        ("by day 5 of the first month after the quarter", date(2022, 7, 5)),
        ("no day printed", None),
        ("after the unit reports are in; no day printed, cadence inferred", None),
        ("", None),
    ],
)
def test_words_of_a_deadline(words, last_day):
    assert due_of(rule(due_rule=words), date(2022, 5, 20)).last_day == last_day


def test_a_deadline_after_the_quarter_is_found_in_the_next_one():
    after = rule(due_rule="by day 5 of the first month after the quarter")
    assert due_dates(after, date(2022, 7, 1), date(2022, 7, 31)) == [
        Due(date(2022, 4, 1), date(2022, 6, 30), date(2022, 7, 5))
    ]


def test_without_a_printed_day_a_report_counts_at_the_end_of_its_period():
    every_half = rule("semiannual", "every 6 months (no day printed)")
    found = due_dates(every_half, date(2022, 6, 30), date(2022, 12, 31))
    assert [(d.last, d.last_day) for d in found] == [
        (date(2022, 6, 30), None),
        (date(2022, 12, 31), None),
    ]
    assert found[0].days_late(date(2023, 1, 1)) is None


def test_one_printed_day():
    meeting = rule("annual", "2022-Q1 (by 2022-03-31)")
    assert [d.last_day for d in due_dates(meeting, date(2021, 1, 1), date(2023, 12, 31))] == [
        date(2022, 3, 31)
    ]
    assert due_of(meeting, date(2021, 6, 1)) is None


@pytest.mark.parametrize("frequency", ["as_regulated", "periodic_unspecified", "ad_hoc", "event"])
def test_no_interval_gives_no_date(frequency):
    assert due_of(rule(frequency), date(2022, 5, 20)) is None
    assert due_dates(rule(frequency), date(2022, 1, 1), date(2022, 12, 31)) == []


def test_the_tightest_rule_for_districts_counts():
    half = rule("semiannual", "", report_id="half")
    year = rule("annual", "", report_id="year")
    departments = rule("quarterly", who="Sở chủ trì tiêu chí", report_id="departments")
    meeting = rule("quarterly", kind="meeting", report_id="meeting")
    unknown = rule("periodic_unspecified", report_id="unknown")
    found = rule_for([year, departments, meeting, unknown, half], date(2022, 5, 20))
    assert found.report_id == "half"
    assert rule_for([departments, meeting, unknown], date(2022, 5, 20)) is None


def test_a_rule_goes_on_after_its_plan_and_does_not_reach_back():
    own = rule(start_year=2021)
    assert rule_for([own], date(2026, 1, 1)) == own
    assert rule_for([own], date(2021, 1, 1)) == own
    assert rule_for([own], date(2020, 12, 31)) is None
    assert not rule(who="Văn phòng Điều phối NTM tỉnh").is_for_districts
    assert rule(who="Các đơn vị, địa phương").is_for_districts
