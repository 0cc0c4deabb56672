"""The plans' tasks and the periods in which each of them falls due.

A task done once, or throughout, has one occurrence: from its first to its last day. One done every
year, half year or quarter has one occurrence a period, one done in named months one a month. What
had ended before the plan was issued was never asked for by it and is no occurrence.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.checks.calendar import MONTHS_PER_PERIOD, add_months, period_of
from domain.plans import Plan

QUARTER = MONTHS_PER_PERIOD["quarterly"]
_DONE_BY_PLAN = re.compile(r"\bĐã thực hiện\b")


@dataclass(frozen=True)
class Occurrence:
    """One time a task is due.

    Attributes:
        first: First day of its time; ``None`` when the plan names none.
        due: Last day in time; ``None`` when the plan names none.
    """

    first: date | None
    due: date | None

    @property
    def quarter(self) -> tuple[int, int] | None:
        """Return year and quarter (1 to 4) it falls due in."""
        return None if self.due is None else quarter_of(self.due)


@dataclass(frozen=True)
class Task:
    """One row of a plan's list of tasks.

    Attributes:
        number: Number printed in the plan ("IV.1.5").
        leads: Bodies that lead.
        helpers: Bodies that take part.
        directors: Bodies that direct (Lạng Sơn only).
        timing: Time as printed.
        recurrence: Word of ``RECURRENCES``; "" when the plan only refers to another one.
        checkpoints: First days of the named months of a task done several times.
        done_by_plan: The plan itself marks it as carried out.
    """

    task_id: str
    plan_id: str
    number: str
    group_no: str
    group_name: str
    title: str
    leads: tuple[str, ...]
    helpers: tuple[str, ...]
    directors: tuple[str, ...]
    timing: str
    first: date | None
    last: date | None
    recurrence: str
    checkpoints: tuple[date, ...]
    output: str
    note: str
    done_by_plan: bool


def build_task(row: Mapping[str, Any]) -> Task:
    """Return the task of a row of ``tasks.csv``; empty cells are ``None``."""
    note = row["note"] or ""
    return Task(
        task_id=row["task_id"],
        plan_id=row["plan_id"],
        number=str(row["task_id"]).split("-", 1)[1],
        group_no=row["group_no"],
        group_name=row["group_name_short"],
        title=row["title_short"],
        leads=_names(row["lead_agency"]),
        helpers=_names(row["coordinating_agencies"]),
        directors=_names(row["directing_agency"]),
        timing=row["timing_text"],
        first=row["start"],
        last=row["end"],
        recurrence=row["recurrence"] or "",
        checkpoints=tuple(
            date.fromisoformat(f"{month}-01") for month in _names(row["checkpoints"])
        ),
        output=row["outputs"] or "",
        note=note,
        done_by_plan=_DONE_BY_PLAN.search(note) is not None,
    )


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())


def issue_day(plan: Plan) -> date:
    """Return the first day a plan can have been out: the day printed, or the first of its month."""
    year, month, day = [*(int(part) for part in plan.issued_on.split("-")), 1, 1][:3]
    return date(year, month, day)


def known_from(plan: Plan) -> date:
    """Return the first day by which a plan was certainly out.

    Drafts print only a month; their tasks are looked at from its last day on.
    """
    first = issue_day(plan)
    is_whole = plan.issued_on.count("-") > 1
    return first if is_whole else add_months(first, 1) - timedelta(days=1)


def list_occurrences(task: Task, plan: Plan) -> tuple[Occurrence, ...]:
    """Return every time a task is due under its plan, earliest first; never empty."""
    asked = [
        occurrence
        for occurrence in _every_occurrence(task, plan)
        if occurrence.due is None or occurrence.due >= issue_day(plan) or task.done_by_plan
    ]
    return tuple(asked) or (Occurrence(task.first, task.last),)


def _every_occurrence(task: Task, plan: Plan) -> Iterator[Occurrence]:
    if task.checkpoints:
        for first in task.checkpoints:
            yield Occurrence(first, add_months(first, 1) - timedelta(days=1))
        return
    months = MONTHS_PER_PERIOD.get(task.recurrence)
    last = task.last
    if months is None or last is None:
        yield Occurrence(task.first, last)
        return
    first, until = period_of(task.first or plan.starts_on, months)
    while until <= last:
        yield Occurrence(first, until)
        first, until = period_of(add_months(first, months), months)


def quarter_of(day: date) -> tuple[int, int]:
    """Return year and quarter (1 to 4) of a day."""
    return day.year, (day.month - 1) // QUARTER + 1
