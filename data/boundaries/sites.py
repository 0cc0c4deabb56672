"""Where each unit is believed to be, how large, and how far that can be trusted."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from data.boundaries.gazetteer import SuccessorGroup
from data.boundaries.plane import Booleans, Floats, Objects

# Share of its bounding box that a commune covers, typical of real communes.
BOX_FILL = 0.52


class Doubt(StrEnum):
    """Why a centre or a box is not trusted; the empty one means that it is."""

    NONE = ""
    NO_ROW = "no row"
    FELL_BACK = "fell back to the district"
    OTHER_NAME = "another name"
    TWIN = "twin"
    CROWDED = "box holds other centres"
    FAR = "far from its district"
    PLACED_BY_SUCCESSOR = "placed by its 2025 ward"
    NO_CENTRE = "no centre"
    TINY = "tiny: a point, not an area"
    GIANT = "giant"
    CENTRE_OUTSIDE = "centre outside"
    UNLIKE_SUCCESSOR = "not as its 2025 ward"


class Basis(StrEnum):
    """What a unit's polygon rests on."""

    BOX = "box"
    POINT = "point"
    GUESS = "guess"
    OFFICIAL = "official"
    TILE = "tile"


@dataclass
class Sites:
    """One row a unit, in the order of ``units``; the arrays are filled in step by step.

    Attributes:
        units: See ``Gazetteer.units``.
        groups: Successor groups with their areas completed.
        centre: (n, 2) lon, lat in degrees; nan where not trusted.
        box: (n, 4) west, south, east, north in degrees; nan where not trusted.
        district_box: (n, 4), the same for the unit's district.
        area: (n,) expected area [km²], never nan.
        hint: (n, 2) where to look for a unit without a centre; nan where nothing is known.
        centre_doubt: (n,) why the centre is not trusted (``Doubt``).
        box_doubt: (n,) why the box is not trusted (``Doubt``).
        offshore: (n,) true for the island communes that are placed by hand, not by competition.
    """

    units: pd.DataFrame
    groups: list[SuccessorGroup]
    centre: Floats
    box: Floats
    district_box: Floats
    area: Floats
    hint: Floats
    centre_doubt: Objects
    box_doubt: Objects
    offshore: Booleans

    @property
    def boxed(self) -> Booleans:
        """Which units have a trusted box, (n,)."""
        return np.isfinite(self.box[:, 0])

    @property
    def basis(self) -> Objects:
        """What each unit's polygon will rest on (``Basis``), (n,)."""
        pointed = np.isfinite(self.centre[:, 0]) | self.offshore
        return np.where(self.boxed, Basis.BOX, np.where(pointed, Basis.POINT, Basis.GUESS)).astype(
            object
        )


def cast_doubt(doubts: Objects, mask: Booleans, reason: Doubt) -> None:
    """Write ``reason`` where ``mask`` holds and no earlier reason stands."""
    doubts[np.asarray(mask) & (doubts == Doubt.NONE)] = reason
