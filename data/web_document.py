"""The page every address answers with: Streamlit's own, made ready for this dashboard.

Streamlit fetches the code of an element when the first one of its kind arrives, and React then
holds the late arrivals back for 300 ms so that placeholders do not flicker. The code of the
elements every page of ours begins with is therefore asked for together with Streamlit's own, so
that it is there when the first figures come. The address of the server is written down too: looking
for it under a deep link's path costs two requests that fail.
"""

import html
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from data import queries
from data.boundaries.web import current_geometry
from data.texts import text
from data.web_static import READY_MODULES, base_path, static_dir
from domain.catalog import LANGUAGES

EARLY_ELEMENTS = ("Html", "BidiComponent")
"""Names of Streamlit's code for the elements above the fold: text, and map and filters."""


_IMPORT = re.compile(r"""(?:from|import)\s*["'`]\./([\w.$-]+\.js)["'`]""")

_NO_SCRIPT = "Bảng theo dõi cần JavaScript. Hãy bật JavaScript trong trình duyệt rồi tải lại trang."


def early_scripts(scripts: Path) -> list[str]:
    """Return the files that hold the early elements' code.

    A name this version of Streamlit does not know is left out: the page then works as Streamlit's
    own does, only later.

    Args:
        scripts: Folder of Streamlit's scripts.
    """
    found = [sorted(scripts.glob(f"{name}.*.js")) for name in EARLY_ELEMENTS]
    return [paths[0].name for paths in found if paths]


def with_imports(scripts: Path, names: Iterable[str]) -> list[str]:
    """Return scripts and all they import, so that a browser need not find out file by file."""
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name in found or not (scripts / name).is_file():
            continue
        found[name] = None
        waiting += _IMPORT.findall((scripts / name).read_text(encoding="utf-8"))
    return list(found)


def early_modules(names: Sequence[str]) -> str:
    """Return the script that runs the early elements' code and hands it to Streamlit.

    React holds an element back whose code it still has to ask for, and everything that follows such
    an element for up to 300 ms; :mod:`data.web_static` gives it what stands ready here.
    """
    imports = "".join(
        f'import * as m{i} from "./static/js/{name}";' for i, name in enumerate(names)
    )
    ready = ",".join(f'"./{name}":m{i}' for i, name in enumerate(names))
    return f"{imports}window.{READY_MODULES}={{{ready}}};"


def connection_watch(watch: str) -> str:
    """Return what a page ends with that says when the server is out of reach.

    It says so in words it has brought along: none can be fetched then. It stands last, because
    scripts of this kind run in the order of the page and nothing shall wait for this one.

    Args:
        watch: Address of the script; "" for none.
    """
    kinds = ("never", "connected", "failed")
    words = {
        language: {kind: text(f"frame.connection.{kind}", language) for kind in kinds}
        for language in LANGUAGES
    }
    told = html.escape(json.dumps(words, ensure_ascii=False))
    return watch and (
        f'<script type="module" fetchpriority="low" src="{html.escape(watch)}" '
        f'data-words="{told}"></script>'
    )


def build_document(
    folder: Path, title: str, base: str, early: Sequence[str] = (), watch: str = ""
) -> str:
    """Return the page.

    Args:
        folder: Streamlit's static files.
        title: What the browser's tab says until the dashboard says more.
        base: Path the dashboard is served under, "" or "/path".
        early: Addresses of scripts of ours that the page will need.
        watch: Address of the script that says when the server is out of reach.
    """
    page = (folder / "index.html").read_text(encoding="utf-8")
    scripts = folder / "static" / "js"
    elements = early_scripts(scripts)
    known = set(re.findall(r"static/js/([\w.$-]+\.js)", page))
    preloads = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in with_imports(scripts, elements)
        if name not in known
    )
    preloads += "".join(
        f'<link rel="modulepreload" href="{html.escape(address)}">' for address in early
    )
    settings = f"window.__streamlit={{BACKEND_BASE_URL:location.origin+{json.dumps(base + '/')}}}"
    ready = early_modules(elements)
    head = f'{preloads}<script>{settings}</script><script type="module">{ready}</script>'
    page = page.replace('<html lang="en">', '<html lang="vi">')
    page = re.sub(r"<title>.*?</title>", f"<title>{html.escape(title)}</title>", page)
    page = re.sub(
        r"<noscript>.*?</noscript>", f"<noscript><p>{_NO_SCRIPT}</p></noscript>", page, flags=re.S
    )
    page = page.replace("</head>", f"{head}</head>")
    return page.replace("</body>", f"{connection_watch(watch)}</body>")


@dataclass(frozen=True)
class EarlyMap:
    """What the pages that begin with a map have the browser fetch and run at once.

    Attributes:
        pages: Addresses of these pages; "" is the first page.
        starter: Address of the script that makes the map ready; the rest is told to it.
        scripts: Addresses of the map's scripts; the last is the map.
        styles: Addresses of its style sheets.
    """

    pages: Collection[str]
    starter: str
    scripts: Sequence[str]
    styles: Sequence[str]


def map_head(early: EarlyMap, province: str, base: str) -> str:
    """Return what goes into the head of a page that begins with a map.

    Args:
        early: The map's files.
        province: As the address gives it; "" is the province shown first. What is none gives "".
        base: Path the dashboard is served under, "" or "/path".
    """
    scope = province or str(queries.settings()["default_province"])
    try:
        geometry = base + current_geometry(scope).url_path
    except (ValueError, OSError):
        return ""
    styles = "".join(
        f'<link rel="preload" as="style" href="{html.escape(address)}">' for address in early.styles
    )
    # A script between the tags would have to be known to the content policy; this is data.
    wanted = html.escape(json.dumps({"modules": list(early.scripts), "geometry": geometry}))
    return (
        f'{styles}<link rel="preload" as="fetch" crossorigin href="{html.escape(geometry)}">'
        f'<meta name="ntm-map" content="{wanted}">'
        f'<script type="module" src="{html.escape(early.starter)}"></script>'
    )


def document_routes(
    titles: Mapping[str, str],
    base_url_path: str = "",
    early: Sequence[str] = (),
    early_map: EarlyMap | None = None,
    watch: str = "",
) -> list[BaseRoute]:
    """Return routes for the addresses of pages.

    Args:
        titles: What the browser's tab says at first, by address of the page; "" is the first page.
        base_url_path: Streamlit's ``server.baseUrlPath``, with or without slashes.
        early: Addresses of scripts of ours that pages will need.
        early_map: The files of the map, for the pages that begin with one.
        watch: Address of the script that says when the server is out of reach.
    """
    base = base_path(base_url_path)

    @lru_cache(maxsize=len(titles))
    def document(name: str) -> str:
        return build_document(static_dir(), titles[name], base, early, watch)

    def answer(request: Request) -> Response:
        name = request.url.path.removeprefix(base).strip("/")
        page = document(name)
        if early_map and name in early_map.pages:
            asked = parse_qs(request.url.query).get("province", [""])
            page = page.replace("</head>", f"{map_head(early_map, asked[0], base)}</head>")
        return HTMLResponse(page, headers={"Cache-Control": "no-cache"})

    return [Route(f"{base}/{name}", answer) for name in titles]
