"""What plans ask of communes by name, and which of them have done it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from domain.recognition import Recognition
from domain.situation import Situation
from domain.vocabulary import Level, Status

CRITERION_NEW = "criterion_new"

LEVEL_ASKED = {
    "ntm_new": Level.NTM,
    "ntm_merged": Level.NTM,
    "advanced_maintain": Level.NTM,
    "advanced_new": Level.ADVANCED,
    "model_candidate": Level.MODEL,
}
"""Kind of task → level that fulfils it. ``advanced_maintain`` promises no recognition at the
advanced level (Krông Nô I.2.2: keep and go on), so keeping the basic one is what can be told."""


class Done(StrEnum):
    """Whether a commune has done what a plan asks of it."""

    DONE = "done"
    NOT_DONE = "not_done"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class CommuneTask:
    """One row of ``commune_targets.csv``: a commune and what it is asked for by a due date."""

    row_id: str
    plan_id: str
    commune_code: str
    kind: str
    criterion_no: int | None
    due: date | None
    clause: str
    name_as_printed: str
    note_vi: str


@dataclass(frozen=True)
class TaskStanding:
    """A task and whether it is done.

    Attributes:
        task: The task.
        done: The answer.
        reason: Key of the reason when there is no answer (``reason.<key>``).
        recognition: The decision that fulfils it, where it asks for a level.
        is_overdue: Not done, and its due date is reached.
    """

    task: CommuneTask
    done: Done
    reason: str = ""
    recognition: Recognition | None = None
    is_overdue: bool = False


def build_commune_task(row: Mapping[str, Any]) -> CommuneTask:
    """Build a task from one row of ``commune_targets.csv``; empty cells are ``None``."""
    return CommuneTask(
        row_id=row["row_id"],
        plan_id=row["plan_id"],
        commune_code=row["commune_code"],
        kind=row["target_type"],
        criterion_no=row["criterion_no"],
        due=row["due"],
        clause=row["clause"],
        name_as_printed=row["name_as_printed"],
        note_vi=row["note_vi"] or "",
    )


def judge_tasks(
    tasks: Iterable[CommuneTask],
    situation: Situation,
    plan_set_id: str,
    recognitions: Mapping[str, Sequence[Recognition]],
) -> list[TaskStanding]:
    """Tell for every task whether it is done in a situation.

    Args:
        tasks: Tasks of one plan.
        situation: What is known at a date.
        plan_set_id: The plan's criteria set; marks of another set answer nothing.
        recognitions: Recognitions by commune code.
    """
    standings = []
    for task in tasks:
        standing = _judge(task, situation, plan_set_id, recognitions.get(task.commune_code, ()))
        reached = task.due is not None and task.due <= situation.as_of
        overdue = reached and standing.done is Done.NOT_DONE
        standings.append(replace(standing, is_overdue=overdue))
    return standings


def _judge(
    task: CommuneTask, situation: Situation, plan_set_id: str, own: Sequence[Recognition]
) -> TaskStanding:
    if task.commune_code not in situation.marks.index:
        return TaskStanding(task, Done.NO_DATA, "outside_data")
    if task.kind == CRITERION_NEW:
        return _judge_criterion(task, situation, plan_set_id)
    wanted = LEVEL_ASKED[task.kind]
    level = situation.level_by_commune.get(task.commune_code)
    if level is None or level.rank < wanted.rank:
        if not situation.knows_recognitions:
            return TaskStanding(task, Done.NO_DATA, "no_recognitions")
        return TaskStanding(task, Done.NOT_DONE)
    return TaskStanding(task, Done.DONE, recognition=_first(own, wanted, situation.as_of))


def _judge_criterion(task: CommuneTask, situation: Situation, plan_set_id: str) -> TaskStanding:
    if situation.criteria_set.set_id != plan_set_id:
        return TaskStanding(task, Done.NO_DATA, "other_set")
    mark = situation.marks.at[task.commune_code, task.criterion_no]
    if mark == Status.NOT_ASSESSED.value:
        return TaskStanding(task, Done.NO_DATA, "not_assessed")
    return TaskStanding(task, Done.DONE if mark == Status.MET.value else Done.NOT_DONE)


def _first(own: Sequence[Recognition], wanted: Level, on: date) -> Recognition | None:
    holding = [r for r in own if r.holds_on(on) and r.level.rank >= wanted.rank]
    return min(holding, key=lambda r: r.effective_on, default=None)
