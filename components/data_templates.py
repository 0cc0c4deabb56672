"""Forms to fill in: what each is for, what can be chosen about it, and how to bring it back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Protocol

import streamlit as st
from markupsafe import Markup

from components import state
from components.data_exports import render_refusal
from components.downloads import made_later
from components.frame import join, render, render_empty
from components.text import t
from domain.catalog import Catalog, Selection
from domain.criteria import CriteriaSet
from domain.outputs import MARK_STYLES, FormOrder, Reach, Refusal
from domain.registers.fields import Kind, about_key, text_key

STEPS = 4
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Forms(Protocol):
    """Makes the forms; ``data.outputs`` is one."""

    template_refusals: Callable[[str], Mapping[Kind | None, Refusal]]
    build_register_form: Callable[[Kind, str], bytes]
    build_marks_form: Callable[[FormOrder], bytes]
    form_name: Callable[..., str]


@dataclass(frozen=True, eq=False)
class Desk:
    """The place forms are for, and what they can be made of."""

    selection: Selection
    catalog: Catalog
    sets: Sequence[CriteriaSet]
    forms: Forms

    @property
    def district_name(self) -> str:
        """Return the name of the district chosen, "" without one."""
        districts = self.catalog.districts.get(self.selection.province, ())
        return next((d.name for d in districts if d.code == self.selection.district), "")


def render_templates(
    selection: Selection, catalog: Catalog, sets: Mapping[str, CriteriaSet], forms: Forms
) -> None:
    """Draw the part "templates"."""
    if selection.is_country:
        render_empty(t("templates.pick_province"))
        return
    _render_steps()
    commune_sets = [one for one in sets.values() if one.level.startswith("commune")]
    desk = Desk(selection, catalog, commune_sets, forms)
    refused = forms.template_refusals(selection.province)
    _render_marks(desk, refused.get(None))
    kinds = list(Kind)
    for first in range(0, len(kinds), 2):
        # The last row may hold one form only.
        pair = kinds[first : first + 2]
        for column, kind in zip(st.columns(2), pair, strict=False):
            with column:
                _render_register(desk, kind, refused.get(kind))


def _render_steps() -> None:
    """Say how a form is filled in and brought back."""
    steps = (t(f"templates.step_{no}") for no in range(1, STEPS + 1))
    items = join(Markup("<li>{}</li>").format(step) for step in steps)
    render(Markup('<ol class="ex-steps">{}</ol>').format(items))
    if st.button(t("templates.bring_back"), key="templates__back", icon=":material/upload_file:"):
        state.choose_local(part="load")


def _render_head(title: str, about: str) -> None:
    render(
        Markup(
            '<div class="ex-head"><h3>{}</h3><span class="ext">Excel .xlsx</span></div>'
            '<div class="ex-what">{}</div>'
        ).format(title, about)
    )


def _render_register(desk: Desk, kind: Kind, refused: Refusal | None) -> None:
    province = desk.selection.province
    with st.container(border=True, height="stretch", key=f"templates_card_{kind}"):
        _render_head(t(text_key(kind)), t(about_key(kind)))
        render(Markup('<div class="ex-scope">{}</div>').format(t(f"templates.holds.{kind}")))
        if refused:
            render_refusal(refused)
            return
        _download(
            desk.forms.form_name(kind, province, None),
            partial(desk.forms.build_register_form, kind, province),
            kind.value,
        )


def _download(name: str, build: Callable[[], bytes], key: str) -> None:
    """Offer a form; it is made when the button is pressed."""
    st.download_button(
        t("templates.download"),
        made_later(build),
        file_name=name,
        mime=XLSX if name.endswith(".xlsx") else "application/zip",
        key=f"templates__download_{key}",
        icon=":material/download:",
        on_click="ignore",
    )


@st.fragment
def _render_marks(desk: Desk, refused: Refusal | None) -> None:
    """Draw the card of the form of marks with its choices; only it runs again when one changes."""
    with st.container(border=True, key="templates_card_marks"):
        _render_head(t("templates.marks"), t("templates.marks_about"))
        if refused:
            render_refusal(refused)
            return
        reach = _choose_reach(desk)
        left, middle, right = st.columns([9, 8, 5])
        with left:
            set_id = _choose_set(desk)
        with middle:
            style = _choose_style()
        with right:
            as_of, is_readable = _ask_day()
        if not is_readable:
            st.warning(t("exports.form.bad_day"))
            return
        chosen = desk.selection
        order = FormOrder(chosen.province, set_id, reach, chosen.district, style, as_of)
        one = reach is Reach.PLACE
        name = desk.forms.form_name(
            None, chosen.province, chosen.district if one else None, "xlsx" if one else "zip"
        )
        _download(name, partial(desk.forms.build_marks_form, order), "marks")


def _choose_reach(desk: Desk) -> Reach:
    place = desk.district_name or t("filter.all_districts")
    chosen = st.segmented_control(
        t("templates.reach"),
        list(Reach),
        default=Reach.PLACE,
        format_func=lambda reach: t(f"templates.reach_{reach}", place=place),
        key="templates__reach",
        required=True,
    )
    return chosen or Reach.PLACE


def _choose_set(desk: Desk) -> str:
    ids = [one.set_id for one in desk.sets]
    language = state.language()
    names = {
        one.set_id: f"{one.name_en if language == 'en' else one.name_vi} ({one.short_decision})"
        for one in desk.sets
    }
    own = next(
        (
            period.set_id
            for period in desk.catalog.periods.get(desk.selection.province, ())
            if period.as_of == desk.selection.as_of
        ),
        ids[0],
    )
    return st.selectbox(
        t("templates.set"),
        ids,
        index=ids.index(own),
        format_func=lambda set_id: names[set_id],
        # A key of its own for every period's set, whose choice comes first.
        key=f"templates__set_{own}",
        filter_mode=None,
    )


def _choose_style() -> str:
    return st.selectbox(
        t("templates.style"),
        MARK_STYLES,
        format_func=lambda style: t(f"templates.style_{style}"),
        key="templates__style",
        filter_mode=None,
    )


def _ask_day() -> tuple[date | None, bool]:
    typed = st.text_input(
        t("templates.as_of"),
        placeholder=t("templates.as_of_hint"),
        max_chars=10,
        key="templates__as_of",
    ).strip()
    if not typed:
        return None, True
    try:
        return datetime.strptime(typed, "%d/%m/%Y").date(), True
    except ValueError:
        return None, False
