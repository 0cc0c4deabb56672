"""What a map shows: layer, its criterion or group, the date compared with, the colours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from components import state
from components.map_panel import Geometry, render_map_panel
from components.names import Names
from components.palettes import DEFAULT, NATIONAL, PALETTES
from components.pickers import Picker, render_row
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

KEY = "map_controls"
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
    layer = state.local_choice("map", "layer", layers, default)
    palette = state.local_choice("map", "palette", PALETTES, DEFAULT)
    pickers = [
        Picker(
            "layer",
            t("map.layer"),
            [(name, t(f"map.pick.{name}"), "") for name in layers],
            layer,
            "switch",
        ),
        Picker(
            "palette",
            t("map.palette"),
            [(name, t(f"palette.{name}"), "") for name in PALETTES],
            palette,
            "switch",
            disabled=layer in ("criterion", "group", "change"),
        ),
    ]
    choice = MapChoice(layer, palette)
    if layer in ("criterion", "group"):
        picker = _numbered(layer, selection, situations[0])
        choice = replace(choice, **{layer: int(picker.value)})
        pickers.append(picker)
    if layer == "change":
        picker = _dates(earlier)
        choice = replace(choice, compare_to=date.fromisoformat(picker.value))
        pickers.append(picker)
    render_row(KEY, pickers, lambda: state.take_local(KEY, "map"))
    return choice


def _numbered(name: str, selection: Selection, situation: Situation) -> Picker:
    """Return the picker of a criterion or group, the global filter's choice first."""
    criteria_set, language = situation.criteria_set, state.language()
    items = criteria_set.criteria if name == "criterion" else criteria_set.groups
    names = {item.no: item.name(language) for item in items}
    chosen = selection.criterion if name == "criterion" else selection.group
    numbers = [str(no) for no in names]
    first = str(chosen) if chosen in names else numbers[0]
    value = state.local_choice("map", f"by_{name}", numbers, first)
    options = [(str(no), f"{no}. {text}", "") for no, text in names.items()]
    return Picker(f"by_{name}", t(f"filter.{name}"), options, value)


def _dates(earlier: Sequence[PeriodOption]) -> Picker:
    dates = [p.key for p in reversed(earlier)]
    value = state.local_choice("map", "since", dates, dates[0])
    options = [(key, day(date.fromisoformat(key)), "") for key in dates]
    return Picker("since", t("map.since"), options, value)


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
