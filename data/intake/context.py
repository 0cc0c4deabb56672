"""What the reader of marks has to know, taken from the store."""

import re
from datetime import date

from sqlalchemy import Connection, select

from data import queries
from data.schemas import to_records
from data.store import reference, snapshots
from data.store.tables import extra_unit
from domain.criteria_choice import choose_set
from domain.intake.reading import Context, Unit
from domain.vocabulary import UnitKind, UnitLevel

COUNTRY = "vn"
"""Province code of a file that speaks of the whole country."""

IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


def build_context(
    connection: Connection,
    *,
    province_code: str,
    as_of: date | None,
    today: date,
    day: date | None = None,
    district_code: str | None = None,
    set_id: str = "",
) -> Context:
    """Return the context of a file.

    Args:
        connection: Any connection.
        province_code: 2-character code, or ``vn``.
        as_of: The date asked for; ``None`` = as the file says.
        today: Day the file is read.
        day: Day whose units and criteria set count; ``None`` = ``as_of``, else ``today``.
        district_code: The district asked for, if any.
        set_id: The criteria set asked for; "" = the one in use.

    Raises:
        KeyError: There is no such criteria set for communes.
    """
    province = "" if province_code == COUNTRY else province_code
    # An advanced set is no file's set: its marks would stand where the basic ones of the date do.
    sets = {s.set_id: s for s in queries.list_sets(connection) if s.is_commune_set}
    if set_id and set_id not in sets:
        raise KeyError(set_id)
    day = day or as_of or today
    periods = snapshots.list_periods(connection, province) if province else []
    aliases = _read_aliases(connection)
    every = _read_units(connection)
    counted = [u for u in every if _is_counted(u) and province in ("", u.province_code)]
    districts = {unit.district_code: unit.district_name for unit in every}
    former = _former_units(connection, province, day, districts)
    return Context(
        units=(*counted, *former),
        sets=sets,
        province_code=province,
        district_code=district_code,
        as_of=as_of,
        set_id=set_id,
        default_set_id=choose_set(sets.values(), [(p.as_of, p.set_id) for p in periods], day),
        today=today,
        others=tuple(
            u for u in every if not _is_counted(u) or province not in ("", u.province_code)
        ),
        provinces=_read_provinces(connection),
        district_aliases={code: names for code, names in aliases.items() if code in districts},
    )


def _read_provinces(connection: Connection) -> dict[str, str]:
    rows = to_records(queries.read_units(connection, UnitLevel.PROVINCE))
    return {row["code"]: row["full_name"] for row in rows}


def _is_counted(unit: Unit) -> bool:
    return unit.kind == UnitKind.XA.value


def _read_aliases(connection: Connection) -> dict[str, tuple[str, ...]]:
    aliases: dict[str, tuple[str, ...]] = {}
    for row in to_records(reference.read(connection, "name_aliases")):
        aliases[row["code"]] = (*aliases.get(row["code"], ()), row["alias"])
    return aliases


@reference.kept_while_loaded("units", "name_aliases")
def _read_units(connection: Connection) -> tuple[Unit, ...]:
    """Return every unit of commune level in the country, by code."""
    aliases = _read_aliases(connection)
    return tuple(
        Unit(
            code=row["code"],
            name=row["name"],
            district_code=row["district_code"] or "",
            district_name=row["district_name"] or "",
            province_code=row["province_code"],
            aliases=aliases.get(row["code"], ()),
            kind=row["kind"],
        )
        for row in to_records(queries.read_units(connection, UnitLevel.COMMUNE))
    )


def _former_units(
    connection: Connection, province: str, day: date, districts: dict[str, str]
) -> list[Unit]:
    """Return units of older denominators that still existed on the day."""
    active = snapshots.active_batches(connection)
    return [
        Unit(
            code=row["code"],
            name=row["name"],
            district_code=row["district_code"] or "",
            district_name=districts.get(row["district_code"] or "", ""),
            province_code=row["province_code"],
            aliases=_plain_name(row["name"]),
        )
        for row in connection.execute(select(extra_unit)).mappings()
        if row["batch_id"] in active
        and row["province_code"] == (province or row["province_code"])
        and row["valid_to"] is not None
        and day <= row["valid_to"]
    ]


def _plain_name(name: str) -> tuple[str, ...]:
    """Return the name without "(cũ)", which only tells it from its successor."""
    plain = IN_BRACKETS.sub("", name)
    return (plain,) if plain != name else ()
