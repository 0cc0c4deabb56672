"""One province laid out on a raster: its units and the neighbours that compete for its rim."""

from dataclasses import dataclass

import numpy as np

from data.boundaries.plane import Booleans, Floats, Integers, Objects, km_per_degree
from data.boundaries.sites import BOX_FILL, Doubt, Sites

MARGIN_KM = 2.0  # around the province's boxes
STAND_IN_REACH = 1.3  # half-widths around a bare centre that the raster must hold
PIXELS_PER_UNIT_SIDE = 28
PIXEL_KM = (0.04, 0.25)  # finest and coarsest pixel, unless the raster would grow too large
MAX_PIXELS = 6e5


@dataclass(frozen=True)
class Raster:
    """A grid of square pixels, row by row from its south-west corner.

    Attributes:
        pixel: Side of a pixel [km].
        origin: (lon, lat) of the south-west corner, degrees.
        scale: Kilometres per degree (east, north).
        columns: Pixels from west to east.
        rows: Pixels from south to north.
    """

    pixel: float
    origin: Floats
    scale: Floats
    columns: int
    rows: int

    def centres(self, pixels: Integers) -> Floats:
        """Return the middle of pixels, (2, n) km from the origin."""
        return np.stack([pixels % self.columns + 0.5, pixels // self.columns + 0.5]) * self.pixel


@dataclass
class Scene:
    """Units of the whole country in kilometres from the raster's origin; (n, …) arrays.

    Attributes:
        raster: The raster.
        size: Width and height [km] of the area in view.
        own: Units of the province that compete for pixels.
        boxed: Units with a trusted box.
        guessed: Units whose centre is not the geocoder's.
        near: Units in view that compete; unlocated ones join when they have been placed.
        centre: Centre (nan until placed).
        middle: Middle of the box, or of the stand-in box that follows the unit's cell.
        half: Half-widths of that box.
        radius: Half-width of a square box of the expected area.
        area: Expected area [km²].
        hint: Where to look for an unlocated unit; nan where nothing is known.
        district_low: South-west corner of the district's trusted box; nan without.
        district_high: North-east corner of the same.
        district: District code.
    """

    raster: Raster
    size: Floats
    own: Booleans
    boxed: Booleans
    guessed: Booleans
    near: Booleans
    centre: Floats
    middle: Floats
    half: Floats
    radius: Floats
    area: Floats
    hint: Floats
    district_low: Floats
    district_high: Floats
    district: Objects

    @property
    def unlocated(self) -> Integers:
        """Rows of the province's units that have no centre yet."""
        return np.flatnonzero(self.own & np.isnan(self.centre[:, 0]))


def build_scene(sites: Sites, province_code: str) -> Scene:
    """Lay out the province and whatever reaches into its view.

    Raises:
        KeyError: No unit has this province code.
    """
    own = (sites.units["province_code"] == province_code).to_numpy() & ~sites.offshore
    if not own.any():
        raise KeyError(province_code)
    boxed, radius = sites.boxed, np.sqrt(sites.area / BOX_FILL) / 2
    raster, size = _raster(sites, own, radius)

    def place(degrees: Floats) -> Floats:
        return (degrees - raster.origin) * raster.scale

    centre, low, high = place(sites.centre), place(sites.box[:, :2]), place(sites.box[:, 2:])
    middle = np.where(boxed[:, None], (low + high) / 2, centre)
    half = np.where(boxed[:, None], (high - low) / 2, radius[:, None])
    return Scene(
        raster=raster,
        size=size,
        own=own,
        boxed=boxed,
        guessed=sites.centre_doubt != Doubt.NONE,
        near=np.asarray((middle + half > 0).all(1) & (middle - half < size).all(1)),
        centre=centre,
        middle=middle,
        half=half,
        radius=radius,
        area=sites.area,
        hint=place(sites.hint),
        district_low=place(sites.district_box[:, :2]),
        district_high=place(sites.district_box[:, 2:]),
        district=sites.units["district_code"].to_numpy(object),
    )


def _raster(sites: Sites, own: Booleans, radius: Floats) -> tuple[Raster, Floats]:
    """Return the raster that holds the province, and the size [km] of the area asked for."""
    scale = km_per_degree(float(np.nanmean(sites.centre[own, 1])))
    at = np.where(np.isfinite(sites.centre), sites.centre, sites.hint)
    reach = radius[:, None] / scale * STAND_IN_REACH
    boxed, margin = sites.boxed[:, None], MARGIN_KM / scale
    low = np.nanmin(np.where(boxed, sites.box[:, :2], at - reach)[own], 0)
    high = np.nanmax(np.where(boxed, sites.box[:, 2:], at + reach)[own], 0)
    origin = low - margin
    size = (high + margin - origin) * scale
    pixel = np.clip(np.sqrt(np.median(sites.area[own])) / PIXELS_PER_UNIT_SIDE, *PIXEL_KM)
    pixel = max(pixel, np.sqrt(size.prod() / MAX_PIXELS))
    columns, rows = np.ceil(size / pixel).astype(int)
    return Raster(float(pixel), origin, scale, int(columns), int(rows)), size
