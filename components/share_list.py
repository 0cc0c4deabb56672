"""The department links there are: whom each is for, what it shows, how it is used."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import account, state
from components.data_load_words import moment
from components.frame import render, render_empty
from components.glossary import render_how
from components.text import day, number, t

_ACTOR = "share.actor"
_REVOKED = "share.revoked"


def render_links(
    links: Sequence[Any],
    districts: dict[str, str],
    place: str,
    today: date,
    revoke: Callable[[int, str], bool],
) -> None:
    """Draw every link as a card, newest first.

    Args:
        links: ``data.store.share_links.ShareLink``.
        districts: Names of districts by code.
        place: Name of the province.
        today: The day it is.
        revoke: Stops a link, given its number and who does it.
    """
    st.subheader(t("share.list"))
    if told := state.recall(_REVOKED, ""):
        st.success(t("share.revoked", label=told), icon=":material/link_off:")
        state.forget(_REVOKED)
    if not links:
        render_empty(t("share.none", place=place))
    else:
        render_how(t("tip.status.share"))
    for link in links:
        with st.container(border=True, key=f"share_card_{link.link_id}"):
            left, right = st.columns([5, 1], vertical_alignment="center")
            with left:
                render(_card(link, districts, place, link.state(today)))
            with right:
                if link.state(today) == "open":
                    _render_revoke(link, revoke)


def _card(link: Any, districts: dict[str, str], place: str, standing: str) -> Markup:
    scope = link.scope
    where = districts.get(scope.district, place) if scope.district else place
    numbers = ", ".join([*map(str, scope.criteria), *scope.indicators])
    shown = [
        scope.agency_name or t("share.whole_place", place=where),
        where if scope.agency_name else "",
        t("share.criteria", numbers=numbers) if numbers else "",
        t("share.date_fixed", day=day(scope.as_of)) if scope.as_of else t("share.date_latest"),
        t("share.with_scenario") if scope.scenario else "",
        t("share.locked") if link.has_passphrase else "",
    ]
    used = t("share.unused")
    if link.last_used_at:
        at = moment(link.last_used_at)
        used = t("share.used", count=number(link.use_count), at=at)
    history = [
        t("share.until", day=day(link.expires_on)),
        t("share.by", who=link.created_by, at=moment(link.created_at)),
    ]
    if link.revoked_at:
        who = link.revoked_by
        history.append(t("share.revoked_by", who=who, at=moment(link.revoked_at)))
    return Markup(
        '<div class="ntm-share"><div><b>{}</b> <span class="ntm-state is-{}">{}</span></div>'
        "<div>{}</div><div><b>{}</b></div><div class='ntm-quiet'>{}</div></div>"
    ).format(
        link.label,
        standing,
        t(f"share.state.{standing}"),
        " · ".join(part for part in shown if part),
        used,
        " · ".join(history),
    )


def _render_revoke(link: Any, revoke: Callable[[int, str], bool]) -> None:
    pressed = st.button(
        t("share.revoke"), key=f"share__revoke_{link.link_id}", icon=":material/link_off:"
    )
    if pressed:
        revoke(link.link_id, account.person() or state.recall(_ACTOR, "") or t("share.unnamed"))
        state.keep(_REVOKED, link.label)
        st.rerun()
