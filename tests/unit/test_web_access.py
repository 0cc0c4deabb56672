"""Coming in: sign-in form, one-time link, department link; cookies, forged forms, limits."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data import sign_in, web_access, web_start
from data.store import accounts, schema, share_links, visits
from data.store.engine import begin_write, get_engine
from domain.access import Role, Scope, Visitor, is_local

PORT = 4321
PASSWORD = "một mật khẩu dài"
ROADS = Scope(province="66", plan="daklak-2021", agency="daklak-a05", agency_name="Sở GTVT")


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Give the test an empty store of its own."""
    monkeypatch.setenv("NTM_VAR_DIR", str(tmp_path))
    schema.upgrade(get_engine())
    yield get_engine()
    get_engine().dispose()


@pytest.fixture
def client(store):
    """Return a browser that does not follow redirects."""
    app = Starlette(routes=web_access.access_routes())
    with TestClient(app, base_url="https://ntm.example.vn", follow_redirects=False) as client:
        yield client


@pytest.fixture
def account(store):
    with begin_write(store) as connection:
        accounts.add_account(
            connection, "an@example.vn", Role.STAFF, password=PASSWORD, full_name="An", actor="x"
        )


def add_link(store, token="t" * 43, *, days=30, passphrase="", scope=ROADS):
    stored = accounts.hash_secret(passphrase) if passphrase else ""
    with begin_write(store) as connection:
        return share_links.add_link(
            connection,
            token,
            scope,
            label="",
            expires_on=sign_in.today() + timedelta(days=days),
            passphrase_hash=stored,
            actor="an",
            now=sign_in.now(),
        )


def form_of(client, path):
    client.get(path)
    return client.cookies[web_access.FORM_COOKIE]


def post(client, path, **fields):
    return client.post(path, data={"form": form_of(client, path), **fields})


def test_a_password_opens_a_session_in_a_cookie_scripts_cannot_read(client, account):
    answer = post(client, "/dang-nhap", name=" AN@example.vn", password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers.get_list("set-cookie")[0]
    assert {"HttpOnly", "SameSite=lax", "Secure", "Path=/"} <= set(cookie.split("; "))
    who = sign_in.who_is(Visitor(session=client.cookies["ntm_session"]))
    assert (who.role, who.person) == (Role.STAFF, "An")


@pytest.mark.parametrize("name", ["an@example.vn", "nobody@example.vn"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, account, name):
    answer = post(client, "/dang-nhap", name=name, password="sai mật khẩu rồi")
    assert answer.status_code == 403
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.text
    assert "ntm_session" not in client.cookies


def test_after_some_wrong_passwords_even_the_right_one_has_to_wait(client, account):
    for _ in range(5):
        post(client, "/dang-nhap", name="an@example.vn", password="sai mật khẩu rồi")
    answer = post(client, "/dang-nhap", name="an@example.vn", password=PASSWORD)
    assert answer.status_code == 429
    assert "ntm_session" not in client.cookies


@pytest.mark.parametrize("form", ["", "forged"])
def test_a_form_that_was_not_ours_is_refused(client, account, form):
    form_of(client, "/dang-nhap")
    fields = {"form": form, "name": "an@example.vn", "password": PASSWORD}
    answer = client.post("/dang-nhap", data=fields)
    assert answer.status_code == 403
    assert "ntm_session" not in client.cookies


def test_a_form_from_elsewhere_without_our_cookie_is_refused(client, account):
    fields = {"form": "", "name": "an@example.vn", "password": PASSWORD}
    assert client.post("/dang-nhap", data=fields).status_code == 403


def test_a_huge_form_is_not_read(client):
    assert client.post("/dang-nhap", data={"name": "x" * 9000}).status_code == 413


def test_what_was_typed_comes_back_as_text(client, account):
    answer = post(client, "/dang-nhap", name='"><script>alert(1)</script>', password="x")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_the_link_of_the_terminal_works_once(client):
    path = f"/vao/{sign_in.make_ticket('an')}"
    assert client.get(path, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 503
    first = client.get(path)
    assert (first.status_code, first.headers["location"]) == (303, "/")
    assert first.headers["referrer-policy"] == "no-referrer"
    assert sign_in.who_is(Visitor(session=client.cookies["ntm_session"])).role is Role.STAFF
    client.cookies.clear()
    second = client.get(path)
    assert second.status_code == 410
    assert "ntm_session" not in client.cookies


def test_an_account_that_was_removed_is_nobody_at_once(client, account, store):
    post(client, "/dang-nhap", name="an@example.vn", password=PASSWORD)
    visitor = Visitor(session=client.cookies["ntm_session"])
    with begin_write(store) as connection:
        accounts.remove_account(connection, "an@example.vn", actor="x")
    assert sign_in.who_is(visitor).role is Role.NOBODY


def test_signing_out_ends_the_session_everywhere(client, account):
    post(client, "/dang-nhap", name="an@example.vn", password=PASSWORD)
    visitor = Visitor(session=client.cookies["ntm_session"])
    sign_in.sign_out(visitor)
    assert sign_in.who_is(visitor).role is Role.NOBODY


def test_a_department_link_is_exchanged_for_a_cookie_and_leads_to_the_agency(client, store):
    add_link(store)
    answer = client.get(f"/l/{'t' * 43}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/so-nganh")
    assert answer.headers["cache-control"] == "no-store"
    who = sign_in.who_is(Visitor(link=client.cookies["ntm_link"], is_local=True))
    assert (who.role, who.scope) == (Role.LINK, ROADS)


def test_a_link_is_read_where_its_opening_cannot_be_counted(store, monkeypatch):
    number = add_link(store)
    sign_in.count_opening(number)
    written = []

    def full(*_):
        written.append(number)
        raise OperationalError("UPDATE", {}, Exception("database or disk is full"))

    monkeypatch.setattr(share_links, "count_use", full)
    sign_in.count_opening(number)
    assert written == [number]
    with store.connect() as connection:
        assert share_links.read_link(connection, number).use_count == 1


def test_a_link_narrows_also_somebody_who_is_signed_in(client, account, store):
    post(client, "/dang-nhap", name="an@example.vn", password=PASSWORD)
    add_link(store)
    client.get(f"/l/{'t' * 43}")
    both = Visitor(session=client.cookies["ntm_session"], link=client.cookies["ntm_link"])
    assert sign_in.who_is(both).role is Role.LINK


def test_forged_and_unknown_links_get_the_same_answer(client, store):
    add_link(store)
    answers = [client.get(f"/l/{token}") for token in ("x", "t" * 42 + "u", "%27OR%201=1")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert "66" not in answers[0].text


def test_expired_and_revoked_links_say_so_and_nothing_else(client, store):
    add_link(store, "e" * 43, days=-1)
    number = add_link(store, "r" * 43)
    client.get(f"/l/{'r' * 43}")
    cookie = client.cookies["ntm_link"]
    with begin_write(store) as connection:
        share_links.revoke_link(connection, number, actor="an", now=sign_in.now())
    for token, words in (("e", "hết hạn"), ("r", "thu hồi")):
        answer = client.get(f"/l/{token * 43}")
        assert answer.status_code == 410
        assert words in answer.text
        assert "GTVT" not in answer.text
    # A session opened before is over too, and does not fall back to what this machine may see.
    who = sign_in.who_is(Visitor(link=cookie, is_local=True))
    assert (who.role, who.reason) == (Role.NOBODY, "link_ended")


def test_a_passphrase_is_asked_for_and_guessing_is_limited(client, store):
    add_link(store, passphrase="hoa ban trắng")
    path = f"/l/{'t' * 43}"
    asked = client.get(path)
    assert asked.status_code == 200
    assert "ntm_link" not in client.cookies
    assert "GTVT" not in asked.text
    assert post(client, path, passphrase="hoa ban").status_code == 403
    assert post(client, path, passphrase="hoa ban trắng").status_code == 303
    client.cookies.clear()
    for _ in range(5):
        post(client, path, passphrase="đoán mò")
    assert post(client, path, passphrase="hoa ban trắng").status_code == 429


def test_guessing_links_is_limited_by_address(client, store):
    add_link(store)
    add_link(store, "e" * 43, days=-1)
    for _ in range(21):  # a whole department opens last year's link, and guesses nothing
        assert client.get(f"/l/{'e' * 43}").status_code == 410
    for number in range(20):
        client.get(f"/l/guess{number}")
    assert client.get(f"/l/{'t' * 43}").status_code == 429


def test_leaving_a_link_forgets_it(client, store):
    add_link(store)
    client.get(f"/l/{'t' * 43}")
    assert client.get("/thoat-lien-ket").status_code == 303
    assert "ntm_link" not in client.cookies


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"host": f"127.0.0.1:{PORT}"}, True),
        ({"host": f"localhost:{PORT}"}, True),
        ({"host": f"[::1]:{PORT}"}, True),
        ({"host": "ntm.example.vn"}, False),
        ({"host": "127.0.0.1.example.vn"}, False),
        ({"host": f"localhost:{PORT}", "x-forwarded-for": "10.0.0.5"}, False),
        ({"host": "localhost", "forwarded": "for=10.0.0.5"}, False),
        ({}, False),
        ({"host": "[::1"}, False),
    ],
)
def test_only_a_browser_of_this_machine_may_look_without_signing_in(headers, expected):
    assert is_local(headers) is expected


def test_where_nobody_could_sign_in_readers_and_owners_are_told_what_to_do(client, account, store):
    assert sign_in.who_is(Visitor()).reason == "sign_in"
    with begin_write(store) as connection:
        accounts.remove_account(connection, "an@example.vn", actor="x")
    assert sign_in.who_is(Visitor()).reason == "no_accounts"
    told = client.get("/dang-nhap").text
    assert "đề nghị người quản trị cấp tài khoản" in told
    for command in ("user link", "user add TÊN --role leader --password"):
        assert f"<code>python -m data {command}</code>" in told
    assert "NTM_OPEN_VIEWING=1" in told
    # Whoever runs it on the machine itself is told of the link in the terminal instead.
    here = client.get("/dang-nhap", headers={"host": f"127.0.0.1:{PORT}"}).text
    assert "in ở cửa sổ lệnh khi khởi động" in here
    assert "máy khác chưa vào được" not in here


def test_the_language_asked_for_goes_along_into_the_dashboard(client, account, store):
    add_link(store, passphrase="hoa ban")
    path = f"/l/{'t' * 43}"
    assert '<a href="?lang=en"' in client.get(path).text
    asked = client.get(f"{path}?lang=en").text
    assert '<html lang="en">' in asked
    assert "Enter it to see the figures" in asked
    opened = post(client, f"{path}?lang=en", passphrase="hoa ban")
    assert opened.headers["location"] == "/so-nganh?lang=en"
    wrong = post(client, "/dang-nhap?lang=en", name="an", password="x")
    assert "The user name or password is wrong" in wrong.text
    signed_in = post(client, "/dang-nhap?lang=en", name="an@example.vn", password=PASSWORD)
    assert signed_in.headers["location"] == "/?lang=en"
    assert '<html lang="vi">' in client.get("/dang-nhap?lang=%22%3E").text


def test_who_came_from_elsewhere_has_to_sign_in(store, monkeypatch):
    assert sign_in.who_is(Visitor()).role is Role.NOBODY
    assert sign_in.who_is(Visitor(is_local=True)).role is Role.LEADER
    monkeypatch.setenv("NTM_OPEN_VIEWING", "1")
    assert sign_in.who_is(Visitor()).role is Role.LEADER


def test_an_address_a_provider_vouches_for_has_the_role_of_its_account(store, account):
    visitor = Visitor(email="an@example.vn", login="first")
    assert sign_in.who_is(visitor).role is Role.STAFF
    other = sign_in.who_is(Visitor(email="binh@example.vn", login="first", is_local=False))
    assert (other.role, other.reason) == (Role.NOBODY, "no_role")
    here = sign_in.who_is(Visitor(email="binh@example.vn", login="first", is_local=True))
    assert (here.role, here.reason) == (Role.LEADER, "no_role")
    sign_in.sign_out(visitor)
    # Has a role, and only to sign in again.
    gone = sign_in.who_is(visitor)
    assert (gone.role, gone.reason) == (Role.NOBODY, "sign_in")
    assert sign_in.who_is(Visitor(email="an@example.vn", login="second")).role is Role.STAFF


def test_only_a_terminal_is_told_a_way_in(store, monkeypatch, capsys):
    monkeypatch.setattr(
        web_start.st, "get_option", {"server.address": "127.0.0.1", "server.port": PORT}.get
    )
    web_start.check_start()
    kept = capsys.readouterr().out
    assert "python -m data user link" in kept
    assert "/vao/" not in kept
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    web_start.check_start()
    (ticket,) = re.findall(rf"http://127\.0\.0\.1:{PORT}/vao/(\S+)", capsys.readouterr().out)
    assert isinstance(sign_in.use_ticket(ticket, "127.0.0.1"), sign_in.Opened)


def test_a_network_is_not_served_until_somebody_has_to_sign_in(store, monkeypatch, capsys):
    monkeypatch.setattr(web_start.st, "get_option", {"server.address": "0.0.0.0"}.get)
    with pytest.raises(SystemExit):
        web_start.check_start()
    told = capsys.readouterr()
    assert "0.0.0.0" in told.err
    assert told.out == ""
    with begin_write(store) as connection:
        accounts.add_account(connection, "an", Role.STAFF, password=PASSWORD, actor="x")
    web_start.check_start()
    assert capsys.readouterr() == ("", "")


def test_links_last_through_their_last_day(store):
    number = add_link(store, days=0)
    with store.connect() as connection:
        assert visits.is_link_open(connection, number, sign_in.today())
        assert not visits.is_link_open(connection, number, date(2999, 1, 1))
