"""Into the store, and out again: the button, why it is off, what was loaded, the way back."""

from typing import Any

import streamlit as st
from markupsafe import Markup

from components import data_load_files as files
from components import frame, state
from components.bars import link
from components.data_load_door import Door, Held, Place
from components.data_load_words import moment
from components.text import day, number, t
from domain.intake.problems import Severity
from domain.vocabulary import SnapshotStatus

_DONE = "load_done"
"""Not under "load": what was loaded stays told when the waiting files are put away."""
_NOTICE = "load_notice"


def blocked_reason(found: Any, actor: str) -> str:
    """Return in one sentence why a file cannot be loaded now; "" when it can."""
    reading = found.reading
    codes = [p.code for p in reading.problems if p.severity is Severity.ERROR]
    errors, questions = len(codes), len(reading.questions)
    if codes == ["no_date"] and not questions:
        return t("load.blocked.date")
    if errors and questions:
        return t("load.blocked.both", errors=number(errors), questions=number(questions))
    if errors:
        return t("load.blocked.errors", errors=number(errors))
    if questions:
        return t("load.blocked.questions", questions=number(questions))
    if not reading.can_load:
        return t("load.blocked.nothing")
    return "" if actor else t("load.blocked.actor")


def render_accept(held: Held, found: Any, door: Door) -> None:
    """Draw the button that loads a file, or say why it cannot be loaded."""
    reason, again = blocked_reason(found, files.actor()), False
    loaded = found.already_loaded
    if loaded is not None:
        told = t("load.already", actor=loaded.actor, batch=loaded.batch_id, at=moment(loaded.at))
        frame.render(Markup('<p class="dl-done undone" role="status">{}</p>').format(told))
        again = st.checkbox(t("load.again"), key=f"load__again_{held.number}")
        reason = reason if again else t("load.blocked.already")
    with st.container(horizontal=True, vertical_alignment="center", key="data_accept"):
        pressed = st.button(
            t("load.accept"),
            type="primary",
            disabled=bool(reason),
            icon=":material/database_upload:",
            key=f"load__accept_{held.number}",
        )
        if reason:
            frame.render(Markup('<p class="dl-why" role="status">{}</p>').format(reason))
    if pressed:
        with st.spinner(t("load.loading")):
            load_one(held, found, door, again=again)
        st.rerun()


def load_one(held: Held, found: Any, door: Door, *, again: bool = False) -> None:
    """Load a file, remember what came of it, and put the file away when it is in the store."""
    status = SnapshotStatus.PROVISIONAL if held.is_provisional else SnapshotStatus.FINAL
    outcome = door.accept(
        found, actor=files.actor(), status=status, note=held.note.strip(), again=again
    )
    state.keep(_DONE, [(held.name, outcome), *state.recall(_DONE, [])])
    if outcome.fate == "done":
        files.drop(held)
        st.toast(t("load.toast", batch=outcome.batch_id), icon=":material/check_circle:")


def render_done(place: Place, door: Door) -> None:
    """Say what came of the loads of this session, newest first, each with the way back."""
    render_notice()
    done = state.recall(_DONE, [])
    if not done:
        return
    in_force = {info.batch_id for info in door.list_batches() if info.state != "undone"}
    for position, (name, outcome) in enumerate(done):
        with st.container(
            key=f"data_done_{position}", horizontal=True, vertical_alignment="center"
        ):
            if outcome.fate != "done":
                frame.render(_failed(name, outcome))
                continue
            is_there = outcome.batch_id in in_force
            frame.render(_loaded(name, outcome, place, is_there))
            if is_there:
                render_undo(outcome.batch_id, door, key=f"done_{position}")
    if st.button(t("load.clear_done"), type="tertiary", key="load__clear_done"):
        state.forget(_DONE)
        st.rerun()


def _loaded(name: str, outcome: Any, place: Place, is_there: bool) -> Markup:
    result = outcome.result
    if result.communes:
        what = t("load.content", communes=number(result.communes), marks=number(result.rows))
    else:
        what = t("load.rows_read", count=number(result.rows))
    address = _overview(result, place) if is_there else ""
    leads = link(t("load.see_overview", date=day(result.as_of)), address) if address else ""
    return Markup(
        '<div class="dl-done {}" role="status"><b>{}</b><div>{} · {}</div><div>{}</div></div>'
    ).format(
        "" if is_there else "undone",
        t("load.done" if is_there else "load.done_undone", batch=outcome.batch_id),
        name,
        what,
        leads,
    )


def _overview(result: Any, place: Place) -> str:
    """Return the address of the overview of what was loaded; "" for rows of a register."""
    if result.subject != "marks" or result.as_of is None:
        return ""
    province = result.province_codes[0] if len(result.province_codes) == 1 else place.code
    district = result.district_codes[0] if len(result.district_codes) == 1 else None
    return state.link(
        "tong-quan",
        province=province,
        district=district,
        commune=None,
        as_of=result.as_of,
        set_id=None,
        plan=None,
        criterion=None,
        group=None,
    )


def _failed(name: str, outcome: Any) -> Markup:
    words = {"batch": outcome.batch_id or "", "at": moment(outcome.at) if outcome.at else ""}
    return Markup('<div class="dl-done failed" role="alert"><b>{}</b><div>{}</div></div>').format(
        name, t(f"load.fate.{outcome.fate}", actor=outcome.actor, **words)
    )


def render_undo(batch_id: int, door: Door, *, key: str, is_redo: bool = False) -> None:
    """Draw the button that undoes a batch, with a step to confirm it and give a reason.

    Args:
        batch_id: The batch; to bring an undone one back, its undoing.
        door: Changes the store.
        key: Tells this button from others.
        is_redo: Whether undoing this batch brings something back.
    """
    way = "redo" if is_redo else "undo"
    with st.popover(
        t(f"load.{way}"),
        icon=":material/redo:" if is_redo else ":material/undo:",
        key=f"load__{way}_{key}_{batch_id}",
    ):
        frame.render(Markup("<p>{}</p>").format(t(f"load.{way}_text", batch=batch_id)))
        who = files.actor() or st.text_input(
            t("load.actor"), max_chars=100, key=f"load__{way}_who_{key}_{batch_id}"
        )
        note = st.text_input(
            t("load.reason"), max_chars=500, key=f"load__{way}_note_{key}_{batch_id}"
        )
        if st.button(
            t(f"load.{way}_sure"), type="primary", key=f"load__{way}_sure_{key}_{batch_id}"
        ):
            _undo(batch_id, files.keep_actor(who), note.strip(), door, way)


def _undo(batch_id: int, who: str, note: str, door: Door, way: str) -> None:
    if not who:
        st.error(t("load.blocked.actor"))
        return
    outcome = door.undo(batch_id, actor=who, note=note)
    if outcome.fate == "done":
        st.toast(t(f"load.{way}_done", batch=batch_id), icon=":material/check_circle:")
    else:
        at = moment(outcome.at) if outcome.at else ""
        words = {"batch": outcome.batch_id or batch_id, "at": at, "actor": outcome.actor}
        state.keep(_NOTICE, t(f"load.fate.{outcome.fate}", **words))
    st.rerun()


def render_notice() -> None:
    """Say once why an undoing did not happen."""
    if told := state.recall(_NOTICE, ""):
        state.forget(_NOTICE)
        frame.render(Markup('<p class="dl-done failed" role="alert">{}</p>').format(told))
