"""What people said about findings of the checks: comments, explanations; only ever added to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from data.store import audit
from data.store.tables import finding_note

_BEFORE_FIGURES = ":"
"""Between a finding's key and its figures, as the table keeps both in one column."""


class NoteAction(StrEnum):
    """What a note does: say something, mark as explained, or take that back."""

    COMMENT = "comment"
    EXPLAINED = "explained"
    REOPENED = "reopened"


@dataclass(frozen=True)
class FindingNote:
    """One note on a finding, by the finding's key.

    Attributes:
        figures: Figures of the finding that an explanation was given for (``Finding.figures``).
    """

    finding_key: str
    province_code: str
    as_of: date
    action: NoteAction
    text: str
    actor: str
    at: datetime
    figures: str = ""


def add_finding_note(
    connection: Connection,
    finding_key: str,
    province_code: str,
    as_of: date,
    action: NoteAction,
    text: str,
    actor: str,
    figures: str = "",
) -> None:
    """Write a note and its line in the audit log, within the caller's transaction."""
    connection.execute(
        insert(finding_note).values(
            finding_key=f"{finding_key}{_BEFORE_FIGURES}{figures}" if figures else finding_key,
            province_code=province_code,
            as_of=as_of,
            action=action.value,
            text=text,
            actor=actor[: audit.ACTOR_LENGTH],
            at=datetime.now(UTC),
        )
    )
    audit.record(
        connection,
        actor,
        f"finding_{action.value}",
        finding_key=finding_key,
        province_code=province_code,
        as_of=as_of,
        text=text,
    )


def read_finding_notes(
    connection: Connection, province_code: str, as_of: date | None = None
) -> Mapping[str, Sequence[FindingNote]]:
    """Return the notes of a province by finding, oldest first; ``as_of`` keeps one date's."""
    query = select(finding_note).where(finding_note.c.province_code == province_code)
    if as_of is not None:
        query = query.where(finding_note.c.as_of == as_of)
    notes: dict[str, list[FindingNote]] = {}
    for row in connection.execute(query.order_by(finding_note.c.id)).mappings():
        key, _, figures = row["finding_key"].partition(_BEFORE_FIGURES)
        note = FindingNote(
            finding_key=key,
            province_code=row["province_code"],
            as_of=row["as_of"],
            action=NoteAction(row["action"]),
            text=row["text"],
            actor=row["actor"],
            at=audit.as_utc(row["at"]),
            figures=figures,
        )
        notes.setdefault(note.finding_key, []).append(note)
    return notes
