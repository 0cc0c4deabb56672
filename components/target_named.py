"""Targets that name communes: who is done, who is not."""

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from components.bars import link, render_list
from components.frame import join, render
from components.names import Names
from components.standing import commune_link
from components.text import day, number, t
from domain.named import CRITERION_NEW, CommuneTask, Done, TaskStanding

SIGNS = {Done.DONE: "✓", Done.NOT_DONE: "✕", Done.NO_DATA: "?"}
CSS = {Done.DONE: "done", Done.NOT_DONE: "not_done", Done.NO_DATA: "nodata"}


def render_named(
    standings: Sequence[TaskStanding], names: Names, as_of: date, district: str | None
) -> None:
    """List what the plan asks of communes by name, one row a commune and kind of task.

    Args:
        standings: The plan's tasks, judged.
        names: Names of communes and criteria.
        as_of: Day judged.
        district: District chosen; only its communes are listed.
    """
    st.subheader(t("targets.named.title"))
    if not standings:
        st.caption(t("targets.named.none"))
        return
    shown = [s for s in standings if district in (None, names.district_of.get(s.task.commune_code))]
    if not shown:
        nobody = t("targets.named.none_here", district=names.district(district or ""))
        render(Markup('<div class="ntm-note">{}</div>').format(nobody))
        return
    count = {done: sum(s.done is done for s in shown) for done in Done}
    st.caption(
        t(
            "targets.named.summary",
            done=number(count[Done.DONE]),
            total=number(len(shown)),
            unknown=number(count[Done.NO_DATA]),
            date=day(as_of),
        )
    )
    headings = [t(f"targets.named.{name}") for name in ("commune", "asked", "state", "due")]
    render_list(
        headings,
        [_row(group, names, as_of) for group in _by_commune(shown)],
        tips={2: t("tip.status.named")},
    )


def _by_commune(standings: Iterable[TaskStanding]) -> list[list[TaskStanding]]:
    groups: dict[tuple[str, str], list[TaskStanding]] = {}
    for standing in standings:
        task = standing.task
        groups.setdefault((task.kind, task.commune_code), []).append(standing)
    return list(groups.values())


def _row(group: Sequence[TaskStanding], names: Names, as_of: date) -> list[str | Markup]:
    task = group[0].task
    due = day(task.due) if task.due else t("targets.named.no_due")
    return [_commune(task, names), _asked(group, names), _state(group, as_of), due]


def _commune(task: CommuneTask, names: Names) -> Markup:
    code = task.commune_code
    name = link(names.place(code), commune_link(code))
    bare = names.commune(code)
    if bare.endswith(task.name_as_printed):
        return name
    printed = t("targets.named.printed_as", name=task.name_as_printed)
    return Markup('{}<div class="tg-small">{}</div>').format(name, printed)


def _asked(group: Sequence[TaskStanding], names: Names) -> Markup:
    task = group[0].task
    lines = [Markup("<div>{}</div>").format(t(f"targets.named.kind.{task.kind}"))]
    if task.kind == CRITERION_NEW:
        lines += [_criterion(standing, names) for standing in group]
    lines.append(Markup('<div class="tg-small">{}</div>').format(task.clause))
    return join(lines)


def _criterion(standing: TaskStanding, names: Names) -> Markup:
    name = names.criterion(standing.task.criterion_no or 0)
    return Markup('<div><span class="tg-{}" title="{}">{}</span> {}</div>').format(
        CSS[standing.done], t(f"targets.named.done.{standing.done}"), SIGNS[standing.done], name
    )


def _state(group: Sequence[TaskStanding], as_of: date) -> Markup:
    done = group[0].done if len({s.done for s in group}) == 1 else Done.NOT_DONE
    overdue = any(standing.is_overdue for standing in group)
    word = Markup('<span class="tg-{}">{} {}</span>').format(
        "overdue" if overdue else CSS[done],
        SIGNS[done],
        t("targets.named.overdue" if overdue else f"targets.named.done.{done}"),
    )
    notes = [_count(group)] if group[0].task.kind == CRITERION_NEW else [_decision(group[0])]
    notes += [t(f"reason.{group[0].reason}") if group[0].reason else ""]
    notes += [t("targets.named.as_of", date=day(as_of))]
    lines = join(Markup('<div class="tg-small">{}</div>').format(note) for note in notes if note)
    return Markup("{}{}").format(word, lines)


def _count(group: Sequence[TaskStanding]) -> str:
    if any(s.done is Done.NO_DATA for s in group):
        return ""
    done = sum(s.done is Done.DONE for s in group)
    return t("targets.named.criteria_done", done=number(done), total=number(len(group)))


def _decision(standing: TaskStanding) -> str:
    recognition = standing.recognition
    if recognition is None:
        return ""
    key = "recognised_on" if recognition.is_exact_date else "recognised_by"
    basis = t(f"targets.named.basis.{recognition.provenance}")
    return f"{t(f'targets.named.{key}', date=day(recognition.effective_on))} ({basis})"
