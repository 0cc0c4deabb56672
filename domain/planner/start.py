"""Where a plan starts once the cells that targets name outright are taken as gained."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from domain.planner.problem import NEARLY, Bools, Ints, Kind, PlanProblem


class Deadline:
    """How much of a time allowance is left, in seconds."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Return the seconds left, 0 when over."""
        return max(0.0, self._end - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is left."""
        return self.left <= 0.0


class Goal(StrEnum):
    """What one run of a model minimises."""

    ANY = "any"
    DEVIATION = "deviation"
    EFFORT = "effort"
    TIES = "ties"


@dataclass(frozen=True)
class Caps:
    """Values of earlier goals that a later one must keep.

    Attributes:
        effort: Effort reached, with the price of deviations.
        deviation: Communes away from soft requirements.
        tie_sum: Tie weights of the plan known so far.
    """

    effort: int | None = None
    deviation: int | None = None
    tie_sum: int = 0


@dataclass(frozen=True)
class Outcome:
    """What one run of a model found.

    Attributes:
        status: ``optimal`` (proved), ``feasible`` (time was up), ``infeasible`` (proved) or
            ``unknown``.
        upgrades: n × m, the plan found, if any.
        value: Its value of the goal.
        bound: No plan has a lower value; ``None`` when nothing is proved.
    """

    status: str
    upgrades: Bools | None = None
    value: int | None = None
    bound: int | None = None


@dataclass(frozen=True, eq=False)
class Start:
    """Marks and freedom left after the forced cells.

    Attributes:
        met: n × m, met now or forced.
        open: n × m, what may still be upgraded.
        gains: n, how many more each commune may gain.
        forced: n × m, upgrades every plan contains.
        is_possible: Whether the forced cells may be upgraded at all.
    """

    met: Bools
    open: Bools
    gains: Ints
    forced: Bools
    is_possible: bool

    @property
    def count(self) -> Ints:
        """Return n: criteria met, forced ones included."""
        return np.asarray(self.met.sum(axis=1), dtype=np.int64)

    def fixed_effort(self, problem: PlanProblem) -> int:
        """Return the effort of the forced cells."""
        return int(problem.effort[self.forced].sum())


def make_start(problem: PlanProblem) -> Start:
    """Take every cell that must be met as gained."""
    forced = np.zeros(problem.met.shape, dtype=bool)
    for item in problem.requirements:
        if item.is_forced:
            for code, no in item.cells:
                forced[problem.row[code], problem.column[no]] = True
    forced &= ~problem.met
    gains = problem.most_gains - forced.sum(axis=1)
    return Start(
        met=problem.met | forced,
        open=problem.open & ~forced,
        gains=np.minimum(gains, (problem.open & ~forced).sum(axis=1)),
        forced=forced,
        is_possible=not (forced & ~problem.open).any() and bool((gains >= 0).all()),
    )


def tie_weights(problem: PlanProblem) -> Ints:
    """Return n × m: what decides between plans of equal effort, less is better.

    An upgrade weighs twice the criteria its commune lacks now, so that communes nearest to the
    line come first; a criterion nearly met weighs one less.
    """
    near = (problem.marks == NEARLY).astype(np.int64)
    return np.asarray(2 * problem.lacking[:, None] - near, dtype=np.int64)


def preference(problem: PlanProblem) -> Ints:
    """Return n × m: the order in which a commune takes its open cells, less first.

    By effort, then nearly met before others, then by criterion number.
    """
    size = len(problem.numbers)
    far = (problem.marks != NEARLY).astype(np.int64)
    return np.asarray(problem.effort * (2 * size) + far * size + np.arange(size), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Column:
    """How many more communes must gain one criterion.

    Attributes:
        position: Position of the criterion.
        inside: n, the communes that count.
        need: Communes still to gain it.
    """

    position: int
    inside: Bools
    need: int


def build_columns(problem: PlanProblem, start: Start) -> list[Column]:
    """Return what the counts per criterion still ask for; of equal scopes the highest."""
    found: dict[tuple[int, bytes], Column] = {}
    for item in problem.requirements:
        if item.kind is not Kind.CRITERION or item.at_least is None:
            continue
        position, inside = problem.column[item.numbers[0]], problem.members(item)
        need = item.at_least - int(start.met[inside, position].sum())
        key = (position, inside.tobytes())
        if need > 0 and (key not in found or found[key].need < need):
            found[key] = Column(position, inside, need)
    return list(found.values())


def are_disjoint(columns: Sequence[Column]) -> bool:
    """Tell whether no commune counts twice for one criterion."""
    positions = {column.position for column in columns}
    return all(
        np.sum([c.inside for c in columns if c.position == position], axis=0).max(initial=0) <= 1
        for position in positions
    )
