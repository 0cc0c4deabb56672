"""What a browser brings along by which the data layer tells who it is."""

import hashlib
from collections.abc import Mapping

import streamlit as st

from domain.access import Visitor, is_local

SESSION_COOKIE = "ntm_session"
LINK_COOKIE = "ntm_link"


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
