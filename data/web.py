"""What the browser fetches beside Streamlit's own files: geometry, Leaflet, the map's script.

Everything is on this host. Addresses carry a version, so answers may be cached for good; a changed
file gets a new address. Geometry is compressed when it is built, not at every request.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from data.paths import ROOT, web_dir
from data.web_document import document_routes
from data.web_static import FOREVER, PackedStatic, accepts_gzip, base_path

_FOREVER = {"Cache-Control": FOREVER}
_GEOMETRY_NAME = re.compile(r"[a-z0-9-]+\.json")
_MAP_ASSETS = ROOT / "components" / "browser_assets"
_LEAFLET_FILES = ("leaflet.js", "leaflet.css")
_TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


def geo_dir() -> Path:
    """Return the folder of the geometry files, each ``NAME.json`` beside its ``NAME.json.gz``."""
    return web_dir() / "geo"


def _leaflet_files() -> dict[str, Path]:
    """Return the files of Leaflet that the map needs, from the installed package."""
    folder = Path(str(files("js_lib_leaflet"))) / "static" / "js_lib_leaflet"
    return {name: folder / name for name in _LEAFLET_FILES}


def _map_files() -> dict[str, Path]:
    return {path.name: path for path in _MAP_ASSETS.iterdir() if path.suffix in _TYPES}


def _geometry(request: Request) -> Response:
    name = request.path_params["name"]
    if not _GEOMETRY_NAME.fullmatch(name):
        raise HTTPException(404)
    plain = geo_dir() / name
    packed = plain.with_name(f"{name}.gz")
    headers = {**_FOREVER, "Vary": "Accept-Encoding"}
    if accepts_gzip(request.headers) and packed.is_file():
        # Streamlit's own compression leaves an answer alone that already names its encoding.
        headers["Content-Encoding"] = "gzip"
        return FileResponse(packed, media_type=_TYPES[".json"], headers=headers)
    if plain.is_file():
        return FileResponse(plain, media_type=_TYPES[".json"], headers=headers)
    raise HTTPException(404)


def _file_route(path: str, allowed: Mapping[str, Path]) -> Route:
    """Serve a fixed set of files; the version in the address only makes it unique."""

    def serve(request: Request) -> Response:
        file = allowed.get(request.path_params["name"])
        if file is None:
            raise HTTPException(404)
        return FileResponse(file, media_type=_TYPES[file.suffix], headers=_FOREVER)

    return Route(path, serve)


def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def web_routes(base_url_path: str = "") -> list[BaseRoute]:
    """Return the routes to hand to ``st.App``.

    Args:
        base_url_path: Streamlit's ``server.baseUrlPath``, with or without slashes.
    """
    base = base_path(base_url_path)
    return [
        Route(f"{base}/geo/{{name}}", _geometry),
        _file_route(f"{base}/lib/leaflet/{{version}}/{{name}}", _leaflet_files()),
        _file_route(f"{base}/lib/map/{{version}}/{{name}}", _map_files()),
        Route(f"{base}/healthz", _health),
    ]


def web_options(
    titles: Mapping[str, str],
    base_url_path: str = "",
    early: Sequence[str] = (),
    map_pages: Collection[str] = (),
) -> dict[str, Any]:
    """Return what ``st.App`` takes: ``routes`` and ``middleware``.

    Args:
        titles: What the browser's tab says at first, by address of the page; "" is the first page.
        base_url_path: Streamlit's ``server.baseUrlPath``, with or without slashes.
        early: Addresses of scripts of ours that pages will need.
        map_pages: Addresses of the pages that begin with the map of the province asked for.
    """
    documents = document_routes(titles, base_url_path, early, map_pages)
    return {
        "routes": [*documents, *web_routes(base_url_path)],
        "middleware": [Middleware(PackedStatic, base_url_path=base_url_path)],
    }
