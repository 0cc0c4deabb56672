"""The criteria of a scope side by side: who meets each, what the plan asks, who leads, what moved.

Numbers mean something inside one criteria set only: a plan that works with another set than the
marks contributes neither targets nor lead agencies here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from domain.assessment import CriterionCount, count_criteria, meets_all
from domain.board import TargetStanding
from domain.criteria import CriteriaGroup, Criterion
from domain.figures import Share
from domain.situation import Situation
from domain.standing import compare, rank_blockers
from domain.targets import Target
from domain.view import View
from domain.vocabulary import Status

Order = Literal["number", "blocking", "gap"]


@dataclass(frozen=True)
class CriterionStanding:
    """One criterion of the set in a scope; counts of communes.

    Attributes:
        criterion: The criterion.
        count: Communes by status.
        lacking: Communes assessed that do not meet it, ``nearly_met`` included.
        only: Of these, communes that lack nothing else.
        change: Net change in communes meeting it since the scope's period before, over communes
            assessed at both; ``None`` without such a period.
        target: The plan's target for it in this scope.
        leads: Agencies that answer for it in the plan.
    """

    criterion: Criterion
    count: CriterionCount
    lacking: int
    only: int
    change: int | None
    target: TargetStanding | None
    leads: tuple[str, ...]

    @property
    def gap(self) -> Decimal | None:
        """Return the communes missing to the target, ``None`` without target or figure."""
        return self.target.judgement.gap if self.target else None


def plan_fits(view: View) -> bool:
    """Tell whether the plan works with the criteria set of the marks."""
    return view.plan is not None and view.plan.set_id == view.scope.criteria_set.set_id


def leads_of(view: View) -> Mapping[int, tuple[str, ...]]:
    """Return the lead agencies by criterion, none when the plan numbers another set."""
    return view.leads if plan_fits(view) else {}


def stand_criteria(view: View) -> list[CriterionStanding]:
    """Return how the scope stands on each criterion, in the order of the set."""
    scope, leads, targets = view.scope, leads_of(view), _criterion_targets(view)
    moved = compare(view.before.marks, scope.marks).by_criterion() if view.before else None
    blockers = {b.criterion_no: b for b in rank_blockers(scope.marks)}
    return [
        CriterionStanding(
            criterion=scope.criteria_set.criterion(count.criterion_no),
            count=count,
            lacking=blockers[count.criterion_no].lacking,
            only=blockers[count.criterion_no].only,
            change=None if moved is None else moved.get(count.criterion_no, 0),
            target=targets.get(count.criterion_no),
            leads=leads.get(count.criterion_no, ()),
        )
        for count in count_criteria(scope.marks)
    ]


def _criterion_targets(view: View) -> dict[int, TargetStanding]:
    found: dict[int, TargetStanding] = {}
    for standing in _own_scope(view):
        no = standing.target.criterion_no
        if standing.target.metric == "communes_meeting_criterion" and no is not None:
            held = found.get(no)
            if held is None or held.target.value < standing.target.value:
                found[no] = standing
    return found


def _own_scope(view: View) -> list[TargetStanding]:
    """Return the targets set for exactly this scope: the province, or the chosen district."""
    if not plan_fits(view):
        return []
    level = "district" if view.selection.district else "province"
    district = view.selection.district
    return [
        s
        for s in view.standings
        if s.target.scope_level == level and s.target.district_code == district
    ]


def order_criteria(standings: Iterable[CriterionStanding], by: Order) -> list[CriterionStanding]:
    """Order criteria by number, by communes blocked, or by communes missing to the target."""
    if by == "blocking":
        return sorted(standings, key=lambda s: (-s.lacking, s.criterion.no))
    if by == "gap":
        return sorted(standings, key=lambda s: (-(s.gap or 0), -s.lacking, s.criterion.no))
    return sorted(standings, key=lambda s: s.criterion.no)


@dataclass(frozen=True)
class LeadStanding:
    """An agency with the criteria it leads; ``lacking`` sums the communes each of them lacks."""

    agency: str
    numbers: tuple[int, ...]
    lacking: int


def rank_leads(standings: Iterable[CriterionStanding]) -> list[LeadStanding]:
    """Rank lead agencies by the communes their criteria hold back, criterion by criterion."""
    led: dict[str, list[CriterionStanding]] = {}
    for standing in standings:
        for agency in standing.leads:
            led.setdefault(agency, []).append(standing)
    agencies = [
        LeadStanding(agency, tuple(s.criterion.no for s in own), sum(s.lacking for s in own))
        for agency, own in led.items()
    ]
    return sorted(agencies, key=lambda a: (-a.lacking, a.numbers))


@dataclass(frozen=True)
class GroupStanding:
    """One group of criteria: communes meeting each of its criteria, over all of the scope."""

    group: CriteriaGroup
    numbers: tuple[int, ...]
    share: Share
    target: TargetStanding | None


def stand_groups(view: View) -> list[GroupStanding]:
    """Return how the scope stands on each group of the set; none where the set has no groups."""
    scope = view.scope
    targets = {
        s.target.criterion_list: s
        for s in _own_scope(view)
        if s.target.metric == "criteria_group_share"
    }
    standings = []
    for group in scope.criteria_set.groups:
        numbers = scope.criteria_set.group_numbers(group.no)
        share = Share(int(meets_all(scope.marks, numbers).sum()), len(scope.marks))
        standings.append(GroupStanding(group, numbers, share, targets.get(numbers)))
    return standings


def outside_group_targets(view: View) -> tuple[int, ...]:
    """Return the criteria no group target of the plan covers; none when it sets no such target."""
    lists = [s.target.criterion_list for s in _own_scope(view)]
    covered = {no for numbers in lists for no in numbers}
    if not covered:
        return ()
    return tuple(no for no in view.scope.criteria_set.numbers if no not in covered)


@dataclass(frozen=True)
class DistrictMarks:
    """The communes of one district by their mark on one criterion."""

    district_code: str
    by_status: Mapping[Status, tuple[str, ...]]

    @property
    def met(self) -> Share:
        """Return communes meeting the criterion over all communes of the district."""
        return Share(
            len(self.by_status[Status.MET]), sum(len(codes) for codes in self.by_status.values())
        )

    @property
    def lacking(self) -> tuple[str, ...]:
        """Return communes assessed that do not meet it, the nearly met last."""
        return self.by_status[Status.NOT_MET] + self.by_status[Status.NEARLY_MET]


def split_by_district(situation: Situation, criterion_no: int) -> list[DistrictMarks]:
    """Split the communes by district and mark on one criterion, most lacking first.

    Raises:
        KeyError: The set has no such criterion.
    """
    codes: dict[str, dict[Status, list[str]]] = {}
    for code, mark in situation.marks[criterion_no].items():
        district = situation.district_by_commune[str(code)]
        own = codes.setdefault(district, {status: [] for status in Status})
        own[Status(mark)].append(str(code))
    districts = [
        DistrictMarks(district, {status: tuple(listed) for status, listed in own.items()})
        for district, own in codes.items()
    ]
    return sorted(districts, key=lambda d: (-len(d.lacking), d.district_code))


def targets_about(view: View, criterion_no: int) -> list[TargetStanding]:
    """Return the plan's targets that speak of a criterion, alone or in a list."""
    if not plan_fits(view):
        return []

    def concerns(target: Target) -> bool:
        return criterion_no == target.criterion_no or criterion_no in target.criterion_list

    return [s for s in view.scope_standings if concerns(s.target)]


def parts_led(
    agencies: Iterable[Mapping[str, object]], criterion_no: int
) -> dict[str, tuple[str, ...]]:
    """Return which agencies measure the parts of a criterion, by the part's printed number.

    Args:
        agencies: Rows of ``agencies.csv`` of one plan; ``subindicators_led`` holds numbers such as
            ``17.1`` joined by ``;``.
        criterion_no: The criterion, in the plan's own set.
    """
    led: dict[str, list[str]] = {}
    for row in agencies:
        for part in str(row.get("subindicators_led") or "").split(";"):
            if part.partition(".")[0] == str(criterion_no):
                led.setdefault(part, []).append(str(row["agency"]))
    return {part: tuple(led[part]) for part in sorted(led, key=_part_order)}


def _part_order(part: str) -> tuple[int, ...]:
    return tuple(int(piece) for piece in part.split("."))
