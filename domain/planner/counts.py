"""The model on counts: how many criteria each commune gains, alike communes taken together.

Requirements that read only how many criteria a commune meets need no decision about cells: a
commune that gains s criteria takes its s cheapest. Communes alike in everything the model reads
form a class, and the model decides how many of a class gain s. Counts per criterion come back as
inequalities added only when gains are found that cannot cover them (``coverage``).
"""

from collections.abc import Sequence

import numpy as np

from domain.planner.coverage import choose_cells, find_shortage, fits
from domain.planner.evaluate import step_value
from domain.planner.highs import Answer, Floats, Rows, run
from domain.planner.problem import Ints, Kind, PlanProblem, Requirement
from domain.planner.start import (
    Caps,
    Column,
    Deadline,
    Goal,
    Outcome,
    Start,
    are_disjoint,
    build_columns,
    make_start,
    preference,
)

STEP_KINDS = frozenset({Kind.RECOGNISED, Kind.TOTAL, Kind.BELOW, Kind.BAND})

Cut = tuple[int, ...]
"""Positions of columns whose needs no plan may leave uncovered together."""


def fits_counts(problem: PlanProblem) -> bool:
    """Tell whether the model on counts answers a problem exactly."""
    for item in problem.requirements:
        is_column = item.kind is Kind.CRITERION and item.at_most is None and not item.is_soft
        if not (item.kind in STEP_KINDS or item.is_forced or is_column):
            return False
    start = make_start(problem)
    columns = build_columns(problem, start)
    return not columns or (are_disjoint(columns) and _is_flat(problem, start))


def _is_flat(problem: PlanProblem, start: Start) -> bool:
    """Tell whether the open cells of each commune all cost the same."""
    low = np.where(start.open, problem.effort, np.iinfo(np.int64).max).min(axis=1)
    high = np.where(start.open, problem.effort, -1).max(axis=1)
    return bool(((low == high) | ~start.open.any(axis=1)).all())


def solve_counts(problem: PlanProblem, goal: Goal, caps: Caps, deadline: Deadline) -> Outcome:
    """Minimise a goal exactly.

    Args:
        problem: One that :func:`fits_counts`.
        goal: What to minimise; ``Goal.ANY`` only tells whether there is a plan.
        caps: What earlier goals reached.
        deadline: Time left.
    """
    start = make_start(problem)
    if not start.is_possible:
        return Outcome("infeasible")
    columns = build_columns(problem, start)
    cuts: list[Cut] = [tuple(range(len(columns)))] if columns else []
    bound: int | None = None
    while True:
        model = ClassModel(problem, start, columns, cuts)
        answer = model.solve(goal, caps, deadline)
        if answer.bound is not None:
            bound = max(answer.bound, bound or 0)
        if answer.x is None:
            return Outcome(answer.status, bound=bound)
        gains = model.gains(answer.x)
        shortage, used = find_shortage(start, columns, gains) if columns else (None, start.forced)
        if shortage is None and goal is Goal.ANY:
            return Outcome(answer.status)
        if shortage is None:
            cells = choose_cells(problem, start, columns, gains, used & start.open, deadline)
            value = round(float(model.objective(goal) @ answer.x.round()))
            fixed = start.fixed_effort(problem) if goal is Goal.EFFORT else 0
            low = None if bound is None else bound + fixed
            return Outcome(answer.status, cells | start.forced, value + fixed, low)
        if answer.status != "optimal" or shortage in cuts:
            return Outcome("unknown", bound=bound)
        cuts.append(shortage)


class ClassModel:
    """Columns: how many communes of class c gain s criteria; then two deviations a soft row."""

    def __init__(
        self, problem: PlanProblem, start: Start, columns: Sequence[Column], cuts: Sequence[Cut]
    ) -> None:
        self.problem, self.start = problem, start
        self.steps = [item for item in problem.requirements if item.kind in STEP_KINDS]
        self.soft = [item for item in self.steps if item.is_soft]
        self.needs = [sum(columns[c].need for c in cut) for cut in cuts]
        inside = [problem.members(item) for item in self.steps]
        offered = [np.sum([fits(start, columns[c]) for c in cut], axis=0) for cut in cuts]
        traits = [start.count, start.gains, problem.recognised, problem.lacking]
        key = np.column_stack([*traits, *inside, *offered, _price_list(problem, start)]).astype(int)
        kinds, self.class_of, self.size = np.unique(
            key, axis=0, return_inverse=True, return_counts=True
        )
        self.class_of = self.class_of.ravel()
        parts = np.split(kinds, np.cumsum([4, len(inside), len(offered)]), axis=1)
        (self.base, most, self.recognised, self.lacking), self.inside = parts[0].T, parts[1].T
        self.offered, self.prices = parts[2].T, parts[3]
        self.kind = np.repeat(np.arange(len(kinds)), most + 1)
        first = np.cumsum(most + 1) - most - 1
        self.gain = np.arange(len(self.kind)) - first[self.kind]

    @property
    def width(self) -> int:
        """Return how many columns the model has."""
        return len(self.kind) + 2 * len(self.soft)

    def objective(self, goal: Goal) -> Floats:
        """Return the coefficients of a goal."""
        vector = np.zeros(self.width)
        own = vector[: len(self.kind)]
        if goal is Goal.EFFORT:
            own[:] = self._effort()
            vector[len(self.kind) :] = self.problem.deviation_price or 0
        elif goal is Goal.TIES:
            own[:] = 2 * self.gain * self.lacking[self.kind]
        elif goal is Goal.DEVIATION:
            vector[len(self.kind) :] = 1
        return vector

    def _effort(self) -> Ints:
        total = np.column_stack([np.zeros(len(self.prices), np.int64), self.prices.cumsum(axis=1)])
        return np.asarray(total[self.kind, self.gain])

    def solve(self, goal: Goal, caps: Caps, deadline: Deadline) -> Answer:
        """Run HiGHS for a goal."""
        rows, own = Rows(), np.arange(len(self.kind))
        rows.add(self.kind, own, 1, self.size, self.size)
        for position, item in enumerate(self.steps):
            rows.add_one(*self._row(position, item))
        for offered, need in zip(self.offered, self.needs, strict=True):
            rows.add_one(self._padded(np.minimum(self.gain, offered[self.kind])), need)
        fixed = self.start.fixed_effort(self.problem)
        budget = self.problem.limits.budget
        if budget is not None:
            rows.add_one(self._padded(self._effort()), None, budget - fixed)
        if caps.effort is not None:
            rows.add_one(self.objective(Goal.EFFORT), None, caps.effort - fixed)
        if caps.deviation is not None:
            rows.add_one(self.objective(Goal.DEVIATION), None, caps.deviation)
        upper = np.concatenate(
            [self.size[self.kind], np.full(2 * len(self.soft), len(self.problem.codes))]
        )
        return run(self.objective(goal), rows, upper, 1, deadline.left)

    def _padded(self, values: Ints) -> Floats:
        return np.concatenate([values, np.zeros(2 * len(self.soft))])

    def _row(self, position: int, item: Requirement) -> tuple[Floats, float | None, float | None]:
        values = step_value(
            item,
            self.recognised[self.kind] > 0,
            self.base[self.kind] + self.gain,
            len(self.problem.numbers),
        )
        vector = self._padded(values * self.inside[position][self.kind])
        if item.is_soft:
            place = len(self.kind) + 2 * self.soft.index(item)
            vector[place], vector[place + 1] = 1, -1
        return vector, item.at_least, item.at_most

    def gains(self, x: Floats) -> Ints:
        """Return n: criteria each commune gains; in a class the first codes gain most."""
        count = x[: len(self.kind)].round().astype(np.int64)
        gains = np.zeros(len(self.class_of), dtype=np.int64)
        # Options by class, the largest gain first; communes by class, in the order of their codes.
        options = np.lexsort((-self.gain, self.kind))
        gains[self.class_of.argsort(kind="stable")] = np.repeat(self.gain[options], count[options])
        return gains


def _price_list(problem: PlanProblem, start: Start) -> Ints:
    """Return n × m: the efforts of each commune's open cells, in the order it takes them."""
    order = np.where(start.open, preference(problem), np.iinfo(np.int64).max).argsort(axis=1)
    prices = np.take_along_axis(np.where(start.open, problem.effort, 0), order, axis=1)
    return np.asarray(prices)
