"""Array types and the flat-earth arithmetic that the approximate boundaries are computed with."""

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Booleans: TypeAlias = NDArray[np.bool_]
Objects: TypeAlias = NDArray[np.object_]

KM_PER_DEGREE_EAST_AT_EQUATOR = 111.32
KM_PER_DEGREE_NORTH = 110.6
REFERENCE_LATITUDE = 16.0  # middle of the country, where one scale has to serve all of it


def km_per_degree(latitude: Floats | float) -> Floats:
    """Return kilometres per degree (east, north) at a latitude [degrees], shape (..., 2)."""
    east = KM_PER_DEGREE_EAST_AT_EQUATOR * np.cos(np.radians(latitude))
    return np.stack([east, np.full(np.shape(latitude), KM_PER_DEGREE_NORTH)], -1)


def box_area(box: Floats) -> Floats:
    """Return the area [km²] of boxes given as (west, south, east, north) in degrees, (n, 4)."""
    sides = (box[:, 2:] - box[:, :2]) * km_per_degree(box[:, 1])
    return np.asarray(np.prod(sides, axis=1))


def box_overlap(one: Floats, other: Floats) -> Floats:
    """Return the area [km²] that two boxes share, row by row; 0 where they do not meet."""
    sides = np.minimum(one[:, 2:], other[:, 2:]) - np.maximum(one[:, :2], other[:, :2])
    return np.asarray(np.prod(np.clip(sides, 0, None) * km_per_degree(one[:, 1]), axis=1))


def parse_boxes(texts: "pd.Series[str]") -> Floats:
    """Read "lat,lon – lat,lon" texts (south-west, north-east) into (n, 4) degrees; nan if absent.

    Returns:
        Columns west, south, east, north.
    """
    return np.array([_parse_box(text) for text in texts], dtype=float).reshape(-1, 4)


def _parse_box(text: object) -> list[float]:
    if not isinstance(text, str):
        return [np.nan] * 4
    return [float(v) for corner in text.split(" – ") for v in reversed(corner.split(","))]
