"""Signing in and out, and who a browser is: the one place that turns secrets into access.

Answers do not tell an unknown name from a wrong password, nor an unknown link from a forged one.
Attempts are limited in the store, so that all processes count together.
"""

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import streamlit as st
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from data import queries
from data.check_inputs import VIETNAM
from data.store import accounts, drafts, share_links, visits
from data.store.audit import record
from data.store.engine import begin_write, get_engine
from data.store.faults import kind_of
from data.store.share_links import ShareLink
from data.store.visits import NewVisit
from data.web_log import FIELDS, LOG
from domain.access import LEADER, Access, Role, Visitor


class Failure(StrEnum):
    """Why somebody is not let in; each is a key of the texts."""

    WRONG = "wrong"
    WAIT = "wait"
    UNKNOWN_LINK = "unknown_link"
    EXPIRED = "expired"
    REVOKED = "revoked"
    USED = "used"


@dataclass(frozen=True)
class Opened:
    """A session that was opened: its name for the cookie, and how long it lasts."""

    token: str
    lasts: timedelta
    link: ShareLink | None = None


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is in Việt Nam."""
    return now().astimezone(VIETNAM).date()


def _setting(name: str) -> int:
    return int(queries.settings()["sign_in"][name])


def session_lasts() -> timedelta:
    """Return how long somebody stays signed in."""
    return timedelta(hours=_setting("session_hours"))


def has_oidc() -> bool:
    """Tell whether people can sign in at an OpenID Connect provider, see docs/access.md."""
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def has_passwords() -> bool:
    """Tell whether anybody can sign in with a password."""
    with get_engine().connect() as connection:
        return any(one.has_password for one in accounts.list_accounts(connection))


def is_open_to_all() -> bool:
    """Tell whether everybody who reaches the server may look (``NTM_OPEN_VIEWING=1``)."""
    return os.environ.get("NTM_OPEN_VIEWING") == "1"


def who_is(visitor: Visitor) -> Access:
    """Return who a browser is; a department link comes before everything else it brings along."""
    if visitor.link:
        return _link_access(visitor.link)
    reason = "sign_in"
    if visitor.session or visitor.email:
        with get_engine().connect() as connection:
            known = _session_access(connection, visitor) or _oidc_access(connection, visitor)
            if known:
                return known
            if visitor.email and accounts.find_account(connection, visitor.email) is None:
                reason = "no_role"
    if visitor.is_local or is_open_to_all():
        return LEADER if reason == "sign_in" else replace(LEADER, reason=reason)
    if reason == "sign_in" and not has_oidc() and not has_passwords():
        reason = "no_accounts"
    return Access(Role.NOBODY, reason=reason)


def _session_access(connection: Connection, visitor: Visitor) -> Access | None:
    found = visits.read_visit(connection, visitor.session, now()) if visitor.session else None
    if found is None or found.link_id is not None:
        return None
    return Access(found.role, person=found.person, is_signed_in=True)


def _oidc_access(connection: Connection, visitor: Visitor) -> Access | None:
    """Return the account of an address, while its sign-in here lasts and was not ended."""
    account = accounts.find_account(connection, visitor.email) if visitor.email else None
    if account is None or not visitor.login:
        return None
    name = _login_token(visitor)
    if visits.read_visit(connection, name, now()) is None:
        if visits.is_known(connection, name):
            return None
        with begin_write(get_engine()) as writing:
            new = NewVisit(account.role, account.name)
            visits.open_visit(writing, name, new, now(), session_lasts())
            record(writing, account.person, "signed_in", way="oidc")
    return Access(account.role, person=account.person, is_signed_in=True)


def _login_token(visitor: Visitor) -> str:
    return f"oidc:{visitor.email}:{visitor.login}"


def _link_access(token: str) -> Access:
    ended = Access(Role.NOBODY, reason="link_ended")
    with get_engine().connect() as connection:
        found = visits.read_visit(connection, token, now())
        if found is None or found.link_id is None:
            return ended
        link = share_links.read_link(connection, found.link_id)
    if link is None or link.state(today()) != "open":
        return ended
    return Access(
        Role.LINK, link.scope, reason=link.label, expires_on=link.expires_on, link_id=link.link_id
    )


def _limits(subject: str, address: str) -> list[tuple[str, int]]:
    own = [(subject, _setting("per_subject"))] if subject else []
    return [*own, (f"address:{address}", _setting("per_address"))]


def _must_wait(connection: Connection, subject: str, address: str) -> bool:
    since = now() - timedelta(minutes=_setting("minutes"))
    return any(
        visits.count_failures(connection, tried, since) >= limit
        for tried, limit in _limits(subject, address)
    )


def _failed(subject: str, address: str) -> None:
    tried = [name for name, _ in _limits(subject, address)]
    with begin_write(get_engine()) as connection:
        visits.add_failure(connection, tried, now())


def sign_in(name: str, password: str, address: str) -> Opened | Failure:
    """Sign in with a password.

    Args:
        name: As typed.
        password: As typed.
        address: Where the attempt comes from.
    """
    subject = f"account:{accounts.normalise(name)}"
    with get_engine().connect() as connection:
        if _must_wait(connection, subject, address):
            return Failure.WAIT
        account = accounts.check_password(connection, name, password[:1000])
    if account is None:
        _failed(subject, address)
        return Failure.WRONG
    token = visits.new_token()
    with begin_write(get_engine()) as connection:
        visits.forget_failures(connection, subject)
        new = NewVisit(account.role, account.name)
        visits.open_visit(connection, token, new, now(), session_lasts())
        record(connection, account.person, "signed_in", way="password")
    return Opened(token, session_lasts())


def make_ticket(actor: str) -> str:
    """Make a link that signs staff in once; return its token."""
    with begin_write(get_engine()) as connection:
        record(connection, actor, "ticket_made")
        lasts = timedelta(hours=_setting("ticket_hours"))
        return visits.make_ticket(connection, now(), lasts)


def use_ticket(ticket: str, address: str) -> Opened | Failure:
    """Sign in with the link printed in the terminal."""
    with get_engine().connect() as connection:
        if _must_wait(connection, "", address):
            return Failure.WAIT
    token = visits.new_token()
    with begin_write(get_engine()) as connection:
        if visits.use_ticket(connection, ticket, now()):
            visits.open_visit(connection, token, NewVisit(Role.STAFF), now(), session_lasts())
            record(connection, "", "signed_in", way="ticket")
            return Opened(token, session_lasts())
    _failed("", address)
    return Failure.USED


def find_link(token: str) -> ShareLink | Failure:
    """Return the department link of a token, or why it does not open."""
    with get_engine().connect() as connection:
        found = share_links.find_link(connection, token)
    if found is None:
        return Failure.UNKNOWN_LINK
    state = found[0].state(today())
    return found[0] if state == "open" else Failure(state)


def open_link(token: str, passphrase: str, address: str) -> Opened | Failure:
    """Open a department link.

    Args:
        token: Of its address.
        passphrase: As typed; "" when none was asked for.
        address: Where the attempt comes from.
    """
    with get_engine().connect() as connection:
        if _must_wait(connection, "", address):
            return Failure.WAIT
        found = share_links.find_link(connection, token)
        if found is None:
            failure: Failure | None = Failure.UNKNOWN_LINK
        else:
            link, stored = found
            failure = _refuse_link(connection, link, stored, passphrase, address)
    if found is None or failure is not None:
        # Whoever holds a link that has ended guesses nothing.
        if failure in (Failure.WRONG, Failure.UNKNOWN_LINK):
            _failed(f"link:{found[0].link_id}" if found else "", address)
        return failure or Failure.UNKNOWN_LINK
    session = visits.new_token()
    lasts = timedelta(days=_setting("link_session_days"))
    with begin_write(get_engine()) as connection:
        visits.forget_failures(connection, f"link:{link.link_id}")
        new = NewVisit(Role.LINK, link_id=link.link_id)
        visits.open_visit(connection, session, new, now(), lasts)
    return Opened(session, lasts, link)


def _refuse_link(
    connection: Connection, link: ShareLink, stored: str, passphrase: str, address: str
) -> Failure | None:
    state = link.state(today())
    if state != "open":
        return Failure(state)
    if not stored:
        return None
    if _must_wait(connection, f"link:{link.link_id}", address):
        return Failure.WAIT
    return None if accounts.is_secret(stored, passphrase[:1000]) else Failure.WRONG


def session_hash(visitor: Visitor) -> str:
    """Return what the store knows a browser's session by; "" for who has none."""
    name = visitor.session or (_login_token(visitor) if visitor.login else "")
    return visits.digest(name) if name else ""


def sign_out(visitor: Visitor) -> None:
    """End the session a browser brings along, in every tab and process."""
    with begin_write(get_engine()) as connection:
        drafts.forget_drafts(connection, session_hash(visitor))
        if visitor.session:
            visits.end_visit(connection, visitor.session, now())
        if visitor.login:
            visits.end_visit(connection, _login_token(visitor), now())


def count_opening(link_id: int) -> None:
    """Remember that a department link was opened; a store that cannot be written is read on."""
    try:
        with begin_write(get_engine()) as connection:
            share_links.count_use(connection, link_id, now())
    except DBAPIError as error:
        told = {"link": link_id, "kind": kind_of(error).value}
        LOG.warning("opening not counted", extra={FIELDS: told})
