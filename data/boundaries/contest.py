"""The contest for pixels: how much each pixel speaks for each unit, and who wins it.

A unit's utility at a pixel is that of a conditional logit fitted on real communes: the pixel's
place in the unit's box and its distance from the unit's centre, both in half-widths of the box. The
unit with the highest utility takes the pixel unless the outside, with a constant utility, outbids
it.
"""

from dataclasses import dataclass

import numpy as np

from data.boundaries.plane import Booleans, Floats, Integers
from data.boundaries.scene import Raster, Scene

# Coefficients of the place in the box (squared), the distance from the centre (squared, log) and
# the box's rim (fourth powers).
_PLACE, _DISTANCE, _NEARNESS, _RIM = 0.8, 1.0, -1.5, -3.5
_NEAREST = 0.03  # keeps the logarithm finite at the centre

SIZE_WEIGHT = 0.35  # how much a small box outbids a large one
BARE_PENALTY = 1.0  # of a unit without a box; twice that when its centre is not the geocoder's
OUTSIDE_SLOPE = 3.0  # how fast the outside gains away from a box
OUTSIDE_REACH = 1.15  # squared half-widths up to which a box holds against the outside
OUTSIDE_REACH_BARE = 0.8  # the same for a stand-in box
BOX_VIEW = 1.04  # half-widths around a box where its unit competes
BARE_VIEW = 2.2  # the same around a stand-in box
OUTBID = -20.0  # a utility nobody loses to

STRETCH_ROUNDS = 3
STRETCH_SLACK = 0.15  # of a half-width that a cell may stay short of its box's side
STRETCH_BAND = 0.95  # the side's pixels: from here to 1 half-width
STRETCH_WIDTH = 0.17  # of the bump, in half-widths
STRETCH_MARGIN, STRETCH_MAX = 0.3, 6.0  # utility a bump adds beyond what is missing, and at most


@dataclass
class Contest:
    """One row a (pixel, candidate) pair, sorted by pixel; m pairs over p pixels.

    Attributes:
        pixel: Pixel number, (m,).
        unit: Candidate's row number, (m,).
        at: Middle of the pixel, (2, m) km.
        start: First pair of each pixel, (p,).
        segment: Which of the p pixels a pair belongs to, (m,).
        base: Utility without multipliers, (m,).
        edge: Advantage over the outside without multipliers, (m,).
        dual: Multipliers of the unit and its successor group, (m,).
        score: Utility with multipliers, (m,).
        best: Highest score of each pixel, (p,).
        top: Pairs that are the best of their pixel.
        winner: Those of them that beat the outside.
    """

    pixel: Integers
    unit: Integers
    at: Floats
    start: Integers
    segment: Integers
    base: Floats
    edge: Floats
    dual: Floats
    score: Floats
    best: Floats
    top: Integers
    winner: Integers

    def bid(self, dual: Floats) -> None:
        """Let the candidates bid with these multipliers, (m,)."""
        self.dual = dual
        self.score = self.base + dual
        self.settle()

    def settle(self) -> None:
        """Find who wins each pixel at the present scores."""
        self.best = np.maximum.reduceat(self.score, self.start)
        self.top = np.flatnonzero(self.score >= self.best[self.segment])
        self.winner = self.top[(self.edge + self.dual)[self.top] > 0]

    def won(self, units: int) -> Floats:
        """Return the number of pixels that each of ``units`` units has won."""
        return np.bincount(self.unit[self.winner], minlength=units).astype(float)


def size_advantage(scene: Scene) -> Floats:
    """Return the utility that a unit gains by having a smaller box than its province's, (n,)."""
    area = np.prod(scene.half, 1)
    typical = np.exp(np.nanmedian(np.log(area[scene.own])))
    return np.asarray(-SIZE_WEIGHT * np.log(area / typical))


def open_contest(scene: Scene, advantage: Floats) -> Contest:
    """Gather the candidates of every pixel and their utilities without multipliers."""
    pixel, unit = _candidates(scene)
    at = scene.raster.centres(pixel)
    start = np.r_[0, np.flatnonzero(np.diff(pixel)) + 1]
    segment = np.repeat(np.arange(len(start)), np.diff(np.r_[start, len(pixel)]))
    base, in_box = _utility(scene, at, unit)
    penalty = np.where(scene.guessed, BARE_PENALTY * 2, BARE_PENALTY)
    base += (advantage - np.where(scene.boxed, 0, penalty))[unit]
    reach = np.where(scene.boxed[unit], OUTSIDE_REACH, OUTSIDE_REACH_BARE)
    nobody = np.empty(0, dtype=int)
    return Contest(
        pixel=pixel,
        unit=unit,
        at=at,
        start=start,
        segment=segment,
        base=base,
        edge=OUTSIDE_SLOPE * (reach - in_box),
        dual=np.zeros(len(unit)),
        score=base,
        best=np.empty(0),
        top=nobody,
        winner=nobody,
    )


def _candidates(scene: Scene) -> tuple[Integers, Integers]:
    """Return (pixel, unit) pairs sorted by pixel: each unit around its box or stand-in box."""
    pixels, units = [], []
    for unit in np.flatnonzero(scene.near):
        pixels.append(_pixels_between(scene.raster, *_view(scene, unit)))
        units.append(np.full(pixels[-1].size, unit))
    pixel, candidate = np.concatenate(pixels), np.concatenate(units)
    order = np.argsort(pixel, kind="stable")
    return pixel[order], candidate[order]


def _view(scene: Scene, unit: np.int64) -> tuple[Floats, Floats]:
    """Return the corners [km] between which a unit competes; a bare one stays in its district."""
    boxed = scene.boxed[unit]
    reach = scene.half[unit] * (BOX_VIEW if boxed else BARE_VIEW)
    low, high = scene.middle[unit] - reach, scene.middle[unit] + reach
    floor, ceiling, centre = scene.district_low[unit], scene.district_high[unit], scene.centre[unit]
    if not boxed and (centre > floor).all() and (centre < ceiling).all():
        return np.maximum(low, floor), np.minimum(high, ceiling)
    return low, high


def _pixels_between(raster: Raster, low: Floats, high: Floats) -> Integers:
    west, south = (np.maximum(0, low) // raster.pixel).astype(int)
    last = [raster.columns - 1, raster.rows - 1]
    east, north = np.minimum(last, high // raster.pixel).astype(int)
    rows, columns = np.arange(south, north + 1), np.arange(west, east + 1)
    return np.asarray((rows[:, None] * raster.columns + columns).ravel())


def _utility(scene: Scene, at: Floats, unit: Integers) -> tuple[Floats, Floats]:
    """Return the utility of pixels for units and their squared distance from the box's middle."""
    half = scene.half[unit].T
    u, v = (at - scene.middle[unit].T) / half
    a, b = (at - scene.centre[unit].T) / half
    in_box, from_centre = u * u + v * v, a * a + b * b
    utility = _PLACE * in_box + _DISTANCE * from_centre
    utility += _NEARNESS * np.log(from_centre + _NEAREST) + _RIM * (u**4 + v**4)
    return utility, in_box


def stretch_to_boxes(scene: Scene, contest: Contest) -> None:
    """Stretch each boxed cell towards the sides of its box that it does not reach, in place.

    A side is reached by a bump of utility where the unit is least outbid along it.
    """
    unit = contest.unit
    place = (contest.at - scene.middle[unit].T) / scene.half[unit].T
    for _ in range(STRETCH_ROUNDS):
        gain = _lead(contest)
        for axis in (0, 1):
            for sign in (-1, 1):
                _stretch_side(scene.boxed, contest, place, place[axis] * sign, gain)
        contest.settle()


def _lead(contest: Contest) -> Floats:
    """Return by how much each pair leads its best rival or the outside (negative: is outbid)."""
    rivals = contest.score.copy()
    rivals[contest.top] = OUTBID
    second = np.maximum.reduceat(rivals, contest.start)
    is_best = contest.score >= contest.best[contest.segment]
    rival = np.where(is_best, second[contest.segment], contest.best[contest.segment])
    outside = np.where(contest.edge + contest.dual > 0, OUTBID, contest.score + 2)
    return np.asarray(contest.score - np.maximum(rival, outside))


def _stretch_side(
    boxed: Booleans, contest: Contest, place: Floats, toward: Floats, gain: Floats
) -> None:
    """Add a bump at one side of every box that its cell does not reach."""
    unit = contest.unit
    reach = np.full(len(boxed), -9.0)
    np.maximum.at(reach, unit[contest.winner], toward[contest.winner])
    short = boxed[unit] & (reach[unit] < 1 - STRETCH_SLACK)
    pairs = np.flatnonzero(short & (toward > STRETCH_BAND) & (toward <= 1))
    pairs = pairs[np.lexsort((-gain[pairs], unit[pairs]))]
    pairs = pairs[np.r_[True, np.diff(unit[pairs]) > 0][: len(pairs)]]  # the best pair of each unit
    height, spot = np.zeros(len(boxed)), np.zeros((2, len(boxed)))
    height[unit[pairs]] = np.clip(STRETCH_MARGIN - gain[pairs], 0, STRETCH_MAX)
    spot[:, unit[pairs]] = place[:, pairs]
    hit = np.flatnonzero(height[unit] > 0)
    away = ((place[:, hit] - spot[:, unit[hit]]) ** 2).sum(0)
    bump = height[unit[hit]] * np.exp(-away / (2 * STRETCH_WIDTH**2))
    contest.score[hit] += bump
    contest.edge[hit] += bump
