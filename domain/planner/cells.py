"""The model on cells: one column for each criterion a commune may gain.

It answers every requirement. Where what is asked depends on how many criteria a commune ends with,
the possible counts fall into intervals on which nothing changes, and the model chooses one interval
for each commune. Between fixed intervals the cells form a transport problem, whose vertices are
whole; so only the intervals are declared whole, and the cells are tried without first.
"""

from dataclasses import dataclass

import numpy as np

from domain.planner.evaluate import step_value
from domain.planner.highs import Answer, Floats, Rows, run
from domain.planner.problem import Bools, Ints, Kind, PlanProblem, Requirement
from domain.planner.start import Caps, Deadline, Goal, Outcome, Start, make_start, tie_weights

BREAKING_KINDS = (Kind.RECOGNISED, Kind.BELOW, Kind.BAND)


def solve_cells(problem: PlanProblem, goal: Goal, caps: Caps, deadline: Deadline) -> Outcome:
    """Minimise a goal exactly, within the time left.

    ``Goal.TIES`` minimises effort and ties together, with the effort weighing more than the ties of
    any plan as good as ``caps.tie_sum``; its bound is that of the sum.
    """
    start = make_start(problem)
    if not start.is_possible:
        return Outcome("infeasible")
    model = CellModel(problem, start)
    answer = model.solve(goal, caps, deadline, are_cells_whole=False)
    if answer.x is not None and not model.is_whole(answer.x):
        answer = model.solve(goal, caps, deadline, are_cells_whole=True)
    if answer.x is None:
        return Outcome(answer.status, bound=answer.bound)
    value = round(float(model.objective(goal, caps) @ answer.x))
    fixed = start.fixed_effort(problem) if goal is Goal.EFFORT else 0
    bound = None if answer.bound is None else answer.bound + fixed
    return Outcome(answer.status, model.cells(answer.x) | start.forced, value + fixed, bound)


@dataclass(frozen=True, eq=False)
class Intervals:
    """Ranges of counts, one after the other for each commune that has more than one.

    Attributes:
        row: Commune of each interval.
        low: Fewest criteria met in it.
        high: Most criteria met in it.
        single: n, communes whose count can only lie in one range.
    """

    row: Ints
    low: Ints
    high: Ints
    single: Bools


class CellModel:
    """Columns: cells, then intervals, then group completions, then deviations of soft rows."""

    def __init__(self, problem: PlanProblem, start: Start) -> None:
        self.problem, self.start = problem, start
        self.row, self.col = np.nonzero(start.open)
        self.cell = np.full(start.open.shape, -1, dtype=np.int64)
        self.cell[self.row, self.col] = np.arange(len(self.row))
        self.intervals = find_intervals(problem, start)
        self.groups = [r for r in problem.requirements if r.kind is Kind.GROUP]
        self.soft = [r for r in problem.requirements if r.is_soft]
        widths = [len(self.row), len(self.intervals.row), len(self.groups) * len(problem.codes)]
        self.first_interval, self.first_group, self.first_soft = np.cumsum(widths)
        self.width = int(self.first_soft) + 2 * len(self.soft)

    def cells(self, x: Floats) -> Bools:
        """Return n × m: the cells a solution upgrades."""
        chosen = np.zeros(self.start.open.shape, dtype=bool)
        chosen[self.row, self.col] = x[: len(self.row)] > 0.5
        return chosen

    def is_whole(self, x: Floats) -> bool:
        """Tell whether the cells of a solution are whole."""
        cells = x[: len(self.row)]
        return bool((np.abs(cells - cells.round()) < 1e-6).all())

    def objective(self, goal: Goal, caps: Caps) -> Floats:
        """Return the coefficients of a goal."""
        vector = np.zeros(self.width)
        if goal is Goal.DEVIATION:
            vector[self.first_soft :] = 1
        if goal in (Goal.EFFORT, Goal.TIES):
            vector[: len(self.row)] = self.problem.effort[self.row, self.col]
            vector[self.first_soft :] = self.problem.deviation_price or 0
        if goal is Goal.TIES:
            vector *= caps.tie_sum + 1
            vector[: len(self.row)] += tie_weights(self.problem)[self.row, self.col]
        return vector

    def solve(self, goal: Goal, caps: Caps, deadline: Deadline, *, are_cells_whole: bool) -> Answer:
        """Run HiGHS for a goal."""
        rows = Rows()
        self._add_communes(rows)
        for position, item in enumerate(self.groups):
            self._add_group(rows, position, item)
        for item in self.problem.requirements:
            if not item.is_forced:
                self._add_requirement(rows, item)
        budget = self.problem.limits.budget
        if budget is not None:
            effort = np.zeros(self.width)
            effort[: len(self.row)] = self.problem.effort[self.row, self.col]
            rows.add_one(effort, None, budget - self.start.fixed_effort(self.problem))
        if caps.deviation is not None:
            rows.add_one(self.objective(Goal.DEVIATION, caps), None, caps.deviation)
        upper, whole = np.ones(self.width), np.ones(self.width)
        upper[self.first_soft :] = self.problem.met.size
        whole[: len(self.row)] = are_cells_whole
        return run(self.objective(goal, caps), rows, upper, whole, deadline.left)

    def _add_communes(self, rows: Rows) -> None:
        start, spans = self.start, self.intervals
        n, cells = len(self.problem.codes), np.arange(len(self.row))
        count = start.count
        rows.add(self.row, cells, 1, np.full(n, -np.inf), start.gains)
        if not len(spans.row):
            return
        own = self.first_interval + np.arange(len(spans.row))
        chosen = np.where(spans.single, 0, 1)
        rows.add(spans.row, own, 1, chosen, chosen)
        cell_free = ~spans.single[self.row]
        both = np.concatenate([self.row[cell_free], spans.row])
        columns = np.concatenate([cells[cell_free], own])
        ones = np.ones(int(cell_free.sum()))
        lift = np.concatenate([ones, -(spans.low - count[spans.row])])
        rows.add(both, columns, lift, np.zeros(n), np.full(n, np.inf))
        ceiling = np.concatenate([ones, -(spans.high - count[spans.row])])
        rows.add(both, columns, ceiling, np.full(n, -np.inf), np.zeros(n))
        self._tie_full_to_cells(rows, own)

    def _tie_full_to_cells(self, rows: Rows, own: Ints) -> None:
        """Add: holding every criterion takes each open cell (tighter than the sum alone)."""
        full = np.full(len(self.problem.codes), -1)
        is_full = self.intervals.low == len(self.problem.numbers)
        full[self.intervals.row[is_full]] = own[is_full]
        cells = np.nonzero(full[self.row] >= 0)[0]
        if len(cells):
            pairs = np.concatenate([cells, full[self.row[cells]]])
            place = np.tile(np.arange(len(cells)), 2)
            sign = np.repeat([1.0, -1.0], len(cells))
            rows.add(place, pairs, sign, np.zeros(len(cells)), np.full(len(cells), np.inf))

    def _group_columns(self, position: int) -> Ints:
        return (
            int(self.first_group)
            + position * len(self.problem.codes)
            + np.arange(len(self.problem.codes))
        )

    def _add_group(self, rows: Rows, position: int, item: Requirement) -> None:
        """Add: a commune completes a group only with each criterion it lacks."""
        own = self._group_columns(position)
        for no in item.numbers:
            column = self.problem.column[no]
            cell = self.cell[:, column]
            can = np.nonzero(cell >= 0)[0]
            place = np.tile(np.arange(len(can)), 2)
            sign = np.repeat([1.0, -1.0], len(can))
            pairs = np.concatenate([cell[can], own[can]])
            rows.add(place, pairs, sign, np.zeros(len(can)), np.full(len(can), np.inf))
            never = np.nonzero((cell < 0) & ~self.start.met[:, column])[0]
            rows.add(np.arange(len(never)), own[never], 1, np.zeros(len(never)), 0)

    def _add_requirement(self, rows: Rows, item: Requirement) -> None:
        vector, constant = self.expression(item)
        if item.is_soft:
            place = int(self.first_soft) + 2 * self.soft.index(item)
            vector[place], vector[place + 1] = 1, -1
        low = None if item.at_least is None else item.at_least - constant
        high = None if item.at_most is None else item.at_most - constant
        rows.add_one(vector, low, high)

    def expression(self, item: Requirement) -> tuple[Floats, int]:
        """Return what a requirement counts, as coefficients and a constant.

        Raises:
            ValueError: "At most" of a group, which the model cannot express.
        """
        vector, inside = np.zeros(self.width), self.problem.members(item)
        match item.kind:
            case Kind.CELLS:
                places = [(self.problem.row[c], self.problem.column[no]) for c, no in item.cells]
                found = [int(self.cell[place]) for place in places]
                vector[[cell for cell in found if cell >= 0]] = 1
                return vector, sum(int(self.start.met[place]) for place in places)
            case Kind.CRITERION:
                column = self.problem.column[item.numbers[0]]
                vector[: len(self.row)] = inside[self.row] & (self.col == column)
                return vector, int(self.start.met[inside, column].sum())
            case Kind.GROUP:
                if item.at_most is not None:
                    raise ValueError("a group has no upper bound")
                vector[self._group_columns(self.groups.index(item))] = inside
                return vector, 0
            case Kind.TOTAL:
                vector[: len(self.row)] = inside[self.row]
                return vector, int(self.start.count[inside].sum())
        return vector, self._step(item, inside, vector)

    def _step(self, item: Requirement, inside: Bools, vector: Floats) -> int:
        spans, size = self.intervals, len(self.problem.numbers)
        recognised = self.problem.recognised
        value = step_value(item, recognised[spans.row], spans.low, size) * inside[spans.row]
        vector[int(self.first_interval) : int(self.first_group)] = value
        fixed = step_value(item, recognised, self.start.count, size)
        return int(fixed[inside & spans.single].sum())


def find_intervals(problem: PlanProblem, start: Start) -> Intervals:
    """Split the counts each commune can end with where some requirement changes."""
    n, size = len(problem.codes), len(problem.numbers)
    breaks = np.zeros((n, size + 2), dtype=bool)
    for item in problem.requirements:
        if item.kind not in BREAKING_KINDS:
            continue
        inside = problem.members(item)
        if item.kind is Kind.RECOGNISED:
            inside &= ~problem.recognised
        edges = {Kind.RECOGNISED: (size,), Kind.BELOW: (item.low,)}.get(
            item.kind, (item.low, item.high + 1)
        )
        for edge in edges:
            if 0 <= edge <= size:
                breaks[inside, edge] = True
    count, top = start.count, start.count + start.gains
    place = np.arange(size + 2)
    breaks &= (place > count[:, None]) & (place <= top[:, None])
    breaks[np.arange(n), count] = True
    single = breaks.sum(axis=1) == 1
    row, low = np.nonzero(breaks & ~single[:, None])
    is_last = np.append(row[1:] != row[:-1], True)[: len(row)]
    high = np.where(is_last, top[row], np.append(low[1:] - 1, 0)[: len(row)])
    return Intervals(row, low, high, single)
