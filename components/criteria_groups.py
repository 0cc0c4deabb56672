"""Groups of criteria and lead agencies: where whole groups stand, and who answers for what."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import Bar, link, render_bars, render_list
from components.criteria_ranking import goal_line, share_line
from components.names import Names
from components.text import number, t
from domain.criteria_board import CriterionStanding, GroupStanding, rank_leads
from domain.view import View


def render_groups(groups: Sequence[GroupStanding], outside: Sequence[int], names: Names) -> None:
    """Draw the share of communes meeting every criterion of each group, with targets.

    Args:
        groups: Groups of the set.
        outside: Criteria that no group target of the plan covers; empty without such targets.
        names: Names of the criteria.
    """
    if not groups:
        st.caption(t("criteria.no_groups"))
        return
    language = state.language()
    bars = []
    for g in groups:
        whole = g.share.whole
        note = Markup("{}").format(t("criteria.group_members", numbers=_span(g.numbers)))
        if g.target:
            note = Markup("{} · {}").format(goal_line(g.target), note)
        bars.append(
            Bar(
                name=f"{g.group.no}. {g.group.name(language)}",
                share=g.share.part / whole if whole else 0.0,
                figure=share_line(g.share),
                mark=float(g.target.target.value) / 100 if g.target else None,
                note=note,
                href=state.link("tieu-chi", group=g.group.no, criterion=None),
            )
        )
    render_bars(bars)
    st.caption(t("criteria.group_note"))
    if outside:
        listed = ", ".join(names.criterion(no) for no in outside)
        st.caption(t("criteria.group_outside", criteria=listed))


def _span(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def render_leads(
    standings: Sequence[CriterionStanding],
    view: View,
    plan_name: str,
    ids: Mapping[str, str],
    *,
    fits: bool,
) -> None:
    """List the lead agencies by how many communes their criteria hold back.

    Args:
        standings: The criteria of the scope.
        view: The choice.
        plan_name: Name of the plan.
        ids: Short names of the plan's agencies, by agency; each leads to its own page.
        fits: Whether the plan works with the set of the marks.
    """
    agencies = rank_leads(standings)
    if not agencies:
        key = "criteria.no_plan" if view.plan is None else "criteria.other_set"
        key = "criteria.no_leads" if fits else key
        st.caption(t(key, plan=plan_name, decision=view.scope.criteria_set.decision))
        return
    render_list(
        [t("criteria.agency"), t("criteria.agency_criteria"), t("criteria.agency_lacking")],
        [
            [
                link(a.agency, _page_of(a.agency, ids)),
                join_links(a.numbers),
                number(a.lacking),
            ]
            for a in agencies
        ],
        frozenset({1, 2}),
    )
    st.caption(t("criteria.agency_note", plan=plan_name))


def _page_of(agency: str, ids: Mapping[str, str]) -> str:
    return f"{state.link('so-nganh')}&agency={ids[agency]}" if agency in ids else ""


def join_links(numbers: Sequence[int]) -> Markup:
    """Return criterion numbers as links to their detail."""
    return Markup(", ").join(link(str(no), state.link("tieu-chi", criterion=no)) for no in numbers)
