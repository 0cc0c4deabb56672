"""One task opened: what the plan says, how each period stands, who said so; and the form."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st
from markupsafe import Markup

from components import entry, state
from components.bars import Cell, render_list
from components.duties_parts import PAGE, Sheet, state_pill
from components.duties_tasks import report_text
from components.entry import EntryDoor
from components.frame import render
from components.text import MISSING, day, t
from domain.duties.status import OccurrenceStanding, StatusReport, TaskStanding
from domain.duties.tasks import Occurrence
from domain.registers.fields import TaskStatus

NONE = "none"
FIRST_DAY = date(2009, 1, 1)


def choose_task(sheet: Sheet) -> TaskStanding | None:
    """Draw the choice of one task among all of the plan; it is part of the link."""
    by_id = {s.task.task_id: s for s in sheet.every}
    ids = [NONE, *by_id]
    chosen = st.selectbox(
        t("task.open"),
        ids,
        key=state.local(PAGE, "task", ids, NONE),
        format_func=lambda task_id: (
            t("task.none")
            if task_id == NONE
            else f"{by_id[task_id].task.number}. {by_id[task_id].task.title}"
        ),
    )
    return by_id.get(chosen)


def render_task(
    standing: TaskStanding,
    reports: Sequence[StatusReport],
    sheet: Sheet,
    today: date,
    door: EntryDoor | None,
) -> None:
    """Draw one task.

    Args:
        standing: The task on the day looked at.
        reports: Everything said of it, any order.
        sheet: The plan and the day.
        today: The day it is.
        door: Writes states; ``None`` for who may not.
    """
    task = standing.task
    with st.container(border=True, key="task_sheet"):
        render(
            Markup('<h3 class="ntm-job-title">{}. {} {}</h3>').format(
                task.number, task.title, state_pill(standing.state)
            )
        )
        facts = [
            (t("task.lead"), "; ".join(task.leads)),
            (t("task.helpers"), "; ".join(task.helpers)),
            (t("task.directors"), "; ".join(task.directors)),
            (t("task.timing"), task.timing),
            (t("task.recurrence"), t(f"duties.recurrence.{task.recurrence or 'none'}")),
            (t("task.output"), task.output),
            (t("task.note"), task.note),
        ]
        render_list(
            [t("task.fact"), t("task.text")],
            [[name, text] for name, text in facts if text],
        )
        _render_occurrences(standing)
        _render_history(reports, door)
        if door:
            # Another form once something is said: nothing is entered twice.
            key = f"tasks__entry_{task.task_id}_{len(reports)}"
            _render_form(standing, sheet, today, door, key)


def _render_occurrences(standing: TaskStanding) -> None:
    if len(standing.occurrences) == 1:
        return
    render_list(
        [t(f"task.column.{name}") for name in ("period", "state", "report")],
        [_occurrence(one) for one in standing.occurrences],
        stacks=True,
    )


def _occurrence(one: OccurrenceStanding) -> list[Cell]:
    late = t("duties.late_days", days=one.days_late) if one.days_late else ""
    pill = Markup('{} <span class="late">{}</span>').format(state_pill(one.state), late)
    return [period_text(one.occurrence), pill, report_text(one)]


def period_text(occurrence: Occurrence) -> str:
    """Write one period of a task: its first and last day."""
    if occurrence.due is None:
        return t("duties.no_day")
    if occurrence.first is None:
        return t("duties.until", date=day(occurrence.due))
    return f"{day(occurrence.first)} – {day(occurrence.due)}"


def _render_history(reports: Sequence[StatusReport], door: EntryDoor | None) -> None:
    own = sorted(reports, key=lambda r: (r.as_of, r.batch_id), reverse=True)
    if not own:
        return
    st.markdown(f"**{t('task.history')}**")
    for report in own:
        with st.container(horizontal=True, vertical_alignment="center"):
            render(
                Markup('<div class="ntm-said">{} {}<span class="sub">{} {}</span></div>').format(
                    t(f"duties.state.{report.status.value}"),
                    t("task.as_of", date=day(report.as_of)),
                    t("task.by", actor=report.actor or MISSING, date=day(report.entered_on)),
                    report.note,
                )
            )
            if door:
                key = f"task_{report.batch_id}"
                entry.render_way_back(report.batch_id, report.origin, door, key)


def _render_form(
    standing: TaskStanding, sheet: Sheet, today: date, door: EntryDoor, key: str
) -> None:
    task = standing.task
    dated = {o.occurrence.due: o.occurrence for o in standing.occurrences if o.occurrence.due}
    with st.form(key, border=False):
        st.markdown(f"**{t('task.form')}**")
        left, middle, right = st.columns(3)
        with left:
            status = st.segmented_control(
                t("task.status"),
                list(TaskStatus),
                default=TaskStatus.IN_PROGRESS,
                format_func=lambda one: t(f"duties.state.{one.value}"),
                required=True,
                wrap=True,
                key=f"{key}__status",
            )
        with middle:
            as_of = st.date_input(
                t("task.day"),
                value=entry.within(sheet.on, FIRST_DAY, today),
                min_value=FIRST_DAY,
                max_value=today,
                format="DD/MM/YYYY",
                key=f"{key}__day",
            )
        with right:
            due = _ask_period(standing, dated, key)
        note = st.text_input(t("task.said"), max_chars=500, key=f"{key}__note")
        who = entry.ask_who(key)
        sent = st.form_submit_button(t("task.save"), type="primary", icon=":material/save:")
    if sent:
        values = {
            "task_id": task.task_id,
            "status": status.value if status else None,
            "as_of": as_of,
            "period_due": due,
            "note": note.strip(),
        }
        save = partial(entry.submit, door, "task_status", [values], sheet.plan.province_code, who)
        save(t("task.saved", number=task.number))


def _ask_period(standing: TaskStanding, dated: dict[date, Occurrence], key: str) -> date | None:
    """Ask which period is meant, of a task with several; ``None`` for one that has one only."""
    if len(dated) < 2:
        return None
    open_ = [o.occurrence.due for o in standing.overdue if o.occurrence.due]
    first = open_[0] if open_ else standing.current.occurrence.due
    days = list(dated)
    return st.selectbox(
        t("task.period"),
        days,
        index=days.index(first) if first in days else 0,
        format_func=lambda due: period_text(dated[due]),
        key=f"{key}__period",
    )
