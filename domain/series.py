"""A target's figure over time: measured at each period, and as it was published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from domain.catalog import PeriodOption
from domain.figures import Share
from domain.history import LEVELS, HistoryFigure
from domain.measures import NOT_COUNTED, SET_BOUND_METRICS, measure
from domain.plans import Plan
from domain.situation import Situation
from domain.targets import EnteredValue, Measurement, Target
from domain.vocabulary import SnapshotStatus

PUBLISHED_METRICS = {
    "communes_ntm": "communes_ntm",
    "communes_advanced": "communes_advanced",
    "communes_model": "communes_model",
    "avg_criteria_per_commune": "avg_criteria",
}
"""Target metric → metric of the published history that counts the same thing."""


@dataclass(frozen=True)
class SeriesPoint:
    """A target's figure at one day, in the target's unit.

    ``status`` is that of the period it was measured at; ``None`` for what staff entered.
    """

    on: date
    value: Decimal
    share: Share | None
    status: SnapshotStatus | None
    is_illustrative: bool


@dataclass(frozen=True)
class PublishedPoint:
    """A figure somebody printed for what a target counts."""

    on: date
    value: Decimal
    source_url: str
    verification: str


def measure_in(
    target: Target,
    plan: Plan,
    situation: Situation,
    start: Situation | None,
    codes_by_target: Mapping[str, tuple[str, ...]],
) -> Measurement:
    """Measure a target in a situation that may cover some districts only.

    Args:
        target: The target.
        plan: Its plan; gives the criteria set.
        situation: What is known.
        start: The situation at the plan's start, for what counts from there.
        codes_by_target: Communes that targets speak of.
    """
    evidence = situation.evidence(codes_by_target, start)
    if start is not None:
        evidence = replace(evidence, level_by_district_at_start=start.level_by_district)
    measured = measure(target, evidence, plan.set_id)
    answers = not situation.district_codes or target.district_code in situation.district_codes
    if answers or measured.reason in NOT_COUNTED:
        return measured
    # Data of some districts cannot answer for the province or for another district.
    return Measurement(None, reason="outside_data")


def measure_over(
    target: Target,
    plan: Plan,
    situations: Iterable[Situation],
    start: Situation | None,
    codes_by_target: Mapping[str, tuple[str, ...]],
) -> list[SeriesPoint]:
    """Measure a target at every period that can answer it, oldest first."""
    points = []
    for situation in sorted(situations, key=lambda s: s.as_of):
        measured = measure_in(target, plan, situation, start, codes_by_target)
        if measured.value is not None:
            points.append(
                SeriesPoint(
                    on=situation.as_of,
                    value=measured.value,
                    share=measured.share,
                    status=situation.status,
                    is_illustrative=situation.is_illustrative,
                )
            )
    return points


def entered_series(values: Iterable[EnteredValue]) -> list[SeriesPoint]:
    """Return what staff entered as a series, oldest first."""
    ordered = sorted(values, key=lambda value: value.as_of)
    return [SeriesPoint(v.as_of, v.value, None, None, is_illustrative=False) for v in ordered]


def published_points(
    target: Target, plan: Plan, figures: Iterable[HistoryFigure]
) -> list[PublishedPoint]:
    """Return what was published of the same thing as a target counts, by date.

    Only levels of a whole province are comparable; averages only inside the plan's set. Figures
    printed as a bound (">9") and plans are left out.

    Args:
        target: The target.
        plan: Its plan.
        figures: What was published of the plan's province as a whole.
    """
    metric = PUBLISHED_METRICS.get(target.metric)
    if metric is None or target.scope_level != "province" or not target.is_cumulative:
        return []
    points = []
    for figure in figures:
        value = _exact(figure.text)
        same_set = target.metric not in SET_BOUND_METRICS or figure.set_id == plan.set_id
        if figure.metric == metric and value is not None and same_set:
            if figure.is_planned or figure.qualifier not in LEVELS:
                continue
            points.append(PublishedPoint(figure.on, value, figure.source_url, figure.verification))
    return sorted(points, key=lambda p: (p.on, p.value))


def _exact(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def fitting_periods(plan: Plan, periods: Sequence[PeriodOption]) -> list[PeriodOption]:
    """Return the periods whose marks can be read against a plan, oldest first.

    They use the plan's criteria set; for a district's plan they speak of that district. Data of
    some districts counts for a province's plan, whose targets by district it can answer.
    """
    return [
        period
        for period in periods
        if period.set_id == plan.set_id
        and (
            plan.district_code is None
            or not period.district_codes
            or plan.district_code in period.district_codes
        )
    ]
