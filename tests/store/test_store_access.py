"""Accounts, sessions, one-time links, department links and failed attempts, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from data.store import accounts, share_links, visits
from data.store.access_tables import share_link, ticket, visit
from data.store.engine import begin_write
from domain.access import Role, Scope

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = "một mật khẩu dài"


def test_an_account_signs_in_with_its_password_until_it_is_removed(engine):
    with begin_write(engine) as connection:
        accounts.add_account(connection, " An@Example.vn ", Role.STAFF, password=SECRET, actor="x")
        assert accounts.check_password(connection, "an@example.vn", SECRET).role is Role.STAFF
        assert accounts.check_password(connection, "an@example.vn", SECRET + "!") is None
        assert accounts.check_password(connection, "binh@example.vn", SECRET) is None
        accounts.remove_account(connection, "an@example.vn", actor="x")
        assert accounts.check_password(connection, "an@example.vn", SECRET) is None
        assert accounts.list_accounts(connection) == []


def test_an_account_without_a_password_cannot_be_signed_in_to_with_an_empty_one(engine):
    with begin_write(engine) as connection:
        accounts.add_account(connection, "an@example.vn", Role.LEADER, actor="x")
        assert accounts.check_password(connection, "an@example.vn", "") is None


@pytest.mark.parametrize(
    ("name", "role", "password", "reason"),
    [
        ("  ", Role.STAFF, "", "name"),
        ("an", Role.LINK, "", "role"),
        ("an", Role.OWNER, "", "role"),
        ("an", Role.STAFF, "ngắn", "password"),
    ],
)
def test_an_account_that_cannot_be_kept_says_why(engine, name, role, password, reason):
    with begin_write(engine) as connection, pytest.raises(accounts.AccountError) as caught:
        accounts.add_account(connection, name, role, password=password, actor="x")
    assert caught.value.reason == reason


def open_one(connection, **new):
    token = visits.new_token()
    visits.open_visit(connection, token, visits.NewVisit(**new), NOW, HOUR)
    return token


def test_a_session_lasts_until_it_expires_or_is_ended(engine):
    with begin_write(engine) as connection:
        token = open_one(connection, role=Role.STAFF)
        assert visits.read_visit(connection, token, NOW).role is Role.STAFF
        assert visits.read_visit(connection, token, NOW + HOUR) is None
        visits.end_visit(connection, token, NOW)
        assert visits.read_visit(connection, token, NOW) is None
        assert visits.read_visit(connection, "forged", NOW) is None


def test_a_session_has_the_role_its_account_has_now(engine):
    with begin_write(engine) as connection:
        accounts.add_account(connection, "an", Role.STAFF, full_name="Lê An", actor="x")
        token = open_one(connection, role=Role.STAFF, account_name="an")
        assert visits.read_visit(connection, token, NOW).person == "Lê An"
        accounts.add_account(connection, "an", Role.LEADER, actor="x")
        assert visits.read_visit(connection, token, NOW).role is Role.LEADER
        accounts.remove_account(connection, "an", actor="x")
        assert visits.read_visit(connection, token, NOW) is None


def test_a_one_time_link_works_once_and_in_time(engine):
    with begin_write(engine) as connection:
        token = visits.make_ticket(connection, NOW, HOUR)
        assert not visits.use_ticket(connection, token, NOW + HOUR)
        assert visits.use_ticket(connection, token, NOW)
        assert not visits.use_ticket(connection, token, NOW)
        assert not visits.use_ticket(connection, "forged", NOW)


def test_failures_are_counted_by_what_was_tried_and_fade(engine):
    with begin_write(engine) as connection:
        for _ in range(3):
            visits.add_failure(connection, ["account:an", "address:10.0.0.5"], NOW)
        assert visits.count_failures(connection, "account:an", NOW - HOUR) == 3
        assert visits.count_failures(connection, "account:binh", NOW - HOUR) == 0
        assert visits.count_failures(connection, "account:an", NOW + HOUR) == 0
        visits.forget_failures(connection, "account:an")
        assert visits.count_failures(connection, "account:an", NOW - HOUR) == 0
        assert visits.count_failures(connection, "address:10.0.0.5", NOW - HOUR) == 3


ROADS = Scope(province="66", plan="p", agency="a", criteria=(2,), as_of=date(2021, 12, 31))


def add(connection, token="t", expires_on=date(2026, 12, 31)):
    return share_links.add_link(
        connection,
        token,
        ROADS,
        label="Sở GTVT",
        expires_on=expires_on,
        passphrase_hash="",
        actor="an",
        now=NOW,
    )


def test_a_department_link_comes_back_as_it_was_made_and_counts_its_use(engine):
    with begin_write(engine) as connection:
        link_id = add(connection)
        share_links.count_use(connection, link_id, NOW)
        share_links.count_use(connection, link_id, NOW + HOUR)
        link, passphrase = share_links.find_link(connection, "t")
        assert (link.scope, link.label, link.created_by) == (ROADS, "Sở GTVT", "an")
        assert (link.use_count, link.last_used_at, passphrase) == (2, NOW + HOUR, "")
        assert share_links.find_link(connection, "u") is None


def test_a_department_link_stops_when_revoked_and_after_its_last_day(engine):
    with begin_write(engine) as connection:
        link_id = add(connection)
        assert visits.is_link_open(connection, link_id, date(2026, 12, 31))
        assert not visits.is_link_open(connection, link_id, date(2027, 1, 1))
        assert share_links.revoke_link(connection, link_id, actor="an", now=NOW)
        assert not share_links.revoke_link(connection, link_id, actor="an", now=NOW)
        assert not visits.is_link_open(connection, link_id, date(2026, 11, 26))
        assert share_links.list_links(connection)[0].state(date(2026, 11, 26)) == "revoked"


def test_no_token_is_kept(engine):
    with begin_write(engine) as connection:
        add(connection, token="bi-mat")
        session = open_one(connection, role=Role.STAFF)
        once = visits.make_ticket(connection, NOW, HOUR)
        kept = [
            connection.execute(sa.select(table.c.token_sha256)).scalar_one()
            for table in (share_link, visit, ticket)
        ]
    assert all(len(one) == 64 for one in kept)
    assert not {"bi-mat", session, once} & set(kept)
