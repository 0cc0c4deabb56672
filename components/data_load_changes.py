"""What loading changes, or changed: criteria gained and lost, and who lost which, by name."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import frame, state
from components.bars import render_list
from components.cards import Tile, render_tiles
from components.data_load_door import Communes, Place
from components.reconciliation import render_badge
from components.text import day, number, signed, t
from domain.changes import MarkChange
from domain.vocabulary import Provenance

NAMED = 8
"""Rows of a table shown at once; the rest opens with a click."""

SPELT_OUT = 2
"""So many lost criteria are named, beyond that their numbers are given."""


def render_changes(comparisons: Sequence[Any], place: Place, *, title: str = "") -> None:
    """Draw what is different, by province, against the same date and the period before.

    Args:
        comparisons: Of ``data.intake.comparison``, one a province.
        place: Names of units and criteria.
        title: Heading; by default that of a file not loaded yet.
    """
    st.subheader(title or t("changes.title"))
    if not comparisons:
        st.caption(t("changes.nothing_to_compare"))
        return
    if len(comparisons) > 1:
        _render_provinces(comparisons, place)
        return
    comparison = comparisons[0]
    if comparison.same_date and comparison.same_date.provenance is Provenance.ILLUSTRATIVE:
        st.info(
            t("changes.replaces_illustrative", date=day(comparison.as_of)),
            icon=":material/verified:",
        )
    if comparison.published:
        render_badge(comparison.published)
    if comparison.same_date is None and comparison.previous is None:
        st.caption(t("changes.first"))
        return
    communes = place.communes(comparison.province_code)
    both = [("same_date", comparison.same_date), ("previous", comparison.previous)]
    there = [(name, against) for name, against in both if against is not None]
    for column, (name, against) in zip(st.columns(len(there), gap="large"), there, strict=True):
        with column:
            _render_against(against, name, communes, place)
    for name, against in both:
        if against is None:
            frame.render(Markup('<p class="ntm-note">{}</p>').format(t(f"changes.{name}_none")))


def _render_against(against: Any, name: str, communes: Communes, place: Place) -> None:
    frame.render(
        Markup('<h4 class="ntm-block">{}</h4>').format(
            t(f"changes.{name}", date=day(against.as_of))
        )
    )
    if against.provenance is Provenance.ILLUSTRATIVE:
        frame.render(Markup('<p class="ntm-note">{}</p>').format(t("changes.of_illustrative")))
    changes = against.changes
    if changes is None:
        decision = place.decision(against.set_id)
        frame.render(
            Markup('<p class="ntm-note">{}</p>').format(t("changes.other_set", decision=decision))
        )
        return
    render_tiles(_tiles(changes))
    if changes.lost:
        _render_lost(changes.lost, communes, place, against.set_id)
    if changes.gained or changes.lost:
        _render_by_criterion(changes, place, against.set_id)
        _render_by_commune(changes, communes)


def _tiles(changes: Any) -> list[Tile]:
    compared = t("changes.compared", count=number(changes.compared))
    tiles = [
        Tile(t("changes.gained"), signed(len(changes.gained)), unit=compared),
        Tile(
            t("changes.lost"),
            signed(-len(changes.lost)),
            unit=t("changes.losing", count=number(len(changes.losing_codes))),
        ),
        Tile(t("changes.net"), signed(changes.net), unit=t("changes.net_unit")),
    ]
    if changes.withdrawn:
        tiles.append(
            Tile(t("changes.withdrawn"), number(len(changes.withdrawn)), unit=t("changes.no_more"))
        )
    if changes.new_codes:
        tiles.append(
            Tile(
                t("changes.new"),
                number(len(changes.new_codes)),
                unit=t("unit.communes", value=len(changes.new_codes)),
            )
        )
    return tiles


def _render_lost(lost: Sequence[MarkChange], communes: Communes, place: Place, set_id: str) -> None:
    """Name every commune that loses a criterion, and which."""
    by_commune: dict[str, list[int]] = {}
    for change in lost:
        by_commune.setdefault(change.commune_code, []).append(change.criterion_no)
    rows = [
        [
            communes.place(code),
            _criteria(numbers, place, set_id),
        ]
        for code, numbers in sorted(by_commune.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    headings = [t("changes.commune"), t("changes.lost_criteria")]
    frame.render(
        Markup('<p class="dl-lost"><b>{}</b></p>').format(
            t("changes.lost_title", count=number(len(by_commune)))
        )
    )
    _render_long(headings, rows, frozenset())


def _criteria(numbers: Sequence[int], place: Place, set_id: str) -> str:
    if len(numbers) > SPELT_OUT:
        listed = ", ".join(str(no) for no in numbers)
        return t("changes.criteria_numbers", count=number(len(numbers)), numbers=listed)
    return "; ".join(place.criterion(set_id, no, state.language()) for no in numbers)


def _render_long(
    headings: Sequence[str], rows: Sequence[Sequence[Any]], numeric: frozenset[int]
) -> None:
    render_list(headings, rows[:NAMED], numeric)
    if len(rows) > NAMED:
        with st.expander(t("changes.more", count=number(len(rows) - NAMED))):
            render_list(headings, rows[NAMED:], numeric)


def _render_by_criterion(changes: Any, place: Place, set_id: str) -> None:
    gained = Counter(change.criterion_no for change in changes.gained)
    lost = Counter(change.criterion_no for change in changes.lost)
    rows = [
        [
            place.criterion(set_id, no, state.language()),
            signed(gained[no]),
            signed(-lost[no]),
            signed(gained[no] - lost[no]),
        ]
        for no in sorted(gained.keys() | lost.keys())
    ]
    with st.expander(t("changes.by_criterion", count=number(len(rows)))):
        headings = ("criterion", "gained_short", "lost_short", "net_short")
        render_list([t(f"changes.{name}") for name in headings], rows, frozenset({1, 2, 3}))


def _render_by_commune(changes: Any, communes: Communes) -> None:
    gained = Counter(change.commune_code for change in changes.gained)
    lost = Counter(change.commune_code for change in changes.lost)
    codes = sorted(gained.keys() | lost.keys(), key=lambda code: (gained[code] - lost[code], code))
    rows = [
        [
            communes.place(code),
            signed(gained[code]),
            signed(-lost[code]),
            signed(gained[code] - lost[code]),
        ]
        for code in codes
    ]
    with st.expander(t("changes.by_commune", count=number(len(rows)))):
        headings = ("commune", "gained_short", "lost_short", "net_short")
        render_list([t(f"changes.{name}") for name in headings], rows, frozenset({1, 2, 3}))


def _render_provinces(comparisons: Sequence[Any], place: Place) -> None:
    """List the provinces of a file of the country with their figures against the period before."""
    rows = [
        [
            place.province(one.province_code),
            *_figures(one.previous),
            *_figures(one.same_date)[:1],
        ]
        for one in comparisons
    ]
    headings = ("province", "previous_short", "gained_short", "lost_short", "same_short")
    render_list([t(f"changes.{name}") for name in headings], rows, frozenset({2, 3}))


def _figures(against: Any) -> list[str]:
    if against is None:
        return [t("changes.nothing"), "—", "—"]
    if against.changes is None:
        return [day(against.as_of), "—", "—"]
    changes = against.changes
    return [day(against.as_of), signed(len(changes.gained)), signed(-len(changes.lost))]
