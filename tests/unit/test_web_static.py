"""What a browser is given first: the page itself and Streamlit's own files."""

import asyncio
import gzip
import html
import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import playwright
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from data import web
from data.boundaries.web import current_geometry
from data.web_document import (
    EarlyMap,
    build_document,
    early_scripts,
    map_head,
    with_imports,
)
from data.web_static import answer_at_once, static_dir

SCRIPTS = static_dir() / "static" / "js"
LARGEST = max(SCRIPTS.glob("*.js"), key=lambda path: path.stat().st_size)
FONT = next((static_dir() / "static" / "media").glob("*.woff2"))


def get(path, base="", accept="gzip, br"):
    options = web.web_options({"": "Bảng theo dõi", "ban-do": "Bản đồ"}, base)
    rest = Route("/{rest:path}", lambda _request: PlainTextResponse("Streamlit", 404))
    app = Starlette(routes=[*options["routes"], rest], middleware=options["middleware"])
    sent = []

    async def ask():
        async def take(message):
            sent.append(message)

        async def receive():
            await asyncio.Event().wait()

        scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
            "query_string": b"", "root_path": "", "scheme": "http", "http_version": "1.1",
            "headers": [(b"accept-encoding", accept.encode())], "server": ("test", 80),
        }  # fmt: skip
        await app(scope, receive, take)

    # A thread of its own: a browser test may have left an event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, ask()).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:])


def test_a_script_is_sent_packed_and_for_good():
    status, headers, body = get(f"/static/js/{LARGEST.name}")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert headers["content-type"].startswith("text/javascript")
    assert "immutable" in headers["cache-control"]
    assert headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == LARGEST.read_bytes()
    assert len(body) < LARGEST.stat().st_size / 3


def test_a_browser_that_cannot_unpack_gets_it_plain():
    _, headers, body = get(f"/static/js/{LARGEST.name}", accept="gzip;q=0, identity")
    assert "content-encoding" not in headers
    assert body == LARGEST.read_bytes()


def test_a_font_is_packed_already():
    _, headers, body = get(f"/static/media/{FONT.name}")
    assert headers["content-type"] == "font/woff2"
    assert "content-encoding" not in headers
    assert body == FONT.read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../index.html",
        "/static/js/../../index.html",
        "/static/js/none.js",
        "/static/",
        "/x",
    ],
)
def test_what_is_not_in_the_folder_is_left_to_streamlit(path):
    assert get(path)[2] == b"Streamlit"


def test_files_are_served_under_a_base_path():
    assert get(f"/ntm/static/js/{LARGEST.name}", base="/ntm/")[0] == 200
    assert get(f"/static/js/{LARGEST.name}", base="/ntm/")[2] == b"Streamlit"


def test_the_page_speaks_vietnamese_before_any_script_runs():
    status, headers, body = get("/ban-do")
    text = body.decode()
    assert (status, headers["cache-control"]) == (200, "no-cache")
    assert '<html lang="vi">' in text
    assert "<title>Bản đồ</title>" in text
    assert "cần JavaScript" in text
    assert "<title>Streamlit" not in text
    assert "<title>Bảng theo dõi</title>" in get("/")[2].decode()


def test_a_deep_link_need_not_look_for_its_server():
    # Under /ban-do Streamlit would first ask /ban-do/_stcore/…, which does not exist.
    assert 'BACKEND_BASE_URL:location.origin+"/"' in get("/ban-do")[2].decode()
    assert 'BACKEND_BASE_URL:location.origin+"/ntm/"' in get("/ntm/ban-do", "ntm")[2].decode()


def test_the_code_of_the_first_elements_is_asked_for_at_once():
    early = early_scripts(SCRIPTS)
    assert [name.split(".")[0] for name in early] == ["Html", "BidiComponent"]
    text = build_document(static_dir(), "Tổng quan", "")
    for name in early:
        assert re.search(rf'import \* as m\d from "./static/js/{re.escape(name)}";', text)
        assert f'"./{name}":m' in text
    named = re.findall(r'(?:src|href)="\./static/js/([^"]+)"', text)
    assert len(named) == len(set(named))
    assert set(with_imports(SCRIPTS, early)) <= set(named)
    assert all((SCRIPTS / name).is_file() for name in named)


def test_imports_are_followed_to_their_end(tmp_path):
    (tmp_path / "a.1.js").write_text('import{x}from"./b.2.js";import"./c.3.js";')
    (tmp_path / "b.2.js").write_text("import {y} from './c.3.js'; import `./gone.js`")
    (tmp_path / "c.3.js").write_text('import"./a.1.js"')
    assert with_imports(tmp_path, ["a.1.js"]) == ["a.1.js", "b.2.js", "c.3.js"]


def test_a_streamlit_without_these_names_still_gets_a_page(tmp_path):
    (tmp_path / "static" / "js").mkdir(parents=True)
    (tmp_path / "index.html").write_text('<html lang="en"><head><title>S</title></head></html>')
    assert early_scripts(tmp_path / "static" / "js") == []
    assert "<title>A &lt;b&gt;</title>" in build_document(tmp_path, "A <b>", "")


def test_scripts_of_ours_are_named_too():
    text = build_document(static_dir(), "A", "", ["/lib/a.js?<b>"])
    assert '<link rel="modulepreload" href="/lib/a.js?&lt;b&gt;">' in text


def test_a_page_brings_along_what_it_says_when_the_server_is_gone():
    assert "connection.js" not in build_document(static_dir(), "A", "")
    text = build_document(static_dir(), "A", "", watch="/lib/map/1/connection.js")
    script = r'<script [^>]*src="/lib/map/1/connection.js" data-words="([^"]+)"></script>'
    # Last: scripts run in the order of the page, and the dashboard must not wait for this one.
    (told,) = re.findall(script + "</body>", text)
    words = json.loads(html.unescape(told))
    assert words["vi"]["connected"].startswith("Mất kết nối với máy chủ, đang nối lại…")
    assert set(words) == {"vi", "en"}
    assert all(set(kinds) == {"never", "connected", "failed"} for kinds in words.values())
    # Names of this version of Streamlit by which the script sees how the connection stands.
    code = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("index.*.js"))
    for name in ("data-test-connection-state", "`stDialog`", "`DISCONNECTED_FOREVER`"):
        assert name in code


def test_code_that_stands_ready_is_answered_at_once(tmp_path):
    (loader,) = SCRIPTS.glob("preload-helper.*.js")
    (tmp_path / "loader.mjs").write_text(answer_at_once(loader.read_text(encoding="utf-8")))
    # The case of an element that is not ready goes Streamlit's own way.
    (tmp_path / "try.mjs").write_text(
        """
        globalThis.window = { ntmReady: { "./A.js": { default: "A" } } };
        globalThis.document = { querySelector: () => null, getElementsByTagName: () => [] };
        const { t } = await import("./loader.mjs");
        const said = [];
        t(() => said.push("asked"), ["./A.js"], "").then((found) => said.push(found.default));
        said.push("after");
        said.push((await t(() => Promise.resolve({ default: "B" }), [], "")).default);
        said.push((await t(() => 0, ["./A.js"], "")).default);
        console.log(said.join(" "));
        """
    )
    node = Path(playwright.__file__).parent / "driver" / "node"
    done = subprocess.run([node, tmp_path / "try.mjs"], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "A after B A", done.stderr


def test_a_loader_of_another_form_is_left_as_it_is():
    assert answer_at_once("export default 1;") == "export default 1;"


EARLY_MAP = EarlyMap(("", "ban-do"), "/lib/ahead.js", ["/lib/a.js", "/lib/map.js"], ["/lib/m.css"])


def test_the_map_of_a_page_is_made_ready_at_once(ready_var):
    wanted = current_geometry("20").url_path
    assert map_head(EARLY_MAP, "20", "") == (
        '<link rel="preload" as="style" href="/lib/m.css">'
        f'<link rel="preload" as="fetch" crossorigin href="{wanted}">'
        '<meta name="ntm-map" content="{&quot;modules&quot;: [&quot;/lib/a.js&quot;, '
        f'&quot;/lib/map.js&quot;], &quot;geometry&quot;: &quot;{wanted}&quot;}}">'
        '<script type="module" src="/lib/ahead.js"></script>'
    )
    assert f'href="/ntm{wanted}"' in map_head(EARLY_MAP, "20", "/ntm")
    assert f"&quot;/ntm{wanted}&quot;" in map_head(EARLY_MAP, "20", "/ntm")
    assert current_geometry("66").url_path in map_head(EARLY_MAP, "", "")


@pytest.mark.parametrize("asked", ["99", "<script>", "../66", "6" * 5000])
def test_a_province_that_is_none_asks_for_nothing(ready_var, asked):
    assert map_head(EARLY_MAP, asked, "") == ""
