"""Files of pages: to whom they go, from whom they come."""

import json
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from data import sign_in
from data.store import accounts, schema, visits
from data.store.engine import begin_write, get_engine
from data.store.visits import NewVisit
from data.web_files import Offers, OwnFiles
from domain.access import LEADER, STAFF, Access, Role, Scope, Visitor

ROADS = Access(Role.LINK, Scope(province="66", agency="daklak-a05"), link_id=1)
BUILDING = Access(Role.LINK, Scope(province="66", agency="daklak-a04"), link_id=2)
NOBODY = Access(Role.NOBODY, reason="sign_in")
REMOTE = {"X-Forwarded-For": "10.0.0.1"}


def message(kind: str, address: str = "/media/abc.csv") -> bytes:
    """Return what Streamlit sends where a page offers a file, or only speaks of one."""
    sent = ForwardMsg()
    if kind == "button":
        sent.delta.new_element.download_button.url = address
    elif kind == "made later":
        sent.backend_operation_response.deferred_file.url = address
    elif kind == "picture":
        sent.delta.new_element.imgs.imgs.add().url = address
    else:
        sent.delta.new_element.markdown.body = f"[x]({address})"
    return sent.SerializeToString()


async def _listen(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_bytes(message(socket.query_params["kind"]))
    await socket.close()


def _file(_request: Request) -> Response:
    return PlainTextResponse("figures")


@pytest.fixture
def client(tmp_path, monkeypatch):
    """Return a browser on another machine, before a store in which nobody need sign in."""
    monkeypatch.setenv("NTM_VAR_DIR", str(tmp_path))
    schema.upgrade(get_engine())
    routes = [
        Route("/media/{name}", _file),
        Route("/_stcore/upload_file/{session}/{name}", _file, methods=["PUT"]),
        WebSocketRoute("/_stcore/stream", _listen),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(OwnFiles)])
    with TestClient(app, headers=REMOTE) as client:
        yield client
    get_engine().dispose()


def session(role: Role) -> str:
    """Open a session; return its cookie."""
    token = visits.new_token()
    with begin_write(get_engine()) as connection:
        visits.open_visit(connection, token, NewVisit(role), sign_in.now(), timedelta(hours=1))
    return token


def offer(client: TestClient, cookie: str, kind: str = "button") -> None:
    headers = {"Cookie": cookie}
    with client.websocket_connect(f"/_stcore/stream?kind={kind}", headers=headers) as socket:
        socket.receive_bytes()


def take(client: TestClient, cookie: str = "", accept: str = "*/*") -> tuple[int, str]:
    answer = client.get("/media/abc.csv", headers={"Cookie": cookie, "Accept": accept})
    return answer.status_code, answer.text


@pytest.mark.parametrize("kind", ["button", "made later", "picture"])
def test_a_file_goes_to_whom_a_page_offered_it_until_they_sign_out(client, kind):
    staff = session(Role.STAFF)
    assert take(client, f"ntm_session={staff}")[0] == 404  # not offered yet
    offer(client, f"ntm_session={staff}", kind)
    assert take(client, f"ntm_session={staff}") == (200, "figures")
    leader, forged = session(Role.LEADER), visits.new_token()
    for cookie in ("", f"ntm_session={leader}", f"ntm_session={forged}", f"ntm_link={staff}"):
        assert take(client, cookie)[0] == 404
    sign_in.sign_out(Visitor(session=staff))
    assert take(client, f"ntm_session={staff}")[0] == 404


def test_whoever_signed_in_at_a_provider_gets_their_files(client):
    with begin_write(get_engine()) as connection:
        accounts.add_account(connection, "an@example.vn", Role.STAFF, actor="x")
    claims = {"is_logged_in": True, "email": "an@example.vn", "sub": "1", "origin": "http://t"}
    signed = create_signed_value(get_cookie_secret(), "_streamlit_user", json.dumps(claims))
    cookie = f"_streamlit_user={signed.decode()}"
    offer(client, cookie)
    assert take(client, cookie) == (200, "figures")
    assert take(client, cookie.replace("=", "=A", 1))[0] == 404  # another text, the old signature


def test_a_text_that_names_a_file_offers_nothing(client):
    leader = session(Role.LEADER)
    offer(client, f"ntm_session={leader}", "text")
    assert take(client, f"ntm_session={leader}")[0] == 404


def test_a_refused_file_and_an_unknown_one_get_the_same_answer_in_words(client):
    offer(client, f"ntm_session={session(Role.STAFF)}")
    refused = take(client, "", "text/html")
    assert refused[0] == 404
    assert "Không mở được tệp ở địa chỉ này" in refused[1]
    assert client.get("/media/other.csv", headers={"Accept": "text/html"}).text == refused[1]


def test_files_come_in_from_those_alone_whose_pages_ask_for_one(client):
    def send(cookie: str) -> int:
        headers = {"Cookie": cookie}
        return client.put("/_stcore/upload_file/s/f", headers=headers, content=b"x").status_code

    staff, leader = session(Role.STAFF), session(Role.LEADER)
    assert [send(f"ntm_session={one}") for one in (staff, leader)] == [200, 200]
    assert [send(""), send("ntm_session=forged"), send(f"ntm_link={staff}")] == [403] * 3


@pytest.mark.parametrize(
    ("reader", "offered", "expected"),
    [
        (STAFF, LEADER, True),
        (STAFF, ROADS, True),
        (LEADER, ROADS, True),
        (LEADER, STAFF, False),
        (ROADS, LEADER, False),
        (ROADS, BUILDING, False),
        (ROADS, ROADS, True),
        (NOBODY, ROADS, False),
        (NOBODY, LEADER, False),
    ],
)
def test_whoever_may_see_all_that_another_may_gets_the_others_files(reader, offered, expected):
    assert reader.covers(offered) is expected


def test_offers_are_forgotten_the_oldest_first():
    offers = Offers(limit=2, readers=1)
    for name in ("a", "b", "a", "c"):
        offers.add(name, ROADS)
    assert [offers.is_for(name, ROADS) for name in "abc"] == [True, False, True]
    offers.add("c", BUILDING)
    assert [offers.is_for("c", one) for one in (ROADS, BUILDING, LEADER)] == [False, True, True]
