"""Trình chiếu: the figures of a meeting as slides, the decks staff have saved, and their files."""

import streamlit as st

from components import frame, present_deck, present_draft, present_editor, present_files, state
from components.data_export_scope import Scope
from components.data_sections import place_name
from components.names import build_names
from components.present_saved import render_list, render_save
from components.saved_deeds import Deeds
from components.text import t
from data import cached, cached_scenarios, cached_slides, drafts, outputs, slide_actions

selection, catalog = state.current(), cached.get_catalog()
place, province = place_name(catalog, selection), selection.province
saved = cached_slides.get_decks()
opened = present_draft.choose_deck(saved, province, cached_slides.get_deck_version)
present_draft.keep_safe(drafts)
recipe = present_draft.current(opened)
deck = cached_slides.get_deck(selection, recipe)
if selection.is_country:
    nothing, geometry = t("present.pick_province"), None
else:
    nothing, geometry = frame.no_data_text(catalog, selection), cached.get_geometry(province)
view = cached.get_view(selection)
names = build_names(catalog, province, None, state.language())
shown = names.district(view.place_code) if view and view.has_marks else place
frame.render_header(t("page.present"), frame.view_chips(view, shown))
present_deck.render_deck(deck or present_deck.message_deck(place, nothing), geometry, catalog)
st.caption(t("present.keys"))
if selection.is_country:
    present_deck.render_no_country(catalog)
present_draft.render_notice(opened)
present_draft.render_restored(opened)
if deck:
    version = cached.data_version()
    scope = Scope(selection, catalog, view, place, version)
    kinds = outputs.takeable(present_files.KINDS)
    present_files.render_files(scope, recipe, kinds, outputs.build_output)
if deck and cached_slides.may_save():
    deeds = Deeds(
        duplicate=slide_actions.duplicate,
        rename=slide_actions.rename,
        archive=slide_actions.archive,
    )
    if present_draft.may_change(opened):
        with st.expander(t("present.edit"), icon=":material/edit:"):
            present_editor.render_editor(opened, cached_scenarios.get_scenarios(province))
            render_save(opened, province, slide_actions.save)
    with st.expander(t("present.all_saved"), icon=":material/folder_open:"):
        render_list([each for each in saved if each.province_code == province], deeds)
