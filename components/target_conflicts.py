"""Targets that bodies set differently for the same thing, side by side."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from components.frame import join, render
from components.target_findings import build_sides
from components.target_words import (
    Board,
    goal_value,
    pill,
    target_name,
    with_unit,
    words,
)
from components.text import day, t
from domain.board import Conflict, TargetStanding
from domain.findings import Finding
from domain.targets import Target


def render_conflicts(
    conflicts: Sequence[Conflict],
    standings: Sequence[TargetStanding],
    across: Sequence[Finding],
    board: Board,
) -> None:
    """Draw each conflict as cards beside each other, then what sets two plans against each other.

    Args:
        conflicts: Targets set for the same thing with other values.
        standings: The plan's board.
        across: Findings between this plan and another.
        board: What every target is written with.
    """
    if not conflicts and not across:
        return
    st.subheader(t("targets.conflict.title"))
    by_id = {standing.target.target_id: standing for standing in standings}
    for conflict in conflicts:
        render(_conflict(conflict, by_id, board))
    for finding in across:
        title = t("targets.conflict.across", subject=finding.subject_vi)
        render(
            Markup('<div class="tg-small"><b>{}</b></div>{}').format(title, build_sides(finding))
        )


def _conflict(conflict: Conflict, by_id: Mapping[str, TargetStanding], board: Board) -> Markup:
    first = conflict.targets[0]
    name = target_name(first, board.names)
    intro = t("targets.conflict.intro", name=name, due=day(first.due))
    versus = t("targets.conflict.versus", spread=with_unit(conflict.spread, first))
    cards = join(
        _card([by_id[target.target_id] for target in group], conflict.highest, board)
        for group in conflict.by_value().values()
    )
    return Markup(
        '<div class="tg-small"><b>{}</b> · {}</div><div class="tg-cards">{}</div>'
    ).format(intro, versus, cards)


def _card(standings: Sequence[TargetStanding], highest: Target, board: Board) -> Markup:
    first = standings[0]
    tag = ""
    if first.target.value == highest.value:
        tag = Markup("<small>{}</small>").format(t("targets.conflict.higher"))
    who = join(
        Markup('<div class="who">{}</div>').format(
            t("targets.set_by", who=s.target.set_by, clause=s.target.clause)
        )
        for s in standings
    )
    return Markup(
        '<div class="tg-card ntm-{}"><div class="value">{} {} {}</div><div>{}</div>{}</div>'
    ).format(
        first.verdict,
        goal_value(first.target),
        pill(first.verdict),
        tag,
        words(first, board),
        who,
    )
