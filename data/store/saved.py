"""Things people save under a name: every change is a new version or an event, nothing overwritten.

A kind of them (scenarios, decks) is three tables: one row a thing, its versions, and the events
that put it away or bring it back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, func, insert, select

from data.store import audit

NAME_LENGTH = 200
"""Characters of a name that are kept; PostgreSQL refuses longer ones."""

ARCHIVED, RESTORED = "archived", "restored"


def as_text(values: Mapping[str, Any]) -> str:
    """Return what a version holds as JSON, the shortest way."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Kind:
    """The tables of one kind, and what is raised for a thing that is not there.

    Attributes:
        things: ``id``, ``province_code``; its name is the kind's word in the log.
        versions: ``number``, ``name``, ``author``, ``saved_at`` and columns of the kind's own.
        events: ``action``, ``actor``, ``at``.
        unknown: Error for an id that is not there.
    """

    things: Table
    versions: Table
    events: Table
    unknown: type[LookupError]

    @property
    def key(self) -> str:
        """Column that names the thing in the other two tables."""
        return f"{self.things.name}_id"

    def add_version(
        self,
        connection: Connection,
        province_code: str,
        name: str,
        author: str,
        thing_id: int | None,
        **columns: Any,
    ) -> int:
        """Save a thing, or a further version of one, within the caller's transaction.

        Args:
            connection: A writing connection.
            province_code: Province of a new thing.
            name: Its name, not blank.
            author: Who saves it, not blank.
            thing_id: The thing to add a version to; ``None`` makes a new one.
            columns: What the version holds.

        Returns:
            The thing's id.

        Raises:
            ValueError: Name or author is blank.
            LookupError: ``unknown``: there is nothing to add a version to.
        """
        if not name.strip() or not author.strip():
            raise ValueError(f"a {self.things.name} needs a name and an author")
        if thing_id is None:
            made = connection.execute(insert(self.things).values(province_code=province_code))
            (thing_id,) = made.inserted_primary_key or (0,)
            number = 1
        else:
            number = self._last_number(connection, thing_id) + 1
        key = {self.key: int(thing_id)}
        connection.execute(
            insert(self.versions).values(
                **key,
                number=number,
                name=" ".join(name.split())[:NAME_LENGTH],
                author=author.strip()[: audit.ACTOR_LENGTH],
                saved_at=datetime.now(UTC),
                **columns,
            )
        )
        audit.record(connection, author.strip(), f"{self.things.name}_saved", **key, version=number)
        return int(thing_id)

    def set_archived(
        self, connection: Connection, thing_id: int, actor: str, *, archived: bool
    ) -> None:
        """Put a thing away or bring it back; nothing is written when it is so already.

        Raises:
            LookupError: ``unknown``: there is no such thing.
        """
        self._last_number(connection, thing_id)
        if (thing_id in self.read_archived(connection)) == archived:
            return
        action = ARCHIVED if archived else RESTORED
        key = {self.key: thing_id}
        connection.execute(
            insert(self.events).values(
                **key, action=action, actor=actor[: audit.ACTOR_LENGTH], at=datetime.now(UTC)
            )
        )
        audit.record(connection, actor, f"{self.things.name}_{action}", **key)

    def read_archived(self, connection: Connection) -> set[int]:
        """Return the ids of what is put away."""
        query = select(self.events.c[self.key], self.events.c.action).order_by(self.events.c.id)
        last = {row[0]: row[1] for row in connection.execute(query)}
        return {thing_id for thing_id, action in last.items() if action == ARCHIVED}

    def read_newest(self, connection: Connection, province_code: str | None) -> list[RowMapping]:
        """Return the newest version of everything, the last saved first; archived ones too.

        Its number is how many versions there are.
        """
        query = self._select().order_by(self.versions.c.id)
        if province_code is not None:
            query = query.where(self.things.c.province_code == province_code)
        newest = {row[self.key]: row for row in connection.execute(query).mappings()}
        return sorted(newest.values(), key=lambda row: -int(row["id"]))

    def read_versions(self, connection: Connection, thing_id: int) -> list[RowMapping]:
        """Return every version of a thing, oldest first.

        Raises:
            LookupError: ``unknown``: there is no such thing.
        """
        query = self._select().where(self.versions.c[self.key] == thing_id)
        rows = list(connection.execute(query.order_by(self.versions.c.number)).mappings())
        if not rows:
            raise self.unknown(thing_id)
        return rows

    def _select(self) -> Any:
        return select(self.versions, self.things.c.province_code).join(self.things)

    def _last_number(self, connection: Connection, thing_id: int) -> int:
        query = select(func.max(self.versions.c.number))
        query = query.where(self.versions.c[self.key] == thing_id)
        found = connection.execute(query).scalar_one()
        if found is None:
            raise self.unknown(thing_id)
        return int(found)
