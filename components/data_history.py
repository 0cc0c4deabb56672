"""Every load and undoing: who, when, what, whether it counts; the way back, and the log."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import account, frame, state
from components.bars import link, render_list
from components.data_history_log import render_log
from components.data_history_refused import KeptFiles, render_refused
from components.data_load_changes import render_changes
from components.data_load_done import render_notice, render_undo
from components.data_load_door import MARKS, Door, Place
from components.data_load_words import moment, render_style
from components.downloads import made_later
from components.text import MISSING, day, number, t
from domain.access import Permission

SHOWN = 20
"""Loads on a page."""

NONE = "none"
_TONES = {"in_force": "achieved", "undone": "missed", "superseded": "no_data"}


def render_history(place: Place, door: Door, files: KeptFiles) -> None:
    """Draw the whole part "history".

    Args:
        place: Province looked at, and names.
        door: Lists the loads and undoes them.
        files: Hands back the files as they came.
    """
    render_style()
    render_notice()
    whose = _render_scope(place)
    batches = door.list_batches(place.code if whose == "own" else None)
    loads = [info for info in batches if info.kind != "illustrative"]
    if not loads:
        frame.render_empty(
            t("history_loads.empty", place=place.province(place.code))
            if whose == "own"
            else t("history_loads.empty_all")
        )
    else:
        shown = _pick(loads)
        _render_table(loads, shown, place)
        if shown is not None:
            _render_one(shown, loads, place, door, files)
    code = None if whose == "all" or place.is_country else place.code
    render_refused(place, files, code)
    render_log(place, door, code)


def _render_scope(place: Place) -> str:
    if place.is_country:
        return "all"
    key = state.local("data", "loads_of", ("own", "all"), "own")
    labels = {"own": place.province(place.code), "all": t("history_loads.all")}
    return (
        st.segmented_control(
            t("history_loads.of"),
            tuple(labels),
            key=key,
            format_func=lambda name: labels[name],
            required=True,
            label_visibility="collapsed",
        )
        or "own"
    )


def _pick(loads: Sequence[Any]) -> Any | None:
    """Ask which load to open; the choice is part of the link."""
    by_id = {str(info.batch_id): info for info in loads}
    key = state.local("data", "batch", (NONE, *by_id), NONE)
    chosen = st.selectbox(
        t("history_loads.open"),
        (NONE, *by_id),
        format_func=lambda name: (
            t("history_loads.open_none")
            if name == NONE
            else f"{name} · {moment(by_id[name].created_at)} · {_subject(by_id[name])}"
        ),
        key=key,
    )
    return by_id.get(chosen or NONE)


def _subject(info: Any) -> str:
    if info.kind == "undo":
        return t("history_loads.undoes", batch=info.undoes_batch_id)
    return t(f"load.kind.{info.subject or MARKS}")


def _render_table(loads: Sequence[Any], shown: Any | None, place: Place) -> None:
    pages = -(-len(loads) // SHOWN)
    page = st.pagination(pages, key="history__page") if pages > 1 else 1
    names = ("batch", "at", "actor", "what", "scope", "file", "rows", "state")
    rows = [_row(info, info is shown, place) for info in loads[(page - 1) * SHOWN : page * SHOWN]]
    with st.container(key="data_history"):
        tips = {7: t("tip.status.batch")}
        headings = [t(f"history_loads.head_{name}") for name in names]
        render_list(headings, rows, frozenset({6}), stacks=True, tips=tips)


def _row(info: Any, is_open: bool, place: Place) -> list[str | Markup]:
    # The place is part of the address; what else is chosen on the page travels with it.
    href = f"{state.link('du-lieu')}&part=history&batch={info.batch_id}"
    opened = (
        Markup("<b>{}</b>").format(info.batch_id) if is_open else link(str(info.batch_id), href)
    )
    note = Markup('<div class="who">{}</div>').format(info.note) if info.note else ""
    return [
        opened,
        moment(info.created_at),
        info.actor,
        Markup("{}{}").format(_subject(info), note),
        _scope(info, place),
        info.file_name or MISSING,
        number(info.row_count) if info.row_count else MISSING,
        _state(info),
    ]


def _scope(info: Any, place: Place) -> str:
    codes = info.province_codes
    where = place.province(codes[0]) if len(codes) == 1 else ""
    if len(codes) > 1:
        where = t("history_loads.provinces", count=number(len(codes)))
    decision = place.decision(info.set_id) if info.set_id else ""
    return " · ".join(x for x in (where, day(info.as_of) if info.as_of else "", decision) if x)


def _state(info: Any) -> Markup:
    return Markup('<span class="ntm-pill ntm-{}">{}</span>').format(
        _TONES[info.state], t(f"history_loads.state.{info.state}")
    )


def _render_one(
    info: Any, loads: Sequence[Any], place: Place, door: Door, files: KeptFiles
) -> None:
    """Open one load: its counts, its file, the way back, and what it changed."""
    with st.container(border=True, key="data_history_one"):
        frame.render(
            Markup('<div class="dl-head"><h3>{}</h3>{}</div><p class="ntm-note">{}</p>').format(
                t("history_loads.one", batch=info.batch_id), _state(info), _counts(info.counts)
            )
        )
        with st.container(horizontal=True, key="data_history_actions"):
            if info.file_sha256:
                st.download_button(
                    t("history_loads.original"),
                    made_later(lambda: files.read_original(info.file_sha256)),
                    file_name=info.file_name or "tep",
                    mime="application/octet-stream",
                    icon=":material/download:",
                    key=f"history__original_{info.batch_id}",
                    on_click="ignore",
                )
            _render_way_back(info, {one.batch_id: one for one in loads}, door)
        if info.kind == "import" and info.subject in ("", MARKS):
            render_changes(
                door.compare_batch(info.batch_id), place, title=t("history_loads.changed")
            )


def _render_way_back(info: Any, by_id: Mapping[int, Any], door: Door) -> None:
    """Offer to undo what is in force, and to bring back what is undone, to those who may."""
    if not account.may(Permission.LOAD):
        return
    if info.state != "undone":
        undone = by_id.get(info.undoes_batch_id)
        brings_back = undone is not None and undone.kind == "import"
        if info.kind == "import" or brings_back:
            render_undo(info.batch_id, door, key="history", is_redo=info.kind == "undo")
    elif info.undone_by is not None:
        render_undo(info.undone_by, door, key="history", is_redo=info.kind == "import")


def _counts(counts: Mapping[str, Any]) -> str:
    if "marks" in counts:
        by_status = {name: number(count) for name, count in counts["marks"].items()}
        return t("history_loads.counts", communes=number(counts.get("communes")), **by_status)
    return t("load.rows_read", count=number(counts["rows"])) if "rows" in counts else ""
