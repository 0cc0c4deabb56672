"""The form that says what came in for a reporting duty, and the way back of what was entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st
from markupsafe import Markup

from components import entry, frame
from components.entry import EntryDoor
from components.text import day, number, t
from domain.duties.receipts import Received, is_held_once
from domain.duties.reports import Duty

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Blank:
    """What a form is about.

    Attributes:
        key: Changes once a row is in, so that nothing is entered twice.
        due_on: Day of the deadline; ``None`` of a duty without days.
        bodies: Who may have handed in; one or none needs no asking.
        waiting: Those of them nothing is known of.
        days: First day that can be entered, the one offered, and the last.
    """

    key: str
    duty: Duty
    due_on: date | None
    bodies: Sequence[str]
    waiting: Sequence[str]
    days: tuple[date, date, date]


def render_form(blank: Blank, province_code: str, door: EntryDoor) -> None:
    """Draw the form: several bodies may be ticked, which are written as one load."""
    key, is_held = blank.key, is_held_once(blank.duty)
    first, offered, last = blank.days
    with st.form(key, border=False):
        st.markdown(f"**{t('reports.form_held' if is_held else 'reports.form')}**")
        bodies = _ask_bodies(blank) if len(blank.bodies) > 1 else list(blank.bodies)
        subject = ""
        if blank.due_on is None:
            subject = st.text_input(
                t("reports.subject_held" if is_held else "reports.subject"),
                max_chars=LONGEST_SUBJECT,
                key=f"{key}__subject",
            )
        left, right = st.columns(2)
        with left:
            received_on = st.date_input(
                t("reports.held_on" if is_held else "reports.received_on"),
                value=offered,
                min_value=first,
                max_value=last,
                format="DD/MM/YYYY",
                key=f"{key}__day",
            )
        with right:
            who = entry.ask_who(key)
        note = st.text_input(t("reports.note"), max_chars=500, key=f"{key}__note")
        sent = st.form_submit_button(t("reports.save"), type="primary", icon=":material/save:")
    if sent:
        values = {
            "report_id": blank.duty.rule.report_id,
            "due_on": blank.due_on,
            "received_on": received_on,
            "subject": subject.strip(),
            "note": note.strip(),
        }
        rows = [{**values, "body": body} for body in bodies or [""]]
        told = "; ".join(body for body in bodies if body) or blank.duty.rule.who
        done = t("reports.saved", date=day(received_on), body=told)
        entry.submit(door, "report_receipt", rows, province_code, who, done)


def _ask_bodies(blank: Blank) -> list[str]:
    """Ask whose reports came in on one day: by name, or all that are still missing at once."""
    chosen: list[str] = st.multiselect(
        t("reports.body"),
        blank.bodies,
        placeholder=t("reports.body_hint"),
        select_all=False,
        help=t("reports.body_help"),
        key=f"{blank.key}__bodies",
    )
    every = len(blank.waiting) > 1 and st.checkbox(
        t("reports.every_waiting", count=number(len(blank.waiting))), key=f"{blank.key}__every"
    )
    other = st.text_input(t("reports.other_body"), max_chars=200, key=f"{blank.key}__other")
    named = [*chosen, *(blank.waiting if every else ()), other.strip()]
    return list(dict.fromkeys(name for name in named if name))


def render_ways_back(rows: Sequence[Received], door: EntryDoor) -> None:
    """Offer to take back what was entered, newest first: what was entered at once goes at once."""
    if not rows:
        return
    loads: dict[int, list[Received]] = {}
    for row in sorted(rows, key=lambda row: -row.batch_id):
        loads.setdefault(row.batch_id, []).append(row)
    with st.expander(t("reports.take_back"), icon=":material/undo:"):
        for batch_id, own in loads.items():
            names = "; ".join(row.body or row.subject for row in own)
            text = t("reports.entered", date=day(own[0].received_on), body=names)
            with st.container(horizontal=True, vertical_alignment="center"):
                frame.render(Markup('<div class="ntm-said">{}</div>').format(text.rstrip(": ")))
                entry.render_way_back(batch_id, own[0].origin, door, f"report_{batch_id}")
