"""The scenario a reader is working on: kept for the session, one a province, until it is saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from components import state
from domain.scenario.edit import History
from domain.scenario.model import Base, Content, Scenario


@dataclass(frozen=True)
class Draft:
    """A scenario being made.

    Attributes:
        base: Snapshot it starts from.
        history: What it assumes, with the steps before and after.
        saved: The saved scenario it goes on from, ``None`` for a new one.
    """

    base: Base
    history: History
    saved: Scenario | None = None

    @property
    def content(self) -> Content:
        """Return what it assumes now."""
        return self.history.present

    @property
    def is_untouched(self) -> bool:
        """Tell whether nothing was done yet, not even something that was taken back."""
        history = self.history
        is_still = not history.past and not history.future
        return is_still and self.saved is None and self.content.is_empty


def _name(province: str) -> str:
    return f"scenarios.draft.{province}"


def current(base: Base) -> Draft:
    """Return the draft of a province; an untouched one follows the filters to another snapshot.

    Args:
        base: What a new scenario would start from, by the filters.
    """
    nothing: Draft | None = None
    kept = state.recall(_name(base.province_code), nothing)
    if kept is None or kept.is_untouched:
        return state.keep(_name(base.province_code), Draft(base, History(Content())))
    return kept


def change(draft: Draft, content: Content) -> Draft:
    """Make a step."""
    return _keep(replace(draft, history=draft.history.to(content)))


def step(draft: Draft, move: Callable[[History], History]) -> Draft:
    """Take a step back or make it again."""
    return _keep(replace(draft, history=move(draft.history)))


def begin(base: Base, content: Content, saved: Scenario | None = None) -> Draft:
    """Start from a content: a plan of the planner, or a saved scenario."""
    return _keep(Draft(base, History(content), saved))


def discard(province: str) -> None:
    """Forget the draft of a province."""
    state.forget(_name(province))


def _keep(draft: Draft) -> Draft:
    return state.keep(_name(draft.base.province_code), draft)
