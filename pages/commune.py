"""Hồ sơ xã: one commune, what it holds and lacks, over time, and where every mark comes from."""

import streamlit as st

from components import (
    commune_asks,
    commune_history,
    commune_picker,
    commune_profile,
    frame,
    marks,
    state,
)
from components.names import build_names
from components.text import day, t
from data import cached
from domain import neighbours, profile
from domain.criteria_board import leads_of
from domain.named_targets import named_targets

selection, catalog = state.current(), cached.get_catalog()
view, on, province = cached.get_view(selection), selection.as_of, selection.province
names = build_names(catalog, province, view.scope.criteria_set if view else None, state.language())
place = names.district(selection.district or province)
communes = catalog.communes_of(province, selection.district)
marks.render_style()
# No st.stop(): the notice about dropped link values is drawn after the page.
if selection.is_country:
    frame.render_header(t("page.commune"), [t("filter.country")])
    frame.render_empty(t("commune.pick_province"))
elif selection.commune is None and (view is None or not view.has_marks):
    frame.render_header(t("page.commune"), [place])
    frame.render_no_data(catalog, selection)
    commune_picker.render_picker(communes, None, names, place)
elif selection.commune is None:
    frame.render_header(t("page.commune"), frame.situation_chips(view.scope, place))
    frame.render_banners(view.scope)
    commune_picker.render_picker(communes, view.scope, names, place)
    frame.render_footer(frame.source_lines(view), illustrative=view.scope.is_illustrative)
else:
    code = selection.commune
    name, district = names.commune(code), names.district_of[code]
    periods = [cached.get_situation(province, p.as_of) for p in catalog.periods.get(province, ())]
    dated = [d for d in (profile.read_dated(s, code) for s in periods if s) if d]
    now = next((d for d in dated if d.as_of == on), None)
    leads, recognitions = leads_of(view) if view else {}, cached.get_recognitions(code)

    chips = [names.district(district), names.district(province), t("commune.code", code=code)]
    frame.render_header(
        name, [*chips, *(frame.situation_chips(view.situation, "")[1:] if view else [])]
    )
    if view:  # made-up dates beside real ones say so in their own columns
        frame.render_banners(view.situation)
    elif any(d.is_illustrative for d in dated):
        frame.render_illustrative_banner()
    commune_profile.render_steps(*neighbours.step([c.code for c in communes], code), names)
    frame.render(commune_profile.status_sentence(name, now, leads, names, day(on) if on else ""))
    if now and now.is_assessed:
        earlier = catalog.period_before(province, now.as_of)
        before = next((d for d in dated if earlier and d.as_of == earlier.as_of), None)
        moves = profile.moves_between(before, now) if before else None
        since = profile.recognised_since(recognitions, now.as_of)
        ranks = neighbours.rank_in(view.situation, district, code)
        commune_profile.render_profile_tiles(now, moves, since, ranks)
        commune_profile.render_moves(moves, names)

    left, right = st.columns([3, 2], gap="large")
    plans = catalog.plans.get(province, ())
    with left:
        if now and now.is_assessed:
            own_set = [p.plan_id for p in plans if p.set_id == now.criteria_set.set_id]
            rows = cached.get_rows("commune_targets")
            registered = profile.registered_criteria(rows, code, own_set)
            commune_asks.render_missing(profile.list_missing(now, dated, registered), leads, names)
        boards = [(plan, cached.get_board(plan, on)) for plan in plans if on]
        commune_asks.render_named(
            named_targets(boards, cached.get_named_communes(), code, now, on), now, names
        )
    with right:
        if now:
            commune_profile.render_neighbours(
                neighbours.list_neighbours(view.situation, district),
                code,
                now.criteria_set.size,
                names,
                names.district(district),
            )

    blocks, sources = profile.split_by_set(dated), cached.get_mark_sources(province, code)
    commune_history.render_dates(blocks, on)
    commune_history.render_recognitions(recognitions, on)
    if dated:
        commune_history.render_sources(dated, sources)
        commune_history.render_download(code, name, blocks, sources)
    if view:
        frame.render_footer(frame.source_lines(view), illustrative=view.situation.is_illustrative)
