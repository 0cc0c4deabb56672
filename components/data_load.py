"""Loading: what is brought in, the files waiting, the one looked at, and what was loaded."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import account, frame, state
from components import data_load_files as files
from components.bars import render_list
from components.data_load_done import load_one, render_done
from components.data_load_door import MARKS, Door, Held, Place
from components.data_load_file import render_file
from components.data_load_register import render_register_file
from components.data_load_words import condition, pill, render_style, size_text
from components.text import number, t
from domain.catalog import COUNTRY

READY, WARNED = "ready", "warned"


def render_load(place: Place, door: Door) -> None:
    """Draw the whole part "load".

    Args:
        place: Province files are loaded to, and its names.
        door: Reads files and changes the store.
    """
    render_style()
    kind = _render_what(place, door)
    if kind != MARKS and place.is_country:
        frame.render_empty(t("load.register_needs_province"))
        return
    _render_inlet(place)
    render_done(place, door)
    held = files.held_files()
    if not held:
        _render_help(kind)
        return
    listed = st.container(key="data_files")
    shown = _pick(held)
    found = files.read_all(door, place, kind, shown)
    with listed:
        _render_list(held, found, kind, door)
    if kind == MARKS:
        render_file(shown, found[shown.number], place, door)
    else:
        render_register_file(shown, found[shown.number], kind, place, door)


def _render_what(place: Place, door: Door) -> str:
    """Ask what the files speak of, which province they are for, and who brings them."""
    key = state.local("data", "kind", door.KINDS, MARKS)
    kind = st.segmented_control(
        t("load.what"),
        door.KINDS,
        key=key,
        format_func=lambda name: t(f"load.kind.{name}"),
        required=True,
    )
    left, right = st.columns([3, 2])
    codes = [p.code for p in place.catalog.provinces]
    with_data = [code for code in codes if code in place.catalog.periods]
    options = [*with_data, COUNTRY, *(code for code in codes if code not in with_data)]
    with left:
        chosen = st.selectbox(
            t("load.province"),
            options,
            index=options.index(place.code),
            format_func=place.province,
            # A key of its own for every province: the filter on the left changes it too.
            key=f"load__province_{place.code}",
        )
    with right:
        typed = st.text_input(
            t("load.actor"),
            value=files.actor(),
            max_chars=100,
            placeholder=t("load.actor_hint"),
            key="load__actor",
            # Who is signed in with an account is not asked again.
            disabled=bool(account.person()),
        )
        files.keep_actor(typed)
    if chosen != place.code:
        state.choose(province=chosen, district=None, commune=None)
    return kind or MARKS


def _render_inlet(place: Place) -> None:
    """Draw the place files are dropped on; what comes is kept and the place empties."""
    with st.container(key=f"data_drop_{state.language()}"):
        uploads = st.file_uploader(
            t("load.drop", place=place.province(place.code)),
            accept_multiple_files=True,
            key=files.inlet_key(),
        )
        st.caption(t("load.drop_hint"))
    if uploads:
        if left_over := files.take_in(uploads):
            limits = {"most": files.MOST_FILES, "size": files.MOST_MEGABYTES}
            st.toast(t("load.too_many", count=left_over, **limits))
        st.rerun()


def _render_help(kind: str) -> None:
    steps = [t(f"load.step_{number}") for number in (1, 2, 3)]
    items = frame.join(Markup("<li>{}</li>").format(step) for step in steps)
    frame.render(
        Markup('<div class="dl-help"><b>{}</b><ol>{}</ol><p class="ntm-note">{}</p></div>').format(
            t("load.help_title"),
            items,
            t("load.help_marks" if kind == MARKS else "load.help_register"),
        )
    )


def _pick(held: Sequence[Held]) -> Held:
    """Return the file looked at; asked for when there are several."""
    if len(held) == 1:
        return held[0]
    names = {one.number: f"{place}. {one.name}" for place, one in enumerate(held, start=1)}
    chosen = st.selectbox(
        t("load.file_shown"), list(names), format_func=lambda n: names[n], key="load__shown"
    )
    return next((one for one in held if one.number == chosen), held[0])


def _render_list(held: Sequence[Held], found: Mapping[int, Any], kind: str, door: Door) -> None:
    """List several files with how each stands, and offer to load all that are fine at once."""
    if len(held) < 2:
        return
    conditions = {one.number: condition(found[one.number]) for one in held}
    rows = [
        [
            str(position),
            one.name,
            size_text(len(one.content)),
            pill(conditions[one.number]),
            _content(found[one.number], kind),
        ]
        for position, one in enumerate(held, start=1)
    ]
    headings = ("no", "file", "size", "condition", "content")
    render_list([t(f"load.head_{name}") for name in headings], rows, frozenset({0, 2}), stacks=True)
    fine = [one for one in held if conditions[one.number] in (READY, WARNED)]
    who = files.actor()
    if st.button(
        t("load.accept_all", count=number(len(fine))),
        disabled=not fine or not who,
        icon=":material/done_all:",
        key="load__accept_all",
    ):
        with st.spinner(t("load.loading")):
            for one in fine:
                load_one(one, found[one.number], door)
        st.rerun()
    if fine and not who:
        st.caption(t("load.blocked.actor"))


def _content(found: Any, kind: str) -> str:
    reading = getattr(found, "reading", None)
    if reading is None:
        return t("load.unreadable")
    if kind != MARKS:
        return t("load.rows_read", count=number(len(reading.rows)))
    return t(
        "load.content",
        communes=number(len(reading.communes)),
        marks=number(len(reading.marks)),
    )
