"""The first thing a page sends: it fetches what the map will need while the figures are computed.

It is an element of the kind the map is. Streamlit loads the code of a kind when the first of it
arrives, and what arrives before that code is there is held back for 300 ms; by the time the real
map comes, its kind is known and its scripts are in the browser's cache.
"""

import streamlit as st

from components.maps import map_files

# The newline at the start tells Streamlit that this is a script and not a file name.
_FETCH = """
export default function ({ data }) {
  for (const address of data.modules) import(address).catch(() => {});
  for (const address of data.styles) fetch(address).catch(() => {});
}
"""
_component = st.components.v2.component("ntm_ahead", js=_FETCH, isolate_styles=False)


def fetch_map_code() -> None:
    """Have the browser fetch the map's scripts; what is there already is not fetched again."""
    with st.container(key="ntm_ahead"):
        _component(key="ahead", data=map_files())
