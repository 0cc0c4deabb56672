"""Tasks by lead agency: how many are overdue, done or open, most overdue first."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from components.bars import link
from components.duties_parts import Sheet, agency_link
from components.frame import join, render
from components.glossary import render_how
from components.text import number, t
from domain.duties.agencies import Agency
from domain.duties.status import AgencyLoad, rank_agencies

LATE_SHOWN = 12


def render_late(sheet: Sheet, agencies: Sequence[Agency]) -> None:
    """Draw, by lead agency, how many tasks are overdue, done or open; most overdue first."""
    is_dated = any(s.is_dated for s in sheet.every)
    st.subheader(t("duties.late" if is_dated else "duties.by_agency"))
    render_how(t("tip.status.task"), "overdue")
    loads = rank_agencies(sheet.shown, sheet.on)
    ids = {agency.name: agency for agency in agencies}
    most = max((a.led for a in loads), default=0)
    render(
        Markup('<div class="ntm-loads">{}</div>').format(
            join(_load(a, most, ids) for a in loads[:LATE_SHOWN])
        )
    )
    if len(loads) > LATE_SHOWN:
        with st.expander(t("duties.more_agencies", count=number(len(loads) - LATE_SHOWN))):
            rest = join(_load(a, most, ids) for a in loads[LATE_SHOWN:])
            render(Markup('<div class="ntm-loads">{}</div>').format(rest))
    st.caption(t("duties.late_note"))


def _load(load: AgencyLoad, most: int, ids: Mapping[str, Agency]) -> Markup:
    href = agency_link(ids[load.agency]) if load.agency in ids else ""
    rest = load.led - load.overdue - load.done
    pieces = (("ntm-missed", load.overdue), ("ntm-achieved", load.done), ("", rest))
    track = join(
        Markup('<span class="{}" style="width:{}%"></span>').format(
            tone, f"{100 * count / most:.2f}"
        )
        for tone, count in pieces
        if count
    )
    figure = t(
        "duties.load",
        overdue=number(load.overdue),
        led=number(load.led),
        due=number(load.due_this_quarter),
    )
    return Markup(
        '<div class="ntm-load"><div>{}</div><div class="track">{}</div>'
        '<div class="figure">{}</div></div>'
    ).format(link(load.agency, href), track, figure)
