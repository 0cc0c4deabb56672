"""The planner's optimum against every plan tried out, and against its second formulation."""

from dataclasses import replace
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from planner_cases import (
    SIGNS,
    band,
    criterion,
    group,
    least_by_hand,
    minimum,
    problem_of,
    random_province,
    reach,
    total,
)

from domain.planner.cells import solve_cells
from domain.planner.counts import fits_counts, solve_counts
from domain.planner.evaluate import broken_by, evaluate
from domain.planner.problem import Kind, Limits, Requirement
from domain.planner.result import INFEASIBLE, OPTIMAL
from domain.planner.solve import solve
from domain.planner.start import Caps, Deadline, Goal

COMMUNES, CRITERIA = 3, 3
CODES = ("00001", "00002", "00003")


@st.composite
def requirements(draw):
    kind = draw(st.sampled_from(list(Kind)))
    codes = tuple(sorted(draw(st.sets(st.sampled_from(CODES), max_size=2))))
    size = len(codes) or COMMUNES
    count = draw(st.integers(0, size))
    match kind:
        case Kind.TOTAL:
            bounds = {"at_least": draw(st.integers(0, size * CRITERIA))}
        case Kind.BELOW:
            bounds = {"at_most": 0, "low": draw(st.integers(1, CRITERIA))}
        case Kind.BAND:
            low = draw(st.integers(0, CRITERIA))
            high = draw(st.integers(low, CRITERIA))
            bounds = {"at_least": count, "at_most": count, "low": low, "high": high}
        case Kind.CRITERION:
            bounds = {"at_least": count, "numbers": (draw(st.integers(1, CRITERIA)),)}
        case Kind.GROUP:
            numbers = draw(st.sampled_from([(1, 2), (2, 3), (1, 2, 3)]))
            bounds = {"at_least": count, "numbers": numbers}
        case Kind.CELLS:
            pairs = st.tuples(st.sampled_from(CODES), st.integers(1, CRITERIA))
            cells = tuple(sorted(draw(st.sets(pairs, min_size=1, max_size=3))))
            return Requirement("", kind, cells=cells, at_least=draw(st.integers(1, len(cells))))
        case _:
            bounds = {"at_least": count}
    return Requirement("", kind, codes, **bounds)


@st.composite
def problems(draw):
    rows = draw(
        st.lists(st.text(SIGNS, min_size=CRITERIA, max_size=CRITERIA), min_size=3, max_size=3)
    )
    asked = draw(st.lists(requirements(), min_size=1, max_size=4))
    is_flat = draw(st.booleans())
    price = st.just(1) if is_flat else st.integers(0, 4)
    prices = draw(st.lists(price, min_size=9, max_size=9))
    limits = Limits(
        per_year=draw(st.sampled_from([None, None, 1, 2])),
        frozen_communes=frozenset(draw(st.sets(st.sampled_from(CODES), max_size=1))),
        frozen_criteria=frozenset(draw(st.sets(st.integers(1, CRITERIA), max_size=1))),
        budget=draw(st.sampled_from([None, None, 3])),
        only_assessed=draw(st.booleans()),
    )
    return problem_of(
        *rows,
        recognised=" ".join(draw(st.sets(st.sampled_from(CODES), max_size=2))),
        requirements=[replace(r, target_id=f"t{i}") for i, r in enumerate(asked)],
        effort=np.array(prices).reshape(3, 3),
        limits=limits,
    )


@given(problems())
@settings(max_examples=120)
def test_the_optimum_is_the_least_effort_of_all_plans(problem):
    found, least = solve(problem, 20), least_by_hand(problem)
    if least is None:
        assert found.status == INFEASIBLE
        assert found.conflict is not None
    else:
        assert (found.status, found.effort, found.bound, found.gap) == (OPTIMAL, least, least, 0.0)
        assert sum(upgrade.effort for upgrade in found.upgrades) == least


@given(problems())
@settings(max_examples=120)
def test_both_formulations_agree(problem):
    by_cells = solve_cells(problem, Goal.EFFORT, Caps(), Deadline(20))
    assert by_cells.status in ("optimal", "infeasible")
    if fits_counts(problem):
        by_counts = solve_counts(problem, Goal.EFFORT, Caps(), Deadline(20))
        assert (by_counts.status, by_counts.value) == (by_cells.status, by_cells.value)
        assert by_counts.upgrades is None or not broken_by(problem, by_counts.upgrades)
    if by_cells.upgrades is not None:
        assert not broken_by(problem, by_cells.upgrades)


@given(problems())
@settings(max_examples=40)
def test_a_conflict_is_the_smallest_there_is(problem):
    found = solve(problem, 20)
    if found.conflict is None:
        return
    names = found.conflict.names
    assert found.conflict.guarantee == "smallest"
    assert least_by_hand(problem.only(names)) is None
    # Fewest targets first, whatever the limits, then fewest limits.
    limits = problem.limits.names
    targets = [name for name in problem.names if name not in limits]
    held = [name for name in names if name in limits]
    asked = len(names) - len(held)
    smaller = [(*few, *limits) for few in combinations(targets, asked - 1)] if asked else []
    if held:
        fewer = list(combinations(limits, len(held) - 1))
        smaller += [(*same, *few) for same in combinations(targets, asked) for few in fewer]
    for other in smaller:
        assert least_by_hand(problem.only(other)) is not None


def test_both_formulations_agree_on_provinces_of_forty():
    for seed in range(6):
        base = random_province(seed)
        met = base.met.sum(axis=0)
        asked = [criterion(no, int(met[no - 1]) + 3) for no in base.numbers]
        asked += [reach(8), minimum(3), total(int(met.sum()) + 30)]
        problem = base.with_requirements(asked)
        values = {
            engine(problem, Goal.EFFORT, Caps(), Deadline(20)).value
            for engine in (solve_counts, solve_cells)
        }
        assert len(values) == 1
        assert None not in values


def test_soft_bands_are_missed_by_the_fewest_communes_and_the_miss_is_shown():
    # Three communes hold 2 or more already, so at most one can end under 2: two too few.
    problem = problem_of(
        "++-", "++-", "+++", "---", requirements=[band(0, 1, 3, is_soft=True), reach(2)]
    )
    found = solve(problem)
    (missed,) = found.deviations
    assert (missed.target_id, missed.after, missed.away, missed.price) == ("band 0-1", 1, 2, 0)
    assert (found.status, found.effort) == (OPTIMAL, 1)


def test_a_price_of_deviation_is_weighed_against_effort():
    soft = band(3, 3, 2, is_soft=True)
    # To hold the band costs 3 upgrades a commune; staying away costs 2 a commune.
    away = solve(problem_of("---", "---", requirements=[soft], deviation_price=2))
    held = solve(problem_of("---", "---", requirements=[soft], deviation_price=4))
    assert (away.effort, away.cost, away.bound) == (0, 4, 4)
    assert [item.price for item in away.deviations] == [4]
    assert (held.effort, held.cost, held.deviations) == (6, 6, ())


def test_a_recognised_commune_counts_without_holding_everything():
    problem = problem_of("+--", "++-", recognised="00001", requirements=[reach(2)])
    found = solve(problem)
    assert [(u.commune_code, u.criterion_no) for u in found.upgrades] == [("00002", 3)]


def test_a_group_counts_communes_that_meet_all_of_it():
    problem = problem_of("+--", "-+-", "--+", requirements=[group((1, 2), 2)])
    found = solve(problem)
    assert found.effort == 2
    assert evaluate(problem, problem.requirements[0], problem.met) == 0
    assert [item.after for item in found.reached] == [2]


def test_what_was_never_assessed_may_be_planned_and_says_so():
    found = solve(problem_of("??+", requirements=[reach(1)]))
    assert {upgrade.was for upgrade in found.upgrades} == {"not_assessed"}
    closed = problem_of("??+", requirements=[reach(1)], limits=Limits(only_assessed=True))
    assert solve(closed).conflict.names == ("reach", "limit:only_assessed")


def test_nothing_to_do_is_a_plan_without_effort():
    found = solve(problem_of("+++", requirements=[reach(1)]))
    assert (found.status, found.effort, found.upgrades, found.gap) == (OPTIMAL, 0, (), 0.0)
