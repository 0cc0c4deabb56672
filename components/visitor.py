"""What a browser brings along by which the data layer tells who it is."""

import streamlit as st

from domain import access
from domain.access import Visitor


def read_visitor() -> Visitor:
    """Return what the browser of this run brings along; nothing outside of a run."""
    context = st.context
    return access.read_visitor(context.cookies, st.user.to_dict(), context.headers)
