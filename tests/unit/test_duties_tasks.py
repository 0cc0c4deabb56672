"""Tasks: when each falls due, and how it stands on a day, worked out by hand at the boundaries."""

from dataclasses import replace
from datetime import date

import pytest

from domain.duties.status import (
    State,
    StatusReport,
    TaskFilter,
    count_states,
    due_quarters,
    judge_tasks,
    rank_agencies,
)
from domain.duties.tasks import build_task, issue_day, known_from, list_occurrences, quarter_of
from domain.plans import Plan
from domain.registers.fields import TaskStatus

PLAN = Plan("p", "772/QĐ-UBND", "", "UBND", "67", None, "2022-04-25", 2021, 2025, "s")
DRAFT = replace(PLAN, number="/KH-UBND", issued_on="2021-02", start_year=2021, end_year=2021)
DONE, WORKING, WAITING = TaskStatus.DONE, TaskStatus.IN_PROGRESS, TaskStatus.NOT_STARTED


def task(task_id="p-I.1", **values):
    row = {
        "task_id": task_id,
        "plan_id": "p",
        "group_no": "I",
        "group_name_short": "Bộ máy",
        "title_short": "Việc",
        "lead_agency": "Sở A",
        "coordinating_agencies": None,
        "directing_agency": None,
        "timing_text": "Quý II, năm 2022",
        "start": date(2022, 4, 1),
        "end": date(2022, 6, 30),
        "recurrence": "once",
        "checkpoints": None,
        "outputs": None,
        "note": None,
    }
    return build_task({**row, **values})


def annual(task_id="p-I.2", **values):
    return task(task_id, start=None, end=date(2025, 12, 31), recurrence="annual", **values)


def said(status, day, task_id="p-I.1"):
    return StatusReport(task_id, status, day, actor="An", entered_on=day)


def state_of(one, on, *reports, plan=PLAN):
    return judge_tasks([one], plan, reports, on)[0]


def spans(one, plan=PLAN):
    return [(o.first, o.due) for o in list_occurrences(one, plan)]


def test_a_row_becomes_a_task():
    one = task(
        lead_agency="Sở A; Sở B", directing_agency="UBND tỉnh", checkpoints="2021-03;2021-07"
    )
    assert (one.number, one.leads, one.directors) == ("I.1", ("Sở A", "Sở B"), ("UBND tỉnh",))
    assert one.checkpoints == (date(2021, 3, 1), date(2021, 7, 1))
    assert not one.done_by_plan
    assert task(note="Đã thực hiện").done_by_plan
    assert not task(note="Đã giao trước tại KH 884/KH-UBND").done_by_plan


def test_when_a_plan_was_out():
    assert issue_day(PLAN) == known_from(PLAN) == date(2022, 4, 25)
    # A draft prints a month only: out from its first day at the earliest, its last at the latest.
    assert (issue_day(DRAFT), known_from(DRAFT)) == (date(2021, 2, 1), date(2021, 2, 28))


def test_years_that_had_ended_before_the_plan_are_not_asked_for():
    assert spans(annual()) == [(date(y, 1, 1), date(y, 12, 31)) for y in (2022, 2023, 2024, 2025)]


def test_quarters_of_a_year():
    every_quarter = task(start=date(2021, 1, 1), end=date(2021, 12, 31), recurrence="quarterly")
    assert [due for _, due in spans(every_quarter, DRAFT)] == [
        date(2021, 3, 31),
        date(2021, 6, 30),
        date(2021, 9, 30),
        date(2021, 12, 31),
    ]


def test_named_months_and_no_days():
    named = task(checkpoints="2021-03;2021-11", recurrence="multiple")
    assert spans(named, DRAFT) == [
        (date(2021, 3, 1), date(2021, 3, 31)),
        (date(2021, 11, 1), date(2021, 11, 30)),
    ]
    assert spans(task(start=None, end=None, recurrence=None)) == [(None, None)]


@pytest.mark.parametrize(
    ("on", "state", "late"),
    [
        (date(2022, 3, 31), State.NOT_STARTED, 0),
        (date(2022, 4, 1), State.UNREPORTED, 0),
        (date(2022, 6, 30), State.UNREPORTED, 0),
        (date(2022, 7, 1), State.OVERDUE, 1),
    ],
)
def test_a_task_nobody_reported_on(on, state, late):
    standing = state_of(task(), on)
    assert (standing.state, standing.current.days_late) == (state, late)
    assert standing.current.report is None


def test_what_staff_say_counts_until_the_last_day():
    report = said(WORKING, date(2022, 5, 1))
    assert state_of(task(), date(2022, 6, 30), report).state is State.IN_PROGRESS
    late = state_of(task(), date(2022, 7, 10), report)
    assert late.state is State.OVERDUE
    assert late.overdue[0].days_late == 10
    assert late.overdue[0].report is report
    assert state_of(task(), date(2022, 5, 2), said(WAITING, date(2022, 5, 1))).state is (
        State.NOT_STARTED
    )


def test_done_late_is_done_and_a_later_report_takes_it_back():
    done = said(DONE, date(2022, 8, 1))
    assert state_of(task(), date(2022, 7, 31), done).state is State.OVERDUE  # not known yet
    assert state_of(task(), date(2022, 8, 1), done).state is State.DONE
    reopened = said(WORKING, date(2022, 8, 2))
    assert state_of(task(), date(2022, 8, 2), reopened, done).state is State.OVERDUE


def test_the_plan_s_own_mark():
    one = task(note="Đã thực hiện", start=date(2022, 1, 1), end=date(2022, 3, 31))
    assert state_of(one, date(2022, 4, 24)).state is State.OVERDUE
    standing = state_of(one, date(2022, 4, 25))
    assert standing.state is State.DONE
    assert standing.current.report.is_from_plan


def test_each_period_of_a_recurring_task_is_judged_by_itself():
    done_2022 = said(DONE, date(2022, 12, 20), "p-I.2")
    in_2023 = state_of(annual(), date(2023, 5, 1), done_2022)
    assert [o.state for o in in_2023.occurrences] == [
        State.DONE,
        State.UNREPORTED,
        State.NOT_STARTED,
        State.NOT_STARTED,
    ]
    assert in_2023.state is State.UNREPORTED
    # Done in 2024 says nothing of 2023, which stays overdue.
    in_2024 = state_of(annual(), date(2024, 6, 1), done_2022, said(DONE, date(2024, 5, 1), "p-I.2"))
    assert [o.occurrence.due for o in in_2024.overdue] == [date(2023, 12, 31)]
    assert in_2024.state is State.OVERDUE
    assert in_2024.current.state is State.DONE
    assert in_2024.next_due == date(2023, 12, 31)


def test_a_report_before_the_first_named_month_speaks_of_it():
    named = task(checkpoints="2021-03;2021-11", recurrence="multiple")
    standing = state_of(named, date(2021, 5, 1), said(DONE, date(2021, 2, 27)), plan=DRAFT)
    assert [o.state for o in standing.occurrences] == [State.DONE, State.NOT_STARTED]


def test_filters_counts_and_who_is_late():
    tasks = [task(), annual(lead_agency="Sở A; Sở B"), task("p-I.3", lead_agency="Sở B", end=None)]
    every = judge_tasks(tasks, PLAN, [], date(2022, 7, 1))
    assert [s.state for s in every] == [State.OVERDUE, State.UNREPORTED, State.UNREPORTED]
    counts = count_states(every)
    assert (counts[State.OVERDUE], counts[State.UNREPORTED], counts[State.DONE]) == (1, 2, 0)
    assert due_quarters(every) == [(2022, 2), (2022, 4), (2023, 4), (2024, 4), (2025, 4)]
    kept = [s.task.number for s in every if TaskFilter(agency="Sở B").keeps(s)]
    assert kept == ["I.2", "I.3"]
    assert [s.task.number for s in every if TaskFilter(quarter=(2022, 2)).keeps(s)] == ["I.1"]
    assert [s.task.number for s in every if TaskFilter(state="overdue").keeps(s)] == ["I.1"]
    assert not any(TaskFilter(group_no="II").keeps(s) for s in every)
    ranked = rank_agencies(every, date(2022, 12, 31))
    found = [(a.agency, a.led, a.overdue, a.due_this_quarter, a.days_late) for a in ranked]
    assert found == [("Sở A", 2, 1, 1, 1), ("Sở B", 2, 0, 1, 0)]


def test_quarters_of_days():
    assert quarter_of(date(2022, 3, 31)) == (2022, 1)
    assert quarter_of(date(2022, 4, 1)) == (2022, 2)
    assert quarter_of(date(2022, 12, 31)) == (2022, 4)


def test_a_report_speaks_of_the_period_it_names():
    # Written on 10/07, it says of the second quarter that it is done, not of the running third.
    quarterly = task(recurrence="quarterly", start=date(2022, 4, 1), end=date(2022, 12, 31))
    late = StatusReport("p-I.1", DONE, date(2022, 7, 10), period_due=date(2022, 6, 30))
    standing = state_of(quarterly, date(2022, 7, 31), late)
    assert [o.state for o in standing.occurrences][:2] == [State.DONE, State.UNREPORTED]
    standing = state_of(quarterly, date(2022, 7, 31), said(DONE, date(2022, 7, 10)))
    assert [o.state for o in standing.occurrences][:2] == [State.OVERDUE, State.DONE]
