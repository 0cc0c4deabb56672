"""What a session remembers between reruns besides its filters and its widgets.

Only plain values of this one reader: uploaded bytes, an examination, a name. Each name carries the
part of the product it belongs to ("load.actor"), so that two pages never share one by accident.
"""

from typing import TypeVar

import streamlit as st

_PREFIX = "_memory:"

Kept = TypeVar("Kept")


def recall(name: str, default: Kept) -> Kept:
    """Return what was kept under a name, else the default."""
    kept: Kept = st.session_state.get(_PREFIX + name, default)
    return kept


def keep(name: str, value: Kept) -> Kept:
    """Keep a value for the rest of the session; return it."""
    st.session_state[_PREFIX + name] = value
    return value


def forget(name: str) -> None:
    """Forget a name and everything kept under it ("load" forgets "load.answers" too)."""
    whole = _PREFIX + name
    for key in [str(key) for key in st.session_state]:
        if key == whole or key.startswith(f"{whole}."):
            del st.session_state[key]
