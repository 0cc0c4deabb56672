"""Saved scenarios: every change is a new version or an event, nothing is overwritten."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select
from sqlalchemy.sql import func

from data.store import audit
from data.store.tables import scenario, scenario_event, scenario_version
from domain.scenario.exchange import (
    base_from_values,
    base_to_values,
    content_from_values,
    content_to_values,
)
from domain.scenario.model import Base, Content, Scenario

NAME_LENGTH = 200
"""Characters of a name that are kept; PostgreSQL refuses longer ones."""

ARCHIVED, RESTORED = "archived", "restored"


class UnknownScenarioError(LookupError):
    """There is no such scenario."""


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
    if not name.strip() or not author.strip():
        raise ValueError("a scenario needs a name and an author")
    if scenario_id is None:
        made = connection.execute(insert(scenario).values(province_code=base.province_code))
        (scenario_id,) = made.inserted_primary_key or (0,)
        number = 1
    else:
        number = _versions(connection, scenario_id) + 1
    connection.execute(
        insert(scenario_version).values(
            scenario_id=scenario_id,
            number=number,
            name=name.strip()[:NAME_LENGTH],
            author=author.strip()[: audit.ACTOR_LENGTH],
            note=note.strip(),
            saved_at=datetime.now(UTC),
            as_of=base.as_of,
            base=_text(base_to_values(base)),
            content=_text(content_to_values(content)),
        )
    )
    audit.record(
        connection, author.strip(), "scenario_saved", scenario_id=scenario_id, version=number
    )
    return int(scenario_id)


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _versions(connection: Connection, scenario_id: int) -> int:
    query = select(func.max(scenario_version.c.number))
    query = query.where(scenario_version.c.scenario_id == scenario_id)
    found = connection.execute(query).scalar_one()
    if found is None:
        raise UnknownScenarioError(scenario_id)
    return int(found)


def set_archived(connection: Connection, scenario_id: int, actor: str, *, archived: bool) -> None:
    """Put a scenario away or bring it back; nothing is written when it is so already.

    Raises:
        UnknownScenarioError: There is no such scenario.
    """
    _versions(connection, scenario_id)
    if (scenario_id in _archived(connection)) == archived:
        return
    action = ARCHIVED if archived else RESTORED
    connection.execute(
        insert(scenario_event).values(
            scenario_id=scenario_id,
            action=action,
            actor=actor[: audit.ACTOR_LENGTH],
            at=datetime.now(UTC),
        )
    )
    audit.record(connection, actor, f"scenario_{action}", scenario_id=scenario_id)


def _archived(connection: Connection) -> set[int]:
    query = select(scenario_event.c.scenario_id, scenario_event.c.action)
    last = {row[0]: row[1] for row in connection.execute(query.order_by(scenario_event.c.id))}
    return {scenario_id for scenario_id, action in last.items() if action == ARCHIVED}


def list_scenarios(connection: Connection, province_code: str | None = None) -> list[Scenario]:
    """Return the newest version of every scenario, the last saved first; archived ones too."""
    query = select(scenario_version).order_by(scenario_version.c.id)
    if province_code is not None:
        query = query.join(scenario).where(scenario.c.province_code == province_code)
    rows = list(connection.execute(query).mappings())
    newest = {row["scenario_id"]: row for row in rows}
    ordered = sorted(newest.values(), key=lambda row: -row["id"])
    return _build(connection, ordered, {row["scenario_id"]: row["number"] for row in rows})


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
    query = select(scenario_version).where(scenario_version.c.scenario_id == scenario_id)
    rows = list(connection.execute(query.order_by(scenario_version.c.number)).mappings())
    if not rows:
        raise UnknownScenarioError(scenario_id)
    return _build(connection, rows, {scenario_id: rows[-1]["number"]})


def _build(
    connection: Connection, rows: Iterable[RowMapping], counts: Mapping[int, int]
) -> list[Scenario]:
    archived = _archived(connection)
    return [
        Scenario(
            scenario_id=row["scenario_id"],
            number=row["number"],
            versions=counts[row["scenario_id"]],
            name=row["name"],
            author=row["author"],
            note=row["note"],
            saved_at=audit.as_utc(row["saved_at"]),
            base=base_from_values(json.loads(row["base"])),
            content=content_from_values(json.loads(row["content"])),
            is_archived=row["scenario_id"] in archived,
        )
        for row in rows
    ]
