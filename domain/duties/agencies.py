"""Who answers for what in a plan: criteria, parts of criteria, reports and tasks by agency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.duties.status import TaskStanding


@dataclass(frozen=True)
class Agency:
    """One body of a plan.

    Attributes:
        level: Level of the body, in Vietnamese.
        criteria: Criteria it answers for as a whole.
        parts: Parts of criteria it measures ("17.4").
        handed_on: Parts given to another body: (parts, body).
        reports_to: To whom it reports, and how often; "" when not said.
    """

    agency_id: str
    name: str
    level: str
    clause: str
    criteria: tuple[int, ...]
    parts: tuple[str, ...]
    handed_on: tuple[tuple[str, str], ...]
    reports_to: str
    other: str

    @property
    def has_duties(self) -> bool:
        """Tell whether it leads a criterion or a part of one."""
        return bool(self.criteria or self.parts)


def build_agency(row: Mapping[str, Any]) -> Agency:
    """Return the agency of a row of ``agencies.csv``; empty cells are ``None``."""
    handed = [part.split(">", 1) for part in (row["shared_report_to"] or "").split("|") if part]
    return Agency(
        agency_id=row["agency_id"],
        name=row["agency"],
        level=row["agency_level"],
        clause=row["clause"] or "",
        criteria=tuple(int(no) for no in (row["criteria_led"] or "").split(";") if no),
        parts=tuple(part for part in (row["subindicators_led"] or "").split(";") if part),
        handed_on=tuple((parts.replace(";", ", "), body) for parts, body in handed),
        reports_to=row["reports_to"] or "",
        other=row["other_duties_vi"] or "",
    )


@dataclass(frozen=True)
class LeadFault:
    """A criterion or part that no agency leads (``leads`` empty), or more than one does."""

    number: str
    leads: tuple[str, ...]


def find_lead_faults(agencies: Iterable[Agency], numbers: Iterable[int]) -> list[LeadFault]:
    """Return the criteria of a set without a lead or with several, then parts with several.

    A plan that assigns no criterion at all has no faults: it does not share them out.
    """
    own = list(agencies)
    if not any(agency.criteria for agency in own):
        return []
    wholes = {no: tuple(a.name for a in own if no in a.criteria) for no in numbers}
    parts = sorted({part for agency in own for part in agency.parts}, key=_order)
    by_part = {part: tuple(a.name for a in own if part in a.parts) for part in parts}
    return [
        *(LeadFault(str(no), leads) for no, leads in wholes.items() if len(leads) != 1),
        *(LeadFault(part, leads) for part, leads in by_part.items() if len(leads) > 1),
    ]


def _order(part: str) -> tuple[int, ...]:
    return tuple(int(piece) for piece in part.split("."))


def tasks_of(agency: Agency, standings: Iterable[TaskStanding]) -> list[TaskStanding]:
    """Return the tasks an agency leads."""
    return [standing for standing in standings if agency.name in standing.task.leads]
