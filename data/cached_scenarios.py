"""What the scenario page reads. What depends on the store's data is kept by its version."""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache, partial

from data import access, cached
from data.access import NotAllowedError, needs
from data.scenario_base import BoardParts, make_base, read_base, read_board_parts, stand
from data.store import scenarios
from data.store.engine import database_url, get_engine
from domain.access import Permission
from domain.board import TargetStanding
from domain.named import CommuneTask, build_commune_task
from domain.narrowing import narrow_situation
from domain.planner.translate import translate
from domain.plans import Plan
from domain.scenario.exchange import base_from_values, base_to_values
from domain.scenario.fulfil import Fulfilment, look_back
from domain.scenario.model import Base, Content, Scenario
from domain.scenario.outcome import Judge
from domain.scenario.outlook import Outlook, look_ahead
from domain.situation import Situation
from domain.targets import Target
from domain.vocabulary import Provenance


@needs(Permission.SCENARIOS)
def get_scenarios(province_code: str | None = None) -> list[Scenario]:
    """Return the newest version of every saved scenario, the last saved first."""
    shared = access.scope().scenario
    with get_engine().connect() as connection:
        found = scenarios.list_scenarios(connection, province_code)
    return found if access.scope().is_whole else [one for one in found if one.scenario_id == shared]


@needs(Permission.SCENARIOS)
def get_versions(scenario_id: int) -> list[Scenario]:
    """Return every version of a scenario, oldest first; none when there is no such scenario.

    A department link gets the newest one only: what was tried before was not shared.
    """
    is_shared = not access.scope().is_whole
    if is_shared and scenario_id != access.scope().scenario:
        return []
    with get_engine().connect() as connection:
        try:
            found = scenarios.read_versions(connection, scenario_id)
        except scenarios.UnknownScenarioError:
            return []
    return found[-1:] if is_shared else found


@needs(Permission.SCENARIOS)
def get_base(situation: Situation, plan: Plan | None) -> Base:
    """Return the base a new scenario on a situation of the store starts from."""
    return _base(situation, plan.plan_id if plan else "", cached.data_version())


@lru_cache(maxsize=32)
def _base(situation: Situation, plan_id: str, version: str) -> Base:
    with get_engine().connect() as connection:
        return make_base(connection, situation, plan_id)


@needs(Permission.SCENARIOS)
def get_start(base: Base) -> Situation:
    """Return the situation a scenario starts from, as it was when it was begun.

    Raises:
        NotAllowedError: It lies outside the scope.
    """
    found = _start(json.dumps(base_to_values(base)), database_url())
    own = narrow_situation(found, access.scope())
    if own is None:
        raise NotAllowedError(Permission.SCENARIOS)
    return own


@lru_cache(maxsize=32)
def _start(base: str, store: str) -> Situation:
    with get_engine().connect() as connection:
        return read_base(connection, base_from_values(json.loads(base)))


@needs(Permission.SCENARIOS)
def get_plan(province_code: str, plan_id: str) -> Plan | None:
    """Return a plan of a province by its id."""
    plans = cached.get_catalog().plans.get(province_code, ())
    return next((plan for plan in plans if plan.plan_id == plan_id), None)


@needs(Permission.SCENARIOS)
def get_parts(plan: Plan) -> BoardParts:
    """Return what the board of a plan is made of: its targets, the communes they name."""
    return _parts(plan, cached.data_version())


@lru_cache(maxsize=8)
def _parts(plan: Plan, version: str) -> BoardParts:
    with get_engine().connect() as connection:
        return read_board_parts(connection, plan)


@needs(Permission.SCENARIOS)
def get_board(plan: Plan | None, situation: Situation, content: Content) -> list[TargetStanding]:
    """Return every target of a plan judged on a situation, with a scenario's own values."""
    return stand(get_parts(plan), situation, content) if plan else []


@needs(Permission.SCENARIOS)
def get_judge(base: Base) -> Judge:
    """Return what judges the targets of a scenario's own plan."""
    return partial(get_board, get_plan(base.province_code, base.plan_id))


@needs(Permission.SCENARIOS)
def get_plannable(plan: Plan | None, situation: Situation) -> frozenset[str]:
    """Return the ids of a plan's targets that a plan of marks can be asked for.

    Counts may be read on another criteria set of the same size, as the planner does.
    """
    if plan is None:
        return frozenset()
    parts = get_parts(plan)
    plan_set = cached.get_sets().get(plan.set_id)
    made = translate(parts.targets, plan, situation, parts.start, parts.named, plan_set=plan_set)
    return frozenset(requirement.target_id for requirement in made.requirements)


@needs(Permission.SCENARIOS)
def get_outlooks(
    plan: Plan | None, situation: Situation, own: Sequence[Target] = ()
) -> list[Outlook]:
    """Return the forecasts of a plan's targets and of own ones, from the snapshots so far.

    Args:
        plan: The plan; without one there are no forecasts.
        situation: The snapshot it starts from; earlier ones are history.
        own: Further targets: communes recognised by some day.
    """
    if plan is None:
        return []
    parts = get_parts(plan)
    earlier = [
        s
        for s in get_situations(plan.province_code)
        if s.as_of <= situation.as_of
        and s.district_codes == situation.district_codes
        and s.is_illustrative == situation.is_illustrative  # never one line of real and made-up
    ]
    targets = [*own, *parts.targets]
    requirements = {
        r.target_id: r
        for r in translate(targets, plan, situation, parts.start, parts.named).requirements
    }
    published = cached.get_history(plan.province_code)
    return look_ahead(targets, requirements, plan, earlier, parts.named, published)


@needs(Permission.SCENARIOS)
def get_tasks(plan_id: str) -> list[CommuneTask]:
    """Return what a plan asks of communes by name."""
    rows = cached.get_rows("commune_targets")
    return [build_commune_task(row) for row in rows if row["plan_id"] == plan_id]


@needs(Permission.SCENARIOS)
def get_situations(province_code: str) -> Sequence[Situation]:
    """Return the situations of a province at every date that has marks, oldest first."""
    periods = cached.get_catalog().periods.get(province_code, ())
    found = [cached.get_situation(province_code, period.as_of) for period in periods]
    return [situation for situation in found if situation]


@needs(Permission.SCENARIOS)
def get_newer(base: Base) -> Situation | None:
    """Return the newest situation of a scenario's province, set and kind that came after its base.

    A scenario built on made-up marks does not come true in real ones.
    """
    is_made_up = base.provenance is Provenance.ILLUSTRATIVE
    found: list[tuple[date, Situation]] = [
        (situation.as_of, situation)
        for situation in get_situations(base.province_code)
        if situation.criteria_set.set_id == base.set_id
        and situation.as_of >= base.as_of
        and situation.is_illustrative == is_made_up
    ]
    if not found:
        return None
    newest = max(found, key=lambda pair: pair[0])[1]
    is_same = get_base(newest, None).snapshot_ids == base.snapshot_ids
    return None if is_same else newest


@needs(Permission.SCENARIOS)
def get_fulfilment(scenario: Scenario) -> Fulfilment | None:
    """Return how much of a scenario has come true, ``None`` while nothing newer is loaded."""
    newer = get_newer(scenario.base)
    return look_back(scenario.content, newer, scenario.base.set_id) if newer else None
