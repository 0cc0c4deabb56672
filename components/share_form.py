"""The form that makes a department link, and what is handed over once it is made."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import segno
import streamlit as st
from markupsafe import Markup

from components import account, state
from components.frame import render
from components.text import day, plain, t
from domain.catalog import Catalog, Selection
from domain.duties.agencies import Agency
from domain.scenario.model import Scenario
from domain.sharing import LONGEST_DAYS, USUAL_DAYS, ShareWish

_MADE = "share.made"
_ACTOR = "share.actor"


@dataclass(frozen=True)
class Desk:
    """What a link can be made of.

    Attributes:
        place: Name of the province or district chosen.
        agencies: Agencies of the plan chosen.
        scenarios: Saved scenarios of the province.
        address: Address readers reach the dashboard by; "" = the one it is open under here.
    """

    selection: Selection
    catalog: Catalog
    place: str
    agencies: Sequence[Agency]
    scenarios: Sequence[Scenario]
    today: date
    address: str


def render_form(
    desk: Desk,
    create: Callable[[ShareWish, str], Any],
    build_page: Callable[[ShareWish, str], Any],
) -> None:
    """Draw the form; what it made stays until it is put away.

    Args:
        desk: What a link can be made of.
        create: Makes the link, for whoever does it, or says why not.
        build_page: Makes the static page of the same scope, in a language, or says why not.
    """
    if made := state.recall(_MADE, None):
        _render_made(*made)
        return
    st.subheader(t("share.new"))
    st.caption(t("share.scope_hint"))
    wish, actor = _ask(desk)
    with st.container(horizontal=True, vertical_alignment="center"):
        is_link = st.button(t("share.create"), type="primary", icon=":material/add_link:")
        is_page = st.button(t("share.page"), icon=":material/html:", help=t("share.page_hint"))
    if is_link:
        _make(desk, create, wish, actor)
    if is_page:
        _offer_page(build_page(wish, state.language()))


def _offer_page(made: Any) -> None:
    if isinstance(made, list):
        _render_faults(made)
        return
    st.download_button(
        t("share.page_take", name=made.name),
        made.content,
        file_name=made.name,
        mime=made.mime,
        icon=":material/download:",
        on_click="ignore",
    )


def _render_faults(names: Sequence[str]) -> None:
    for name in names:
        st.error(t(f"share.fault.{name}"))


def _ask(desk: Desk) -> tuple[ShareWish, str]:
    chosen = desk.selection
    names = {"": t("share.whole_place", place=desk.place)}
    names |= {agency.agency_id: agency.name for agency in desk.agencies}
    agency_id = st.selectbox(
        t("share.agency"), list(names), format_func=names.__getitem__, key="share__agency"
    )
    st.caption(plain(_what_is_seen(desk, agency_id or "")))
    left, right = st.columns(2)
    with left:
        is_fixed = st.selectbox(
            t("share.date"), [False, True], format_func=lambda fixed: _date_word(chosen, fixed)
        )
        label = st.text_input(t("share.label"), placeholder=t("share.label_hint"), max_chars=200)
        scenario = _ask_scenario(desk, agency_id or "")
    with right:
        last = st.date_input(
            t("share.expires"),
            value=desk.today + timedelta(days=USUAL_DAYS),
            min_value=desk.today,
            max_value=desk.today + timedelta(days=LONGEST_DAYS),
            format="DD/MM/YYYY",
        )
        passphrase = st.text_input(
            t("share.passphrase"),
            type="password",
            help=t("share.passphrase_hint"),
            max_chars=200,
            autocomplete="new-password",
        )
        actor = account.person() or st.text_input(
            t("share.actor"), value=state.recall(_ACTOR, ""), max_chars=100
        )
    wish = ShareWish(
        label=label,
        province=chosen.province,
        district=chosen.district or "",
        plan=chosen.plan or "",
        agency=agency_id or "",
        as_of=chosen.as_of if is_fixed else None,
        scenario=scenario,
        expires_on=last if isinstance(last, date) else None,
        passphrase=passphrase,
    )
    return wish, actor.strip()


def _what_is_seen(desk: Desk, agency_id: str) -> str:
    agency = next((a for a in desk.agencies if a.agency_id == agency_id), None)
    if agency is None:
        return t("share.shows_place", place=desk.place)
    numbers = ", ".join([*map(str, agency.criteria), *agency.parts])
    if not numbers:
        return t("share.shows_no_criteria", agency=agency.name)
    criteria = t("share.criteria", numbers=numbers)
    return t("share.shows_agency", criteria=criteria, agency=agency.name)


def _date_word(chosen: Selection, fixed: bool) -> str:
    if fixed and chosen.as_of:
        return t("share.date_fixed", day=day(chosen.as_of))
    return t("share.date_latest")


def _ask_scenario(desk: Desk, agency_id: str) -> int | None:
    if agency_id or desk.selection.district or not desk.scenarios:
        return None
    names = {0: t("share.no_scenario")} | {s.scenario_id: s.name for s in desk.scenarios}
    return st.selectbox(t("share.scenario"), list(names), format_func=names.__getitem__) or None


def _make(desk: Desk, create: Callable[[ShareWish, str], Any], wish: ShareWish, who: str) -> None:
    if not who:
        st.error(t("share.fault.actor"))
        return
    state.keep(_ACTOR, who)
    made = create(wish, who)
    if isinstance(made, list):
        _render_faults(made)
        return
    link = f"l/{made.token}"
    url = f"{desk.address}/{link}" if desk.address else state.whole_address(link)
    state.keep(_MADE, (made.link.label, desk.place, made.link.expires_on, url))
    st.rerun()


def _render_made(label: str, place: str, last: date, url: str) -> None:
    with st.container(border=True, key="share_made"):
        st.subheader(t("share.made", label=plain(label)))
        st.info(t("share.once"), icon=":material/key:")
        if "//127.0.0.1" in url or "//localhost" in url:
            st.warning(t("share.local"), icon=":material/lan:")
        left, right = st.columns([2, 1], gap="large")
        with left:
            st.markdown(f"**{t('share.address')}**")
            st.code(url, language=None, wrap_lines=True)
            st.markdown(f"**{t('share.message_title')}**")
            message = t("share.message", label=label, place=place, day=day(last), url=url)
            st.code(message, language=None, wrap_lines=True)
        with right:
            st.image(_qr(url), caption=t("share.qr"), width=220)
        if st.button(t("share.done"), icon=":material/check:"):
            state.forget(_MADE)
            st.rerun()


def _qr(url: str) -> bytes:
    """Return a QR code as PNG."""
    stream = io.BytesIO()
    segno.make(url, error="m", micro=False).save(stream, kind="png", scale=6, border=3)
    return stream.getvalue()


def render_lead() -> None:
    """Say what the page is for."""
    render(Markup('<p class="ntm-lead-small">{}</p>').format(t("share.lead")))
