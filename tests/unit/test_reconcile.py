"""What the communes add up to against what was printed."""

from datetime import date
from decimal import Decimal

import pytest
from tiny_marks import CRITERIA_SET, marks_of

from domain.assessment import summarise
from domain.bands import build_scheme
from domain.reconcile import Published, band_range, reconcile

DAY = date(2021, 12, 31)
# 3 + 2 + 1 + 0 = 6 criteria of 12; the average of four assessed communes is 1,50.
MARKS = marks_of(a="✓✓✓", b="✓✓~", c="✓xx", d="xxx")
SUMMARY = summarise(MARKS, ["a", "c", "elsewhere"], CRITERIA_SET, build_scheme("x", (2,), 3))


def line(metric, value, **more):
    (found,) = reconcile(SUMMARY, [Published(metric, DAY, Decimal(value), value, **more)])
    return found


@pytest.mark.parametrize(
    ("metric", "value", "more", "difference"),
    [
        ("communes_ntm", "2", {}, "0"),
        ("communes_ntm", "3", {}, "-1"),  # computed less published
        ("communes_total", "4", {}, "0"),
        ("criteria_total", "5", {}, "1"),
        ("avg_criteria", "1.5", {}, "0"),
        ("avg_criteria", "1.50", {}, "0"),
        ("avg_criteria", "1.49", {}, "0.01"),
        ("criterion_met", "3", {"criterion_no": 1}, "0"),
        ("criterion_met", "3", {"criterion_no": 2}, "-1"),
        ("band_3", "1", {}, "0"),
        ("band_1_2", "2", {}, "0"),
        ("band_lt1", "1", {}, "0"),
        ("band_lt1", "0", {}, "1"),
    ],
)
def test_computed_less_published(metric, value, more, difference):
    found = line(metric, value, **more)
    assert found.difference == Decimal(difference)
    assert found.holds is (Decimal(difference) == 0)
    assert found.computed - found.published.value == found.difference


@pytest.mark.parametrize(("printed", "difference"), [("2", "0"), ("1", "1"), ("1.6", "-0.1")])
def test_a_printed_figure_is_compared_at_its_own_precision(printed, difference):
    # 1,50 rounds half up to 2: a printed 2 agrees, a printed 1 does not.
    assert line("avg_criteria", printed).difference == Decimal(difference)


def test_figures_the_communes_cannot_answer_are_left_out():
    figures = [
        Published("communes_ntm_pct", DAY, Decimal(50), "50"),
        Published("district_avg", DAY, Decimal(1), "1"),
        Published("criterion_met", DAY, Decimal(1), "1", criterion_no=9),
        Published("criterion_met", DAY, Decimal(1), "1"),
    ]
    assert reconcile(SUMMARY, figures) == []


def test_bands_are_not_compared_while_communes_are_missing():
    partly = summarise(marks_of(a="✓✓✓", b="---"), [], CRITERIA_SET, build_scheme("x", (2,), 3))
    figures = [
        Published("band_3", DAY, Decimal(1), "1"),
        Published("criteria_total", DAY, Decimal(3), "3"),
    ]
    assert [found.published.metric for found in reconcile(partly, figures)] == ["criteria_total"]


def test_without_any_commune_assessed_there_is_no_average_to_compare():
    nothing = summarise(marks_of(a="---"), [], CRITERIA_SET, build_scheme("x", (2,), 3))
    assert reconcile(nothing, [Published("avg_criteria", DAY, Decimal(1), "1")]) == []


@pytest.mark.parametrize(
    ("metric", "low", "high"),
    [("band_19", 19, 19), ("band_15_18", 15, 18), ("band_lt5", 0, 4), ("band_10", 10, 10)],
)
def test_the_counts_a_band_metric_covers(metric, low, high):
    assert band_range(metric) == (low, high)


@pytest.mark.parametrize("metric", ["band_", "band_x", "band_1_y", "communes_ntm"])
def test_a_name_that_is_no_band_is_an_error(metric):
    with pytest.raises(ValueError, match="invalid literal"):
        band_range(metric)
