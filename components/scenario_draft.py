"""The scenario a reader is working on: kept for the session, one a province, until it is saved."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from components import drafts, state
from components.drafts import Keeper
from components.text import t
from domain.scenario.edit import History
from domain.scenario.exchange import (
    base_from_values,
    base_to_values,
    content_from_values,
    content_to_values,
)
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


def keep_safe(province: str, keeper: Keeper, find: Callable[[int], Sequence[Scenario]]) -> None:
    """Keep the draft of a province outside of the process, or bring it back after one has died.

    Steps before and after are not kept: what is brought back is the draft as it stood.

    Args:
        province: Whose draft.
        keeper: Where it is kept.
        find: Returns the versions of a saved scenario, oldest first.
    """
    nothing: Draft | None = None
    draft = state.recall(_name(province), nothing)
    found = drafts.keep_safe(_kept(province), _text(draft), keeper)
    if found:
        values = json.loads(found)
        number = values["version"]
        versions = find(values["scenario"]) if values["scenario"] else ()
        _keep(
            Draft(
                base_from_values(values["base"]),
                History(content_from_values(values["content"])),
                next((one for one in versions if one.number == number), None),
            )
        )


def render_restored(province: str) -> None:
    """Say that the draft of a province was brought back."""
    drafts.render_restored(_kept(province))


def _kept(province: str) -> str:
    return f"scenario.{province}"


def _text(draft: Draft | None) -> str:
    """Return a draft as text, "" for one nobody has touched."""
    if draft is None or draft.is_untouched:
        return ""
    values = {
        "base": base_to_values(draft.base),
        "content": content_to_values(draft.content),
        "scenario": draft.saved.scenario_id if draft.saved else None,
        "version": draft.saved.number if draft.saved else None,
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def change(draft: Draft, content: Content) -> Draft:
    """Make a step."""
    return _keep(replace(draft, history=draft.history.to(content)))


def assume(draft: Draft, content: Content) -> None:
    """Make a step and draw the page anew, or say that it changes nothing."""
    if content == draft.content:
        st.toast(t("scenarios.changes_nothing"), icon=":material/info:")
        return
    change(draft, content)
    st.rerun()


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
