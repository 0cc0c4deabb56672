"""A question to the planner as a reader asks it: what is wanted, and what may be used for it."""

from dataclasses import dataclass
from decimal import Decimal

from domain.planner.effort import CostTable
from domain.planner.own import OwnTarget


@dataclass(frozen=True)
class Wanted:
    """Targets chosen.

    Attributes:
        targets: Ids of the plan's targets.
        own: Targets set for this question only.
    """

    targets: tuple[str, ...] = ()
    own: tuple[OwnTarget, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is wanted."""
        return not self.targets and not self.own


@dataclass(frozen=True)
class Means:
    """Effort and limits.

    Attributes:
        effort: ``equal`` or ``difficulty``, where no costs are given.
        costs: Costs by criterion and district.
        cost_unit: ``million_vnd``, or ``points`` where equal or measured efforts were changed.
        per_year: Criteria a commune may gain a year.
        frozen_districts: Districts whose communes gain nothing.
        frozen_communes: Communes that gain nothing.
        frozen_criteria: Criteria nobody gains.
        budget: Most effort.
        soft_bands: Bands may be missed where they cannot hold.
        deviation_price: Effort one commune away from a band costs; ``None`` = first the fewest
            communes away, then the least effort.
        seconds: Time allowed.
        is_complete: Every criterion has an effort, and every figure given could be read.
    """

    effort: str = "equal"
    costs: CostTable | None = None
    cost_unit: str = "million_vnd"
    per_year: int | None = None
    frozen_districts: frozenset[str] = frozenset()
    frozen_communes: frozenset[str] = frozenset()
    frozen_criteria: frozenset[int] = frozenset()
    budget: Decimal | None = None
    soft_bands: bool = False
    deviation_price: Decimal | None = None
    seconds: int = 30
    is_complete: bool = True
