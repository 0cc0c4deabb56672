"""The board: every target of a plan as a row, in groups, with its bar, words and working."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import link, render_list
from components.cards import WORKING_ANCHOR, working_link
from components.frame import join, render
from components.target_bars import build_bar
from components.target_words import (
    Board,
    goal_text,
    goal_value,
    now_text,
    pill,
    reason_text,
    set_by_text,
    target_name,
    words,
)
from components.target_working import build_working, printed_percent
from components.text import day, number, t
from domain.board import TargetStanding, most_pressing
from domain.plan_boards import DISTRICTS, OTHER, group_targets
from domain.plans import Plan

STYLE = Path(__file__).with_name("targets.css").read_text(encoding="utf-8")
ANCHOR = WORKING_ANCHOR
"""Anchor of the chart on the page, the place a row's link leads to."""


def render_board_style() -> None:
    """Add the style sheet of the page."""
    render(Markup("<style>{}</style>").format(Markup(STYLE)))  # noqa: S704 -- our own file


def chart_link(target_id: str) -> str:
    """Return the address that shows a target's line on this page."""
    return working_link(target_id)


def render_groups(
    standings: Sequence[TargetStanding], plan: Plan, board: Board, basis: str, district: str | None
) -> None:
    """Draw every target of a plan, a district's own first when one is chosen.

    Args:
        standings: The plan's board.
        plan: The plan.
        board: What every target is written with.
        basis: Where the marks come from, one sentence.
        district: Code of the district chosen.
    """
    if board.only_setter:
        render(
            Markup('<div class="tg-small">{}</div>').format(
                t("targets.set_by_one", who=board.only_setter)
            )
        )
    own = [s for s in standings if district and s.target.district_code == district]
    if own:
        title = t("targets.group.own", district=board.names.district(district or ""))
        render(Markup('<h3 class="tg-own">{}</h3>{}').format(title, _rows(own, board, basis)))
    others = [s for s in standings if s not in own]
    for name, group in group_targets(others, plan).items():
        if name == OTHER:
            _render_unmeasured(group, board)
        elif name == DISTRICTS:
            st.subheader(t("targets.group.districts"))
            render(join(_district(code, rows, board, basis) for code, rows in _by_district(group)))
        else:
            st.subheader(t(f"targets.group.{name}"))
            render(_rows(group, board, basis))


def _by_district(
    standings: Iterable[TargetStanding],
) -> list[tuple[str, list[TargetStanding]]]:
    groups: dict[str, list[TargetStanding]] = {}
    for standing in standings:
        groups.setdefault(standing.target.district_code or "", []).append(standing)
    return list(groups.items())


def _district(code: str, standings: list[TargetStanding], board: Board, basis: str) -> Markup:
    title = link(board.names.district(code), state.link("muc-tieu", district=code, commune=None))
    return Markup('<h4 class="tg-place">{}</h4>{}').format(title, _rows(standings, board, basis))


def _rows(standings: Iterable[TargetStanding], board: Board, basis: str) -> Markup:
    rows = join(_row(standing, board, basis) for standing in most_pressing(standings))
    return Markup('<div class="tg-rows">{}</div>').format(rows)


def _row(standing: TargetStanding, board: Board, basis: str) -> Markup:
    target, name = standing.target, target_name(standing.target, board.names)
    measured = standing.measurement.value is not None
    href = chart_link(target.target_id) if measured else ""
    said = words(standing, board)
    label = t("targets.bar.label", name=name, words=said)
    printed = ""
    if target.recomputed_percent is not None:
        printed = Markup('<div class="tg-small">{}</div>').format(printed_percent(target))
    return Markup(
        '<div class="tg-row ntm-{}"><div class="tg-what"><div class="tg-name">{}</div>'
        '<div class="tg-small">{}</div></div>'
        '<div class="tg-now"><b>{}</b><span>{}</span>{}</div>'
        '<div class="tg-way">{}<div class="tg-words">{}</div></div>'
        '<div class="tg-verdict">{}</div>{}</div>'
    ).format(
        standing.verdict,
        link(name, href),
        set_by_text(target, board),
        now_text(standing),
        goal_text(target),
        printed,
        build_bar(standing, board, label),
        said,
        pill(standing.verdict),
        build_working(standing, board, basis, href),
    )


def _render_unmeasured(standings: Sequence[TargetStanding], board: Board) -> None:
    """List targets no data can measure, folded away but counted: they stay targets."""
    with st.expander(t("targets.group.other", count=number(len(standings)))):
        st.caption(t("targets.group.other_note"))
        headings = [t(f"targets.column.{name}") for name in ("target", "goal", "due", "why")]
        rows = [_unmeasured(standing, board) for standing in standings]
        render_list(headings, rows, frozenset({1, 2}), stacks=True)


def _unmeasured(standing: TargetStanding, board: Board) -> list[str | Markup]:
    target = standing.target
    what = Markup('{}<div class="ntm-note">{}</div><div class="ntm-note">{}</div>').format(
        target_name(target, board.names),
        set_by_text(target, board),
        target.note_vi,
    )
    return [what, goal_value(target), day(target.due), reason_text(standing)]
