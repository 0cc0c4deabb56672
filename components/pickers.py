"""Pickers drawn by the browser itself, for choices that stand above the figures.

Each of Streamlit's own selection boxes takes the browser some twenty milliseconds to build, in the
same breath as the figures and the map, its switches as much; they held both back
(``benchmarks/README.md``).
Native lists cost next to nothing, open the telephone's own chooser, and are known to every screen
reader. Typing on one searches anywhere in the names, without regard to Vietnamese marks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from components.maps import asset_url, starter
from components.wire import pack

SCRIPT: Final = asset_url("pickers.js")

_component = st.components.v2.component("ntm_pickers", js=starter(SCRIPT), isolate_styles=False)


@dataclass(frozen=True)
class Picker:
    """One choice.

    Attributes:
        name: What it is called when it is changed.
        label: What the reader sees above it.
        options: Value, text and heading ("" = none) of each entry; entries of one heading together.
        value: Value of the chosen entry.
        kind: ``list``, or ``switch`` for a few entries side by side.
        disabled: It is shown, but cannot be changed now.
    """

    name: str
    label: str
    options: Sequence[tuple[str, str, str]]
    value: str
    kind: str = "list"
    disabled: bool = False


def render_column(
    key: str,
    first: Sequence[Picker],
    more_label: str,
    more: Sequence[Picker],
    last: Sequence[Picker],
    on_change: Callable[[], None],
) -> None:
    """Draw pickers below each other.

    Args:
        key: Identity of the column; what was changed stands under it, see :func:`read_change`.
        first: Pickers always seen.
        more_label: What a reader opens to see ``more``.
        more: Pickers few need.
        last: Pickers below those.
        on_change: Called before the run that follows a change.
    """
    _render(key, "column", first, on_change, more_label=more_label, more=more, last=last)


def render_row(key: str, pickers: Sequence[Picker], on_change: Callable[[], None]) -> None:
    """Draw pickers beside each other; ``key`` and ``on_change`` as for :func:`render_column`."""
    _render(key, "row", pickers, on_change)


def _render(
    key: str,
    layout: str,
    first: Sequence[Picker],
    on_change: Callable[[], None],
    *,
    more_label: str = "",
    more: Sequence[Picker] = (),
    last: Sequence[Picker] = (),
) -> None:
    data = {
        "layout": layout,
        "first": [vars(picker) for picker in first],
        "more_label": more_label,
        "more": [vars(picker) for picker in more],
        "last": [vars(picker) for picker in last],
    }
    _component(key=key, data=pack(data), on_changed_change=on_change)


def read_change(state: object) -> tuple[str, str] | None:
    """Return name and value of a change, or ``None`` when what came is not one.

    It comes from the browser: look both up before use.

    Args:
        state: What the session holds under the column's key.
    """
    changed = state.get("changed") if isinstance(state, Mapping) else None
    if not isinstance(changed, Mapping):
        return None
    name, value = changed.get("name"), changed.get("value")
    return (name, value) if isinstance(name, str) and isinstance(value, str) else None
