"""The door pages read through: it asks who wants to know, and answers within their scope.

What it hands out is kept and shared (``data.cached_store``) and read-only. Staff and leaders see
everything; a department link gets the same objects cut to its scope.
"""

from collections.abc import Mapping
from datetime import date
from threading import Event, Lock
from typing import Any

import pandas as pd

from data import access, cached_store, cached_version, queries, setup
from data.access import needs, public
from data.boundaries import commands
from data.boundaries.index import GeometryRef
from data.boundaries.web import current_geometry
from data.schemas import to_records
from data.schemas.sources import Source
from domain.access import Permission
from domain.board import TargetStanding
from domain.catalog import Catalog, Selection
from domain.criteria import CriteriaSet
from domain.history import HistoryFigure
from domain.narrowing import narrow_standings, sees_target
from domain.plans import Plan
from domain.profile import MarkSource
from domain.progress import ProgressRule
from domain.recognition import Recognition
from domain.reconcile import ReconciliationLine
from domain.series import SeriesPoint
from domain.situation import Situation
from domain.view import View

_seen_ready = Event()


@public
def is_ready() -> bool:
    """Tell whether the store is filled; once it is, this process does not ask again."""
    if not _seen_ready.is_set() and setup.is_ready():
        _seen_ready.set()
    return _seen_ready.is_set()


@public
def prepare(progress: setup.Progress) -> None:
    """Make and fill the store; two sessions asking at once do it once, the other waits."""
    with _prepare_lock:
        if not is_ready():
            setup.prepare_store(progress)


_prepare_lock = Lock()


@public
def data_version() -> str:
    """Return what identifies the data in the store now; part of every key."""
    return cached_version.data_version()


@needs(Permission.VIEW)
def get_catalog() -> Catalog:
    """Return what can be chosen."""
    scope = access.scope()
    if scope.is_whole:
        return cached_store.catalog(data_version())
    return cached_store.scoped_catalog(scope, data_version())


@needs(Permission.VIEW)
def get_situation(province_code: str, as_of: date) -> Situation | None:
    """Return the situation of a province at a date, ``None`` when nothing is loaded for it."""
    scope = access.scope()
    if scope.is_whole:
        return cached_store.situation(province_code, as_of, data_version())
    return cached_store.scoped_situation(province_code, as_of, scope, data_version())


@needs(Permission.VIEW)
def get_board(plan: Plan, as_of: date) -> list[TargetStanding]:
    """Return every target of a plan measured and judged at a date."""
    if not _sees_plan(plan) or not _sees_date(plan.province_code, as_of):
        return []
    return narrow_standings(cached_store.board(plan, as_of, data_version()), access.scope())


def _sees_plan(plan: Plan) -> bool:
    own = get_catalog().plans.get(plan.province_code, ())
    return any(plan.plan_id == seen.plan_id for seen in own)


def _sees_date(province_code: str, as_of: date) -> bool:
    """Tell whether a date is one a scope shows; without a scope any day may be asked for."""
    shown = get_catalog().periods.get(province_code, ())
    return access.scope().is_whole or any(period.as_of == as_of for period in shown)


@needs(Permission.VIEW)
def get_series(plan: Plan, target_id: str) -> list[SeriesPoint]:
    """Return what a target counts at every period of its province that can answer, oldest first."""
    version, scope = data_version(), access.scope()
    target = next(
        t for t in cached_store.targets(plan.plan_id, version)[0] if t.target_id == target_id
    )
    if not _sees_plan(plan) or not sees_target(target, scope):
        return []
    points = cached_store.series(plan, target_id, version)
    return [point for point in points if _sees_date(plan.province_code, point.on)]


@public
def get_progress_rule() -> ProgressRule:
    """Return the thresholds progress is judged by."""
    return queries.progress_rule()


@needs(Permission.VIEW)
def get_view(selection: Selection) -> View | None:
    """Return what a page looks at, ``None`` when nothing is loaded for the choice."""
    if selection.as_of is None:
        return None
    situation = get_situation(selection.province, selection.as_of)
    if situation is None:
        return None
    catalog = get_catalog()
    earlier = catalog.period_before(selection.province, situation.as_of)
    before = get_situation(selection.province, earlier.as_of) if earlier else None
    plans = {plan.plan_id: plan for plan in catalog.plans.get(selection.province, ())}
    plan = plans.get(selection.plan or "")
    return View(
        selection=selection,
        situation=situation,
        scope=situation.in_district(selection.district),
        before=before.in_district(selection.district) if before else None,
        plan=plan,
        standings=tuple(get_board(plan, situation.as_of)) if plan else (),
        leads=get_leads(plan.plan_id) if plan else {},
    )


@needs(Permission.VIEW)
def get_reconciliation(province_code: str, as_of: date) -> list[ReconciliationLine]:
    """Return the published figures of a province and date beside what is loaded."""
    scope = access.scope()
    is_cut = bool(scope.district or scope.is_agency or scope.province not in ("", province_code))
    if is_cut or not _sees_date(province_code, as_of):
        return []
    return cached_store.reconciliation(province_code, as_of, data_version())


@needs(Permission.VIEW)
def get_history(province_code: str | None = None) -> list[HistoryFigure]:
    """Return what was published of a province, or of the whole country."""
    scope = access.scope()
    if not scope.is_whole and (
        scope.district or scope.is_agency or province_code != scope.province
    ):
        return []
    return cached_store.history(province_code, data_version())


@needs(Permission.VIEW)
def get_country() -> list[Situation]:
    """Return the newest situation of every province that has data."""
    catalog = get_catalog()
    newest = [(code, catalog.default_period(code)) for code in catalog.periods]
    found = [get_situation(code, period.as_of) for code, period in newest if period]
    return [situation for situation in found if situation]


@needs(Permission.VIEW)
def get_recognitions(unit_code: str) -> list[Recognition]:
    """Return the recognitions of one unit, oldest first."""
    every = cached_store.recognitions(data_version())
    return [r for r in every if r.unit_code == unit_code and _sees_unit(unit_code)]


def _sees_unit(code: str) -> bool:
    scope = access.scope()
    if scope.is_whole or scope.is_agency:
        return scope.is_whole
    catalog = get_catalog()
    listed = (*catalog.communes[scope.province], *catalog.districts[scope.province])
    return any(unit.code == code for unit in listed)


@needs(Permission.VIEW)
def get_leads(plan_id: str) -> Mapping[int, tuple[str, ...]]:
    """Return the lead agencies of each criterion in a plan."""
    return cached_store.leads(plan_id, access.scope(), data_version())


@needs(Permission.VIEW)
def get_reference(name: str) -> pd.DataFrame:
    """Return a reference table; read-only."""
    scope = access.scope()
    if scope.is_whole:
        return cached_store.reference_table(name, data_version())
    return cached_store.scoped_reference(name, scope, data_version())


@needs(Permission.VIEW)
def get_rows(name: str) -> list[dict[str, Any]]:
    """Return a reference table as rows of plain values, ``None`` for what is empty."""
    return to_records(get_reference(name))


@needs(Permission.VIEW)
def get_named_communes() -> Mapping[str, tuple[str, ...]]:
    """Return the commune codes each target names, by target id."""
    every = cached_store.named_communes(data_version())
    if access.scope().is_whole:
        return every
    own = set(get_reference("targets")["target_id"])
    return {target_id: codes for target_id, codes in every.items() if target_id in own}


@needs(Permission.VIEW)
def get_mark_sources(
    province_code: str, commune_code: str
) -> Mapping[date, tuple[MarkSource, ...]]:
    """Return, by date, the loads a commune's marks come from."""
    scope = access.scope()
    if not scope.is_whole and not _sees_unit(commune_code):
        return {}
    every = cached_store.sources_of_marks(province_code, commune_code, data_version())
    return {on: source for on, source in every.items() if _sees_date(province_code, on)}


@public
def get_sets() -> Mapping[str, CriteriaSet]:
    """Return every criteria set by id: decisions of the State, whole for everybody."""
    return cached_store.sets(data_version())


@public
def get_sources() -> list[Source]:
    """Return where each reference file comes from and what to doubt in it."""
    return cached_store.sources(data_version())


@public
def get_boundary_status() -> list[dict[str, object]]:
    """Return, per province, which polygons its map is drawn from."""
    return commands.status()


@public
def get_geometry(scope: str) -> GeometryRef:
    """Return the map geometry available for a province or the country, the best there is."""
    return current_geometry(scope)
