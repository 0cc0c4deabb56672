"""What stands around every request: headers, log lines, apologies, readiness."""

import asyncio
import errno
import json
import logging
import os
import signal
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import own_loop
import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit import error_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data import web_health, web_log
from data.web_guard import FILE_POLICY, HEADERS, Guard, content_policy
from data.web_health import (
    Leaving,
    Readiness,
    health_routes,
    running_scripts,
    stopping_gently,
)
from data.web_runs import RunLog

ROOT = Path(__file__).parents[2]
PAGE = "<script>a()</script><script type=\"module\">b()</script><script src='x.js'></script>"


def _page(_request: object) -> Response:
    return HTMLResponse(PAGE)


def _file(_request: object) -> Response:
    return PlainTextResponse("x")


def _full(_request: object) -> Response:
    raise OSError(errno.ENOSPC, "No space left on device")


def _gone(_request: object) -> Response:
    raise OperationalError("SELECT 1", {}, Exception("connection refused"))


def _broken(_request: object) -> Response:
    raise RuntimeError("password=hunter2 in a place nobody should see")


def app_with(readiness: Readiness | None = None) -> Starlette:
    readiness = readiness or Readiness(lambda: True)
    routes = [
        Route("/", _page),
        Route("/media/{name}", _file),
        Route("/broken", _broken),
        Route("/full", _full),
        Route("/gone", _gone),
        *health_routes(readiness),
    ]
    middleware = [
        Middleware(Guard, policy=content_policy([PAGE])),
        Middleware(Leaving, readiness=readiness),
    ]
    return Starlette(routes=routes, middleware=middleware)


def ask(app: Starlette, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask as a server does, without a network; gives status, headers, body."""

    async def run() -> tuple[int, dict[str, str], bytes]:
        sent: list[dict] = []

        async def receive() -> dict:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict) -> None:
            sent.append(message)

        given = [(k.replace("_", "-").lower().encode(), v.encode()) for k, v in headers.items()]
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode()}
        scope |= {"query_string": b"share=topsecret", "headers": given, "http_version": "1.1"}
        scope |= {"scheme": "http", "server": ("t", 80), "client": ("c", 1), "root_path": ""}
        try:
            await app(scope, receive, send)
        except RuntimeError:
            assert sent  # Starlette raises again after the answer, for the server's own log
        start = next(m for m in sent if m["type"] == "http.response.start")
        body = b"".join(m.get("body", b"") for m in sent)
        return start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, body

    return own_loop.run(run())


@pytest.fixture
def lines() -> Iterator[list[dict]]:
    """Return the lines of the log, as they would be written."""
    kept: list[dict] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(json.loads(web_log.JsonLines().format(record)))

    handler, level = Keep(), web_log.LOG.level
    web_log.LOG.addHandler(handler)
    web_log.LOG.setLevel(logging.INFO)
    yield kept
    web_log.LOG.removeHandler(handler)
    web_log.LOG.setLevel(level)


def test_every_answer_carries_the_security_headers() -> None:
    for path in ("/", "/media/a.csv", "/healthz", "/none", "/broken"):
        _, headers, _ = ask(app_with(), path)
        assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS, path
        assert len(headers["x-request-id"]) == 16


def test_an_error_of_a_page_is_written_once(caplog: pytest.LogCaptureFixture) -> None:
    web_log.start_logging()
    streamlits = logging.getLogger("streamlit.error_util")
    error_util._log_uncaught_app_exception(RuntimeError("told by our own line"))
    assert caplog.records == []
    streamlits.warning("something else")
    assert [record.getMessage() for record in caplog.records] == ["something else"]


def test_no_page_around_it_may_steer_the_dashboard() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["client"]["allowedOrigins"] == []


def test_a_page_may_run_only_the_scripts_that_stand_in_it() -> None:
    policy = ask(app_with(), "/")[1]["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    # printf 'a()' | openssl dgst -sha256 -binary | base64, and the same of b()
    assert "'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='" in rules["script-src"]
    assert rules["script-src"].count("sha256-") == 2
    assert "unsafe" not in rules["script-src"]
    assert "http" not in policy
    assert rules["frame-ancestors"] == "'none'"
    assert rules["object-src"] == "'none'"


def test_a_file_of_a_reader_opened_by_itself_runs_nothing() -> None:
    assert ask(app_with(), "/media/a.svg")[1]["content-security-policy"] == FILE_POLICY


def test_a_request_leaves_one_line_without_what_was_asked(lines: list[dict]) -> None:
    token = "s3cr3t" * 6
    ask(app_with(), f"/media/{token}.csv", X_Request_ID="front-00000001", Cookie="a=secret")
    (line,) = lines
    assert line["event"] == "request"
    assert line["id"] == "front-00000001"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/media/…", 200)
    assert line["bytes"] == 1
    assert "secret" not in json.dumps(line)
    assert token not in json.dumps(line)


def test_a_forged_request_number_is_not_written(lines: list[dict]) -> None:
    ask(app_with(), "/", X_Request_ID='"} {"event":"forged')
    assert "forged" not in json.dumps(lines)


def test_a_fault_is_an_apology_with_a_number_that_the_log_explains(lines: list[dict]) -> None:
    status, headers, body = ask(app_with(), "/broken", Accept="text/html")
    assert status == 500
    number = headers["x-request-id"]
    assert number in body.decode()
    assert "hunter2" not in body.decode()
    assert "Traceback" not in body.decode()
    error = next(line for line in lines if line["event"] == "error")
    assert error["id"] == number
    assert "RuntimeError" in error["trace"]
    assert ask(app_with(), "/broken")[1]["content-type"] == "application/json"


def test_a_fault_with_a_known_cause_says_what_to_do_and_whether_it_passes() -> None:
    _, headers, body = ask(app_with(), "/full", Accept="text/html")
    assert "Ổ đĩa của máy chủ đã đầy" in body.decode()
    assert headers["x-request-id"] in body.decode()
    assert "refresh" not in headers
    _, headers, body = ask(app_with(), "/gone", Accept="text/html")
    assert "Tạm thời không kết nối được với kho dữ liệu" in body.decode()
    assert headers["refresh"] == "5"


def test_ready_tells_whether_the_store_answers_and_nothing_else() -> None:
    def gone() -> bool:
        raise OSError("connection to server at db.internal failed for user ntm")

    assert ask(app_with(), "/readyz")[0] == 200
    for look, reason in ((lambda: False, "setup"), (gone, "store")):
        status, _, body = ask(app_with(Readiness(look)), "/readyz")
        assert status == 503
        assert json.loads(body) == {"status": "not ready", "reason": reason}
        assert ask(app_with(Readiness(look)), "/healthz")[0] == 200


def test_asking_often_costs_the_store_one_look() -> None:
    looks: list[int] = []
    readiness = Readiness(lambda: looks.append(1) is None)
    assert [readiness.reason() for _ in range(5)] == [""] * 5
    assert len(looks) == 1


def test_a_process_on_its_way_out_takes_nobody_in_but_serves_who_is_there() -> None:
    readiness = Readiness(lambda: True)
    readiness.is_stopping = True
    app = app_with(readiness)
    assert ask(app, "/", Accept="text/html")[0] == 503
    assert ask(app, "/readyz")[0] == 503
    assert ask(app, "/media/a.csv", Accept="text/html")[0] == 200
    assert ask(app, "/healthz")[0] == 200


def test_streamlit_still_names_its_script_threads_as_we_count_them() -> None:
    from streamlit.runtime.scriptrunner import script_runner

    with open(script_runner.__file__, encoding="utf-8") as source:
        assert 'name="ScriptRunner.scriptThread"' in source.read()
    assert running_scripts() == 0
    go = threading.Event()
    thread = threading.Thread(target=go.wait, name="ScriptRunner.scriptThread")
    thread.start()
    assert running_scripts() == 1
    go.set()
    thread.join()


def test_a_stop_waits_for_scripts_that_run_and_a_second_one_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(web_health, "guard_store", lambda _engine: None)
    stopped, finish = [], threading.Event()
    before = signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
    script = threading.Thread(target=finish.wait, name="ScriptRunner.scriptThread")

    async def serve(readiness: Readiness, times: int) -> list[int]:
        async with stopping_gently(readiness, limit=20)(None):
            for _ in range(times):
                os.kill(os.getpid(), signal.SIGTERM)
                await asyncio.sleep(0.15)
            seen = list(stopped)
            finish.set()
            while not stopped:
                await asyncio.sleep(0.01)
            return seen

    try:
        script.start()
        readiness = Readiness(lambda: True)
        assert own_loop.run(serve(readiness, 1)) == []  # not while the script ran
        assert stopped == [signal.SIGTERM]
        assert readiness.reason() == "stopping"
        stopped.clear()
        finish.clear()
        signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
        again = threading.Thread(target=finish.wait, name="ScriptRunner.scriptThread")
        again.start()
        assert own_loop.run(serve(Readiness(lambda: True), 2)) == [signal.SIGTERM]
        again.join()
    finally:
        finish.set()
        script.join()
        signal.signal(signal.SIGTERM, before)


def test_a_run_leaves_one_line_with_its_time_and_no_session(lines: list[dict]) -> None:
    asked = BackMsg()
    asked.rerun_script.page_script_hash = "abc"
    asked.rerun_script.query_string = "share=topsecret"
    begun, ended = ForwardMsg(), ForwardMsg()
    begun.new_session.initialize.session_id = "0b1e9c1e-session"
    ended.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    answers = [begun.SerializeToString(), b"x" * 500, ended.SerializeToString()]

    async def page(_scope: dict, receive: object, send: object) -> None:
        await receive()
        for answer in answers:
            await send({"type": "websocket.send", "bytes": answer})

    async def receive() -> dict:
        return {"type": "websocket.receive", "bytes": asked.SerializeToString()}

    async def send(_message: dict) -> None:
        pass

    log = RunLog(page, {"abc": "ban-do"})
    own_loop.run(log({"type": "websocket"}, receive, send))
    (line,) = lines
    assert (line["event"], line["page"], line["outcome"]) == ("rerun", "/ban-do", "done")
    assert line["messages"] == 3
    assert line["bytes"] == sum(map(len, answers))
    assert line["id"] == f"{line['session']}-1"
    assert "0b1e9c1e" not in json.dumps(line)
    assert "topsecret" not in json.dumps(line)
