"""Turn a raster of units into a coverage of smooth polygons."""

import geopandas as gpd
import numpy as np
import shapely

from data.boundaries.islands import ISLAND_COMMUNES, ISLAND_RADIUS
from data.boundaries.plane import Floats, Integers, Objects
from data.boundaries.scene import Raster, Scene
from data.boundaries.sites import Sites

PIXEL_TOLERANCE = 1.3  # simplification of pixel edges, in pixels
ROUNDED_TOLERANCE = 0.25  # and after the corners have been cut
CORNER_CUTS = 2
DECIMALS = 4  # of degrees: about 11 m, far finer than the places are known


def to_coverage(
    labels: Integers, scene: Scene, sites: Sites, province_code: str
) -> gpd.GeoDataFrame:
    """Draw the province's units.

    Returns:
        One row a unit of the province, by code: code, name, district_code, district_name, basis,
        geometry (EPSG:4326); the geometries form a valid coverage.

    Raises:
        RuntimeError: The raster gave no valid coverage, with or without rounding.
    """
    own = np.where((labels >= 0) & scene.own[labels], labels, -1)
    rows, plain = _trace(own)
    shapes = _first_valid(scene.raster, _round_off(plain), plain)
    offshore = np.flatnonzero(
        sites.offshore & (sites.units["province_code"] == province_code).to_numpy()
    )
    discs = [_disc(code) for code in sites.units["code"].iloc[offshore]]
    rows = np.r_[rows, offshore].astype(int)
    order = np.argsort(rows)
    table = sites.units.iloc[rows[order]]
    columns = {c: table[c].to_numpy() for c in ("code", "name", "district_code", "district_name")}
    columns["basis"] = sites.basis[rows[order]].astype(str)
    geometry = np.array([*shapes, *discs], dtype=object)[order]
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=4326)


def _trace(labels: Integers) -> tuple[Integers, Objects]:
    """Return the labels present and their polygons along simplified pixel edges [pixels]."""
    padded = np.pad(labels, 1, constant_values=-1)
    row, column = np.nonzero(padded[:, 1:] != padded[:, :-1])
    upright = np.stack([np.c_[column + 1, row], np.c_[column + 1, row + 1]], 1)
    row, column = np.nonzero(padded[1:] != padded[:-1])
    level = np.stack([np.c_[column, row + 1], np.c_[column + 1, row + 1]], 1)
    edges = shapely.linestrings(np.r_[upright, level].astype(float))
    faces = shapely.get_parts(shapely.polygonize(edges))
    inside = shapely.get_coordinates(shapely.point_on_surface(faces)).astype(int)
    label = padded[inside[:, 1], inside[:, 0]]
    present = np.unique(label[label >= 0])
    polygons = np.array([shapely.union_all(faces[label == one]) for one in present])
    return present, shapely.coverage_simplify(polygons, PIXEL_TOLERANCE)


def _round_off(polygons: Objects) -> Objects:
    """Cut the corners of the arcs that polygons share, so that they stay shared."""
    arcs = shapely.get_parts(shapely.line_merge(shapely.union_all(shapely.boundary(polygons))))
    faces = shapely.get_parts(shapely.polygonize([_cut_corners(arc) for arc in arcs]))
    face, polygon = shapely.STRtree(polygons).query(
        shapely.point_on_surface(faces), predicate="within"
    )
    rounded = [shapely.union_all(faces[face[polygon == k]]) for k in range(len(polygons))]
    return np.asarray(shapely.coverage_simplify(np.array(rounded), ROUNDED_TOLERANCE))


def _cut_corners(arc: shapely.LineString) -> shapely.LineString:
    """Round a line off by Chaikin's corner cutting; the ends of an open one stay."""
    points = shapely.get_coordinates(arc)
    closed = len(points) > 3 and (points[0] == points[-1]).all()
    for _ in range(CORNER_CUTS if len(points) > 2 else 0):
        near, far = 0.75 * points[:-1] + 0.25 * points[1:], 0.25 * points[:-1] + 0.75 * points[1:]
        cut = np.stack([near, far], 1).reshape(-1, 2)
        points = np.r_[cut, cut[:1]] if closed else np.r_[points[:1], cut[1:-1], points[-1:]]
    return shapely.LineString(points)


def _first_valid(raster: Raster, *candidates: Objects) -> Objects:
    """Return the first candidate [pixels] that is a valid coverage in rounded degrees."""

    def to_degrees(points: Floats) -> Floats:
        return np.round((points - 1) * raster.pixel / raster.scale + raster.origin, DECIMALS)

    for polygons in candidates:
        shapes = shapely.transform(polygons, to_degrees)
        sound = shapely.is_valid(shapes).all() and not shapely.is_empty(shapes).any()
        if sound and shapely.coverage_is_valid(shapes):
            return np.asarray(shapes)
    raise RuntimeError("the raster gave no valid coverage")


def _disc(code: str) -> shapely.Polygon:
    disc = shapely.Point(ISLAND_COMMUNES[code]).buffer(ISLAND_RADIUS, quad_segs=4)
    return shapely.transform(disc, lambda points: np.round(points, DECIMALS))
