"""Progress against a target, judged on a dated straight line.

From the baseline (value and date known) to the target (value and due date) a straight line says
what is expected at any day between. The line is this product's own reading of "on time", chosen
because counts start near zero, where percent-growth formulas mislead; see
``docs/adr/2026-11-21-straight-line-progress.md``.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from domain.figures import round_half_up
from domain.targets import Target

DAYS_PER_QUARTER = Fraction(1461, 16)
"""A quarter of a mean year of 365.25 days."""


class Progress(StrEnum):
    """Status words of a target, in the order a reader wants to see them."""

    MISSED = "missed"
    BEHIND = "behind"
    ON_TRACK = "on_track"
    ACHIEVED = "achieved"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class Point:
    """A value known at a day, and where it comes from (a key of the texts)."""

    on: date
    value: Decimal
    source: str = ""


@dataclass(frozen=True)
class ProgressRule:
    """Thresholds of the judgement, from ``data/reference/progress_rules.yml``.

    Attributes:
        tolerance_share: How far under the line still counts as on track, as a share of the whole
            way from baseline to target (0.05 = one twentieth).
    """

    tolerance_share: Fraction


@dataclass(frozen=True)
class Judgement:
    """A status with every number that led to it, in the target's unit.

    Attributes:
        status: The status word.
        actual: Figure today, ``None`` without data.
        goal: The figure to reach (the lower end of a printed range).
        expected: Where the straight line stands today; ``None`` without baseline or due date.
        shortfall: What is missing to the line today, positive = behind, ``None`` without line.
        gap: What is missing to the target, positive = still to do, 0 when reached.
        pace_needed: Per quarter from today to the due date; ``None`` when reached, due or unknown.
        baseline: Start of the line.
        reason: Key of the reason when there is no judgement.
    """

    status: Progress
    actual: Decimal | None
    goal: Decimal
    expected: Decimal | None = None
    shortfall: Decimal | None = None
    gap: Decimal | None = None
    pace_needed: Decimal | None = None
    baseline: Point | None = None
    reason: str = ""


def is_reached(target: Target, value: Decimal) -> bool:
    """Tell whether a value satisfies the target.

    ``=`` on a level to hold means "at least", as the plans print plain figures for levels to reach;
    on a band of communes below the full set it means exactly that many. A range whose text ends
    with "trở lên" has its lower end as threshold.
    """
    match target.comparator:
        case ">":
            return value > target.value
        case "<=":
            return value <= target.value
        case "=" if target.metric == "communes_in_band" and not _is_top_band(target):
            return value == target.value
        case _:
            return value >= target.value


def _is_top_band(target: Target) -> bool:
    return target.band_min is not None and target.band_min == target.band_max


def expected_on(baseline: Point, target: Target, on: date) -> Decimal | None:
    """Return where the straight line stands on a day (2 decimals), the goal from the due date on.

    Returns ``None`` when the target has no due date or is due before the baseline.
    """
    if target.due is None or target.due <= baseline.on:
        return None
    if on >= target.due:
        return target.value
    passed = Fraction((max(on, baseline.on) - baseline.on).days, (target.due - baseline.on).days)
    way = Fraction(target.value) - Fraction(baseline.value)
    return round_half_up(Fraction(baseline.value) + way * passed)


def judge(
    target: Target,
    actual: Decimal | None,
    as_of: date,
    baseline: Point | None,
    rule: ProgressRule,
    reason: str = "",
) -> Judgement:
    """Judge a target on a day.

    Args:
        target: The target; its ``value`` is the goal.
        actual: Figure measured, ``None`` when there is none.
        as_of: Day of the figure.
        baseline: Start of the line; without it only "reached" and "missed" can be told.
        rule: Thresholds.
        reason: Why ``actual`` is missing, passed through.
    """
    if actual is None:
        return Judgement(Progress.NO_DATA, None, target.value, baseline=baseline, reason=reason)
    expected = expected_on(baseline, target, as_of) if baseline else None
    falling = baseline is not None and baseline.value > target.value
    sign = -1 if falling else 1
    shortfall = None if expected is None else sign * (expected - actual)
    gap = max(Decimal(0), sign * (target.value - actual))
    status, why = _status(target, actual, as_of, baseline, expected, shortfall, rule)
    open_still = status in (Progress.BEHIND, Progress.ON_TRACK)
    return Judgement(
        status=status,
        actual=actual,
        goal=target.value,
        expected=expected,
        shortfall=shortfall,
        gap=Decimal(0) if status is Progress.ACHIEVED else gap,
        pace_needed=_pace(gap, as_of, target.due) if open_still else None,
        baseline=baseline,
        reason=why,
    )


def _status(
    target: Target,
    actual: Decimal,
    as_of: date,
    baseline: Point | None,
    expected: Decimal | None,
    shortfall: Decimal | None,
    rule: ProgressRule,
) -> tuple[Progress, str]:
    if is_reached(target, actual):
        return Progress.ACHIEVED, ""
    if target.due is None:
        return Progress.NO_DATA, "no_due"
    if as_of >= target.due:
        return Progress.MISSED, ""
    if baseline is None or expected is None or shortfall is None:
        return Progress.NO_DATA, "no_baseline"
    slack = abs(Fraction(target.value) - Fraction(baseline.value)) * rule.tolerance_share
    return (Progress.ON_TRACK if shortfall <= slack else Progress.BEHIND), ""


def _pace(gap: Decimal, as_of: date, due: date | None) -> Decimal | None:
    if due is None or due <= as_of:
        return None
    quarters = Fraction((due - as_of).days) / DAYS_PER_QUARTER
    return round_half_up(Fraction(gap) / quarters)
