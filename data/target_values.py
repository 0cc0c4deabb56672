"""What staff entered for targets that no marks of communes answer."""

from decimal import Decimal

from sqlalchemy import Connection

from data.check_inputs import VIETNAM
from data.store import registers
from data.store.origins import read_origins
from domain.targets import EnteredValue


def read_target_values(connection: Connection) -> dict[str, tuple[EnteredValue, ...]]:
    """Return the figures in force by target, oldest first."""
    rows = registers.read_rows(connection, "target_value")
    origins = read_origins(connection) if rows else {}
    found: dict[str, list[EnteredValue]] = {}
    for row in sorted(rows, key=lambda row: row["as_of"]):
        origin = origins[row["batch_id"]]
        value = EnteredValue(
            target_id=row["target_id"],
            as_of=row["as_of"],
            # The text of a float is the number as it was written: 0.1 stays 0.1.
            value=_plain(row["value"]),
            source=row["source"],
            note=row["note"],
            actor=origin.actor,
            entered_on=origin.at.astimezone(VIETNAM).date(),
            origin=origin.file_name,
            batch_id=row["batch_id"],
        )
        found.setdefault(row["target_id"], []).append(value)
    return {target_id: tuple(values) for target_id, values in found.items()}


def _plain(value: float) -> Decimal:
    number = Decimal(str(value))
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()
