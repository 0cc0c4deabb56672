"""Forecasts of a plan's targets that are still ahead, from the snapshots that exist."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.forecast import Forecast, Moment, NotEnough, forecast_count
from domain.forecast_history import COUNTED_METRICS, target_moments, total_history
from domain.forecast_totals import forecast_total
from domain.planner.problem import Kind, Requirement
from domain.plans import Plan
from domain.situation import Situation
from domain.targets import Target

AVERAGE = "avg_criteria_per_commune"


@dataclass(frozen=True)
class Outlook:
    """A target ahead and what the pace so far leads to.

    Attributes:
        target: The target.
        found: The forecast in communes (of an average: in criteria of all communes), or why there
            is none.
        whole: What ``found`` counts are out of, or divided by for an average.
        moments: What a count's forecast was read from.
    """

    target: Target
    found: Forecast | NotEnough
    whole: int
    moments: tuple[Moment, ...] = ()

    @property
    def is_average(self) -> bool:
        """Tell whether the figures are criteria met by all communes together."""
        return self.target.metric == AVERAGE


def look_ahead(
    targets: Iterable[Target],
    requirements: Mapping[str, Requirement],
    plan: Plan,
    situations: Sequence[Situation],
    codes_by_target: Mapping[str, tuple[str, ...]],
) -> list[Outlook]:
    """Forecast every target of a plan that is due after the last snapshot.

    Args:
        targets: Targets of the plan, in the document's order.
        requirements: What each asks for as a count, by target id; others are left out.
        plan: The plan.
        situations: Snapshots of the whole province, oldest first, at least one.
        codes_by_target: Communes that targets name.
    """
    now = situations[-1]
    found = []
    for target in targets:
        requirement = requirements.get(target.target_id)
        if requirement is None or target.due is None or target.due <= now.as_of:
            continue
        if target.metric in COUNTED_METRICS:
            moments = target_moments(target, plan, situations, codes_by_target)
            made = forecast_count(moments, target.due, requirement.at_least)
            whole = len(moments[-1].scope) if moments else 0
            found.append(Outlook(target, made, whole, tuple(moments)))
        elif requirement.kind is Kind.TOTAL and not target.district_code:
            total = forecast_total(total_history(situations), target.due, requirement.at_least)
            found.append(Outlook(target, total, len(now.marks)))
    return found
