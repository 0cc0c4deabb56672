"""What past snapshots and published counts say: gained, lost, and in how many commune-years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from domain.progress import DAYS_PER_QUARTER

DAYS_PER_YEAR = float(4 * DAYS_PER_QUARTER)


@dataclass(frozen=True)
class Moment:
    """Which communes stood at the line on a day.

    Attributes:
        on: The day.
        scope: Communes known.
        reached: Those at the line.
        set_id: Criteria set where the line depends on it, else empty.
    """

    on: date
    scope: frozenset[str]
    reached: frozenset[str]
    set_id: str = ""


@dataclass(frozen=True)
class Tally:
    """How many communes stood at the line on a day, without their names.

    Attributes:
        on: The day.
        reached: Communes at the line.
    """

    on: date
    reached: int


def usable(moments: Iterable[Moment]) -> list[Moment]:
    """Return the moments of the last one's criteria set, oldest first: sets are never mixed."""
    ordered = sorted(moments, key=lambda moment: moment.on)
    return [m for m in ordered if m.set_id == ordered[-1].set_id] if ordered else []


@dataclass(frozen=True)
class Rates:
    """What was gained and lost, and in how many commune-years."""

    gained: int
    at_risk: float
    lost: int
    held: float


def count_rates(moments: Sequence[Moment]) -> Rates:
    """Count transitions between following moments, on the communes known at both.

    A commune that changes between two snapshots counts for half the time between them.
    """
    gained, lost, at_risk, held = 0, 0, 0.0, 0.0
    for before, after in pairwise(moments):
        both = before.scope & after.scope
        years = (after.on - before.on).days / DAYS_PER_YEAR
        short, at_line = both - before.reached, both & before.reached
        won, gone = len(short & after.reached), len(at_line - after.reached)
        gained, lost = gained + won, lost + gone
        at_risk += (len(short) - won / 2) * years
        held += (len(at_line) - gone / 2) * years
    return Rates(gained, at_risk, lost, held)


def tally_rates(tallies: Sequence[Tally], whole: int) -> Rates:
    """Count net changes between following counts of the same ``whole`` communes."""
    gained, lost, at_risk, held = 0, 0, 0.0, 0.0
    for before, after in pairwise(tallies):
        years = (after.on - before.on).days / DAYS_PER_YEAR
        won, gone = max(0, after.reached - before.reached), max(0, before.reached - after.reached)
        gained, lost = gained + won, lost + gone
        at_risk += (whole - before.reached - won / 2) * years
        held += (before.reached - gone / 2) * years
    return Rates(gained, at_risk, lost, held)
