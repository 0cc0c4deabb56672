"""What the store holds, kept by the version of its data and shared by everybody.

Nothing here asks who wants it or leaves anything out: only the doors (``data.cached`` and its
neighbours) read from here, after they asked. What it hands out is read-only.

Every function takes codes and the data version, so a load or an undo makes new entries and old
ones fall out; every cache is bounded. No parameter begins with an underscore: Streamlit would leave
it out of the key.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from data import mark_sources, queries
from data.catalog import read_catalog
from data.schemas import REFERENCE_TABLES, to_records
from data.schemas.sources import Source, read_source
from data.store import reference, snapshots
from data.store.engine import get_engine
from data.target_values import read_target_values
from domain.access import Scope
from domain.board import TargetStanding, assess_targets, find_distribution
from domain.catalog import Catalog
from domain.criteria import CriteriaSet
from domain.entered import known_at
from domain.history import HistoryFigure
from domain.measures import is_counted
from domain.narrowing import narrow_catalog, narrow_situation, sees_row
from domain.plans import Plan, leads_by_criterion
from domain.profile import MarkSource
from domain.recognition import Recognition
from domain.reconcile import ReconciliationLine, reconcile
from domain.series import SeriesPoint, entered_series, measure_over
from domain.situation import Situation
from domain.targets import EnteredValue, Target


@st.cache_resource(max_entries=2, show_spinner=False)
def catalog(version: str) -> Catalog:
    """Return what can be chosen."""
    with get_engine().connect() as connection:
        return read_catalog(connection, version)


@st.cache_resource(max_entries=64, show_spinner=False)
def scoped_catalog(scope: Scope, version: str) -> Catalog:
    """Return what can be chosen inside a scope."""
    return narrow_catalog(catalog(version), scope)


@st.cache_resource(max_entries=64, show_spinner=False)
def situation(province_code: str, as_of: date, version: str) -> Situation | None:
    """Return the situation of a province at a date, ``None`` when nothing is loaded for it."""
    with get_engine().connect() as connection:
        try:
            period = queries.find_period(connection, province_code, as_of)
        except queries.NoDataError:
            return None
        return queries.read_situation(connection, period)


@st.cache_resource(max_entries=64, show_spinner=False)
def scoped_situation(
    province_code: str, as_of: date, scope: Scope, version: str
) -> Situation | None:
    """Return the part of a situation that lies in a scope."""
    dates = [p.as_of for p in scoped_catalog(scope, version).periods.get(province_code, ())]
    found = situation(province_code, as_of, version)
    # By its own date: a day after the newest one is answered with the newest one.
    if found is None or found.as_of not in dates:
        return None
    return narrow_situation(found, scope)


@st.cache_resource(max_entries=16, show_spinner=False)
def start_situation(plan: Plan, version: str) -> Situation | None:
    """Return the situation at the start of a plan."""
    with get_engine().connect() as connection:
        periods = snapshots.list_periods(connection, plan.province_code)
        return queries.situation_at_start(connection, plan, periods)


@st.cache_resource(max_entries=64, show_spinner=False)
def board(plan: Plan, as_of: date, version: str) -> list[TargetStanding]:
    """Return every target of a plan measured and judged at a date."""
    now = situation(plan.province_code, as_of, version)
    if now is None:
        return []
    start = start_situation(plan, version)
    own, named = targets(plan.plan_id, version)
    later: list[Situation] = []
    published: list[HistoryFigure] = []
    if start is None or start.criteria_set.set_id != plan.set_id:
        later = [s for s in every_situation(plan, version) if s.as_of > plan.starts_on]
        published = history(plan.province_code, version)
    rule = queries.progress_rule()
    dates = [period.as_of for period in catalog(version).periods.get(plan.province_code, ())]
    entered = known_at(target_values(version), as_of, dates)
    return assess_targets(own, plan, now, start, named, rule, later, published, entered)


@st.cache_resource(max_entries=2, show_spinner=False)
def target_values(version: str) -> Mapping[str, tuple[EnteredValue, ...]]:
    """Return what staff entered for targets that communes cannot answer, by target."""
    with get_engine().connect() as connection:
        return read_target_values(connection)


@st.cache_resource(max_entries=16, show_spinner=False)
def targets(plan_id: str, version: str) -> tuple[list[Target], dict[str, tuple[str, ...]]]:
    """Return the targets of a plan, and the communes each of them speaks of."""
    with get_engine().connect() as connection:
        own = queries.read_targets(connection, plan_id)
    named = named_communes(version)
    return own, {**named, **find_distribution(own, named)}


def every_situation(plan: Plan, version: str) -> list[Situation]:
    """Return the situations of a plan's province at every date."""
    periods = catalog(version).periods.get(plan.province_code, ())
    found = [situation(plan.province_code, period.as_of, version) for period in periods]
    return [one for one in found if one]


@st.cache_resource(max_entries=128, show_spinner=False)
def series(plan: Plan, target_id: str, version: str) -> list[SeriesPoint]:
    """Return what a target counts at every period of its province that can answer."""
    own, named = targets(plan.plan_id, version)
    target = next(target for target in own if target.target_id == target_id)
    if not is_counted(target):
        return entered_series(target_values(version).get(target_id, ()))
    start = start_situation(plan, version)
    return measure_over(target, plan, every_situation(plan, version), start, named)


@st.cache_resource(max_entries=64, show_spinner=False)
def reconciliation(province_code: str, as_of: date, version: str) -> list[ReconciliationLine]:
    """Return the published figures of a province and date beside what is loaded."""
    found = situation(province_code, as_of, version)
    if found is None or found.district_codes:
        return []
    with get_engine().connect() as connection:
        published = queries.read_published(connection, province_code, found.as_of)
    return reconcile(found.summary(), published, is_least=not found.knows_recognitions)


@st.cache_resource(max_entries=70, show_spinner=False)
def history(province_code: str | None, version: str) -> list[HistoryFigure]:
    """Return what was published of a province, or of the whole country."""
    with get_engine().connect() as connection:
        return queries.read_history(connection, province_code)


@st.cache_resource(max_entries=2, show_spinner=False)
def recognitions(version: str) -> list[Recognition]:
    """Return every recognition, oldest first."""
    with get_engine().connect() as connection:
        return snapshots.read_recognitions(connection)


@st.cache_resource(max_entries=32, show_spinner=False)
def reference_table(name: str, version: str) -> pd.DataFrame:
    """Return a reference table."""
    with get_engine().connect() as connection:
        return reference.read(connection, name)


@st.cache_resource(max_entries=64, show_spinner=False)
def scoped_reference(name: str, scope: Scope, version: str) -> pd.DataFrame:
    """Return the rows of a reference table that lie in a scope."""
    frame = reference_table(name, version)
    if name == "named_communes":
        # A list of a target belongs to whoever sees the target.
        own = scoped_reference("targets", scope, version)["target_id"]
        return frame[frame["target_id"].isin(own)].reset_index(drop=True)
    seen = [sees_row(name, row, scope) for row in to_records(frame)]
    return frame[seen].reset_index(drop=True)


@st.cache_resource(max_entries=64, show_spinner=False)
def leads(plan_id: str, scope: Scope, version: str) -> Mapping[int, tuple[str, ...]]:
    """Return the lead agencies of each criterion in a plan, as a scope sees them."""
    whole = reference_table("agencies", version)
    rows = to_records(whole if scope.is_whole else scoped_reference("agencies", scope, version))
    return leads_by_criterion(row for row in rows if row["plan_id"] == plan_id)


@st.cache_resource(max_entries=2, show_spinner=False)
def named_communes(version: str) -> Mapping[str, tuple[str, ...]]:
    """Return the commune codes each target names, by target id."""
    with get_engine().connect() as connection:
        return queries.read_named_communes(connection)


@st.cache_resource(max_entries=128, show_spinner=False)
def sources_of_marks(
    province_code: str, commune_code: str, version: str
) -> Mapping[date, tuple[MarkSource, ...]]:
    """Return, by date, the load a commune's marks come from."""
    with get_engine().connect() as connection:
        return mark_sources.read_mark_sources(connection, province_code, commune_code)


@st.cache_resource(max_entries=2, show_spinner=False)
def sets(version: str) -> Mapping[str, CriteriaSet]:
    """Return every criteria set by id."""
    with get_engine().connect() as connection:
        return {s.set_id: s for s in queries.list_sets(connection)}


@st.cache_resource(max_entries=2, show_spinner=False)
def sources(version: str) -> list[Source]:
    """Return where each reference file comes from and what to doubt in it."""
    return [read_source(table) for table in REFERENCE_TABLES.values()]
