"""Small problems for the planner's tests, and every plan of a problem, for counting by hand."""

from itertools import product

import numpy as np

from domain.planner.evaluate import broken_by
from domain.planner.problem import Kind, PlanProblem, Requirement

SIGNS = "-~?+"
"""Positions in the planner's order of marks: not met, nearly met, not assessed, met."""


def problem_of(*rows, recognised="", requirements=(), effort=None, **options):
    """Return a problem from one text a commune; commune i is called ``0000i``, from 1."""
    marks = np.array([[SIGNS.index(sign) for sign in row] for row in rows], dtype=np.int8)
    codes = tuple(f"{i:05d}" for i in range(1, len(rows) + 1))
    prices = np.ones(marks.shape, dtype=np.int64) if effort is None else np.array(effort)
    return PlanProblem(
        codes=codes,
        numbers=tuple(range(1, marks.shape[1] + 1)),
        marks=marks,
        recognised=np.array([code in recognised.split() for code in codes], dtype=bool),
        requirements=tuple(requirements),
        effort=np.broadcast_to(prices, marks.shape).astype(np.int64),
        **options,
    )


def reach(count, name="reach", **changes):
    return Requirement(name, Kind.RECOGNISED, at_least=count, **changes)


def band(low, high, count, name=None, **changes):
    values = {"at_least": count, "at_most": count} | changes
    return Requirement(name or f"band {low}-{high}", Kind.BAND, low=low, high=high, **values)


def total(count, name="total", **changes):
    return Requirement(name, Kind.TOTAL, at_least=count, **changes)


def minimum(low, name="minimum", **changes):
    return Requirement(name, Kind.BELOW, at_most=0, low=low, **changes)


def criterion(number, count, name=None, **changes):
    return Requirement(
        name or f"criterion {number}",
        Kind.CRITERION,
        at_least=count,
        numbers=(number,),
        **changes,
    )


def group(numbers, count, name="group", **changes):
    return Requirement(name, Kind.GROUP, at_least=count, numbers=numbers, **changes)


def cells(*pairs, count=None, name="cells"):
    wanted = len(pairs) if count is None else count
    return Requirement(name, Kind.CELLS, at_least=wanted, cells=tuple(pairs))


def random_province(seed, communes=40, criteria=8):
    """Return a problem without requirements, half of whose cells are met."""
    generator = np.random.default_rng(seed)
    rows = [
        "".join("+" if met else "-" for met in row)
        for row in generator.random((communes, criteria)) < 0.5
    ]
    return problem_of(*rows)


def every_plan(problem):
    """Yield every set of upgrades of open cells, n × m."""
    places = np.argwhere(~problem.met)
    for choice in product((False, True), repeat=len(places)):
        upgrades = np.zeros(problem.met.shape, dtype=bool)
        for place, taken in zip(places, choice, strict=True):
            upgrades[tuple(place)] = taken
        yield upgrades


def least_by_hand(problem):
    """Return the least effort of all valid plans, ``None`` when there is none."""
    efforts = [
        int(problem.effort[plan].sum())
        for plan in every_plan(problem)
        if not broken_by(problem, plan)
    ]
    return min(efforts) if efforts else None
