"""What a map shows: layer, its criterion or group, the date compared with, the colours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from components import state
from components.map_panel import Geometry, render_map_panel
from components.names import Names
from components.palettes import DEFAULT, NATIONAL, PALETTES
from components.text import day, t
from domain.bands import build_scheme
from domain.catalog import Catalog, PeriodOption, Selection
from domain.layers import (
    Layer,
    by_change,
    by_count,
    by_criterion,
    by_group,
    by_level,
    merge,
)
from domain.situation import Situation

LAYERS = ("level", "count", "band", "criterion", "group", "change")
COUNTRY_LAYERS = ("level", "count", "band")
FINE_EDGES = (18, 16, 14, 12, 10, 7, 5)
"""Lower ends of the classes of "criteria met": finer than the bands of a report."""


@dataclass(frozen=True)
class MapChoice:
    """A layer and what it needs."""

    layer: str
    palette: str
    criterion: int | None = None
    group: int | None = None
    compare_to: date | None = None


def render_controls(
    selection: Selection, catalog: Catalog, situations: Sequence[Situation]
) -> MapChoice:
    """Draw the controls and return the choice; layer and colours are part of the page's link."""
    earlier = _earlier(catalog, selection)
    layers = COUNTRY_LAYERS if selection.is_country else LAYERS
    layers = tuple(name for name in layers if name != "change" or earlier)
    default = layers[0]
    if not selection.is_country and selection.criterion:
        default = "criterion"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = st.segmented_control(
            t("map.layer"),
            layers,
            key=state.local("map", "layer", layers, default),
            format_func=lambda name: t(f"map.pick.{name}"),
            required=True,
        )
        palette = st.segmented_control(
            t("map.palette"),
            PALETTES,
            key=state.local("map", "palette", PALETTES, DEFAULT),
            format_func=lambda name: t(f"palette.{name}"),
            required=True,
            disabled=layer in ("criterion", "group", "change"),
        )
    choice = MapChoice(str(layer), str(palette))
    if layer == "criterion":
        return _pick_criterion(choice, selection, situations[0])
    if layer == "group":
        return _pick_group(choice, selection, situations[0])
    if layer == "change":
        return _pick_date(choice, earlier)
    return choice


def _pick_criterion(choice: MapChoice, selection: Selection, situation: Situation) -> MapChoice:
    criteria = {c.no: c.name(state.language()) for c in situation.criteria_set.criteria}
    number = _pick_number("criterion", criteria, selection.criterion)
    return MapChoice(choice.layer, choice.palette, criterion=number)


def _pick_group(choice: MapChoice, selection: Selection, situation: Situation) -> MapChoice:
    groups = {g.no: g.name(state.language()) for g in situation.criteria_set.groups}
    return MapChoice(
        choice.layer, choice.palette, group=_pick_number("group", groups, selection.group)
    )


def _pick_number(name: str, names: Mapping[int, str], chosen: int | None) -> int:
    """Draw a picker of a numbered criterion or group, the global filter's choice first."""
    numbers = [str(no) for no in names]
    first = str(chosen) if chosen in names else numbers[0]
    picked = st.selectbox(
        t(f"filter.{name}"),
        numbers,
        key=state.local("map", f"by_{name}", numbers, first),
        format_func=lambda no: f"{no}. {names[int(no)]}",
        width=460,
    )
    return int(picked)


def _pick_date(choice: MapChoice, earlier: Sequence[PeriodOption]) -> MapChoice:
    dates = [p.key for p in reversed(earlier)]
    since = st.selectbox(
        t("map.since"),
        dates,
        key=state.local("map", "since", dates, dates[0]),
        format_func=lambda key: day(date.fromisoformat(key)),
        width=260,
    )
    return MapChoice(choice.layer, choice.palette, compare_to=date.fromisoformat(since))


def _earlier(catalog: Catalog, selection: Selection) -> list[PeriodOption]:
    periods = catalog.periods.get(selection.province, ())
    current = next((p for p in periods if p.as_of == selection.as_of), None)
    if current is None:
        return []
    return [p for p in periods if p.as_of < current.as_of and p.set_id == current.set_id]


def build_layer(
    choice: MapChoice, situations: Sequence[Situation], compared: Situation | None
) -> Layer:
    """Build the layer of a choice; several provinces are joined into one."""
    if choice.layer == "criterion" and choice.criterion:
        return by_criterion(situations[0], choice.criterion)
    if choice.layer == "group" and choice.group:
        return by_group(situations[0], choice.group)
    if choice.layer == "change" and compared is not None:
        return by_change(compared, situations[0])
    if choice.layer == "band":
        return merge([by_count(s, s.scheme, "band") for s in situations])
    if choice.layer == "count":
        size = max(s.criteria_set.size for s in situations)
        scheme = build_scheme("fine", FINE_EDGES, size)
        return merge([by_count(s, scheme, "count") for s in situations])
    return merge([by_level(s) for s in situations])


def layer_title(choice: MapChoice, names: Names) -> str:
    """Return what the map shows in words."""
    title = t(f"layer.{choice.layer}")
    if choice.criterion:
        return f"{title}: {names.criterion(choice.criterion)}"
    if choice.compare_to:
        return f"{title}, {day(choice.compare_to)}"
    return title


def render_bare_map(
    geometry: Geometry, catalog: Catalog, selection: Selection, names: Names
) -> None:
    """Draw the units of a place without any data, all of them "no data"."""
    empty = Layer("level", (), {}, {}, {})
    render_map_panel(empty, geometry, catalog, selection, names, palette=NATIONAL, height=600)
