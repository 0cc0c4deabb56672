"""What a requirement counts on given marks; checks every plan independently of the solver."""

import numpy as np

from domain.planner.problem import Bools, Ints, Kind, PlanProblem, Requirement


def step_value(requirement: Requirement, recognised: Bools, count: Ints, size: int) -> Ints:
    """Return what communes add to a requirement that reads only how many criteria each meets.

    Args:
        requirement: One of kind ``RECOGNISED``, ``TOTAL``, ``BELOW`` or ``BAND``.
        recognised: Whether each commune is recognised now.
        count: Criteria each meets at the end.
        size: Criteria in the set.
    """
    match requirement.kind:
        case Kind.RECOGNISED:
            inside = recognised | (count == size)
        case Kind.TOTAL:
            return count
        case Kind.BELOW:
            inside = count < requirement.low
        case Kind.BAND:
            inside = (count >= requirement.low) & (count <= requirement.high)
        case _:
            raise ValueError(f"{requirement.kind} reads which criteria are met")
    return np.asarray(inside, dtype=np.int64)


def evaluate(problem: PlanProblem, requirement: Requirement, met: Bools) -> int:
    """Return the count a requirement speaks of.

    Args:
        problem: Gives the communes, criteria and recognitions.
        requirement: The requirement.
        met: n × m, what is met.
    """
    inside = problem.members(requirement)
    if requirement.kind is Kind.CELLS:
        return sum(bool(met[problem.row[c], problem.column[no]]) for c, no in requirement.cells)
    if requirement.kind in (Kind.CRITERION, Kind.GROUP):
        columns = [problem.column[no] for no in requirement.numbers]
        return int((met[:, columns].all(axis=1) & inside).sum())
    count = met.sum(axis=1).astype(np.int64)
    values = step_value(requirement, problem.recognised, count, len(problem.numbers))
    return int(values[inside].sum())


def miss(requirement: Requirement, value: int) -> int:
    """Return how far a count lies outside the bounds, 0 when it holds."""
    under = 0 if requirement.at_least is None else requirement.at_least - value
    over = 0 if requirement.at_most is None else value - requirement.at_most
    return max(0, under, over)


def broken_by(problem: PlanProblem, upgrades: Bools) -> list[str]:
    """Return the names of hard requirements and limits a plan breaks; empty for a valid plan.

    Args:
        problem: The problem.
        upgrades: n × m, what the plan upgrades.
    """
    after = problem.met | upgrades
    broken = [
        item.target_id
        for item in problem.requirements
        if not item.is_soft and miss(item, evaluate(problem, item, after))
    ]
    if (upgrades & ~problem.open).any() or (upgrades.sum(axis=1) > problem.most_gains).any():
        broken.append("limits")
    budget = problem.limits.budget
    if budget is not None and int(problem.effort[upgrades].sum()) > budget:
        broken.append("limit:budget")
    return broken
