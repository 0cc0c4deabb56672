"""Many communes at once: a list of them, a district or the province, for some criteria."""

import streamlit as st

from components import scenario_draft
from components.scenario_draft import Draft
from components.scenario_parts import Ground
from components.text import t
from domain.scenario.edit import block, set_cells
from domain.situation import Situation

EFFECTS = {"met": True, "lost": False, "back": None}


def render_bulk(draft: Draft, base: Situation, ground: Ground) -> None:
    """Draw the form that changes a list of communes, or whole districts, for some criteria."""
    districts = sorted(set(base.district_by_commune.values()))
    with st.form("scenarios__bulk", border=False):
        district = st.selectbox(
            t("scenarios.bulk_where"),
            ["", *districts],
            format_func=lambda c: ground.names.district(c) if c else t("scenarios.bulk_all"),
            filter_mode=None,
        )
        communes = st.multiselect(
            t("scenarios.bulk_communes"),
            sorted(base.marks.index, key=ground.names.place),
            format_func=ground.names.place,
            placeholder=t("scenarios.bulk_every"),
            select_all=False,
        )
        numbers = st.pills(
            t("scenarios.bulk_criteria"), list(base.criteria_set.numbers), selection_mode="multi"
        )
        effect = st.segmented_control(
            t("scenarios.bulk_effect"),
            list(EFFECTS),
            default="met",
            format_func=lambda name: t(f"scenarios.effect.{name}"),
            required=True,
        )
        is_sent = st.form_submit_button(t("scenarios.bulk_apply"), icon=":material/done_all:")
    if is_sent:
        cells = block(base, district, numbers or [], communes)
        scenario_draft.assume(
            draft, set_cells(draft.content, base, cells, EFFECTS[effect or "met"])
        )
