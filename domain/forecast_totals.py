"""The forecast of criteria met by all communes together, from which the average follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from domain.forecast import (
    FARTHEST_DAYS,
    LEVEL,
    Forecast,
    NotEnough,
    needed_pace,
    pace_between,
    refuse,
)
from domain.forecast_rates import DAYS_PER_YEAR

Floats = npt.NDArray[np.float64]

DRAWS, SEED = 2000, 20260222


@dataclass(frozen=True)
class Totals:
    """Criteria met by each commune on a day.

    Attributes:
        on: The day.
        counts: Criteria met by commune code.
        size: Criteria in the set.
        set_id: The set.
    """

    on: date
    counts: Mapping[str, int]
    size: int
    set_id: str


def forecast_total(
    history: Iterable[Totals], due: date, goal: int | None = None, level: float = LEVEL
) -> Forecast | NotEnough:
    """Forecast the criteria met by all communes together (÷ communes: the average).

    Each criterion a commune lacks is met at a constant rate, net of losses. The interval comes from
    2000 draws: the rate from communes drawn with replacement, and what it leaves unexplained from a
    second draw, scaled to the length of the forecast. The seed is fixed: equal input, equal answer.

    Args:
        history: Snapshots; those of another criteria set than the last are left out, and so are
            communes not known at every snapshot used.
        due: Day asked for.
        goal: Criteria wanted by then.
        level: Share of the draws inside the interval.
    """
    ordered = sorted(history, key=lambda item: item.on)
    used = [item for item in ordered if item.set_id == ordered[-1].set_id]
    refusal = refuse([item.on for item in used], due)
    if refusal is not None:
        return refusal
    codes = sorted(set.intersection(*(set(item.counts) for item in used)))
    if not codes:
        return NotEnough("one_period", 0, 0)
    table = np.array([[item.counts[code] for code in codes] for item in used], dtype=float)
    days = np.array([(item.on - used[0].on).days for item in used]) / DAYS_PER_YEAR
    return _draw_total(used, table, days, due, goal, level)


def _draw_total(
    used: list[Totals], table: Floats, days: Floats, due: date, goal: int | None, level: float
) -> Forecast:
    last, size = used[-1], used[-1].size
    change = np.diff(table, axis=0)
    open_years = (size - table[:-1] - change.clip(0) / 2) * np.diff(days)[:, None]
    gains, exposure = change.sum(axis=0), open_years.sum(axis=0)
    now, left = int(table[-1].sum()), float((size - table[-1]).sum())
    years = (due - last.on).days / DAYS_PER_YEAR
    rate = gains.sum() / exposure.sum() if exposure.sum() else 0.0
    generator = np.random.default_rng(SEED)
    draws = generator.integers(0, len(gains), size=(2, DRAWS, len(gains)))
    drawn = exposure[draws[0]].sum(axis=1)
    rates = np.divide(gains[draws[0]].sum(axis=1), drawn, out=np.zeros(DRAWS), where=drawn > 0)
    # What the rate leaves unexplained grows with the square root of the exposure ahead.
    ahead = left * years / exposure.sum() if exposure.sum() else 0.0
    noise = (gains - rate * exposure)[draws[1]].sum(axis=1) * np.sqrt(ahead)
    reach = now + _grown(left, rates, years) + noise
    totals = np.clip(reach, 0, table.shape[1] * size)
    low, high = np.quantile(totals, [(1 - level) / 2, (1 + level) / 2])
    expected = now + float(_grown(left, np.array([rate]), years)[0])
    return Forecast(
        as_of=last.on,
        due=due,
        now=now,
        expected=expected,
        low=int(np.floor(low)),
        high=int(np.ceil(high)),
        level=level,
        method="bootstrap",
        periods=len(used),
        first=used[0].on,
        gained=int(change[change > 0].sum()),
        lost=int(-change[change < 0].sum()),
        exposure=float(exposure.sum()),
        pace=pace_between(used[0].on, float(table[0].sum()), last.on, now),
        goal=goal,
        pace_needed=needed_pace(goal, now, last.on, due),
        reached_on=None if goal is None else _day_reached(now, left, rate, last.on, goal),
        chance=None if goal is None else float((totals >= goal).mean()),
    )


def _grown(left: float, rate: Floats, years: float) -> Floats:
    """Return criteria gained; a falling total keeps its pace, as nothing is left to run out of."""
    return np.asarray(np.where(rate > 0, left * (1 - np.exp(-rate * years)), left * rate * years))


def _day_reached(now: int, left: float, rate: float, as_of: date, goal: int) -> date | None:
    if now >= goal:
        return as_of
    if rate <= 0 or goal - now >= left:
        return None
    days = int(np.ceil(-np.log(1 - (goal - now) / left) / rate * DAYS_PER_YEAR))
    return None if days > FARTHEST_DAYS else as_of + timedelta(days=days)
