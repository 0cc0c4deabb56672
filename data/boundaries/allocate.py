"""Allot the pixels of a province to its units."""

import numpy as np
from scipy import ndimage

from data.boundaries.contest import Contest, open_contest, size_advantage, stretch_to_boxes
from data.boundaries.plane import Floats, Integers
from data.boundaries.scene import Scene, build_scene
from data.boundaries.sites import Sites
from data.boundaries.smoothing import tidy
from data.boundaries.steering import Steering

TURNS = 3  # one more when units have to be placed first
STEERING_ROUNDS = 12
FOLLOW = 0.5  # how far a stand-in box moves towards the middle of its cell in a turn
ASPECT = (0.6, 1.6)  # limits of a stand-in box's width over its height
MIN_PIXELS, SPARE_PIXELS, DONOR_PIXELS = 12, 12, 36

CONFIDENT = 6.0  # limit of a pixel's best score: how well it is served
HINT_PULL, NEIGHBOUR_PULL = 4.0, 0.5
FAR_PENALTY = 99.0
CODE_REACH = 1.5  # how far neighbours in the code list count; codes run from place to place


def allocate(sites: Sites, province_code: str) -> tuple[Integers, Scene]:
    """Allot the pixels of a province.

    Args:
        sites: Repaired places of the whole country.
        province_code: Two-character code.

    Returns:
        Row numbers of units by pixel (rows, columns), -1 outside; units of other provinces that
        reach into view are included. And the scene that says where the pixels are.

    Raises:
        KeyError: No unit has this province code.
    """
    scene = build_scene(sites, province_code)
    unlocated, steering = scene.unlocated, Steering(scene, sites.groups)
    advantage, turns = size_advantage(scene), TURNS + (len(unlocated) > 0)
    labels = np.empty(0, dtype=int)
    for turn in range(turns):
        contest = open_contest(scene, advantage)
        steering.choose_groups()
        steering.run(contest, STEERING_ROUNDS)
        if turn == turns - 1:
            stretch_to_boxes(scene, contest)
        labels = _labels(scene, contest)
        _follow_cells(scene, contest)
        if turn == 0 and len(unlocated):
            _place_unlocated(scene, contest, labels, steering, unlocated)
    labels = tidy(labels, scene.own, float(np.median(scene.area[scene.own])), scene.raster.pixel)
    _rescue_tiny(scene, labels)
    return labels, scene


def _labels(scene: Scene, contest: Contest) -> Integers:
    raster = scene.raster
    labels = np.full(raster.rows * raster.columns, -1)
    labels[contest.pixel[contest.winner]] = contest.unit[contest.winner]
    return labels.reshape(raster.rows, raster.columns)


def _follow_cells(scene: Scene, contest: Contest) -> None:
    """Move each stand-in box towards its cell and give it the cell's proportions, not its size."""
    won, unit = contest.winner, contest.unit[contest.winner]
    x, y = contest.at[:, won]

    def total(values: Floats) -> Floats:
        return np.bincount(unit, weights=values, minlength=len(scene.own)).astype(float)

    count = total(np.ones(len(won)))
    moved = scene.near & ~scene.boxed & (count > 0)
    n = count[moved, None]
    mean = np.stack([total(x), total(y)], 1)[moved] / n
    variance = np.stack([total(x * x), total(y * y)], 1)[moved] / n - mean**2
    spread = np.sqrt(np.maximum(variance, 1e-6))
    aspect = np.clip(np.sqrt(spread[:, 0] / spread[:, 1]), *ASPECT) ** 0.5
    scene.middle[moved] += (mean - scene.middle[moved]) * FOLLOW
    scene.half[moved] = scene.radius[moved, None] * np.stack([aspect, 1 / aspect], 1)


def _place_unlocated(
    scene: Scene, contest: Contest, labels: Integers, steering: Steering, unlocated: Integers
) -> None:
    """Place units without a centre where their district is served worst.

    They are looked for near their hint, else near the units that stand beside them in the list of
    codes, which follows the map more often than not.
    """
    raster = scene.raster
    served: Floats = np.full(labels.shape, -CONFIDENT)
    reached = contest.pixel[contest.start]
    served.ravel()[reached] = np.clip(contest.best, -CONFIDENT, CONFIDENT)
    x, y = raster.centres(np.arange(labels.size)).reshape(2, *labels.shape)
    for unit in unlocated:
        cost = _cost(scene, labels, served, unit, x, y)
        row, column = np.unravel_index(np.argmin(cost), labels.shape)
        scene.centre[unit] = scene.middle[unit] = x[row, column], y[row, column]
        scene.half[unit] = scene.radius[unit]
        if steering.group_of[unit] < 0 <= labels[row, column]:
            steering.group_of[unit] = steering.group_of[labels[row, column]]
        served[np.hypot(x - x[row, column], y - y[row, column]) < scene.radius[unit]] = CONFIDENT
    scene.near[unlocated] = True


def _kin(scene: Scene, unit: np.int64) -> Integers:
    """Return the located units of a unit's district, or of its province where there are none."""
    located = np.isfinite(scene.centre[:, 0])
    kin = np.flatnonzero((scene.district == scene.district[unit]) & located)
    return kin if len(kin) else np.flatnonzero(scene.own & located)


def _cost(
    scene: Scene,
    labels: Integers,
    served: Floats,
    unit: np.int64,
    x: Floats,
    y: Floats,
) -> Floats:
    """Return how unlikely each pixel is as the unit's middle, in the shape of the raster."""
    raster, radius, kin = scene.raster, scene.radius[unit], _kin(scene, unit)
    hinted = bool(np.isfinite(scene.hint[unit, 0]))
    weight = np.exp(-np.abs(kin - unit) / CODE_REACH)
    around = (scene.centre[kin] * weight[:, None]).sum(0) / weight.sum()
    guess = scene.hint[unit] if hinted else around
    away = ((x - guess[0]) ** 2 + (y - guess[1]) ** 2) / np.median(scene.area[kin])
    cost = ndimage.uniform_filter(served, max(1, int(1.2 * radius / raster.pixel)))
    cost = cost + (HINT_PULL if hinted else NEIGHBOUR_PULL) * away
    ground = np.isin(labels, kin)
    if not hinted and ground.any():  # kin just placed by a hint have no ground yet
        from_kin = ndimage.distance_transform_edt(~ground) * raster.pixel
        cost += FAR_PENALTY * (from_kin > radius / 2)
    return np.asarray(cost)


def _rescue_tiny(scene: Scene, labels: Integers) -> None:
    """Give units that were left with next to nothing a disc at their centre, in place."""
    raster = scene.raster
    count = np.bincount(labels[labels >= 0], minlength=len(scene.own))
    for unit in np.flatnonzero(scene.own & (count < MIN_PIXELS)):
        column, row = scene.centre[unit] / raster.pixel
        far = np.hypot(np.arange(raster.columns) - column, np.arange(raster.rows)[:, None] - row)
        # Land beats sea, and nothing is taken from a unit that has little itself.
        poor = np.where(count[labels] < DONOR_PIXELS, FAR_PENALTY, 0)
        far = far + np.where(labels < 0, 5, poor)
        labels.ravel()[np.argsort(far, axis=None)[:SPARE_PIXELS]] = unit
