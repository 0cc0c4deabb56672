"""Figures of targets that no marks answer: the form, and what was entered with who and when."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import streamlit as st
from markupsafe import Markup

from components import entry, state
from components.bars import Cell, link, render_list
from components.entry import EntryDoor
from components.frame import render
from components.target_board import chart_link
from components.target_words import Board, goal_text, plain, target_name, unit_name
from components.target_working import origin_text
from components.text import day, number, t
from domain.board import TargetStanding
from domain.measures import is_counted
from domain.plans import Plan
from domain.targets import EnteredValue

ANCHOR = "so-lieu-khac"
FIRST_DAY = date(2009, 1, 1)
SHOWN = 12


def render_entry(
    standings: Sequence[TargetStanding],
    values: Mapping[str, Sequence[EnteredValue]],
    plan: Plan,
    board: Board,
    today: date,
    door: EntryDoor | None,
) -> None:
    """Draw the part of the page where figures are entered; nothing where every target is counted.

    Args:
        standings: The plan's board.
        values: What was entered, by target.
        plan: The plan.
        board: What targets are written with.
        today: The day it is; later figures are refused.
        door: Writes figures; ``None`` for who may not.
    """
    own = {s.target.target_id: s for s in standings if not is_counted(s.target)}
    if not own:
        return
    known = sum(target_id in values for target_id in own)
    st.subheader(t("entry.title"), anchor=ANCHOR)
    counts = t("entry.known", known=number(known), count=number(len(own)))
    form = link(t("entry.to_form"), f"{state.link('du-lieu')}&part=templates")
    render(Markup('<p class="ntm-note">{} {}</p>').format(counts, form))
    entry.render_notice()
    if door:
        # Another form once a figure is in: nothing is entered twice.
        key = f"targets__entry_{plan.plan_id}_{sum(map(len, values.values()))}"
        _render_form(own, plan, board, today, door, key)
    _render_values({i: values[i] for i in own if i in values}, own, board, door)


def _render_form(
    own: Mapping[str, TargetStanding],
    plan: Plan,
    board: Board,
    today: date,
    door: EntryDoor,
    key: str,
) -> None:
    with st.expander(t("entry.form"), icon=":material/edit_note:"), st.form(key, border=False):
        target_id = st.selectbox(
            t("entry.target"),
            list(own),
            format_func=lambda i: (
                f"{target_name(own[i].target, board.names)}: {goal_text(own[i].target)}"
            ),
            key=f"{key}__target",
        )
        left, middle, right = st.columns([2, 2, 3])
        with left:
            value = st.text_input(t("entry.value"), max_chars=20, key=f"{key}__value")
        with middle:
            as_of = st.date_input(
                t("entry.day"),
                value=entry.within(board.as_of, FIRST_DAY, today),
                min_value=FIRST_DAY,
                max_value=today,
                format="DD/MM/YYYY",
                key=f"{key}__day",
            )
        with right:
            source = st.text_input(
                t("entry.source"),
                max_chars=300,
                placeholder=t("entry.source_hint"),
                key=f"{key}__source",
            )
        note = st.text_input(t("entry.note"), max_chars=500, key=f"{key}__note")
        who = entry.ask_who(key)
        st.caption(t("entry.rules"))
        sent = st.form_submit_button(t("entry.save"), type="primary", icon=":material/save:")
    if sent and target_id:
        values = {
            "target_id": target_id,
            "value": value.strip() or None,
            "as_of": as_of,
            "source": source.strip(),
            "note": note.strip(),
        }
        save = partial(entry.submit, door, "target_value", [values], plan.province_code, who)
        save(t("entry.saved", name=target_name(own[target_id].target, board.names)))


def _render_values(
    values: Mapping[str, Sequence[EnteredValue]],
    own: Mapping[str, TargetStanding],
    board: Board,
    door: EntryDoor | None,
) -> None:
    every = [(own[i], value) for i, found in values.items() for value in found]
    every.sort(key=lambda pair: (pair[1].batch_id, pair[1].as_of), reverse=True)
    if not every:
        return
    with st.expander(t("entry.history", count=number(len(every))), icon=":material/history:"):
        if door:
            for standing, value in every[:SHOWN]:
                with st.container(horizontal=True, vertical_alignment="center"):
                    render(_line(standing, value, board))
                    entry.render_way_back(
                        value.batch_id, value.origin, door, f"{value.target_id}_{value.as_of}"
                    )
        shown = every[SHOWN:] if door else every
        if shown:
            render_list(
                [t(f"entry.column.{name}") for name in ("target", "value", "day", "origin")],
                [_row(standing, value, board) for standing, value in shown],
                frozenset({1}),
                stacks=True,
            )


def _line(standing: TargetStanding, value: EnteredValue, board: Board) -> Markup:
    name, figure, on, origin = _row(standing, value, board)
    return Markup(
        '<div class="ntm-said">{}: <b>{}</b> ({})<span class="sub">{}</span></div>'
    ).format(name, figure, on, origin)


def _row(standing: TargetStanding, value: EnteredValue, board: Board) -> list[Cell]:
    target = standing.target
    figure = plain(value.value, target)
    unit = "" if target.unit == "percent" else unit_name(target, figure)
    return [
        link(target_name(target, board.names), chart_link(target.target_id)),
        f"{figure} {unit}".strip(),
        day(value.as_of),
        origin_text(value),
    ]
