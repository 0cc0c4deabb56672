"""Use the units of 2025 (area and centroid known) to correct the units of 2021 they came from."""

import dataclasses

import numpy as np

from data.boundaries.gazetteer import SuccessorGroup
from data.boundaries.plane import Booleans, Floats, box_area, km_per_degree
from data.boundaries.sites import Doubt, Sites

# A box that holds its own 2025 unit: share of the box covered, and offset of the centroid from the
# box's middle in half-widths, beyond which the box must be another place's.
MAX_SHARE, MIN_SHARE, MAX_OFFSET = 0.9, 0.28, 0.3
AREA_FACTOR = (0.3, 5.0)  # how far the group's area may stretch the area of a unit without a box
NEAR = 1.5  # distance to the group's centroid in square roots of its area, within which to believe
LEFT_OVER = 0.25  # share of the expected area that must be left for a lost unit to be placed
MIN_DIVISOR = 0.5  # of the lost units' expected area, so that a small remainder throws nobody far


def apply_successors(sites: Sites) -> None:
    """Correct centres, areas and hints of ``sites`` in place, group by group."""
    sites.groups = [_apply(sites, group) for group in sites.groups]


def _apply(sites: Sites, group: SuccessorGroup) -> SuccessorGroup:
    rows = group.units
    if np.isnan(group.area):
        group = dataclasses.replace(group, area=float(sites.area[rows].sum()))
    boxed = np.isfinite(sites.box[rows, 0])
    if not boxed.all():
        _complete(sites, group, boxed)
    elif len(rows) == 1:
        _check_unchanged(sites, group)
    return group


def _check_unchanged(sites: Sites, group: SuccessorGroup) -> None:
    """Drop the box of a unit that did not change in 2025 when it disagrees with its successor."""
    rows = group.units
    box = sites.box[rows]
    middle = (box[:, :2] + box[:, 2:]) / 2
    share = group.area / box_area(box)[0]
    offset = np.abs((group.centroid - middle) / (box[:, 2:] - box[:, :2]) * 2).max()
    if share > MAX_SHARE or (share < MIN_SHARE and offset > MAX_OFFSET):
        sites.box_doubt[rows] = Doubt.UNLIKE_SUCCESSOR
        sites.box[rows] = np.nan
        sites.centre[rows] = group.centroid
        sites.area[rows] = group.area


def _complete(sites: Sites, group: SuccessorGroup, boxed: Booleans) -> None:
    """Share what the group's area and centroid leave among its units without box or centre."""
    rows, loose = group.units, group.units[~boxed]
    boxes = sites.box[rows]
    middle = np.where(boxed[:, None], (boxes[:, :2] + boxes[:, 2:]) / 2, sites.centre[rows])
    remainder = group.area - sites.area[rows[boxed]].sum()
    sites.area[loose] *= np.clip(remainder / sites.area[loose].sum(), *AREA_FACTOR)
    lost = np.isnan(sites.centre[rows, 0])
    if len(rows) == 1 and not lost[0] and _is_near(sites.centre[rows[0]], group):
        sites.centre[rows] = group.centroid
    if lost.any() and remainder > LEFT_OVER * sites.area[loose].sum():
        _place_lost(sites, group, lost, middle)


def _place_lost(sites: Sites, group: SuccessorGroup, lost: Booleans, middle: Floats) -> None:
    """Put the lost units where the rest of the group must be for its centroid to come out."""
    rows = group.units
    area = sites.area[rows]
    weight = max(group.area - area[~lost].sum(), MIN_DIVISOR * area[lost].sum())
    placed = (area[:, None] * middle)[~lost].sum(0)
    place = (group.area * group.centroid - placed) / weight
    if not _is_near(place, group):
        return
    sites.hint[rows[lost]] = place
    if lost.sum() == 1:
        sites.centre[rows[lost]] = place
        sites.centre_doubt[rows[lost]] = Doubt.PLACED_BY_SUCCESSOR


def _is_near(place: Floats, group: SuccessorGroup) -> bool:
    offset = (place - group.centroid) * km_per_degree(group.centroid[1])
    return bool(np.hypot(*offset) < NEAR * np.sqrt(group.area))
