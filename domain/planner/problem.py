"""What the planner is asked: marks, requirements, effort and limits of one scope."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.situation import Situation
from domain.vocabulary import Status

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

STATUS_ORDER = (Status.NOT_MET, Status.NEARLY_MET, Status.NOT_ASSESSED, Status.MET)
"""Marks inside the planner are positions in this tuple (int, communes × criteria)."""

MET = STATUS_ORDER.index(Status.MET)
NEARLY = STATUS_ORDER.index(Status.NEARLY_MET)
UNASSESSED = STATUS_ORDER.index(Status.NOT_ASSESSED)

PER_YEAR, FROZEN_DISTRICTS, FROZEN_COMMUNES, FROZEN_CRITERIA, BUDGET, ONLY_ASSESSED = (
    "limit:per_year",
    "limit:frozen_districts",
    "limit:frozen_communes",
    "limit:frozen_criteria",
    "limit:budget",
    "limit:only_assessed",
)
"""Names that limits go by among the targets of a conflict."""


class Kind(StrEnum):
    """What a requirement counts, at the end of the plan."""

    RECOGNISED = "recognised"
    """Communes recognised already or holding every criterion."""
    TOTAL = "total"
    """Criteria met by all communes of the scope together."""
    BELOW = "below"
    """Communes meeting fewer than ``low`` criteria; "at least n each" is at most 0 of them."""
    BAND = "band"
    """Communes meeting ``low`` to ``high`` criteria."""
    CRITERION = "criterion"
    """Communes meeting the one criterion of ``numbers``."""
    GROUP = "group"
    """Communes meeting every criterion of ``numbers``."""
    CELLS = "cells"
    """How many of ``cells`` are met."""


@dataclass(frozen=True)
class Requirement:
    """One condition on the marks at the end of the plan: a count between two bounds.

    Attributes:
        target_id: The target it comes from; the name it goes by in conflicts.
        kind: What is counted.
        codes: Communes it speaks of; empty = every commune of the problem.
        at_least: Lower bound, ``None`` = none.
        at_most: Upper bound, ``None`` = none.
        low: Criteria met, lower end (``BAND``), or the minimum (``BELOW``).
        high: Criteria met, upper end (``BAND``).
        numbers: Criterion numbers (``CRITERION``: one, ``GROUP``: several).
        cells: (commune code, criterion number) counted by ``CELLS``.
        is_soft: May be missed where it cannot hold, at a price.
    """

    target_id: str
    kind: Kind
    codes: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    low: int = 0
    high: int = 0
    numbers: tuple[int, ...] = ()
    cells: tuple[tuple[str, int], ...] = ()
    is_soft: bool = False

    @property
    def is_forced(self) -> bool:
        """Tell whether it names cells all of which must be met, which decides them outright."""
        return self.kind is Kind.CELLS and self.at_least == len(self.cells) and not self.is_soft


@dataclass(frozen=True)
class Limits:
    """What a plan may not do.

    Attributes:
        per_year: Criteria one commune may gain a year, ``None`` = any number.
        years: Years the plan has.
        frozen_districts: Districts whose communes gain nothing.
        frozen_communes: Communes that gain nothing.
        frozen_criteria: Criteria nobody gains.
        budget: Most effort, in the unit of the problem's effort; ``None`` = no limit.
        only_assessed: Leave criteria alone that were never assessed.
    """

    per_year: int | None = None
    years: int = 1
    frozen_districts: frozenset[str] = frozenset()
    frozen_communes: frozenset[str] = frozenset()
    frozen_criteria: frozenset[int] = frozenset()
    budget: int | None = None
    only_assessed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the limits that are set."""
        is_set = {
            PER_YEAR: self.per_year is not None,
            FROZEN_DISTRICTS: bool(self.frozen_districts),
            FROZEN_COMMUNES: bool(self.frozen_communes),
            FROZEN_CRITERIA: bool(self.frozen_criteria),
            BUDGET: self.budget is not None,
            ONLY_ASSESSED: self.only_assessed,
        }
        return tuple(name for name, value in is_set.items() if value)

    def only(self, names: Collection[str]) -> "Limits":
        """Return the same limits without those not in ``names``."""
        return Limits(
            per_year=self.per_year if PER_YEAR in names else None,
            years=self.years,
            frozen_districts=self.frozen_districts if FROZEN_DISTRICTS in names else frozenset(),
            frozen_communes=self.frozen_communes if FROZEN_COMMUNES in names else frozenset(),
            frozen_criteria=self.frozen_criteria if FROZEN_CRITERIA in names else frozenset(),
            budget=self.budget if BUDGET in names else None,
            only_assessed=self.only_assessed and ONLY_ASSESSED in names,
        )


@dataclass(frozen=True, eq=False)
class PlanProblem:
    """A question to the planner. Communes stand in the order of their codes.

    Attributes:
        codes: Commune codes, sorted; n of them.
        numbers: Criterion numbers of the set, in order; m of them.
        marks: n × m positions in ``STATUS_ORDER``. Only ``MET`` counts as met.
        recognised: n; recognised at any level now.
        requirements: What must hold at the end.
        effort: n × m whole numbers ≥ 0, the price of one upgrade; read only where not met.
        effort_scale: Units of ``effort`` in one unit shown (100 = two decimals).
        effort_unit: ``upgrades``, ``difficulty`` or ``million_vnd``.
        limits: What the plan may not do.
        deviation_price: Effort one commune away from a soft requirement costs; ``None`` = first
            the fewest communes away, then the least effort.
        districts: n; district code of each commune; empty where no district is frozen.
    """

    codes: tuple[str, ...]
    numbers: tuple[int, ...]
    marks: npt.NDArray[np.int8]
    recognised: Bools
    requirements: tuple[Requirement, ...]
    effort: Ints
    effort_scale: int = 1
    effort_unit: str = "upgrades"
    limits: Limits = field(default_factory=Limits)
    deviation_price: int | None = None
    districts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no model could be built of.

        Raises:
            ValueError: Codes are unsorted or repeated, shapes differ, an effort is negative, or a
                requirement names a commune or criterion that is not there.
        """
        shape = (len(self.codes), len(self.numbers))
        if list(self.codes) != sorted(set(self.codes)):
            raise ValueError("communes must be given once each, in the order of their codes")
        if self.marks.shape != shape or self.effort.shape != shape:
            raise ValueError(f"marks and effort must both have the shape {shape}")
        if self.recognised.shape != shape[:1] or (self.effort < 0).any():
            raise ValueError("one recognition a commune and no negative effort are needed")
        if len(self.districts) != shape[0] and (self.districts or self.limits.frozen_districts):
            raise ValueError("one district a commune is needed")
        known, numbers = set(self.codes), set(self.numbers)
        for item in self.requirements:
            cells = {code for code, _ in item.cells}, {no for _, no in item.cells}
            if not (set(item.codes) | cells[0]) <= known:
                raise ValueError(f"{item.target_id} names communes outside the problem")
            if not (set(item.numbers) | cells[1]) <= numbers:
                raise ValueError(f"{item.target_id} names criteria outside the set")

    @cached_property
    def met(self) -> Bools:
        """Return n × m: met now."""
        return np.asarray(self.marks == MET)

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Return the position of each commune."""
        return {code: position for position, code in enumerate(self.codes)}

    @cached_property
    def column(self) -> Mapping[int, int]:
        """Return the position of each criterion."""
        return {no: position for position, no in enumerate(self.numbers)}

    @cached_property
    def open(self) -> Bools:
        """Return n × m: what the plan may upgrade."""
        free = ~self.met
        if self.limits.only_assessed:
            free &= self.marks != UNASSESSED
        if self.limits.frozen_districts:
            free[[code in self.limits.frozen_districts for code in self.districts]] = False
        for code in self.limits.frozen_communes & set(self.codes):
            free[self.row[code]] = False
        for no in self.limits.frozen_criteria & set(self.numbers):
            free[:, self.column[no]] = False
        return free

    @cached_property
    def lacking(self) -> Ints:
        """Return n: criteria each commune does not meet now."""
        return np.asarray((~self.met).sum(axis=1), dtype=np.int64)

    @cached_property
    def most_gains(self) -> Ints:
        """Return n: how many criteria each commune can gain at most."""
        gains = np.asarray(self.open.sum(axis=1), dtype=np.int64)
        if self.limits.per_year is None:
            return gains
        return np.minimum(gains, self.limits.per_year * self.limits.years)

    def members(self, requirement: Requirement) -> Bools:
        """Return n: the communes a requirement speaks of."""
        if not requirement.codes:
            return np.ones(len(self.codes), dtype=bool)
        inside = np.zeros(len(self.codes), dtype=bool)
        inside[[self.row[code] for code in requirement.codes]] = True
        return inside

    @property
    def names(self) -> tuple[str, ...]:
        """Return the targets and limits in force, each once: what a conflict is made of."""
        targets = dict.fromkeys(item.target_id for item in self.requirements)
        return (*targets, *self.limits.names)

    def only(self, names: Collection[str]) -> "PlanProblem":
        """Return the same problem without the targets and limits not in ``names``."""
        kept = tuple(item for item in self.requirements if item.target_id in names)
        return replace(self, requirements=kept, limits=self.limits.only(names))

    def with_requirements(self, requirements: Iterable[Requirement]) -> "PlanProblem":
        """Return the same problem with other requirements."""
        return replace(self, requirements=tuple(requirements))


def build_problem(
    situation: Situation,
    requirements: Iterable[Requirement],
    effort: Ints | None = None,
    **options: Any,
) -> PlanProblem:
    """Build a problem from a situation; see :class:`PlanProblem` for the options.

    Args:
        situation: Marks and recognitions to start from.
        requirements: What must hold.
        effort: n × m in the order of sorted commune codes; equal effort when not given.
        **options: Further fields of the problem.
    """
    codes, marks = mark_matrix(situation)
    return PlanProblem(
        codes=codes,
        numbers=situation.criteria_set.numbers,
        marks=marks,
        recognised=np.array([code in situation.level_by_commune for code in codes], dtype=bool),
        districts=tuple(situation.district_by_commune.get(code, "") for code in codes),
        requirements=tuple(requirements),
        effort=np.ones(marks.shape, dtype=np.int64) if effort is None else effort,
        **options,
    )


def mark_matrix(situation: Situation) -> tuple[tuple[str, ...], npt.NDArray[np.int8]]:
    """Return the commune codes, sorted, and the n × m marks as positions in ``STATUS_ORDER``."""
    frame = situation.marks.sort_index()[list(situation.criteria_set.numbers)]
    values = frame.to_numpy()
    marks = np.zeros(values.shape, dtype=np.int8)
    for position, status in enumerate(STATUS_ORDER):
        marks[values == status.value] = position
    return tuple(str(code) for code in frame.index), marks
