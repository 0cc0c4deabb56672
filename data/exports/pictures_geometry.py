"""Polygons of a province for a picture, decoded from the file the map on screen fetches."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data.boundaries.index import geo_dir
from data.boundaries.tiles import build_tile_document
from data.boundaries.units import read_units
from data.boundaries.web import current_geometry

Points = npt.NDArray[np.float64]

KIND_WORDS = {
    "official": "Ranh giới: tệp ranh giới chính thức đã nạp.",
    "mixed": "Ranh giới: một phần chính thức, một phần gần đúng; không dùng để xác định địa giới.",
    "approximate": "Ranh giới gần đúng, không dùng để xác định địa giới.",
    "tile": "Sơ đồ ô vuông: mỗi ô một xã, xếp theo huyện; không theo vị trí trên thực địa.",
}


@dataclass(frozen=True)
class Commune:
    """A commune's rings (n, 2), outer and holes, and where its middle lies."""

    code: str
    district: str
    rings: tuple[Points, ...]

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle of the largest ring's box."""
        largest = max(self.rings, key=lambda ring: float(np.ptp(ring, axis=0).prod()))
        x, y = (largest.min(axis=0) + largest.max(axis=0)) / 2
        return float(x), float(y)


@dataclass(frozen=True)
class District:
    """A district's name with its kind, label point and outline."""

    code: str
    name: str
    at: tuple[float, float]
    lines: tuple[Points, ...]


@dataclass(frozen=True)
class Drawing:
    """What a map is drawn from, y growing northwards, one unit the same length both ways."""

    communes: tuple[Commune, ...]
    districts: tuple[District, ...]
    kind: str

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north of all that is drawn."""
        points = np.concatenate([ring for c in self.communes for ring in c.rings])
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        return float(west), float(south), float(east), float(north)

    def of_district(self, code: str) -> "Drawing":
        """Return one district alone."""
        return Drawing(
            tuple(c for c in self.communes if c.district == code),
            tuple(d for d in self.districts if d.code == code),
            self.kind,
        )


def read_drawing(scope: str, *, is_passed_on: bool = False) -> Drawing:
    """Read the geometry of a province: official, approximate, or the tile map where none is built.

    Args:
        scope: Province code.
        is_passed_on: The polygons themselves leave the machine, so only official ones are taken.

    Raises:
        ValueError: There is no such province.
    """
    document, kind = _read_document(scope)
    if is_passed_on and kind != "official":
        document, kind = build_tile_document(scope, read_units().within(scope)), "tile"
    squeeze = np.array([1.0, 1.0])
    if not document.get("tile"):
        _, south, _, north = document["bbox"]
        squeeze = np.array([np.cos(np.radians((south + north) / 2)), 1.0])
    west, south, east, north = (value * document["scale"] for value in document["bbox"])
    communes = []
    for row in document["communes"]:
        rings = [decode(ring) * squeeze for polygon in row["g"] for ring in polygon]
        near = [ring for ring in rings if _is_inside(ring / squeeze, (west, south, east, north))]
        if near:
            communes.append(Commune(row["c"], row["d"] or "", tuple(near)))
    districts = [
        District(
            row["c"],
            row["full"],
            (row["at"][0] * float(squeeze[0]), float(row["at"][1])),
            tuple(decode(line) * squeeze for line in row["o"]),
        )
        for row in document["districts"]
    ]
    return Drawing(tuple(communes), tuple(districts), kind)


def decode(line: Iterable[int]) -> Points:
    """Return the points (n, 2) of a line written as differences (``data.boundaries.encode``)."""
    return np.cumsum(np.array(list(line), float).reshape(-1, 2), axis=0)


def _is_inside(ring: Points, box: tuple[float, float, float, float]) -> bool:
    # Islands far from the mainland are outside the box a province is shown in at first.
    west, south, east, north = box
    x, y = ring.mean(axis=0)
    return bool(west <= x <= east and south <= y <= north)


def _read_document(scope: str) -> tuple[dict[str, Any], str]:
    try:
        ref = current_geometry(scope)
        path = geo_dir() / ref.url_path.rsplit("/", 1)[-1]
        return json.loads(path.read_text("utf-8")), ref.kind
    except OSError:
        # A folder that cannot be written to, or a file replaced meanwhile: tiles need neither.
        return build_tile_document(scope, read_units().within(scope)), "tile"
