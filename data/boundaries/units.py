"""The list of units that every boundary, map and tile is joined to."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from data import paths
from data.boundaries.files import stamp
from domain.vocabulary import UnitLevel

ADMIN_VERSION = "2021"  # the units the programme's figures are kept by


@dataclass(frozen=True)
class UnitList:
    """Units of one administrative version, each frame by code.

    Attributes:
        communes: code, name, kind, province_code, district_code.
        districts: code, name, full_name, province_code.
        provinces: code, name, full_name.
    """

    communes: pd.DataFrame
    districts: pd.DataFrame
    provinces: pd.DataFrame

    def within(self, province_code: str) -> "UnitList":
        """Return the units of one province.

        Raises:
            ValueError: There is no such province.
        """
        provinces = self.provinces[self.provinces["code"] == province_code]
        if provinces.empty:
            raise ValueError(f"no province has the code {province_code!r}")
        communes = self.communes[self.communes["province_code"] == province_code]
        districts = self.districts[self.districts["province_code"] == province_code]
        return UnitList(communes, districts, provinces)


def units_path() -> Path:
    """Return the committed list of administrative units."""
    return paths.REFERENCE / "units.csv"


def read_units() -> UnitList:
    """Read the committed list of administrative units; callers must not change the frames."""
    return _read_units(units_path(), stamp(units_path()))


@lru_cache(maxsize=2)
def _read_units(path: Path, _stamp: str | None) -> UnitList:
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return to_unit_list(table[table["admin_version"] == ADMIN_VERSION])


def to_unit_list(table: pd.DataFrame) -> UnitList:
    """Split a table of units (code, name, full_name, level, kind, … codes) by level."""

    def level(value: UnitLevel, *columns: str) -> pd.DataFrame:
        rows = table.loc[table["level"] == value.value, list(columns)]
        return rows.sort_values("code").reset_index(drop=True)

    return UnitList(
        communes=level(UnitLevel.COMMUNE, "code", "name", "kind", "province_code", "district_code"),
        districts=level(UnitLevel.DISTRICT, "code", "name", "full_name", "province_code"),
        provinces=level(UnitLevel.PROVINCE, "code", "name", "full_name"),
    )
