"""The plan with the least effort, proved; then, among equals, the one nearest to the line."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.planner.cells import solve_cells
from domain.planner.conflicts import find_conflict
from domain.planner.counts import fits_counts, solve_counts
from domain.planner.evaluate import broken_by
from domain.planner.highs import LARGE
from domain.planner.problem import PlanProblem
from domain.planner.result import (
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    UNKNOWN,
    PlanResult,
    list_reached,
    list_upgrades,
    relative_gap,
)
from domain.planner.seed import find_seed
from domain.planner.start import Caps, Deadline, Goal, Outcome, tie_weights

CONFLICT_SECONDS = 8.0
"""Most time for naming a conflict. It takes well under a second on a quiet machine; a busy one must
not be the reason for naming more targets than conflict."""

FIRST_SLICE = 10.0
"""Seconds of the first attempt; each further one has twice as long, so that the best plan so far is
known long before a long time limit."""


@dataclass(frozen=True)
class Phase:
    """How far a run is.

    Attributes:
        name: ``deviation``, ``effort``, ``ties`` or ``conflict``.
        effort: Best plan so far, if any.
        bound: What is proved so far.
        step: Steps done, of ``steps``; 0 of 0 when not counted.
        steps: Steps in all.
    """

    name: str
    effort: int | None = None
    bound: int | None = None
    step: int = 0
    steps: int = 0


Listener = Callable[[Phase], None]


def ignore(phase: Phase) -> None:
    """Take no notice of a phase."""


def solve(
    problem: PlanProblem,
    seconds: float = 60.0,
    tell: Listener = ignore,
    *,
    settle: bool = True,
    explain: bool = True,
) -> PlanResult:
    """Find the plan with the least effort.

    Args:
        problem: What is asked.
        seconds: Time allowed for everything but naming a conflict.
        tell: Told of every phase.
        settle: Whether ties are broken; only the effort matters without.
        explain: Whether a conflict is named.

    Raises:
        ArithmeticError: A plan came back that breaks a requirement; it is never handed on.
    """
    whole, left = Deadline(1e9), Deadline(seconds)
    method = "counts" if fits_counts(problem) else "cells"
    engine = solve_counts if method == "counts" else solve_cells
    caps = Caps()
    if problem.deviation_price is None and any(r.is_soft for r in problem.requirements):
        tell(Phase("deviation"))
        first = engine(problem, Goal.DEVIATION, caps, left)
        if first.value is None:
            return _without_plan(problem, first, method, whole, tell, explain=explain)
        if first.status != OPTIMAL:
            # How few can be away is not proved, so nothing is proved of the effort either.
            return _with_plan(problem, replace(first, bound=None), method, whole, settled=False)
        caps = Caps(deviation=first.value)
    best = _least_effort(problem, engine, caps, left, tell)
    if best.upgrades is None:
        return _without_plan(problem, best, method, whole, tell, explain=explain)
    settled = False
    is_too_large = method == "cells" and int(problem.open.sum()) > LARGE
    if settle and best.status == OPTIMAL and not is_too_large:
        tell(Phase("ties", best.value, best.bound))
        best, settled = _settle(problem, engine, best, caps, left)
    return _with_plan(problem, best, method, whole, settled)


Engine = Callable[[PlanProblem, Goal, Caps, Deadline], Outcome]


def _least_effort(
    problem: PlanProblem, engine: Engine, caps: Caps, left: Deadline, tell: Listener
) -> Outcome:
    tell(Phase("effort"))
    best, slice_seconds = Outcome(UNKNOWN), FIRST_SLICE
    if engine is solve_cells:
        best = find_seed(problem, left)
        if best.status in (OPTIMAL, INFEASIBLE):
            return best
    while True:
        found = engine(problem, Goal.EFFORT, caps, Deadline(min(left.left, slice_seconds)))
        best = better(best, found)
        if best.status in (OPTIMAL, INFEASIBLE) or left.is_over:
            return best
        tell(Phase("effort", best.value, best.bound))
        slice_seconds *= 2


def better(old: Outcome, new: Outcome) -> Outcome:
    """Return the better plan of two runs with the better bound of both."""
    if new.status in (OPTIMAL, INFEASIBLE):
        return new
    bounds = [o.bound for o in (old, new) if o.bound is not None]
    plans = [o for o in (old, new) if o.value is not None]
    plan = min(plans, key=lambda o: o.value or 0) if plans else new
    bound = max(bounds) if bounds else None
    status = OPTIMAL if bound is not None and plan.value == bound else plan.status
    return Outcome(status, plan.upgrades, plan.value, bound)


def _settle(
    problem: PlanProblem, engine: Engine, best: Outcome, caps: Caps, left: Deadline
) -> tuple[Outcome, bool]:
    """Break ties; a choice not carried to its end would depend on the machine, so it is dropped."""
    if best.upgrades is None or best.value is None:
        return best, False
    tie_sum = int(tie_weights(problem)[best.upgrades].sum())
    found = engine(problem, Goal.TIES, Caps(best.value, caps.deviation, tie_sum), left)
    if found.status != OPTIMAL or found.upgrades is None:
        return best, False
    return Outcome(OPTIMAL, found.upgrades, best.value, best.bound), True


def _without_plan(
    problem: PlanProblem,
    found: Outcome,
    method: str,
    whole: Deadline,
    tell: Listener,
    *,
    explain: bool,
) -> PlanResult:
    conflict = None
    if found.status == INFEASIBLE and explain:
        tell(Phase("conflict"))
        conflict = find_conflict(problem, CONFLICT_SECONDS)
    status = INFEASIBLE if found.status == INFEASIBLE else UNKNOWN
    return PlanResult(
        status=status,
        bound=found.bound,
        conflict=conflict,
        seconds=1e9 - whole.left,
        method=method,
        effort_scale=problem.effort_scale,
        effort_unit=problem.effort_unit,
    )


def _with_plan(
    problem: PlanProblem, found: Outcome, method: str, whole: Deadline, settled: bool
) -> PlanResult:
    cells = found.upgrades
    if cells is None:
        raise ValueError("no plan")
    broken = broken_by(problem, cells)
    if broken:
        raise ArithmeticError(f"the plan found breaks {', '.join(broken)}")
    reached = list_reached(problem, cells, problem.requirements)
    effort = int(problem.effort[cells].sum())
    cost = effort + sum(item.price for item in reached)
    bound = found.bound if found.status != OPTIMAL else cost
    return PlanResult(
        status=OPTIMAL if found.status == OPTIMAL else FEASIBLE,
        upgrades=list_upgrades(problem, cells),
        effort=effort,
        bound=bound,
        gap=relative_gap(cost, bound),
        reached=reached,
        seconds=1e9 - whole.left,
        method=method,
        effort_scale=problem.effort_scale,
        effort_unit=problem.effort_unit,
        ties_settled=settled,
    )
