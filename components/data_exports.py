"""Files to take away: a card each, made when asked for, kept until what it was made of changes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from components import state
from components.bars import link, render_list
from components.data_export_scope import Scope, limits_text
from components.data_load_words import moment, size_text
from components.data_report_form import fill_report
from components.frame import join, plan_name, render, render_no_data, situation_chips
from components.text import day, t
from domain.outputs import Order, OutputFile, OutputKind, Refusal, Refused
from domain.view import View

Build = Callable[[Order], OutputFile | Refused]
TILES, OFFICIAL = "tile", "official"
"""Kinds of geometry: a drawn grid that is no boundary, and what an office has loaded."""


def render_exports(
    scope: Scope, polygons: str, usual: Callable[[], Mapping[str, str]], build: Build
) -> None:
    """Draw the part "exports".

    Args:
        scope: What is looked at.
        polygons: What the province's map is drawn from.
        usual: Gives the words of a report where its form is left empty.
        build: Makes a file.
    """
    if scope.selection.is_country:
        _render_country(scope, polygons, build)
        return
    view = scope.view
    if view is None or not view.has_marks:
        render_no_data(scope.catalog, scope.selection)
        return
    _render_scope(scope, view)
    report = scope.order(OutputKind.REPORT)
    render_card(scope, report, build, partial(fill_report, usual()))
    for left, right in (
        (OutputKind.WORKBOOK, OutputKind.TIDY),
        (OutputKind.GEOPACKAGE, OutputKind.PACKAGE),
        (OutputKind.SNAPSHOT, None),
    ):
        for column, kind in zip(st.columns(2), (left, right), strict=True):
            with column:
                if kind:
                    render_usual_card(scope, scope.order(kind), polygons, build)


def _render_scope(scope: Scope, view: View) -> None:
    """Say what the files are made of, all but the package."""
    names = {d.code: d.name for d in scope.catalog.districts.get(scope.selection.province, ())}
    chips = situation_chips(view.situation, names.get(scope.district or "", scope.place))
    if view.plan:
        chips.append(t("frame.plan", plan=plan_name(view.plan)))
    pills = join(Markup('<span class="ntm-chip">{}</span>').format(chip) for chip in chips)
    render(
        Markup('<div class="ntm-chips">{}</div><div class="ntm-note">{}</div>').format(
            pills, t("exports.scope_note")
        )
    )


def render_usual_card(scope: Scope, order: Order, polygons: str, build: Build) -> None:
    """Draw the card of a file that needs no form; of a map, what its polygons are is asked."""
    options = None
    if order.kind is OutputKind.GEOPACKAGE:
        options = partial(_ask_about_boundaries, polygons)
    render_card(scope, order, build, options)


def _render_country(scope: Scope, polygons: str, build: Build) -> None:
    render(Markup('<p class="ntm-lead">{}</p>').format(t("exports.country")))
    for column, kind in zip(st.columns(2), (OutputKind.TIDY, OutputKind.GEOPACKAGE), strict=True):
        with column:
            render_usual_card(scope, scope.order(kind), polygons, build)
    render_card(scope, scope.order(OutputKind.PACKAGE), build)
    names = {province.code: province.name for province in scope.catalog.provinces}
    rows = []
    for code, periods in scope.catalog.periods.items():
        newest = scope.catalog.default_period(code) or periods[-1]
        href = state.link("du-lieu", province=code, as_of=newest.as_of) + "&part=exports"
        rows.append([link(names.get(code, code), href), day(newest.as_of)])
    render_list([t("exports.province"), t("exports.newest")], rows)


Options = Callable[[Order], Order | None]
"""Draws what can be chosen about a file; returns the order, ``None`` while something is missing."""


@st.fragment
def render_card(scope: Scope, order: Order, build: Build, options: Options | None = None) -> None:
    """Draw a file's card: what is in it, what it is made of, the button, and the file once made.

    Only the card runs again when something is chosen or made in it.
    """
    kind = order.kind
    with st.container(border=True, height="stretch", key=f"exports_card_{kind}"):
        _render_head(scope, order)
        wanted = options(order) if options else order
        if wanted is None:
            return
        place, made = st.empty(), recall_made(wanted)
        if _ask_to_make(place, kind, again=made is not None):
            with st.spinner(t("exports.working")):
                made = build(wanted)
            state.keep(f"exports.made.{kind}", (wanted, made))
            _ask_to_make(place, kind, again=True)
        if isinstance(made, Refused):
            render_refusal(made.reason)
        elif made:
            _render_file(kind, made)


def _ask_to_make(place: DeltaGenerator, kind: OutputKind, *, again: bool) -> bool:
    """Draw the button in its place; return whether it was pressed."""
    return place.button(
        t("exports.again" if again else f"exports.build.{kind}"),
        key=f"exports__{'again' if again else 'build'}_{kind}",
        type="secondary" if again else "primary",
        icon=":material/refresh:" if again else ":material/note_add:",
    )


def recall_made(order: Order) -> OutputFile | Refused | None:
    """Return what came of the same order before, ``None`` when it was never given."""
    kept: tuple[Order, OutputFile | Refused] | None = state.recall(
        f"exports.made.{order.kind}", None
    )
    return kept[1] if kept and kept[0] == order else None


def _render_head(scope: Scope, order: Order) -> None:
    kind, made_up = order.kind, ""
    if scope.is_illustrative(kind):
        made_up = Markup('<span class="made-up">{}</span>').format(t("exports.made_up"))
    render(
        Markup(
            '<div class="ex-head"><h3>{}</h3><span class="ext">{}</span>{}</div>'
            '<div class="ex-what">{}</div><div class="ex-scope">{}</div>'
        ).format(
            t(f"exports.title.{kind}"),
            t(f"exports.ext.{kind}"),
            made_up,
            t(f"exports.what.{kind}"),
            limits_text(scope, order),
        )
    )


def _ask_about_boundaries(polygons: str, order: Order) -> Order | None:
    """Say what the polygons are, and take approximate ones only from somebody who has read it."""
    if polygons == TILES:
        place = order.province or "all"
        render_refusal(Refusal.NO_BOUNDARIES, f"python -m data boundaries build {place}")
        return None
    if polygons == OFFICIAL:
        return order
    render(Markup('<div class="ex-notice">{}</div>').format(t("exports.boundaries_notice")))
    accepted = st.checkbox(t("exports.boundaries_accept"), key="exports__approximate")
    if not accepted:
        return None
    return replace(order, takes_approximate=True)


def render_refusal(reason: Refusal, command: str = "") -> None:
    """Say why there is no file and what to do about it."""
    shown = Markup("<br><code>{}</code>").format(command) if command else ""
    render(
        Markup('<div class="ex-why" role="alert">{}{}</div>').format(
            t(f"exports.refused.{reason.value}"), shown
        )
    )


def _render_file(kind: OutputKind, made: OutputFile) -> None:
    facts = [size_text(made.size), t("exports.made_at", at=moment(made.made_at))]
    if made.is_illustrative:
        facts.append(t("exports.made_up_inside"))
    render(
        Markup('<div class="ex-file"><b>{}</b><br>{}</div>').format(made.name, " · ".join(facts))
    )
    st.download_button(
        t("exports.download"),
        made.content,
        file_name=made.name,
        mime=made.mime,
        key=f"exports__download_{kind}",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
