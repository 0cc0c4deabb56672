"""Time the planner: provinces, conflicts, the whole country; against a baseline of each round.

Run from the project's folder: ``.venv/bin/python -m benchmarks.planner [--rounds 5]``. The baseline
is one fixed small programme solved by HiGHS in the same round, so that ratios stand under any
load. Marks: Đắk Lắk and Lạng Sơn as shipped (illustrative), in a temporary store; the country is
made from a seed, 10,599 communes that start from a hidden plan with Lạng Sơn's bands.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from data import queries, setup
from data.planner.problems import Wish, prepare
from data.store.engine import get_engine
from domain.planner.own import OwnTarget
from domain.planner.problem import MET, Kind, PlanProblem, Requirement
from domain.planner.result import PlanResult
from domain.planner.solve import solve

COMMUNES = 10_599
CHOICE = 0.97
"""Share of the hidden plan's counts asked per criterion: below 1 a real choice is left."""


def baseline() -> None:
    """Solve one fixed covering programme."""
    generator = np.random.default_rng(1)
    rows = (generator.random((60, 40)) < 0.2).astype(float)
    cost = generator.integers(1, 9, 40).astype(float)
    milp(cost, constraints=LinearConstraint(rows, 1), bounds=Bounds(0, 1), integrality=1)


def shipped(province: str, day: date, wish: Wish) -> PlanProblem:
    """Return a problem on the shipped marks."""
    with get_engine().connect() as connection:
        return prepare(connection, province, day, wish).problem


def hidden_country() -> tuple[np.ndarray, np.ndarray, int]:
    """Return marks now, marks of the hidden plan, and the criteria of the set."""
    with get_engine().connect() as connection:
        size = queries.read_criteria_set(connection, "QD1980_2016").size
    generator = np.random.default_rng(7)
    parts = [int(Fraction(COMMUNES * share, 181)) for share in (75, 1, 70)]
    parts.append(COMMUNES - sum(parts))
    ranges = [(size, size + 1), (15, size), (10, 15), (5, 10)]
    counts = np.concatenate(
        [generator.integers(low, high, n) for (low, high), n in zip(ranges, parts, strict=True)]
    )
    ease = generator.uniform(0.3, 1, size)
    order = np.argsort(-np.log(ease) + np.log(-np.log(generator.random((COMMUNES, size)))), axis=1)
    plan = order.argsort(axis=1) < counts[:, None]
    return plan & (generator.random(plan.shape) < 0.8), plan, size


def country() -> tuple[PlanProblem, PlanProblem]:
    """Return the country's simple and hard questions."""
    now, plan, size = hidden_country()
    count = plan.sum(axis=1)
    simple = [
        Requirement("recognised", Kind.RECOGNISED, at_least=4158),
        Requirement("average", Kind.TOTAL, at_least=int(now.sum() * 1.15)),
        Requirement("minimum", Kind.BELOW, at_most=0, low=7),
    ]
    hard = [
        Requirement(f"c{j + 1}", Kind.CRITERION, at_least=int(n * CHOICE), numbers=(j + 1,))
        for j, n in enumerate(plan.sum(axis=0).tolist())
    ]
    for low, high in ((size, size), (15, size - 1), (10, 14), (5, 9)):
        inside = int(((count >= low) & (count <= high)).sum())
        most = None if low == size else inside
        hard.append(Requirement(f"b{low}", Kind.BAND, (), inside, most, low=low, high=high))
    base = PlanProblem(
        codes=tuple(f"{i:05d}" for i in range(COMMUNES)),
        numbers=tuple(range(1, size + 1)),
        marks=np.where(now, MET, 0).astype(np.int8),
        recognised=np.zeros(COMMUNES, dtype=bool),
        requirements=(),
        effort=np.ones(now.shape, dtype=np.int64),
    )
    return base.with_requirements(simple), base.with_requirements(hard)


def by_difficulty(problem: PlanProblem) -> PlanProblem:
    """Return the problem with the measured difficulty as effort."""
    share = np.maximum(1, np.round(100 * (~problem.met).mean(axis=0))).astype(np.int64)
    return replace(problem, effort=np.tile(share, (len(problem.codes), 1)), effort_scale=100)


def langson(**changes: object) -> PlanProblem:
    """Return Lạng Sơn's plan as a problem."""
    wish = Wish(targets=("langson-2021",), **changes)  # type: ignore[arg-type]
    return shipped("20", date(2020, 12, 31), wish)


def list_cases() -> dict[str, tuple[PlanProblem, str]]:
    """Return the questions with their goals."""
    wish = Wish(own=(OwnTarget("recognised", Decimal(100)),))
    daklak = shipped("66", date(2021, 12, 31), wish)
    plan, hard_plan = langson(), langson(effort="difficulty")
    band = Requirement("own band", Kind.BAND, (), 60, 60, low=5, high=9)
    total = Requirement("own total", Kind.TOTAL, at_least=3300)
    simple, hard = country()
    return {
        "Đắk Lắk 71→100 of 152": (daklak, "1 s"),
        "Đắk Lắk 71→100, by difficulty": (by_difficulty(daklak), "1 s"),
        "Lạng Sơn, 26 targets of the plan": (plan, "10 s"),
        "Lạng Sơn, by difficulty": (hard_plan, "10 s"),
        "infeasible: a band outgrown": (
            plan.with_requirements([*plan.requirements, band]),
            "2 s",
        ),
        "infeasible: bands against a total": (
            plan.with_requirements([*plan.requirements, total]),
            "2 s",
        ),
        "infeasible: one criterion a year": (
            replace(plan, limits=replace(plan.limits, per_year=1)),
            "2 s",
        ),
        "country, simple": (simple, "60 s"),
        "country, hard": (hard, "60 s"),
        "country, simple, by difficulty": (by_difficulty(simple), "60 s"),
        "country, hard, by difficulty": (by_difficulty(hard), "60 s"),
    }


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """Return how long something takes, and what it gives."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def measure(rounds: int) -> None:
    """Print one line a question."""
    print("| question | seconds (min–max) | × baseline | status | effort | bound | goal |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, (problem, goal) in list_cases().items():
        times, ratios, found = [], [], PlanResult("unknown")
        for _ in range(rounds):
            base, _ = seconds(baseline)
            took, answer = seconds(lambda problem=problem: solve(problem, 60))
            times.append(took)
            ratios.append(took / base)
            found = answer if isinstance(answer, PlanResult) else found
        names = "" if found.conflict is None else f": {', '.join(found.conflict.names)}"
        spread = f"{statistics.median(times):.2f} ({min(times):.2f}–{max(times):.2f})"
        print(
            f"| {name} | {spread} | {statistics.median(ratios):.0f} | {found.status}{names} | "
            f"{found.effort} | {found.bound} | {goal} |",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NTM_VAR_DIR"] = folder
        setup.prepare_store(lambda _step, _share: None)
        measure(options.rounds)
