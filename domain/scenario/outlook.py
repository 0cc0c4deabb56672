"""Forecasts of a plan's targets that are still ahead, from the snapshots that exist."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.forecast import Forecast, NotEnough, forecast_count, forecast_tally
from domain.forecast_history import COUNTED_METRICS, target_moments, total_history
from domain.forecast_rates import Moment, Tally
from domain.forecast_totals import forecast_total
from domain.history import LEVELS, HistoryFigure
from domain.planner.problem import Kind, Requirement
from domain.plans import Plan
from domain.situation import Situation
from domain.targets import Target

AVERAGE = "avg_criteria_per_commune"
RECOGNISED = frozenset({"communes_ntm", "communes_ntm_share"})
PUBLISHED_METRIC = "communes_ntm"


@dataclass(frozen=True)
class Outlook:
    """A target ahead and what the pace so far leads to.

    Attributes:
        target: The target.
        found: The forecast in communes (of an average: in criteria of all communes), or why there
            is none.
        whole: What ``found`` counts are out of, or divided by for an average.
        moments: Snapshots a count's forecast was read from.
        tallies: Published counts it was read from instead, where snapshots do not suffice; the
            last one is the snapshot's own.
    """

    target: Target
    found: Forecast | NotEnough
    whole: int
    moments: tuple[Moment, ...] = ()
    tallies: tuple[Tally, ...] = ()

    @property
    def is_average(self) -> bool:
        """Tell whether the figures are criteria met by all communes together."""
        return self.target.metric == AVERAGE

    @property
    def counts(self) -> list[Tally]:
        """Return the counts the forecast goes on from, oldest first."""
        moments = [Tally(m.on, len(m.reached & m.scope)) for m in self.moments]
        return list(self.tallies) or moments

    def forecast_on(self, day: date) -> Forecast | NotEnough:
        """Return the forecast of a count for another day than the due date."""
        if self.tallies:
            return forecast_tally(self.tallies, self.whole, day)
        return forecast_count(self.moments, day)


def look_ahead(
    targets: Iterable[Target],
    requirements: Mapping[str, Requirement],
    plan: Plan,
    situations: Sequence[Situation],
    codes_by_target: Mapping[str, tuple[str, ...]],
    published: Iterable[HistoryFigure] = (),
) -> list[Outlook]:
    """Forecast every target of a plan that is due after the last snapshot.

    Args:
        targets: Targets of the plan, in the document's order.
        requirements: What each asks for as a count, by target id; others are left out.
        plan: The plan.
        situations: Snapshots of the whole province, oldest first, at least one.
        codes_by_target: Communes that targets name.
        published: Figures published of the province; they stand in for snapshots of recognised
            communes where there are not enough.
    """
    now = situations[-1]
    tallies = published_tallies(published, now)
    found = []
    for target in targets:
        requirement = requirements.get(target.target_id)
        if requirement is None or target.due is None or target.due <= now.as_of:
            continue
        if target.metric in COUNTED_METRICS:
            moments = target_moments(target, plan, situations, codes_by_target)
            made = forecast_count(moments, target.due, requirement.at_least)
            whole = len(moments[-1].scope) if moments else 0
            outlook = Outlook(target, made, whole, tuple(moments))
            found.append(_from_published(outlook, requirement.at_least, tallies, now) or outlook)
        elif requirement.kind is Kind.TOTAL and not target.district_code:
            total = forecast_total(total_history(situations), target.due, requirement.at_least)
            found.append(Outlook(target, total, len(now.marks)))
    return found


def published_tallies(figures: Iterable[HistoryFigure], now: Situation) -> tuple[Tally, ...]:
    """Return the published counts of recognised communes before a snapshot, and its own at the end.

    Its own is left out where the decisions are not known: it would be the fewest there can be.
    Only figures whose source was read and that say how things stood; those derived from others
    ("66 less 14") are left out. A recognition is a decision and counts across criteria sets.
    """
    whole = len(now.marks)
    before = {
        f.on: int(f.value)
        for f in sorted(figures, key=lambda f: f.on)
        if f.metric == PUBLISHED_METRIC
        and f.value is not None
        and f.verification == "verified"
        and f.qualifier in LEVELS
        and f.on < now.as_of
        and f.value <= whole
    }
    recognised = sum(code in now.level_by_commune for code in now.marks.index)
    own = [Tally(now.as_of, recognised)] if now.knows_recognitions else []
    return (*(Tally(on, count) for on, count in before.items()), *own)


def _from_published(
    outlook: Outlook, goal: int | None, tallies: tuple[Tally, ...], now: Situation
) -> Outlook | None:
    """Return the forecast from published counts, where snapshots do not suffice and counts do."""
    target = outlook.target
    is_whole = target.metric in RECOGNISED and target.is_cumulative and not target.district_code
    if isinstance(outlook.found, Forecast) or not is_whole or now.district_codes:
        return None
    if target.due is None:
        return None
    made = forecast_tally(tallies, len(now.marks), target.due, goal)
    if isinstance(made, NotEnough):
        return None
    return Outlook(target, made, len(now.marks), tallies=tallies)
