"""Criteria sets: which criteria a commune is judged on, and in which group.

A count of criteria is comparable only inside one set, and numbers are never joined across sets
(number 14 is Education in the basic set of 2022 and Health in its advanced set).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Criterion:
    """One criterion (tiêu chí) of a set."""

    no: int
    name_vi: str
    name_en: str
    group_no: int | None
    is_verified: bool

    def name(self, language: str = "vi") -> str:
        """Return the name in ``vi`` or ``en``."""
        return self.name_en if language == "en" else self.name_vi


@dataclass(frozen=True)
class CriteriaGroup:
    """A group of criteria inside a set (nhóm tiêu chí)."""

    no: int
    name_vi: str
    name_en: str

    def name(self, language: str = "vi") -> str:
        """Return the name in ``vi`` or ``en``."""
        return self.name_en if language == "en" else self.name_vi


@dataclass(frozen=True)
class CriteriaSet:
    """A dated set of criteria (bộ tiêu chí) as one decision laid it down."""

    set_id: str
    decision: str
    name_vi: str
    name_en: str
    valid_from: date | None
    valid_to: date | None
    criteria: tuple[Criterion, ...]
    level: str = "commune"
    groups: tuple[CriteriaGroup, ...] = ()

    @property
    def size(self) -> int:
        """Return how many criteria the set has."""
        return len(self.criteria)

    @property
    def short_decision(self) -> str:
        """Return the decision without its amendments: "QĐ 318/QĐ-TTg"."""
        return self.decision.split(",")[0]

    @property
    def is_commune_set(self) -> bool:
        """Tell whether the set judges communes at the basic level."""
        return self.level == "commune"

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the criterion numbers in order."""
        return tuple(criterion.no for criterion in self.criteria)

    def criterion(self, no: int) -> Criterion:
        """Return the criterion numbered ``no``.

        Raises:
            KeyError: The set has no such number.
        """
        for criterion in self.criteria:
            if criterion.no == no:
                return criterion
        raise KeyError(f"{self.set_id} has no criterion {no}")

    def chosen_numbers(self, group_no: int | None) -> tuple[int, ...]:
        """Return the numbers of a group, or of the whole set when no group is chosen."""
        return self.numbers if group_no is None else self.group_numbers(group_no)

    def group_numbers(self, group_no: int) -> tuple[int, ...]:
        """Return the numbers of the criteria in one group."""
        return tuple(c.no for c in self.criteria if c.group_no == group_no)


def build_set(
    row: Mapping[str, Any],
    criteria: Iterable[Mapping[str, Any]],
    groups: Iterable[Mapping[str, Any]],
) -> CriteriaSet:
    """Build a set from its rows of ``criteria_sets``, ``criteria`` and ``criteria_groups``."""
    items = tuple(
        Criterion(
            no=c["criterion_no"],
            name_vi=c["name_vi"],
            name_en=c["name_en"],
            group_no=c["group_no"],
            is_verified=c["is_verified"],
        )
        for c in sorted(criteria, key=lambda c: c["criterion_no"])
    )
    return CriteriaSet(
        set_id=row["set_id"],
        decision=row["decision"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        criteria=items,
        level=row["level"],
        groups=tuple(
            CriteriaGroup(g["group_no"], g["name_vi"], g["name_en"])
            for g in sorted(groups, key=lambda g: g["group_no"])
        ),
    )
