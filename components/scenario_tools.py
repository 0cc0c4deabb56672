"""The tools above the matrix: steps back, whole districts, the plan's list, targets, saving."""

from collections.abc import Sequence

import streamlit as st

from components import scenario_bulk, scenario_editor
from components.scenario_draft import Draft
from components.scenario_parts import Ground
from components.scenario_save import SaveAs, render_save
from components.text import t
from domain.named import CommuneTask
from domain.plans import Plan
from domain.situation import Situation
from domain.targets import Target


def render_tools(
    draft: Draft,
    base: Situation,
    plan: Plan | None,
    targets: Sequence[Target],
    tasks: Sequence[CommuneTask],
    ground: Ground,
    save: SaveAs,
) -> None:
    """Draw the tools.

    Args:
        draft: The scenario being made.
        base: The snapshot it starts from.
        plan: Its plan.
        targets: Targets of that plan.
        tasks: What the plan asks of communes by name.
        ground: Names, map, choice.
        save: Saves the draft.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        scenario_editor.render_steps(draft)
        with st.popover(t("scenarios.bulk"), icon=":material/select_all:"):
            scenario_bulk.render_bulk(draft, base, ground)
        with st.popover(t("scenarios.list"), icon=":material/playlist_add_check:"):
            scenario_editor.render_plan_list(draft, base, tasks, plan.set_id if plan else "")
        with st.popover(t("scenarios.change_target"), icon=":material/flag:"):
            scenario_editor.render_targets(draft, targets, ground)
        with st.popover(t("scenarios.save"), icon=":material/save:", type="primary"):
            render_save(draft, save)
    scenario_editor.render_waiting(draft, base, ground)
