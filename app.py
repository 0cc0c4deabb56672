"""The dashboard's entry: the router when Streamlit runs it, the server when it is imported.

``streamlit run app.py`` finds the ASGI application below by reading this file, imports it for the
server, and runs the same file as the script of every session.
"""

import streamlit as st

from components import account, filters, frame, menu, navigation, state
from components.navigation import forget_pages_folder, home_route, tab_titles
from components.text import t
from components.visitor import read_visitor
from data import cached, cached_access, cached_version
from domain.access import Permission


def main() -> None:
    """Draw the frame, the filters and the page asked for."""
    st.set_page_config(page_title=t("app.title"), page_icon=frame.ICON, layout="wide")
    frame.render_style()
    if not cached.is_ready():
        frame.render_first_run(cached.prepare)
    who = cached_access.serve(read_visitor)
    account.begin(who, cached_access.count_opening)
    page, spec = menu.open_menu(who)
    if not who.may(Permission.VIEW):
        return account.render_closed(who)
    catalog = cached.get_catalog()
    state.begin(catalog)
    notice = st.container()
    try:
        page.run()
    finally:
        # The filters come last, also under a page that failed: their values are known before they
        # are drawn, and figures and map should not wait for a row of pickers.
        filters.render_filters(catalog, cached.get_sets())
        account.render_corner(who, cached_access.sign_out)
    state.end(spec.script)
    with notice:
        account.render_link_banner(who)
        frame.render_dropped_notice()


if __name__ == "__main__":
    with cached_version.one_version():
        main()
else:
    from components import maps
    from components.failure import render_failure
    from components.pickers import SCRIPT
    from data.web import EarlyMap, record_fault, web_options

    forget_pages_folder()
    base = st.get_option("server.baseUrlPath") or ""
    with_map = EarlyMap(navigation.MAP_PAGES, *maps.early_files())
    options = web_options(tab_titles(), base, [SCRIPT, *maps.map_scripts()], with_map)
    options["routes"].insert(0, home_route(base))
    app = st.App(
        __file__, **options, on_script_error=lambda error: render_failure(*record_fault(error))
    )
