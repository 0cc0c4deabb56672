"""A map with its legend: a layer of ``domain.layers`` drawn on the geometry that is available."""

from collections.abc import Iterable
from typing import Protocol

import streamlit as st

from components import map_legend, maps, state
from components.names import Names
from components.palettes import DEFAULT, layer_colours
from components.text import number, plain, signed, t
from domain.catalog import COUNTRY, Catalog, Selection
from domain.layers import Layer, encode


class Geometry(Protocol):
    """What a map needs to know of its geometry file."""

    version: str
    url_path: str
    kind: str
    codes: tuple[str, ...]
    guess_codes: tuple[str, ...]


def render_map_panel(
    layer: Layer,
    geometry: Geometry,
    catalog: Catalog,
    selection: Selection,
    names: Names,
    *,
    palette: str = DEFAULT,
    height: int = 520,
    key: str = "map",
    title: str = "",
) -> None:
    """Draw a layer; a click on a commune chooses it in the filters.

    Args:
        layer: Classes of the communes.
        geometry: The geometry file.
        catalog: Which communes exist and count.
        selection: The choice; its district is brought forward, its commune outlined.
        names: Names of the place, for the map's label.
        palette: One of ``components.palettes.PALETTES``.
        height: Pixels.
        key: Identity of the map on its page.
        title: What the map shows in words, for screen readers; the layer's name by default.
    """
    title = title or t(f"layer.{layer.name}")
    view = build_view(layer, geometry, catalog, selection, names, palette, height, title)
    clicked = maps.render_map(view, key=f"{key}_{selection.province}")
    map_legend.render_legend(
        map_legend.count_classes(view),
        title=title,
        guess=t("map.guess", count=number(len(geometry.guess_codes)))
        if geometry.guess_codes
        else "",
        notes=_notes(geometry, selection),
        help=t(f"tip.layer.{layer.name}"),
    )
    if clicked and clicked != selection.commune:
        choose_commune(clicked, catalog, selection)


def _notes(geometry: Geometry, selection: Selection) -> list[str]:
    notes = [t(f"map.kind.{geometry.kind}")]
    return [t("map.whole_province"), *notes] if selection.district else notes


def choose_commune(code: str, catalog: Catalog, selection: Selection) -> None:
    """Choose a clicked commune; wards and townships, which do not count, only say so."""
    provinces = [selection.province] if not selection.is_country else list(catalog.communes)
    for province in provinces:
        found = next((c for c in catalog.communes.get(province, ()) if c.code == code), None)
        if found is None:
            continue
        if selection.is_country:
            state.choose(province=province, district=None, commune=code, as_of=None, plan=None)
        inside = selection.district in (None, found.parent_code)
        state.choose(commune=code, district=selection.district if inside else found.parent_code)
    st.toast(
        t("map.not_counted", name=plain(catalog.names.get(code, code))), icon=":material/info:"
    )


def build_view(
    layer: Layer,
    geometry: Geometry,
    catalog: Catalog,
    selection: Selection,
    names: Names,
    palette: str,
    height: int,
    title: str,
) -> maps.MapView:
    """Build what the map shows."""
    place = names.district(selection.province)
    colours = layer_colours(layer.name, layer.order, palette)
    classes = {k: maps.MapClass(k, class_label(layer, k), colours[k]) for k in layer.order}
    by_class = sorted(layer.class_by_char.items(), key=lambda item: layer.order.index(item[1]))
    return maps.MapView(
        geometry_url=geometry.url_path,
        values=encode(layer, geometry.codes, _counted(catalog, selection)),
        classes=maps.standard_classes(
            {char: classes[key] for char, key in by_class}, t("map.no_data"), t("map.wards")
        ),
        text=_texts(layer),
        label=t("map.label", layer=title, place=place),
        attribution=t(f"map.attribution.{geometry.kind}"),
        selected=selection.commune,
        highlighted=selection.district,
        follows=True,
        height=height,
        labels=maps.MapLabels(**{n: t(f"map.control.{n}") for n in maps.MapLabels.__annotations__}),
    )


def _counted(catalog: Catalog, selection: Selection) -> Iterable[str]:
    provinces = catalog.communes if selection.province == COUNTRY else [selection.province]
    return (c.code for province in provinces for c in catalog.communes.get(province, ()))


def class_label(layer: Layer, key: str) -> str:
    """Return what the legend calls a class; bands carry their range in the key."""
    if layer.name in ("band", "count"):
        return t("class.band", range=key.replace("-", "–"))
    return t(f"class.{key}")


def _texts(layer: Layer) -> dict[str, str]:
    if layer.name == "change":
        return {c: t("map.change", change=signed(v)) for c, v in layer.value_by_char.items()}
    return {c: t("map.count", count=number(v)) for c, v in layer.value_by_char.items()}
