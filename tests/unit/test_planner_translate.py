"""Targets of plans as requirements: read as they are measured, or left out for a stated reason."""

from dataclasses import replace
from decimal import Decimal

import pytest
from small_plan import SET, make_plan, make_situation, make_target

from domain.measures import measure
from domain.planner.evaluate import evaluate, miss
from domain.planner.problem import Kind, build_problem
from domain.planner.translate import translate
from domain.vocabulary import Level

ROWS = ("+++", "++-", "+--", "-?~")


def made(target, start=None, named=None, now=None, **options):
    now = now or make_situation(*ROWS, levels={"00001": Level.NTM})
    return translate([target], make_plan(), now, start, named or {}, **options)


def requirement(*args, **kwargs):
    translation = made(*args, **kwargs)
    assert translation.skipped == ()
    (found,) = translation.requirements
    return found


def why(*args, **kwargs):
    translation = made(*args, **kwargs)
    assert translation.requirements == ()
    (skipped,) = translation.skipped
    return skipped.why


def test_a_level_of_recognised_communes_is_a_lower_bound():
    found = requirement(make_target("communes_ntm", "3", comparator="="))
    assert (found.kind, found.at_least, found.at_most) == (Kind.RECOGNISED, 3, None)
    assert len(found.codes) == 4


def test_a_district_counts_its_own_communes():
    target = make_target("communes_ntm", "2", scope_level="district", district_code="002")
    assert requirement(target).codes == ("00003", "00004")


def test_a_share_over_65_percent_needs_three_of_four():
    target = make_target("communes_ntm_share", "65", comparator=">")
    assert requirement(target).at_least == 3


def test_exactly_half_is_half_and_more_than_half_is_one_more():
    assert requirement(make_target("communes_ntm_share", "50")).at_least == 2
    assert requirement(make_target("communes_ntm_share", "50", comparator=">")).at_least == 3


@pytest.mark.parametrize(("value", "total"), [("2", 8), ("2.25", 9), ("2.3", 10), ("2.251", 10)])
def test_an_average_is_the_least_total_that_reaches_it(value, total):
    found = requirement(make_target("avg_criteria_per_commune", value))
    assert (found.kind, found.at_least) == (Kind.TOTAL, total)


def test_a_range_asks_for_its_lower_end():
    target = make_target(
        "avg_criteria_per_commune", "1.5", comparator="range", value_max=Decimal(2)
    )
    assert requirement(target).at_least == 6


def test_a_band_is_exact_and_the_full_set_a_lower_bound():
    low = make_target("communes_in_band", "2", comparator="=", band_min=1, band_max=2)
    top = make_target("communes_in_band", "2", comparator="=", band_min=3, band_max=3)
    assert (requirement(low).at_least, requirement(low).at_most) == (2, 2)
    assert (requirement(top).at_least, requirement(top).at_most) == (2, None)
    assert requirement(low, soft_bands=True).is_soft


def test_a_minimum_allows_no_commune_below():
    found = requirement(make_target("min_criteria_per_commune", "2"))
    assert (found.kind, found.low, found.at_most) == (Kind.BELOW, 2, 0)


def test_the_minimum_of_the_remaining_communes_leaves_out_the_recognised():
    target = make_target("min_criteria_per_commune", "2", scope_level="non_ntm_communes")
    assert requirement(target).codes == ("00002", "00003", "00004")


def test_a_criterion_and_a_group_of_criteria():
    one = requirement(make_target("communes_meeting_criterion", "4", criterion_no=2))
    several = requirement(make_target("criteria_group_share", "60", criterion_list=(1, 2)))
    assert (one.kind, one.numbers, one.at_least) == (Kind.CRITERION, (2,), 4)
    assert (several.kind, several.numbers, several.at_least) == (Kind.GROUP, (1, 2), 3)


def test_new_criteria_are_cells_not_met_at_the_start():
    start = make_situation("+++", "+--", "+--", "---")
    target = make_target(
        "commune_new_criteria",
        "2",
        scope_level="commune",
        criterion_list=(1, 2, 3),
        is_cumulative=False,
        comparator="=",
    )
    found = requirement(target, start=start, named={"small-t01": ("00002",)})
    assert found.cells == (("00002", 2), ("00002", 3))
    assert found.is_forced


def test_named_communes_are_the_scope_of_new_ones():
    target = make_target("communes_ntm", "2", comparator="=", is_cumulative=False)
    found = requirement(target, named={"small-t01": ("00004", "00003")})
    assert (found.codes, found.at_least) == (("00003", "00004"), 2)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (make_target("communes_advanced", "2"), "other_level"),
        (make_target("districts_ntm", "1"), "district_decision"),
        (make_target("communes_in_programme", "4"), "not_about_marks"),
        (make_target("ocop_products", "4"), "not_collected"),
        (make_target("avg_criteria_per_commune", "2", scope_level="border_communes"), "not_named"),
        (make_target("commune_new_criteria", "1", scope_level="each_commune"), "see_named"),
        (make_target("communes_ntm", "1", is_cumulative=False), "not_named"),
        (make_target("new_criteria_total", "3", is_cumulative=False), "no_baseline"),
        (make_target("criteria_group_share", "9", criterion_list=(7, 8)), "other_set"),
        (
            make_target("criteria_group_share", "9", criterion_list=(1, 2), comparator="<="),
            "upper_bound",
        ),
    ],
)
def test_targets_that_cannot_be_planned_say_why(target, reason):
    assert why(target) == reason


def test_marks_of_another_set_answer_for_recognition_only():
    plan = make_plan(set_id="OTHER")
    now = make_situation(*ROWS)
    targets = [make_target("communes_ntm", "3"), make_target("min_criteria_per_commune", "2")]
    found = translate(targets, plan, now, None, {})
    assert [item.kind for item in found.requirements] == [Kind.RECOGNISED]
    assert [item.why for item in found.skipped] == ["other_set"]


def test_counts_of_a_plan_on_another_set_of_the_same_size_are_read_as_an_assumption():
    plan, now = make_plan(set_id="OTHER"), make_situation(*ROWS)
    targets = [
        make_target("communes_ntm", "3"),
        make_target("min_criteria_per_commune", "2", target_id="least"),
        make_target("communes_meeting_criterion", "4", target_id="one", criterion_no=2),
    ]
    found = translate(targets, plan, now, None, {}, plan_set=replace(SET, set_id="OTHER"))
    assert [item.target_id for item in found.requirements] == ["small-t01", "least"]
    assert found.across_sets == ("least",)
    # A number means another criterion in another set, and a set of ten is no set of three.
    assert [(item.target_id, item.why) for item in found.skipped] == [("one", "other_set")]
    larger = replace(SET, set_id="OTHER", criteria=SET.criteria * 2)
    assert translate(targets, plan, now, None, {}, plan_set=larger).across_sets == ()


def test_data_of_one_district_does_not_answer_for_the_province():
    now = make_situation("+++", "++-", codes=("00001", "00002"), only=("001",))
    assert why(make_target("communes_ntm", "3"), now=now) == "outside_data"


def test_every_metric_is_translated_or_refused_as_it_is_measured():
    """A requirement that holds on the marks of today is a target reached today, and conversely."""
    now = make_situation("+++", "++-", "+--", "---", levels={"00001": Level.NTM})
    plan = make_plan()
    for metric, values in {
        "communes_ntm": ("1", "2"),
        "communes_ntm_share": ("25", "26"),
        "avg_criteria_per_commune": ("1.5", "1.51"),
        "communes_meeting_criterion": ("3", "4"),
        "criteria_group_share": ("50", "51"),
    }.items():
        for value, holds in zip(values, (True, False), strict=True):
            target = make_target(metric, value, criterion_no=1, criterion_list=(1, 2))
            measured = measure(target, now.evidence({}, None), plan.set_id)
            assert (measured.value >= target.value) is holds
            found = requirement(target, now=now)
            problem = build_problem(now, [found])
            assert (miss(found, evaluate(problem, found, problem.met)) == 0) is holds
