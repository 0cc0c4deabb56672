import asyncio
import gzip
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import own_loop
import pytest
from starlette.applications import Starlette
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware

from components import maps
from data import web

CONTENT = json.dumps({"format": 1, "communes": list(range(2000))}).encode()


class Answer:
    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""

    async def take(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


async def _get(app: Any, path: str, headers: dict[str, str]) -> Answer:
    answer = Answer()
    scope = {
        "type": "http",
        "method": "GET",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "http_version": "1.1",
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
    }

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()  # the client stays until it has everything
        return {"type": "http.disconnect"}

    await app(scope, receive, answer.take)
    return answer


def get(path: str, base: str = "", **headers: str) -> Answer:
    """Ask the routes as Streamlit serves them, its own compression included."""
    app = Starlette(routes=web.web_routes(base), middleware=create_streamlit_middleware())
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return own_loop.run(_get(app, path, named))


@pytest.fixture(autouse=True)
def geometry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NTM_VAR_DIR", str(tmp_path))
    folder = tmp_path / "web" / "geo"
    folder.mkdir(parents=True)
    (folder / "66-abc.json").write_bytes(CONTENT)
    (folder / "66-abc.json.gz").write_bytes(gzip.compress(CONTENT))
    (folder / "66-abc.meta.json").write_text("{}")
    (tmp_path / "web" / "secret.json").write_text("{}")
    return folder


def test_geometry_travels_as_it_was_compressed(geometry: Path) -> None:
    answer = get("/geo/66-abc.json", Accept_Encoding="gzip, deflate, br")
    assert answer.status == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.body == (geometry / "66-abc.json.gz").read_bytes()


@pytest.mark.parametrize("offer", ["identity", "gzip;q=0", "br"])
def test_geometry_is_plain_for_those_who_cannot_unpack(offer: str) -> None:
    app = Starlette(routes=web.web_routes())
    answer = own_loop.run(_get(app, "/geo/66-abc.json", {"accept-encoding": offer}))
    assert "content-encoding" not in answer.headers
    assert answer.body == CONTENT


def test_geometry_without_its_compressed_twin_is_still_served(geometry: Path) -> None:
    (geometry / "66-abc.json.gz").unlink()
    answer = get("/geo/66-abc.json", Accept_Encoding="gzip")
    assert answer.status == 200
    assert gzip.decompress(answer.body) == CONTENT  # compressed by Streamlit, once


@pytest.mark.parametrize(
    "path",
    [
        "/geo/",
        "/geo/67-none.json",
        "/geo/66-abc.json.gz",
        "/geo/66-abc.meta.json",
        "/geo/66-ABC.json",
        "/geo/..%2fsecret.json",
        "/geo/%2e%2e/secret.json",
        "/geo/66-abc.json%0a",
        "/lib/leaflet/1/leaflet-src.js",
        "/lib/leaflet/1/..%2f__init__.py",
        "/lib/map/1/",
        "/lib/map/1/maps.py",
        "/lib/map/1/..%2fmaps.py",
    ],
)
def test_nothing_else_is_served(path: str) -> None:
    answer = get(path)
    assert answer.status in (400, 404)
    assert b"format" not in answer.body


def test_every_file_the_map_asks_for_is_served() -> None:
    view = maps.MapView("/geo/66-abc.json", "", {}, "", "")
    payload = maps.build_payload(view)
    for address in [*payload["modules"], *payload["styles"], payload["geometry"]]:
        answer = get(address)
        assert answer.status == 200, address
        assert "immutable" in answer.headers["cache-control"]
        kind = {"s": "css", "n": "json"}.get(address[-1]) if not address.endswith(".js") else ""
        assert (kind or "javascript") in answer.headers["content-type"]
        assert answer.body


def test_routes_follow_the_base_path() -> None:
    assert get("/ntm/geo/66-abc.json", base="/ntm/").status == 200
    assert get("/geo/66-abc.json", base="/ntm/").status == 404
