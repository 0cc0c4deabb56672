"""Put provinces that were drawn one by one together so that they meet without overlapping."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.boundaries.plane import Objects
from data.boundaries.sites import Basis

# Slits between provinces up to this width [degrees] are closed: two pixels of the coarsest raster.
GAP_WIDTH = 0.005


def stitch(provinces: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Return one valid coverage of all the provinces' communes, by code.

    Official polygons keep every point of their ground; where approximate ones overlap, the smaller
    commune gets the ground, so that none disappears under a neighbour.

    Args:
        provinces: Frames with columns code, basis, geometry (EPSG:4326).
    """
    table = pd.concat(provinces, ignore_index=True).sort_values("code", ignore_index=True)
    shapes = np.asarray(table.geometry.values)
    official = (table["basis"] == Basis.OFFICIAL).to_numpy()
    if official.any() and not official.all():
        shapes = _give_way(shapes, official)
    shapes = shapely.coverage_clean(shapes, gap_width=GAP_WIDTH, merge_strategy="min_area")
    return gpd.GeoDataFrame(table[["code", "basis"]], geometry=shapes, crs=4326)


def _give_way(shapes: Objects, official: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Objects:
    """Take the official polygons' ground from the approximate ones."""
    firm = shapely.union_all(shapes[official])
    shapely.prepare(firm)
    touched = ~official & shapely.intersects(firm, shapes)
    result = shapes.copy()
    result[touched] = shapely.difference(shapes[touched], firm)
    return result
