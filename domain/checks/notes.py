"""Whether a finding is still open, from what people wrote about it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """Whether a finding still waits for an answer."""

    OPEN = "open"
    EXPLAINED = "explained"


class Note(Protocol):
    """One line somebody wrote about a finding; lines are added, never changed."""

    @property
    def action(self) -> str:
        """Return ``comment``, ``explained`` or ``reopened``."""
        ...

    @property
    def figures(self) -> str:
        """Return which figures an explanation was given for, "" when that is not known."""
        ...


def state_of(notes: Iterable[Note], figures: str) -> State:
    """Return a finding's state from its notes, given oldest first.

    The last "explained" or "reopened" decides; comments leave the state as it is. What was
    explained of other figures than the present ones is open again.

    Args:
        notes: What was said.
        figures: Those of the finding now (``Finding.figures``).
    """
    state = State.OPEN
    for note in notes:
        if note.action == "explained":
            state = State.EXPLAINED if note.figures in ("", figures) else State.OPEN
        elif note.action == "reopened":
            state = State.OPEN
    return state
