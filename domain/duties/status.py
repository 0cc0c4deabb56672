"""How far the plans' tasks are on a day: from what staff reported and from the dates.

Rules, for one occurrence of a task on day D:

1. A report dated after D does not count. Of the others, one speaks of the occurrence whose last day
   it names, else of the one that had begun last by its date; before the first had begun, of the
   first.
2. The newest report says done: done, whenever that was.
3. Otherwise, after the last day: overdue.
4. Otherwise what the newest report says (not started, in progress).
5. Without a report: not started before the first day, "not reported" from then on - within the time
   nobody can tell from dates alone whether work has begun.

A plan that marks a task as carried out ("Đã thực hiện") counts as a report of the day it was out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.duties.tasks import Occurrence, Task, known_from, list_occurrences, quarter_of
from domain.plans import Plan
from domain.registers.fields import TaskStatus


class State(StrEnum):
    """State of a task on a day; ``UNREPORTED`` is within its time with nothing said."""

    OVERDUE = "overdue"
    UNREPORTED = "unreported"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True)
class StatusReport:
    """What was said of a task.

    Attributes:
        as_of: Day it speaks of.
        actor: Who loaded it; "" when the plan itself says so.
        entered_on: Day it was loaded.
        batch_id: The load it came with; 0 for what the plan itself says.
        origin: Name of the file it came with, "" when it was typed on the page.
        period_due: Last day of the occurrence it speaks of; `None` = as rule 1 says.
    """

    task_id: str
    status: TaskStatus
    as_of: date
    note: str = ""
    actor: str = ""
    entered_on: date | None = None
    is_from_plan: bool = False
    batch_id: int = 0
    period_due: date | None = None
    origin: str = ""


@dataclass(frozen=True)
class OccurrenceStanding:
    """One occurrence on a day, with the report it rests on."""

    occurrence: Occurrence
    state: State
    report: StatusReport | None
    days_late: int


@dataclass(frozen=True)
class TaskStanding:
    """A task on a day.

    Attributes:
        occurrences: Every time it is due, earliest first.
        current: The one that had begun last, the first one before that.
    """

    task: Task
    occurrences: tuple[OccurrenceStanding, ...]
    current: OccurrenceStanding

    @property
    def is_dated(self) -> bool:
        """Tell whether the plan names a day for it; nobody is late for a task without one."""
        return any(o.occurrence.due for o in self.occurrences)

    @property
    def overdue(self) -> tuple[OccurrenceStanding, ...]:
        """Return the occurrences past their day and not done."""
        return tuple(o for o in self.occurrences if o.state is State.OVERDUE)

    @property
    def state(self) -> State:
        """Return the state of the whole task: overdue as soon as one occurrence is."""
        return State.OVERDUE if self.overdue else self.current.state

    @property
    def next_due(self) -> date | None:
        """Return the day to look at: the oldest overdue one, else that of the current one."""
        return (self.overdue[0] if self.overdue else self.current).occurrence.due

    def due_in(self, quarter: tuple[int, int]) -> tuple[OccurrenceStanding, ...]:
        """Return the occurrences that fall due in a quarter."""
        return tuple(o for o in self.occurrences if o.occurrence.quarter == quarter)


def judge_tasks(
    tasks: Iterable[Task], plan: Plan, reports: Iterable[StatusReport], on: date
) -> list[TaskStanding]:
    """Return every task on a day, in the order given."""
    said: dict[str, list[StatusReport]] = {}
    for report in reports:
        if report.as_of <= on:
            said.setdefault(report.task_id, []).append(report)
    return [_judge(task, plan, said.get(task.task_id, []), on) for task in tasks]


def _judge(task: Task, plan: Plan, reports: list[StatusReport], on: date) -> TaskStanding:
    occurrences = list_occurrences(task, plan)
    newest: dict[int, StatusReport] = {}
    by_plan = plan_report(task, plan)
    if by_plan and by_plan.as_of <= on:
        reports = [by_plan, *reports]
    for report in sorted(reports, key=lambda r: r.as_of):
        newest[_named_by(occurrences, report)] = report
    standings = tuple(_stand(o, newest.get(i), on) for i, o in enumerate(occurrences))
    return TaskStanding(task, standings, standings[_spoken_of(occurrences, on)])


def plan_report(task: Task, plan: Plan) -> StatusReport | None:
    """Return what the plan itself says of a task it marks as carried out."""
    if not task.done_by_plan:
        return None
    day = known_from(plan)
    return StatusReport(task.task_id, TaskStatus.DONE, day, task.note, is_from_plan=True)


def _named_by(occurrences: Sequence[Occurrence], report: StatusReport) -> int:
    """Return the position of the occurrence a report speaks of."""
    named = [
        i for i, o in enumerate(occurrences) if report.period_due and o.due == report.period_due
    ]
    return named[0] if named else _spoken_of(occurrences, report.as_of)


def _spoken_of(occurrences: Sequence[Occurrence], day: date) -> int:
    """Return the position of the occurrence that had begun last by a day, else 0."""
    begun = [i for i, o in enumerate(occurrences) if o.first is not None and o.first <= day]
    return max(begun, default=0)


def _stand(occurrence: Occurrence, report: StatusReport | None, on: date) -> OccurrenceStanding:
    late = 0 if occurrence.due is None else max(0, (on - occurrence.due).days)
    if report and report.status is TaskStatus.DONE:
        return OccurrenceStanding(occurrence, State.DONE, report, 0)
    if late:
        return OccurrenceStanding(occurrence, State.OVERDUE, report, late)
    if report:
        return OccurrenceStanding(occurrence, State(report.status.value), report, 0)
    is_early = occurrence.first is not None and on < occurrence.first
    return OccurrenceStanding(
        occurrence, State.NOT_STARTED if is_early else State.UNREPORTED, None, 0
    )


@dataclass(frozen=True)
class AgencyLoad:
    """What an agency leads, on a day; counts of tasks, ``days_late`` of the oldest overdue one."""

    agency: str
    led: int
    due_this_quarter: int
    overdue: int
    done: int
    days_late: int


def rank_agencies(standings: Iterable[TaskStanding], on: date) -> list[AgencyLoad]:
    """Rank lead agencies: most overdue tasks first, then most due this quarter.

    A task with several leads counts for each of them.
    """
    led: dict[str, list[TaskStanding]] = {}
    for standing in standings:
        for agency in standing.task.leads:
            led.setdefault(agency, []).append(standing)
    quarter = quarter_of(on)
    loads = [
        AgencyLoad(
            agency,
            len(own),
            sum(bool(s.due_in(quarter)) for s in own),
            sum(bool(s.overdue) for s in own),
            sum(s.state is State.DONE for s in own),
            max((o.days_late for s in own for o in s.overdue), default=0),
        )
        for agency, own in led.items()
    ]
    return sorted(loads, key=lambda a: (-a.overdue, -a.due_this_quarter, -a.led, a.agency))


@dataclass(frozen=True)
class TaskFilter:
    """What to keep; "" and ``None`` keep everything."""

    agency: str = ""
    quarter: tuple[int, int] | None = None
    state: str = ""
    group_no: str = ""
    recurrence: str = ""

    def keeps(self, standing: TaskStanding) -> bool:
        """Tell whether a task passes."""
        task = standing.task
        return (
            self.agency in ("", *task.leads)
            and (self.quarter is None or bool(standing.due_in(self.quarter)))
            and self.state in ("", standing.state.value)
            and self.group_no in ("", task.group_no)
            and self.recurrence in ("", task.recurrence or NO_RECURRENCE)
        )


NO_RECURRENCE = "none"
"""Stands for the recurrence of a task whose plan only refers to another one."""


def due_quarters(standings: Iterable[TaskStanding]) -> list[tuple[int, int]]:
    """Return the quarters in which anything falls due, earliest first."""
    found = {o.occurrence.quarter for s in standings for o in s.occurrences}
    return sorted(quarter for quarter in found if quarter)


def count_states(standings: Iterable[TaskStanding]) -> Mapping[State, int]:
    """Return how many tasks are in each state, every state named."""
    counts = dict.fromkeys(State, 0)
    for standing in standings:
        counts[standing.state] += 1
    return counts
