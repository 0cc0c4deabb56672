"""Can given gains per commune cover what the counts per criterion ask for, and with which cells?

A commune that gains r criteria offers one each to at most r of its open cells. Whether that covers
every column is a maximum-flow question; where it does not, the minimum cut names the columns that
fall short, and with them an inequality every plan must satisfy.
"""

from collections.abc import Sequence

import numpy as np

from domain.planner.highs import Rows, run
from domain.planner.problem import Bools, Ints, PlanProblem
from domain.planner.start import Column, Deadline, Start, preference, tie_weights

LARGEST_CHOICE = 30_000
"""Open cells up to which the choice of cells is optimised; beyond, the flow's own is taken."""


def fits(start: Start, column: Column) -> Bools:
    """Return n: the communes that can gain for a column."""
    return np.asarray(start.open[:, column.position] & column.inside)


def find_shortage(
    start: Start, columns: Sequence[Column], gains: Ints
) -> tuple[tuple[int, ...] | None, Bools]:
    """Look for columns that the gains cannot cover.

    Args:
        start: Where the plan starts.
        columns: What is asked for; no commune counts twice for one criterion.
        gains: n, criteria each commune gains.

    Returns:
        Positions in ``columns`` of a set that falls short (``None`` when all are covered), and the
        n × m cells the flow uses.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    n, k = len(gains), len(columns)
    fit = np.stack([fits(start, column) for column in columns], axis=1)
    rows, cols = np.nonzero(fit)
    need = np.array([column.need for column in columns])
    tail = np.concatenate([np.zeros(n, int), rows + 1, n + 1 + np.arange(k)])
    head = np.concatenate([1 + np.arange(n), n + 1 + cols, np.full(k, n + k + 1)])
    room = np.concatenate([gains, np.ones(len(rows), int), need]).astype(np.int32)
    graph = csr_matrix((room, (tail, head)), shape=(n + k + 2, n + k + 2))
    flow = maximum_flow(graph, 0, n + k + 1)
    used = np.zeros(start.open.shape, dtype=bool)
    taken = flow.flow[1 : n + 1, n + 1 : n + k + 1].tocoo()
    for i, c in zip(taken.row[taken.data > 0], taken.col[taken.data > 0], strict=True):
        used[i, columns[c].position] = True
    if flow.flow_value == need.sum():
        return None, used
    rest = graph - flow.flow
    rest.data[rest.data < 0] = 0
    rest.eliminate_zeros()
    reached = set(breadth_first_order(rest, 0, return_predecessors=False).tolist())
    return tuple(c for c in range(k) if n + 1 + c not in reached), used


def choose_cells(
    problem: PlanProblem,
    start: Start,
    columns: Sequence[Column],
    gains: Ints,
    used: Bools,
    deadline: Deadline,
) -> Bools:
    """Choose which cells the gains are: those that cover the columns, the preferred ones first.

    Args:
        problem: The problem; efforts inside a commune are equal when there are columns.
        start: Where the plan starts.
        columns: What must be covered; the gains do cover it.
        gains: n, criteria each commune gains.
        used: Cells of one way to cover it.
        deadline: Time left.

    Returns:
        n × m, exactly ``gains`` cells in each row.
    """
    if columns and start.open.sum() <= LARGEST_CHOICE:
        best = _best_cells(problem, start, columns, gains, deadline)
        if best is not None:
            return best
    order = preference(problem).astype(float)
    order[~start.open] = np.inf
    order[used] = -1.0
    rank = order.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    return np.asarray((rank < gains[:, None]) & start.open)


def _best_cells(
    problem: PlanProblem,
    start: Start,
    columns: Sequence[Column],
    gains: Ints,
    deadline: Deadline,
) -> Bools | None:
    # Rows and columns of a transport problem: its vertices are whole, no branching is needed.
    rows, cols = np.nonzero(start.open)
    cells = np.arange(len(rows))
    model = Rows()
    model.add(rows, cells, 1, gains, gains)
    for column in columns:
        model.add_one((fits(start, column)[rows] & (cols == column.position)) * 1.0, column.need)
    size = len(problem.numbers)
    weight = tie_weights(problem)[rows, cols] * size * size + cols
    answer = run(weight.astype(float), model, np.ones(len(rows)), 0, deadline.left)
    if answer.status != "optimal" or answer.x is None:
        return None
    chosen = np.zeros(start.open.shape, dtype=bool)
    chosen[rows, cols] = answer.x > 0.5
    whole = bool((np.abs(answer.x - answer.x.round()) < 1e-6).all())
    return chosen if whole and (chosen.sum(axis=1) == gains).all() else None
