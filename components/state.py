"""The only module that touches session and URL state.

The choice of the global filters lives in the session and is mirrored into the URL after every run.
A URL that differs from what was mirrored last came from outside (a pasted link, the back button)
and is read afresh.
"""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from components.navigation import address_of
from components.pickers import read_change
from domain.catalog import LANGUAGES, Catalog, Selection, parse_selection, to_params

_MIRRORED = "_url_mirrored"
_SELECTION = "_selection"
_PENDING = "_pending_choice"
_PICKED = "_picked"
_DROPPED = "_url_dropped"
_FROM_URL = "_url_local"
_LOCAL = "_local_choices"
_SEEN = "_seen_parts"
_KEPT = "_memory:"

_BROWSERS_OWN = {"present": "slide"}
"""Parameters the browser itself keeps in the address, by page: they change without a run, and a
change of them asks for nothing."""

Kept = TypeVar("Kept")


# A page asks for the language once a word, some five hundred times a run; the session answers a
# hundred times slower than this. A run has its thread to itself, and so has this its value.
_LANGUAGE: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """Return the reader's language: the one chosen, else the URL's, else Vietnamese."""
    return _LANGUAGE.get() or _asked_language()


def _asked_language() -> str:
    selection = st.session_state.get(_SELECTION)
    chosen = selection.language if selection else st.query_params.get("lang")
    return str(chosen) if chosen in LANGUAGES else LANGUAGES[0]


def begin(catalog: Catalog) -> None:
    """Take over what came from the URL or from a click, before any widget is drawn.

    Args:
        catalog: What exists.
    """
    own = _BROWSERS_OWN.values()
    params = {name: value for name, value in st.query_params.items() if name not in own}
    known = st.session_state.get(_MIRRORED)
    # An address without parameters asks for nothing: it is what a move to another page leaves in
    # the browser's history before the choice is mirrored.
    if known is None or (params and params != known):
        selection, dropped = parse_selection(params, catalog)
        st.session_state[_SELECTION] = selection
        st.session_state[_DROPPED] = dropped
        st.session_state[_FROM_URL] = params
        for widget_key in st.session_state.pop(_LOCAL, {}):
            st.session_state.pop(widget_key, None)
    picked = st.session_state.pop(_PICKED, None)
    if picked:
        st.session_state[_SELECTION] = _with_pick(*picked, catalog)
    pending = st.session_state.pop(_PENDING, None)
    asked = replace(current(), **pending) if pending else current()
    # Reading the choice back from its own URL form applies exactly the rules of a pasted link, so
    # that what no longer exists under the chosen province or date falls away by the same code.
    _select(parse_selection(to_params(asked), catalog)[0])


def _select(selection: Selection) -> None:
    st.session_state[_SELECTION] = selection
    _LANGUAGE.set(selection.language)


def take_pick(pickers_key: str) -> None:
    """Remember what was just changed in the pickers, for the run that follows."""
    change = read_change(st.session_state.get(pickers_key))
    if change and change[0] == "lang":
        # At once: the menu is written before the other choices are taken over.
        language = change[1] if change[1] in LANGUAGES else LANGUAGES[0]
        _select(replace(current(), language=language))
    elif change:
        st.session_state[_PICKED] = change


def _with_pick(name: str, value: str, catalog: Catalog) -> Selection:
    """Return the choice with one URL parameter changed; what it no longer fits falls away."""
    params = {**to_params(current()), name: value}
    if name == "set":
        # The newest date of the other set is meant, not one of this set.
        params.pop("date", None)
    selection, _ = parse_selection({k: v for k, v in params.items() if v}, catalog)
    return selection


def current() -> Selection:
    """Return the choice as it stands."""
    selection: Selection = st.session_state.get(_SELECTION) or Selection(province="")
    return selection


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


def local_value(widget_key: str) -> str:
    """Return what a choice prepared by :func:`local` stands at, before its widget is drawn."""
    return str(st.session_state.get(widget_key, ""))


def local_choice(page: str, name: str, allowed: Sequence[str], default: str) -> str:
    """Return a choice that belongs to one page, for pickers that are no widgets; see `local`."""
    return str(st.session_state[local(page, name, allowed, default)])


def take_local(pickers_key: str, page: str) -> None:
    """Take over what was just changed in pickers of a page; ``local_choice`` checks it."""
    change = read_change(st.session_state.get(pickers_key))
    if change:
        st.session_state[f"{page}__{change[0]}"] = change[1]


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
    st.session_state[_MIRRORED] = params
    own = _BROWSERS_OWN.get(page, "")
    shown = {**params, own: st.query_params[own]} if own in st.query_params else params
    if dict(st.query_params.items()) != shown:
        st.query_params.from_dict(shown)


def takes_request(name: str) -> str:
    """Return, once, what an address asked for beside a choice ("?dang-nhap=oidc")."""
    if name not in st.query_params:
        return ""
    asked = str(st.query_params[name])
    del st.query_params[name]
    return asked


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


def choose_local(**values: str) -> None:
    """Make choices that belong to the page from a click, and run again; see :func:`local`.

    What the page does not allow is dropped and named, as from a link.
    """
    st.session_state.setdefault(_FROM_URL, {}).update(values)
    st.rerun()


def link(page: str, **changes: object) -> str:
    """Return a relative link to a page with the present choice and some changes, for pasting."""
    return f"{address_of(page)}?{urlencode(to_params(replace(current(), **changes)))}"  # type: ignore[arg-type]


def whole_address(link: str) -> str:
    """Return a relative link as a whole address, of the server as the reader's browser knows it."""
    home = (st.context.url or "").rpartition("/")[0]
    return f"{home}/{link}" if home else link


def recall(name: str, default: Kept) -> Kept:
    """Return what this reader's work left under a name ("load.actor"), else the default.

    Plain values only: uploaded bytes, an examination, a name. The first word of a name is the part
    of the product it belongs to, so that two pages never share one by accident.
    """
    kept: Kept = st.session_state.get(_KEPT + name, default)
    return kept


def keep(name: str, value: Kept) -> Kept:
    """Keep a value for the rest of the session; return it."""
    st.session_state[_KEPT + name] = value
    return value


def forget(name: str) -> None:
    """Forget a name and everything kept under it ("load" forgets "load.answers" too)."""
    whole = _KEPT + name
    for key in [str(key) for key in st.session_state]:
        if key == whole or key.startswith(f"{whole}."):
            del st.session_state[key]
