"""What each further commune costs, and what each target costs."""

from itertools import combinations

import numpy as np
from planner_cases import (
    criterion,
    least_by_hand,
    minimum,
    problem_of,
    random_province,
    reach,
    total,
)

from domain.planner.curve import plan_curve, reach_curve, weigh_targets
from domain.planner.problem import Limits
from domain.planner.solve import solve


def test_the_cheapest_next_commune_at_each_step():
    problem = problem_of("--+", "-++", "+++", "---", recognised="00004")
    steps = reach_curve(problem)
    assert [(s.reached, s.commune_code, s.effort, s.total) for s in steps] == [
        (2, "", 0, 0),
        (3, "00002", 1, 1),
        (4, "00001", 2, 3),
    ]
    assert steps[2].criteria == (1, 2)


def test_the_curve_is_the_least_effort_at_every_number():
    generator = np.random.default_rng(4)
    problem = problem_of("-+-", "--+", "+--", effort=generator.integers(1, 9, (3, 3)))
    for step in reach_curve(problem)[1:]:
        assert least_by_hand(problem.with_requirements([reach(step.reached)])) == step.total


def test_communes_that_cannot_get_there_are_left_out():
    limits = Limits(per_year=1, frozen_communes=frozenset({"00002"}))
    steps = reach_curve(problem_of("--+", "-++", "++-", limits=limits))
    assert [step.commune_code for step in steps] == ["", "00003"]


def test_the_curve_agrees_with_the_planner_on_a_province():
    problem = random_province(3)
    steps = {step.reached: step.total for step in reach_curve(problem)}
    points = plan_curve(problem, [5, 12, 30], 20)
    assert [(p.effort, p.is_proved) for p in points] == [(steps[n], True) for n in (5, 12, 30)]


def test_other_targets_stay_in_force_along_the_curve_and_it_ends_where_none_can_follow():
    problem = problem_of("---", "---", requirements=[reach(1), minimum(2)])
    points = plan_curve(problem, [1, 2, 3], 20)
    assert [point.effort for point in points] == [5, 6, None]
    # Of two alike the first comes first, then the other one; the last point is proved impossible.
    assert [point.newly for point in points] == [(), ("00002",), ()]
    assert all(point.is_proved for point in points)


def test_the_weight_of_a_target_is_what_leaving_it_out_saves():
    asked = [reach(1), total(7), criterion(1, 1)]
    problem = problem_of("--+", "--+", "--+", requirements=asked)
    effort = solve(problem).effort
    assert effort == 4
    weights = {w.target_id: (w.without, w.saved) for w in weigh_targets(problem, effort, 20)}
    assert weights == {"total": (2, 2), "reach": (4, 0), "criterion 1": (4, 0)}
    for names in combinations(problem.names, 2):
        (left_out,) = set(problem.names) - set(names)
        assert least_by_hand(problem.only(names)) == weights[left_out][0]
