"""What can be done with a saved deck or scenario: rename it, copy it, put it away."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import streamlit as st

from components import account, state
from components.text import t

ICONS = {"rename": "edit", "duplicate": "content_copy", "archive": "archive"}
LONGEST = 200


class Saved(Protocol):
    """What is saved under a name and may be put away."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def is_archived(self) -> bool: ...  # noqa: D102


Kind = TypeVar("Kind", bound=Saved)


@dataclass(frozen=True)
class Deeds(Generic[Kind]):
    """What can be done, each by the name of who does it.

    Attributes:
        duplicate: Saves a copy under a name.
        rename: Gives another name, which is a further version.
        archive: Puts the one with an id away or brings it back.
    """

    duplicate: Callable[[Kind, str, str], int]
    rename: Callable[[Kind, str, str], int]
    archive: Callable[..., None]


def ask_author(page: str, key: str) -> str:
    """Ask who does it; whoever is signed in with an account is not asked.

    Args:
        page: Whose answer is remembered.
        key: Of the field, on its page.
    """
    known = account.person() or state.recall(f"{page}.author", "")
    return st.text_input(
        t(f"saved.author.{page}"),
        value=known,
        max_chars=LONGEST,
        # A key of its own for every name: signing in changes who is asked for.
        key=f"{page}__{key}_{known}",
        disabled=bool(account.person()),
    )


def keep_author(page: str, author: str) -> None:
    """Remember who did it."""
    state.keep(f"{page}.author", author.strip())


def render_deeds(item: Kind, number: int, deeds: Deeds[Kind], page: str) -> None:
    """Draw the name, who does it, and a button for each deed.

    Args:
        item: What is saved.
        number: Its id.
        deeds: What can be done with it.
        page: Where it is drawn, which keeps the keys of two pages apart.
    """
    name = st.text_input(
        t(f"saved.name.{page}"), value=item.name, max_chars=LONGEST, key=f"{page}__name_{number}"
    )
    author = ask_author(page, f"author_{number}")
    is_off = not name.strip() or not author.strip()
    same = name.strip() == item.name
    if is_off:
        st.caption(t(f"saved.blank.{page}"))

    def is_pressed(deed: str, *, is_off: bool) -> bool:
        return st.button(
            t(f"saved.deed.{deed}"),
            key=f"{page}__{deed}_{number}",
            icon=f":material/{ICONS.get(deed, 'unarchive')}:",
            disabled=is_off,
            width="stretch",
        )

    def done() -> None:
        keep_author(page, author)
        st.rerun()

    if is_pressed("rename", is_off=is_off or same):
        deeds.rename(item, name, author)
        done()
    if is_pressed("duplicate", is_off=is_off):
        deeds.duplicate(item, t("saved.copy_of", name=name) if same else name, author)
        done()
    if is_pressed("restore" if item.is_archived else "archive", is_off=not author.strip()):
        deeds.archive(number, author.strip(), archived=not item.is_archived)
        done()
