"""The part "Tìm phương án": ask, watch, and show the answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from components import scenario_curve, scenario_draft, scenario_result, scenario_run, state
from components.scenario_bands import Bands, render_soft_bands, soften, with_bands
from components.scenario_effort import (
    ReadCosts,
    choose_effort,
    frozen_names,
    given_efforts,
    render_effort,
    render_limits,
)
from components.scenario_own import own_name, render_own_targets
from components.scenario_parts import Ground, heading, reasons_of, render_what_if
from components.scenario_reached import render_reached
from components.scenario_run import Run
from components.scenario_wish import default_target, render_plan_targets
from components.target_words import goal_text, placed_name
from components.text import number, plain, t
from domain.board import TargetStanding
from domain.planner.curve import CurvePoint, is_reach, reach_curve
from domain.planner.problem import Kind
from domain.planner.result import FEASIBLE, OPTIMAL, PlanResult
from domain.scenario.edit import take_upgrades
from domain.scenario.model import Base
from domain.scenario.outcome import Judge, work_out
from domain.scenario.question import Means, Wanted
from domain.situation import Situation
from domain.targets import Target

BAND_METRIC = "communes_in_band"
WEIGH, CURVE = "weigh", "curve"
WEIGH_SECONDS, CURVE_SECONDS = 60, 30


@dataclass(frozen=True)
class Doors:
    """What the page lends the planner's part.

    Attributes:
        prepare: Makes a problem of what is wanted and the means.
        start: Starts the solver for a problem, with a time limit in seconds.
        start_weighing: Starts weighing the targets of a problem, given the plan's effort.
        start_curve: Starts computing the effort for several numbers of communes.
        read_costs: Reads an uploaded table of costs.
        say_phase: Says what the solver is at.
        say_conflict: Says, for a result, which targets cannot hold together.
        say_skipped: Says, for a problem, which targets were left out and why.
    """

    prepare: Callable[[Wanted, Means], Any]
    start: Callable[[Any, float], Any]
    start_weighing: Callable[[Any, int, float], Any]
    start_curve: Callable[[Any, Sequence[int], float], Any]
    read_costs: ReadCosts
    say_phase: Callable[[str], str]
    say_conflict: Callable[[PlanResult, Callable[[str], str], Mapping[str, str]], Sequence[str]]
    say_skipped: Callable[[Any, Callable[[str], str]], Sequence[str]]


def render_question(
    base: Situation,
    standings: Sequence[TargetStanding],
    possible: frozenset[str],
    ground: Ground,
    doors: Doors,
) -> None:
    """Draw the question, and start the solver when it is asked.

    Args:
        base: The situation the plan starts from.
        standings: Targets of the plan.
        possible: Ids of those a plan of marks can answer.
        ground: Names, plan, map.
        doors: What starts the solver.
    """
    with st.container(border=True):
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.subheader(t("scenarios.wish"))
            offered = [s for s in standings if s.target.target_id in possible]
            targets = [standing.target for standing in offered]
            first = default_target(standings, possible)
            with st.container(key="scenarios_ticks"):
                ticked = render_plan_targets(offered, first, ground.names)
            own = render_own_targets(base, ground.names)
        with right:
            st.subheader(t("scenarios.effort"))
            kind = choose_effort()
            given = given_efforts(kind, base, doors.read_costs)
            has_bands = any(x.metric == BAND_METRIC for x in targets if x.target_id in ticked)
            has_bands = has_bands or any(x.kind == Kind.BAND.value for x in own)
            bands = render_soft_bands() if has_bands else Bands()
        means = with_bands(render_effort(kind, given, base, ground.names), bands)
        with st.expander(t("scenarios.limits")):
            means = render_limits(means, base, ground.names)
        wanted = Wanted(ticked, own)
        is_off = wanted.is_empty or not means.is_complete
        if st.button(
            t("scenarios.find"), type="primary", icon=":material/search:", disabled=is_off
        ):
            _start(base.province_code, wanted, means, doors)


def _start(province: str, wanted: Wanted, means: Means, doors: Doors) -> None:
    try:
        prepared = doors.prepare(wanted, means)
    except ValueError as error:
        st.error(plain("; ".join(reasons_of(error))), icon=":material/error:")
        return
    job = doors.start(prepared, float(means.seconds))
    scenario_run.start(province, Run(wanted, means, prepared, job))
    st.rerun()


def placed_namer(targets: Sequence[Target], wanted: Wanted, ground: Ground) -> Callable[[str], str]:
    """Return what gives the name of a target of the plan, or of an own one, by its id."""
    texts = {x.target_id: f"{placed_name(x, ground.names)}, {goal_text(x)}" for x in targets}
    texts |= {own.target_id: own_name(own, ground.names) for own in wanted.own}
    return lambda target_id: texts.get(target_id, target_id)


def render_answer(
    base: Base, judge: Judge, targets: Sequence[Target], ground: Ground, doors: Doors
) -> None:
    """Draw how far the solver is, or what it found."""
    run = scenario_run.current(base.province_code)
    if run is None:
        st.caption(t("scenarios.not_asked"))
        return
    if run.job is not None:
        scale = run.prepared.problem.effort_scale
        scenario_run.watch(
            run.job, "scenarios__cancel", doors.say_phase, lambda effort: number(effort / scale)
        )
        return
    if run.result is None:
        return
    name_of = placed_namer(targets, run.wanted, ground)
    if run.result.status in (OPTIMAL, FEASIBLE):
        render_what_if(t("scenarios.plan_note"))
    frozen = frozen_names(run.means, ground.names)
    conflicts = doors.say_conflict(run.result, name_of, frozen) if run.result.conflict else ()
    scenario_result.render_status(run, run.result, conflicts)
    _render_skipped(run, name_of, doors)
    if run.prepared.across_sets:
        st.caption(t("scenarios.across_sets", count=number(len(run.prepared.across_sets))))
    if run.prepared.situation.as_of != ground.selection.as_of:
        st.caption(t("scenarios.other_period"))
    _offer_soft_bands(run, doors)
    if run.result.status in (OPTIMAL, FEASIBLE):
        _render_found(run, run.result, base, judge, ground, name_of)
        _render_curve(run, run.result, ground, doors)
        _render_weighing(run, run.result, name_of, doors)


def _offer_soft_bands(run: Run, doors: Doors) -> None:
    """Offer to solve again with bands that may be missed, where a band is part of the conflict."""
    conflict = run.result.conflict if run.result else None
    if conflict is None or all(item.kind != Kind.BAND.value for item in conflict.evidence):
        return
    if st.button(t("scenarios.soften"), icon=":material/tune:", key="scenarios__soften"):
        soften()
        means = replace(run.means, soft_bands=True, deviation_price=None)
        _start(run.prepared.situation.province_code, run.wanted, means, doors)


def _render_skipped(run: Run, name_of: Callable[[str], str], doors: Doors) -> None:
    lines = doors.say_skipped(run.prepared, name_of)
    if lines:
        with st.expander(t("scenarios.skipped", count=number(len(lines)))):
            for line in lines:
                st.text(line)


def _render_found(
    run: Run,
    result: PlanResult,
    base: Base,
    judge: Judge,
    ground: Ground,
    name_of: Callable[[str], str],
) -> None:
    situation = run.prepared.situation
    content = take_upgrades(situation, result.upgrades)
    if st.button(t("scenarios.use_plan"), icon=":material/edit_note:", key="scenarios__use"):
        scenario_draft.begin(base, content)
        state.choose_local(part="edit")
    heading(t("scenarios.reached.title"))
    render_reached(result, run.prepared.problem, name_of)
    if result.upgrades:
        heading(t("scenarios.plan.title"))
        scenario_result.render_plan(result, work_out(situation, content, judge), ground)


def _render_curve(run: Run, result: PlanResult, ground: Ground, doors: Doors) -> None:
    """Draw the effort against communes at the line: alone at once, with all targets when ready."""
    heading(t("scenarios.curve.title"))
    problem = run.prepared.problem
    steps = reach_curve(problem)
    whole = [r.at_least for r in problem.requirements if is_reach(problem, r)]
    goal = max((count for count in whole if count is not None), default=None)
    points: Sequence[CurvePoint] = ()
    if len(whole) < len(problem.requirements) and len(steps) > 1:
        province = run.prepared.situation.province_code
        job = scenario_run.side_job(CURVE, province)
        if job is None:
            counts = [step.reached for step in steps]
            job = doors.start_curve(run.prepared, counts, CURVE_SECONDS)
            scenario_run.keep_side_job(CURVE, province, job)
        if job.poll().state == scenario_run.RUNNING:
            st.caption(t("scenarios.curve.running"))
            scale = result.effort_scale
            scenario_run.watch(
                job, "scenarios__cancel_curve", doors.say_phase, lambda x: number(x / scale)
            )
        else:
            points = job.curve()
    scenario_curve.render_curve(steps, points, result, goal, ground)


def _render_weighing(
    run: Run, result: PlanResult, name_of: Callable[[str], str], doors: Doors
) -> None:
    province = run.prepared.situation.province_code
    if len({r.target_id for r in result.reached}) < 2 or result.effort is None:
        return
    heading(t("scenarios.weight.title"))
    job = scenario_run.side_job(WEIGH, province)
    if job is None:
        st.caption(t("scenarios.weight.text"))
        if st.button(t("scenarios.weight.run"), icon=":material/balance:"):
            made = doors.start_weighing(run.prepared, result.effort, WEIGH_SECONDS)
            scenario_run.keep_side_job(WEIGH, province, made)
            st.rerun()
    elif job.poll().state == scenario_run.RUNNING:
        scale = result.effort_scale
        scenario_run.watch(
            job, "scenarios__cancel_weigh", doors.say_phase, lambda x: number(x / scale)
        )
    else:
        scenario_curve.render_weights(job.weights(), result, name_of)
