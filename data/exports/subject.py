"""What an export speaks of: one province or district at one date, read once for every sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

import i18n
from data import queries
from data.catalog import catalog_of
from data.schemas import to_records
from data.store import reference, snapshots
from data.store.snapshots import Period
from data.store.tables import batch
from data.target_values import read_target_values
from domain.board import TargetStanding, assess_targets, find_distribution
from domain.catalog import Selection
from domain.duties.tasks import known_from
from domain.entered import known_at
from domain.plans import Plan, leads_by_criterion
from domain.reconcile import ReconciliationLine, reconcile
from domain.situation import Situation
from domain.view import View
from domain.vocabulary import UnitLevel


@dataclass(frozen=True)
class Load:
    """One load the figures rest on: who brought which file when."""

    batch_id: int
    kind: str
    file_name: str
    sha256: str
    actor: str
    at: datetime


@dataclass(frozen=True, eq=False)
class Subject:
    """Everything the sheets of an export are written from.

    Attributes:
        view: The scope with its plan, the period before and the judged targets.
        period: The period in force.
        requested: The date asked for, which the period may precede.
        province_name: With its kind: "Tỉnh Đắk Lắk".
        district_name: With its kind, of the one district spoken of; "" for a province.
        districts: Names of the districts, with their kinds, by code.
        communes: Names of the communes, without their kind, by code.
        full_names: Names of the communes, with their kind, by code.
        loads: What the figures were loaded from.
        data_version: Number that grows with every load and undo.
        reconciliation: Published figures beside those of the marks; whole provinces only.
        later_plan: Plan of the place that :func:`without_later_plan` left out.
    """

    view: View
    period: Period
    requested: date
    province_name: str
    district_name: str
    districts: Mapping[str, str]
    communes: Mapping[str, str]
    full_names: Mapping[str, str]
    loads: tuple[Load, ...]
    data_version: int
    reconciliation: tuple[ReconciliationLine, ...]
    later_plan: Plan | None = None

    @property
    def scope(self) -> Situation:
        """Return the situation the export speaks of."""
        return self.view.scope

    @property
    def is_illustrative(self) -> bool:
        """Tell whether the marks are made up and every sheet must say so."""
        return self.scope.is_illustrative

    @property
    def place(self) -> str:
        """Return the place in words: "Huyện Krông Pắc, tỉnh Đắk Lắk" or "Tỉnh Đắk Lắk"."""
        if not self.district_name:
            return self.province_name
        return f"{self.district_name}, {i18n.within(self.province_name)}"

    def communes_by_district(self) -> dict[str, list[str]]:
        """Return commune codes by district code, both in the order of the codes."""
        grouped: dict[str, list[str]] = {}
        for code in sorted(self.scope.marks.index):
            grouped.setdefault(self.scope.district_by_commune[str(code)], []).append(str(code))
        return dict(sorted(grouped.items()))


def read_subject(
    connection: Connection,
    province_code: str,
    as_of: date,
    *,
    district_code: str | None = None,
    plan_id: str | None = None,
    since: date | None = None,
    is_judged: bool = True,
) -> Subject:
    """Read what an export speaks of.

    Args:
        connection: Any connection.
        province_code: The province.
        as_of: The date; the last period of the whole province before it answers when there is none
            of that day.
        district_code: One district only.
        plan_id: The plan judged; by default the one that speaks of exactly this place.
        since: Date compared with; by default the last final period of the same set and scope.
        is_judged: Whether targets are judged; what shows none need not pay for it.

    Raises:
        data.queries.NoDataError: Nothing is loaded for the place on or before that day.
        KeyError: There is no such plan for the province, or nothing earlier of the same set and
            scope on the date to compare with.
    """
    period = queries.find_period(connection, province_code, as_of)
    situation = queries.read_situation(connection, period)
    scope = situation.in_district(district_code)
    if scope.marks.empty:
        raise queries.NoDataError(f"no data for district {district_code} on or before {as_of}")
    periods = snapshots.list_periods(connection, province_code)
    place = district_code or _only(period.district_codes)
    plan = choose_plan(connection, province_code, place, plan_id)
    before = _situation_before(connection, period, periods, since)
    view = View(
        selection=Selection(
            province=province_code,
            district=district_code,
            as_of=period.as_of,
            set_id=period.set_id,
            plan=plan.plan_id if plan else None,
        ),
        situation=situation,
        scope=scope,
        before=before.in_district(district_code) if before else None,
        plan=plan,
        standings=_judge(connection, plan, situation, periods) if plan and is_judged else (),
        leads=_leads(connection, plan) if plan else {},
    )
    return _describe(connection, view, period, as_of, place)


def without_later_plan(subject: Subject, on: date) -> Subject:
    """Leave out a plan that was not issued yet on a day: nothing answered to it then."""
    plan = subject.view.plan
    if plan is None or known_from(plan) <= on:
        return subject
    view = replace(subject.view, plan=None, standings=(), leads={})
    return replace(subject, view=view, later_plan=plan)


def _describe(
    connection: Connection, view: View, period: Period, requested: date, place: str | None
) -> Subject:
    province = view.selection.province
    provinces = queries.read_units(connection, UnitLevel.PROVINCE)
    districts = queries.read_units(connection, UnitLevel.DISTRICT, province)
    communes = queries.read_communes(connection, province, period.as_of)
    names = dict(zip(provinces["code"], provinces["full_name"], strict=True))
    by_code = dict(zip(districts["code"], districts["full_name"], strict=True))
    whole = not view.selection.district and not period.district_codes
    published = queries.read_published(connection, province, period.as_of) if whole else []
    return Subject(
        view=view,
        period=period,
        requested=requested,
        province_name=names.get(province, province),
        district_name=by_code.get(place, place) if place else "",
        districts=by_code,
        communes=dict(zip(communes["code"], communes["name"], strict=True)),
        full_names=dict(zip(communes["code"], communes["full_name"], strict=True)),
        loads=tuple(_loads(connection, period)),
        data_version=snapshots.data_version(connection),
        reconciliation=tuple(
            reconcile(view.scope.summary(), published, is_least=not view.scope.knows_recognitions)
        ),
    )


def _only(codes: tuple[str, ...]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def choose_plan(
    connection: Connection, province: str, district: str | None, plan_id: str | None
) -> Plan | None:
    """Return a plan by its id; without one, the plan that speaks of exactly this place.

    Raises:
        KeyError: The province has no such plan.
    """
    plans = [p for p in queries.read_plans(connection) if p.province_code == province]
    if plan_id is not None:
        return {plan.plan_id: plan for plan in plans}[plan_id]
    own = [p for p in plans if p.district_code == district]
    whole = [p for p in plans if p.district_code is None]
    return next(iter([*own, *whole, *plans]), None)


def _situation_before(
    connection: Connection, period: Period, periods: list[Period], since: date | None
) -> Situation | None:
    if since is None:
        # The rule of what a date is compared with stands in the catalogue.
        option = catalog_of(periods).period_before(period.province_code, period.as_of)
        since = option.as_of if option else None
        if since is None:
            return None
    for found in periods:
        is_earlier = found.as_of == since < period.as_of
        is_alike = (found.set_id, found.district_codes) == (period.set_id, period.district_codes)
        if is_earlier and is_alike:
            return queries.read_situation(connection, found)
    raise KeyError(since)


def _judge(
    connection: Connection, plan: Plan, situation: Situation, periods: list[Period]
) -> tuple[TargetStanding, ...]:
    """Judge every target of a plan, with the baselines the pages use."""
    targets = queries.read_targets(connection, plan.plan_id)
    named = queries.read_named_communes(connection)
    start = queries.situation_at_start(connection, plan, periods)
    needs_later = start is None or start.criteria_set.set_id != plan.set_id
    between = [p for p in periods if plan.starts_on < p.as_of < situation.as_of]
    judged = assess_targets(
        targets,
        plan,
        situation,
        start,
        {**named, **find_distribution(targets, named)},
        queries.progress_rule(),
        [queries.read_situation(connection, p) for p in between] if needs_later else (),
        queries.read_history(connection, plan.province_code) if needs_later else (),
        known_at(read_target_values(connection), situation.as_of, [p.as_of for p in periods]),
    )
    return tuple(judged)


def _leads(connection: Connection, plan: Plan) -> Mapping[int, tuple[str, ...]]:
    rows: list[dict[str, Any]] = to_records(
        reference.read(connection, "agencies", plan_id=plan.plan_id)
    )
    return leads_by_criterion(rows)


def _loads(connection: Connection, period: Period) -> list[Load]:
    query = select(batch).where(batch.c.id.in_(period.batch_ids)).order_by(batch.c.id)
    return [
        Load(
            batch_id=row["id"],
            kind=row["kind"],
            file_name=row["file_name"] or "",
            sha256=row["file_sha256"] or "",
            actor=row["actor"],
            at=row["created_at"],
        )
        for row in connection.execute(query).mappings()
    ]
