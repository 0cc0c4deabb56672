"""Reading the committed illustrative files with plain pandas, for the tests that recount them."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pandas as pd

from data.paths import ILLUSTRATIVE, REFERENCE

DAK_LAK = ["66_2020-12-31", "66_2021-12-09", "66_2021-12-31"]
KON_TUM_1980 = [
    "62_2016-12-31",
    "62_2017-11-30",
    "62_2019-05-31",
    "62_2019-09-30",
    "62_2020-12-31",
    "62_2021-06-30",
    "62_2021-12-31",
]
ALL_KEYS = [
    "20_2020-12-31",
    "62_2016-06-30",
    *KON_TUM_1980,
    "62_2022-11-30",
    "66_2015-12-31",
    *DAK_LAK,
    "67_2021-12-31",
    "67_664_2022-01-01",
]
STATUSES = {"met", "nearly_met", "not_met", "not_assessed"}


@cache
def read(name: str) -> pd.DataFrame:
    return pd.read_csv(ILLUSTRATIVE / name, dtype=str, keep_default_na=False)


@cache
def reference(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / name, dtype=str, keep_default_na=False)


@cache
def marks(key: str) -> pd.DataFrame:
    """Communes × criterion numbers: status."""
    table = read(f"assessments/{key}.csv")
    table = table.assign(criterion_no=table["criterion_no"].astype(int))
    return table.pivot(index="commune_code", columns="criterion_no", values="status")


def met(key: str) -> pd.DataFrame:
    return marks(key) == "met"


def totals(key: str) -> pd.Series:
    return met(key).sum(axis=1)


def per_criterion(key: str) -> list[int]:
    return met(key).sum().tolist()


def in_band(key: str, low: int, high: int) -> int:
    return int(totals(key).between(low, high).sum())


def average(key: str) -> Decimal:
    exact = Decimal(int(totals(key).sum())) / len(totals(key))
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def recognised(day: str, level: str = "ntm", province: str = "") -> set[str]:
    rows = read("recognitions.csv")
    rows = rows[(rows["level"] == level) & (rows["effective_on"] <= day)]
    return {code for code in rows["unit_code"] if all_communes()[code].startswith(province)}


def recognised_in(key: str) -> set[str]:
    snapshot = read("snapshots.csv").set_index("snapshot_key").loc[key]
    return recognised(snapshot["as_of"]) & set(totals(key).index)


def full_set(key: str) -> set[str]:
    return set(totals(key).index[met(key).all(axis=1)])


@cache
def all_communes() -> dict[str, str]:
    """Province code by commune code, the former unit included."""
    units = pd.concat([reference("units.csv"), read("units.csv")])
    units = units[units["kind"] == "xã"]
    return dict(zip(units["code"], units["province_code"], strict=True))


@cache
def district_of() -> dict[str, str]:
    units = pd.concat([reference("units.csv"), read("units.csv")])
    return dict(zip(units["code"], units["district_code"], strict=True))


def names(codes: set[str]) -> set[str]:
    units = reference("units.csv").set_index("code")["name"]
    return {units[code] for code in codes}


def lost_cells(before: str, after: str) -> int:
    both = met(before).index.intersection(met(after).index)
    return int((met(before).loc[both] & ~met(after).loc[both]).sum().sum())
