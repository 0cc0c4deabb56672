"""Among plans of equal effort: nearest to the line first, then by code; always the same."""

from dataclasses import replace

import numpy as np
from planner_cases import band, criterion, problem_of, random_province, reach, total

from domain.planner.problem import Kind, PlanProblem, Requirement
from domain.planner.solve import solve


def listed(found):
    return [(upgrade.commune_code, upgrade.criterion_no) for upgrade in found.upgrades]


def test_upgrades_go_to_communes_nearest_to_the_line():
    # Two criteria more in all: both to the commune that lacks two, none to those that lack three.
    problem = problem_of("----", "---+", "--++", requirements=[total(5)])
    assert listed(solve(problem)) == [("00003", 1), ("00003", 2)]


def test_nearly_met_comes_before_not_met_and_lower_numbers_first():
    found = solve(problem_of("--~-", requirements=[total(2)]))
    assert listed(found) == [("00001", 3), ("00001", 1)]


def test_alike_communes_are_taken_by_code():
    problem = problem_of("++-", "+-+", "-++", requirements=[reach(2)])
    assert listed(solve(problem)) == [("00001", 3), ("00002", 2)]


def test_nearest_communes_first_where_cells_are_decided():
    # Different prices: the model on cells. Criterion 1 is wanted once; all cost 1 there.
    problem = problem_of("---", "-++", requirements=[criterion(1, 1)], effort=[[1, 2, 3]] * 2)
    found = solve(problem)
    assert (found.method, listed(found)) == ("cells", [("00002", 1)])


def test_the_same_question_has_the_same_answer_every_time():
    base = random_province(11)
    problem = base.with_requirements(
        [reach(9), band(4, 6, 12), *(criterion(no, 24) for no in base.numbers)]
    )
    first = solve(problem)
    assert first.upgrades
    assert first.ties_settled
    for _ in range(3):
        assert solve(problem).upgrades == first.upgrades
    turned = problem.with_requirements(reversed(problem.requirements))
    assert solve(turned).effort == first.effort


def test_a_change_of_names_that_keeps_the_order_changes_nothing():
    base = random_province(12).with_requirements([reach(10)])
    renamed = PlanProblem(
        codes=tuple(f"9{code}" for code in base.codes),
        numbers=base.numbers,
        marks=base.marks,
        recognised=base.recognised,
        requirements=base.requirements,
        effort=base.effort,
    )
    assert [code[1:] for code, _ in listed(solve(renamed))] == [
        code for code, _ in listed(solve(base))
    ]


def test_ties_never_cost_effort():
    for seed in range(4):
        base = random_province(seed)
        prices = np.random.default_rng(seed).integers(1, 6, base.effort.shape)
        problem = replace(
            base.with_requirements([reach(7), *(criterion(no, 24) for no in base.numbers)]),
            effort=prices,
        )
        assert solve(problem).effort == solve(problem, settle=False).effort


def test_a_requirement_for_named_communes_is_kept_apart_from_the_rest():
    named = Requirement("named", Kind.RECOGNISED, codes=("00001",), at_least=1)
    found = solve(problem_of("---", "++-", requirements=[named]))
    assert listed(found) == [("00001", 1), ("00001", 2), ("00001", 3)]
