"""Saved scenarios."""

import json

from sqlalchemy import Connection, RowMapping

from data.store import audit, saved
from data.store.tables import scenario, scenario_event, scenario_version
from domain.scenario.exchange import (
    base_from_values,
    base_to_values,
    content_from_values,
    content_to_values,
)
from domain.scenario.model import Base, Content, Scenario


class UnknownScenarioError(LookupError):
    """There is no such scenario."""


_SCENARIOS = saved.Kind(scenario, scenario_version, scenario_event, UnknownScenarioError)


def save_scenario(
    connection: Connection,
    base: Base,
    content: Content,
    name: str,
    author: str,
    note: str = "",
    scenario_id: int | None = None,
) -> int:
    """Save a scenario, or a further version of one, within the caller's transaction.

    Args:
        connection: A writing connection.
        base: Snapshot it starts from.
        content: What it assumes.
        name: Its name, not blank.
        author: Who saves it, not blank.
        note: What it is for.
        scenario_id: The scenario to add a version to; ``None`` makes a new one.

    Returns:
        The scenario's id.

    Raises:
        ValueError: Name or author is blank.
        UnknownScenarioError: There is no scenario to add a version to.
    """
    return _SCENARIOS.add_version(
        connection,
        base.province_code,
        name,
        author,
        scenario_id,
        note=note.strip(),
        as_of=base.as_of,
        base=saved.as_text(base_to_values(base)),
        content=saved.as_text(content_to_values(content)),
    )


def set_archived(connection: Connection, scenario_id: int, actor: str, *, archived: bool) -> None:
    """Put a scenario away or bring it back; nothing is written when it is so already.

    Raises:
        UnknownScenarioError: There is no such scenario.
    """
    _SCENARIOS.set_archived(connection, scenario_id, actor, archived=archived)


def list_scenarios(connection: Connection, province_code: str | None = None) -> list[Scenario]:
    """Return the newest version of every scenario, the last saved first; archived ones too."""
    archived = _SCENARIOS.read_archived(connection)
    newest = _SCENARIOS.read_newest(connection, province_code)
    return [_build(row, row["number"], archived) for row in newest]


def read_scenario(connection: Connection, scenario_id: int, number: int | None = None) -> Scenario:
    """Return a scenario: its newest version, or the one asked for.

    Raises:
        UnknownScenarioError: There is no such scenario or version.
    """
    versions = read_versions(connection, scenario_id)
    if number is None:
        return versions[-1]
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        raise UnknownScenarioError((scenario_id, number))
    return found


def read_versions(connection: Connection, scenario_id: int) -> list[Scenario]:
    """Return every version of a scenario, oldest first.

    Raises:
        UnknownScenarioError: There is no such scenario.
    """
    archived = _SCENARIOS.read_archived(connection)
    rows = _SCENARIOS.read_versions(connection, scenario_id)
    return [_build(row, rows[-1]["number"], archived) for row in rows]


def _build(row: RowMapping, versions: int, archived: set[int]) -> Scenario:
    return Scenario(
        scenario_id=row["scenario_id"],
        number=row["number"],
        versions=versions,
        name=row["name"],
        author=row["author"],
        note=row["note"],
        saved_at=audit.as_utc(row["saved_at"]),
        base=base_from_values(json.loads(row["base"])),
        content=content_from_values(json.loads(row["content"])),
        is_archived=row["scenario_id"] in archived,
    )
