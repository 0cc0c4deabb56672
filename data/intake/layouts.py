"""How a sheet was read, as JSON; and corrections remembered for the sender of a form."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data.store import audit
from data.store.tables import sender_layout
from domain.intake.reading import Layout, Role, Shape
from domain.vocabulary import Status


def layout_to_dict(layout: Layout) -> dict[str, Any]:
    """Return a layout as plain values; columns and rows count from 0."""
    return {
        "sheet": layout.sheet,
        "shape": layout.shape.value,
        "header_rows": list(layout.header_rows),
        "last_row": layout.last_row,
        "roles": {role.value: column for role, column in layout.roles.items()},
        "criteria": {str(column): no for column, no in layout.criteria.items()},
        "words": {word: status.value for word, status in layout.words.items()},
        "blank": layout.blank.value,
        "blank_reason": layout.blank_reason,
        "as_of": layout.as_of.isoformat() if layout.as_of else None,
        "as_of_cell": layout.as_of_cell,
        "fingerprint": layout.fingerprint,
        "column_statuses": {str(c): s.value for c, s in layout.column_statuses.items()},
    }


def layout_from_dict(values: Mapping[str, Any]) -> Layout:
    """Return the layout :func:`layout_to_dict` wrote.

    Raises:
        KeyError: Something is missing.
        ValueError: A word is not one of its vocabulary.
    """
    first, last = values["header_rows"]
    return Layout(
        sheet=values["sheet"],
        shape=Shape(values["shape"]),
        header_rows=(int(first), int(last)),
        last_row=int(values["last_row"]),
        roles={Role(role): int(column) for role, column in values["roles"].items()},
        criteria={int(column): int(no) for column, no in values["criteria"].items()},
        words={word: Status(status) for word, status in values["words"].items()},
        blank=Status(values["blank"]),
        blank_reason=values["blank_reason"],
        as_of=date.fromisoformat(values["as_of"]) if values["as_of"] else None,
        as_of_cell=values["as_of_cell"],
        fingerprint=values["fingerprint"],
        column_statuses={
            int(column): Status(status)
            for column, status in values.get("column_statuses", {}).items()
        },
    )


def remember_layout(
    connection: Connection,
    province_code: str,
    sender: str,
    guessed: Layout,
    corrected: Layout,
    actor: str,
) -> bool:
    """Remember a correction for the next file of this form and sender.

    Args:
        connection: A writing connection.
        province_code: Province the file was loaded for.
        sender: As the file says; "" when it does not.
        guessed: What the reader made of the sheet by itself.
        corrected: What a person made of it.
        actor: Who.

    Returns:
        Whether there was anything to remember.
    """
    if not guessed.fingerprint or _shape_of(corrected) == _shape_of(guessed):
        return False
    # Titles grow by a line from one quarter to the next, so the header is kept as a distance.
    shift = [c - g for c, g in zip(corrected.header_rows, guessed.header_rows, strict=True)]
    kept = {**layout_to_dict(corrected), "header_shift": shift}
    connection.execute(
        insert(sender_layout).values(
            province_code=province_code,
            fingerprint=guessed.fingerprint,
            sender=sender,
            layout=json.dumps(kept, ensure_ascii=False),
            saved_at=datetime.now(UTC),
            actor=actor[: audit.ACTOR_LENGTH],
        )
    )
    audit.record(
        connection, actor, "layout", province_code=province_code, sender=sender, layout=kept
    )
    return True


def _shape_of(layout: Layout) -> dict[str, Any]:
    """Return what a correction can change and another file of the form shares."""
    own_to_file = ("sheet", "last_row", "as_of", "as_of_cell", "fingerprint", "blank_reason")
    return {k: v for k, v in layout_to_dict(layout).items() if k not in own_to_file}


def apply_remembered(
    connection: Connection, province_code: str, sender: str, guessed: Sequence[Layout]
) -> dict[str, Layout]:
    """Return, by sheet, the layouts that a remembered correction changes.

    What was remembered for the same sender goes before what another sender of the form was
    given; the newest of each.
    """
    changed = {}
    for layout in guessed:
        kept = _find(connection, province_code, layout.fingerprint, sender)
        if kept is None:
            continue
        applied = _apply(kept, layout)
        if applied != layout:
            changed[layout.sheet] = applied
    return changed


def _find(
    connection: Connection, province_code: str, fingerprint: str, sender: str
) -> Mapping[str, Any] | None:
    if not fingerprint:
        return None
    query = (
        select(sender_layout.c.sender, sender_layout.c.layout)
        .where(
            sender_layout.c.province_code == province_code,
            sender_layout.c.fingerprint == fingerprint,
        )
        .order_by(sender_layout.c.id.desc())
    )
    rows = connection.execute(query).all()
    own = [row for row in rows if row.sender == sender]
    chosen = next(iter(own or rows), None)
    if chosen is None:
        return None
    parsed: Mapping[str, Any] = json.loads(chosen.layout)
    return parsed


def _apply(kept: Mapping[str, Any], guessed: Layout) -> Layout:
    remembered = layout_from_dict(kept)
    first, last = (
        row + shift for row, shift in zip(guessed.header_rows, kept["header_shift"], strict=True)
    )
    return replace(
        guessed,
        shape=remembered.shape,
        header_rows=(first, last),
        roles=remembered.roles,
        criteria=remembered.criteria,
        column_statuses=remembered.column_statuses,
        words={**guessed.words, **remembered.words},
        blank=remembered.blank,
        blank_reason=remembered.blank_reason,
    )
