"""The part "Dự báo": where the pace so far leads, with its interval, and what is needed."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import streamlit as st
from markupsafe import Markup

from components.bars import Cell, render_list
from components.frame import render
from components.lazy import render_when_near
from components.names import Names
from components.scenario_editor import read_day, read_figure
from components.scenario_path import OWN_FORECAST, Past, draw_path, is_stand_in
from components.target_words import goal_text, placed_name
from components.text import MISSING, day, number, percent, t
from domain.forecast import Forecast, NotEnough, pace_between
from domain.plans import Plan
from domain.scenario.outlook import Outlook
from domain.situation import Situation
from domain.targets import Target


def choose_own(situation: Situation, plan: Plan, targets: Sequence[Target]) -> list[Target]:
    """Draw the reader's own day and goal, and return them as a target; none when not needed.

    Without a target of the plan on recognised communes ahead, the end of the next year stands in,
    so that there is a forecast to read.

    Args:
        situation: The last snapshot.
        plan: The plan looked at.
        targets: Its targets.
    """
    left, right, _ = st.columns([1, 1, 2])
    with left:
        due_text = st.text_input(
            t("scenarios.ahead.own_due"),
            placeholder=t("scenarios.ahead.own_due_hint"),
            key="scenarios__ahead_due",
        )
    with right:
        goal_text_ = st.text_input(
            t("scenarios.ahead.own_goal"),
            placeholder=t("scenarios.own.none"),
            key="scenarios__ahead_goal",
        )
    due, goal = read_day(due_text), read_figure(goal_text_)
    is_late = due is not None and situation.as_of < due
    if (due_text.strip() and not is_late) or (goal_text_.strip() and goal is None):
        st.error(
            t("scenarios.ahead.own_unread", date=day(situation.as_of)), icon=":material/error:"
        )
        return []
    is_covered = any(
        x.metric == "communes_ntm" and x.due and x.due > situation.as_of for x in targets
    )
    if due is None and goal is None and is_covered:
        return []
    target = Target(
        target_id=OWN_FORECAST,
        plan_id=plan.plan_id,
        scope_level="province",
        scope_name="",
        metric="communes_ntm",
        comparator=">=",
        value=goal or Decimal(len(situation.marks)),
        unit="communes",
        due=due or date((situation.as_of + timedelta(days=366)).year, 12, 31),
    )
    return [target]


def render_forecasts(outlooks: Sequence[Outlook], past: Past, as_of: date, names: Names) -> None:
    """List the targets ahead with what the pace so far leads to, or why nothing can be said."""
    if not outlooks:
        st.caption(t("scenarios.ahead.none", date=day(as_of)))
        return
    told = [o for o in outlooks if isinstance(o.found, Forecast)]
    first = next((o for o in told if o.target.metric == "communes_ntm"), None)
    if first is not None and isinstance(first.found, Forecast):
        render(_lead(first, first.found))
        if first.tallies:
            st.caption(t("scenarios.ahead.from_published"))
        render_when_near("scenario_path", 430, partial(draw_path, first, past))
    if told:
        heads = [
            t(f"scenarios.ahead.{name}")
            for name in ("target", "now", "goal", "expected", "interval", "chance", "pace", "when")
        ]
        rows = [_row(o, o.found, names) for o in told if isinstance(o.found, Forecast)]
        tips = {5: t("tip.status.chance"), 7: t("tip.status.ahead")}
        render_list(heads, rows, frozenset({1, 2, 3, 4, 5}), stacks=True, tips=tips)
        st.caption(t("scenarios.ahead.method"))
    _render_silent([o for o in outlooks if isinstance(o.found, NotEnough)], names)


def _render_silent(silent: Sequence[Outlook], names: Names) -> None:
    """Say of which targets nothing can be said, one list a reason."""
    by_reason: dict[str, list[list[Cell]]] = {}
    for outlook in silent:
        if isinstance(outlook.found, NotEnough):
            by_reason.setdefault(_why(outlook.found), []).append([_what(outlook, names)])
    for reason, lines in by_reason.items():
        st.markdown(f"**{t('scenarios.ahead.silent', count=number(len(lines)))}** {reason}")
        with st.expander(t("scenarios.ahead.which")):
            render_list([t("scenarios.ahead.target")], lines)


def _what(outlook: Outlook, names: Names) -> str:
    if is_stand_in(outlook):
        return t("scenarios.ahead.stand_in", due=day(outlook.target.due))
    return f"{placed_name(outlook.target, names)}, {goal_text(outlook.target)}"


def _figure(outlook: Outlook, value: float | None) -> str:
    """Write a count with its denominator, or an average of the criteria counted."""
    if value is None:
        return MISSING
    if outlook.is_average:
        return number(value / outlook.whole, 2)
    return number(value, 0)


def _lead(outlook: Outlook, found: Forecast) -> Markup:
    return Markup('<p class="ntm-lead">{} <b>{}</b> {}</p>').format(
        t("scenarios.ahead.lead", due=day(found.due)),
        t(
            "scenarios.ahead.lead_count",
            expected=number(found.expected, 0),
            whole=number(outlook.whole),
        ),
        t(
            f"scenarios.ahead.{'lead_open' if is_stand_in(outlook) else 'lead_range'}",
            low=number(found.low),
            high=number(found.high),
            level=percent(100 * found.level, 0),
            goal=number(found.goal),
        ),
    )


def _row(outlook: Outlook, found: Forecast, names: Names) -> list[Cell]:
    if is_stand_in(outlook):
        interval = f"{_figure(outlook, found.low)}–{_figure(outlook, found.high)}"
        told = [_figure(outlook, found.now), MISSING, _figure(outlook, found.expected), interval]
        return [_what(outlook, names), *told, MISSING, _paces(found, "paces_open"), MISSING]
    chance = MISSING if found.chance is None else percent(100 * found.chance, 0)
    reached = day(found.reached_on) if found.reached_on else t("scenarios.ahead.never")
    return [
        _what(outlook, names),
        _figure(outlook, found.now),
        _figure(outlook, found.goal),
        _figure(outlook, found.expected),
        f"{_figure(outlook, found.low)}–{_figure(outlook, found.high)}",
        chance,
        _paces(found, "paces"),
        t("scenarios.ahead.there") if found.now >= (found.goal or 0) else reached,
    ]


def _paces(found: Forecast, kind: str) -> str:
    """Say the pace so far, the one expected until the due date, and the one needed."""
    ahead = pace_between(found.as_of, found.now, found.due, found.expected)
    return t(
        f"scenarios.ahead.{kind}",
        pace=number(found.pace, 1),
        ahead=number(ahead, 1),
        needed=number(found.pace_needed, 1),
    )


def _why(found: NotEnough) -> str:
    return t(
        f"scenarios.ahead.not_enough.{found.why}",
        periods=number(found.periods),
        days=number(found.days),
    )
