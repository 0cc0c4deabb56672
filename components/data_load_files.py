"""The files a session holds until they are loaded, each with what was last read of it.

They are kept apart from the upload widget, which forgets its files as soon as the reader looks at
another page.
"""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from components import account, state
from components.data_load_door import MARKS, Door, Held, Place
from components.data_load_progress import Progress
from components.text import plain, t

_FILES, _READ, _COUNT, _ACTOR, _TOLD = (
    "load.files",
    "load.read",
    "load.count",
    "load.actor",
    "load.told",
)
MOST_FILES = 30
"""A province has at most some thirty districts; more files at once are a mistake."""

MOST_MEGABYTES = 60
"""Of all files held together; what is read of one takes several times its size."""


def held_files() -> list[Held]:
    """Return the files waiting, in the order they came."""
    return list(state.recall(_FILES, {}).values())


def take_in(uploads: Sequence[Any]) -> int:
    """Keep uploaded files; return how many did not fit."""
    files = dict(state.recall(_FILES, {}))
    number, left_over = state.recall(_COUNT, 0), 0
    room = MOST_MEGABYTES * 1024 * 1024 - sum(len(held.content) for held in files.values())
    for upload in uploads:
        number += 1
        fits = len(files) < MOST_FILES and (upload.size <= room or not files)
        left_over += not fits
        if fits:
            files[number] = Held(number, upload.name, upload.getvalue())
            room -= upload.size
    state.keep(_FILES, files)
    state.keep(_COUNT, number)
    return left_over


def inlet_key() -> str:
    """Return the key of the upload widget; a new one after each file makes it empty again."""
    return f"load__inlet_{state.recall(_COUNT, 0)}"


def change(held: Held, **changes: Any) -> None:
    """Keep other decisions about a file and run again."""
    state.keep(_FILES, {**state.recall(_FILES, {}), held.number: held.changed(**changes)})
    st.rerun()


def drop(held: Held) -> None:
    """Forget a file and all that was read of it."""
    for name in (_FILES, _READ):
        kept = state.recall(name, {})
        state.keep(name, {number: v for number, v in kept.items() if number != held.number})


def actor() -> str:
    """Return who is loading, as told in this session."""
    return account.person() or state.recall(_ACTOR, "")


def keep_actor(name: str) -> str:
    """Remember who is loading for the rest of the session."""
    return state.keep(_ACTOR, " ".join(name.split()))


def read_all(door: Door, place: Place, kind: str, shown: Held | None) -> dict[int, Any]:
    """Return what each held file was found to be, by number; only what changed is read anew.

    Args:
        door: Reads files.
        place: Where they are to be loaded.
        kind: What they speak of.
        shown: The file looked at; it is read again when the store has changed since.
    """
    files, read = held_files(), dict(state.recall(_READ, {}))
    stale = [f for f in files if _is_stale(read.get(f.number), door, place, kind, f, shown)]
    if stale:
        progress = Progress(len(stale), kind)
        for one in stale:
            with st.spinner(t("load.reading", name=plain(one.name))):
                asked = _ask(door, place, kind, one)
                found = door.examine(one.content, one.name, asked, progress.of(len(one.content)))
            read[one.number] = (asked, place.version, found)
            state.keep(_READ, dict(read))
            _log(door, place, found)
        progress.end()
    return {f.number: read[f.number][2] for f in files}


def _is_stale(
    known: tuple[Any, str, Any] | None,
    door: Door,
    place: Place,
    kind: str,
    held: Held,
    shown: Held | None,
) -> bool:
    if known is None:
        return True
    asked, version, _ = known
    is_shown = shown is not None and shown.number == held.number
    return asked != _ask(door, place, kind, held) or (is_shown and version != place.version)


def _ask(door: Door, place: Place, kind: str, held: Held) -> Any:
    if kind != MARKS:
        return door.Asked(kind, place.code, answers=held.answers, defaults=held.defaults)
    known = place.district_names()
    return door.Asked(
        kind,
        place.code,
        as_of=held.as_of,
        district_code=held.district_code if held.district_code in known else None,
        set_id=held.set_id,
        layouts=held.layouts,
        answers=held.answers,
    )


def _log(door: Door, place: Place, found: Any) -> None:
    """Have a file that is refused, or has errors, written into the audit log, once a session."""
    told, is_read = state.recall(_TOLD, frozenset()), hasattr(found, "reading")
    sha256 = found.workbook.sha256 if is_read else found.sha256
    if sha256 in told:
        return
    state.keep(_TOLD, told | {sha256})
    who = actor() or t("load.nobody")
    if is_read:
        door.log_looked_at(found, who)
    else:
        door.log_unreadable(found, place.code, who)
