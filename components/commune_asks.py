"""What is asked of one commune: the criteria it lacks with who leads them, and named targets."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import Cell, link, render_list
from components.cards import pill
from components.commune_profile import level_word
from components.frame import join
from components.headline import metric_name, target_value
from components.marks import CSS, SIGNS, sign
from components.names import Names
from components.text import MISSING, day, t
from domain.named_targets import NamedTarget
from domain.profile import DatedMarks, MissingCriterion


def render_missing(
    missing: Sequence[MissingCriterion], leads: Mapping[int, tuple[str, ...]], names: Names
) -> None:
    """List what the commune lacks, since when, who leads it, and whether a plan names it."""
    st.subheader(t("commune.missing"))
    if not missing:
        st.caption(t("commune.nothing_missing"))
        return
    rows: list[list[Cell]] = [
        [
            _missing_name(m, names),
            sign(m.mark),
            "; ".join(leads.get(m.criterion_no, ())) or t("standing.no_lead"),
            t("commune.registered", due=day(m.registered.due)) if m.registered else MISSING,
        ]
        for m in missing
    ]
    columns = ["criterion", "mark", "lead", "registered"]
    shown = [True, True, bool(leads), any(m.registered for m in missing)]
    kept = [i for i, is_shown in enumerate(shown) if is_shown]
    render_list(
        [t(f"commune.head_{columns[i]}") for i in kept],
        [[row[i] for i in kept] for row in rows],
        tips={1: t("tip.status.mark")},
    )
    if not leads:
        st.caption(t("commune.no_leads"))


def _missing_name(item: MissingCriterion, names: Names) -> Markup:
    href = state.link("tieu-chi", criterion=item.criterion_no)
    return Markup('{}<div class="ntm-note">{}</div>').format(
        link(names.criterion(item.criterion_no), href),
        t("commune.at_least_since", date=day(item.since)),
    )


def render_named(targets: Sequence[NamedTarget], now: DatedMarks | None, names: Names) -> None:
    """List the targets that name the commune, with what it holds of each."""
    st.subheader(t("commune.named"))
    if not targets:
        st.caption(t("commune.not_named"))
        return
    render_list(
        [t("board.target"), t("commune.head_state"), t("board.due")],
        [[_target(n), _state(n, now, names), _due(n)] for n in targets],
        tips={1: t("tip.status.named"), 2: t("tip.status.verdict")},
    )


def _target(named: NamedTarget) -> Markup:
    target = named.standing.target
    return Markup('{}: {}<div class="ntm-note">{} · {}. {}</div>').format(
        metric_name(target), target_value(target), target.set_by, target.clause, target.note_vi
    )


def _state(named: NamedTarget, now: DatedMarks | None, names: Names) -> Markup | str:
    if named.criteria:
        return join(
            Markup('<div><span class="ntm-sign {}">{}</span> {}</div>').format(
                CSS[mark], SIGNS[mark], names.criterion(no)
            )
            for no, mark in named.criteria
        )
    if now is None:
        return MISSING
    return t("commune.level_now", level=level_word(now.title))


def _due(named: NamedTarget) -> Markup:
    due: date | None = named.standing.target.due
    return Markup("{}<div>{}</div>").format(
        day(due) if due else t("commune.no_due"), _verdict(named) if due else ""
    )


def _verdict(named: NamedTarget) -> Markup:
    if named.verdict:
        return pill(named.verdict)
    reason = "" if named.criteria else named.standing.measurement.reason
    text = t(f"reason.{reason}") if reason else t("commune.still_open")
    return Markup('<span class="ntm-note">{}</span>').format(text)
