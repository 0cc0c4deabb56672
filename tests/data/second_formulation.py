"""The planner's question a second time, written down straight from the rows of ``targets.csv``.

Nothing of ``domain.planner`` is used: one binary a cell, one a commune that holds everything, one a
commune inside a band, a big-M each. Slow, plain, and good enough for one province.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

EPSILON = 1e-9
READ = {
    "communes_ntm",
    "communes_ntm_share",
    "avg_criteria_per_commune",
    "min_criteria_per_commune",
    "communes_meeting_criterion",
    "criteria_group_share",
    "communes_in_band",
}


class Model:
    """Rows over cells and helper binaries, built one target after the other."""

    def __init__(self, met: np.ndarray, is_recognised: np.ndarray, limit: int | None = None):
        self.met, self.is_recognised = met, is_recognised
        self.n, self.m = met.shape
        self.width = self.n * self.m
        self.rows: list[tuple[dict[int, float], float, float]] = []
        if limit is not None:
            for i in range(self.n):
                self.add({i * self.m + j: 1 for j in range(self.m)}, high=limit)

    def add(self, row: dict[int, float], low: float = -np.inf, high: float = np.inf) -> None:
        self.rows.append((row, low, high))

    def helper(self) -> int:
        self.width += 1
        return self.width - 1

    def cells(self, i: int, columns: Sequence[int] | None = None) -> list[int]:
        wanted = range(self.m) if columns is None else columns
        return [i * self.m + j for j in wanted if not self.met[i, j]]

    def all_of(self, i: int, columns: Sequence[int] | None = None) -> int:
        """Return a binary that may be 1 only when the commune meets all these criteria."""
        own = self.helper()
        lacking = self.cells(i, columns)
        self.add({own: -float(len(lacking)), **dict.fromkeys(lacking, 1.0)}, low=0)
        return own

    def inside(self, i: int, low: int, high: int) -> tuple[int, int, int]:
        """Return binaries (under, in, over) of a band, exactly one of which is 1."""
        under, within, over = (self.helper() for _ in range(3))
        self.add({under: 1, within: 1, over: 1}, 1, 1)
        count, now = dict.fromkeys(self.cells(i), 1.0), int(self.met[i].sum())
        self.add({**count, within: -low, over: -(high + 1)}, low=-now)
        self.add({**count, under: -(low - 1), within: -high, over: -self.m}, high=-now)
        return under, within, over

    def solve(self, effort: np.ndarray, seconds: float = 60) -> tuple[str, float | None]:
        cost = np.zeros(self.width)
        cost[: self.n * self.m] = effort.ravel()
        matrix = np.zeros((len(self.rows), self.width))
        for position, (row, _, _) in enumerate(self.rows):
            matrix[position, list(row)] = list(row.values())
        top = np.ones(self.width)
        top[: self.n * self.m][self.met.ravel()] = 0
        low, high = [r[1] for r in self.rows], [r[2] for r in self.rows]
        constraint = [LinearConstraint(matrix, low, high)] if self.rows else []
        found = milp(
            cost,
            constraints=constraint,
            bounds=Bounds(0, top),
            integrality=1,
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        if found.status == 2:
            return "infeasible", None
        return ("optimal", float(found.fun)) if found.status == 0 else ("undecided", None)


def ask(
    model: Model, row: Mapping, inside: np.ndarray, numbers: Sequence[int], named: np.ndarray | None
) -> None:
    """Add one target, a row of ``targets.csv``, to a model.

    Args:
        model: The model.
        row: The target.
        inside: n, communes of its district or of the province.
        numbers: Criterion numbers of the set.
        named: n, communes it names, if it does.
    """
    value, is_more = float(row["value"]), row["comparator"] == ">"
    scope = np.nonzero(inside if named is None else named)[0]
    match row["metric"]:
        case "communes_ntm" | "communes_ntm_share":
            share = 100 / len(scope) if row["metric"].endswith("share") else 1
            open_ = [i for i in scope if not model.is_recognised[i]]
            done = len(scope) - len(open_)
            strict = 1e-6 if is_more else 0
            model.add(
                {model.all_of(i): share for i in open_}, low=value + strict - EPSILON - share * done
            )
        case "avg_criteria_per_commune":
            cells = [c for i in scope for c in model.cells(i)]
            now = int(model.met[scope].sum())
            model.add(dict.fromkeys(cells, 1.0), low=value * len(scope) - EPSILON - now)
        case "min_criteria_per_commune":
            for i in scope:
                if row["scope_level"] == "non_ntm_communes" and model.is_recognised[i]:
                    continue
                model.add(dict.fromkeys(model.cells(i), 1.0), low=value - int(model.met[i].sum()))
        case "communes_meeting_criterion":
            j = list(numbers).index(int(row["criterion_no"]))
            cells = [i * model.m + j for i in scope if not model.met[i, j]]
            model.add(dict.fromkeys(cells, 1.0), low=value - int(model.met[scope, j].sum()))
        case "criteria_group_share":
            columns = [list(numbers).index(int(no)) for no in row["criterion_list"].split(";")]
            share = 100 / len(scope)
            model.add({model.all_of(i, columns): share for i in scope}, low=value - EPSILON)
        case "communes_in_band":
            low, high = int(row["band_min"]), int(row["band_max"])
            within = [model.inside(i, low, high)[1] for i in scope]
            is_top = low == high == model.m
            model.add(dict.fromkeys(within, 1.0), value, np.inf if is_top else value)
        case metric:
            raise AssertionError(metric)
