"""Which communes lie beside which, for the checks.

Only official boundaries say who borders on whom: the approximate ones are drawn from boxes and
centres. Without official ones the other communes of the district stand in.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from data.boundaries.files import stamp
from data.boundaries.locations import official_path
from domain.checks.outliers import neighbours_by_district


def read_neighbours(
    province_code: str, district_by_commune: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return the nearby communes of each commune of a scope.

    A commune that borders on none of the scope (an island, a hole in the file) takes those of its
    district.
    """
    by_district = neighbours_by_district(district_by_commune)
    path = official_path(province_code)
    version = stamp(path)
    if version is None:
        return by_district
    touching = _touching(path, version)
    found = {}
    for code, others in by_district.items():
        own = tuple(other for other in touching.get(code, ()) if other in district_by_commune)
        found[code] = own or others
    return found


@lru_cache(maxsize=4)
def _touching(path: Path, _version: str) -> Mapping[str, tuple[str, ...]]:
    """Return the units whose polygons meet, by code; read once for each version of the file."""
    import geopandas as gpd

    polygons = gpd.read_parquet(path, columns=["code", "geometry"])
    codes = list(polygons["code"])
    one, other = polygons.sindex.query(polygons.geometry, predicate="intersects")
    found: dict[str, list[str]] = {code: [] for code in codes}
    for left, right in zip(one, other, strict=True):
        if left != right:
            found[codes[left]].append(codes[right])
    return {code: tuple(sorted(others)) for code, others in found.items()}
