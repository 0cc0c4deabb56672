"""The map without boundaries: one equal square a commune, the squares of a district together.

It is drawn until polygons have been built or loaded. Districts stand in rows in the order of their
codes, each under its name; for the country, provinces stand in rows likewise. The coordinates are
made up (a few degrees around the equator, where the usual projections keep squares square).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from data.boundaries.index import COUNTRY, FORMAT, SCALE
from data.boundaries.islands import ARCHIPELAGOS
from data.boundaries.units import UnitList

TILE, GAP = 90, 10  # side of a square and space between two squares [steps]
PITCH = TILE + GAP
LABEL = PITCH  # height left for a district's name
DISTRICT_GAP = PITCH // 2
PROVINCE_LABEL, PROVINCE_GAP = 2 * PITCH, 2 * PITCH
WIDTH_OVER_HEIGHT = 1.4  # about that of the map's frame
MIN_COLUMNS = 3  # so that a district's name has room


@dataclass(frozen=True)
class _Block:
    """A rectangle [steps], its lower left corner at (x, y), with the code of what it holds."""

    code: str
    x: int
    y: int
    width: int
    height: int

    def moved(self, x: int, y: int) -> "_Block":
        return _Block(self.code, self.x + x, self.y + y, self.width, self.height)

    @property
    def outline(self) -> list[int]:
        """The closed line around it, encoded."""
        return [self.x, self.y, self.width, 0, 0, self.height, -self.width, 0, 0, -self.height]


@dataclass(frozen=True)
class _Rows:
    """Lower left corners [steps] of blocks stood in rows, and the size of all of it."""

    corners: list[tuple[int, int]]
    width: int
    height: int


@dataclass
class _Layout:
    """Where everything of one province, or of the country, stands."""

    communes: dict[str, _Block]
    districts: list[_Block]
    provinces: list[_Block]

    def add(self, other: "_Layout", x: int, y: int) -> None:
        self.communes |= {code: block.moved(x, y) for code, block in other.communes.items()}
        self.districts += [block.moved(x, y) for block in other.districts]
        self.provinces += [block.moved(x, y) for block in other.provinces]


def build_tile_document(scope: str, units: UnitList) -> dict[str, Any]:
    """Lay out the tile map of a province or of the country ("vn").

    Args:
        scope: Province code or "vn".
        units: The units of the scope.

    Returns:
        The format of ``document.py`` with ``"tile": true`` and basis "tile".
    """
    layout = _lay_out_country(units) if scope == COUNTRY else _lay_out_province(scope, units)
    islands = _islands(layout) if scope == COUNTRY else []
    document: dict[str, Any] = {
        "format": FORMAT,
        "scope": scope,
        "scale": SCALE,
        "tile": True,
        "bbox": _bounds(layout, islands),
        "communes": list(_communes(layout, units)),
        "districts": list(_districts(layout, units)),
        "provinces": list(_provinces(layout, units)),
    }
    if scope == COUNTRY:
        document["islands"] = islands
    return document


def _lay_out_province(code: str, units: UnitList) -> _Layout:
    members = units.communes.groupby("district_code")["code"].apply(sorted)
    grids = [_grid(str(district), codes) for district, codes in sorted(members.items())]
    blocks = [grid.districts[0] for grid in grids]
    rows, margin = _in_rows(blocks, DISTRICT_GAP), DISTRICT_GAP
    layout = _Layout({}, [], [])
    for grid, (x, y) in zip(grids, rows.corners, strict=True):
        layout.add(grid, x, y)
    width, height = rows.width + 2 * margin, rows.height + 2 * margin
    layout.provinces = [_Block(code, -margin, -margin, width, height)]
    return layout


def _lay_out_country(units: UnitList) -> _Layout:
    parts = [_lay_out_province(code, units.within(code)) for code in units.provinces["code"]]
    blocks = [part.provinces[0] for part in parts]
    spaced = [_Block(b.code, 0, 0, b.width, b.height + PROVINCE_LABEL) for b in blocks]
    corners = _in_rows(spaced, PROVINCE_GAP).corners
    layout = _Layout({}, [], [])
    for part, block, (x, y) in zip(parts, blocks, corners, strict=True):
        layout.add(part, x - block.x, y - block.y)
    return layout


def _grid(district: str, codes: list[str]) -> _Layout:
    """Place a district's squares row by row from the top left, under room for its name."""
    columns = max(MIN_COLUMNS, math.ceil(math.sqrt(len(codes))))
    rows = math.ceil(len(codes) / columns)
    communes = {}
    for place, code in enumerate(codes):
        row, column = divmod(place, columns)
        x, y = GAP + column * PITCH, GAP + (rows - 1 - row) * PITCH
        communes[code] = _Block(code, x, y, TILE, TILE)
    block = _Block(district, 0, 0, GAP + columns * PITCH, GAP + rows * PITCH + LABEL)
    return _Layout(communes, [block], [])


def _in_rows(blocks: list[_Block], gap: int) -> _Rows:
    """Stand blocks in rows, as wide as fills a frame of the usual proportions best."""
    widest = max(block.width for block in blocks)
    area = sum((block.width + gap) * (block.height + gap) for block in blocks)
    least = max(widest, int(math.sqrt(area * WIDTH_OVER_HEIGHT) / 2))
    limits = range(least, 3 * least + 1, PITCH)
    trials = (_rows_of_width(blocks, gap, limit) for limit in limits)
    return min(trials, key=lambda rows: max(rows.width, rows.height * WIDTH_OVER_HEIGHT))


def _rows_of_width(blocks: list[_Block], gap: int, limit: int) -> _Rows:
    """Stand blocks in rows no wider than ``limit``, from the top left, their tops aligned."""
    corners, x, top, row_height, width = [], 0, 0, 0, 0
    for block in blocks:
        if x and x + block.width > limit:
            x, top, row_height = 0, top - row_height - gap, 0
        corners.append((x, top - block.height))
        width = max(width, x + block.width)
        row_height = max(row_height, block.height)
        x += block.width + gap
    bottom = top - row_height
    return _Rows([(x, y - bottom) for x, y in corners], width, -bottom)


def _communes(layout: _Layout, units: UnitList) -> Iterator[dict[str, Any]]:
    for row in units.communes.itertuples(index=False):
        block = layout.communes[str(row.code)]
        ring = block.outline[:-2]
        yield {
            "c": row.code,
            "n": row.name,
            "k": row.kind,
            "d": row.district_code,
            "b": "tile",
            "g": [[ring]],
        }


def _districts(layout: _Layout, units: UnitList) -> Iterator[dict[str, Any]]:
    rows = {row.code: row for row in units.districts.itertuples(index=False)}
    for block in sorted(layout.districts, key=lambda block: block.code):
        row = rows[block.code]
        yield {
            "c": row.code,
            "n": row.name,
            "full": row.full_name,
            "p": row.province_code,
            "at": [block.x + block.width // 2, block.y + block.height - LABEL // 2],
            "o": [block.outline],
        }


def _provinces(layout: _Layout, units: UnitList) -> Iterator[dict[str, Any]]:
    rows = {row.code: row for row in units.provinces.itertuples(index=False)}
    for block in sorted(layout.provinces, key=lambda block: block.code):
        row, top = rows[block.code], block.y + block.height
        middle = block.x + block.width // 2
        yield {
            "c": row.code,
            "n": row.name,
            "at": [middle, top + PROVINCE_LABEL // 2],
            "o": [block.outline],
        }


def _islands(layout: _Layout) -> list[dict[str, Any]]:
    """Stand the archipelagos as rows of dots below the tiles, one dot an island."""
    left = min(block.x for block in layout.provinces)
    bottom = min(block.y for block in layout.provinces)
    right = max(block.x + block.width for block in layout.provinces)
    middle_of_name = left + (right - left) // 12  # far enough in for a name written around it
    rows = []
    for number, group in enumerate(ARCHIPELAGOS):
        y = bottom - (3 * number + 2) * PROVINCE_LABEL
        rows.append(
            {
                "n": group.name,
                "by": group.administered_by,
                "c": group.district_code,
                "p": group.province_code,
                "at": [middle_of_name, y + PROVINCE_LABEL],
                "names": [name for name, _, _ in group.islands],
                "pts": [[left + place * PITCH, y] for place in range(len(group.islands))],
            }
        )
    return rows


def _bounds(layout: _Layout, islands: list[dict[str, Any]]) -> list[float]:
    points = [point for island in islands for point in (*island["pts"], island["at"])]
    x = [b.x for b in layout.provinces] + [p[0] for p in points]
    y = [b.y for b in layout.provinces] + [p[1] for p in points]
    right = [b.x + b.width for b in layout.provinces] + [p[0] for p in points]
    room = PROVINCE_LABEL if len(layout.provinces) > 1 else 0
    top = [b.y + b.height + room for b in layout.provinces]
    return [value / SCALE for value in (min(x), min(y), max(right), max(top))]
