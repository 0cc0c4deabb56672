"""What one upgrade costs: the same everywhere, by measured difficulty, or from a table of costs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from domain.figures import round_half_up
from domain.planner.problem import MET, NEARLY, UNASSESSED, Ints, mark_matrix
from domain.situation import Situation

HUNDRED = 100

LARGEST_SCALE = 1000
"""Shares are kept exactly as long as their common denominator is no larger; beyond it they are
rounded to thousandths, so that the solver's numbers stay small."""


@dataclass(frozen=True, eq=False)
class Effort:
    """Efforts as whole numbers.

    Attributes:
        cells: n × m in the order of sorted commune codes, whole numbers ≥ 1.
        scale: Whole units in one unit shown.
        unit: ``upgrades``, ``difficulty`` or ``million_vnd``.
    """

    cells: Ints
    scale: int
    unit: str


def equal_effort(situation: Situation) -> Effort:
    """Return effort 1 for every upgrade: the plan with the fewest upgrades."""
    return Effort(np.ones(mark_matrix(situation)[1].shape, dtype=np.int64), 1, "upgrades")


def difficulty_effort(situation: Situation) -> Effort:
    """Return the measured difficulty of each criterion as the effort of an upgrade.

    Difficulty = communes assessed on the criterion that do not meet it ÷ communes assessed on it,
    never quite 0; 1 where nobody was assessed. A criterion 139 of 152 communes lack costs 139/152,
    one that 10 lack costs 10/152.
    """
    _, marks = mark_matrix(situation)
    assessed = (marks != UNASSESSED).sum(axis=0)
    lack = assessed - (marks == MET).sum(axis=0)
    scale = min(math.lcm(*(int(whole) for whole in assessed if whole)), LARGEST_SCALE)
    share = [
        max(1, int(round_half_up(Fraction(scale * int(part), int(whole)), 0))) if whole else scale
        for part, whole in zip(lack, assessed, strict=True)
    ]
    return Effort(np.tile(np.array(share, dtype=np.int64), (len(marks), 1)), scale, "difficulty")


@dataclass(frozen=True)
class CostTable:
    """Costs in million VND.

    Attributes:
        by_criterion: Cost of each criterion.
        by_district: Cost by (district code, criterion) where it differs.
    """

    by_criterion: Mapping[int, Fraction]
    by_district: Mapping[tuple[str, int], Fraction]


def table_effort(situation: Situation, costs: CostTable) -> Effort:
    """Return the efforts of a cost table, in thousandths of a million VND.

    Raises:
        ValueError: A criterion of the set has no cost in some district.
    """
    codes, marks = mark_matrix(situation)
    numbers = situation.criteria_set.numbers
    cells, missing = np.zeros(marks.shape, dtype=np.int64), set()
    for i, code in enumerate(codes):
        district = situation.district_by_commune.get(code, "")
        for j, no in enumerate(numbers):
            cost = costs.by_district.get((district, no), costs.by_criterion.get(no))
            if cost is None:
                missing.add(no)
            else:
                cells[i, j] = int(round_half_up(cost * 1000, 0))
    if missing:
        raise ValueError(", ".join(str(no) for no in sorted(missing)))
    return _reduced(Effort(cells, 1000, "million_vnd"))


def with_nearly_met(effort: Effort, situation: Situation, percent: int) -> Effort:
    """Return the efforts with criteria nearly met at ``percent`` of the price (100 = the same)."""
    if percent == HUNDRED:
        return effort
    _, marks = mark_matrix(situation)
    part = np.where(marks == NEARLY, percent, HUNDRED)
    return _reduced(Effort(effort.cells * part, effort.scale * HUNDRED, effort.unit))


def in_units_of(effort: Effort, price: Fraction | None) -> Effort:
    """Return the efforts on a scale on which a price is a whole number too.

    A price finer than a thousandth of a unit is cut to thousandths.
    """
    if price is None:
        return effort
    factor = min((price * effort.scale).denominator, LARGEST_SCALE)
    return Effort(effort.cells * factor, effort.scale * factor, effort.unit)


def _reduced(effort: Effort) -> Effort:
    """Divide by the greatest common divisor, so that the solver's numbers stay small."""
    common = int(np.gcd.reduce(effort.cells, axis=None, initial=effort.scale))
    return Effort(effort.cells // common, effort.scale // common, effort.unit)
