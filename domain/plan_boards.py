"""A plan's targets as a reader wants to meet them: in groups, and every plan beside the others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.board import TargetStanding
from domain.catalog import Catalog, PeriodOption
from domain.measures import NOT_COUNTED
from domain.plans import Plan
from domain.series import fitting_periods

PROGRAMME, CRITERIA, BANDS, COMMUNES, DISTRICTS, ENTERED, OTHER = (
    "programme",
    "criteria",
    "bands",
    "communes",
    "districts",
    "entered",
    "other",
)
GROUPS = (PROGRAMME, CRITERIA, BANDS, COMMUNES, DISTRICTS, ENTERED, OTHER)
"""Groups of targets, in the order of the page."""

GROUP_BY_METRIC = {
    "communes_meeting_criterion": CRITERIA,
    "criteria_group_share": CRITERIA,
    "communes_in_band": BANDS,
    "commune_new_criteria": COMMUNES,
}


@dataclass(frozen=True)
class PlanBoard:
    """A plan judged at one period; ``period`` is ``None`` where its province has no data."""

    plan: Plan
    period: PeriodOption | None
    standings: tuple[TargetStanding, ...]


def group_of(standing: TargetStanding, plan: Plan) -> str:
    """Return the group a target belongs to."""
    if standing.measurement.entered:
        return ENTERED
    if standing.measurement.reason in NOT_COUNTED:
        return OTHER
    if standing.target.district_code and plan.district_code is None:
        return DISTRICTS
    return GROUP_BY_METRIC.get(standing.target.metric, PROGRAMME)


def group_targets(
    standings: Iterable[TargetStanding], plan: Plan
) -> dict[str, list[TargetStanding]]:
    """Sort targets into groups; none is lost, empty groups are left out."""
    groups: dict[str, list[TargetStanding]] = {name: [] for name in GROUPS}
    for standing in standings:
        groups[group_of(standing, plan)].append(standing)
    return {name: own for name, own in groups.items() if own}


def best_period(plan: Plan, periods: Sequence[PeriodOption]) -> PeriodOption | None:
    """Return the period that answers most of a plan's targets.

    One that fits its set and covers all of its place comes first; else one that covers it in any
    set, as recognitions can be read there; else any. Of several, the newest within the plan's
    years, else the newest.
    """

    def covers(period: PeriodOption) -> bool:
        return not period.district_codes or plan.district_code in period.district_codes

    fitting = [period for period in fitting_periods(plan, periods) if covers(period)]
    covering = [period for period in periods if covers(period)]
    found = fitting or covering or list(periods)
    within = [period for period in found if period.as_of.year <= plan.end_year]
    best = within or found
    return best[-1] if best else None


def build_boards(
    catalog: Catalog, judge: Callable[[Plan, date], Sequence[TargetStanding]]
) -> list[PlanBoard]:
    """Build every plan's board at the period that answers most of it.

    Args:
        catalog: Plans and periods that exist.
        judge: Gives a plan's board at a date.
    """
    boards = []
    for province, plans in catalog.plans.items():
        for plan in plans:
            period = best_period(plan, catalog.periods.get(province, ()))
            standings = judge(plan, period.as_of) if period else ()
            boards.append(PlanBoard(plan, period, tuple(standings)))
    return boards
