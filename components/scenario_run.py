"""Running the planner: started once, watched by a part of the page that runs by itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import streamlit as st

from components import state
from components.scenario_parts import render_verdict
from components.text import number, t
from domain.planner.problem import PlanProblem
from domain.planner.result import PlanResult
from domain.scenario.question import Means, Wanted
from domain.situation import Situation

RUNNING, CONFLICT = "running", "conflict"
EVERY_SECONDS = 0.5


class Job(Protocol):
    """A plan being made in another process."""

    def poll(self) -> Any:
        """Tell how it stands."""

    def cancel(self) -> None:
        """End it."""

    def result(self) -> PlanResult:
        """Return the plan."""

    def weights(self) -> Any:
        """Return what each target costs."""

    def curve(self) -> Any:
        """Return the effort for several numbers of communes."""


class Prepared(Protocol):
    """A problem with what it was made of."""

    problem: PlanProblem
    situation: Situation
    across_sets: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """One question to the planner and its answer, as far as it is known.

    Attributes:
        wanted: What was wanted.
        means: Effort and limits.
        prepared: The problem.
        job: The process at work, ``None`` when it is over.
        result: The answer.
        how: How the process ended: ``done``, ``cancelled``, ``overdue`` or ``failed``.
    """

    wanted: Wanted
    means: Means
    prepared: Prepared
    job: Job | None = None
    result: PlanResult | None = None
    how: str = ""


def _name(province: str) -> str:
    return f"scenarios.run.{province}"


def current(province: str) -> Run | None:
    """Return the run of a province, with its answer when the process has just ended."""
    nothing: Run | None = None
    run = state.recall(_name(province), nothing)
    if run is None or run.job is None:
        return run
    told = run.job.poll()
    if told.state == RUNNING:
        return run
    return state.keep(
        _name(province), replace(run, job=None, result=run.job.result(), how=told.state)
    )


def start(province: str, run: Run) -> None:
    """Keep a run that was just started; one still at work is ended."""
    before = current(province)
    if before is not None and before.job is not None:
        before.job.cancel()
    state.keep(_name(province), run)
    for name in ("weigh", "curve"):
        side = side_job(name, province)
        if side is not None:
            side.cancel()
        state.forget(f"scenarios.{name}.{province}")


def watch(job: Job, key: str, say_phase: Callable[[str], str], shown: Callable[[int], str]) -> None:
    """Draw how far a job is, twice a second, with a way to end it; runs the page when it is over.

    Args:
        job: The job.
        key: Identity of the part.
        say_phase: Says what the planner is at.
        shown: Writes an effort in whole units as it is shown.
    """

    @st.fragment(run_every=EVERY_SECONDS)
    def part() -> None:
        told = job.poll()
        if told.state != RUNNING:
            st.rerun()
        if told.phase and told.phase.name == CONFLICT:
            # The answer itself is known; only which targets are to blame takes longer.
            render_verdict("none", t("scenarios.impossible_told"), t("scenarios.naming"))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/hourglass_top: {_progress(told, say_phase, shown)}")
            if st.button(t("scenarios.cancel"), icon=":material/stop:", key=key):
                job.cancel()
                st.rerun()

    part()


def _progress(told: Any, say_phase: Callable[[str], str], shown: Callable[[int], str]) -> str:
    phase = told.phase
    words = [say_phase(phase.name) if phase else t("scenarios.starting")]
    words.append(t("scenarios.elapsed", seconds=number(int(told.elapsed))))
    if phase and phase.effort is not None:
        words.append(t("scenarios.best", effort=shown(phase.effort)))
    if phase and phase.bound is not None:
        words.append(t("scenarios.bound", bound=shown(phase.bound)))
    return " · ".join(words)


def side_job(name: str, province: str) -> Job | None:
    """Return a further job on the plan found (``weigh`` or ``curve``), if it was started."""
    nothing: Job | None = None
    return state.recall(f"scenarios.{name}.{province}", nothing)


def keep_side_job(name: str, province: str, job: Job) -> None:
    """Keep a further job on the plan found."""
    state.keep(f"scenarios.{name}.{province}", job)
