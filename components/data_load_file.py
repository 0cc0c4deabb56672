"""One file of marks: what it says, what is asked of it, what is wrong, what it changes."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import data_load_files as files
from components import frame
from components.data_layout import render_layout
from components.data_load_changes import render_changes
from components.data_load_done import render_accept
from components.data_load_door import Door, Held, Place
from components.data_load_questions import render_questions
from components.data_load_summary import render_summary
from components.data_load_words import condition, explain, pill, size_text, written_day
from components.data_problems import render_problems
from components.text import t
from domain.intake.dates import read_day
from domain.intake.problems import Problem

AS_FILE = ""
"""The choice of no district: what the file says counts."""


def render_file(held: Held, found: Any, place: Place, door: Door) -> None:
    """Draw a file of marks with everything that can be done about it.

    Args:
        held: The file and what was decided about it.
        found: What it was found to be: an examination, or why it cannot be read.
        place: Province it is for, and names.
        door: Loads it and gives its marked copy.
    """
    render_head(held, found)
    reading = getattr(found, "reading", None)
    if reading is None:
        render_unreadable(held, found.problems)
        return
    render_summary(found, place)
    _render_wish(held, reading, place)
    render_accept(held, found, door)
    render_questions(held, reading, place)
    render_problems(held.number, reading, found.workbook.file_name, lambda: door.marked_copy(found))
    render_layout(held, found, place)
    render_changes(found.comparisons, place)


def render_head(held: Held, found: Any) -> None:
    """Write the file's name and how it stands, with the way to put it away."""
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"data_file_head_{held.number}"
    ):
        frame.render(
            Markup('<div class="dl-head"><h2>{}</h2><span class="who">{}</span>{}</div>').format(
                held.name, size_text(len(held.content)), pill(condition(found))
            )
        )
        if st.button(t("load.drop_file"), icon=":material/close:", key=f"load__drop_{held.number}"):
            files.drop(held)
            st.rerun()


def render_unreadable(held: Held, problems: Sequence[Problem]) -> None:
    """Say why a file cannot be read and what to do about it."""
    items = frame.join(
        Markup("<p><b>{}</b><br>{}</p>").format(*explain(problem)) for problem in problems
    )
    frame.render(
        Markup(
            '<div class="dl-refused" role="alert"><h3>{}</h3>{}<p class="who">{}</p></div>'
        ).format(t("load.refused_title"), items, t("load.refused_logged"))
    )
    if held.layouts and st.button(t("layout.reset"), key=f"load__reset_{held.number}"):
        files.change(held, layouts={})


def _render_wish(held: Held, reading: Any, place: Place) -> None:
    """Let date, district, set and standing be set; the first three mean reading again."""
    columns = st.columns([2, 3, 3, 2, 4])
    with columns[0]:
        _render_date(held, reading)
    with columns[1]:
        _render_district(held, reading, place)
    with columns[2]:
        _render_set(held, reading, place)
    with columns[3]:
        provisional = st.selectbox(
            t("load.status"),
            (False, True),
            index=int(held.is_provisional),
            format_func=lambda value: t(
                "status.snapshot.provisional" if value else "status.snapshot.final"
            ),
            key=f"load__status_{held.number}",
        )
    with columns[4]:
        note = st.text_input(
            t("load.note"), value=held.note, max_chars=500, key=f"load__note_{held.number}"
        )
    if (provisional, note) != (held.is_provisional, held.note):
        files.change(held, is_provisional=provisional, note=note)


def _render_date(held: Held, reading: Any) -> None:
    shown = written_day(held.as_of or reading.as_of)
    written = st.text_input(
        t("load.date"),
        value=shown,
        placeholder=t("load.date_hint"),
        max_chars=20,
        key=f"load__date_{held.number}_{shown}",
    ).strip()
    if written == shown:
        return
    if not written:
        files.change(held, as_of=None)
    day = read_day(written)
    if day is None:
        st.caption(t("load.date_wrong"))
    else:
        files.change(held, as_of=day)


def _render_district(held: Held, reading: Any, place: Place) -> None:
    names = place.district_names()
    counted = {unit.parent_code for unit in place.catalog.communes.get(place.code, ())}
    options = [AS_FILE, *(code for code in names if code in counted)]
    own = held.district_code if held.district_code in options else AS_FILE
    chosen = st.selectbox(
        t("load.district"),
        options,
        index=options.index(own),
        format_func=lambda code: names[code] if code else _as_file(reading, names),
        key=f"load__district_{held.number}_{place.code}",
    )
    if chosen != own:
        files.change(held, district_code=chosen or None)


def _as_file(reading: Any, names: dict[str, str]) -> str:
    """Say what the file itself gives: one district by name, or how many."""
    codes = reading.district_codes
    if len(codes) == 1 and codes[0] in names:
        return t("load.as_file", what=names[codes[0]])
    return t("load.as_file", what=t("load.districts_count", count=len(codes)))


def _render_set(held: Held, reading: Any, place: Place) -> None:
    sets = {one.set_id: one for one in place.commune_sets}
    options = list(sets)
    now = held.set_id or reading.set_id
    chosen = st.selectbox(
        t("load.set"),
        options,
        index=options.index(now) if now in options else None,
        format_func=lambda set_id: t(
            "frame.set", decision=sets[set_id].short_decision, count=sets[set_id].size
        ),
        key=f"load__set_{held.number}_{now}",
    )
    if chosen is not None and chosen != now:
        files.change(held, set_id=chosen)
