"""What the generator reads: its constraints, and units, criteria sets and history of reference."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from domain.vocabulary import Level, UnitKind
from scripts.illustrative.margins import Band, Ints

COUNTED_SET = "QD1980_2016"
DISTRICT_SPREAD = 0.6
KNOWN_LEVELS = {
    "commune_recognised": Level.NTM.value,
    "commune_advanced_recognised": Level.ADVANCED.value,
}


@dataclass(frozen=True)
class Snapshot:
    """One entry of ``snapshots`` in ``constraints.yml``."""

    entry: dict[str, Any]

    @property
    def key(self) -> str:
        """Return the name of the snapshot and of its file."""
        return str(self.entry["key"])

    @property
    def as_of(self) -> dt.date:
        """Return the date the assessments stand for."""
        day: dt.date = self.entry["as_of"]
        return day

    def get(self, metric: str, default: Any = None) -> Any:
        """Return a constraint: mappings and bands published and assumed together."""
        items = [
            item["value"]
            for part in ("published", "assumed")
            for item in self.entry.get(part, [])
            if item["metric"] == metric
        ]
        if not items:
            return default
        if isinstance(items[0], dict):
            return {key: value for item in items for key, value in item.items()}
        return (
            [value for item in items for value in item] if isinstance(items[0], list) else items[0]
        )

    def bands(self) -> list[Band]:
        """Return lowest, highest and communes of every band, published and assumed."""
        return [(low, high, count) for low, high, count in self.get("bands", [])]


@dataclass(frozen=True)
class Inputs:
    """Everything the generator reads.

    Attributes:
        spec: ``constraints.yml``.
        communes: Units of kind xã, those no longer in the registry included, by code: name,
            province_code, district_code, valid_to ('' for those of the registry).
        history: ``history.csv``, all text.
        set_sizes: Number of criteria by set_id.
    """

    spec: dict[str, Any]
    communes: pd.DataFrame
    history: pd.DataFrame
    set_sizes: dict[str, int]

    def snapshot(self, key: str) -> Snapshot:
        """Return one snapshot's constraints."""
        return next(s for s in self.snapshots() if s.key == key)

    def snapshots(self) -> list[Snapshot]:
        """Return the snapshots in the order of the file."""
        return [Snapshot(entry) for entry in self.spec["snapshots"]]

    def scope(self, snapshot: Snapshot) -> list[str]:
        """Return the codes of the communes of a snapshot's area at its date.

        Raises:
            ValueError: They are not as many as the published denominator says.
        """
        units = self.communes
        inside = units["province_code"] == snapshot.entry["province_code"]
        if district := snapshot.entry.get("district_code"):
            inside &= units["district_code"] == district
        inside &= (units["ended_on"] == "") | (units["ended_on"] >= snapshot.as_of.isoformat())
        codes = sorted(units.index[inside])
        if len(codes) != snapshot.entry["communes"]:
            raise ValueError(f"{snapshot.key}: {len(codes)} communes")
        return codes

    def size(self, snapshot: Snapshot) -> int:
        """Return the number of criteria of a snapshot's set."""
        return self.set_sizes[snapshot.entry["set_id"]]

    def criterion_counts(self, key: str) -> Ints:
        """Return the communes that meet each criterion, by number, where all are specified."""
        counts = self.snapshot(key).get("criterion_met")
        return np.array([counts[number] for number in sorted(counts)], dtype=np.int64)

    def url(self, source: str | None) -> str:
        """Return the address of a named source, '' when it has none."""
        return str(self.spec["sources"][source]["url"]) if source else ""

    def rng(self, province_code: str) -> np.random.Generator:
        """Return the province's own stream, so that one province can be made without the others."""
        return np.random.default_rng([self.spec["seed"], int(province_code)])

    def named_recognitions(self, province_code: str) -> pd.DataFrame:
        """Return the earliest published recognition of each named commune and level.

        Returns:
            Columns commune_code, level, as_of, date_text (as published), source_url.
        """
        rows = self.history.loc[
            (self.history["province_code"] == province_code)
            & self.history["metric"].isin(KNOWN_LEVELS)
            & (self.history["commune_code"] != "")
        ]
        rows = rows.assign(level=rows["metric"].map(KNOWN_LEVELS)).sort_values(
            "as_of", kind="stable"
        )
        rows = rows.drop_duplicates(["commune_code", "level"])
        return rows[["commune_code", "level", "as_of", "date_text", "source_url"]]

    def published_counts(self, province_code: str, until: dt.date) -> pd.DataFrame:
        """Return lowest and highest published number of criteria of named communes under QĐ 1980.

        Returns:
            By commune_code: ``low`` and ``high`` of the latest figure not after ``until``.
        """
        rows = self._counts("commune_criteria", province_code, until)
        low = pd.to_numeric(rows["value_min"].where(rows["value_min"] != "", rows["value_num"]))
        high = pd.to_numeric(rows["value_max"].where(rows["value_max"] != "", rows["value_num"]))
        table = rows.assign(low=low, high=high).groupby("commune_code")
        return table.agg(low=("low", "max"), high=("high", "last")).astype(int)

    def published_district_totals(self, province_code: str, until: dt.date) -> dict[str, int]:
        """Return the largest published number of criteria of each district under QĐ 1980."""
        rows = self._counts("district_criteria_total", province_code, until)
        totals = pd.to_numeric(rows["value_num"]).groupby(rows["district_code"]).max()
        return {str(code): int(total) for code, total in totals.items()}

    def _counts(self, metric: str, province_code: str, until: dt.date) -> pd.DataFrame:
        rows = self.history
        return rows.loc[
            (rows["metric"] == metric)
            & (rows["province_code"] == province_code)
            & (rows["qualifier"] == "")
            & (rows["set_id"] == COUNTED_SET)
            & (rows["as_of"] <= until.isoformat())
        ].sort_values("as_of", kind="stable")


def load_inputs(reference: Path, illustrative: Path) -> Inputs:
    """Read the constraints and the reference files.

    Args:
        reference: Folder of ``units.csv``, ``criteria.csv`` and ``history.csv``.
        illustrative: Folder of ``constraints.yml``.
    """
    spec = yaml.safe_load((illustrative / "constraints.yml").read_text(encoding="utf-8"))
    units = _read(reference / "units.csv").assign(ended_on="")
    former = pd.DataFrame(spec["former_units"]).assign(kind=UnitKind.XA.value)
    former["ended_on"] = [day.isoformat() for day in former["valid_to"]]
    communes = pd.concat([units.loc[units["kind"] == UnitKind.XA], former], ignore_index=True)
    columns = ["name", "province_code", "district_code", "ended_on"]
    sets = _read(reference / "criteria.csv").groupby("set_id").size()
    return Inputs(
        spec=spec,
        communes=communes.set_index("code")[columns],
        history=_read(reference / "history.csv"),
        set_sizes={str(set_id): int(count) for set_id, count in sets.items()},
    )


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def draw_scores(inputs: Inputs, codes: list[str], rng: np.random.Generator) -> pd.Series:
    """Draw how far along each commune is: a part shared by its district, a part of its own.

    Args:
        inputs: Everything read; ``leaning`` of the constraints shifts districts and communes.
        codes: Communes.
        rng: Source of the draw.

    Returns:
        One score by commune, in standard deviations of its own part; larger is further along.
    """
    districts = inputs.communes.loc[codes, "district_code"]
    shared = {code: DISTRICT_SPREAD * rng.normal() for code in sorted(districts.unique())}
    scores = pd.Series(rng.normal(size=len(codes)), index=codes)
    for item in inputs.spec["leaning"]:
        if item.get("district") in shared:
            shared[item["district"]] = item["shift"]
        elif item.get("commune") in scores.index:
            scores[item["commune"]] += item["shift"]
    return scores + districts.map(shared)
