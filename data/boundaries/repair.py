"""Decide which of the geocoder's answers to trust: about one unit in ten was answered wrongly.

A centre is trusted when the answer names the unit, is nobody else's and lies among its district; a
box when its size agrees with the space that neighbouring centres leave. The thresholds were read
off nationwide statistics of the answers.
"""

import difflib
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import Voronoi, cKDTree

from data.boundaries.gazetteer import Gazetteer, read_gazetteer
from data.boundaries.islands import ISLAND_COMMUNES
from data.boundaries.names import plain_key
from data.boundaries.plane import (
    REFERENCE_LATITUDE,
    Booleans,
    Floats,
    Integers,
    Objects,
    box_area,
    box_overlap,
    km_per_degree,
    parse_boxes,
)
from data.boundaries.sites import BOX_FILL, Doubt, Sites, cast_doubt
from data.boundaries.successors import apply_successors

TOWN_TYPES = ("phuong", "thi-tran")
SAME_BOX_OVERLAP = 0.7  # Jaccard overlap from which a unit's box is its district's
CROWDED_CENTRES = 12  # centres inside one box from which it is not a commune
NEIGHBOURS = 8  # nearest centres asked whether they share the district
SMALL_DISTRICT = 5  # units; islands and the like may have no neighbours of their own
NAME_LIKENESS = 0.8
# Box area (times fill) over Voronoi cell: below, a point's box; above, with many centres, a giant.
TINY_RATIO, TINY_RATIO_RURAL = 0.03, 0.16
GIANT_RATIO, GIANT_CENTRES = 6.0, 5
DISTRICT_BOX_FIT = 0.8  # share of its units' boxes that a district's box must hold
DISTRICT_BOX_SLACK = 0.01  # degrees
VORONOI_BOUNDS = (0.3, 2.5)  # limits of an area by Voronoi cell, in typical areas
MERGED_AWAY_SHARE = 0.55  # units merged away before 2024 were about half as large as the rest


@lru_cache(maxsize=1)
def load_sites() -> Sites:
    """Read and repair the installed packages once a process; callers must not change the arrays.

    Raises:
        BoundarySourceMissingError: A package is not installed.
    """
    return repair(read_gazetteer())


def repair(gazetteer: Gazetteer) -> Sites:
    """Turn a geocoder's answers into believed places (see the module)."""
    units = gazetteer.units
    centre = units[["lon", "lat"]].to_numpy(dtype=float, copy=True)
    box, district_box = parse_boxes(units["box"]), parse_boxes(units["district_box"])
    town = units["type"].isin(TOWN_TYPES).to_numpy()
    answers = _answer_parts(units)
    named = _answer_names(answers, units["name"])
    centre_doubt = _doubt_centres(units, answers, centre, box, district_box)
    cell = _voronoi_areas(centre, box, centre_doubt == Doubt.NONE)
    box_doubt = _doubt_boxes(centre, box, centre_doubt, named, town, cell)
    centre[centre_doubt != Doubt.NONE] = np.nan
    box[box_doubt != Doubt.NONE] = np.nan
    sites = Sites(
        units=units,
        groups=list(gazetteer.groups),
        centre=centre,
        box=box,
        district_box=_trusted_district_boxes(units, box, district_box),
        area=_expected_areas(units, box, cell, town),
        hint=np.full(centre.shape, np.nan),
        centre_doubt=centre_doubt,
        box_doubt=box_doubt,
        offshore=units["code"].isin(ISLAND_COMMUNES).to_numpy(),
    )
    apply_successors(sites)
    return sites


_Parts: TypeAlias = list[list[str]]


def _answer_parts(units: pd.DataFrame) -> _Parts:
    """Return the keys of the first three parts of each unit's geocoded address."""
    return [[plain_key(part) for part in str(a).split(",")[:3]] for a in units["answer"]]


def _alike(one: str, other: str) -> bool:
    if one == other or (min(len(one), len(other)) > 3 and (one in other or other in one)):
        return True
    return difflib.SequenceMatcher(None, one, other).ratio() > NAME_LIKENESS


def _answer_names(answers: _Parts, names: "pd.Series[str]") -> Booleans:
    """Return whether the answer names something like each unit's name, (n,)."""
    pairs = zip(names.map(plain_key), answers, strict=True)
    return np.array([any(_alike(name, part) for part in parts) for name, parts in pairs])


def _answer_is_former(answers: _Parts, units: pd.DataFrame) -> Booleans:
    """Return whether the answer names no present unit: a past commune, now part of this one."""
    known = {
        province: {plain_key(name) for name in [*rows["name"], *rows["district_name"]]}
        for province, rows in units.groupby("province_code")
    }
    pairs = zip(answers, units["province_code"], strict=True)
    return np.array([parts[0] not in known[province] for parts, province in pairs])


def _doubt_centres(
    units: pd.DataFrame, answers: _Parts, centre: Floats, box: Floats, district_box: Floats
) -> Objects:
    """Return why each centre is not to be trusted (``Doubt``), (n,)."""
    answered = units["lat"].notna().to_numpy()
    doubt = np.where(answered, Doubt.NONE, Doubt.NO_ROW).astype(object)
    shared = box_overlap(box, district_box)
    either = box_area(box) + box_area(district_box) - shared
    cast_doubt(doubt, shared > SAME_BOX_OVERLAP * either, Doubt.FELL_BACK)
    plus_code = units["answer"].fillna("").str.match(r"[0-9A-Z]{4}\+").to_numpy(dtype=bool)
    named = _answer_names(answers, units["name"]) | _answer_names(answers, units["short_name"])
    acceptable = named | plus_code | _answer_is_former(answers, units)
    cast_doubt(doubt, ~acceptable, Doubt.OTHER_NAME)
    _doubt_twins(doubt, units, answers)
    inside = _centres_inside(box, centre[doubt == Doubt.NONE])
    cast_doubt(doubt, inside > CROWDED_CENTRES, Doubt.CROWDED)
    cast_doubt(doubt, _strangers(units, centre, doubt == Doubt.NONE), Doubt.FAR)
    return doubt


def _doubt_twins(doubt: Objects, units: pd.DataFrame, answers: _Parts) -> None:
    """Doubt units that share their centre: those that the answer does not name, else all."""
    same = ["lon", "lat"]
    shared = units.groupby(same)["code"].transform("size").to_numpy() > 1
    pairs = zip(units["name"].map(plain_key), answers, strict=True)
    other = np.array([name != parts[0] for name, parts in pairs])
    cast_doubt(doubt, shared & other, Doubt.TWIN)
    still = units[doubt == Doubt.NONE].duplicated(same, keep=False)
    cast_doubt(doubt, still.reindex(units.index, fill_value=False).to_numpy(), Doubt.TWIN)


def _centres_inside(box: Floats, centre: Floats) -> Integers:
    """Return how many of the centres (m, 2) lie inside each box (n, 4); 0 for a box of nan."""
    tree = shapely.STRtree(shapely.points(centre))
    holders = tree.query(shapely.box(*np.nan_to_num(box).T), predicate="contains")[0]
    return np.bincount(holders, minlength=len(box)).astype(np.int64)


def _strangers(units: pd.DataFrame, centre: Floats, trusted: Booleans) -> Booleans:
    """Return which units have no unit of their district among the nearest trusted centres."""
    plane = centre * km_per_degree(REFERENCE_LATITUDE)
    tree = cKDTree(plane[trusted])
    nearest = tree.query(np.nan_to_num(plane), k=NEIGHBOURS + 1)[1][:, 1:]
    near = np.flatnonzero(trusted)[nearest]
    alone = np.ones(len(units), dtype=bool)
    for column in ("district_code", "geo_district_code"):
        code = units[column].to_numpy(object)
        alone &= ~(code[near] == code[:, None]).any(1)
    size = units.groupby("district_code")["code"].transform("size").to_numpy()
    return alone & (size > SMALL_DISTRICT)


def _voronoi_areas(centre: Floats, box: Floats, trusted: Booleans) -> Floats:
    """Return the area [km²] nearer to each trusted centre than to another, nan for the rest, (n,).

    The country's outline is taken as the union of the trusted units' boxes, 1 km wider.
    """
    scale = km_per_degree(REFERENCE_LATITUDE)
    points = centre[trusted] * scale
    land = shapely.union_all(shapely.box(*(box[trusted] * np.r_[scale, scale]).T))
    land = shapely.buffer(land, 1)
    far = points.mean(0) + np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * 9e3
    diagram = Voronoi(np.r_[points, far])
    cells = np.array(
        [
            shapely.Polygon(diagram.vertices[diagram.regions[region]])
            for region in diagram.point_region[: len(points)]
        ]
    )
    shapely.prepare(land)
    cut = ~shapely.contains(land, cells)
    cells[cut] = shapely.intersection(cells[cut], land)
    areas = np.full(len(centre), np.nan)
    areas[trusted] = shapely.area(cells)
    return areas


def _doubt_boxes(
    centre: Floats,
    box: Floats,
    centre_doubt: Objects,
    named: Booleans,
    town: Booleans,
    cell: Floats,
) -> Objects:
    """Return why each box is not to be trusted (``Doubt``), (n,)."""
    doubt = np.full(len(box), Doubt.NONE, dtype=object)
    ratio = BOX_FILL * box_area(box) / cell
    inside = _centres_inside(box, centre[centre_doubt == Doubt.NONE])
    outside = np.asarray(((centre < box[:, :2]) | (centre > box[:, 2:])).any(axis=1))
    cast_doubt(doubt, centre_doubt != Doubt.NONE, Doubt.NO_CENTRE)
    cast_doubt(doubt, ~named, Doubt.OTHER_NAME)
    cast_doubt(doubt, ratio < np.where(town, TINY_RATIO, TINY_RATIO_RURAL), Doubt.TINY)
    cast_doubt(doubt, (inside > GIANT_CENTRES) & (ratio > GIANT_RATIO), Doubt.GIANT)
    cast_doubt(doubt, outside, Doubt.CENTRE_OUTSIDE)
    return doubt


def _trusted_district_boxes(units: pd.DataFrame, box: Floats, district_box: Floats) -> Floats:
    """Return the districts' boxes, nan where they do not hold most of the district's units."""
    west_south = box[:, :2] > district_box[:, :2] - DISTRICT_BOX_SLACK
    east_north = box[:, 2:] < district_box[:, 2:] + DISTRICT_BOX_SLACK
    fits = np.where(np.isfinite(box[:, 0]), (west_south & east_north).all(1), np.nan)
    share = pd.Series(fits).groupby(units["geo_district_code"]).transform("mean").to_numpy()
    trusted = district_box.copy()
    trusted[~(share >= DISTRICT_BOX_FIT)] = np.nan
    return trusted


def _expected_areas(units: pd.DataFrame, box: Floats, cell: Floats, town: Booleans) -> Floats:
    """Return each unit's area [km²]: of its box, else its Voronoi cell, else its like's, (n,)."""
    area = BOX_FILL * box_area(box)
    by_district = pd.Series(area).groupby([units["district_code"], town]).transform("median")
    by_province = pd.Series(area).groupby([units["province_code"], town]).transform("median")
    typical = by_district.fillna(by_province).to_numpy()
    typical = np.where(units["lat"].notna(), typical, MERGED_AWAY_SHARE * typical)
    low, high = VORONOI_BOUNDS
    estimate = np.where(np.isfinite(cell), np.clip(cell, low * typical, high * typical), typical)
    return np.where(np.isfinite(area), area, estimate)
