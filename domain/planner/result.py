"""What the planner answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from domain.planner.evaluate import evaluate, miss
from domain.planner.problem import STATUS_ORDER, Bools, PlanProblem, Requirement
from domain.planner.start import preference

OPTIMAL, FEASIBLE, INFEASIBLE, UNKNOWN = "optimal", "feasible", "infeasible", "unknown"

LIMIT = "limit"
"""Kind of the members of a conflict that are limits, not targets."""


@dataclass(frozen=True)
class Upgrade:
    """One criterion one commune should gain.

    Attributes:
        commune_code: The commune.
        criterion_no: The criterion.
        effort: In units of the problem's effort.
        was: Its mark now (``not_met``, ``nearly_met`` or ``not_assessed``).
    """

    commune_code: str
    criterion_no: int
    effort: int
    was: str


@dataclass(frozen=True)
class Reached:
    """What a requirement counts before and after the plan.

    Attributes:
        target_id: The target.
        kind: What is counted.
        at_least: Lower bound asked, if any.
        at_most: Upper bound asked, if any.
        before: Count now.
        after: Count at the end of the plan.
        away: How far the end lies outside the bounds; above 0 only for soft requirements.
        price: What that costs, in units of effort; 0 where deviations have no price.
    """

    target_id: str
    kind: str
    at_least: int | None
    at_most: int | None
    before: int
    after: int
    away: int = 0
    price: int = 0


@dataclass(frozen=True)
class Evidence:
    """The numbers of one member of a conflict.

    Attributes:
        name: Target id, or the name of a limit.
        kind: What is counted, or ``limit``.
        asked_low: Lower bound asked, if any.
        asked_high: Upper bound asked, if any.
        now: Count now.
        least: Fewest it can end with, were it alone and criteria only gained.
        most: Most it can end with, were it alone.
        possible: Nearest count to what is asked that the other members of the conflict allow;
            for a budget the least effort of the others; ``None`` where not computed.
    """

    name: str
    kind: str
    asked_low: int | None = None
    asked_high: int | None = None
    now: int | None = None
    least: int | None = None
    most: int | None = None
    possible: int | None = None


@dataclass(frozen=True)
class Conflict:
    """Targets and limits that cannot hold together.

    Attributes:
        names: Their names; without any one of them the others can hold (``guarantee`` permitting).
        guarantee: ``smallest`` (with all limits in force no fewer targets conflict, and these
            targets need no fewer limits to do so), ``minimal`` (no member can be left out) or
            ``some`` (time was up: the conflict lies among them).
        evidence: The numbers of each.
    """

    names: tuple[str, ...]
    guarantee: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class PlanResult:
    """The answer to a problem. Efforts are whole units; ÷ ``effort_scale`` for what is shown.

    Attributes:
        status: ``optimal`` (proved), ``feasible`` (time was up; the gap says how far from proved),
            ``infeasible`` (proved) or ``unknown`` (time was up before anything was found).
        upgrades: Communes nearest to the line first, then by code; inside a commune the cheapest.
        effort: Total effort, ``None`` without plan.
        bound: No plan can have less effort (with the price of deviations), ``None`` if unproved.
        gap: (effort − bound) ÷ effort, 0 when proved.
        conflict: What cannot hold together, when infeasible.
        reached: Every requirement before and after.
        seconds: Time taken.
        method: ``counts`` or ``cells``, the model that answered.
        effort_scale: Units of effort in one unit shown.
        effort_unit: ``upgrades``, ``difficulty`` or ``million_vnd``.
        ties_settled: Whether the choice among plans of equal effort was carried to its end.
    """

    status: str
    upgrades: tuple[Upgrade, ...] = ()
    effort: int | None = None
    bound: int | None = None
    gap: float | None = None
    conflict: Conflict | None = None
    reached: tuple[Reached, ...] = ()
    seconds: float = 0.0
    method: str = ""
    effort_scale: int = 1
    effort_unit: str = "upgrades"
    ties_settled: bool = False

    @property
    def deviations(self) -> tuple[Reached, ...]:
        """Return the soft requirements that do not hold."""
        return tuple(item for item in self.reached if item.away)

    @property
    def cost(self) -> int | None:
        """Return effort and price of deviations together, which is what was minimised."""
        if self.effort is None:
            return None
        return self.effort + sum(item.price for item in self.reached)


def list_upgrades(problem: PlanProblem, cells: Bools) -> tuple[Upgrade, ...]:
    """List a plan's upgrades in the order of :class:`PlanResult`."""
    rows, cols = np.nonzero(cells)
    rank = preference(problem)[rows, cols]
    order = np.lexsort((rank, rows, problem.lacking[rows]))
    return tuple(
        Upgrade(
            commune_code=problem.codes[i],
            criterion_no=problem.numbers[j],
            effort=int(problem.effort[i, j]),
            was=STATUS_ORDER[problem.marks[i, j]].value,
        )
        for i, j in zip(rows[order].tolist(), cols[order].tolist(), strict=True)
    )


def list_reached(
    problem: PlanProblem, cells: Bools, requirements: Iterable[Requirement]
) -> tuple[Reached, ...]:
    """Count every requirement before and after a plan."""
    after = problem.met | cells
    found = []
    for item in requirements:
        value = evaluate(problem, item, after)
        away = miss(item, value)
        found.append(
            Reached(
                target_id=item.target_id,
                kind=item.kind.value,
                at_least=item.at_least,
                at_most=item.at_most,
                before=evaluate(problem, item, problem.met),
                after=value,
                away=away,
                price=away * (problem.deviation_price or 0),
            )
        )
    return tuple(found)


def relative_gap(cost: int, bound: int | None) -> float | None:
    """Return (cost − bound) ÷ cost; 0 for a free plan, ``None`` without a bound."""
    if bound is None:
        return None
    return float(Fraction(max(0, cost - bound), cost)) if cost else 0.0
