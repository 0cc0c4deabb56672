from datetime import date
from fractions import Fraction

from small_plan import START, make_plan, make_situation, make_target
from test_series import period

from domain.board import assess_targets
from domain.plan_boards import best_period, group_targets
from domain.progress import ProgressRule

NOW = make_situation("+++", "++-", "+--", "---", on=START)
TARGETS = [
    make_target(target_id="ntm"),
    make_target("communes_meeting_criterion", target_id="criterion", criterion_no=2),
    make_target("criteria_group_share", target_id="group", criterion_list=(1, 2)),
    make_target("communes_in_band", target_id="band", band_min=1, band_max=2),
    make_target("commune_new_criteria", target_id="each", scope_level="each_commune"),
    make_target(target_id="own", scope_level="district", district_code="001"),
    make_target("income_per_capita", target_id="income"),
    make_target("avg_criteria_per_commune", target_id="border", scope_level="border_communes"),
]


def groups(plan):
    standings = assess_targets(TARGETS, plan, NOW, None, {}, ProgressRule(Fraction(1, 20)))
    found = group_targets(standings, plan)
    return {name: [s.target.target_id for s in own] for name, own in found.items()}


def test_every_target_is_in_one_group():
    assert groups(make_plan()) == {
        "programme": ["ntm"],
        "criteria": ["criterion", "group"],
        "bands": ["band"],
        "communes": ["each"],
        "districts": ["own"],
        "other": ["income", "border"],
    }


def test_a_districts_own_plan_has_no_group_of_districts():
    found = groups(make_plan(district_code="001"))
    assert found["programme"] == ["ntm", "own"]
    assert "districts" not in found


def test_the_best_period_fits_the_set_within_the_plans_years():
    plan = make_plan(start_year=2016, end_year=2020)
    within, after = period(date(2020, 12, 31)), period(date(2021, 12, 31))
    other = period(date(2020, 6, 30), "OTHER")
    assert best_period(plan, [other, within, after]) is within
    assert best_period(plan, [other, after]) is after


def test_without_a_fitting_period_the_newest_that_covers_the_place():
    part = period(date(2022, 1, 1), districts=("001",))
    whole = period(date(2021, 12, 31), "OTHER")
    plan = make_plan(end_year=2025)
    assert best_period(plan, [whole, part]) is whole
    assert best_period(make_plan(end_year=2025, district_code="001"), [whole, part]) is part
    assert best_period(plan, [part]) is part
    assert best_period(plan, []) is None
