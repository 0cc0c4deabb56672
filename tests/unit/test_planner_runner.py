"""A plan is made in a process of its own, which can be asked, ended, and never stays behind."""

import gc
import json
import os
from dataclasses import replace

import numpy as np
import pytest
from planner_cases import (
    band,
    cells,
    criterion,
    problem_of,
    random_province,
    reach,
    total,
)

from data.planner import runner
from domain.planner.exchange import (
    describe_result,
    problem_from_values,
    problem_to_values,
    result_from_values,
    result_to_values,
)
from domain.planner.problem import Kind, Limits, Requirement
from domain.planner.result import FEASIBLE, UNKNOWN
from domain.planner.solve import solve

ASKED = [reach(2), criterion(1, 1), band(0, 1, 1), cells(("00001", 2)), total(3)]
LIMITS = Limits(per_year=2, years=3, frozen_communes=frozenset({"00003"}), budget=9)


@pytest.fixture
def started():
    jobs = []

    def start(begin, *arguments):
        jobs.append(begin(*arguments))
        return jobs[-1]

    yield start
    for job in jobs:
        job.close()


def slow_problem():
    """Return a covering problem no solver ends in a moment: many overlapping sets, odd prices."""
    generator = np.random.default_rng(2)
    base = random_province(2, communes=60, criteria=12)
    places = np.argwhere(base.open)
    asked = []
    for number in range(220):
        chosen = places[generator.choice(len(places), 40, replace=False)].tolist()
        pairs = tuple((base.codes[i], base.numbers[j]) for i, j in sorted(chosen))
        asked.append(Requirement(f"mixed {number}", Kind.CELLS, at_least=9, cells=pairs))
    prices = generator.integers(900, 1100, base.effort.shape)
    return replace(base.with_requirements(asked), effort=prices)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_problem_survives_the_journey():
    problem = problem_of(
        "-~?", "++-", "---", recognised="00002", requirements=ASKED, limits=LIMITS, effort=[3, 1, 2]
    )
    values = json.loads(json.dumps(problem_to_values(problem)))
    copy = problem_from_values(values)
    assert problem_to_values(copy) == problem_to_values(problem)
    assert copy.requirements == problem.requirements
    assert copy.limits == LIMITS


def test_a_result_survives_the_journey():
    for problem in (
        random_province(1).with_requirements([reach(9)]),
        problem_of("+", requirements=[band(0, 0, 1)]),
    ):
        found = solve(problem)
        assert result_from_values(json.loads(json.dumps(result_to_values(found)))) == found


def test_efforts_are_described_in_the_unit_shown():
    problem = problem_of("--", requirements=[reach(1)], effort=[150, 50], effort_scale=100)
    shown = describe_result(solve(problem))
    assert (shown["effort"], shown["bound"]) == (2, 2)
    assert [upgrade["effort"] for upgrade in shown["upgrades"]] == [0.5, 1.5]


def test_the_process_gives_what_the_caller_would_have_computed(started):
    problem = random_province(1).with_requirements([reach(12), criterion(3, 25)])
    job = started(runner.start, problem, 20)
    assert job.pid != os.getpid()
    state = job.wait()
    assert (state.state, state.error) == (runner.DONE, "")
    assert state.phase.name == "ties"
    expected, found = solve(problem), job.result()
    assert (found.upgrades, found.effort) == (expected.upgrades, expected.effort)
    assert not is_alive(job.pid)


def test_weights_and_curve_come_from_the_process_too(started):
    problem = problem_of("--+", "-++", requirements=[reach(2), total(4)])
    weighing = started(runner.start_weighing, problem, 3, 20)
    drawing = started(runner.start_curve, problem, [1, 2], 20)
    weighing.wait()
    drawing.wait()
    assert {w.target_id: w.saved for w in weighing.weights()} == {"reach": 2, "total": 0}
    assert [point.effort for point in drawing.curve()] == [1, 3]
    with pytest.raises(TypeError):
        drawing.result()


def test_a_job_can_be_cancelled(started):
    job = started(runner.start, slow_problem(), 600)
    assert job.poll().state == runner.RUNNING
    job.cancel()
    assert job.poll().state == runner.CANCELLED
    assert job.result().status == UNKNOWN
    assert not is_alive(job.pid)


def test_a_job_nobody_holds_any_more_is_cleaned_up():
    job = runner.start(slow_problem(), 600)
    pid, folder = job.pid, job.folder
    assert is_alive(pid)
    del job
    gc.collect()
    assert not is_alive(pid)
    assert not folder.exists()


def test_a_job_that_overruns_is_ended(started, monkeypatch):
    monkeypatch.setattr(runner, "GRACE_SECONDS", 0.0)
    job = started(runner.start, slow_problem(), 0.3)
    assert job.wait().state == runner.OVERDUE
    assert not is_alive(job.pid)


def test_a_process_that_fails_says_why(started):
    problem = problem_of("--", requirements=[reach(1)])
    job = started(runner.Job, {"task": "nonsense", "problem": problem_to_values(problem)}, 5)
    state = job.wait()
    assert (state.state, state.error) == (runner.FAILED, "KeyError: 'nonsense'")


def test_time_up_gives_the_best_plan_so_far_with_its_gap():
    problem = slow_problem()
    found = solve(problem, 3)
    assert found.status == FEASIBLE
    assert 0 <= found.bound < found.effort
    assert found.gap == pytest.approx((found.effort - found.bound) / found.effort)
    assert len(found.upgrades) == len({(u.commune_code, u.criterion_no) for u in found.upgrades})
    assert all(item.away == 0 for item in found.reached)
