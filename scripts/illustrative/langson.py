"""Lạng Sơn, end of 2020: made backwards from the plan of 2021, so that the plan can be reached."""

import numpy as np
import pandas as pd

from scripts.illustrative.inputs import Inputs, draw_scores
from scripts.illustrative.margins import Ints, assign_bands, spread_total
from scripts.illustrative.matrix import Table, fill_table
from scripts.illustrative.recognitions import Recogniser
from scripts.illustrative.result import ProvinceResult, build_result

PROVINCE = "20"
KEY = "20_2020-12-31"
LATE_START = (12, 16)  # where the communes that finish in the plan's year begin it [criteria]


def build(inputs: Inputs) -> ProvinceResult:
    """Make the snapshot and the recognitions of Lạng Sơn."""
    rng = inputs.rng(PROVINCE)
    snapshot = inputs.snapshot(KEY)
    codes = inputs.scope(snapshot)
    scores = draw_scores(inputs, codes, rng)
    recogniser = Recogniser(inputs, PROVINCE, scores, rng)
    recogniser.fill_milestones()
    full = np.isin(codes, recogniser.recognised(snapshot.as_of))
    plan = snapshot.entry["plan_next"]
    order = _order_after_plan(recogniser, codes, full, scores, rng)
    lower, upper = assign_bands(order, plan["bands"])
    columns_after = np.array([plan["criterion_met"][n] for n in sorted(plan["criterion_met"])])
    prior = (lower + upper) / 2 + rng.normal(size=len(codes))
    rows_after = spread_total(lower, upper, int(columns_after.sum()), prior, rng)
    after = fill_table(
        np.ones((len(codes), inputs.size(snapshot)), dtype=bool), rows_after, columns_after, rng
    )
    gain_by_criterion = columns_after - inputs.criterion_counts(KEY)
    gain = _gain(rows_after, full, snapshot.get("lowest"), int(gain_by_criterion.sum()), rng)
    gained: Table = fill_table(after, gain, gain_by_criterion, rng)
    return build_result(inputs, {KEY: after & ~gained}, recogniser.rows, rng)


def _order_after_plan(
    recogniser: Recogniser,
    codes: list[str],
    full: Table,
    scores: pd.Series,
    rng: np.random.Generator,
) -> list[int]:
    """Return positions, best first: recognised, merged ones the plan names, then others."""
    merged = {item["commune"] for item in recogniser.plan["not_before"]}
    noisy = scores.to_numpy() + rng.normal(size=len(codes)) / 2
    rank = [(not full[i], code not in merged, -noisy[i]) for i, code in enumerate(codes)]
    return sorted(range(len(codes)), key=lambda position: rank[position])


def _gain(rows_after: Ints, full: Table, lowest: int, total: int, rng: np.random.Generator) -> Ints:
    """Return criteria gained during the plan's year by commune, none by the recognised ones."""
    size = int(rows_after.max())
    lower = np.zeros_like(rows_after)
    upper = np.minimum(rows_after - lowest, 4)
    finishing = (rows_after == size) & ~full
    lower[finishing], upper[finishing] = size - LATE_START[1], size - LATE_START[0]
    upper[full] = 0
    prior = (lower + upper) / 2 + rng.normal(size=len(rows_after)) / 2
    return spread_total(lower, upper, total, prior, rng)
