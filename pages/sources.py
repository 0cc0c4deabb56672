"""Nguồn số liệu: where every figure comes from, its licence, and what is not certain."""

from components import frame, source_list, state
from components.text import t
from data import cached

selection, catalog = state.current(), cached.get_catalog()
frame.render_header(t("page.sources"), [])
source_list.render_principles()
source_list.render_boundaries(cached.get_boundary_status(), catalog)
source_list.render_sets(cached.get_sets())
source_list.render_sources(cached.get_sources())
source_list.render_glossary()
