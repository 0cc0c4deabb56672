"""Work that is not saved yet, kept outside of the process: written as it changes, found again.

A connection that drops comes back to the same session and its work. A process that dies takes the
session along; the next one asks here once what the reader had been doing.
"""

from datetime import datetime
from typing import Protocol

import streamlit as st

from components import account, state
from components.data_load_words import moment
from components.text import t
from domain.access import Permission


class Kept(Protocol):
    """Work as it was kept."""

    @property
    def content(self) -> str:
        """Return its text."""
        ...

    @property
    def kept_at(self) -> datetime:
        """Return when it was last changed."""
        ...


class Keeper(Protocol):
    """Where work is kept for this reader's session: a text by a name, "" for nothing."""

    def read(self, name: str) -> Kept | None:
        """Return what was kept."""
        ...

    def write(self, name: str, content: str) -> None:
        """Keep it in the place of what was kept before."""
        ...


def keep_safe(name: str, content: str, keeper: Keeper) -> str:
    """Keep work if it has changed; return what was kept before, where this session knows of none.

    Args:
        name: What it is, "scenario.66".
        content: The work as text, "" when there is none.
        keeper: Where it is kept.
    """
    if not account.may(Permission.TRY):
        return ""
    nothing: str | None = None
    known = state.recall(_known(name), nothing)
    if known is None:
        found = keeper.read(name)
        known = state.keep(_known(name), found.content if found else "")
        if found and not content:
            state.keep(_restored(name), found.kept_at)
            return known
    if content != known:
        keeper.write(name, state.keep(_known(name), content))
        state.forget(_restored(name))
    return ""


def render_restored(name: str) -> None:
    """Say that work was found again, until it is changed, saved or discarded."""
    nothing: datetime | None = None
    kept_at = state.recall(_restored(name), nothing)
    if kept_at:
        st.info(t("drafts.restored", when=moment(kept_at)), icon=":material/history:")


def _known(name: str) -> str:
    return f"drafts.known.{name}"


def _restored(name: str) -> str:
    return f"drafts.restored.{name}"
