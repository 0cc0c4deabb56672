"""Everything the checks look at, read from the store."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from data import check_neighbours, queries
from data.mark_sources import read_former_names
from data.schemas import to_records
from data.store import reference, snapshots
from data.store.snapshots import Period
from data.store.tables import assessment, batch, snapshot
from domain.checks.calendar import MONTHS_PER_PERIOD, ReportingRule, period_of
from domain.checks.inputs import (
    CheckInput,
    Load,
    NamedFigure,
    PeriodMark,
    Thresholds,
    build_past,
    build_thresholds,
)
from domain.history import LEVELS
from domain.plans import Plan
from domain.recognition import Recognition
from domain.reconcile import Published
from domain.situation import Situation
from domain.targets import Target
from domain.vocabulary import Provenance, Status, UnitLevel

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Deadlines are days of Việt Nam, which keeps one time all year."""

NAMED_METRICS = ("commune_criteria", "commune_recognised")
DISTRICT_METRICS = {
    "district_avg": "avg_criteria",
    "district_communes_ntm": "communes_ntm",
    "district_criteria_total": "criteria_total",
}
"""Published metrics of a district and what they are called of a province."""


def today_in_vietnam() -> date:
    """Return the day it is in Việt Nam."""
    return datetime.now(VIETNAM).date()


def thresholds() -> Thresholds:
    """Return the thresholds of the checks."""
    return build_thresholds(queries.settings()["checks"])


def read_check_input(connection: Connection, period: Period, today: date) -> CheckInput:
    """Read everything about a period that a rule may need."""
    situation = queries.read_situation(connection, period)
    periods = snapshots.list_periods(connection, period.province_code)
    history = [
        row
        for row in to_records(
            reference.read(connection, "history", province_code=period.province_code)
        )
        if row["as_of"] is not None and row["as_of"] <= period.as_of
    ]
    plans = [p for p in queries.read_plans(connection) if p.province_code == period.province_code]
    communes = queries.read_communes(connection, period.province_code, period.as_of)
    return CheckInput(
        situation=situation,
        today=today,
        thresholds=thresholds(),
        past=build_past(situation, _earlier(connection, period, periods)),
        published=_published(connection, period, history),
        district_published=_district_published(history, period.as_of),
        named=_named(history),
        targets=_targets(connection, plans, situation),
        recognitions=_recognitions(connection, situation),
        neighbours=check_neighbours.read_neighbours(
            period.province_code, situation.district_by_commune
        ),
        calendar=_calendar(connection, plans),
        loads=read_loads(connection, period.province_code, period.as_of),
        districts=tuple(sorted(set(communes["district_code"].dropna()))),
        periods=[PeriodMark(p.as_of, p.status, p.provenance) for p in periods],
    )


def _earlier(
    connection: Connection, period: Period, periods: Iterable[Period]
) -> Iterator[Situation]:
    """Yield earlier situations of the same set and kind, newest first, read when asked for."""
    is_made_up = period.provenance is Provenance.ILLUSTRATIVE
    for other in sorted(periods, key=lambda p: p.as_of, reverse=True):
        if (
            other.as_of < period.as_of
            and other.set_id == period.set_id
            and (other.provenance is Provenance.ILLUSTRATIVE) == is_made_up
        ):
            yield queries.read_situation(connection, other)


def _published(
    connection: Connection, period: Period, history: Iterable[Mapping[str, Any]]
) -> list[Published]:
    """Return what was published of the whole province in the year of the date, up to it."""
    days = {
        row["as_of"]
        for row in history
        if row["scope"] == "province" and row["as_of"].year == period.as_of.year
    }
    return [
        figure
        for day in sorted(days)
        for figure in queries.read_published(connection, period.province_code, day)
    ]


def _is_level(row: Mapping[str, Any]) -> bool:
    return (
        row["value_num"] is not None
        and row["comparator"] == "="
        and (row["qualifier"] or "") in LEVELS
    )


def _district_published(
    history: Iterable[Mapping[str, Any]], as_of: date
) -> dict[str, list[Published]]:
    found: dict[str, list[Published]] = {}
    for row in history:
        metric = DISTRICT_METRICS.get(row["metric"], row["metric"].removeprefix("district_"))
        if row["scope"] != "district" or row["as_of"] != as_of or not _is_level(row):
            continue
        figure = Published(
            metric=metric,
            on=as_of,
            value=Decimal(str(row["value_num"])),
            text=row["value"],
            denominator=row["denominator"],
            source_url=row["source_url"],
            verification=row["verification"],
            qualifier=row["qualifier"] or "",
        )
        found.setdefault(row["district_code"], []).append(figure)
    return found


def _named(history: Iterable[Mapping[str, Any]]) -> list[NamedFigure]:
    return [
        NamedFigure(
            unit_code=row["commune_code"],
            metric=row["metric"],
            on=row["as_of"],
            value=Decimal(str(row["value_num"])) if _is_level(row) else None,
            source_url=row["source_url"],
        )
        for row in history
        if row["commune_code"] is not None and row["metric"] in NAMED_METRICS
    ]


def _targets(connection: Connection, plans: Iterable[Plan], situation: Situation) -> list[Target]:
    """Return the targets of the plans that speak of the scope: in force, or for the next year.

    Figures of the end of a year are where the next year's plan starts from.
    """
    districts = set(situation.district_by_commune.values())
    return [
        target
        for plan in plans
        if plan.start_year - 1 <= situation.as_of.year <= plan.end_year
        and (plan.district_code is None or plan.district_code in districts)
        for target in queries.read_targets(connection, plan.plan_id)
    ]


def _recognitions(connection: Connection, situation: Situation) -> list[Recognition]:
    """Return the recognitions of the scope's units; made-up ones only beside made-up marks."""
    districts = set(situation.district_by_commune.values())
    own = set(situation.district_by_commune) | districts
    return [
        item
        for item in snapshots.read_recognitions(connection)
        if item.unit_code in own
        and (situation.is_illustrative or item.provenance is not Provenance.ILLUSTRATIVE)
    ]


def _calendar(connection: Connection, plans: Sequence[Plan]) -> list[ReportingRule]:
    """Return the reporting rules of the province's own plans, not of one district's."""
    start = {plan.plan_id: plan.start_year for plan in plans if plan.district_code is None}
    return [
        ReportingRule(
            report_id=row["report_id"],
            kind=row["kind"],
            who=row["who"],
            frequency=row["frequency"],
            due_rule=row["due_rule"] or "",
            legal_basis=row["legal_basis"] or "",
            clause=row["clause"] or "",
            start_year=start[row["plan_id"]],
        )
        for row in to_records(reference.read(connection, "reporting"))
        if row["plan_id"] in start
    ]


def read_loads(connection: Connection, province_code: str, as_of: date) -> list[Load]:
    """Return the official loads in force with figures of the year a date lies in.

    A district is covered by a load that assesses at least one of its communes.
    """
    first, last = period_of(as_of, MONTHS_PER_PERIOD["annual"])
    active = snapshots.active_batches(connection)
    rows = connection.execute(
        select(snapshot.c.id, snapshot.c.as_of, snapshot.c.batch_id, batch.c.created_at)
        .join(batch, batch.c.id == snapshot.c.batch_id)
        .where(
            snapshot.c.province_code == province_code,
            snapshot.c.provenance != Provenance.ILLUSTRATIVE.value,
            snapshot.c.as_of.between(first, last),
        )
        .order_by(snapshot.c.id)
    ).all()
    own = [row for row in rows if row.batch_id in active]
    if not own:
        return []
    covered = _covered_districts(connection, province_code, as_of, [row.id for row in own])
    return [
        Load(row.as_of, _day(row.created_at), frozenset(covered.get(row.id, ()))) for row in own
    ]


def _covered_districts(
    connection: Connection, province_code: str, as_of: date, snapshot_ids: Sequence[int]
) -> dict[int, set[str]]:
    communes = queries.read_communes(connection, province_code, as_of)
    district_of = dict(zip(communes["code"], communes["district_code"], strict=True))
    pairs = connection.execute(
        select(assessment.c.snapshot_id, assessment.c.commune_code)
        .where(
            assessment.c.snapshot_id.in_(snapshot_ids),
            assessment.c.status != Status.NOT_ASSESSED.value,
        )
        .distinct()
    )
    covered: dict[int, set[str]] = {}
    for snapshot_id, code in pairs:
        district = district_of.get(code)
        if isinstance(district, str):
            covered.setdefault(snapshot_id, set()).add(district)
    return covered


def _day(at: datetime) -> date:
    """Return the day of Việt Nam of a moment; SQLite gives moments back without their zone."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(VIETNAM).date()


def read_names(connection: Connection, province_code: str) -> dict[str, str]:
    """Return the names of a province's units by code, of communes with their district."""
    districts = queries.read_units(connection, UnitLevel.DISTRICT, province_code)
    communes = queries.read_units(connection, UnitLevel.COMMUNE, province_code)
    own: pd.Series = communes["full_name"] + ", " + communes["district_name"].fillna("")
    return {
        **read_former_names(connection),
        **dict(zip(districts["code"], districts["full_name"], strict=True)),
        **dict(zip(communes["code"], own, strict=True)),
    }
