"""A first plan and a first bound for the model on cells, from the question with equal efforts.

The plan with the fewest upgrades is a plan, and whoever needs k upgrades, of which so many of each
criterion, pays at least the cheapest of each. Where the fewest upgrades are just those the counts
per criterion ask for, the two meet, and nothing is left to search.
"""

from dataclasses import replace

import numpy as np

from domain.planner.counts import fits_counts, solve_counts
from domain.planner.coverage import fits
from domain.planner.evaluate import broken_by
from domain.planner.problem import PlanProblem
from domain.planner.start import Caps, Deadline, Goal, Outcome, build_columns, make_start


def find_seed(problem: PlanProblem, deadline: Deadline) -> Outcome:
    """Return a plan with its effort and a lower bound of all efforts; ``unknown`` without one.

    Args:
        problem: The problem; with soft requirements nothing is tried.
        deadline: Time left.
    """
    limits = replace(problem.limits, budget=None)
    flat = replace(problem, effort=np.ones_like(problem.effort), limits=limits)
    if any(item.is_soft for item in problem.requirements) or not fits_counts(flat):
        return Outcome("unknown")
    found = solve_counts(flat, Goal.EFFORT, Caps(), deadline)
    if found.status == "infeasible":
        return found
    bound = None if found.bound is None else least_for(problem, found.bound)
    if found.upgrades is None or broken_by(problem, found.upgrades):
        return Outcome("unknown", bound=bound)
    value = int(problem.effort[found.upgrades].sum())
    return Outcome("optimal" if value == bound else "feasible", found.upgrades, value, bound)


def least_for(problem: PlanProblem, upgrades: int) -> int:
    """Return a lower bound of the effort of plans with at least so many upgrades.

    Args:
        problem: One whose counts per criterion speak of communes apart from each other.
        upgrades: Upgrades every plan needs, forced ones included.
    """
    start = make_start(problem)
    total, rest = start.fixed_effort(problem), upgrades - int(start.forced.sum())
    for column in build_columns(problem, start):
        prices = np.sort(problem.effort[fits(start, column), column.position])
        total += int(prices[: column.need].sum())
        rest -= column.need
    cheapest = int(problem.effort[start.open].min(initial=np.iinfo(np.int64).max))
    return total + rest * cheapest if rest > 0 and start.open.any() else total
