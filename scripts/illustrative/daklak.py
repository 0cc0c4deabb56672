"""Đắk Lắk: the table of 2015 (QĐ 491) and three tables of 2020–2021 (QĐ 1980) that only grow."""

import datetime as dt

import numpy as np
import pandas as pd

from scripts.illustrative.inputs import Inputs, Snapshot, draw_scores
from scripts.illustrative.margins import Ints, assign_bands, spread_total
from scripts.illustrative.matrix import Table, fill_table
from scripts.illustrative.recognitions import Recogniser
from scripts.illustrative.result import ProvinceResult, build_result

PROVINCE = "66"
FIRST, START, MIDDLE, END = "66_2015-12-31", "66_2020-12-31", "66_2021-12-09", "66_2021-12-31"
PUBLISHED_LOW = 15  # a commune published below this in 2017-2019 is not drawn as recognised
PER_SCORE = 2.5  # criteria per unit of score
RISE_NOISE = 0.8


def build(inputs: Inputs) -> ProvinceResult:
    """Make the four snapshots and the recognitions of Đắk Lắk."""
    rng = inputs.rng(PROVINCE)
    codes = inputs.scope(inputs.snapshot(END))
    published = inputs.published_counts(PROVINCE, inputs.snapshot(START).as_of)
    scores = draw_scores(inputs, codes, rng)
    recogniser = Recogniser(inputs, PROVINCE, scores, rng)
    too_low = set(published.index[published["high"] < PUBLISHED_LOW])
    recogniser.fill_milestones(eligible=[code for code in codes if code not in too_low])
    recogniser.add_advanced()
    first = _first_table(inputs, codes, scores, recogniser, rng)
    later = _growing_tables(inputs, codes, scores, recogniser, rng)
    return build_result(inputs, {FIRST: first, **later}, recogniser.rows, rng)


def _first_table(
    inputs: Inputs,
    codes: list[str],
    scores: pd.Series,
    recogniser: Recogniser,
    rng: np.random.Generator,
) -> Table:
    """Return the table of 2015: bands, total and every criterion's count are published."""
    snapshot = inputs.snapshot(FIRST)
    full = set(snapshot.get("full_set"))
    # Communes recognised sooner afterwards stood higher then; the rest follows their score.
    rank = [
        (code not in full, int(recogniser.first_day(code)[:4]) + rng.normal(), -scores[code])
        for code in codes
    ]
    order = sorted(range(len(codes)), key=lambda position: rank[position])
    lower, upper = assign_bands(order, snapshot.bands())
    prior = (lower + upper) / 2 + rng.normal(size=len(codes))
    rows = spread_total(lower, upper, snapshot.get("criteria_total"), prior, rng)
    columns = inputs.criterion_counts(FIRST)
    return fill_table(np.ones((len(rows), len(columns)), dtype=bool), rows, columns, rng)


def _growing_tables(
    inputs: Inputs,
    codes: list[str],
    scores: pd.Series,
    recogniser: Recogniser,
    rng: np.random.Generator,
) -> dict[str, Table]:
    """Return the tables of 2020 and 2021, made backwards from the last: none loses a cell."""
    start, middle, end = (inputs.snapshot(key) for key in (START, MIDDLE, END))
    size = inputs.size(start)
    full = {s.key: np.isin(codes, recogniser.recognised(s.as_of)) for s in (start, middle, end)}
    rows_start = _start_rows(inputs, codes, scores, full, rng)
    rise = _rise(rows_start, full[END], size, end.get("criteria_total"), rng)
    change = end.get("criterion_met_change")
    rise_by_criterion = np.array([change[number] for number in sorted(change)], dtype=np.int64)
    columns_end = inputs.criterion_counts(START) + rise_by_criterion
    everything = np.ones((len(codes), size), dtype=bool)
    table_end = fill_table(everything, rows_start + rise, columns_end, rng)
    gained = fill_table(table_end, rise, rise_by_criterion, rng)
    table_start = table_end & ~gained
    early = _early_gains(rise, full[MIDDLE], full[END], _grown(start, middle), rng)
    table_middle = table_start | _pick(gained, early, rng)
    return {START: table_start, MIDDLE: table_middle, END: table_end}


def _grown(before: Snapshot, after: Snapshot) -> int:
    return int(after.get("criteria_total") - before.get("criteria_total"))


def _start_rows(
    inputs: Inputs,
    codes: list[str],
    scores: pd.Series,
    full: dict[str, Table],
    rng: np.random.Generator,
) -> Ints:
    """Return criteria met by commune at the end of 2020, above every count published before."""
    start = inputs.snapshot(START)
    size = inputs.size(start)
    lower = np.full(len(codes), start.get("lowest"), dtype=np.int64)
    published = inputs.published_counts(PROVINCE, start.as_of)["low"].reindex(codes, fill_value=0)
    lower = np.maximum(lower, np.minimum(published.to_numpy(), size - 1))
    lower[full[END]] = np.maximum(lower[full[END]], PUBLISHED_LOW)
    upper = np.full(len(codes), size - 1, dtype=np.int64)
    lower[full[START]] = upper[full[START]] = size
    prior = PER_SCORE * scores.to_numpy()
    lower = _raise_to_districts(inputs, codes, lower, upper, prior, start.as_of, rng)
    return spread_total(lower, upper, start.get("criteria_total"), prior, rng)


def _raise_to_districts(
    inputs: Inputs,
    codes: list[str],
    lower: Ints,
    upper: Ints,
    prior: np.ndarray,
    until: dt.date,
    rng: np.random.Generator,
) -> Ints:
    """Return lower bounds raised so that no district falls below its published total."""
    lower = lower.copy()
    districts = inputs.communes.loc[codes, "district_code"].to_numpy()
    for district, total in sorted(inputs.published_district_totals(PROVINCE, until).items()):
        inside = districts == district
        total = max(total, int(lower[inside].sum()))
        lower[inside] = spread_total(lower[inside], upper[inside], total, prior[inside], rng)
    return lower


def _rise(rows: Ints, full_end: Table, size: int, total: int, rng: np.random.Generator) -> Ints:
    """Return criteria gained in 2021 by commune: the new ones reach the full set, no other does."""
    room = np.maximum(size - 1 - rows, 0)
    lower = np.zeros_like(rows)
    lower[full_end] = size - rows[full_end]
    upper = np.where(full_end, lower, np.minimum(room, 3))
    prior = np.where(full_end, lower, RISE_NOISE * rng.normal(size=len(rows)))
    return spread_total(lower, upper, total - int(rows.sum()), prior, rng)


def _early_gains(
    rise: Ints, full_middle: Table, full_end: Table, total: int, rng: np.random.Generator
) -> Ints:
    """Return the part of the year's gains that is in by the provisional date."""
    upper = np.where(full_end & ~full_middle, rise - 1, rise)
    lower = np.where(full_middle, rise, 0)
    completes = ~full_middle & (rise > 0)
    prior = np.where(completes, rise / 2 + RISE_NOISE * rng.normal(size=len(rise)), lower)
    return spread_total(lower, upper, total, prior, rng)


def _pick(cells: Table, counts: Ints, rng: np.random.Generator) -> Table:
    """Return so many of the cells of each row, drawn at random."""
    picked = np.zeros_like(cells)
    for row, count in enumerate(counts):
        picked[row, rng.permutation(np.flatnonzero(cells[row]))[:count]] = True
    return picked
