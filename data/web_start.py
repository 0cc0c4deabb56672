"""Before the server listens: whether it may, and how staff of a fresh machine sign in."""

import ipaddress
import sys

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from data import sign_in
from data.cli_store import default_actor
from data.store import schema
from data.store.engine import get_engine
from data.texts import text
from data.web_log import LOG
from data.web_static import base_path


def is_loopback(address: str) -> bool:
    """Tell whether only this machine reaches a server listening there; "" is every address."""
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def check_start() -> None:
    """Say how staff sign in on a fresh machine; refuse to serve a network without sign-in.

    Raises:
        SystemExit: A network could reach the server and nobody would have to sign in.
    """
    address = str(st.get_option("server.address") or "")
    try:
        if schema.current_revision(get_engine()) != schema.head_revision():
            schema.upgrade(get_engine())
        has_sign_in = sign_in.has_oidc() or sign_in.has_passwords()
        if has_sign_in:
            return
        if is_loopback(address):
            # To a terminal only: where the output is kept, as a service's is, whoever reads the
            # log later could come in, through a proxy even from another machine.
            is_seen_once = sys.stdout.isatty()
            sys.stdout.write(f"\n{greeting(with_link=is_seen_once)}\n\n")
            sys.stdout.flush()
            return
    except SQLAlchemyError as error:
        # The store may come back while the server runs; until then nobody is let in.
        LOG.error("the store cannot be read at the start", exc_info=error)
        if is_loopback(address):
            return
    sys.stderr.write(f"\n{text('access.start.refused', address=address or '*')}\n\n")
    raise SystemExit(1)


def greeting(*, with_link: bool) -> str:
    """Return what is said at the start of a machine without accounts: the way in, or how to ask.

    Args:
        with_link: Make a link that signs staff in once; else name the command that does.
    """
    base = base_path(st.get_option("server.baseUrlPath") or "")
    home = f"http://127.0.0.1:{st.get_option('server.port')}{base}/"
    if not with_link:
        return text("access.start.greeting_kept", home=home)
    ticket = sign_in.make_ticket(default_actor())
    return text("access.start.greeting", home=home, link=f"{home}vao/{ticket}")
