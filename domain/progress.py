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
    """A value known at a day, and where it comes from.

    Attributes:
        on: Day of the value.
        value: In the target's unit.
        source: Key of the explanation (``snapshot``, ``printed_increment``, ``published``,
            ``first_snapshot`` or ``zero``).
        reference: Address of the page that printed it, for a published figure.
    """

    on: date
    value: Decimal
    source: str = ""
    reference: str = ""


@dataclass(frozen=True)
class ProgressRule:
    """Thresholds of the judgement, from ``data/settings.yml``.

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
        pace_needed: Per quarter from today to the due date; ``None`` when reached, due or without a
            due date. It needs no baseline.
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


def is_exact(target: Target, set_size: int | None = None) -> bool:
    """Tell whether the target asks for exactly its value, no more and no less.

    Only a band of communes that lies below the full set does: "2 xã đạt 18 tiêu chí" is part of a
    distribution, while more communes at all criteria than planned is no failure.

    Args:
        target: The target.
        set_size: Criteria in the plan's set; it tells the top band from the others.
    """
    in_band = target.metric == "communes_in_band" and target.comparator == "="
    return in_band and (target.band_min != target.band_max or target.band_max != set_size)


def is_reached(target: Target, value: Decimal, set_size: int | None = None) -> bool:
    """Tell whether a value satisfies the target.

    ``=`` on a level to hold means "at least", as the plans print plain figures for levels to reach;
    on a band below the full set it means exactly that many (:func:`is_exact`). A range whose text
    ends with "trở lên" has its lower end as threshold.
    """
    match target.comparator:
        case ">":
            return value > target.value
        case "<=":
            return value <= target.value
        case "=" if is_exact(target, set_size):
            return value == target.value
        case _:
            return value >= target.value


def expected_on(
    baseline: Point, target: Target, on: date, set_size: int | None = None
) -> Decimal | None:
    """Return where the straight line stands on a day (2 decimals), the goal from the due date on.

    A baseline that already satisfies an "at least" or "at most" target leaves nothing to climb: the
    goal itself is expected on every day, as a level to hold.

    Returns ``None`` when the target has no due date or is due before the baseline, and on days
    before the baseline, when nothing was expected yet.
    """
    if target.due is None or target.due <= baseline.on or on < baseline.on:
        return None
    if on >= target.due or holds_from_start(baseline, target, set_size):
        return target.value
    passed = Fraction((on - baseline.on).days, (target.due - baseline.on).days)
    way = Fraction(target.value) - Fraction(baseline.value)
    return round_half_up(Fraction(baseline.value) + way * passed)


def holds_from_start(baseline: Point, target: Target, set_size: int | None = None) -> bool:
    """Tell whether the target was satisfied at its baseline already, as a level to hold."""
    return not is_exact(target, set_size) and is_reached(target, baseline.value, set_size)


def judge(
    target: Target,
    actual: Decimal | None,
    as_of: date,
    baseline: Point | None,
    rule: ProgressRule,
    reason: str = "",
    set_size: int | None = None,
) -> Judgement:
    """Judge a target on a day.

    Args:
        target: The target; its ``value`` is the goal.
        actual: Figure measured, ``None`` when there is none.
        as_of: Day of the figure.
        baseline: Start of the line; without it only "reached" and "missed" can be told.
        rule: Thresholds.
        reason: Why ``actual`` is missing, passed through.
        set_size: Criteria in the plan's set.
    """
    if actual is None:
        return Judgement(Progress.NO_DATA, None, target.value, baseline=baseline, reason=reason)
    reached = is_reached(target, actual, set_size)
    expected = expected_on(baseline, target, as_of, set_size) if baseline else None
    shortfall = None if expected is None else _shortfall(target, expected, actual, set_size)
    gap = Decimal(0) if reached else _gap(target, actual, set_size)
    status, why = _status(
        target, reached, as_of, shortfall, _slack(target, baseline, rule, set_size)
    )
    if why == "no_baseline" and baseline is not None:
        why = "before_start"
    return Judgement(
        status=status,
        actual=actual,
        goal=target.value,
        expected=expected,
        shortfall=shortfall,
        gap=gap,
        pace_needed=None if reached else _pace(gap, as_of, target.due),
        baseline=baseline,
        reason=why,
    )


def _status(
    target: Target, reached: bool, as_of: date, shortfall: Decimal | None, slack: Fraction
) -> tuple[Progress, str]:
    if reached:
        return Progress.ACHIEVED, ""
    if target.due is None:
        return Progress.NO_DATA, "no_due"
    if as_of >= target.due:
        return Progress.MISSED, ""
    if shortfall is None:
        return Progress.NO_DATA, "no_baseline"
    return (Progress.ON_TRACK if shortfall <= slack else Progress.BEHIND), ""


def _shortfall(target: Target, expected: Decimal, actual: Decimal, set_size: int | None) -> Decimal:
    if not is_exact(target, set_size):
        behind = actual - expected if target.comparator == "<=" else expected - actual
        return behind + Decimal(0)  # no "-0"
    # Between line and goal is ahead; short of the line, or beyond the goal, is away from course.
    low, high = sorted((expected, target.value))
    if low <= actual <= high:
        return Decimal(0) - abs(actual - expected)
    return min(abs(actual - low), abs(actual - high))


def _gap(target: Target, actual: Decimal, set_size: int | None) -> Decimal:
    if is_exact(target, set_size) or target.comparator == "<=":
        return abs(target.value - actual)
    return max(Decimal(0), target.value - actual)


def _slack(
    target: Target, baseline: Point | None, rule: ProgressRule, set_size: int | None
) -> Fraction:
    if baseline is None or holds_from_start(baseline, target, set_size):
        return Fraction(0)
    return abs(Fraction(target.value) - Fraction(baseline.value)) * rule.tolerance_share


def _pace(gap: Decimal, as_of: date, due: date | None) -> Decimal | None:
    if due is None or due <= as_of:
        return None
    return round_half_up(Fraction(gap) / _quarters(as_of, due))


def _quarters(as_of: date, due: date) -> Fraction:
    return Fraction((due - as_of).days) / DAYS_PER_QUARTER


def quarters_left(as_of: date, due: date) -> Decimal:
    """Return the quarters from a day to a due date, 2 decimals; 0 once due."""
    return round_half_up(max(_quarters(as_of, due), Fraction(0)))


@dataclass(frozen=True)
class Working:
    """The inputs of a judgement that its result does not show; for "how was this computed".

    Attributes:
        days_passed: From the baseline to the day judged, at least 0 and at most ``days_total``.
        days_total: From the baseline to the due date.
        slack: What may be missing to the line and still count as on track, in the target's unit.
        holds: The target was satisfied at the baseline: nothing to climb, a level to hold.
    """

    days_passed: int
    days_total: int
    slack: Decimal
    holds: bool


def explain(
    target: Target,
    judgement: Judgement,
    as_of: date,
    rule: ProgressRule,
    set_size: int | None = None,
) -> Working | None:
    """Return the inputs of the line, ``None`` where no line can be drawn for the day."""
    baseline, due = judgement.baseline, target.due
    if baseline is None or due is None or due <= baseline.on or as_of < baseline.on:
        return None
    total = (due - baseline.on).days
    return Working(
        days_passed=min((as_of - baseline.on).days, total),
        days_total=total,
        slack=round_half_up(_slack(target, baseline, rule, set_size)),
        holds=holds_from_start(baseline, target, set_size),
    )
