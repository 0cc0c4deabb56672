"""What a user sees when something breaks: an apology with a number, never a traceback."""

import streamlit as st

from components import state
from components.text import has_text, t

RETRY_SECONDS = 5
COMES_BACK = ("store_gone", "store_busy")
"""Faults that pass by themselves; the page tries again until they have."""


def render_failure(number: str, kind: str) -> bool:
    """Say what is the matter and what to do, with the number the log explains.

    Args:
        number: Number of the error in the log.
        kind: What is the matter, as the data layer tells it.

    Returns:
        True, which tells Streamlit that the error has been shown.
    """
    key = f"fault.{kind}"
    words = t(key if has_text(key) else "frame.failure", number=number)
    st.error(words, icon=":material/error:")
    if kind in COMES_BACK:
        state.keep("failure.shown", number)
        _try_again(number)
    return True


@st.fragment(run_every=RETRY_SECONDS)
def _try_again(number: str) -> None:
    """Run the whole page again after a while; the first drawing only starts the clock."""
    if state.recall("failure.shown", "") == number:
        state.forget("failure.shown")
        return
    st.rerun()
