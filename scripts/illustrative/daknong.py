"""Đắk Nông: the districts of 2021 (QĐ 1980) and Krông Nô at the start of 2022 (QĐ 318)."""

import numpy as np
import pandas as pd

from scripts.illustrative.inputs import Inputs, draw_scores
from scripts.illustrative.margins import Ints, spread_total
from scripts.illustrative.matrix import Table, draw_orders, log_odds, take_first
from scripts.illustrative.recognitions import Recogniser
from scripts.illustrative.result import ProvinceResult, build_result

PROVINCE = "67"
WHOLE, KRONG_NO = "67_2021-12-31", "67_664_2022-01-01"
EASE_FROM = "20_2020-12-31"  # the only full row of counts by criterion under QĐ 1980


def build(inputs: Inputs) -> ProvinceResult:
    """Make the two snapshots and the recognitions of Đắk Nông."""
    rng = inputs.rng(PROVINCE)
    snapshot = inputs.snapshot(WHOLE)
    codes = inputs.scope(snapshot)
    districts = inputs.communes.loc[codes, "district_code"]
    scores = draw_scores(inputs, codes, rng)
    recogniser = Recogniser(inputs, PROVINCE, scores, rng)
    recogniser.fill_milestones(_final_recognised(inputs, districts, scores, recogniser))
    full = np.isin(codes, recogniser.recognised(snapshot.as_of))
    rows = _rows_by_district(inputs, districts, full, scores, rng)
    counts = inputs.criterion_counts(EASE_FROM)
    ease = log_odds(counts, inputs.snapshot(EASE_FROM).entry["communes"])
    whole = take_first(draw_orders(ease, len(codes), rng), rows)
    tables = {WHOLE: whole, KRONG_NO: _krong_no(inputs, rng)}
    return build_result(inputs, tables, recogniser.rows, rng)


def _final_recognised(
    inputs: Inputs, districts: pd.Series, scores: pd.Series, recogniser: Recogniser
) -> list[str]:
    """Return the communes recognised in the end: the published number of each district."""
    snapshot = inputs.snapshot(WHOLE)
    named = set(recogniser.recognised(snapshot.as_of))
    chosen: list[str] = []
    for district, count in snapshot.get("district_recognised").items():
        codes = districts.index[districts == district]
        chosen += sorted(codes, key=lambda code: (code not in named, -scores[code]))[:count]
    return chosen


def _rows_by_district(
    inputs: Inputs,
    districts: pd.Series,
    full: Table,
    scores: pd.Series,
    rng: np.random.Generator,
) -> Ints:
    """Return criteria met by commune, adding up to each district's total."""
    snapshot = inputs.snapshot(WHOLE)
    size = inputs.size(snapshot)
    lower = np.where(full, size, snapshot.get("lowest")).astype(np.int64)
    upper = np.where(full, size, size - 1).astype(np.int64)
    rows = np.zeros_like(lower)
    for district, total in sorted(snapshot.get("district_total").items()):
        inside = (districts == district).to_numpy()
        prior = scores.to_numpy()[inside]
        rows[inside] = spread_total(lower[inside], upper[inside], total, prior, rng)
    return rows


def _krong_no(inputs: Inputs, rng: np.random.Generator) -> Table:
    """Return Krông Nô's table: named criteria missing, unnamed ones as the planned end requires."""
    snapshot = inputs.snapshot(KRONG_NO)
    codes = inputs.scope(snapshot)
    size = inputs.size(snapshot)
    table = np.ones((len(codes), size), dtype=bool)
    missing = snapshot.get("missing")
    ends = [end for end, _, count in snapshot.get("end_distribution") for _ in range(count)]
    for item in missing.values():
        if "end" in item:
            ends.remove(item["end"])
    open_ends = iter(rng.permutation(sorted(ends)))
    for code, item in missing.items():
        row = codes.index(code)
        table[row, np.array(item["criteria"]) - 1] = False
        unnamed = size - int(item["end"] if "end" in item else next(open_ends))
        table[row, rng.permutation(np.flatnonzero(table[row]))[:unnamed]] = False
    return table
