"""The files that were refused, kept as they came: bounded, and never opened again here.

Who tried to load what, when and why it was refused stands in the audit log for good; the bytes are
kept so that a quarrel about what was sent can be settled. They are only ever handed back.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, literal, select

from data.store.audit import AuditLine, read_audit
from data.store.batches import FILE_NAME_LENGTH
from data.store.refused_tables import refused_file
from data.store.tables import original_file
from domain.intake.problems import Problem, Severity

MOST_FILES = 200
MOST_BYTES = 300 * 1024 * 1024
"""Of all kept files together; beyond either bound those refused longest ago give way."""

LONGEST = 25 * 1024 * 1024
"""Bytes of one file; a larger one is only named in the log, by its hash."""


@dataclass(frozen=True)
class Refused:
    """One refusal, from the log.

    Attributes:
        at: When, with its zone.
        actor: Who tried to load it.
        sha256: Of the bytes; several refusals may speak of one file.
        province_code: Province it was meant for.
        first: The first of the errors it was refused for, if the log holds it.
        errors: How many errors.
        questions: How many names were not answered.
        already_loaded: The batch that holds the same file, if that was the reason.
        size: Bytes kept; ``None`` when it is not, or no longer, kept.
    """

    at: datetime
    actor: str
    file_name: str
    sha256: str
    province_code: str
    first: Problem | None
    errors: int
    questions: int
    already_loaded: int | None
    size: int | None


def keep_refused(connection: Connection, content: bytes, file_name: str) -> bool:
    """Keep a refused file, unless it is kept already or is too large; the oldest make room.

    Args:
        connection: A writing connection.
        content: The bytes as they came.
        file_name: As the sender named it.

    Returns:
        Whether the bytes are kept, here or as the original of a load.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if _is_original(connection, sha256):
        return True
    if not content or len(content) > LONGEST:
        return False
    # Refused once more, it is the newest again.
    connection.execute(delete(refused_file).where(refused_file.c.sha256 == sha256))
    _make_room(connection, len(content))
    connection.execute(
        insert(refused_file).values(
            sha256=sha256,
            file_name=file_name[:FILE_NAME_LENGTH],
            size=len(content),
            content=content,
            kept_at=datetime.now(UTC),
        )
    )
    return True


def _is_original(connection: Connection, sha256: str) -> bool:
    query = select(literal(1)).where(original_file.c.sha256 == sha256)
    return connection.execute(query).first() is not None


def _make_room(connection: Connection, size: int) -> None:
    """Delete those refused longest ago until one more file fits."""
    newest_first = select(refused_file.c.sha256, refused_file.c.size).order_by(
        refused_file.c.kept_at.desc(), refused_file.c.sha256
    )
    room, leaving = MOST_BYTES - size, []
    for place, row in enumerate(connection.execute(newest_first).all()):
        room -= row.size
        if place >= MOST_FILES - 1 or room < 0:
            leaving.append(row.sha256)
    if leaving:
        connection.execute(delete(refused_file).where(refused_file.c.sha256.in_(leaving)))


def read_refused(connection: Connection, sha256: str) -> bytes | None:
    """Return the bytes of a refused file, ``None`` when they are not kept."""
    query = select(refused_file.c.content).where(refused_file.c.sha256 == sha256)
    found: bytes | None = connection.execute(query).scalar()
    return found


def list_refused(connection: Connection, limit: int) -> list[Refused]:
    """Return the newest refusals, newest first.

    Args:
        connection: The store.
        limit: How many lines of the log are looked through.
    """
    lines = [x for x in read_audit(connection, limit, action="refused") if x.detail.get("sha256")]
    sizes = _sizes(connection)
    return [_refused(line, sizes.get(line.detail["sha256"])) for line in lines]


def _sizes(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(refused_file.c.sha256, refused_file.c.size))
    return {row.sha256: row.size for row in rows}


def _refused(line: AuditLine, size: int | None) -> Refused:
    detail = line.detail
    first = detail.get("first")
    return Refused(
        at=line.at,
        actor=line.actor,
        file_name=detail.get("file_name", ""),
        sha256=detail["sha256"],
        province_code=detail.get("province_code", ""),
        first=Problem(severity=Severity.ERROR, **first) if first else None,
        errors=detail.get("errors", 0),
        questions=detail.get("questions", 0),
        already_loaded=detail.get("already_loaded"),
        size=size,
    )
