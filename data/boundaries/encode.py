"""Write polygons as small integers: coordinates times a scale, each point relative to the last.

A ring or line is one flat list ``[x0, y0, dx1, dy1, …]``; a ring does not repeat its first point, a
closed line does. Neighbours share their points exactly, also after rounding.
"""

import numpy as np
import shapely

from data.boundaries.index import SCALE
from data.boundaries.plane import Floats, Objects


def to_grid(polygons: Objects) -> Objects:
    """Round a valid coverage (degrees) to whole steps so that it stays a valid coverage.

    Rounding alone nearly always does it; where it makes edges cross, they are cut where they cross
    and the pieces dealt out anew.

    Returns:
        Polygons in steps; empty where a unit is smaller than a step.
    """
    scaled = shapely.transform(polygons, lambda points: points * SCALE)
    rounded = shapely.transform(scaled, np.rint)
    if shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded):
        return np.asarray(rounded)
    lines = shapely.union_all(shapely.boundary(scaled), grid_size=1)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    face, owner = shapely.STRtree(scaled).query(shapely.point_on_surface(faces), predicate="within")
    return np.array([shapely.union_all(faces[face[owner == k]]) for k in range(len(scaled))])


def encode_area(geometry: shapely.Geometry) -> list[list[list[int]]]:
    """Encode a (multi)polygon in steps as polygons of rings, outer ring first; [] if empty."""
    return [
        [encode_points(shapely.get_coordinates(ring)[:-1]) for ring in shapely.get_rings(part)]
        for part in shapely.get_parts(geometry)
        if not part.is_empty
    ]


def encode_outline(geometry: shapely.Geometry) -> list[list[int]]:
    """Encode the outline of a (multi)polygon in steps as closed lines."""
    return [encode_points(shapely.get_coordinates(ring)) for ring in _rings(geometry)]


def encode_points(points: Floats) -> list[int]:
    """Encode points in steps, (n, 2), as one flat list of differences."""
    steps = np.rint(points).astype(np.int64)
    result: list[int] = np.diff(steps, axis=0, prepend=np.zeros((1, 2), int)).ravel().tolist()
    return result


def label_point(geometry: shapely.Geometry) -> list[int]:
    """Return the point of a (multi)polygon in steps that is deepest inside its largest part."""
    parts = shapely.get_parts(geometry)
    largest = parts[np.argmax(shapely.area(parts))]
    circle = shapely.maximum_inscribed_circle(largest, tolerance=np.sqrt(largest.area) / 50)
    x, y = shapely.get_coordinates(circle)[0]
    return [round(x), round(y)]


def _rings(geometry: shapely.Geometry) -> Objects:
    return np.asarray(shapely.get_rings(shapely.get_parts(geometry)))
