"""Names only the sender can settle: asked all at once, answered all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import data_load_files as files
from components import frame
from components.data_load_door import Communes, Held, Place
from components.data_load_words import explain
from components.text import number, percent, plain, t
from domain.intake.problems import Candidate, Problem, question_key

LEAVE = "leave"
"""The choice besides a commune's code: leave the row out."""

ANSWERABLE = ("unknown_commune", "unknown_code", "code_name_conflict", "duplicate_commune")
"""Errors that an answer settles as well as a change of the file."""

MOST = 40
"""Asked at a time; the rest follows once these are answered."""


@dataclass(frozen=True)
class Ask:
    """One row whose commune is to be named."""

    sheet: str
    cell: str
    read: str
    district: str
    candidates: tuple[Candidate, ...]
    why: str = ""
    is_required: bool = True

    @property
    def key(self) -> str:
        """Return the key its answer is kept by."""
        return question_key(self.sheet, self.cell)


def list_asks(reading: Any) -> list[Ask]:
    """Return the open questions, then the errors an answer can settle as well."""
    asks = [Ask(q.sheet, q.cell, q.read, q.district_name, q.candidates) for q in reading.questions]
    known = {ask.key for ask in asks}
    for problem in reading.problems:
        if problem.code in ANSWERABLE and problem.cell:
            ask = _from_problem(problem)
            if ask.key not in known:
                asks.append(ask)
                known.add(ask.key)
    return asks


def _from_problem(problem: Problem) -> Ask:
    return Ask(
        problem.sheet, problem.cell, problem.read, "", (), explain(problem)[0], is_required=False
    )


def render_questions(held: Held, reading: Any, place: Place) -> None:
    """Draw the questions of a file as one form, and the answers given so far."""
    asks = list_asks(reading)
    communes = place.communes()
    if asks:
        required = sum(ask.is_required for ask in asks)
        st.subheader(
            t("load.questions", count=number(required)) if required else t("load.names_to_settle")
        )
        _render_form(held, asks[:MOST], communes, place)
        if len(asks) > MOST:
            st.caption(t("load.more_questions", count=number(len(asks) - MOST)))
    if held.answers:
        _render_answers(held, communes)


def _render_form(held: Held, asks: Sequence[Ask], communes: Communes, place: Place) -> None:
    st.caption(t("load.questions_note"))
    with st.form(f"load__questions_{held.number}", border=False):
        chosen = {ask.key: _render_ask(held, ask, communes, place) for ask in asks}
        sent = st.form_submit_button(t("load.answer"), type="primary", icon=":material/check:")
    if sent:
        answers = {key: value for key, value in chosen.items() if value is not None}
        if answers:
            files.change(held, answers={**held.answers, **answers})
        st.warning(t("load.no_answer"), icon=":material/help:")


def _render_ask(held: Held, ask: Ask, communes: Communes, place: Place) -> str | None:
    """Ask for one row's commune; return a code, "" to leave the row out, ``None`` unanswered."""
    key = f"load__answer_{held.number}_{ask.key}"
    with st.container(border=True):
        if not ask.candidates:
            left, right = st.columns([3, 2], vertical_alignment="center")
            with left:
                frame.render(_heading(ask))
            with right:
                return _render_any(key, communes, place)
        left, middle, right = st.columns([3, 5, 4])
        with left:
            frame.render(_heading(ask))
        with middle:
            picked = _render_candidates(key, ask)
        with right:
            other = _render_any(f"{key}_other", communes, place)
    # Whoever chose in the list beside meant it, whatever was ticked before.
    return other if other is not None else picked


def _render_candidates(key: str, ask: Ask) -> str | None:
    labels = {candidate.code: _candidate(candidate) for candidate in ask.candidates}
    return st.radio(
        t("load.which_commune"),
        list(labels),
        index=None,
        format_func=lambda code: labels[code],
        key=key,
        label_visibility="collapsed",
    )


def _render_any(key: str, communes: Communes, place: Place) -> str | None:
    """Ask for any commune of the province, or to leave the row out; of the country by code."""
    if place.is_country:
        left_out = st.checkbox(t("load.leave_out"), key=f"{key}_leave")
        written = st.text_input(t("load.other_code"), max_chars=5, key=f"{key}_code").strip()
        return "" if left_out else written or None
    chosen = st.selectbox(
        t("load.other_pick"),
        [LEAVE, *communes.names],
        index=None,
        format_func=lambda code: (
            t("load.leave_out") if code == LEAVE else f"{code} · {communes.place(code)}"
        ),
        placeholder=t("load.other_hint"),
        key=key,
    )
    return "" if chosen == LEAVE else chosen


def _heading(ask: Ask) -> Markup:
    where = f"{ask.sheet}!{ask.cell}" if ask.sheet else ask.cell
    parts = [Markup('<div class="dl-ask"><b>{}</b> <code>{}</code>').format(ask.read, where)]
    if ask.district:
        parts.append(Markup(' <span class="who">{}</span>').format(ask.district))
    if ask.why:
        parts.append(Markup('<div class="who">{}</div>').format(ask.why))
    return frame.join([*parts, Markup("</div>")])


def _candidate(candidate: Candidate) -> str:
    """Return a candidate as a line: code, name, district, how alike."""
    likeness = t("load.likeness", percent=percent(candidate.score, 0))
    return plain(" · ".join((candidate.code, candidate.name, candidate.district_name, likeness)))


def _render_answers(held: Held, communes: Communes) -> None:
    lines = frame.join(
        Markup("<li><code>{}</code> → {}</li>").format(
            cell, f"{code} {communes.place(code)}" if code else t("load.left_out")
        )
        for cell, code in held.answers.items()
    )
    with st.container(horizontal=True, vertical_alignment="center", key="data_answers"):
        frame.render(
            Markup('<div class="dl-answers"><b>{}</b><ul>{}</ul></div>').format(
                t("load.answers", count=number(len(held.answers))), lines
            )
        )
        if st.button(t("load.answer_again"), key=f"load__answers_clear_{held.number}"):
            files.change(held, answers={})
