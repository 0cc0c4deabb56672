"""Who is here: what somebody may do, the corner with signing in and out, the closed door."""

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from components import state
from components.frame import render
from components.navigation import PAGES
from components.text import day, t
from domain.access import Access, Permission, Role
from domain.catalog import LANGUAGES

_MAY = "access.may"
_PERSON = "access.person"
_PAGES = "access.pages"
_COUNTED = "access.counted"
_SIGNED_IN = "access.signed_in"
_ENDED = "access.ended"


def begin(who: Access, count_opening: Callable[[int], None]) -> None:
    """Remember who is here for the parts of the page; count a link once a session."""
    state.keep(_MAY, frozenset(p.value for p in Permission if who.may(p)))
    state.keep(_PERSON, who.person)
    state.keep(_PAGES, frozenset(p.url_path for p in PAGES if p.is_open_to(who)))
    if who.is_signed_in:
        state.forget(_ENDED)
    elif state.recall(_SIGNED_IN, False):
        state.keep(_ENDED, True)  # in another tab, by time, or because the account is gone
    state.keep(_SIGNED_IN, who.is_signed_in)
    if who.link_id is not None and state.recall(_COUNTED, None) != who.link_id:
        state.keep(_COUNTED, who.link_id)
        count_opening(who.link_id)
    if state.takes_request("dang-nhap") == "oidc" and not who.is_signed_in:
        st.login()


def may(permission: Permission) -> bool:
    """Tell whether the reader may do something, so that it is offered."""
    return permission.value in state.recall(_MAY, frozenset[str]())


def sees(url_path: str) -> bool:
    """Tell whether a page exists for the reader, so that links may lead there."""
    return url_path in state.recall(_PAGES, frozenset[str]())


def person() -> str:
    """Return the name things are recorded under; "" when it has to be typed."""
    return state.recall(_PERSON, "")


def render_closed(who: Access) -> None:
    """Say why nothing is shown and what to do."""
    reason = who.reason
    if reason == "sign_in" and state.recall(_ENDED, False):
        reason = "ended"
    link = Markup('<a class="ntm-go" href="{}" target="_self">{}</a>')
    ways = {
        "link_ended": ("./thoat-lien-ket", "access.closed.leave"),
        "no_accounts": (_sign_in_address(), "access.closed.how"),
    }
    address, words = ways.get(reason, (_sign_in_address(), "access.closed.go"))
    # The menu, where the language is chosen, is not there.
    (other,) = (each for each in LANGUAGES if each != state.language())
    with st.container(key="account_closed"):
        render(
            Markup("<div><h1>{}</h1><p>{}</p>{}</div>").format(
                t("app.title"),
                t(f"access.closed.{reason}"),
                "" if reason == "no_role" else link.format(address, t(words)),
            )
        )
        if reason == "no_role" and st.button(t("access.closed.other"), type="primary"):
            st.logout()
        render(
            Markup('<a class="ntm-language" href="?lang={}" target="_self">{}</a>').format(
                other, t(f"language.{other}")
            )
        )


def render_link_banner(who: Access) -> None:
    """Say, above every page, whose link this is and that it is for reading; or why one only looks.

    Nothing is said to those who are signed in, or never were.
    """
    if state.recall(_ENDED, False):
        _render_notice("ended")
    elif who.role is Role.LEADER and who.reason == "no_role":
        _render_notice("no_role")
    if who.role is not Role.LINK:
        return
    name = who.scope.agency_name or who.reason
    until = t("access.here.link_until", day=day(who.expires_on)) if who.expires_on else ""
    render(
        Markup(
            '<div class="ntm-shared" role="note"><b>{}</b><span>{}</span><span>{}</span></div>'
        ).format(t("access.here.read_only"), name, until)
    )


def _render_notice(kind: str) -> None:
    way = Markup('<a href="{}" target="_self">{}</a>').format(
        _sign_in_address(), t("access.here.sign_in_again")
    )
    render(
        Markup('<div class="ntm-shared" role="status"><span>{}</span>{}</div>').format(
            t(f"access.here.{kind}"), way if kind == "ended" else ""
        )
    )


def render_corner(who: Access, sign_out: Callable[[], None]) -> None:
    """Draw, at the foot of the sidebar, who is here and the way in or out."""
    with st.sidebar.container(key="account_corner"):
        if who.role is Role.LINK:
            _corner(t("access.here.read_only"), "./thoat-lien-ket", t("access.here.leave_link"))
        elif who.reason == "no_role":
            render(Markup('<div class="ntm-who">{}</div>').format(t("access.here.viewing")))
            if st.button(t("access.closed.other"), key="account_other", type="tertiary"):
                st.logout()
        elif not who.is_signed_in:
            _corner(t("access.here.viewing"), _sign_in_address(), t("access.here.sign_in"))
        else:
            role = t(f"access.here.role.{who.role}")
            name = who.person or t("access.here.as_machine")
            render(Markup('<div class="ntm-who">{} · {}</div>').format(name, role))
            st.button(
                t("access.here.sign_out"),
                key="account_sign_out",
                on_click=_leave,
                args=(sign_out,),
                type="tertiary",
            )


def _leave(sign_out: Callable[[], None]) -> None:
    state.forget(_SIGNED_IN)  # here one knows
    sign_out()


def _sign_in_address() -> str:
    """Return where one signs in, in the reader's language."""
    language = state.language()
    return "./dang-nhap" if language == LANGUAGES[0] else f"./dang-nhap?lang={language}"


def _corner(words: str, address: str, way: str) -> None:
    render(
        Markup('<div class="ntm-who">{}<a href="{}" target="_self">{}</a></div>').format(
            words, address, way
        )
    )


def render_staff_only() -> None:
    """Say that a part is for staff, where one would look for it."""
    render(
        Markup('<div class="ntm-note">{} <a href="{}" target="_self">{}</a></div>').format(
            t("access.here.staff_only"), _sign_in_address(), t("access.here.sign_in")
        )
    )
