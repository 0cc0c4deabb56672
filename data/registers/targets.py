"""The targets of a province's plans that staff enter figures for."""

from sqlalchemy import Connection

from data import queries
from data.texts import text
from domain.measures import is_counted
from domain.registers.context import TargetChoice
from domain.targets import Target

PERCENT_UNITS = ("percent", "percentage_points")


def read_target_choices(connection: Connection, province_code: str) -> dict[str, TargetChoice]:
    """Return, by id, the targets that no marks of communes answer, in the documents' order."""
    return {
        target.target_id: TargetChoice(
            describe_target(target), 100 if target.unit in PERCENT_UNITS else None
        )
        for target in queries.read_targets(connection)
        if target.province_code == province_code and not is_counted(target)
    }


def describe_target(target: Target) -> str:
    """Return what a target counts and of whom, with its unit, in Vietnamese."""
    name = text(f"metric.{target.metric}")
    unit = text(f"unit.{target.unit}") if target.unit else ""
    return f"{name}, {target.scope_name} ({unit})" if unit else f"{name}, {target.scope_name}"
