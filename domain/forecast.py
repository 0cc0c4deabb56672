"""Where things stand at a due date if they go on as they did: an expected count with an interval.

The unit is a commune that is at the line or not (recognised, meeting a criterion, …). Method: each
commune short of the line reaches it at a constant rate, estimated from all pairs of following
snapshots as communes gained ÷ commune-years short of the line (one that gets there between two
snapshots counts for half the time); where communes were lost, the same
holds for losing it. The rate has a Gamma distribution (Jeffreys: gained + ½, commune-years), the
count at the due date given the rate is binomial, and the interval holds the stated share of that
mixture, computed without random numbers. The expected curve flattens as fewer communes are left.

Criteria met in all (averages) are not independent of each other inside a commune, so their interval
is a bootstrap over communes with a fixed seed (``domain.forecast_totals``).

Where only counts were published and nobody says which communes they are, the same holds with the
net change between two figures in place of communes gained and lost (``forecast_tally``); a commune
lost and another gained in between go unseen, so the interval is rather too narrow than too wide.

What all assume: the pace of the past goes on, and communes do not differ in it. Where the easy
communes came first, the forecast is too high.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from domain.forecast_rates import (
    DAYS_PER_YEAR,
    Moment,
    Rates,
    Tally,
    count_rates,
    tally_rates,
    usable,
)
from domain.progress import DAYS_PER_QUARTER

Floats = npt.NDArray[np.float64]

SHORTEST_DAYS = 180
"""Least days between first and last snapshot that a pace is read from."""

LEVEL = 0.9
"""Share of the distribution an interval holds unless told otherwise."""

GRID = 200
"""Points the distribution of a rate is cut into; more change no interval by a whole commune."""

FARTHEST_DAYS = 50 * 366


@dataclass(frozen=True)
class NotEnough:
    """Why there is no forecast: ``one_period``, ``short_span`` or ``due_passed``.

    Attributes:
        why: The key.
        periods: Snapshots that could be used.
        days: Days between the first and the last of them.
    """

    why: str
    periods: int
    days: int


@dataclass(frozen=True)
class Forecast:
    """A count expected at a due date, with everything it was computed from.

    Attributes:
        as_of: Day of the last snapshot.
        due: Day asked for.
        now: Count on ``as_of``.
        expected: Mean of the count on ``due``.
        low: Lower end of the interval.
        high: Upper end of the interval.
        level: Share of the distribution inside it.
        method: ``binomial``, ``binomial_counts`` (from published counts) or ``bootstrap``.
        periods: Snapshots (or published figures) used.
        first: Day of the first of them.
        gained: Gained from snapshot to snapshot.
        lost: Lost from snapshot to snapshot.
        exposure: Commune-years (or criterion-years) short of the line, in which they were gained.
        pace: Net change a quarter over the snapshots.
        goal: Count asked for, if any.
        pace_needed: Per quarter from ``as_of`` to ``due``; 0 when reached, ``None`` without goal.
        reached_on: Day the expected curve reaches the goal; ``None`` when it never does within
            fifty years, or without goal.
        chance: Share of the distribution at or over the goal, ``None`` without goal.
    """

    as_of: date
    due: date
    now: int
    expected: float
    low: int
    high: int
    level: float
    method: str
    periods: int
    first: date
    gained: int
    lost: int
    exposure: float
    pace: float
    goal: int | None = None
    pace_needed: float | None = None
    reached_on: date | None = None
    chance: float | None = None


def refuse(days: Sequence[date], due: date) -> NotEnough | None:
    """Tell why snapshots of these days, oldest first, carry no forecast; ``None`` when they do."""
    span = (days[-1] - days[0]).days if days else 0
    if len(set(days)) < 2:
        return NotEnough("one_period", len(days), span)
    if span < SHORTEST_DAYS:
        return NotEnough("short_span", len(days), span)
    return NotEnough("due_passed", len(days), span) if due <= days[-1] else None


def forecast_count(
    moments: Iterable[Moment], due: date, goal: int | None = None, level: float = LEVEL
) -> Forecast | NotEnough:
    """Forecast how many communes are at the line on a day; the method is the module's.

    Args:
        moments: Snapshots; those of another criteria set than the last are left out.
        due: Day asked for.
        goal: Communes wanted by then.
        level: Share of the distribution the interval holds, between 0 and 1.
    """
    used = usable(moments)
    refusal = refuse([moment.on for moment in used], due)
    if refusal is not None:
        return refusal
    tallies = [Tally(moment.on, len(moment.reached & moment.scope)) for moment in used]
    whole = len(used[-1].scope)
    return _forecast(tallies, count_rates(used), whole, due, goal, level, "binomial")


def forecast_tally(
    tallies: Iterable[Tally], whole: int, due: date, goal: int | None = None, level: float = LEVEL
) -> Forecast | NotEnough:
    """Forecast how many communes are at the line on a day, from counts alone.

    Args:
        tallies: Counts, each at most ``whole``.
        whole: Communes there are; taken as the same at every count.
        due: Day asked for.
        goal: Communes wanted by then.
        level: Share of the distribution the interval holds, between 0 and 1.
    """
    used = sorted(tallies, key=lambda tally: tally.on)
    refusal = refuse([tally.on for tally in used], due)
    if refusal is not None:
        return refusal
    rates = tally_rates(used, whole)
    return _forecast(used, rates, whole, due, goal, level, "binomial_counts")


def _forecast(
    used: Sequence[Tally],
    rates: Rates,
    whole: int,
    due: date,
    goal: int | None,
    level: float,
    method: str,
) -> Forecast:
    last = used[-1]
    now, left = last.reached, whole - last.reached
    years = (due - last.on).days / DAYS_PER_YEAR
    chances = _distribution(rates, now, left, years)
    below = chances.cumsum()
    tail = (1 - level) / 2
    pace = pace_between(used[0].on, used[0].reached, last.on, now)
    return Forecast(
        as_of=last.on,
        due=due,
        now=now,
        expected=float(chances @ np.arange(len(chances))),
        low=int(np.searchsorted(below, tail)),
        high=min(int(np.searchsorted(below, 1 - tail)), len(chances) - 1),
        level=level,
        method=method,
        periods=len(used),
        first=used[0].on,
        gained=rates.gained,
        lost=rates.lost,
        exposure=rates.at_risk,
        pace=pace,
        goal=goal,
        pace_needed=needed_pace(goal, now, last.on, due),
        reached_on=None if goal is None else _reached_on(rates, now, left, last.on, goal),
        chance=None if goal is None else float(chances[max(0, goal) :].sum()),
    )


def _rate_grid(events: int, exposure: float) -> Floats:
    """Return equally likely values of a rate a year."""
    if exposure <= 0:
        return np.zeros(1)
    # Takes most of a second, which nothing that only imports this module should wait for.
    from scipy.stats import gamma

    points = (np.arange(GRID) + 0.5) / GRID
    return np.asarray(gamma.ppf(points, events + 0.5) / exposure)


def _distribution(rates: Rates, now: int, left: int, years: float) -> Floats:
    """Return the chance of every count from 0 to all communes."""
    gains = _mixture(left, _rate_grid(rates.gained, rates.at_risk), years)
    if not rates.lost:
        return np.concatenate([np.zeros(now), gains])
    # Those that stay: now minus those lost, most lost first.
    stays = _mixture(now, _rate_grid(rates.lost, rates.held), years)[::-1]
    return np.asarray(np.convolve(stays, gains))


def _mixture(count: int, rate: Floats, years: float) -> Floats:
    from scipy.stats import binom

    share = 1 - np.exp(-rate * years)
    chances = binom.pmf(np.arange(count + 1)[:, None], count, share[None, :])
    return np.asarray(chances.mean(axis=1))


def _expected(rates: Rates, now: int, left: int, years: float) -> float:
    gain = 1 - np.exp(-_rate_grid(rates.gained, rates.at_risk) * years)
    loss = 1 - np.exp(-_rate_grid(rates.lost, rates.held) * years) if rates.lost else np.zeros(1)
    return float(now * (1 - loss.mean()) + left * gain.mean())


def _reached_on(rates: Rates, now: int, left: int, as_of: date, goal: int) -> date | None:
    if now >= goal:
        return as_of
    if _expected(rates, now, left, FARTHEST_DAYS / DAYS_PER_YEAR) < goal:
        return None
    low, high = 0, FARTHEST_DAYS
    while high - low > 1:
        middle = (low + high) // 2
        is_there = _expected(rates, now, left, middle / DAYS_PER_YEAR) >= goal
        low, high = (low, middle) if is_there else (middle, high)
    return as_of + timedelta(days=high)


def pace_between(first: date, start: float, last: date, now: float) -> float:
    """Return the net change a quarter between two days."""
    return (now - start) / ((last - first).days / float(DAYS_PER_QUARTER))


def needed_pace(goal: int | None, now: int, as_of: date, due: date) -> float | None:
    """Return what is needed a quarter, 0 when the goal is reached, ``None`` without one."""
    if goal is None:
        return None
    return max(0, goal - now) / ((due - as_of).days / float(DAYS_PER_QUARTER))


def forecast_path(
    forecast_on: Callable[[date], Forecast | NotEnough], days: Iterable[date]
) -> list[Forecast]:
    """Return the forecast for several days, for a curve; none without enough history.

    Args:
        forecast_on: Forecasts one day.
        days: The days.
    """
    made = (forecast_on(day) for day in days)
    return [item for item in made if isinstance(item, Forecast)]
