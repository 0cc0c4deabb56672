"""The tasks of a plan on a day: sentence, tiles, board by state, table."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import link, render_list
from components.cards import Tile, render_tiles
from components.duties_parts import (
    PAGE,
    TONES,
    Sheet,
    quarter_text,
    state_pill,
)
from components.frame import join, render
from components.text import MISSING, day, number, t
from domain.duties.status import (
    OccurrenceStanding,
    State,
    TaskStanding,
    count_states,
    rank_agencies,
)
from domain.duties.tasks import quarter_of

VIEWS = ("board", "table")
MANY = 12
"""More cards than this get the room of two columns."""


def render_lead(sheet: Sheet) -> None:
    """Say in one sentence what is due this quarter, what is overdue and who is furthest behind."""
    if sheet.every and not any(s.is_dated for s in sheet.every):
        _render_undated_lead(sheet)
        return
    quarter = quarter_of(sheet.on)
    due = sum(bool(s.due_in(quarter)) for s in sheet.shown)
    late = [s for s in sheet.shown if s.overdue]
    worst = _who_is_late(sheet) if late else ""
    render(
        Markup('<p class="ntm-lead">{} <b>{}</b>; <b>{}</b>. {}</p>').format(
            t("duties.lead_day", date=day(sheet.on), quarter=quarter_text(quarter)),
            t("duties.lead_due", count=number(due)),
            t("duties.lead_overdue", count=number(len(late))),
            worst,
        )
    )
    if late and not any(_is_told(s) for s in sheet.every):
        st.caption(t("duties.nobody_told"))


def _is_told(standing: TaskStanding) -> bool:
    """Tell whether anybody but the plan itself has said how a task stands."""
    return any(o.report and not o.report.is_from_plan for o in standing.occurrences)


def _render_undated_lead(sheet: Sheet) -> None:
    """Say how far the tasks of a plan are that prints no day, so that nobody can be late."""
    counts = count_states(sheet.shown)
    render(
        Markup('<p class="ntm-lead">{} <b>{}</b>. {}</p>').format(
            t("duties.lead_as_of", date=day(sheet.on)),
            t(
                "duties.lead_done",
                done=number(counts[State.DONE]),
                doing=number(counts[State.IN_PROGRESS]),
                whole=number(len(sheet.shown)),
            ),
            t("duties.lead_undated"),
        )
    )


def _who_is_late(sheet: Sheet) -> str:
    """Name the agency with most overdue tasks; where several have as many, how many are late."""
    behind = [a for a in rank_agencies(sheet.shown, sheet.on) if a.overdue]
    if len(behind) > 1 and behind[0].overdue == behind[1].overdue:
        return t("duties.lead_agencies", count=number(len(behind)))
    return t("duties.lead_worst", agency=behind[0].agency, count=number(behind[0].overdue))


def render_counts(sheet: Sheet) -> None:
    """Draw a tile for each state, and one for the quarter."""
    counts, whole = count_states(sheet.shown), number(len(sheet.shown))
    quarter = quarter_of(sheet.on)
    due = [o for s in sheet.shown for o in s.due_in(quarter)]
    open_ = sum(o.state is not State.DONE for o in due)
    periods = sum(len(s.overdue) for s in sheet.shown)
    tiles = [
        Tile(
            t("duties.tile_due", quarter=quarter_text(quarter)),
            number(sum(bool(s.due_in(quarter)) for s in sheet.shown)),
            help=t("tip.tile.tasks_due"),
            goal=t("duties.tile_open", count=number(open_)) if due else "",
        )
    ]
    tiles += [
        Tile(
            t(f"duties.state.{of.value}"),
            f"{number(counts[of])}/{whole}",
            goal=t("duties.tile_periods", count=number(periods))
            if of is State.OVERDUE and periods
            else "",
            help=t(f"tip.task.{of.value}"),
        )
        for of in State
    ]
    render_tiles(tiles)


def render_tasks(sheet: Sheet) -> None:
    """Draw the tasks shown as a board by state or as a table."""
    if not sheet.shown:
        st.info(t("duties.nothing_passes"), icon=":material/filter_alt_off:")
        return
    view = st.segmented_control(
        t("duties.view"),
        VIEWS,
        key=state.local(PAGE, "view", VIEWS, VIEWS[0]),
        format_func=lambda name: t(f"duties.view_{name}"),
        label_visibility="collapsed",
        required=True,
    )
    if view == "table":
        render_table(sheet.shown)
    else:
        lanes = join(_lane(of, [s for s in sheet.shown if s.state is of]) for of in State)
        render(Markup('<div class="ntm-board">{}</div>').format(lanes))
    st.caption(t("duties.rules"))


def _lane(of: State, standings: Sequence[TaskStanding]) -> Markup:
    ordered = sorted(standings, key=lambda s: (s.next_due is None, s.next_due))
    body = Markup('<div class="cards" tabindex="0">{}</div>').format(join(map(_card, ordered)))
    if not standings:
        body = Markup('<div class="none">{}</div>').format(MISSING)
    size = "full many" if len(standings) > MANY else "full" if standings else ""
    return Markup(
        '<div class="ntm-lane {} {}"><h4 class="ntm-tip tip-task-{}" tabindex="0">{}'
        "<b>{}</b></h4>{}</div>"
    ).format(
        *(TONES[of], size, of.value, t(f"duties.state.{of.value}")), number(len(standings)), body
    )


def _card(standing: TaskStanding) -> Markup:
    task = standing.task
    return Markup(
        '<div class="ntm-job"><div class="no"><span>{}</span><span>{}</span></div>{}'
        '<div class="by">{}</div></div>'
    ).format(
        task.number,
        when_text(standing),
        link(task.title, _address(standing)),
        "; ".join(task.leads),
    )


def _address(standing: TaskStanding) -> str:
    return f"{state.link('nhiem-vu')}&task={standing.task.task_id}"


def when_text(standing: TaskStanding) -> Markup:
    """Return the day that matters of a task: how late, or until when."""
    if standing.overdue:
        count = len(standing.overdue)
        key = "duties.late_days" if count == 1 else "duties.late_periods"
        text = t(key, days=number(standing.overdue[0].days_late), count=number(count))
        return Markup('<span class="late">{}</span>').format(text)
    due = standing.current.occurrence.due
    return Markup("{}").format(t("duties.until", date=day(due)) if due else t("duties.no_day"))


def render_table(standings: Sequence[TaskStanding]) -> None:
    """Draw tasks with everything the plan says of them and what was reported."""
    names = ("number", "task", "lead", "timing", "state", "report")
    rows = [
        [
            s.task.number,
            _two_lines(link(s.task.title, _address(s)), s.task.output),
            _two_lines("; ".join(s.task.leads), _helpers(s)),
            _two_lines(s.task.timing, t(f"duties.recurrence.{s.task.recurrence or 'none'}")),
            Markup('{}<span class="sub">{}</span>').format(state_pill(s.state), when_text(s)),
            report_text(s.current),
        ]
        for s in standings
    ]
    render_list(
        [t(f"duties.column.{name}") for name in names],
        rows,
        stacks=True,
        tips={4: t("tip.status.task")},
    )


def _two_lines(first: str | Markup, second: str) -> Markup:
    sub = Markup('<span class="sub">{}</span>').format(second) if second else ""
    return Markup('<div class="wide">{}{}</div>').format(first, sub)


def _helpers(standing: TaskStanding) -> str:
    helpers = standing.task.helpers
    return t("duties.with", names="; ".join(helpers)) if helpers else ""


def report_text(standing: OccurrenceStanding) -> str:
    """Write what a state rests on: the plan's own mark, or who reported it and when."""
    report = standing.report
    if report is None:
        return MISSING
    if report.is_from_plan:
        return t("duties.from_plan", date=day(report.as_of))
    said = t(
        "duties.reported",
        status=t(f"duties.state.{report.status.value}"),
        date=day(report.as_of),
        actor=report.actor,
        entered=day(report.entered_on),
    )
    return f"{said} {report.note}".strip()
