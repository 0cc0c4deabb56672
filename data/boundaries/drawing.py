"""Make a scope's geometry document from its polygons, small enough for the wire."""

import gzip
from typing import Any

import geopandas as gpd
import pandas as pd

from data.boundaries.build import read_province
from data.boundaries.country import stitch
from data.boundaries.document import build_document
from data.boundaries.index import COUNTRY, to_json
from data.boundaries.sites import Basis
from data.boundaries.units import UnitList, read_units

PROVINCE_BUDGET = 30_000  # bytes, compressed
COUNTRY_BUDGET = 1_200_000
# Simplifications tried until the file fits [degrees]. The country starts where a screen shows no
# difference; it is twenty times the work of a province.
PROVINCE_TOLERANCES = (0, 0.001, 0.0015, 0.002, 0.003, 0.004, 0.005, 0.006, 0.008, 0.012, 0.02)
COUNTRY_TOLERANCES = (0.002, 0.003, 0.004, 0.006, 0.01, 0.02)


def draw_scope(scope: str) -> tuple[dict[str, Any], str]:
    """Return the document of a province, or of the country ("vn"), and its kind.

    Raises:
        ValueError: There is no such scope, or a province of it has no polygons.
    """
    units = read_units()
    codes = list(units.provinces["code"]) if scope == COUNTRY else [scope]
    frames = [_polygons(code) for code in codes]
    if scope == COUNTRY:
        polygons = stitch(frames)
        document = fit(scope, polygons, units, COUNTRY_TOLERANCES, COUNTRY_BUDGET)
    else:
        polygons = frames[0]
        document = fit(scope, polygons, units.within(scope), PROVINCE_TOLERANCES, PROVINCE_BUDGET)
    return document, kind_of(polygons["basis"])


def fit(
    scope: str,
    polygons: gpd.GeoDataFrame,
    units: UnitList,
    tolerances: tuple[float, ...],
    budget: int,
) -> dict[str, Any]:
    """Return the document at the first tolerance that fits the budget, else at the last one."""
    document: dict[str, Any] = {}
    for tolerance in tolerances:
        document = build_document(scope, polygons, units, tolerance)
        if len(gzip.compress(to_json(document), 9, mtime=0)) <= budget:
            break
    return document


def kind_of(basis: "pd.Series[str]") -> str:
    """Return "official", "approximate" or "mixed" by what the communes rest on."""
    official = basis == Basis.OFFICIAL
    if official.all():
        return "official"
    return "mixed" if official.any() else "approximate"


def _polygons(code: str) -> gpd.GeoDataFrame:
    polygons = read_province(code)
    if polygons is None:
        raise ValueError(f"the province {code!r} has no polygons")
    return polygons
