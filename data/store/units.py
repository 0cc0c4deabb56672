"""Where a commune lies: its province and district, units of older denominators included."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from data.store.batches import active_batches
from data.store.reference import REF_TABLES, kept_while_loaded
from data.store.tables import extra_unit
from domain.vocabulary import UnitKind


def read_places(connection: Connection) -> dict[str, tuple[str, str]]:
    """Return province and district code of every commune the programme counts, by its code."""
    places = dict(_read_registry(connection))
    active = active_batches(connection)
    for row in connection.execute(select(extra_unit)).mappings():
        if row["batch_id"] in active:
            places.setdefault(row["code"], (row["province_code"], row["district_code"] or ""))
    return places


@kept_while_loaded("units")
def _read_registry(connection: Connection) -> Mapping[str, tuple[str, str]]:
    units = REF_TABLES["units"]
    query = select(units.c.code, units.c.province_code, units.c.district_code)
    query = query.where(units.c.kind == UnitKind.XA.value)
    return {code: (province, district) for code, province, district in connection.execute(query)}


def districts_of(places: dict[str, tuple[str, str]]) -> dict[str, set[str]]:
    """Return, by province, the districts that have communes the programme counts."""
    districts: dict[str, set[str]] = {}
    for province, district in places.values():
        districts.setdefault(province, set()).add(district)
    return districts
