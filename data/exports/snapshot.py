"""A view as one HTML file that needs nothing: no server, no internet, no scripts.

It says what it shows (place, date, set, filters, plan, sources) and is cut to the scope of whoever
has it made, because it is written from the view the pages draw.

A file like this is put on web sites, so polygons go into it only when they are official: whether
approximate ones may be passed on is an open question (``data.exports.geopackage``). Otherwise the
map is the tile map, which holds no coordinates of anybody.
"""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
from markupsafe import Markup

from data.exports.pictures_geometry import (
    KIND_WORDS,
    Commune,
    District,
    Drawing,
    Points,
    read_drawing,
)
from data.exports.snapshot_style import COLOURS, STYLE, band_colour
from data.exports.snapshot_tables import criteria, joined, places
from domain.layers import NO_DATA, Layer, by_criterion, choose_layer
from domain.source_words import plan_name, source_lines
from domain.view import View
from i18n.words import Words

WIDTH = 640
"""Units across a map; it grows and shrinks with the page."""

LARGEST_AGENCY_MAPS = 6


def build_snapshot(
    view: View, names: Mapping[str, str], *, made_at: datetime, recipient: str = ""
) -> bytes:
    """Build the file.

    Args:
        view: What is looked at, already cut to a scope.
        names: Names of provinces, districts and communes by code.
        made_at: When, with its zone.
        recipient: Agency it is cut to; "" = everything of the place.
    """
    words = Words(view.selection.language)
    place = names.get(view.place_code, view.place_code)
    title = f"{recipient} · {place}" if recipient else place
    parts = [_head(words, view, title, place)]
    if view.scope.is_illustrative:
        parts.append(_banner(words, "illustrative"))
    if not view.scope.knows_recognitions:
        parts.append(_banner(words, "recognitions"))
    if not recipient:
        parts.append(_figures(words, view))
    parts += [_map(words, view, layer, names) for layer in _layers(view, bool(recipient))]
    if not recipient:
        parts.append(places(words, view, names))
    parts.append(criteria(words, view, bool(recipient), names))
    parts.append(_foot(words, view, made_at))
    page = Markup(
        '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\"><title>{title}</title><style>{style}</style></head>"
        "<body><main>{body}</main></body></html>"
    ).format(
        lang=words.language,
        title=f"{title} · {words.day(view.scope.as_of)}",
        style=Markup(STYLE),  # noqa: S704 -- a constant of ours
        body=joined(parts),
    )
    return str(page).encode()


def _head(words: Words, view: View, title: str, place: str) -> Markup:
    scope, chosen = view.scope, view.selection
    facts = [
        place,
        words.day(scope.as_of),
        words.text(f"status.snapshot.{scope.status.value}"),
        scope.criteria_set.short_decision,
    ]
    if view.plan:
        facts.append(words.text("snapshot.plan", plan=plan_name(view.plan)))
    if chosen.criterion is not None:
        facts.append(words.text("snapshot.criterion", no=chosen.criterion))
    if chosen.group is not None:
        facts.append(words.text("snapshot.group", no=chosen.group))
    pills = joined(Markup("<span>{}</span>").format(fact) for fact in facts)
    return Markup('<p class="app">{}</p><h1>{}</h1><div class="facts">{}</div>').format(
        words.text("app.title"), title, pills
    )


def _banner(words: Words, about: str) -> Markup:
    return Markup('<p class="banner"><b>{}</b> {}</p>').format(
        words.text(f"frame.{about}_title"), words.text(f"frame.{about}_text")
    )


def _figures(words: Words, view: View) -> Markup:
    summary = view.scope.summary()
    recognised = summary.recognised
    is_least = not view.scope.knows_recognitions
    percent = "" if is_least else words.percent(recognised.percent())
    tiles = [
        ("recognised", words.fraction(recognised, is_least=is_least), percent),
        ("all_met", words.fraction(summary.all_met), ""),
        ("average", words.number(summary.average, 2), ""),
        ("minimum", words.number(summary.minimum), ""),
    ]
    shown = joined(
        Markup("<div><small>{}</small><b>{}</b><i>{}</i></div>").format(
            words.text(f"snapshot.figure.{name}"), figure, more
        )
        for name, figure, more in tiles
    )
    return Markup('<div class="tiles">{}</div>').format(shown)


def _layers(view: View, is_agency: bool) -> list[Layer]:
    if is_agency:
        numbers = view.scope.criteria_set.numbers[:LARGEST_AGENCY_MAPS]
        return [by_criterion(view.scope, number) for number in numbers]
    return [choose_layer(view.scope, view.selection.criterion, view.selection.group)]


def _map(words: Words, view: View, layer: Layer, names: Mapping[str, str]) -> Markup:
    drawing = read_drawing(view.selection.province, is_passed_on=True)
    is_district = view.place_code != view.selection.province
    if is_district:
        drawing = drawing.of_district(view.place_code)
    colours = {key: _colour(layer, key) for key in layer.order}
    counts = layer.counts()
    no_data = sum(char == NO_DATA for char in layer.char_by_commune.values())
    shapes = joined(_shape(words, c, drawing, layer, colours, names) for c in drawing.communes)
    shapes += joined(_district_name(d, drawing) for d in drawing.districts)
    if is_district:
        shapes += joined(_commune_name(c, drawing, names) for c in drawing.communes if c.rings)
    legend = [(colours[key], _class(words, key), counts[key]) for key in layer.order]
    legend.append((COLOURS["no_data"], words.text("snapshot.no_data"), no_data))
    keys = joined(
        Markup('<li><span style="background:{}"></span>{} <b>{}</b></li>').format(
            colour, label, words.number(count)
        )
        for colour, label, count in legend
        if count or label != words.text("snapshot.no_data")
    )
    title = words.text(f"layer.{layer.name}")
    if layer.name == "criterion":
        title = _layer_title(view, layer, words)
    west, south, east, north = drawing.bounds
    # Room above for the names of the first row of districts.
    height = round(WIDTH * (north - south) / (east - west)) + 36
    return Markup(
        '<section><h2>{title}</h2><figure><svg viewBox="0 -28 {width} {height}" role="img" '
        'aria-label="{title}">{shapes}</svg><ul>{keys}</ul><figcaption>{note}</figcaption>'
        "</figure></section>"
    ).format(
        title=title,
        width=WIDTH,
        height=height,
        shapes=shapes,
        keys=keys,
        note=words.text(f"snapshot.boundary.{drawing.kind}")
        if words.has(f"snapshot.boundary.{drawing.kind}")
        else KIND_WORDS[drawing.kind],
    )


def _layer_title(view: View, layer: Layer, words: Words) -> str:
    for criterion in view.scope.criteria_set.criteria:
        if by_criterion(view.scope, criterion.no).char_by_commune == layer.char_by_commune:
            return f"{criterion.no}. {criterion.name(words.language)}"
    return words.text("layer.criterion")


def _class(words: Words, key: str) -> str:
    if words.has(f"class.{key}"):
        return words.text(f"class.{key}")
    return words.text("class.band", range=key.replace("-", "–"))


def _colour(layer: Layer, key: str) -> str:
    return COLOURS.get(key) or band_colour(layer.order.index(key), len(layer.order))


def _shape(
    words: Words,
    commune: Commune,
    drawing: Drawing,
    layer: Layer,
    colours: Mapping[str, str],
    names: Mapping[str, str],
) -> Markup:
    west, _, east, north = drawing.bounds
    scale = WIDTH / (east - west)
    char = layer.char_by_commune.get(commune.code)
    key = layer.class_by_char.get(char or "")
    other = "no_data" if char else "not_counted"
    fill = colours[key] if key else COLOURS[other]
    label = _class(words, key) if key else words.text(f"snapshot.{other}")
    path = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _points(ring, west, north, scale)) + "Z"
        for ring in commune.rings
    )
    return Markup('<path d="{}" fill="{}"><title>{}: {}</title></path>').format(
        path, fill, names.get(commune.code, commune.code), label
    )


def _district_name(district: District, drawing: Drawing) -> Markup:
    west, _, east, north = drawing.bounds
    x, y = (np.array(district.at) - np.array([west, north])) * (WIDTH / (east - west))
    name = district.name.removeprefix("Huyện ").replace("Thành phố", "TP.").replace("Thị xã", "TX.")
    return Markup('<text x="{:.0f}" y="{:.0f}">{}</text>').format(x, -y, name)


def _commune_name(commune: Commune, drawing: Drawing, names: Mapping[str, str]) -> Markup:
    west, _, east, north = drawing.bounds
    largest = max(commune.rings, key=len)
    ring = _points(largest, west, north, WIDTH / (east - west))
    x, y = (ring.min(axis=0) + ring.max(axis=0)) / 2
    name = names.get(commune.code, "").removeprefix("Xã ")
    return Markup('<text x="{:.0f}" y="{:.0f}">{}</text>').format(x, y + 4, name)


def _points(ring: Points, west: float, north: float, scale: float) -> Points:
    moved: Points = (ring - np.array([west, north])) * np.array([scale, -scale])
    return moved


def _foot(words: Words, view: View, made_at: datetime) -> Markup:
    lines = source_lines(words, view)
    if view.scope.is_illustrative:
        lines.insert(0, words.text("frame.illustrative_source"))
    moment = f"{words.day(made_at.date())} {made_at:%H:%M}"
    lines.append(words.text("snapshot.made", at=moment))
    items = joined(Markup("<li>{}</li>").format(line) for line in lines if line)
    return Markup("<footer><b>{}</b><ul>{}</ul></footer>").format(
        words.text("frame.sources"), items
    )
