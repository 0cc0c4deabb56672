"""Dữ liệu: bring files in, see what came, check it, hand it on."""

from functools import partial

from components import (
    data_checks,
    data_checks_rules,
    data_exports,
    data_history,
    data_load,
    data_sections,
    data_templates,
    frame,
    state,
)
from components.data_export_scope import Scope
from components.data_load_door import Place
from components.names import build_names
from components.text import t
from data import actions, cached, cached_checks, kept_files, outputs

selection, catalog = state.current(), cached.get_catalog()


def render_checks() -> None:
    view = cached.get_view(selection)
    if view is None or not view.has_marks:
        frame.render_no_data(catalog, selection)
        return
    frame.render_banners(view.situation)
    report = cached_checks.get_checks(selection.province, view.situation.as_of)
    criteria_set = view.situation.criteria_set
    names = build_names(catalog, selection.province, criteria_set, state.language())
    checked = data_checks.Checked(report, criteria_set, names, selection.district)
    data_checks.render_checks(checked, actions.note_finding)
    frame.render_footer(frame.source_lines(view), illustrative=view.situation.is_illustrative)


def render_country_checks() -> None:
    frame.render_banners(*cached.get_country())
    data_checks_rules.render_country(catalog, cached_checks.get_checks)


def render_exports() -> None:
    view = cached.get_view(selection)
    place = data_sections.place_name(catalog, selection)
    scope = Scope(selection, catalog, view, place, cached.data_version())
    shown = cached.get_country() if selection.is_country else [view.situation] if view else []
    frame.render_banners(*shown)
    polygons = outputs.polygons_of(None if selection.is_country else selection.province)
    usual = partial(outputs.usual_words, selection.province, scope.district)
    data_exports.render_exports(scope, polygons, usual, outputs.build_output)
    if view and view.has_marks:
        frame.render_footer(frame.source_lines(view), illustrative=view.situation.is_illustrative)


frame.render_header(t("page.data"), [data_sections.place_name(catalog, selection)])
section = data_sections.choose_section()
where = (selection.province, catalog, cached.get_sets(), cached.data_version())
if section == "load":
    data_load.render_load(Place(*where), actions)
elif section == "history":
    data_history.render_history(Place(*where), actions, kept_files)
elif section == "checks":
    data_checks.render_style()
    render_country_checks() if selection.is_country else render_checks()
elif section == "exports":
    data_checks.render_style()
    render_exports()
elif section == "templates":
    data_checks.render_style()
    data_templates.render_templates(selection, catalog, cached.get_sets(), outputs)
