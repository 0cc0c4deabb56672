"""Kon Tum: nine dates from 2016 to 2022, three criteria sets, bands published at most of them.

Under QĐ 1980 each commune meets its criteria in an order of its own, so that no commune loses one
between two dates. The commune that became a town in 2019 stood at 15–18 before: with any other
place the published bands of May and September 2019 would need a commune that falls back.
"""

import numpy as np
import pandas as pd

from scripts.illustrative.inputs import Inputs, Snapshot, draw_scores
from scripts.illustrative.margins import Ints, assign_bands, spread_total
from scripts.illustrative.matrix import Table, draw_orders, log_odds, take_first
from scripts.illustrative.recognitions import Recogniser
from scripts.illustrative.result import ProvinceResult, build_result

PROVINCE = "62"
FIRST, LAST = "62_2016-06-30", "62_2022-11-30"
EASE_FROM = {"QD491_2009": "66_2015-12-31"}
EASE_OTHERWISE = "20_2020-12-31"  # the only full row of counts by criterion under QĐ 1980


def build(inputs: Inputs) -> ProvinceResult:
    """Make the nine snapshots and the recognitions of Kon Tum."""
    rng = inputs.rng(PROVINCE)
    snapshots = [s for s in inputs.snapshots() if s.entry["province_code"] == PROVINCE]
    codes = inputs.scope(inputs.snapshot(FIRST))
    scores = draw_scores(inputs, codes, rng)
    recogniser = Recogniser(inputs, PROVINCE, scores, rng)
    recogniser.fill_milestones(inputs.scope(inputs.snapshot(LAST)))
    queue = _queue(inputs, recogniser, snapshots, scores)
    tables: dict[str, Table] = {}
    for set_snapshots in _by_set(snapshots):
        tables |= _tables_of_set(inputs, set_snapshots, queue, rng)
    return build_result(inputs, tables, recogniser.rows, rng)


def _by_set(snapshots: list[Snapshot]) -> list[list[Snapshot]]:
    sets = dict.fromkeys(s.entry["set_id"] for s in snapshots)
    return [[s for s in snapshots if s.entry["set_id"] == set_id] for set_id in sets]


def _queue(
    inputs: Inputs, recogniser: Recogniser, snapshots: list[Snapshot], scores: pd.Series
) -> list[str]:
    """Return the communes in the order in which they come to hold the full set.

    A commune no longer in the registry stands right behind those at the full set on the first
    date without it, so that it never holds the full set and is among the next band.
    """
    order = sorted(scores.index, key=lambda code: (recogniser.first_day(code), -scores[code]))
    for code, ended_on in inputs.communes.loc[scores.index, "ended_on"].items():
        if ended_on:
            after = next(s for s in snapshots if s.as_of.isoformat() > ended_on)
            order.remove(str(code))
            order.insert(_full_count(inputs, after), str(code))
    return order


def _full_count(inputs: Inputs, snapshot: Snapshot) -> int:
    size = inputs.size(snapshot)
    return sum(count for low, _, count in snapshot.bands() if low == size)


def _tables_of_set(
    inputs: Inputs, snapshots: list[Snapshot], queue: list[str], rng: np.random.Generator
) -> dict[str, Table]:
    """Return the tables of one set's snapshots, each commune growing from one to the next."""
    codes = inputs.scope(snapshots[0])
    set_id = snapshots[0].entry["set_id"]
    ease_from = EASE_FROM.get(set_id, EASE_OTHERWISE)
    ease = log_odds(
        inputs.criterion_counts(ease_from), inputs.snapshot(ease_from).entry["communes"]
    )
    orders = pd.DataFrame(draw_orders(ease, len(codes), rng), index=codes)
    met = pd.Series(0, index=codes, dtype=np.int64)
    tables = {}
    for position, snapshot in enumerate(snapshots):
        met = met.loc[inputs.scope(snapshot)]
        groups = _groups(inputs, snapshots[position:], queue)
        counts = _grow(snapshot, met, groups, queue, rng)
        tables[snapshot.key] = take_first(orders.loc[met.index].to_numpy(), counts)
        met = pd.Series(counts, index=met.index)
    return tables


def _groups(inputs: Inputs, snapshots: list[Snapshot], queue: list[str]) -> dict[str, int]:
    """Return at which of these dates each commune first holds the full set, 0 the first."""
    groups = dict.fromkeys(queue, len(snapshots))
    for index in reversed(range(len(snapshots))):
        present = set(inputs.scope(snapshots[index]))
        members = [code for code in queue if code in present]
        groups |= dict.fromkeys(members[: _full_count(inputs, snapshots[index])], index)
    for code in set(queue) - set(inputs.scope(snapshots[-1])):
        groups[code] = 1  # never the full set, but next to it as long as it exists
    return groups


def _grow(
    snapshot: Snapshot,
    met: pd.Series,
    groups: dict[str, int],
    queue: list[str],
    rng: np.random.Generator,
) -> Ints:
    """Return criteria met by commune: in the published bands, never fewer than before."""
    place = {code: number for number, code in enumerate(queue)}
    rank = [(groups[code], -met[code], place[code]) for code in met.index]
    order = sorted(range(len(rank)), key=lambda position: rank[position])
    lower, upper = assign_bands(order, snapshot.bands())
    lower = np.maximum(lower, np.maximum(met.to_numpy(), snapshot.get("lowest", 0)))
    middle = (lower + upper) / 2
    prior = middle + rng.normal(size=len(rank))
    return spread_total(lower, upper, snapshot.get("criteria_total"), prior, rng)
