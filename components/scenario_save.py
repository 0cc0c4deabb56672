"""Saving a scenario, and the read-only view that its link opens."""

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from components import account, scenario_draft, state
from components.frame import render
from components.saved_deeds import ask_author, keep_author
from components.scenario_draft import Draft
from components.scenario_parts import NONE, Ground, about, link_to, render_what_if
from components.text import day, number, plain, t
from domain.access import Permission
from domain.scenario.fulfil import Fulfilment
from domain.scenario.model import Base, Content, Scenario

SaveAs = Callable[[Base, Content, str, str, str, int | None], int]
"""Saves base and content under a name, by an author, with a note; a version of the id given."""

PAGE = "scenarios"
LAST_SAVED = "scenarios.last_saved"


def render_save(draft: Draft, save: SaveAs) -> None:
    """Draw the form that saves the draft, for those who may."""
    if not account.may(Permission.SAVE_SCENARIOS):
        account.render_staff_only()
        return
    if draft.content.is_empty and draft.saved is None:
        st.caption(t("scenarios.save_nothing"))
        return
    saved = draft.saved
    with st.form("scenarios__save", border=False):
        name = st.text_input(
            t("saved.name.scenarios"), value=saved.name if saved else "", max_chars=200
        )
        author = ask_author(PAGE, "save_author")
        note = st.text_area(t("scenarios.save_note"), value=saved.note if saved else "", height=80)
        as_version = saved is not None and st.checkbox(
            t("scenarios.save_version", name=plain(saved.name)), value=True
        )
        is_sent = st.form_submit_button(t("scenarios.save"), type="primary", icon=":material/save:")
    if is_sent:
        _save(
            draft, save, (name, author, note), saved.scenario_id if saved and as_version else None
        )


def _save(draft: Draft, save: SaveAs, words: tuple[str, str, str], scenario_id: int | None) -> None:
    name, author, note = words
    if not name.strip() or not author.strip():
        st.error(t("saved.blank.scenarios"), icon=":material/error:")
        return
    keep_author(PAGE, author)
    made = save(draft.base, draft.content, name, author, note, scenario_id)
    state.keep(LAST_SAVED, made)
    scenario_draft.discard(draft.base.province_code)
    state.choose_local(scenario=str(made))


def choose_version(versions: Sequence[Scenario]) -> Scenario:
    """Draw the choice among a scenario's versions, where there are several; the newest first.

    Args:
        versions: All of them, oldest first.
    """
    if len(versions) == 1:
        return versions[0]
    by_number = {version.number: version for version in reversed(versions)}
    chosen = st.selectbox(
        t("scenarios.version"),
        list(by_number),
        format_func=lambda number: t(
            "scenarios.version_line",
            number=number,
            name=by_number[number].name,
            author=by_number[number].author,
            saved=day(by_number[number].saved_at.date()),
        ),
        key=f"scenarios__version_{versions[0].scenario_id}_{len(versions)}",
        filter_mode=None,
    )
    return by_number.get(chosen, versions[-1])


def render_opened(scenario: Scenario, base_is_illustrative: bool) -> None:
    """Draw the head of a scenario opened read-only."""
    memory_id: int | None = None
    if state.recall(LAST_SAVED, memory_id) == scenario.scenario_id:
        st.success(t("scenarios.saved"), icon=":material/check_circle:")
        state.forget(LAST_SAVED)
    render_what_if(t("scenarios.read_only", name=scenario.name, about=about(scenario)))
    if scenario.is_archived:
        st.caption(t("scenarios.is_archived"))
    if scenario.note:
        render(Markup('<p class="ntm-note ntm-said-so">{}</p>').format(scenario.note))
    if base_is_illustrative:
        st.caption(t("scenarios.on_illustrative"))


def render_opened_doors(scenario: Scenario) -> None:
    """Draw what can be done with an opened scenario: go on from it, close it, pass its link on.

    Nothing for who came by a department link, which shows this scenario alone.
    """
    if not account.may(Permission.TRY):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(t("scenarios.go_on"), icon=":material/edit:", key="scenarios__go_on"):
            scenario_draft.begin(scenario.base, scenario.content, scenario)
            state.choose_local(scenario=NONE, part="edit")
        if st.button(t("scenarios.close"), icon=":material/close:", key="scenarios__close"):
            state.choose_local(scenario=NONE)
    st.caption(t("scenarios.link"))
    st.code(state.whole_address(link_to(scenario)), language=None, wrap_lines=True)


def render_elsewhere(scenario: Scenario, ground_name: str) -> None:
    """Say that the opened scenario is of another province, and where it opens."""
    st.info(t("scenarios.elsewhere", name=plain(scenario.name)), icon=":material/info:")
    render(
        Markup('<a class="ntm-link" href="{}" target="_self">{}</a>').format(
            link_to(scenario), t("scenarios.open_there", place=ground_name)
        )
    )


def render_fulfilment(found: Fulfilment | None, scenario: Scenario, ground: Ground) -> None:
    """Say how much of a scenario has come true since it was made."""
    if not scenario.content.overrides:
        return
    if found is None:
        st.caption(t("scenarios.nothing_newer", base=day(scenario.base.as_of)))
        return
    text = t(
        "scenarios.come_true",
        done=number(len(found.done)),
        total=number(found.total),
        date=day(found.as_of),
    )
    if found.unknown:
        text = f"{text} {t('scenarios.come_unknown', count=number(len(found.unknown)))}"
    st.markdown(f"**{text}**")
    if found.open:
        with st.expander(t("scenarios.still_open", count=number(len(found.open)))):
            render(
                Markup('<p class="ntm-note">{}</p>').format(
                    "; ".join(f"{ground.names.commune(c)}: {no}" for c, no in found.open)
                )
            )
