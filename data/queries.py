"""Questions the product asks the store, answered in the terms of ``domain``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pandas as pd
import yaml
from sqlalchemy import Connection, select

from data import paths
from data.schemas import to_records
from data.store import reference, snapshots
from data.store.snapshots import Period
from data.store.tables import extra_unit
from data.texts import text
from domain.assessment import build_marks
from domain.bands import scheme_as_published
from domain.criteria import CriteriaSet, build_set
from domain.history import LEVELS, HistoryFigure, build_figure
from domain.plans import Plan
from domain.progress import ProgressRule
from domain.recognition import levels_on
from domain.reconcile import Published, band_range
from domain.situation import Situation
from domain.targets import Target, build_target
from domain.vocabulary import Provenance, UnitKind, UnitLevel

UNIT_FIELDS = ("code", "name", "kind", "district_code", "district_name", "province_code")


class NoDataError(LookupError):
    """Nothing is loaded for a province and date."""


def read_units(
    connection: Connection, level: UnitLevel, province_code: str | None = None
) -> pd.DataFrame:
    """Return units of one level, sorted by code, with the columns of ``UNIT_FIELDS``."""
    wanted = {"province_code": province_code} if province_code else {}
    units = reference.read(connection, "units", level=level.value, **wanted)
    districts = reference.read(connection, "units", level=UnitLevel.DISTRICT.value, **wanted)
    names = dict(zip(districts["code"], districts["full_name"], strict=True))
    units = units.assign(district_name=units["district_code"].map(names))
    units["district_name"] = (
        units["district_name"].astype(object).where(units["district_name"].notna(), None)
    )
    return units[[*UNIT_FIELDS, "full_name"]].sort_values("code", ignore_index=True)


def read_communes(connection: Connection, province_code: str, on: date) -> pd.DataFrame:
    """Return the communes (``xã``) the programme counts in a province on a day.

    The registry is that of 2021; units that existed only earlier come with the batch that needs
    them and count until their last day.
    """
    units = read_units(connection, UnitLevel.COMMUNE, province_code)
    communes = units[units["kind"] == UnitKind.XA.value]
    active = snapshots.active_batches(connection)
    query = select(extra_unit).where(extra_unit.c.province_code == province_code)
    former = [
        {**row, "district_name": _name_of(units, row["district_code"]), "full_name": row["name"]}
        for row in connection.execute(query).mappings()
        if row["batch_id"] in active and (row["valid_to"] is None or on <= row["valid_to"])
    ]
    extra = pd.DataFrame(former, columns=communes.columns)
    return pd.concat([communes, extra], ignore_index=True) if former else communes


def _name_of(units: pd.DataFrame, district_code: str | None) -> str | None:
    names = units.loc[units["district_code"] == district_code, "district_name"]
    return None if names.empty else str(names.iloc[0])


def read_criteria_set(connection: Connection, set_id: str) -> CriteriaSet:
    """Return a criteria set with its criteria.

    Raises:
        KeyError: There is no such set.
    """
    return _read_sets(connection)[set_id]


def list_sets(connection: Connection) -> list[CriteriaSet]:
    """Return the sets that have numbered criteria, in the order of the file."""
    return [s for s in _read_sets(connection).values() if s.size]


@reference.kept_while_loaded("criteria_sets", "criteria", "criteria_groups")
def _read_sets(connection: Connection) -> Mapping[str, CriteriaSet]:
    criteria = to_records(reference.read(connection, "criteria"))
    groups = to_records(reference.read(connection, "criteria_groups"))

    def of(set_id: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row for row in rows if row["set_id"] == set_id]

    return {
        row["set_id"]: build_set(row, of(row["set_id"], criteria), of(row["set_id"], groups))
        for row in to_records(reference.read(connection, "criteria_sets"))
    }


@lru_cache(maxsize=1)
def settings() -> Mapping[str, Any]:
    """Return the settings of ``data/settings.yml``: thresholds and usual bands."""
    loaded: Mapping[str, Any] = yaml.safe_load(paths.SETTINGS.read_text(encoding="utf-8"))
    return loaded


def progress_rule() -> ProgressRule:
    """Return the thresholds progress is judged by."""
    return ProgressRule(Fraction(str(settings()["progress"]["tolerance_share"])))


def find_period(connection: Connection, province_code: str, as_of: date) -> Period:
    """Return the period a date is answered with.

    Raises:
        NoDataError: Nothing is loaded for the province on or before that day.
    """
    period = snapshots.choose_period(snapshots.list_periods(connection, province_code), as_of)
    if period is None:
        raise NoDataError(f"no data for province {province_code} on or before {as_of}")
    return period


def read_situation(connection: Connection, period: Period) -> Situation:
    """Return everything known of a period's scope."""
    criteria_set = read_criteria_set(connection, period.set_id)
    communes = read_communes(connection, period.province_code, period.as_of)
    rows = snapshots.read_assessments(connection, period)
    # A unit that exists only in older denominators counts where the period itself speaks of it.
    registry = set(read_units(connection, UnitLevel.COMMUNE, period.province_code)["code"])
    communes = communes[communes["code"].isin(registry | set(rows["commune_code"]))]
    if period.district_codes:
        communes = communes[communes["district_code"].isin(period.district_codes)]
    # Official marks and made-up recognitions never stand in one figure.
    recognitions = [
        r
        for r in snapshots.read_recognitions(connection)
        if period.provenance is Provenance.ILLUSTRATIVE
        or r.provenance is not Provenance.ILLUSTRATIVE
    ]
    levels = levels_on((r for r in recognitions if r.unit_level == "commune"), period.as_of)
    own = set(communes["code"])
    knows_recognitions = period.provenance is Provenance.ILLUSTRATIVE or any(
        r.provenance is Provenance.IMPORTED and r.unit_code in own for r in recognitions
    )
    notes = [period.note_vi, "" if knows_recognitions else text("frame.recognitions_note")]
    districts = [r for r in recognitions if r.unit_level == "district"]
    own_districts = set(communes["district_code"])
    recorded = [r for r in districts if r.unit_code in own_districts]
    bands = [
        (*band_range(p.metric), int(p.value))
        for p in read_published(connection, period.province_code, period.as_of)
        if p.metric.startswith("band_")
    ]
    return Situation(
        province_code=period.province_code,
        district_codes=period.district_codes,
        as_of=period.as_of,
        status=period.status,
        provenance=period.provenance,
        criteria_set=criteria_set,
        scheme=scheme_as_published(settings()["bands"], bands, criteria_set.size),
        marks=build_marks(rows, communes["code"], criteria_set),
        level_by_commune={code: level for code, level in levels.items() if code in own},
        level_by_district=levels_on(recorded, period.as_of) if recorded else None,
        district_by_commune={
            str(code): str(district or "")
            for code, district in zip(communes["code"], communes["district_code"], strict=True)
        },
        basis_vi=period.basis_vi,
        note_vi=" ".join(filter(None, notes)),
        knows_recognitions=knows_recognitions,
    )


def read_published(connection: Connection, province_code: str, as_of: date) -> list[Published]:
    """Return the figures published for a whole province at a date, plans and targets left out."""
    rows = to_records(
        reference.read(connection, "history", province_code=province_code, as_of=as_of)
    )
    return [
        _published(row)
        for row in rows
        if row["value_num"] is not None
        and row["scope"] == "province"
        and (row["qualifier"] or "") in LEVELS
        and row["comparator"] == "="
    ]


def read_history(connection: Connection, province_code: str | None) -> list[HistoryFigure]:
    """Return what was published of a province as a whole, or of the country (``None``)."""
    rows = to_records(reference.read(connection, "history"))
    return [
        build_figure(row)
        for row in rows
        if row["scope"] == ("province" if province_code else "country")
        and row["province_code"] == province_code
    ]


def _published(row: Mapping[str, Any]) -> Published:
    return Published(
        metric=row["metric"],
        on=row["as_of"],
        value=Decimal(str(row["value_num"])),
        text=row["value"],
        criterion_no=row["criterion_no"],
        denominator=row["denominator"],
        source_url=row["source_url"],
        verification=row["verification"],
        qualifier=row["qualifier"] or "",
    )


def read_plans(connection: Connection) -> list[Plan]:
    """Return the plans, in the order of the file."""
    return [
        Plan(
            plan_id=row["plan_id"],
            number=row["number"],
            title=row["title"],
            issuer=row["issuer"],
            province_code=row["province_code"],
            district_code=row["district_code"],
            issued_on=str(row["issued_on"]),
            start_year=row["period_start_year"],
            end_year=row["period_end_year"],
            set_id=row["set_id"],
        )
        for row in to_records(reference.read(connection, "plans"))
    ]


def read_targets(connection: Connection, plan_id: str | None = None) -> list[Target]:
    """Return the targets of one plan or of all, in the documents' order."""
    wanted = {"plan_id": plan_id} if plan_id else {}
    return [
        build_target(row) for row in to_records(reference.read(connection, "targets", **wanted))
    ]


def read_named_communes(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Return the commune codes each target names, by target id."""
    named: dict[str, list[str]] = {}
    for row in to_records(reference.read(connection, "named_communes")):
        named.setdefault(row["target_id"], []).append(row["commune_code"])
    return {target_id: tuple(codes) for target_id, codes in named.items()}


def situation_at_start(
    connection: Connection, plan: Plan, periods: Sequence[Period]
) -> Situation | None:
    """Return the situation a plan started from: the last one up to the first day of its period.

    One of the plan's own criteria set is preferred, as only that can be compared.
    """
    before = [p for p in periods if p.as_of <= plan.starts_on]
    own_set = [p for p in before if p.set_id == plan.set_id] or before
    if not own_set:
        return None
    return read_situation(connection, max(own_set, key=lambda p: p.as_of))
