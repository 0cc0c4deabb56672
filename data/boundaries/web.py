"""Which geometry file a map fetches: official polygons, else approximate ones, else tiles.

This module is imported by the running dashboard, so what reads polygons (geopandas) is imported
only when a file has to be made.
"""

import hashlib
import logging

from data.boundaries.files import stamp
from data.boundaries.index import COUNTRY, GeometryRef, lookup, publish
from data.boundaries.locations import available_path
from data.boundaries.tiles import build_tile_document
from data.boundaries.units import read_units, units_path

WEB_VERSION = 1  # raise it when the content of the files changes for the same polygons

_log = logging.getLogger(__name__)


def current_geometry(scope: str) -> GeometryRef:
    """Return the geometry file to draw a scope from, making it first where that is quick.

    A country map is only taken from what ``commands.build`` has prepared; until every province has
    polygons it is a tile map.

    Args:
        scope: Province code, or "vn" for the country.

    Raises:
        ValueError: There is no such scope.
    """
    inputs = _polygon_inputs(scope)
    if inputs is not None:
        ready = lookup(scope, inputs) or _last_country(scope)
        if ready is not None:
            return ready
        if scope != COUNTRY:
            try:
                return refresh(scope)
            except (OSError, ValueError, KeyError):
                _log.exception("the polygons of %s cannot be drawn; its tile map is shown", scope)
    return _tile_geometry(scope)


def refresh(scope: str) -> GeometryRef:
    """Make the geometry file of a scope from its polygons, unless it is up to date.

    Raises:
        ValueError: There is no such scope, or a province of it has no polygons.
    """
    inputs = _polygon_inputs(scope)
    if inputs is None:
        raise ValueError(f"no polygons to draw {scope!r} from")
    ready = lookup(scope, inputs)
    if ready is not None:
        return ready
    from data.boundaries.drawing import draw_scope

    document, kind = draw_scope(scope)
    return publish(scope, document, kind, inputs)


def is_country_complete() -> bool:
    """Tell whether every province has polygons, so that the country can be drawn."""
    return _polygon_inputs(COUNTRY) is not None


def _tile_geometry(scope: str) -> GeometryRef:
    inputs = f"{WEB_VERSION}|tile|{stamp(units_path())}"
    ready = lookup(scope, inputs)
    if ready is not None:
        return ready
    units = read_units()
    document = build_tile_document(scope, units if scope == COUNTRY else units.within(scope))
    return publish(scope, document, "tile", inputs)


def _last_country(scope: str) -> GeometryRef | None:
    """Return the country as last drawn from polygons, while a newer one is not ready."""
    last = lookup(COUNTRY) if scope == COUNTRY else None
    return last if last is not None and last.kind != "tile" else None


def _polygon_inputs(scope: str) -> str | None:
    """Return what the scope's file is made from, as one word; None without all its polygons."""
    codes = list(read_units().provinces["code"]) if scope == COUNTRY else [scope]
    found = [available_path(code) for code in codes]
    stamps = [f"{path.parent.name}/{stamp(path)}" for path in found if path is not None]
    if len(stamps) < len(codes):
        return None
    text = "|".join([str(WEB_VERSION), str(stamp(units_path())), *stamps])
    return hashlib.sha256(text.encode()).hexdigest()
