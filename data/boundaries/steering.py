"""Multipliers that steer cells towards their expected area and their group's area and centroid."""

import numpy as np

from data.boundaries.contest import Contest
from data.boundaries.gazetteer import SuccessorGroup
from data.boundaries.plane import Booleans, Floats
from data.boundaries.scene import Scene

STEP = 0.1
BOXED_WEIGHT = 0.8  # of a group's pull on a unit whose own box is known
AREA_STEP, AREA_LIMIT = 2.0, 1.5
PLACE_STEP, PLACE_LIMIT = 6.0, 3.0
AREA_ERROR, PLACE_ERROR = 0.5, 0.3  # largest error answered in one step
# A group's figures are plausible when its area over the sum of its units', and the offset of its
# centroid in square roots of its area, stay inside these.
BOXED_RATIO, BOXED_OFFSET = (0.7, 1.43), 0.2
MIXED_RATIO, MIXED_OFFSET = (0.5, 2.0), 0.6


class Steering:
    """The state of the multipliers, kept from one turn of the solution to the next."""

    def __init__(self, scene: Scene, groups: list[SuccessorGroup]) -> None:
        self._scene = scene
        raster = scene.raster
        self._groups = [group for group in groups if scene.near[group.units].any()]
        # With no group in view one that nobody belongs to keeps the arrays indexable.
        count = max(1, len(self._groups))
        self._area, self._centroid = np.ones(count), np.zeros((count, 2))
        self.group_of = np.full(len(scene.own), -1)
        for number, group in enumerate(self._groups):
            self._area[number] = group.area
            self._centroid[number] = (group.centroid - raster.origin) * raster.scale
            self.group_of[group.units] = number
        self._active = np.zeros(count, dtype=bool)
        self._pull = np.zeros(count)
        self._tilt = np.zeros((count, 2))
        self._unit_pull = np.zeros(len(scene.own))

    def choose_groups(self) -> None:
        """Let those groups steer that are wholly in view and whose figures are plausible."""
        scene = self._scene
        for number, group in enumerate(self._groups):
            rows = group.units
            middle, half = scene.middle[rows], scene.half[rows]
            inside = (middle > half).all() and (middle + half < scene.size).all()
            if scene.near[rows].all() and inside:
                self._active[number] = self._is_plausible(number, group)

    def _is_plausible(self, number: int, group: SuccessorGroup) -> bool:
        scene, rows = self._scene, group.units
        area, target = scene.area[rows], self._area[number]
        ratio = target / area.sum()
        mean = (scene.middle[rows] * area[:, None]).sum(0) / area.sum()
        offset = np.hypot(*(mean - self._centroid[number])) / np.sqrt(target)
        boxed = scene.boxed[rows].all()
        (low, high), limit = (BOXED_RATIO, BOXED_OFFSET) if boxed else (MIXED_RATIO, MIXED_OFFSET)
        return bool(low < ratio < high and offset < limit)

    def run(self, contest: Contest, rounds: int) -> None:
        """Repeat bidding and correction; the contest ends at the multipliers last bid with."""
        scene, unit = self._scene, contest.unit
        group = np.maximum(self.group_of[unit], 0)
        steered = (self.group_of[unit] >= 0) & self._active[group]
        offset = contest.at - self._centroid[group].T
        offset = np.where(steered, offset / np.sqrt(self._area[group]), 0)
        weight = np.where(scene.boxed, BOXED_WEIGHT, 1.0)[unit] * steered
        for _ in range(rounds):
            tilt = self._tilt[group, 0] * offset[0] + self._tilt[group, 1] * offset[1]
            contest.bid(self._unit_pull[unit] + weight * (self._pull[group] + tilt))
            self._correct_groups(contest, group, steered, offset)
            self._correct_units(contest)

    def _correct_groups(
        self, contest: Contest, group: Floats, steered: Booleans, offset: Floats
    ) -> None:
        won = contest.winner[steered[contest.winner]]
        pixel_area = self._scene.raster.pixel**2

        def share(values: Floats) -> Floats:
            total = np.bincount(group[won], weights=values, minlength=len(self._area))
            return np.asarray(total * pixel_area / self._area * self._active)

        lack = np.clip(self._active - share(np.ones(len(won))), -AREA_ERROR, AREA_ERROR)
        moment = np.stack([share(offset[0, won]), share(offset[1, won])], 1)
        moment = np.clip(moment, -PLACE_ERROR, PLACE_ERROR)
        self._pull = np.clip(self._pull + STEP * AREA_STEP * lack, -AREA_LIMIT, AREA_LIMIT)
        self._tilt = np.clip(self._tilt - STEP * PLACE_STEP * moment, -PLACE_LIMIT, PLACE_LIMIT)

    def _correct_units(self, contest: Contest) -> None:
        """Steer units without a box, and outside an active group, by their expected area."""
        scene = self._scene
        grouped = (self.group_of >= 0) & self._active[np.maximum(self.group_of, 0)]
        free = scene.near & ~scene.boxed & ~grouped
        share = contest.won(len(scene.own)) * scene.raster.pixel**2 / scene.area
        step = STEP * np.clip(1 - share, -AREA_ERROR, AREA_ERROR)
        self._unit_pull[free] = np.clip(self._unit_pull + step, -AREA_LIMIT, AREA_LIMIT)[free]
