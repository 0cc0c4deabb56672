"""What a page looks at: a choice of the filters turned into situations, plan and target board."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.board import TargetStanding
from domain.catalog import Selection
from domain.plans import Plan
from domain.situation import Situation


@dataclass(frozen=True, eq=False)
class View:
    """Everything a page about one province needs.

    Attributes:
        selection: The choice.
        situation: The whole period.
        scope: The same, narrowed to the chosen district.
        before: The scope at the period before, in the same set; ``None`` without one.
        plan: The chosen plan.
        standings: Every target of the plan, judged on the whole period.
        leads: Lead agencies by criterion in the plan.
    """

    selection: Selection
    situation: Situation
    scope: Situation
    before: Situation | None
    plan: Plan | None
    standings: tuple[TargetStanding, ...]
    leads: Mapping[int, tuple[str, ...]]

    @property
    def has_marks(self) -> bool:
        """Tell whether the scope holds any commune (a period may cover other districts only)."""
        return len(self.scope.marks) > 0

    @property
    def place_code(self) -> str:
        """Return the place the scope speaks of: the chosen district, the only one, the province."""
        only = self.scope.district_codes[0] if len(self.scope.district_codes) == 1 else None
        return self.selection.district or only or self.selection.province

    @property
    def headline_district(self) -> str | None:
        """Return the district whose targets lead: the one chosen, or that of a district's plan."""
        if self.selection.district:
            return self.selection.district
        return self.plan.district_code if self.plan else None

    @property
    def scope_standings(self) -> tuple[TargetStanding, ...]:
        """Return the targets that concern the scope: a district's own, or all of the plan."""
        district = self.selection.district
        return tuple(s for s in self.standings if district in (None, s.target.district_code))
