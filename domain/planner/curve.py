"""What each further commune costs, and what each target costs."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from domain.planner.problem import Kind, PlanProblem, Requirement
from domain.planner.result import INFEASIBLE, OPTIMAL, Upgrade
from domain.planner.solve import Listener, Phase, ignore, solve
from domain.planner.start import Deadline, preference


@dataclass(frozen=True)
class Step:
    """One more commune at the line.

    Attributes:
        reached: Communes recognised or holding every criterion after this step.
        commune_code: The cheapest next commune; empty for the communes there already.
        effort: What this commune needs.
        total: Effort of all steps so far.
        criteria: Criteria it must gain, the cheapest first.
    """

    reached: int
    commune_code: str
    effort: int
    total: int
    criteria: tuple[int, ...]


def reach_curve(problem: PlanProblem) -> list[Step]:
    """Return the least effort for every number of communes at the line, one step a commune.

    Without other targets the communes do not compete, each costs the sum of what it lacks, and the
    k cheapest are the cheapest k: taking the cheapest next one is exact at every step. Communes
    that cannot get there within the limits are left out; so is the budget. Ties go to the commune
    that lacks least, then by code.
    """
    size = len(problem.numbers)
    gains = problem.lacking
    able = (
        ~problem.recognised
        & (gains > 0)
        & (problem.open.sum(axis=1) == gains)
        & (problem.most_gains >= gains)
    )
    cost = np.where(problem.open, problem.effort, 0).sum(axis=1)
    candidates = np.nonzero(able)[0]
    order = candidates[np.lexsort((candidates, gains[candidates], cost[candidates]))]
    reached = int((problem.recognised | (problem.met.sum(axis=1) == size)).sum())
    steps, total = [Step(reached, "", 0, 0, ())], 0
    rank = preference(problem)
    for i in order.tolist():
        reached, total = reached + 1, total + int(cost[i])
        lacks = np.nonzero(problem.open[i])[0]
        numbers = tuple(problem.numbers[j] for j in lacks[rank[i, lacks].argsort()])
        steps.append(Step(reached, problem.codes[i], int(cost[i]), total, numbers))
    return steps


@dataclass(frozen=True)
class CurvePoint:
    """Least effort with so many communes at the line while all other targets hold.

    Attributes:
        reached: Communes at the line asked for.
        effort: Least effort found, ``None`` when it cannot be done or nothing was found in time.
        is_proved: Whether the effort is proved least (or, without one, that it cannot be done).
        newly: Communes that reach the line here and did not one point before.
    """

    reached: int
    effort: int | None
    is_proved: bool
    newly: tuple[str, ...] = ()


def is_reach(problem: PlanProblem, item: Requirement) -> bool:
    """Tell whether a requirement asks for communes at the line of the whole problem."""
    is_whole = not item.codes or set(item.codes) == set(problem.codes)
    return item.kind is Kind.RECOGNISED and is_whole


def plan_curve(
    problem: PlanProblem, counts: Iterable[int], seconds: float, tell: Listener = ignore
) -> list[CurvePoint]:
    """Return the effort for several numbers of communes at the line, with all other requirements.

    Args:
        problem: The problem; its requirements on communes at the line of the whole scope give way.
        counts: Numbers of communes, rising; the curve ends at the first that cannot be reached or
            when time is up.
        seconds: Time allowed.
        tell: Told of every point.
    """
    others = [r for r in problem.requirements if not is_reach(problem, r)]
    left, points, wanted = Deadline(seconds), [], list(counts)
    before: frozenset[str] | None = None
    for step, count in enumerate(wanted):
        goal = Requirement("own:recognised", Kind.RECOGNISED, at_least=count)
        found = solve(problem.with_requirements([*others, goal]), left.left, explain=False)
        tell(Phase("effort", found.effort, found.bound, step + 1, len(wanted)))
        there = _at_line(problem, found.upgrades)
        newly = () if before is None else tuple(sorted(there - before))
        is_proved = found.status in (OPTIMAL, INFEASIBLE)
        points.append(CurvePoint(count, found.effort, is_proved, newly))
        if found.effort is None or left.is_over:
            break
        before = there
    return points


def _at_line(problem: PlanProblem, upgrades: Iterable[Upgrade]) -> frozenset[str]:
    """Return the communes at the line once a plan is done."""
    met = problem.met.copy()
    for upgrade in upgrades:
        met[problem.row[upgrade.commune_code], problem.column[upgrade.criterion_no]] = True
    there = problem.recognised | met.all(axis=1)
    return frozenset(code for code, is_there in zip(problem.codes, there, strict=True) if is_there)


@dataclass(frozen=True)
class Weight:
    """What one target costs.

    Attributes:
        target_id: The target.
        without: Least effort when it is left out, ``None`` when that was not found in time.
        saved: Effort saved by leaving it out, ``None`` likewise.
        is_proved: Whether ``without`` is proved least.
    """

    target_id: str
    without: int | None
    saved: int | None
    is_proved: bool


def weigh_targets(
    problem: PlanProblem, effort: int, seconds: float, tell: Listener = ignore
) -> list[Weight]:
    """Return what each target costs, the dearest first: the effort saved by leaving it out alone.

    Args:
        problem: A problem that has a plan.
        effort: Effort of its plan.
        seconds: Time allowed for all of them.
        tell: Told of every target.
    """
    left, names = Deadline(seconds), problem.names
    targets = list(dict.fromkeys(item.target_id for item in problem.requirements))
    weights = []
    for step, target_id in enumerate(targets):
        rest = problem.only([name for name in names if name != target_id])
        share = left.left / (len(targets) - step)
        found = solve(rest, share, settle=False)
        saved = None if found.effort is None else effort - found.effort
        weights.append(Weight(target_id, found.effort, saved, found.status == OPTIMAL))
        tell(Phase("effort", found.effort, found.bound, step + 1, len(targets)))
    return sorted(weights, key=lambda w: (-(w.saved if w.saved is not None else -1), w.target_id))
