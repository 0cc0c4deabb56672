from datetime import date, timedelta
from decimal import Decimal as Dec
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_plan import make_target

from domain.progress import (
    Point,
    Progress,
    ProgressRule,
    expected_on,
    explain,
    is_exact,
    is_reached,
    judge,
    quarters_left,
)

RULE = ProgressRule(Fraction(1, 20))
SIZE = 3

# Đắk Lắk: 66 communes at the end of 2020, 100 wanted by the end of 2025, 1,826 days between.
BASE = Point(date(2020, 12, 31), Dec(66), "snapshot")
YEAR_1 = date(2021, 12, 31)
HUNDRED = make_target(value="100", due=date(2025, 12, 31))


def band(value, low, high, **changes):
    return make_target(
        "communes_in_band", value, comparator="=", band_min=low, band_max=high, **changes
    )


def test_expected_is_the_share_of_days_of_the_way():
    # 66 + 34 × 365/1826 = 72.796
    assert expected_on(BASE, HUNDRED, YEAR_1) == Dec("72.80")


def test_expected_is_the_baseline_at_its_day_and_nothing_before():
    assert expected_on(BASE, HUNDRED, BASE.on) == Dec("66.00")
    assert expected_on(BASE, HUNDRED, BASE.on - timedelta(days=1)) is None


def test_before_the_plan_nobody_is_behind():
    judged = judge(HUNDRED, Dec(5), date(2015, 12, 31), BASE, RULE)
    assert (judged.status, judged.reason) == (Progress.NO_DATA, "before_start")
    assert explain(HUNDRED, judged, date(2015, 12, 31), RULE) is None


def test_expected_is_the_goal_from_the_due_date_on():
    assert expected_on(BASE, HUNDRED, date(2025, 12, 31)) == Dec(100)
    assert expected_on(BASE, HUNDRED, date(2030, 1, 1)) == Dec(100)


def test_no_line_without_a_due_date_or_with_one_before_the_baseline():
    assert expected_on(BASE, make_target(value="100", due=None), YEAR_1) is None
    assert expected_on(BASE, make_target(value="100", due=BASE.on), YEAR_1) is None


def test_a_level_held_from_the_start_is_expected_all_the_way():
    # Average 15.52 at the start against "at least 15.4": nothing may fall to the line below.
    target, start = make_target(value="15.4"), Point(date(2020, 12, 31), Dec("15.52"))
    assert expected_on(start, target, date(2021, 6, 30)) == Dec("15.4")


def test_an_at_most_target_falls_and_is_held_the_same_way():
    falling = make_target(value="4", comparator="<=")
    middle = BASE.on + timedelta(days=73)  # a fifth of the year's 365 days
    assert expected_on(Point(BASE.on, Dec(14)), falling, middle) == Dec("12.00")
    assert expected_on(Point(BASE.on, Dec(3)), falling, middle) == Dec(4)


@pytest.mark.parametrize(
    ("actual", "status", "shortfall"),
    [(100, "achieved", "-27.20"), (72, "on_track", "0.80"), (71, "behind", "1.80")],
)
def test_the_status_follows_the_line_and_its_tolerance(actual, status, shortfall):
    judged = judge(HUNDRED, Dec(actual), YEAR_1, BASE, RULE)
    assert judged.status == status
    assert judged.expected == Dec("72.80")
    assert judged.shortfall == Dec(shortfall)


def test_the_gap_and_the_pace_are_counted_to_the_due_date():
    judged = judge(HUNDRED, Dec(71), YEAR_1, BASE, RULE)
    assert judged.gap == Dec(29)
    # 1,461 days are exactly 16 quarters of 91.3125 days: 29 / 16 = 1.8125
    assert quarters_left(YEAR_1, date(2025, 12, 31)) == Dec("16.00")
    assert judged.pace_needed == Dec("1.81")


def test_the_tolerance_is_a_twentieth_of_the_way_and_inclusive():
    # 365 communes in 365 days: one a day; a twentieth of the way is 18.25.
    target, start = make_target(value="365"), Point(date(2020, 12, 31), Dec(0))
    on = start.on + timedelta(days=100)
    assert judge(target, Dec("81.75"), on, start, RULE).status is Progress.ON_TRACK
    assert judge(target, Dec("81.74"), on, start, RULE).status is Progress.BEHIND


def test_the_tolerance_is_a_setting():
    strict = ProgressRule(Fraction(0))
    assert judge(HUNDRED, Dec(72), YEAR_1, BASE, strict).status is Progress.BEHIND


def test_falling_below_a_level_held_from_the_start_is_behind_without_tolerance():
    target, start = make_target(value="15.4"), Point(date(2020, 12, 31), Dec("15.52"))
    on = date(2021, 6, 30)
    assert judge(target, Dec("15.40"), on, start, RULE).status is Progress.ACHIEVED
    judged = judge(target, Dec("15.39"), on, start, RULE)
    assert judged.status is Progress.BEHIND
    assert (judged.shortfall, judged.gap) == (Dec("0.01"), Dec("0.01"))


def test_above_the_line_the_shortfall_is_negative_never_a_debt():
    target, start = make_target(value="15.4"), Point(date(2020, 12, 31), Dec("15.52"))
    assert judge(target, Dec(16), YEAR_1, start, RULE).shortfall == Dec("-0.60")


def test_missed_on_the_due_date_but_not_the_day_before():
    target = make_target(value="3")
    start = Point(date(2020, 12, 31), Dec(0))
    judged = judge(target, Dec(1), target.due, start, RULE)
    assert (judged.status, judged.gap, judged.pace_needed) == (Progress.MISSED, Dec(2), None)
    eve = judge(target, Dec(1), target.due - timedelta(days=1), start, RULE)
    assert eve.status is Progress.BEHIND


def test_without_a_figure_there_is_no_data_and_no_number():
    judged = judge(HUNDRED, None, YEAR_1, BASE, RULE, "other_set")
    assert (judged.status, judged.reason) == (Progress.NO_DATA, "other_set")
    assert (judged.expected, judged.shortfall, judged.gap, judged.pace_needed) == (None,) * 4


def test_without_a_baseline_there_is_no_verdict_but_a_pace():
    judged = judge(HUNDRED, Dec(71), YEAR_1, None, RULE)
    assert (judged.status, judged.reason) == (Progress.NO_DATA, "no_baseline")
    assert (judged.expected, judged.gap, judged.pace_needed) == (None, Dec(29), Dec("1.81"))
    assert judge(HUNDRED, Dec(100), YEAR_1, None, RULE).status is Progress.ACHIEVED


def test_without_a_due_date_only_reaching_it_can_be_told():
    target = make_target(value="6", due=None)
    judged = judge(target, Dec(0), YEAR_1, BASE, RULE)
    assert (judged.status, judged.reason, judged.pace_needed) == (Progress.NO_DATA, "no_due", None)
    assert judge(target, Dec(6), YEAR_1, BASE, RULE).status is Progress.ACHIEVED


@pytest.mark.parametrize(
    ("comparator", "value", "reached"),
    [
        (">=", "65", True),
        (">", "65", False),
        (">", "65.01", True),
        ("=", "66", True),
        ("=", "64", False),
        ("~", "65", True),
        ("<=", "65", True),
        ("<=", "65.1", False),
    ],
)
def test_comparators(comparator, value, reached):
    assert is_reached(make_target(value="65", comparator=comparator), Dec(value)) is reached


def test_a_range_is_reached_at_its_lower_end():
    target = make_target(value="13.5", value_max=Dec(14), comparator="range")
    assert is_reached(target, Dec("13.5"))
    assert not is_reached(target, Dec("13.49"))


def test_only_bands_below_the_full_set_are_exact():
    assert is_exact(band("2", 2, 2), SIZE)
    assert is_exact(band("2", 1, 3), SIZE)
    assert not is_exact(band("2", 3, 3), SIZE)
    assert not is_exact(make_target(comparator="="), SIZE)


def test_one_commune_more_than_planned_is_fine_at_the_top_and_not_below():
    assert is_reached(band("2", 3, 3), Dec(3), SIZE)
    assert not is_reached(band("1", 2, 2), Dec(2), SIZE)


def test_an_exact_target_beyond_its_goal_is_off_course():
    target, start = band("70", 1, 2), Point(date(2020, 12, 31), Dec(62))
    middle = date(2021, 7, 2)  # 183 of 365 days: 62 + 8 × 183/365 = 66.01
    on_way = judge(target, Dec(68), middle, start, RULE, set_size=SIZE)
    assert (on_way.status, on_way.shortfall, on_way.gap) == (
        Progress.ON_TRACK,
        Dec("-1.99"),
        Dec(2),
    )
    late = judge(target, Dec(64), middle, start, RULE, set_size=SIZE)
    assert (late.status, late.shortfall, late.gap) == (Progress.BEHIND, Dec("2.01"), Dec(6))
    beyond = judge(target, Dec(75), middle, start, RULE, set_size=SIZE)
    assert (beyond.status, beyond.shortfall, beyond.gap) == (Progress.BEHIND, Dec(5), Dec(5))


def test_a_band_to_empty_falls():
    # 51 communes at 5-9 criteria, 35 wanted: half-way 42.98
    target, start = band("35", 1, 2), Point(date(2020, 12, 31), Dec(51))
    judged = judge(target, Dec(45), date(2021, 7, 2), start, RULE, set_size=SIZE)
    assert (judged.expected, judged.shortfall) == (Dec("42.98"), Dec("2.02"))
    assert (judged.gap, judged.status) == (Dec(10), Progress.BEHIND)


def test_the_working_shows_every_input():
    judged = judge(HUNDRED, Dec(71), YEAR_1, BASE, RULE)
    working = explain(HUNDRED, judged, YEAR_1, RULE)
    assert (working.days_passed, working.days_total) == (365, 1826)
    assert working.slack == Dec("1.70")
    assert not working.holds


def test_the_working_stays_inside_the_line():
    judged = judge(HUNDRED, Dec(71), date(2030, 1, 1), BASE, RULE)
    assert explain(HUNDRED, judged, date(2030, 1, 1), RULE).days_passed == 1826
    assert quarters_left(date(2030, 1, 1), date(2025, 12, 31)) == 0


def test_there_is_no_working_without_a_line():
    no_base = judge(HUNDRED, Dec(71), YEAR_1, None, RULE)
    assert explain(HUNDRED, no_base, YEAR_1, RULE) is None


@given(
    start=st.integers(0, 200),
    goal=st.integers(0, 200),
    actual=st.integers(0, 200),
    day=st.integers(0, 400),
)
def test_nobody_at_or_above_the_line_is_behind(start, goal, actual, day):
    target, base = make_target(value=str(goal)), Point(date(2020, 12, 31), Dec(start))
    on = base.on + timedelta(days=day)
    judged = judge(target, Dec(actual), on, base, RULE)
    assert min(start, goal) <= judged.expected <= max(start, goal)
    assert (judged.gap == 0) is (actual >= goal)
    if actual >= judged.expected:
        assert judged.status not in (Progress.BEHIND, Progress.MISSED)
        assert judged.shortfall <= 0
