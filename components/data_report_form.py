"""The form of a report: its kind, the names in its heading and signature, its own paragraphs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import state
from components.data_load_words import written_day
from components.text import day, t
from domain.outputs import Order, ReportForm, usual_kind
from domain.report.periods import ReportKind, span_of

LINES: Final = ("superior", "issuer", "number", "symbol", "place")
"""Short texts in the heading, in the order of the page."""

SIGNATURE: Final = ("signer_title", "signer_name")
TWO_LINES: Final = ("superior", "issuer", "signer_title")
"""Texts that an official heading may split over two lines."""

LINE_LENGTH, TEXT_LENGTH = 200, 10_000


def fill_report(usual: Mapping[str, str], order: Order) -> Order | None:
    """Draw the form and return the order with it, ``None`` while a date cannot be read.

    What is typed is kept for the session, for each place apart.

    Args:
        usual: What the report says where a field is left empty.
        order: The report wanted.
    """
    if order.as_of is None:
        return None
    place = f"{order.province}_{order.district or ''}"
    name = f"exports.report.{place}"
    kind = _choose_kind(order.as_of)
    form: ReportForm = state.recall(name, ReportForm(kind))
    with st.expander(t("exports.form.title"), icon=":material/edit_document:"):
        st.caption(t("exports.form.note"))
        cells = _cells(len(LINES) + 1)
        form = _fill(form, LINES, cells, usual, place)
        with cells[-1]:
            issued_on, is_readable = _ask_day(form.issued_on, place)
        form = _fill(form, SIGNATURE, _cells(len(SIGNATURE)), usual, place)
        recipients = _area(form, "recipients", place, usual.get("recipients", ""))
        form = replace(form, issued_on=issued_on, recipients=recipients)
    with st.expander(t("exports.form.paragraphs"), icon=":material/notes:"):
        st.caption(t("exports.form.paragraphs_note"))
        form = replace(
            form,
            direction=_area(form, "direction", place),
            proposals=_area(form, "proposals", place),
        )
    form = state.keep(name, replace(form, kind=kind))
    if not is_readable:
        st.warning(t("exports.form.bad_day"))
        return None
    return replace(order, report=form)


def _span(kind: ReportKind, as_of: date) -> str:
    """Return the period of a report: as the report names it, by its days in another language."""
    span = span_of(kind, as_of)
    if state.language() == "vi":
        return span.label
    return f"{day(span.starts_on)} – {day(span.ends_on)}"


def _choose_kind(as_of: date) -> ReportKind:
    """Ask for the kind of report, beginning with the one figures of that date usually go into."""
    name = f"exports.report_kind.{as_of}"
    chosen = st.segmented_control(
        t("exports.form.kind"),
        list(ReportKind),
        default=state.recall(name, usual_kind(as_of)),
        format_func=lambda kind: t(f"exports.form.kind_{kind}", span=_span(kind, as_of)),
        key=f"exports__kind_{as_of}",
        required=True,
    )
    return state.keep(name, chosen or usual_kind(as_of))


def _fill(
    form: ReportForm,
    names: Sequence[str],
    cells: Sequence[DeltaGenerator],
    usual: Mapping[str, str],
    place: str,
) -> ReportForm:
    """Draw one-line fields, each in its cell; cells may be left over."""
    typed: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=False):
        with cell:
            typed[name] = _line(form, name, usual, place)
    return replace(form, **typed)


def _cells(count: int) -> list[DeltaGenerator]:
    """Return places for fields, two beside each other."""
    return [column for _ in range(0, count, 2) for column in st.columns(2)][:count]


def _line(form: ReportForm, name: str, usual: Mapping[str, str], place: str) -> str:
    shown = " / ".join(usual.get(name, "").splitlines())
    typed = st.text_input(
        t(f"exports.form.{name}"),
        value=" / ".join(getattr(form, name).splitlines()),
        placeholder=shown or t(f"exports.form.{name}_hint"),
        max_chars=LINE_LENGTH,
        key=f"exports__{name}_{place}",
    )
    # The slash is how a line break is typed into one line.
    return typed.replace(" / ", "\n") if name in TWO_LINES else typed


def _ask_day(kept: date | None, place: str) -> tuple[date | None, bool]:
    """Ask for the day of issue; return it, and whether what was typed is a date or nothing."""
    typed = st.text_input(
        t("exports.form.issued_on"),
        value=written_day(kept),
        placeholder=t("exports.form.issued_on_hint"),
        help=t("exports.form.issued_on_help"),
        max_chars=10,
        key=f"exports__issued_on_{place}",
    ).strip()
    if not typed:
        return None, True
    try:
        return datetime.strptime(typed, "%d/%m/%Y").date(), True
    except ValueError:
        return kept, False


def _area(form: ReportForm, name: str, place: str, usual: str = "") -> str:
    typed: str = st.text_area(
        t(f"exports.form.{name}"),
        value=getattr(form, name),
        placeholder=usual or t(f"exports.form.{name}_hint"),
        max_chars=TEXT_LENGTH,
        height=150,
        key=f"exports__{name}_{place}",
    )
    return typed
