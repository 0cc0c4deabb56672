from datetime import date
from decimal import Decimal as Dec

import pytest
from small_plan import END, NTM, SET, START, make_plan, make_situation, make_target
from test_board import OTHER_SET, published

from domain.catalog import PeriodOption
from domain.series import fitting_periods, measure_over, published_points
from domain.vocabulary import Provenance, SnapshotStatus

PLAN = make_plan()
FIRST = make_situation("+--", "---", "---", "---", on=START)
LAST = make_situation("+++", "---", "---", "---", on=END, levels={"00001": NTM})


def test_a_target_is_measured_at_every_period_oldest_first():
    points = measure_over(make_target(), PLAN, [LAST, FIRST], FIRST, {})
    assert [(p.on, p.value) for p in points] == [(START, Dec(0)), (END, Dec(1))]
    assert points[1].share.whole == 4
    assert points[1].is_illustrative


def test_periods_that_cannot_answer_are_left_out_not_drawn_as_zero():
    other = make_situation("+++", "---", "---", "---", on=date(2021, 6, 30), criteria_set=OTHER_SET)
    average = make_target("avg_criteria_per_commune")
    points = measure_over(average, PLAN, [FIRST, other, LAST], FIRST, {})
    assert [p.on for p in points] == [START, END]
    assert len(measure_over(make_target(), PLAN, [FIRST, other, LAST], FIRST, {})) == 3


def test_what_is_new_is_counted_from_the_start_at_every_period():
    target = make_target("new_criteria_total", is_cumulative=False)
    points = measure_over(target, PLAN, [FIRST, LAST], FIRST, {})
    assert [p.value for p in points] == [0, 2]


def test_published_levels_of_the_province_in_order():
    figures = [published(71, END), published(66), published(60, qualifier="plan")]
    points = published_points(make_target(), PLAN, figures)
    assert [p.value for p in points] == [66, 71]
    assert points[0].source_url == "https://example.org/bai"


@pytest.mark.parametrize(
    "target",
    [
        make_target(scope_level="district", district_code="001"),
        make_target(is_cumulative=False),
        make_target("communes_meeting_criterion"),
    ],
)
def test_what_is_published_otherwise_is_not_shown(target):
    assert published_points(target, PLAN, [published(66)]) == []


def test_published_averages_only_inside_the_set_and_never_a_bound():
    target = make_target("avg_criteria_per_commune", "2")
    figures = [
        published("1.5", metric="avg_criteria"),
        published("1.2", metric="avg_criteria", set_id="OTHER"),
        published("1.4", metric="avg_criteria", text=">1.4"),
    ]
    assert [p.value for p in published_points(target, PLAN, figures)] == [Dec("1.5")]


def period(on, set_id=SET.set_id, districts=()):
    return PeriodOption(on, set_id, SnapshotStatus.FINAL, Provenance.ILLUSTRATIVE, districts)


def test_periods_fit_by_set_and_by_district():
    whole, other = period(END), period(START, "OTHER")
    part, elsewhere = period(START, districts=("001",)), period(START, districts=("002",))
    assert fitting_periods(PLAN, [other, whole, part]) == [whole, part]
    district_plan = make_plan(district_code="001")
    assert fitting_periods(district_plan, [whole, part, elsewhere]) == [whole, part]
