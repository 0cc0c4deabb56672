"""Tables commune × criterion of met and unmet with given margins."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from scripts.illustrative.margins import Floats, Ints

Table = NDArray[np.bool_]

TRADES_PER_ROW = 20


def fill_table(
    allowed: Table, row_sums: Ints, column_sums: Ints, rng: np.random.Generator
) -> Table:
    """Choose cells so that every row and every column has exactly its number of them.

    A maximum flow finds one such table or proves that there is none; random trades between pairs
    of rows then make it any one of them without changing a margin.

    Args:
        allowed: Cells that may be chosen, communes × criteria.
        row_sums: Cells of each commune.
        column_sums: Cells of each criterion.
        rng: Source of the trades.

    Raises:
        ValueError: No table has these margins.
    """
    table = _find_table(allowed, row_sums, column_sums)
    return _trade(table, allowed, rng)


def _find_table(allowed: Table, row_sums: Ints, column_sums: Ints) -> Table:
    rows, columns = allowed.shape
    source, sink = rows + columns, rows + columns + 1
    capacity = np.zeros((sink + 1, sink + 1), dtype=np.int32)
    capacity[source, :rows] = row_sums
    capacity[:rows, rows:source] = allowed
    capacity[rows:source, sink] = column_sums
    result = maximum_flow(csr_array(capacity), source, sink)
    if not result.flow_value == row_sums.sum() == column_sums.sum():
        raise ValueError(
            f"no table: rows {row_sums.sum()}, columns {column_sums.sum()}, "
            f"flow {result.flow_value}"
        )
    flow: Ints = result.flow.toarray()
    return flow[:rows, rows:source] > 0


def _trade(table: Table, allowed: Table, rng: np.random.Generator) -> Table:
    """Swap, between random pairs of rows, the cells that only one of the two has."""
    table = table.copy()
    rows = len(table)
    for _ in range(TRADES_PER_ROW * rows):
        first, second = rng.choice(rows, size=2, replace=False)
        tradable = (table[first] ^ table[second]) & allowed[first] & allowed[second]
        columns = rng.permutation(np.flatnonzero(tradable))
        kept = int((table[first] & tradable).sum())
        table[first, columns] = np.arange(len(columns)) < kept
        table[second, columns] = np.arange(len(columns)) >= kept
    return table


def draw_orders(ease: Floats, communes: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw for each commune the order in which it meets the criteria, easy ones mostly first.

    Args:
        ease: Log odds of each criterion being met.
        communes: Number of orders.
        rng: Source of the draw (the Gumbel trick: sampling without replacement by weight).

    Returns:
        Communes × criteria: column numbers, first met first.
    """
    keys = ease + rng.gumbel(size=(communes, len(ease)))
    return np.argsort(-keys, axis=1, kind="stable")


def take_first(orders: NDArray[np.int64], counts: Ints) -> Table:
    """Return the table in which each commune has met the first so many criteria of its order.

    Growing counts give growing tables: no commune loses a criterion between two dates.
    """
    table = np.zeros(orders.shape, dtype=bool)
    for row, count in enumerate(counts):
        table[row, orders[row, :count]] = True
    return table


def log_odds(counts: Ints, communes: int) -> Floats:
    """Return the log odds of a criterion being met from the communes that meet it."""
    share = (counts + 0.5) / (communes + 1)
    return np.log(share / (1 - share))
