"""Rows and columns for HiGHS, and what it answers."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:  # half a second, which only the process that solves should wait for
    from scipy.optimize import LinearConstraint, OptimizeResult

Floats = npt.NDArray[np.float64]

ROUNDING = 1e-6
"""Objectives are whole numbers, so a bound of 41.0000001 proves 41 and one of 41.2 proves 42."""

LARGE = 20_000
"""Columns from which the relaxation is solved first: in models on counts, where few rows bind many
communes, it is often whole as it is, and HiGHS's preparation of the whole model takes minutes."""


@dataclass
class Rows:
    """Linear conditions ``low ≤ Σ value·column ≤ high``, collected one block after the other."""

    rows: list[npt.NDArray[np.int64]] = field(default_factory=list)
    columns: list[npt.NDArray[np.int64]] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    low: list[Floats] = field(default_factory=list)
    high: list[Floats] = field(default_factory=list)
    count: int = 0

    def add(
        self,
        row: npt.ArrayLike,
        column: npt.ArrayLike,
        value: npt.ArrayLike,
        low: npt.ArrayLike,
        high: npt.ArrayLike,
    ) -> None:
        """Add a block: entries with row numbers from 0, and the bounds of its rows."""
        columns = np.atleast_1d(np.asarray(column, dtype=np.int64))
        lows = np.atleast_1d(np.asarray(low, dtype=float))
        self.rows.append(np.broadcast_to(np.asarray(row) + self.count, columns.shape))
        self.columns.append(columns)
        self.values.append(np.broadcast_to(np.asarray(value, dtype=float), columns.shape))
        self.low.append(lows)
        self.high.append(np.broadcast_to(np.asarray(high, dtype=float), lows.shape))
        self.count += len(lows)

    def add_one(self, vector: Floats, low: float | None = None, high: float | None = None) -> None:
        """Add one row given in full."""
        columns = np.nonzero(vector)[0]
        bounds = (-np.inf if low is None else low, np.inf if high is None else high)
        self.add(0, columns, vector[columns], *bounds)

    def constraint(self, width: int) -> "list[LinearConstraint]":
        """Return the rows for a model of ``width`` columns."""
        from scipy.optimize import LinearConstraint
        from scipy.sparse import coo_array

        if not self.count:
            return []
        entries = (np.concatenate(self.rows), np.concatenate(self.columns))
        matrix = coo_array((np.concatenate(self.values), entries), shape=(self.count, width))
        return [
            LinearConstraint(matrix.tocsc(), np.concatenate(self.low), np.concatenate(self.high))
        ]


@dataclass(frozen=True, eq=False)
class Answer:
    """What HiGHS said.

    Attributes:
        status: ``optimal``, ``feasible``, ``infeasible`` or ``unknown``.
        x: Values of the columns, unrounded.
        bound: No solution has a lower whole objective; ``None`` when nothing is proved.
    """

    status: str
    x: Floats | None
    bound: int | None


def run(
    objective: Floats, rows: Rows, upper: Floats, is_whole: npt.ArrayLike, seconds: float
) -> Answer:
    """Minimise a whole-numbered objective over columns between 0 and ``upper``.

    Args:
        objective: One coefficient a column.
        rows: The conditions.
        upper: Upper bounds.
        is_whole: 1 where a column must be whole, 0 where not.
        seconds: Time allowed; nothing is tried when it is over.
    """
    if seconds <= 0:
        return Answer("unknown", None, None)
    if not len(objective):
        return _empty(rows)
    whole = np.broadcast_to(np.asarray(is_whole), objective.shape)
    if not whole.any() or len(objective) < LARGE:
        return _solve(objective, rows, upper, whole, seconds)
    begun = time.monotonic()
    relaxed = _solve(objective, rows, upper, np.zeros(len(objective)), seconds)
    if relaxed.x is None or (np.abs(relaxed.x - relaxed.x.round()) < ROUNDING).all():
        return relaxed
    left = seconds - (time.monotonic() - begun)
    if left <= 0:
        return Answer("unknown", None, relaxed.bound)
    answer = _solve(objective, rows, upper, whole, left)
    return Answer(answer.status, answer.x, relaxed.bound if answer.bound is None else answer.bound)


def _solve(
    objective: Floats, rows: Rows, upper: Floats, whole: npt.ArrayLike, seconds: float
) -> Answer:
    from scipy.optimize import Bounds, milp

    result = milp(
        objective,
        constraints=rows.constraint(len(objective)),
        bounds=Bounds(0, upper),
        integrality=whole,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    status = _status(result)
    bound = getattr(result, "mip_dual_bound", None)
    if bound is None and status == "optimal":
        bound = result.fun
    if bound is None or status == "infeasible" or not np.isfinite(bound):
        return Answer(status, result.x, None)
    return Answer(status, result.x, int(np.ceil(bound - ROUNDING)))


def _empty(rows: Rows) -> Answer:
    holds = all((low <= 0).all() for low in rows.low) and all((h >= 0).all() for h in rows.high)
    return Answer("optimal", np.zeros(0), 0) if holds else Answer("infeasible", None, None)


def _status(result: "OptimizeResult") -> str:
    # Status 0 is proved, 1 a limit, 2 infeasible; 3 and 4 do not happen to bounded models that can
    # be solved, and are reported as unknown.
    if result.status == 2:
        return "infeasible"
    if result.x is None:
        return "unknown"
    return "optimal" if result.status == 0 else "feasible"
