"""Kịch bản: what must still happen — assumed changes, the planner, comparison, forecast."""

from functools import partial

import streamlit as st

from components import (
    frame,
    scenario_compare,
    scenario_draft,
    scenario_editor,
    scenario_figures,
    scenario_files,
    scenario_forecast,
    scenario_parts,
    scenario_planner,
    scenario_save,
    state,
)
from components.charts import render_history
from components.names import build_names
from components.saved_deeds import Deeds
from components.scenario_tools import render_tools
from components.text import t
from data import cached, cached_scenarios, drafts, scenario_actions
from domain.criteria_board import leads_of
from domain.scenario.outcome import work_out

selection, catalog = state.current(), cached.get_catalog()
view, language = cached.get_view(selection), state.language()
scenario_parts.render_style()
names = build_names(catalog, selection.province, view and view.scope.criteria_set, language)
place = names.district(selection.province)
if selection.is_country:
    frame.render_header(t("page.scenarios"), [t("filter.country")])
    frame.render_empty(t("scenarios.pick_province"))
elif view is None or not len(view.situation.marks):
    frame.render_header(t("page.scenarios"), [place])
    frame.render_no_data(catalog, selection)
else:
    plan, situation = view.plan, view.situation
    geometry = cached.get_geometry(selection.province)
    ground = scenario_parts.Ground(catalog, selection, names, geometry, plan, leads_of(view))
    judge = partial(cached_scenarios.get_board, plan)
    plan_name = frame.plan_name(plan) if plan else ""
    frame.render_header(t("page.scenarios"), frame.situation_chips(situation, place, plan_name))
    changes = (scenario_actions.duplicate, scenario_actions.rename, scenario_actions.archive)
    files = scenario_files.Files(scenario_actions.export_workbook, scenario_actions.export_brief)
    scenario_draft.keep_safe(selection.province, drafts, cached_scenarios.get_versions)
    saved = cached_scenarios.get_scenarios()
    opened = scenario_parts.choose_opened(saved, selection.province)
    section = "" if opened else scenario_parts.choose_section()
    frame.render_banners(situation)
    if opened and opened.base.province_code != selection.province:
        scenario_save.render_elsewhere(opened, names.district(opened.base.province_code))
    elif opened:
        opened = scenario_save.choose_version(cached_scenarios.get_versions(opened.scenario_id))
        base = cached_scenarios.get_start(opened.base)
        outcome = work_out(base, opened.content, cached_scenarios.get_judge(opened.base))
        ground = scenario_parts.on_set(ground, base.criteria_set)
        scenario_save.render_opened(opened, base.is_illustrative)
        scenario_figures.render_turns(outcome, scenario_parts.place_of(base, names))
        scenario_save.render_fulfilment(cached_scenarios.get_fulfilment(opened), opened, ground)
        scenario_save.render_opened_doors(opened)
        scenario_files.render_files([opened], files)
        scenario_figures.render_outcome(outcome, ground, "opened")
    elif section == "edit":
        draft = scenario_draft.current(cached_scenarios.get_base(situation, plan))
        base = cached_scenarios.get_start(draft.base)
        outcome = work_out(base, draft.content, cached_scenarios.get_judge(draft.base))
        ground = scenario_parts.on_set(ground, base.criteria_set)
        own_plan = cached_scenarios.get_plan(selection.province, draft.base.plan_id)
        targets = cached_scenarios.get_parts(own_plan).targets if own_plan else ()
        tasks = cached_scenarios.get_tasks(own_plan.plan_id) if own_plan else []
        scenario_parts.render_what_if(t("scenarios.what_if"))
        scenario_editor.render_base_note(draft, situation.as_of)
        scenario_figures.render_turns(outcome, scenario_parts.place_of(base, names))
        render_tools(draft, base, own_plan, targets, tasks, ground, scenario_actions.save)
        scenario_editor.render_matrix(draft, outcome, ground)
        if not draft.content.is_empty:
            scenario_figures.render_outcome(outcome, ground, "draft")
    elif section == "plan":
        standings = cached_scenarios.get_board(plan, situation, scenario_parts.NOTHING)
        doors = scenario_planner.Doors(
            prepare=partial(scenario_actions.prepare_plan, selection.province, situation.as_of),
            start=scenario_actions.start_plan,
            start_weighing=scenario_actions.start_weighing,
            start_curve=scenario_actions.start_curve,
            read_costs=scenario_actions.read_cost_upload,
            say_phase=partial(scenario_actions.say_phase, language=language),
            say_conflict=partial(scenario_actions.conflict_sentences, language=language),
            say_skipped=partial(scenario_actions.skipped_sentences, language=language),
        )
        possible = cached_scenarios.get_plannable(plan, situation)
        scenario_planner.render_question(situation, standings, possible, ground, doors)
        targets = [standing.target for standing in standings]
        start = cached_scenarios.get_base(situation, plan)
        scenario_planner.render_answer(start, judge, targets, ground, doors)
    elif section == "compare":
        own = [item for item in saved if item.base.province_code == selection.province]
        chosen = scenario_compare.render_list_of(own, Deeds(*changes))
        if chosen:
            starts = [cached_scenarios.get_start(item.base) for item in chosen]
            judges = [cached_scenarios.get_judge(item.base) for item in chosen]
            contents = [item.content for item in chosen]
            outcomes = [work_out(*each) for each in zip(starts, contents, judges, strict=True)]
            found = [cached_scenarios.get_fulfilment(item) for item in chosen]
            scenario_files.render_files(chosen, files)
            pairs = list(zip(chosen, outcomes, strict=True))
            scenario_compare.render_comparison(pairs, found, ground)
    elif section == "forecast":
        st.subheader(t("scenarios.ahead.title"))
        targets = cached_scenarios.get_parts(plan).targets if plan else ()
        own_goal = scenario_forecast.choose_own(situation, plan, targets) if plan else []
        outlooks = cached_scenarios.get_outlooks(plan, situation, own_goal)
        past = scenario_forecast.Past(cached.get_history(selection.province), cached.get_sets())
        scenario_forecast.render_forecasts(outlooks, past, situation.as_of, names)
        st.subheader(t("scenarios.ahead.history"))
        render_history(past.figures, past.sets, situation.as_of)
    frame.render_footer(frame.source_lines(view), illustrative=situation.is_illustrative)
