"""What forms of a row or a few share: who enters, what stood in the way, the way back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import streamlit as st
from markupsafe import Markup

from components import data_load_files as files
from components import state
from components.bars import link
from components.data_load_done import render_undo
from components.frame import render
from components.text import t

_NOTICE = "entry.notice"


class EntryDoor(Protocol):
    """Writes rows and undoes a load; ``data.actions`` is one."""

    enter: Callable[..., Any]
    undo: Callable[..., Any]


def render_notice() -> None:
    """Say once that a row was written."""
    if told := state.recall(_NOTICE, ""):
        state.forget(_NOTICE)
        st.success(told, icon=":material/check_circle:")


def ask_who(key: str) -> str:
    """Draw the field of who enters, remembered for the session; return the name."""
    return st.text_input(
        t("load.actor"),
        value=files.actor(),
        max_chars=100,
        placeholder=t("load.actor_hint"),
        key=f"{key}__actor",
    )


def submit(
    door: EntryDoor,
    kind: str,
    rows: Sequence[Mapping[str, Any]],
    province_code: str,
    who: str,
    done: str,
) -> None:
    """Write rows, all or none; say what stands in the way, or run the page again with word of it.

    Args:
        door: Writes them.
        kind: Which register.
        rows: What was typed, by field.
        province_code: Province they are entered for.
        who: Who enters them.
        done: What to say once they are written.
    """
    who = files.keep_actor(who)
    if not who:
        st.error(t("load.blocked.actor"), icon=":material/person:")
        return
    outcome = door.enter(kind, rows, province_code=province_code, actor=who)
    if isinstance(outcome, tuple):
        _render_problems(outcome)
    elif outcome.fate != "done":
        st.error(t(f"load.fate.{outcome.fate}"), icon=":material/error:")
    else:
        state.keep(_NOTICE, done)
        st.rerun()


def _render_problems(problems: Iterable[Any]) -> None:
    told = {
        " ".join(
            t(f"problem.{problem.code}.{part}", read=problem.read, **problem.params)
            for part in ("why", "do")
        ): None
        for problem in problems
    }
    # Rows that share a fault, a day for all of them, say it once.
    for words in told:
        st.error(words, icon=":material/error:")


def render_way_back(batch_id: int, origin: str, door: EntryDoor, key: str) -> None:
    """Offer to undo one typed row; what came with a file is undone with its whole file."""
    if origin:
        href = f"{state.link('du-lieu')}&part=history&batch={batch_id}"
        render(Markup('<div class="ntm-note">{}</div>').format(link(t("entry.in_file"), href)))
    else:
        render_undo(batch_id, door, key=key)


def within(day: date, first: date, last: date) -> date:
    """Return a day moved into a span."""
    return min(max(day, first), last)
