"""What a deck is to the browser: plain values, every word and length as the slides were written."""

from collections import Counter
from dataclasses import asdict
from typing import Any, Protocol

from components.maps import site_url
from components.palettes import NO_DATA_COLOUR, NOT_COUNTED_COLOUR, ordinal
from components.text import number, t
from domain.slides.model import Bars, Body, Deck, Figures, Lines, MapPicture, Slide, Table

LABELS = ("back", "next", "list", "filters", "present", "leave")


class Geometry(Protocol):
    """What a slide's map needs to know of its geometry file."""

    url_path: str
    kind: str
    codes: tuple[str, ...]


def deck_payload(deck: Deck, geometry: Geometry | None) -> dict[str, Any]:
    """Return a deck as JSON values.

    Args:
        deck: The deck.
        geometry: Geometry of its province; ``None`` where no slide is a map.
    """
    seen: Counter[str] = Counter()
    slides = []
    for slide in deck.slides:
        seen[slide.kind.value] += 1
        slides.append(_slide(slide, seen[slide.kind.value], geometry))
    return {
        "title": deck.title,
        "language": deck.language,
        "basis": deck.basis,
        "source": deck.source,
        "illustrative": deck.illustrative,
        "slides": slides,
        "labels": {name: t(f"present.{name}") for name in LABELS},
    }


def _slide(slide: Slide, turn: int, geometry: Geometry | None) -> dict[str, Any]:
    return {
        # Stays when the deck is written anew for another place, so that the slide looked at stays.
        "id": f"{slide.kind.value}-{turn}",
        "kind": slide.kind.value,
        "topic": slide.topic,
        "title": slide.title,
        "lead": slide.lead,
        "body": _body(slide.body, geometry) if slide.body else None,
        "rest": slide.rest,
        "stamp": slide.stamp,
    }


def _body(body: Body, geometry: Geometry | None) -> dict[str, Any] | None:
    match body:
        case MapPicture():
            return _map(body, geometry) if geometry else None
        case Figures():
            items = [asdict(item) for item in body.items]
            return {"type": "figures", "items": items}
        case Bars():
            return {"type": "bars", **asdict(body)}
        case Table():
            return {"type": "table", **asdict(body)}
        case Lines():
            return {"type": "lines", **asdict(body)}


def _map(body: MapPicture, geometry: Geometry) -> dict[str, Any]:
    """Return a map: one character a unit in the order of the geometry file, as its fill's number.

    The classes come first, then the communes without data, then the units that do not count.
    """
    colours = ordinal(len(body.classes))[::-1]
    no_data, not_counted = len(body.classes), len(body.classes) + 1
    position = {each.key: index for index, each in enumerate(body.classes)}

    def fill(code: str) -> int:
        if code not in body.class_by_commune:
            return not_counted
        key = body.class_by_commune[code]
        return no_data if key is None else position[key]

    fills = [{"colour": colour, "hatched": False} for colour in colours]
    fills.append({"colour": NO_DATA_COLOUR, "hatched": True})
    fills.append({"colour": NOT_COUNTED_COLOUR, "hatched": False})
    classes = [
        {"label": each.label, "count": number(each.count), "colour": colour, "hatch": False}
        for each, colour in zip(body.classes, colours, strict=True)
    ]
    if body.no_data.count:
        count = number(body.no_data.count)
        classes.append(
            {"label": body.no_data.label, "count": count, "colour": NO_DATA_COLOUR, "hatch": True}
        )
    classes.append(
        {"label": body.not_counted, "count": "", "colour": NOT_COUNTED_COLOUR, "hatch": False}
    )
    return {
        "type": "map",
        "geometry": site_url(geometry.url_path),
        "district": body.district,
        "heading": body.heading,
        "values": "".join(str(fill(code)) for code in geometry.codes),
        "fills": fills,
        "classes": classes,
        "note": t(f"map.kind.{geometry.kind}"),
        "failed": t("map.control.failed"),
    }
