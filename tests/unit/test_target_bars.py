from datetime import date
from decimal import Decimal as Dec
from fractions import Fraction

import pytest
from small_plan import SET, START, make_target

from components.target_bars import shape_bar
from domain.progress import Point, ProgressRule, explain, judge

RULE = ProgressRule(Fraction(1, 20))
MIDDLE = date(2021, 7, 2)  # 183 of 365 days


def shape(target, actual, start, on=MIDDLE):
    base = None if start is None else Point(START, Dec(start), "snapshot")
    judged = judge(target, Dec(actual), on, base, RULE, set_size=SET.size)
    return shape_bar(judged, explain(target, judged, on, RULE, SET.size))


def test_the_bar_runs_from_the_baseline_to_the_goal():
    found = shape(make_target(value="71"), 69, 66)
    assert found.fill == pytest.approx(3 / 5)
    assert found.goal == 1
    # 66 + 5 × 183/365 = 68.51, of the way 2.51/5
    assert found.expected == pytest.approx(0.502)
    assert (found.start, found.starts_at_baseline) == (66, True)


def test_nothing_done_is_an_empty_bar():
    assert shape(make_target(value="71"), 66, 66).fill == 0


def test_a_figure_beyond_the_goal_stretches_the_bar():
    found = shape(make_target(value="69"), 72, 66)
    assert (found.fill, found.goal) == (1, 0.5)


def test_a_figure_below_the_baseline_stretches_the_bar_to_the_left():
    found = shape(make_target(value="71"), 61, 66)
    assert (found.fill, found.goal) == (0, 1)
    assert found.expected == pytest.approx(0.751)


def test_a_falling_target_fills_as_it_falls():
    band = make_target("communes_in_band", "35", comparator="=", band_min=1, band_max=2)
    found = shape(band, 47, 51)
    assert found.fill == pytest.approx(4 / 16)
    assert found.goal == 1


def test_a_level_to_hold_runs_from_zero_without_a_line():
    found = shape(make_target(value="15"), 12, 16)
    assert (found.fill, found.start, found.starts_at_baseline) == (pytest.approx(0.8), 0, False)
    assert found.expected is None


def test_without_a_baseline_the_bar_runs_from_zero():
    found = shape(make_target(value="43"), 30, None)
    assert found.fill == pytest.approx(30 / 43)
    assert (found.goal, found.expected) == (1, None)


def test_on_the_due_date_line_and_goal_are_one_mark():
    assert shape(make_target(value="71"), 69, 66, on=date(2021, 12, 31)).expected is None


def test_a_goal_of_nothing_does_not_divide_by_zero():
    assert shape(make_target(value="0"), 0, None).fill == 1


def test_no_figure_no_bar():
    target = make_target()
    assert shape_bar(judge(target, None, MIDDLE, None, RULE), None) is None
