"""The only module that touches session and URL state.

The choice of the global filters lives in the session under ``filter_<name>`` keys, which the
sidebar's widgets share, and is mirrored into the URL after every run. A URL that differs from what
was mirrored last came from outside (a pasted link, the back button) and is read afresh.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from components.navigation import address_of
from domain.catalog import LANGUAGES, Catalog, Selection, parse_selection, to_params

FILTERS = (
    "province",
    "district",
    "commune",
    "as_of",
    "set_id",
    "plan",
    "criterion",
    "group",
    "language",
)
OPTIONAL = ("district", "commune", "set_id", "criterion", "group")
ALL = ""
"""Stands for "no choice" in a widget: Streamlit shows ``None`` as an empty box."""

_MIRRORED = "_url_mirrored"
_PENDING = "_pending_choice"
_DROPPED = "_url_dropped"
_FROM_URL = "_url_local"
_LOCAL = "_local_choices"
_SEEN = "_seen_parts"


def key(name: str) -> str:
    """Return the session key of a filter, which is also its widget's key."""
    return f"filter_{name}"


def language() -> str:
    """Return the reader's language: the one chosen, else the URL's, else Vietnamese."""
    chosen = st.session_state.get(key("language")) or st.query_params.get("lang")
    return str(chosen) if chosen in LANGUAGES else LANGUAGES[0]


def begin(catalog: Catalog) -> None:
    """Take over what came from the URL or from a click, before any widget is drawn.

    Args:
        catalog: What exists.
    """
    params = {name: value for name, value in st.query_params.items()}
    known = st.session_state.get(_MIRRORED)
    # An address without parameters asks for nothing: it is what a move to another page leaves in
    # the browser's history before the choice is mirrored.
    if known is None or (params and params != known):
        selection, dropped = parse_selection(params, catalog)
        _store(selection)
        st.session_state[_DROPPED] = dropped
        st.session_state[_FROM_URL] = params
        for widget_key in st.session_state.pop(_LOCAL, {}):
            st.session_state.pop(widget_key, None)
    pending = st.session_state.pop(_PENDING, None)
    if pending:
        for name, value in pending.items():
            st.session_state[key(name)] = value
    _repair(catalog)


def _store(selection: Selection) -> None:
    for name in FILTERS:
        value = getattr(selection, name)
        st.session_state[key(name)] = ALL if value is None and name in OPTIONAL else value


def _repair(catalog: Catalog) -> None:
    """Reset choices that no longer exist under the chosen province, district or date.

    Reading the choice back from its own URL form applies exactly the rules of a pasted link, so
    that dependent filters follow their parent by the same code.
    """
    selection, _ = parse_selection(to_params(current()), catalog)
    _store(selection)


def current() -> Selection:
    """Return the choice as it stands."""
    values = {name: st.session_state.get(key(name)) for name in FILTERS}
    as_of = values["as_of"]
    values["as_of"] = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    given = {name: value for name, value in values.items() if value not in (None, ALL)}
    return replace(Selection(province=""), **given)


def local(page: str, name: str, allowed: Sequence[str], default: str) -> str:
    """Prepare a choice that belongs to one page, and return the key for its widget.

    The choice is part of the page's link (``?layer=band``) unless it is the default, and is kept
    while the reader visits other pages.

    Args:
        page: Script name of the page.
        name: Name of the choice, which is also its URL parameter.
        allowed: Values it may take.
        default: One of them.
    """
    widget_key = f"{page}__{name}"
    asked = st.session_state.get(_FROM_URL, {}).pop(name, None)
    if asked is not None and asked not in allowed:
        st.session_state.setdefault(_DROPPED, []).append(name)
        asked = None
    choices = st.session_state.setdefault(_LOCAL, {})
    kept = choices.get(widget_key, _LocalChoice(name, default, default)).value
    value = asked or st.session_state.get(widget_key) or kept
    value = value if value in allowed else default
    st.session_state[widget_key] = value
    choices[widget_key] = _LocalChoice(name, default, value)
    return widget_key


@dataclass(frozen=True)
class _LocalChoice:
    name: str
    default: str
    value: str


def end(page: str) -> None:
    """Mirror the choice into the URL, after the page and its widgets are drawn."""
    params = to_params(current())
    choices = st.session_state.get(_LOCAL, {})
    for widget_key, choice in choices.items():
        value = st.session_state.get(widget_key) or choice.value
        choices[widget_key] = replace(choice, value=value)
        if widget_key.startswith(f"{page}__") and value != choice.default:
            params[choice.name] = value
    if dict(st.query_params.items()) != params:
        st.query_params.from_dict(params)
    st.session_state[_MIRRORED] = params


def is_seen(part: str) -> bool:
    """Tell whether the reader has come near a part of a page in this session."""
    return part in st.session_state.get(_SEEN, ())


def mark_seen(part: str) -> None:
    """Remember that the reader has come near a part of a page."""
    st.session_state[_SEEN] = {*st.session_state.get(_SEEN, ()), part}


def dropped_params() -> list[str]:
    """Return, once, the URL parameters whose values were dropped."""
    return list(st.session_state.pop(_DROPPED, []))


def choose(**values: object) -> None:
    """Change filters from a click and run again; takes effect before the widgets are drawn."""
    st.session_state[_PENDING] = values
    st.rerun()


def clear_date() -> None:
    """Forget the date when another criteria set is chosen: its newest date is taken instead."""
    st.session_state[key("as_of")] = None


def link(page: str, **changes: object) -> str:
    """Return a relative link to a page with the present choice and some changes, for pasting."""
    return f"{address_of(page)}?{urlencode(to_params(replace(current(), **changes)))}"  # type: ignore[arg-type]
