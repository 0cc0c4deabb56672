"""The targets of a province's plans that staff enter figures for."""

from sqlalchemy import Connection

from data import queries
from data.schemas import to_records
from data.store import reference
from data.texts import text
from domain.measures import is_counted
from domain.registers.context import TargetChoice
from domain.targets import Target

PERCENT_UNITS = ("percent", "percentage_points")
WHOLE_UNITS = (
    *("communes", "district_units", "villages", "areas", "gardens", "products", "chains"),
    *("works", "schools", "workers", "trainee_turns", "tours", "cooperatives"),
)
"""Units of things there are no halves of."""


def read_target_choices(connection: Connection, province_code: str) -> dict[str, TargetChoice]:
    """Return, by id, the targets that no marks of communes answer, in the documents' order."""
    sizes = {one.set_id: one.size for one in queries.list_sets(connection)}
    plans = to_records(reference.read(connection, "plans"))
    size_of = {row["plan_id"]: sizes.get(row["set_id"]) for row in plans}
    return {
        target.target_id: TargetChoice(
            describe_target(target),
            highest(target, size_of.get(target.plan_id)),
            is_whole=target.unit in WHOLE_UNITS,
        )
        for target in queries.read_targets(connection)
        if target.province_code == province_code and not is_counted(target)
    }


def highest(target: Target, set_size: int | None) -> int | None:
    """Return the highest figure that can be true, ``None`` where nothing bounds it.

    Args:
        target: The target.
        set_size: Criteria in the set of its plan.
    """
    if target.unit in PERCENT_UNITS:
        return 100
    if target.unit == "criteria_per_commune":
        return set_size
    return target.denominator


def describe_target(target: Target) -> str:
    """Return what a target counts and of whom, with its unit, in Vietnamese."""
    name = text(f"metric.{target.metric}")
    unit = text(f"unit.{target.unit}", value=target.value) if target.unit else ""
    return f"{name}, {target.scope_name} ({unit})" if unit else f"{name}, {target.scope_name}"
