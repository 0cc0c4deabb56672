"""Problems from what the store holds: a period, chosen targets, effort and limits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from sqlalchemy import Connection

from data import queries
from data.planner.cost_files import read_cost_file
from data.planner.costs import CostFileError, Reason, reason
from data.planner.country import COUNTRY, join_country, situation_of
from data.store import snapshots
from domain.planner.effort import (
    CostTable,
    Effort,
    difficulty_effort,
    equal_effort,
    in_units_of,
    table_effort,
    with_nearly_met,
)
from domain.planner.own import OwnTarget, own_requirement
from domain.planner.problem import Limits, PlanProblem, build_problem
from domain.planner.translate import Skipped, Translation, translate
from domain.situation import Situation
from domain.targets import Target
from domain.vocabulary import UnitLevel

DAYS_PER_YEAR = Fraction(1461, 4)


class UnknownTargetError(LookupError):
    """A name is neither a plan nor a target of the province."""


@dataclass(frozen=True)
class Wish:
    """What is asked of the planner.

    Attributes:
        targets: Plan ids or target ids.
        own: Further targets.
        effort: ``equal``, ``difficulty`` or the path of a cost file.
        costs: Costs read already; go before ``effort``.
        cost_unit: What those are counted in.
        nearly_met_percent: Price of a criterion nearly met, in percent of the others'.
        limits: What the plan may not do; ``budget`` in the unit shown is ``budget_shown``.
        budget_shown: Most effort, in the unit shown.
        years: Years the plan has; ``None`` = until the last due date of the targets.
        soft_bands: Whether bands may be missed where they cannot hold.
        deviation_price: Effort, in the unit shown, of one commune away from a band.
        district_code: Plan for one district only.
    """

    targets: tuple[str, ...] = ()
    own: tuple[OwnTarget, ...] = ()
    effort: str = "equal"
    costs: CostTable | None = None
    cost_unit: str = "million_vnd"
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
        across_sets: Targets whose counts are read on another criteria set than their plan's.
        targets: Chosen targets, in the documents' order.
        situation: Marks and recognitions the plan starts from.
        left_out: Of the country, provinces whose marks follow another criteria set.
    """

    problem: PlanProblem
    skipped: tuple[Skipped, ...]
    across_sets: tuple[str, ...]
    targets: tuple[Target, ...]
    situation: Situation
    left_out: tuple[str, ...] = ()


def prepare(connection: Connection, province_code: str, as_of: date, wish: Wish) -> Prepared:
    """Make a problem of a province, or of the country (``vn``): all provinces loaded by that day.

    Raises:
        data.queries.NoDataError: Nothing is loaded on or before that day.
        UnknownTargetError: A name is neither a plan nor a target of the province.
        data.planner.costs.CostFileError: The costs cannot be used.
        domain.planner.own.OwnTargetError: An own target speaks of what is not there.
        OSError: The cost file cannot be opened.
    """
    parts, left_out = _situations(connection, province_code, as_of, wish.district_code)
    targets = choose_targets(connection, [p.province_code for p in parts], wish.targets)
    made = [_translate(connection, part, targets, wish.soft_bands) for part in parts]
    situation = parts[0] if len(parts) == 1 else join_country(parts)
    own = [own_requirement(o, situation, is_soft=wish.soft_bands) for o in wish.own]
    effort = _effort(connection, situation, wish)
    effort = with_nearly_met(effort, situation, wish.nearly_met_percent)
    effort = in_units_of(effort, wish.deviation_price)
    limits = replace(
        wish.limits,
        years=wish.years or years_left(situation.as_of, targets),
        budget=_scaled(wish.budget_shown, effort),
    )
    problem = build_problem(
        situation,
        [*(r for item in made for r in item.requirements), *own],
        effort.cells,
        effort_scale=effort.scale,
        effort_unit=effort.unit,
        limits=limits,
        deviation_price=_scaled(wish.deviation_price, effort),
    )
    skipped = tuple(s for item in made for s in item.skipped)
    across = tuple(t for item in made for t in item.across_sets)
    return Prepared(problem, skipped, across, tuple(targets), situation, left_out)


def _situations(
    connection: Connection, province_code: str, as_of: date, district_code: str | None
) -> tuple[list[Situation], tuple[str, ...]]:
    if province_code == COUNTRY:
        return situation_of(connection, as_of)
    period = queries.find_period(connection, province_code, as_of)
    situation = queries.read_situation(connection, period).in_district(district_code)
    if district_code:
        situation = replace(situation, district_codes=(district_code,))
    return [situation], ()


def _scaled(value: Fraction | None, effort: Effort) -> int | None:
    return None if value is None else int(value * effort.scale)


def choose_targets(
    connection: Connection, provinces: Iterable[str], names: Sequence[str]
) -> list[Target]:
    """Return the targets of plans or of single ids, each once, in the documents' order.

    Raises:
        UnknownTargetError: A name is neither a plan nor a target of the provinces.
    """
    places = set(provinces)
    own = [t for t in queries.read_targets(connection) if t.province_code in places]
    known = {t.plan_id for t in own} | {t.target_id for t in own}
    for name in names:
        if name not in known:
            raise UnknownTargetError(name)
    return [t for t in own if t.plan_id in names or t.target_id in names]


def _translate(
    connection: Connection, situation: Situation, targets: Sequence[Target], soft_bands: bool
) -> Translation:
    """Turn the targets of a province's plans into requirements on its situation."""
    named = queries.read_named_communes(connection)
    periods = snapshots.list_periods(connection, situation.province_code)
    found = Translation((), ())
    for plan in queries.read_plans(connection):
        chosen = [target for target in targets if target.plan_id == plan.plan_id]
        if not chosen or plan.province_code != situation.province_code:
            continue
        start = queries.situation_at_start(connection, plan, periods)
        plan_set = queries.read_criteria_set(connection, plan.set_id)
        made = translate(chosen, plan, situation, start, named, soft_bands, plan_set)
        found = Translation(
            found.requirements + made.requirements,
            found.skipped + made.skipped,
            found.across_sets + made.across_sets,
        )
    return found


def years_left(as_of: date, targets: Sequence[Target]) -> int:
    """Return the years from a day to the last due date of the targets, begun ones whole, ≥ 1."""
    dues = [target.due for target in targets if target.due is not None]
    days = max(((due - as_of).days for due in dues), default=0)
    return max(1, -int(-Fraction(days) / DAYS_PER_YEAR // 1))


def _effort(connection: Connection, situation: Situation, wish: Wish) -> Effort:
    if wish.costs is None and wish.effort == "equal":
        return equal_effort(situation)
    if wish.costs is None and wish.effort == "difficulty":
        return difficulty_effort(situation)
    costs = read_cost_file(Path(wish.effort)) if wish.costs is None else wish.costs
    strangers = _strangers(connection, situation, costs)
    if strangers:
        raise CostFileError(strangers)
    try:
        return replace(table_effort(situation, costs), unit=wish.cost_unit)
    except ValueError as error:
        raise CostFileError([reason("missing", numbers=error)]) from error


def _strangers(connection: Connection, situation: Situation, costs: CostTable) -> list[Reason]:
    """Say which districts and criteria of a table of costs do not exist; none is passed over."""
    units = queries.read_units(connection, UnitLevel.DISTRICT)
    districts = {district for district, _ in costs.by_district} - set(units["code"])
    numbers = {*costs.by_criterion, *(no for _, no in costs.by_district)}
    beyond = numbers - set(situation.criteria_set.numbers)
    return [
        *(reason("no_district", code=code) for code in sorted(districts)),
        *(reason("not_in_set", number=no) for no in sorted(beyond)),
    ]
