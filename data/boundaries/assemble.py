"""Make one valid coverage of the polygons a boundary file gives for a province."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.boundaries.build import read_approximate
from data.boundaries.faults import BoundaryFileError
from data.boundaries.matching import Matches
from data.boundaries.plane import Objects
from data.boundaries.sites import Basis
from data.boundaries.units import UnitList

GAP_WIDTH = 0.0005  # degrees (55 m): wider gaps are taken for lakes and the like
# Nodes closer than this [degrees] (5 m, half a step of the files a map fetches) become one: without
# it, a layer whose neighbours miss each other by a metre all along takes 60 times as long.
SNAP = 0.00005
STORED_TOLERANCE = 0.0002  # degrees (22 m): finer than any screen shows of a province
MAX_OVERLAP = 0.2  # share of the area; beyond it the features are not parts of one land
MIN_REMAINDER = 0.1  # share of an approximate polygon that must be left to stand in for a commune


def merge(features: gpd.GeoDataFrame, matches: Matches) -> tuple["pd.Series[Any]", list[str]]:
    """Return the polygon of each commune matched, by code, and which were made of several."""
    shape_of = dict(zip(features["feature"], features.geometry, strict=True))
    parts: dict[str, list[shapely.Geometry]] = {}
    for feature, code in sorted(matches.code_of.items()):
        parts.setdefault(code, []).append(shape_of[feature])
    codes = sorted(parts)
    shapes = [parts[c][0] if len(parts[c]) == 1 else shapely.union_all(parts[c]) for c in codes]
    merged = [code for code in codes if len(parts[code]) > 1]
    return pd.Series(shapes, index=codes, dtype=object), merged


def overlap_share(polygons: "pd.Series[Any]") -> float:
    """Return the share of the area claimed more than once.

    Raises:
        BoundaryFileError: So much is, that the polygons are not parts of one land.
    """
    shapes = polygons.to_numpy(dtype=object)
    total, union = shapely.area(shapes).sum(), shapely.area(shapely.union_all(shapes))
    share = float((total - union) / union)
    if share > MAX_OVERLAP:
        raise BoundaryFileError(
            f"Các vùng chồng lên nhau quá nhiều ({share:.0%} diện tích).",
            "Tệp có lẽ chứa nhiều cấp hoặc nhiều lần xuất bản; hãy chỉ giữ một lớp cấp xã.",
        )
    return share


def complete(province: str, polygons: "pd.Series[Any]", scope: UnitList) -> gpd.GeoDataFrame:
    """Return a valid coverage of a province: official polygons, approximate ones where they lack.

    Columns as ``build.build_province`` gives them; a commune without any polygon has no row.
    """
    units = scope.within(province)
    codes = units.communes["code"]
    shapes = polygons.reindex(codes).dropna()
    fillers = _fillers(province, set(codes) - set(shapes.index), shapes)
    everything = pd.concat([shapes, fillers["geometry"]])
    basis = pd.Series(Basis.OFFICIAL.value, index=shapes.index)
    table = pd.DataFrame({"basis": pd.concat([basis, fillers["basis"]])})
    table["geometry"] = _clean(everything.to_numpy(dtype=object))
    table = table[~shapely.is_empty(table["geometry"].to_numpy())]
    communes = units.communes.set_index("code")
    table = communes.join(table, how="inner").reset_index()
    district_names = units.districts.set_index("code")["full_name"]
    table["district_name"] = table["district_code"].map(district_names)
    columns = ["code", "name", "district_code", "district_name", "basis", "geometry"]
    return gpd.GeoDataFrame(table[columns], crs=4326)


def _fillers(province: str, missing: set[str], official: "pd.Series[Any]") -> pd.DataFrame:
    """Return what is left of the approximate polygons of the communes that the file lacks."""
    approximate = read_approximate(province) if missing else None
    if approximate is None:
        return pd.DataFrame({"geometry": [], "basis": []}, dtype=object)
    table = approximate[approximate["code"].isin(missing)].set_index("code")
    shapes = np.asarray(table.geometry.values)
    left = shapely.difference(shapes, shapely.union_all(official.to_numpy(dtype=object)))
    worth = shapely.area(left) >= MIN_REMAINDER * shapely.area(shapes)
    basis = table["basis"].to_numpy()[worth]
    return pd.DataFrame({"geometry": left[worth], "basis": basis}, index=table.index[worth])


def _clean(shapes: Objects) -> Objects:
    """Return a valid, slightly simplified coverage of shapes that nearly are one.

    Raises:
        BoundaryFileError: They cannot be made one.
    """
    cleaned = shapely.coverage_clean(shapes, gap_width=GAP_WIDTH, snapping_distance=SNAP)
    simple = shapely.coverage_simplify(cleaned, STORED_TOLERANCE)
    for candidate in (simple, cleaned):
        if shapely.coverage_is_valid(candidate) and shapely.is_valid(candidate).all():
            return np.asarray(candidate)
    raise _unsound()


@contextmanager
def refusing_unsound() -> Iterator[None]:
    """Turn what the geometry library cannot compute into a refusal of the file."""
    try:
        yield
    except shapely.errors.GEOSException as error:
        raise _unsound() from error


def _unsound() -> BoundaryFileError:
    return BoundaryFileError(
        "Không ghép được các vùng thành một mặt ranh giới liền nhau.",
        "Hãy sửa hình học (vùng tự cắt, chồng lấn) bằng phần mềm bản đồ rồi nạp lại.",
    )
