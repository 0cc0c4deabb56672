"""The one place that caches. Pages read through it; what it hands out is shared and read-only.

Every function takes codes and the data version, so a load or an undo makes new entries and old
ones fall out; every cache is bounded.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from threading import Event, Lock
from typing import Any

import pandas as pd
import streamlit as st
from sqlalchemy import select

from data import mark_sources, queries, setup
from data.boundaries import commands
from data.boundaries.index import GeometryRef
from data.boundaries.web import current_geometry
from data.catalog import read_catalog
from data.schemas import REFERENCE_TABLES, to_records
from data.schemas.sources import Source, read_source
from data.store import reference, snapshots
from data.store.engine import database_url, get_engine
from data.store.tables import reference_file
from domain.board import TargetStanding, assess_targets, find_distribution
from domain.catalog import Catalog, Selection
from domain.criteria import CriteriaSet
from domain.history import HistoryFigure
from domain.plans import Plan, leads_by_criterion
from domain.profile import MarkSource
from domain.progress import ProgressRule
from domain.recognition import Recognition
from domain.reconcile import ReconciliationLine, reconcile
from domain.series import SeriesPoint, measure_over
from domain.situation import Situation
from domain.targets import Target
from domain.view import View

_seen_ready = Event()


def is_ready() -> bool:
    """Tell whether the store is filled; once it is, this process does not ask again."""
    if not _seen_ready.is_set() and setup.is_ready():
        _seen_ready.set()
    return _seen_ready.is_set()


def prepare(progress: setup.Progress) -> None:
    """Make and fill the store; two sessions asking at once do it once, the other waits."""
    with _prepare_lock:
        if not is_ready():
            setup.prepare_store(progress)


_prepare_lock = Lock()


def data_version() -> str:
    """Return what identifies the data in the store now; part of every key below, never cached."""
    # No parameter below begins with an underscore: Streamlit would leave it out of the key.
    with get_engine().connect() as connection:
        batches = snapshots.data_version(connection)
        hashes = connection.execute(
            select(reference_file.c.sha256).order_by(reference_file.c.table_name)
        )
        digest = hashlib.sha256("".join([database_url(), *(row[0] for row in hashes)]).encode())
    return f"{batches}-{digest.hexdigest()[:8]}"


def get_catalog() -> Catalog:
    """Return what can be chosen."""
    return _catalog(data_version())


@st.cache_resource(max_entries=2, show_spinner=False)
def _catalog(version: str) -> Catalog:
    with get_engine().connect() as connection:
        return read_catalog(connection, version)


def get_situation(province_code: str, as_of: date) -> Situation | None:
    """Return the situation of a province at a date, ``None`` when nothing is loaded for it."""
    return _situation(province_code, as_of, data_version())


@st.cache_resource(max_entries=64, show_spinner=False)
def _situation(province_code: str, as_of: date, version: str) -> Situation | None:
    with get_engine().connect() as connection:
        try:
            period = queries.find_period(connection, province_code, as_of)
        except queries.NoDataError:
            return None
        return queries.read_situation(connection, period)


@st.cache_resource(max_entries=16, show_spinner=False)
def _start_situation(plan: Plan, version: str) -> Situation | None:
    with get_engine().connect() as connection:
        periods = snapshots.list_periods(connection, plan.province_code)
        return queries.situation_at_start(connection, plan, periods)


def get_board(plan: Plan, as_of: date) -> list[TargetStanding]:
    """Return every target of a plan measured and judged at a date."""
    return _board(plan, as_of, data_version())


@st.cache_resource(max_entries=64, show_spinner=False)
def _board(plan: Plan, as_of: date, version: str) -> list[TargetStanding]:
    now = _situation(plan.province_code, as_of, version)
    if now is None:
        return []
    start = _start_situation(plan, version)
    targets, named = _targets(plan.plan_id, version)
    later: list[Situation] = []
    published: list[HistoryFigure] = []
    if start is None or start.criteria_set.set_id != plan.set_id:
        later = [s for s in _every_situation(plan, version) if s.as_of > plan.starts_on]
        published = _history(plan.province_code, version)
    rule = queries.progress_rule()
    return assess_targets(targets, plan, now, start, named, rule, later, published)


@st.cache_resource(max_entries=16, show_spinner=False)
def _targets(plan_id: str, version: str) -> tuple[list[Target], dict[str, tuple[str, ...]]]:
    with get_engine().connect() as connection:
        targets = queries.read_targets(connection, plan_id)
    named = _named_communes(version)
    return targets, {**named, **find_distribution(targets, named)}


def _every_situation(plan: Plan, version: str) -> list[Situation]:
    periods = get_catalog().periods.get(plan.province_code, ())
    found = [_situation(plan.province_code, period.as_of, version) for period in periods]
    return [situation for situation in found if situation]


def get_series(plan: Plan, target_id: str) -> list[SeriesPoint]:
    """Return what a target counts at every period of its province that can answer, oldest first."""
    return _series(plan, target_id, data_version())


@st.cache_resource(max_entries=128, show_spinner=False)
def _series(plan: Plan, target_id: str, version: str) -> list[SeriesPoint]:
    targets, named = _targets(plan.plan_id, version)
    target = next(target for target in targets if target.target_id == target_id)
    start = _start_situation(plan, version)
    return measure_over(target, plan, _every_situation(plan, version), start, named)


def get_progress_rule() -> ProgressRule:
    """Return the thresholds progress is judged by."""
    return queries.progress_rule()


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


def get_reconciliation(province_code: str, as_of: date) -> list[ReconciliationLine]:
    """Return the published figures of a province and date beside what is loaded."""
    return _reconciliation(province_code, as_of, data_version())


@st.cache_resource(max_entries=64, show_spinner=False)
def _reconciliation(province_code: str, as_of: date, version: str) -> list[ReconciliationLine]:
    situation = _situation(province_code, as_of, version)
    if situation is None or situation.district_codes:
        return []
    with get_engine().connect() as connection:
        published = queries.read_published(connection, province_code, situation.as_of)
    return reconcile(situation.summary(), published)


def get_history(province_code: str | None = None) -> list[HistoryFigure]:
    """Return what was published of a province, or of the whole country."""
    return _history(province_code, data_version())


@st.cache_resource(max_entries=70, show_spinner=False)
def _history(province_code: str | None, version: str) -> list[HistoryFigure]:
    with get_engine().connect() as connection:
        return queries.read_history(connection, province_code)


def get_country() -> list[Situation]:
    """Return the newest situation of every province that has data."""
    catalog = get_catalog()
    newest = [(code, catalog.default_period(code)) for code in catalog.periods]
    found = [get_situation(code, period.as_of) for code, period in newest if period]
    return [situation for situation in found if situation]


def get_recognitions(unit_code: str) -> list[Recognition]:
    """Return the recognitions of one unit, oldest first."""
    return [r for r in _recognitions(data_version()) if r.unit_code == unit_code]


@st.cache_resource(max_entries=2, show_spinner=False)
def _recognitions(version: str) -> list[Recognition]:
    with get_engine().connect() as connection:
        return snapshots.read_recognitions(connection)


def get_leads(plan_id: str) -> Mapping[int, tuple[str, ...]]:
    """Return the lead agencies of each criterion in a plan."""
    rows = to_records(get_reference("agencies"))
    return leads_by_criterion(row for row in rows if row["plan_id"] == plan_id)


def get_reference(name: str) -> pd.DataFrame:
    """Return a reference table; read-only."""
    return _reference(name, data_version())


@st.cache_resource(max_entries=32, show_spinner=False)
def _reference(name: str, version: str) -> pd.DataFrame:
    with get_engine().connect() as connection:
        return reference.read(connection, name)


def get_rows(name: str) -> list[dict[str, Any]]:
    """Return a reference table as rows of plain values, ``None`` for what is empty."""
    return to_records(get_reference(name))


def get_named_communes() -> Mapping[str, tuple[str, ...]]:
    """Return the commune codes each target names, by target id."""
    return _named_communes(data_version())


@st.cache_resource(max_entries=2, show_spinner=False)
def _named_communes(version: str) -> Mapping[str, tuple[str, ...]]:
    with get_engine().connect() as connection:
        return queries.read_named_communes(connection)


def get_mark_sources(province_code: str, commune_code: str) -> Mapping[date, MarkSource]:
    """Return, by date, the load a commune's marks come from."""
    return _mark_sources(province_code, commune_code, data_version())


@st.cache_resource(max_entries=128, show_spinner=False)
def _mark_sources(province_code: str, commune_code: str, version: str) -> Mapping[date, MarkSource]:
    with get_engine().connect() as connection:
        return mark_sources.read_mark_sources(connection, province_code, commune_code)


def get_sets() -> Mapping[str, CriteriaSet]:
    """Return every criteria set by id."""
    return _sets(data_version())


@st.cache_resource(max_entries=2, show_spinner=False)
def _sets(version: str) -> Mapping[str, CriteriaSet]:
    with get_engine().connect() as connection:
        return {s.set_id: s for s in queries.list_sets(connection)}


def get_sources() -> list[Source]:
    """Return where each reference file comes from and what to doubt in it."""
    return _sources(data_version())


@st.cache_resource(max_entries=2, show_spinner=False)
def _sources(version: str) -> list[Source]:
    return [read_source(table) for table in REFERENCE_TABLES.values()]


def get_boundary_status() -> list[dict[str, object]]:
    """Return, per province, which polygons its map is drawn from."""
    return commands.status()


def get_geometry(scope: str) -> GeometryRef:
    """Return the map geometry available for a province or the country, the best there is."""
    return current_geometry(scope)
