"""The situation a scenario starts from, and what its targets are judged with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from data import queries
from data.store import snapshots
from data.store.snapshots import Period
from data.target_values import read_target_values
from domain.board import TargetStanding, assess_targets, find_distribution
from domain.entered import known_at
from domain.history import HistoryFigure
from domain.plans import Plan
from domain.progress import ProgressRule
from domain.scenario.apply import change_targets
from domain.scenario.model import Base, Content, base_of
from domain.situation import Situation
from domain.targets import EnteredValue, Target


def read_base(connection: Connection, base: Base) -> Situation:
    """Return the situation a scenario starts from, as it was when it was saved.

    Snapshots are never overwritten, and what was recognised is part of the base itself; a later
    load or undo changes nothing here.
    """
    period = Period(
        province_code=base.province_code,
        as_of=base.as_of,
        set_id=base.set_id,
        status=base.status,
        provenance=base.provenance,
        district_codes=base.district_codes,
        snapshot_ids=base.snapshot_ids,
        basis_vi=base.basis_vi,
        note_vi=base.note_vi,
    )
    situation = queries.read_situation(connection, period)
    known = set(situation.marks.index)
    return replace(
        situation,
        level_by_commune={c: v for c, v in base.level_by_commune.items() if c in known},
        level_by_district=base.level_by_district,
    )


def make_base(connection: Connection, situation: Situation, plan_id: str) -> Base:
    """Return the base a new scenario on a situation of the store starts from."""
    period = queries.find_period(connection, situation.province_code, situation.as_of)
    return base_of(situation, period.snapshot_ids, plan_id)


@dataclass(frozen=True, eq=False)
class BoardParts:
    """Everything the board of one plan is made of, besides the situation that is judged.

    Attributes:
        plan: The plan.
        targets: Its targets, in the document's order.
        named: Communes that targets name, with those bands speak of.
        start: The situation at the plan's start.
        later: Situations after it, where it has none of the plan's own set.
        published: Published figures of the province, likewise.
        rule: Thresholds of progress.
        entered: What staff entered for targets communes cannot answer, by target.
        periods: Dates of the province.
    """

    plan: Plan
    targets: tuple[Target, ...]
    named: Mapping[str, tuple[str, ...]]
    start: Situation | None
    later: tuple[Situation, ...]
    published: tuple[HistoryFigure, ...]
    rule: ProgressRule
    entered: Mapping[str, Sequence[EnteredValue]]
    periods: tuple[date, ...]


def read_board_parts(connection: Connection, plan: Plan) -> BoardParts:
    """Read what the board of a plan is made of."""
    targets = queries.read_targets(connection, plan.plan_id)
    named = queries.read_named_communes(connection)
    periods = snapshots.list_periods(connection, plan.province_code)
    start = queries.situation_at_start(connection, plan, periods)
    later: list[Situation] = []
    published: list[HistoryFigure] = []
    if start is None or start.criteria_set.set_id != plan.set_id:
        later = [queries.read_situation(connection, p) for p in periods if p.as_of > plan.starts_on]
        published = queries.read_history(connection, plan.province_code)
    return BoardParts(
        plan=plan,
        targets=tuple(targets),
        named={**named, **find_distribution(targets, named)},
        start=start,
        later=tuple(later),
        published=tuple(published),
        rule=queries.progress_rule(),
        entered=read_target_values(connection),
        periods=tuple(period.as_of for period in periods),
    )


def stand(parts: BoardParts, situation: Situation, content: Content) -> list[TargetStanding]:
    """Judge the targets of a plan, with a scenario's values and due dates, on a situation.

    The same call with an empty content on the base gives the board every page shows.
    """
    return assess_targets(
        change_targets(parts.targets, content.targets),
        parts.plan,
        situation,
        parts.start,
        parts.named,
        parts.rule,
        parts.later,
        parts.published,
        known_at(parts.entered, situation.as_of, parts.periods),
    )
