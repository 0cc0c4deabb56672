"""Problems from what the store holds: a period, chosen targets, effort and limits."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from sqlalchemy import Connection

from data import queries
from data.planner.costs import CostFileError, read_costs
from data.store import snapshots
from data.store.snapshots import Period
from domain.planner.effort import (
    Effort,
    difficulty_effort,
    equal_effort,
    table_effort,
    with_nearly_met,
)
from domain.planner.problem import Kind, Limits, PlanProblem, Requirement, build_problem
from domain.planner.translate import Skipped, translate
from domain.situation import Situation
from domain.targets import Target

DAYS_PER_YEAR = Fraction(1461, 4)
OWN_RECOGNISED, OWN_MINIMUM, OWN_AVERAGE = "own:recognised", "own:minimum", "own:average"


class UnknownTargetError(LookupError):
    """A name is neither a plan nor a target of the province."""


@dataclass(frozen=True)
class OwnTargets:
    """Targets set for one question only; ``None`` = not set."""

    recognised: int | None = None
    minimum: int | None = None
    average: Decimal | None = None


@dataclass(frozen=True)
class Wish:
    """What is asked of the planner.

    Attributes:
        targets: Plan ids or target ids.
        own: Further targets.
        effort: ``equal``, ``difficulty`` or the path of a cost file.
        nearly_met_percent: Price of a criterion nearly met, in percent of the others'.
        limits: What the plan may not do; ``budget`` in the unit shown is ``budget_shown``.
        budget_shown: Most effort, in the unit shown.
        years: Years the plan has; ``None`` = until the last due date of the targets.
        soft_bands: Whether bands may be missed where they cannot hold.
        deviation_price: Effort, in the unit shown, of one commune away from a band.
        district_code: Plan for one district only.
    """

    targets: tuple[str, ...] = ()
    own: OwnTargets = field(default_factory=OwnTargets)
    effort: str = "equal"
    nearly_met_percent: int = 100
    limits: Limits = field(default_factory=Limits)
    budget_shown: Fraction | None = None
    years: int | None = None
    soft_bands: bool = False
    deviation_price: Fraction | None = None
    district_code: str | None = None


@dataclass(frozen=True)
class Prepared:
    """A problem with what it was made of.

    Attributes:
        problem: The problem.
        skipped: Targets that no plan of marks can answer, and why.
        targets: Chosen targets, in the documents' order.
        period: Period the marks are of.
        situation: Marks and recognitions the plan starts from.
    """

    problem: PlanProblem
    skipped: tuple[Skipped, ...]
    targets: tuple[Target, ...]
    period: Period
    situation: Situation


def prepare(connection: Connection, province_code: str, as_of: date, wish: Wish) -> Prepared:
    """Make a problem.

    Raises:
        data.queries.NoDataError: Nothing is loaded on or before that day.
        UnknownTargetError: A name is neither a plan nor a target of the province.
        data.planner.costs.CostFileError: The cost file cannot be used.
        OSError: It cannot be opened.
    """
    period = queries.find_period(connection, province_code, as_of)
    situation = queries.read_situation(connection, period).in_district(wish.district_code)
    targets = choose_targets(connection, province_code, wish.targets)
    requirements, skipped = _requirements(connection, situation, targets, wish.soft_bands)
    effort = with_nearly_met(_effort(situation, wish.effort), situation, wish.nearly_met_percent)
    limits = replace(
        wish.limits,
        years=wish.years or years_left(period.as_of, targets),
        budget=_scaled(wish.budget_shown, effort),
    )
    problem = build_problem(
        situation,
        [*requirements, *own_requirements(wish.own, situation)],
        effort.cells,
        effort_scale=effort.scale,
        effort_unit=effort.unit,
        limits=limits,
        deviation_price=_scaled(wish.deviation_price, effort),
    )
    return Prepared(problem, skipped, tuple(targets), period, situation)


def _scaled(value: Fraction | None, effort: Effort) -> int | None:
    return None if value is None else int(value * effort.scale)


def choose_targets(
    connection: Connection, province_code: str, names: Sequence[str]
) -> list[Target]:
    """Return the targets of plans or of single ids, each once, in the documents' order.

    Raises:
        UnknownTargetError: A name is neither a plan nor a target of the province.
    """
    own = [t for t in queries.read_targets(connection) if t.province_code == province_code]
    known = {t.plan_id for t in own} | {t.target_id for t in own}
    for name in names:
        if name not in known:
            raise UnknownTargetError(name)
    return [t for t in own if t.plan_id in names or t.target_id in names]


def _requirements(
    connection: Connection, situation: Situation, targets: Sequence[Target], soft_bands: bool
) -> tuple[list[Requirement], tuple[Skipped, ...]]:
    named = queries.read_named_communes(connection)
    periods = snapshots.list_periods(connection, situation.province_code)
    requirements: list[Requirement] = []
    skipped: list[Skipped] = []
    for plan in queries.read_plans(connection):
        chosen = [target for target in targets if target.plan_id == plan.plan_id]
        if not chosen:
            continue
        start = queries.situation_at_start(connection, plan, periods)
        made = translate(chosen, plan, situation, start, named, soft_bands)
        requirements += made.requirements
        skipped += made.skipped
    return requirements, tuple(skipped)


def own_requirements(own: OwnTargets, situation: Situation) -> list[Requirement]:
    """Return the requirements of own targets, for all communes of the situation."""
    made = []
    if own.recognised is not None:
        made.append(Requirement(OWN_RECOGNISED, Kind.RECOGNISED, at_least=own.recognised))
    if own.minimum is not None:
        made.append(Requirement(OWN_MINIMUM, Kind.BELOW, at_most=0, low=own.minimum))
    if own.average is not None:
        total = Fraction(own.average) * len(situation.marks)
        made.append(Requirement(OWN_AVERAGE, Kind.TOTAL, at_least=-int(-total // 1)))
    return made


def years_left(as_of: date, targets: Sequence[Target]) -> int:
    """Return the years from a day to the last due date of the targets, begun ones whole, ≥ 1."""
    dues = [target.due for target in targets if target.due is not None]
    days = max(((due - as_of).days for due in dues), default=0)
    return max(1, -int(-Fraction(days) / DAYS_PER_YEAR // 1))


def _effort(situation: Situation, name: str) -> Effort:
    if name == "equal":
        return equal_effort(situation)
    if name == "difficulty":
        return difficulty_effort(situation)
    try:
        return table_effort(situation, read_costs(Path(name)))
    except CostFileError:
        raise
    except ValueError as error:
        raise CostFileError([f"thiếu chi phí của tiêu chí {error}"]) from error
