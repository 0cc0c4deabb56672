"""A question to the planner as a reader asks it: what is wanted, and what may be used for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.planner.effort import CostTable


@dataclass(frozen=True)
class Wanted:
    """Targets chosen.

    Attributes:
        targets: Ids of the plan's targets.
        recognised: Own: communes recognised or holding every criterion.
        minimum: Own: criteria every commune holds at least.
        average: Own: criteria per commune.
        criteria: Own: communes meeting a criterion, by number.
    """

    targets: tuple[str, ...] = ()
    recognised: int | None = None
    minimum: int | None = None
    average: Decimal | None = None
    criteria: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is wanted."""
        own = (self.recognised, self.minimum, self.average)
        return not self.targets and not self.criteria and own == (None, None, None)


@dataclass(frozen=True)
class Means:
    """Effort and limits.

    Attributes:
        effort: ``equal`` or ``difficulty``, where no costs are given.
        costs: Costs by criterion and district.
        cost_unit: ``million_vnd``, or ``points`` where equal or measured efforts were changed.
        per_year: Criteria a commune may gain a year.
        frozen_communes: Communes that gain nothing.
        frozen_criteria: Criteria nobody gains.
        budget: Most effort.
        soft_bands: Bands may be missed where they cannot hold.
        seconds: Time allowed.
        is_complete: Every criterion has an effort.
    """

    effort: str = "equal"
    costs: CostTable | None = None
    cost_unit: str = "million_vnd"
    per_year: int | None = None
    frozen_communes: frozenset[str] = frozenset()
    frozen_criteria: frozenset[int] = frozenset()
    budget: Decimal | None = None
    soft_bands: bool = False
    seconds: int = 30
    is_complete: bool = True
