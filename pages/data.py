"""Dữ liệu: bring files in, see what came, check it, hand it on."""

from components import data_sections, frame, state
from components.text import t
from data import cached

selection, catalog = state.current(), cached.get_catalog()
frame.render_header(t("page.data"), [data_sections.place_name(catalog, selection)])
section = data_sections.choose_section()
if section == "load":
    pass
elif section == "history":
    pass
elif section == "checks":
    pass
elif section == "exports":
    pass
elif section == "templates":
    pass
