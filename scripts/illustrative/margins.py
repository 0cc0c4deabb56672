"""Whole numbers of criteria met a commune, within bounds and adding up to a published total."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Band = tuple[int, int, int]

BISECTION_STEPS = 60


def spread_total(
    lower: Ints, upper: Ints, total: int, prior: Floats, rng: np.random.Generator
) -> Ints:
    """Choose whole numbers near a prior, each within its bounds, that add up to a total.

    Args:
        lower: Lowest value of each [criteria].
        upper: Highest value of each [criteria].
        total: Sum to reach [criteria].
        prior: Preferred value of each; only its shape matters, a common shift is applied.
        rng: Source of the rounding.

    Returns:
        One value for each entry.

    Raises:
        ValueError: The bounds cross or the total lies outside them.
    """
    if (lower > upper).any() or not lower.sum() <= total <= upper.sum():
        raise ValueError(f"{total} is outside {lower.sum()}..{upper.sum()}, or bounds cross")
    shift = _find_shift(lower, upper, total, prior)
    wanted = np.clip(prior + shift, lower, upper)
    values = np.clip(np.floor(wanted + rng.random(len(wanted))), lower, upper).astype(np.int64)
    step = 1 if values.sum() < total else -1
    while values.sum() != total:
        has_room = values < upper if step > 0 else values > lower
        values[rng.choice(np.flatnonzero(has_room))] += step
    return values


def _find_shift(lower: Ints, upper: Ints, total: int, prior: Floats) -> float:
    low, high = float((lower - prior).min()), float((upper - prior).max())
    for _ in range(BISECTION_STEPS):
        middle = (low + high) / 2
        if np.clip(prior + middle, lower, upper).sum() < total:
            low = middle
        else:
            high = middle
    return high


def assign_bands(order: Sequence[int], bands: Sequence[Band]) -> tuple[Ints, Ints]:
    """Give the highest band to the first positions of an order, the next band to those after.

    Args:
        order: Positions of all communes, best first.
        bands: Lowest and highest value [criteria] and number of communes of every band.

    Returns:
        Lower and upper bound by position.

    Raises:
        ValueError: The bands do not hold exactly the communes of the order.
    """
    if sum(count for _, _, count in bands) != len(order):
        raise ValueError(f"bands {bands} do not hold {len(order)} communes")
    lower = np.zeros(len(order), dtype=np.int64)
    upper = np.zeros(len(order), dtype=np.int64)
    start = 0
    for low, high, count in sorted(bands, reverse=True):
        members = list(order[start : start + count])
        lower[members], upper[members] = low, high
        start += count
    return lower, upper
