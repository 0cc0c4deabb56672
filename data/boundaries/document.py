"""The geometry file a browser draws, as a plain dictionary.

::

    {"format": 1, "scope": "66" | "vn", "scale": 10000, "bbox": [west, south, east, north],
     "communes":  [{"c": code, "n": name, "k": kind, "d": district code, "b": basis, "g": area}],
     "districts": [{"c": code, "n": name, "full": full name, "p": province code,
                    "at": label point, "o": outline}],
     "provinces": [{"c": code, "n": name, "at": label point, "o": outline}],
     "islands":   [{"n": name, "by": who administers it, "c": district code, "p": province code,
                    "at": label point, "names": [name, …], "pts": [[x, y], …]}],
     "tile": true}

``bbox`` is in degrees, everything else in steps of 1/scale degree. ``g`` is a list of polygons, a
polygon a list of rings (``encode.py``), ``o`` a list of closed lines. Communes, districts and
provinces are in the order of their codes; a district without communes has no row. ``islands`` is
there for the country only, ``tile`` for a tile map only, whose coordinates mean nothing on the
ground.
"""

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.boundaries.encode import encode_area, encode_outline, label_point, to_grid
from data.boundaries.index import COUNTRY, FORMAT, SCALE
from data.boundaries.islands import ARCHIPELAGOS, ISLAND_COMMUNES
from data.boundaries.plane import Objects
from data.boundaries.units import UnitList


def build_document(
    scope: str, polygons: gpd.GeoDataFrame, units: UnitList, tolerance: float
) -> dict[str, Any]:
    """Simplify and encode polygons.

    Args:
        scope: Province code or "vn".
        polygons: Columns code, basis, geometry (EPSG:4326, a valid coverage).
        units: The units of the scope. Those without a polygon are written with an empty area.
        tolerance: Simplification [degrees]; 0 for none.
    """
    table = units.communes.merge(polygons[["code", "basis"]], on="code", how="left")
    table["basis"] = table["basis"].fillna("guess")
    areas = pd.Series(_areas(polygons, tolerance), index=polygons["code"])
    areas = areas.reindex(table["code"])
    areas[areas.isna()] = shapely.Polygon()
    table["area"] = areas.to_numpy()
    document = {
        "format": FORMAT,
        "scope": scope,
        "scale": SCALE,
        "bbox": _bounds(scope, table),
        "communes": [
            {
                "c": row.code,
                "n": row.name,
                "k": row.kind,
                "d": row.district_code,
                "b": row.basis,
                "g": encode_area(row.area),
            }
            for row in table.itertuples(index=False)
        ],
        "districts": list(_districts(table, units)),
        "provinces": list(_provinces(table, units)),
    }
    if scope == COUNTRY:
        document["islands"] = islands()
    return document


def islands() -> list[dict[str, Any]]:
    """Return the archipelagos that every map of the country names, in steps."""
    return [
        {
            "n": group.name,
            "by": group.administered_by,
            "c": group.district_code,
            "p": group.province_code,
            "at": _steps(*group.label_at),
            "names": [name for name, _, _ in group.islands],
            "pts": [_steps(lon, lat) for _, lon, lat in group.islands],
        }
        for group in ARCHIPELAGOS
    ]


def _areas(polygons: gpd.GeoDataFrame, tolerance: float) -> Objects:
    shapes = np.asarray(polygons.geometry.values)
    if tolerance > 0:
        shapes = shapely.coverage_simplify(shapes, tolerance)
    return to_grid(shapes)


def _bounds(scope: str, table: pd.DataFrame) -> list[float]:
    """Return what the map shows at first: of a province its mainland, of the country all."""
    far = table["code"].isin(ISLAND_COMMUNES) if scope != COUNTRY else np.zeros(len(table), bool)
    bounds = shapely.total_bounds(table["area"].to_numpy()[~far]) / SCALE
    if scope == COUNTRY:
        points = np.array([[lon, lat] for a in ARCHIPELAGOS for _, lon, lat in a.islands])
        bounds = np.r_[np.minimum(bounds[:2], points.min(0)), np.maximum(bounds[2:], points.max(0))]
    return [round(float(value), 4) for value in bounds]


def _districts(table: pd.DataFrame, units: UnitList) -> Iterator[dict[str, Any]]:
    for row, area in _dissolved(table, "district_code", units.districts):
        yield {
            "c": row.code,
            "n": row.name,
            "full": row.full_name,
            "p": row.province_code,
            "at": label_point(area),
            "o": encode_outline(area),
        }


def _provinces(table: pd.DataFrame, units: UnitList) -> Iterator[dict[str, Any]]:
    for row, area in _dissolved(table, "province_code", units.provinces):
        yield {"c": row.code, "n": row.name, "at": label_point(area), "o": encode_outline(area)}


def _dissolved(
    table: pd.DataFrame, column: str, parents: pd.DataFrame
) -> Iterator[tuple[Any, shapely.Geometry]]:
    """Yield each parent unit that has land, with the union of its communes."""
    members = table.groupby(column)["area"]
    unions = {str(code): shapely.coverage_union_all(areas.to_numpy()) for code, areas in members}
    for row in parents.itertuples(index=False):
        area = unions.get(str(row.code))
        if area is not None and not area.is_empty:
            yield row, area


def _steps(lon: float, lat: float) -> list[int]:
    return [round(lon * SCALE), round(lat * SCALE)]
