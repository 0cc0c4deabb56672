"""What can be chosen, read from the store as one catalogue."""

from collections.abc import Iterable, Mapping

import pandas as pd
from sqlalchemy import Connection

from data import mark_sources, queries
from data.store import snapshots
from data.store.snapshots import Period
from domain.catalog import COUNTRY, Catalog, PeriodOption, UnitOption
from domain.plans import Plan
from domain.vocabulary import UnitKind, UnitLevel


def read_catalog(connection: Connection, version: str) -> Catalog:
    """Return everything that can be chosen, marked with the data version it was read at."""
    units = {level: queries.read_units(connection, level) for level in UnitLevel}
    plans: dict[str, list[Plan]] = {}
    for plan in queries.read_plans(connection):
        plans.setdefault(plan.province_code, []).append(plan)
    sets = queries.list_sets(connection)
    former = mark_sources.read_former_names(connection)
    communes = units[UnitLevel.COMMUNE]
    communes = communes[communes["kind"] == UnitKind.XA.value]
    provinces = units[UnitLevel.PROVINCE]
    every = pd.concat(units.values())
    return Catalog(
        provinces=tuple(
            UnitOption(code, name, COUNTRY)
            for code, name in zip(provinces["code"], provinces["full_name"], strict=True)
        ),
        districts=_by_province(units[UnitLevel.DISTRICT], "province_code"),
        communes=_by_province(communes, "district_code"),
        periods=_options(snapshots.list_periods(connection)),
        plans={code: tuple(own) for code, own in plans.items()},
        criteria={s.set_id: s.numbers for s in sets},
        groups={s.set_id: tuple(g.no for g in s.groups) for s in sets},
        default_province=queries.settings()["default_province"],
        version=version,
        names={**former, **dict(zip(every["code"], every["name"], strict=True))},
    )


def catalog_of(periods: Iterable[Period]) -> Catalog:
    """Return a catalogue of periods alone, for its rules about them."""
    return Catalog((), {}, {}, _options(periods), {}, {}, {}, "")


def _options(periods: Iterable[Period]) -> dict[str, tuple[PeriodOption, ...]]:
    options: dict[str, tuple[PeriodOption, ...]] = {}
    for p in periods:
        option = PeriodOption(p.as_of, p.set_id, p.status, p.provenance, p.district_codes)
        options[p.province_code] = (*options.get(p.province_code, ()), option)
    return options


def _by_province(units: pd.DataFrame, parent: str) -> Mapping[str, tuple[UnitOption, ...]]:
    return {
        str(province): tuple(
            UnitOption(str(code), str(name), str(up))
            for code, name, up in zip(own["code"], own["full_name"], own[parent], strict=True)
        )
        for province, own in units.groupby("province_code")
    }
