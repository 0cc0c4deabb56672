"""What a province's generator hands over, and the marks written for each cell."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.vocabulary import Status
from scripts.illustrative.inputs import Inputs, Snapshot
from scripts.illustrative.matrix import Table

Row = dict[str, str]


@dataclass(frozen=True)
class ProvinceResult:
    """Assessments by snapshot key (commune_code, criterion_no, status) and recognitions."""

    assessments: dict[str, pd.DataFrame]
    recognitions: list[Row]


def build_result(
    inputs: Inputs,
    tables: dict[str, Table],
    recognitions: list[Row],
    rng: np.random.Generator,
) -> ProvinceResult:
    """Turn tables of met and unmet into marks; some unmet cells become nearly met where asked.

    Args:
        inputs: Everything read.
        tables: Met cells by snapshot key, in order of date, communes in order of code.
        recognitions: Rows of ``recognitions.csv``.
        rng: Source of the nearly met cells. A cell once nearly met stays so until it is met.
    """
    assessments = {}
    nearly: Table | None = None
    for key, table in tables.items():
        snapshot = inputs.snapshot(key)
        percent = snapshot.get("nearly_met_percent", 0)
        nearly = _nearly_met(table, nearly, percent, rng) if percent else None
        assessments[key] = _marks(inputs, snapshot, table, nearly)
    return ProvinceResult(assessments, recognitions)


def _nearly_met(
    table: Table, before: Table | None, percent: int, rng: np.random.Generator
) -> Table:
    nearly = np.zeros_like(table) if before is None else before & ~table
    wanted = round(int((~table).sum()) * percent / 100)
    others = np.flatnonzero(~table & ~nearly)
    missing = max(wanted - int(nearly.sum()), 0)
    nearly.flat[rng.permutation(others)[:missing]] = True
    return nearly


def _marks(inputs: Inputs, snapshot: Snapshot, table: Table, nearly: Table | None) -> pd.DataFrame:
    codes = inputs.scope(snapshot)
    marks = np.where(table, Status.MET.value, Status.NOT_MET.value)
    if nearly is not None:
        marks = np.where(nearly, Status.NEARLY_MET.value, marks)
    return pd.DataFrame(
        {
            "commune_code": np.repeat(codes, table.shape[1]),
            "criterion_no": np.tile(np.arange(1, table.shape[1] + 1), len(codes)),
            "status": marks.ravel(),
        }
    )
