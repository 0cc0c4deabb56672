"""What cannot hold together: the smallest set of targets and limits, with the numbers.

Fewest targets come first, then fewest limits: limits are what the reader laid down, so a target
that cannot hold within them is named alone, with just the limits in its way.

The smallest conflict is found through its complement: every set of members whose removal makes the
rest possible meets every conflict. As long as the smallest set that meets all removals known is
still possible, it is grown to a largest possible one, whose complement is a further removal; the
first that is not possible is a conflict, and none is smaller. When time is up, members are left out
one by one instead, which gives a conflict without a superfluous member.
"""

from dataclasses import replace

import numpy as np

from domain.planner.cells import solve_cells
from domain.planner.counts import fits_counts, solve_counts
from domain.planner.evaluate import evaluate
from domain.planner.highs import Rows, run
from domain.planner.problem import BUDGET, Bools, Kind, PlanProblem, Requirement
from domain.planner.result import LIMIT, Conflict, Evidence
from domain.planner.start import Caps, Deadline, Goal

CHECK_SECONDS = 2.0
"""Longest single check; one that is not decided counts as possible, which is always safe."""


class Oracle:
    """Tells whether some members can hold together, remembering what it was asked.

    ``is_sure`` stays true as long as every answer was proved.
    """

    def __init__(self, problem: PlanProblem, deadline: Deadline) -> None:
        self.problem, self.deadline, self.is_sure = problem, deadline, True
        self._possible: list[frozenset[str]] = []
        self._impossible: list[frozenset[str]] = []

    def can_hold(self, names: frozenset[str]) -> bool:
        """Tell whether the members can hold together; undecided counts as yes."""
        if any(names <= known for known in self._possible):
            return True
        if any(known <= names for known in self._impossible):
            return False
        answer = try_to_hold(self.problem.only(names), self.deadline)
        holds = answer != "infeasible"
        self.is_sure &= answer != "unknown"
        (self._possible if holds else self._impossible).append(names)
        return holds


def is_possible(problem: PlanProblem, deadline: Deadline) -> bool:
    """Tell whether all requirements can hold; ``True`` also when that is not decided in time."""
    return try_to_hold(problem, deadline) != "infeasible"


def try_to_hold(problem: PlanProblem, deadline: Deadline) -> str:
    """Look for any plan; ``infeasible`` is proved, ``unknown`` was not decided in time."""
    if problem.limits.budget is None:
        # Without a budget the effort does not matter, and equal efforts are the easier question.
        problem = replace(problem, effort=np.ones_like(problem.effort))
    hard = [item for item in problem.requirements if not item.is_soft]
    problem = problem.with_requirements(hard)
    engine = solve_counts if fits_counts(problem) else solve_cells
    seconds = min(CHECK_SECONDS, deadline.left)
    return engine(problem, Goal.ANY, Caps(), Deadline(seconds)).status


def find_conflict(problem: PlanProblem, seconds: float) -> Conflict:
    """Name what cannot hold together in a problem known to be infeasible.

    Args:
        problem: The problem.
        seconds: Time for all of it: half for the smallest conflict, a quarter for one without a
            superfluous member should that fail, a quarter for the numbers.
    """
    hard = [item for item in problem.requirements if not item.is_soft]
    problem = problem.with_requirements(hard)
    names, guarantee = _smallest(problem, problem.names, seconds)
    chosen, left = problem.only(names), Deadline(seconds / 4)
    # The budget's number says most of all, so it is not left to what time the others leave.
    first = sorted(names, key=lambda name: name != BUDGET)
    told = {name: _evidence(chosen, name, left) for name in first}
    return Conflict(names, guarantee, tuple(told[name] for name in names))


def _smallest(
    problem: PlanProblem, names: tuple[str, ...], seconds: float
) -> tuple[tuple[str, ...], str]:
    oracle = Oracle(problem, Deadline(seconds / 2))
    small = _one_or_two(oracle, names)
    if small:
        return small, "smallest" if oracle.is_sure else "some"
    removals: list[frozenset[str]] = []
    limits = problem.limits.names
    while not oracle.deadline.is_over:
        candidate = _hitting_set(names, limits, removals)
        if not oracle.can_hold(candidate):
            found = tuple(name for name in names if name in candidate)
            return found, "smallest" if oracle.is_sure else "some"
        rest = tuple(name for name in names if name not in candidate)
        grown = _grow(oracle, candidate, rest)
        removal = frozenset(names) - grown
        if not removal:
            break
        removals.append(removal)
    return _without_superfluous(Oracle(problem, Deadline(seconds / 4)), names)


def _one_or_two(oracle: Oracle, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return one member that cannot hold, or one with one limit, the commonest conflicts."""
    limits = oracle.problem.limits.names
    pairs = [(name, limit) for name in names if name not in limits for limit in limits]
    for group in [*((name,) for name in names), *pairs]:
        if oracle.deadline.is_over:
            break
        if not oracle.can_hold(frozenset(group)):
            return group
    return ()


def _grow(oracle: Oracle, base: frozenset[str], rest: tuple[str, ...]) -> frozenset[str]:
    """Return ``base`` with as many of ``rest`` as can hold with it, halves tried whole first."""
    if not rest or oracle.can_hold(base | set(rest)):
        return base | set(rest)
    if len(rest) == 1:
        return base
    middle = len(rest) // 2
    return _grow(oracle, _grow(oracle, base, rest[:middle]), rest[middle:])


def _hitting_set(
    names: tuple[str, ...], limits: tuple[str, ...], removals: list[frozenset[str]]
) -> frozenset[str]:
    """Return the fewest targets, then the fewest limits, that meet every removal."""
    if not removals:
        return frozenset()
    rows = Rows()
    for removal in removals:
        rows.add_one(np.array([float(name in removal) for name in names]), 1.0)
    # Among equals the smallest sum of positions, so that the answer is stable.
    own = np.array([name in limits for name in names])
    place = np.arange(len(names), dtype=float)
    weight = np.where(own, 1.0, len(limits) + 1.0) * len(names) ** 2 + place
    answer = run(weight, rows, np.ones(len(names)), 1, CHECK_SECONDS)
    if answer.x is None:
        return frozenset(names)
    return frozenset(name for name, taken in zip(names, answer.x, strict=True) if taken > 0.5)


def _without_superfluous(oracle: Oracle, names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    kept = frozenset(names)
    for name in reversed(names):
        if oracle.deadline.is_over:
            return tuple(n for n in names if n in kept), "some"
        if not oracle.can_hold(kept - {name}):
            kept -= {name}
    return tuple(name for name in names if name in kept), "minimal"


def _evidence(problem: PlanProblem, name: str, deadline: Deadline) -> Evidence:
    others = problem.only([n for n in problem.names if n != name])
    own = [item for item in problem.requirements if item.target_id == name]
    if not own:
        return _limit_evidence(problem, others, name, deadline)
    item = own[0]
    ends = _extremes(problem, item)
    return Evidence(
        name=name,
        kind=item.kind.value,
        asked_low=item.at_least,
        asked_high=item.at_most,
        now=evaluate(problem, item, problem.met),
        least=ends[0],
        most=ends[1],
        possible=_nearest(others, item, ends, deadline),
    )


def _limit_evidence(
    problem: PlanProblem, others: PlanProblem, name: str, deadline: Deadline
) -> Evidence:
    if name != BUDGET:
        return Evidence(name, LIMIT, asked_high=problem.limits.per_year)
    engine = solve_counts if fits_counts(others) else solve_cells
    least = engine(others, Goal.EFFORT, Caps(), deadline)
    return Evidence(name, LIMIT, asked_high=problem.limits.budget, possible=least.bound)


def _extremes(problem: PlanProblem, item: Requirement) -> tuple[int, int]:
    """Return the fewest and the most a requirement can count, were it alone."""
    now, open_all = evaluate(problem, item, problem.met), problem.met | problem.open
    if item.kind in (Kind.CELLS, Kind.CRITERION, Kind.GROUP):
        return now, evaluate(problem, item, open_all)
    inside = problem.members(item)
    low = problem.met.sum(axis=1)
    high = low + problem.most_gains
    size = len(problem.numbers)
    if item.kind is Kind.TOTAL:
        return now, int(high[inside].sum())
    if item.kind is Kind.RECOGNISED:
        return now, int((inside & (problem.recognised | (high == size))).sum())
    if item.kind is Kind.BELOW:
        return int((inside & (high < item.low)).sum()), now
    able: Bools = inside & (low <= item.high) & (high >= item.low)
    stuck = able & (low >= item.low) & (high <= item.high)
    return int(stuck.sum()), int(able.sum())


def _nearest(
    others: PlanProblem, item: Requirement, ends: tuple[int, int], deadline: Deadline
) -> int | None:
    """Return the count nearest to what is asked that the other members allow."""
    low, high = item.at_least, item.at_most

    def allows(**bounds: int | None) -> bool:
        changed = replace(item, **{"at_least": None, "at_most": None, **bounds})  # type: ignore[arg-type]
        return is_possible(others.with_requirements([*others.requirements, changed]), deadline)

    if low is not None and not allows(at_least=low):
        near, far = min(ends[0], low), low
        while far - near > 1 and not deadline.is_over:
            middle = (near + far) // 2
            near, far = (middle, far) if allows(at_least=middle) else (near, middle)
        return None if deadline.is_over else near
    if high is not None and not allows(at_most=high):
        near, far = max(ends[1], high), high
        while near - far > 1 and not deadline.is_over:
            middle = (near + far) // 2
            near, far = (middle, far) if allows(at_most=middle) else (near, middle)
        return None if deadline.is_over else near
    return None
