"""What stands on top of the scenario page: its parts, the opened scenario, the mark "kịch bản"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from components import account, state
from components.frame import join, render
from components.map_panel import Geometry
from components.names import Names, build_names
from components.text import day, t
from components.tips import what
from domain.access import Permission
from domain.catalog import Catalog, Selection
from domain.criteria import CriteriaSet
from domain.plans import Plan
from domain.scenario.model import Content, Scenario
from domain.situation import Situation

SECTIONS = ("edit", "plan", "compare", "forecast")
NONE = "none"
"""Stands in the URL's place for "no scenario opened"."""

NOTHING = Content()
"""A scenario that assumes nothing: what the snapshot itself comes to."""

STYLE = "".join(
    Path(__file__).with_name(name).read_text(encoding="utf-8")
    for name in ("matrix.css", "scenarios.css")
)


@dataclass(frozen=True)
class Ground:
    """What every part of the page stands on.

    Attributes:
        catalog: What can be chosen.
        selection: The choice of the filters.
        names: Names of units and criteria.
        geometry: Geometry of the province's map.
        plan: The plan looked at.
        leads: Lead agencies by criterion in that plan.
    """

    catalog: Catalog
    selection: Selection
    names: Names
    geometry: Geometry
    plan: Plan | None
    leads: Mapping[int, tuple[str, ...]]


def on_set(ground: Ground, criteria_set: CriteriaSet) -> Ground:
    """Return the same ground with the criteria of a scenario's own set."""
    names = build_names(ground.catalog, ground.selection.province, criteria_set, state.language())
    return replace(ground, names=names)


def place_of(base: Situation, names: Names) -> str:
    """Return the name of what a snapshot covers: the province, or the one district it holds."""
    districts = set(base.district_by_commune.values())
    return names.district(districts.pop() if len(districts) == 1 else base.province_code)


def render_style() -> None:
    """Add the styles of the page."""
    st.html(f"<style>{STYLE}</style>")


def choose_section() -> str:
    """Draw the switch between the parts and return the one to show."""
    chosen = st.segmented_control(
        t("scenarios.parts"),
        SECTIONS,
        key=state.local("scenarios", "part", SECTIONS, SECTIONS[0]),
        format_func=lambda name: t(f"scenarios.part.{name}"),
        label_visibility="collapsed",
        required=True,
    )
    return chosen or SECTIONS[0]


def choose_opened(saved: Sequence[Scenario], province: str) -> Scenario | None:
    """Draw the list of saved scenarios and return the one opened, read-only; it is in the link.

    Args:
        saved: Every saved scenario.
        province: Its scenarios are listed, those put away only when opened by their link.
    """
    if saved and not account.may(Permission.TRY):
        # A department link shows the one shared on purpose, and nothing to try.
        return saved[0]
    by_id = {str(item.scenario_id): item for item in saved}
    key = state.local("scenarios", "scenario", [NONE, *by_id], NONE)
    asked = state.local_value(key)
    listed = [
        number
        for number, item in by_id.items()
        if number == asked or (item.base.province_code == province and not item.is_archived)
    ]
    if not listed:
        return None
    chosen = st.selectbox(
        t("scenarios.open"),
        [NONE, *listed],
        key=key,
        format_func=lambda number: (
            t("scenarios.open_none")
            if number == NONE
            else f"{by_id[number].name} · {by_id[number].author}"
        ),
        label_visibility="collapsed",
        filter_mode=None,
    )
    return by_id.get(chosen or NONE)


def render_what_if(text: str) -> None:
    """Say that what follows is assumed, in a frame no reader takes for a fact."""
    render(
        Markup('<div class="ntm-what-if" role="note"><b>{}</b><span>{}</span></div>').format(
            t("scenarios.stamp"), text
        )
    )


def stamp() -> Markup:
    """Return the mark that stands beside every heading of assumed figures."""
    return Markup('<span class="ntm-stamp">{}</span>').format(t("scenarios.stamp"))


def stamp_text() -> str:
    """Return the word that marks assumed figures."""
    return t("scenarios.stamp")


def heading(text: str) -> None:
    """Write a heading of assumed figures."""
    render(Markup('<div class="ntm-block">{} {}</div>').format(text, stamp()))


def about(scenario: Scenario) -> str:
    """Say who saved a scenario, when, and what it starts from."""
    return t(
        "scenarios.about",
        author=scenario.author,
        saved=day(scenario.saved_at.date()),
        number=scenario.number,
        versions=scenario.versions,
        base=day(scenario.base.as_of),
    )


def link_to(scenario: Scenario) -> str:
    """Return the address that opens a scenario read-only."""
    province = scenario.base.province_code
    return f"{state.link('kich-ban', province=province)}&scenario={scenario.scenario_id}"


def reasons_of(error: ValueError) -> list[str]:
    """Return why something was refused, in the reader's language where the error can say it."""
    say = getattr(error, "say", None)
    return list(say(state.language())) if say else [str(error)]


def render_verdict(
    css: str, title: str, text: str = "", notes: Sequence[str] = (), members: Sequence[str] = ()
) -> None:
    """Draw what the planner has found out, as the one thing to read first.

    Args:
        css: ``""`` proved, ``open`` not proved, ``none`` impossible.
        title: The verdict.
        text: What was found.
        notes: How far it is proved, a line each.
        members: What stands against each other.
    """
    items = join(Markup("<li>{}</li>").format(member) for member in members)
    rows = Markup("<ul>{}</ul>").format(items) if members else ""
    small = join(Markup("<small>{}</small>").format(note) for note in notes)
    told = what(t("tip.status.proof"))
    render(
        Markup('<div class="ntm-proof {}" role="status"><b>{}</b> {} {}{}{}</div>').format(
            css, title, text, told, small, rows
        )
    )
