"""What a browser brings along by which the data layer tells who it is."""

import hashlib
import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

from domain.access import Visitor

SESSION_COOKIE = "ntm_session"
LINK_COOKIE = "ntm_link"
_FORWARDED = ("x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip")


def read_visitor() -> Visitor:
    """Return what the browser of this run brings along; nothing outside of a run."""
    cookies = st.context.cookies
    email, login = _signed_in(st.user.to_dict())
    return Visitor(
        session=cookies.get(SESSION_COOKIE, ""),
        link=cookies.get(LINK_COOKIE, ""),
        email=email,
        login=login,
        is_local=is_local(st.context.headers),
    )


def _signed_in(claims: Mapping[str, object]) -> tuple[str, str]:
    """Return the address a provider vouches for, and what identifies this sign-in there."""
    email = str(claims.get("email") or "").strip().lower()
    if not claims.get("is_logged_in") or not email or claims.get("email_verified") is False:
        return "", ""
    parts = [str(claims.get(name, "")) for name in ("iss", "sub", "iat", "nonce")]
    return email, hashlib.sha256("|".join(parts).encode()).hexdigest()


def is_local(headers: Mapping[str, str]) -> bool:
    """Tell whether a browser asks its own machine, by a name of that machine, through no proxy.

    A page of another site that had its name point here would ask by that name.
    """
    if any(headers.get(name) for name in _FORWARDED):
        return False
    try:
        host = urlsplit(f"//{headers.get('host') or ''}").hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
