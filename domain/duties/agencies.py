"""Who answers for what in a plan: criteria, parts of criteria, reports and tasks by agency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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

    def receiver_of(self, part: str) -> str:
        """Return the body a part's figures are sent to, "" when the agency keeps them."""
        return next((body for parts, body in self.handed_on if part in parts.split(", ")), "")


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


def cut_to_receiver(agency: Agency, receiver: str) -> Agency | None:
    """Return an agency with nothing but the parts it hands to a body, ``None`` when there are none.

    That is what the body has to know of it, and no more.
    """
    handed = tuple((parts, body) for parts, body in agency.handed_on if body == receiver)
    if not handed:
        return None
    own = tuple(part for parts, _ in handed for part in parts.split(", "))
    return replace(
        agency, clause="", criteria=(), parts=own, handed_on=handed, reports_to="", other=""
    )


@dataclass(frozen=True)
class LeadFault:
    """A criterion or part that no agency leads (``leads`` empty), or more than one does."""

    number: str
    leads: tuple[str, ...]


def find_lead_faults(
    agencies: Iterable[Agency], numbers: Iterable[int], indicators: Iterable[str] = ()
) -> list[LeadFault]:
    """Return the criteria of a set, then the parts of shared ones, without one lead exactly.

    A plan that assigns no criterion at all has no faults: it does not share them out. A criterion
    of which no part is given away follows its own lead with all its parts.

    Args:
        agencies: Agencies of one plan.
        numbers: Criteria of the plan's set.
        indicators: Printed numbers of the indicators of that set ("17.4").
    """
    own = list(agencies)
    if not any(agency.criteria for agency in own):
        return []
    wholes = {no: tuple(a.name for a in own if no in a.criteria) for no in numbers}
    given = {part for agency in own for part in agency.parts}
    shared = {_criterion(part) for part in given}
    asked = given | {part for part in indicators if "." in part and _criterion(part) in shared}
    by_part = {
        part: tuple(a.name for a in own if part in a.parts) for part in sorted(asked, key=_order)
    }
    return [
        *(LeadFault(str(no), leads) for no, leads in wholes.items() if len(leads) != 1),
        *(LeadFault(part, leads) for part, leads in by_part.items() if len(leads) != 1),
    ]


def _criterion(part: str) -> str:
    return part.partition(".")[0]


def _order(part: str) -> tuple[int, ...]:
    return tuple(int(piece) for piece in part.split("."))


def tasks_of(agency: Agency, standings: Iterable[TaskStanding]) -> list[TaskStanding]:
    """Return the tasks an agency leads."""
    return [standing for standing in standings if agency.name in standing.task.leads]


@dataclass(frozen=True)
class PartDuty:
    """One indicator an agency has to do with.

    Attributes:
        part: Its printed number.
        keeper: Agency that measures it.
        receiver: Body the figures are sent to, "" when they stay with the keeper.
    """

    part: str
    keeper: str
    receiver: str


def parts_of(agency: Agency, agencies: Iterable[Agency]) -> list[PartDuty]:
    """Return the indicators an agency measures and those it collects, in order of their numbers."""
    found = [
        PartDuty(part, keeper.name, keeper.receiver_of(part))
        for keeper in agencies
        for part in keeper.parts
    ]
    own = [duty for duty in found if agency.name in (duty.keeper, duty.receiver)]
    return sorted(own, key=lambda duty: _order(duty.part))
