"""The one map of the product: communes of a province or of the whole country.

The browser fetches the geometry once, by a versioned address, and keeps it; a run of the script
sends one character a commune (``domain.layers.encode``) and what the characters mean. The same
Leaflet map stays mounted through reruns, so zoom and place survive a change of filter. Nothing is
fetched from another host. Why not folium: ``docs/adr/2026-11-21-map-component.md``.

Tests inject a click with ``AppTest``: before ``at.run()`` set
``at.session_state[key] = {"clicked": "24118"}``, ``key`` being the one given to :func:`render_map`.
A click injected like this lasts, a real one is reported to a single run. What a map shows is read
with ``unpack(at.get("bidi_component")[0].proto.bytes)``.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import streamlit as st

from components.palettes import NO_DATA_COLOUR, NOT_COUNTED_COLOUR
from components.wire import pack
from domain.layers import NO_DATA, NOT_COUNTED

ASSETS: Final = Path(__file__).with_name("browser_assets")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_CODE: Final = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True)
class MapClass:
    """A class of communes: what the legend calls it and how it is filled.

    Raises:
        ValueError: The colour is not of the form ``#rrggbb`` in lower case.
    """

    key: str
    label: str
    colour: str
    hatch: bool = False

    def __post_init__(self) -> None:
        """Refuse a colour that is not plain hexadecimal: it ends up in a style."""
        if not _COLOUR.fullmatch(self.colour):
            raise ValueError(f"{self.colour!r} is not a colour of the form #rrggbb")


def no_data_class(label: str) -> MapClass:
    """Return the class of communes nobody has reported on: neutral and hatched."""
    return MapClass("no_data", label, NO_DATA_COLOUR, hatch=True)


def not_counted_class(label: str) -> MapClass:
    """Return the class of wards and townships, which the programme does not count."""
    return MapClass("not_counted", label, NOT_COUNTED_COLOUR)


@dataclass(frozen=True)
class MapLabels:
    """Words of the map itself, in the reader's language."""

    zoom_in: str = "Phóng to"
    zoom_out: str = "Thu nhỏ"
    home: str = "Xem toàn bản đồ"
    wheel: str = "Giữ Ctrl và lăn chuột để phóng to, thu nhỏ"
    keyboard: str = "Phím mũi tên để di chuyển, phím + và − để phóng to, thu nhỏ"
    guess: str = "Vị trí ước đoán"
    failed: str = "Không tải được bản đồ; xem bảng số liệu thay cho bản đồ."
    mismatch: str = "Bản đồ và số liệu không khớp phiên bản; hãy tải lại trang."


@dataclass(frozen=True)
class MapView:
    """Everything one map shows.

    Attributes:
        geometry_url: Address of the geometry file from the root of the site (``/geo/66-….json``);
            the server's base path is added here.
        values: One character a commune, in the order of the geometry file.
        classes: Class of every character in ``values``, in legend order; several characters may
            share a class.
        text: What the tooltip says for a character (``16/19 tiêu chí``); without one it names the
            class.
        label: What the map shows, for screen readers.
        attribution: Line in the corner: where the boundaries come from and how exact they are.
        selected: Code of the commune drawn as chosen.
        highlighted: Code of a district or province: the map moves to it and pales the rest.
        follows: ``highlighted`` is the district of the filters: another one chosen there is gone to
            at once, before the server has answered.
        height: Pixels; less in a low or narrow window, so that the page can still be scrolled.

    Raises:
        ValueError: A character of ``values`` has no class.
    """

    geometry_url: str
    values: str
    classes: Mapping[str, MapClass]
    label: str
    attribution: str
    text: Mapping[str, str] = field(default_factory=dict)
    selected: str | None = None
    highlighted: str | None = None
    follows: bool = False
    height: int = 560
    labels: MapLabels = field(default_factory=MapLabels)

    def __post_init__(self) -> None:
        """Refuse values without a class: they would silently look like missing data."""
        unknown = set(self.values) - set(self.classes)
        if unknown:
            raise ValueError(f"no class for {sorted(unknown)}")


def _assets_version() -> str:
    digest = hashlib.sha256()
    for path in sorted(ASSETS.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


_OWN: Final = f"/lib/map/{_assets_version()}/"
_LEAFLET: Final = f"/lib/leaflet/{metadata.version('django-js-lib-leaflet')}/"
# The last module is the map; the others are named so that all load side by side.
_MODULES: Final = (
    f"{_LEAFLET}leaflet.js",
    *(
        f"{_OWN}{name}.js"
        for name in ("wire", "start", "geometry", "labels", "overlays", "layer", "map")
    ),
)
_STYLES: Final = (f"{_LEAFLET}leaflet.css", f"{_OWN}map.css")


def site_url(path: str) -> str:
    """Return a path of this site (``/geo/66.json``) under the server's base path."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}{path}" if base else path


def asset_url(name: str) -> str:
    """Return the address of one of our own scripts or styles, with its version."""
    return site_url(f"{_OWN}{name}")


def map_scripts() -> list[str]:
    """Return the addresses of the map's scripts; the last is the map."""
    return [site_url(path) for path in _MODULES]


def map_styles() -> list[str]:
    """Return the addresses of the map's style sheets."""
    return [site_url(path) for path in _STYLES]


def early_files() -> tuple[str, list[str], list[str]]:
    """Return what a page that begins with a map loads at once: starter, scripts, style sheets."""
    return asset_url("ahead.js"), map_scripts(), map_styles()


def build_payload(view: MapView) -> dict[str, Any]:
    """Return what is sent to the browser: JSON values only."""
    classes = list({each.key: each for each in view.classes.values()}.values())
    position = {each.key: index for index, each in enumerate(classes)}
    labels = {_camel(name): text for name, text in asdict(view.labels).items()}
    return {
        "modules": map_scripts(),
        "styles": map_styles(),
        "geometry": site_url(view.geometry_url),
        "values": view.values,
        "classes": [{"label": c.label, "colour": c.colour, "hatch": c.hatch} for c in classes],
        "chars": {
            char: [position[each.key], view.text.get(char, "")]
            for char, each in view.classes.items()
        },
        "selected": view.selected,
        "highlighted": view.highlighted,
        "follows": view.follows,
        "height": view.height,
        "label": view.label,
        "attribution": view.attribution,
        "labels": labels,
    }


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def starter(address: str) -> str:
    """Return the script of a component whose code is a module of its own.

    It is sent with every run, therefore short; the browser keeps the module, and what is kept is
    not asked for again: even that takes a turn. The newline at the start tells Streamlit that this
    is a script and not a file name.
    """
    return f"""
let code;
export default async function (component) {{
  code ??= await import(new URL({json.dumps(address)}, document.baseURI).href);
  return code.default(component);
}}
"""


_START: Final = starter(asset_url("start.js"))
_component = st.components.v2.component("ntm_map", js=_START, isolate_styles=False)


def _ignore() -> None:
    """Stand in for the callback by which Streamlit learns the name of the trigger."""


def render_map(view: MapView, key: str) -> str | None:
    """Draw the map and return the code of the commune that was just clicked.

    Args:
        view: What to show.
        key: Identity of the map on its page; as long as it stays, zoom and place stay.

    Returns:
        The code in the one run that follows a click, otherwise ``None``. It comes from the browser:
        look it up before use.
    """
    result = _component(key=key, data=pack(build_payload(view)), on_clicked_change=_ignore)
    code = result.get("clicked")
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def standard_classes(
    classes: Mapping[str, MapClass], no_data: str, not_counted: str
) -> dict[str, MapClass]:
    """Return the classes of a layer followed by the two every map has.

    Args:
        classes: Class of every character of the layer, in legend order.
        no_data: Label of communes without data.
        not_counted: Label of wards and townships.
    """
    extra = {NO_DATA: no_data_class(no_data), NOT_COUNTED: not_counted_class(not_counted)}
    return {**classes, **extra}
