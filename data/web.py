"""What the browser fetches beside Streamlit's own files: geometry, Leaflet, the map's script.

Everything is on this host. Addresses carry a version, so answers may be cached for good; a changed
file gets a new address. Geometry is compressed when it is built, not at every request.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route
from streamlit.util import calc_hash

from data.paths import ROOT, web_dir
from data.web_access import access_routes
from data.web_bursts import Bursts
from data.web_document import EarlyMap as EarlyMap
from data.web_document import build_document, document_routes
from data.web_faults import record_fault as record_fault
from data.web_files import OwnFiles
from data.web_guard import Guard, content_policy
from data.web_health import Leaving, Readiness, health_routes, stopping_gently
from data.web_log import start_logging
from data.web_runs import RunLog
from data.web_start import check_start
from data.web_static import FOREVER, PackedStatic, accepts_gzip, base_path, static_dir

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


def _watch_address() -> str:
    """Return the address of the script that says when the server is out of reach."""
    script = _MAP_ASSETS / "connection.js"
    version = hashlib.sha256(script.read_bytes()).hexdigest()[:12]
    return f"/lib/map/{version}/{script.name}"


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
    ]


def web_options(
    titles: Mapping[str, str],
    base_url_path: str = "",
    early: Sequence[str] = (),
    early_map: EarlyMap | None = None,
) -> dict[str, Any]:
    """Return what ``st.App`` takes: ``routes``, ``middleware``, ``lifespan``; start the log.

    Args:
        titles: What the browser's tab says at first, by address of the page; "" is the first page.
        base_url_path: Streamlit's ``server.baseUrlPath``, with or without slashes.
        early: Addresses of scripts of ours that pages will need.
        early_map: The files of the map, for the pages that begin with one.
    """
    start_logging()
    check_start()
    readiness = Readiness()
    watch = base_path(base_url_path) + _watch_address()
    documents = document_routes(titles, base_url_path, early, early_map, watch)
    # What an address without a page answers with is Streamlit's own page.
    fallback = (static_dir() / "index.html").read_text(encoding="utf-8")
    ours = build_document(static_dir(), "", base_path(base_url_path), early)
    return {
        "routes": [
            *documents,
            *web_routes(base_url_path),
            *access_routes(base_url_path),
            *health_routes(readiness, base_url_path),
        ],
        "middleware": [
            Middleware(Guard, policy=content_policy([ours, fallback]), base_url_path=base_url_path),
            Middleware(Leaving, readiness=readiness),
            Middleware(Bursts),
            Middleware(RunLog, pages={calc_hash(name): name for name in titles}),
            Middleware(OwnFiles, base_url_path=base_url_path),
            Middleware(PackedStatic, base_url_path=base_url_path),
        ],
        "lifespan": stopping_gently(readiness),
    }
