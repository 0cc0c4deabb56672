"""The one list of pages, in the order of the menu."""

from dataclasses import dataclass

from streamlit.runtime.pages_manager import PagesManager


def forget_pages_folder() -> None:
    """Tell Streamlit, before its first session, that ``pages/`` is no menu of its own.

    It learns so from ``st.navigation``, but too late for the first visitor after a start: a deep
    link would greet that visitor with "Page not found".
    """
    PagesManager.uses_pages_directory = False


@dataclass(frozen=True)
class PageSpec:
    """A page: its script under ``pages/``, its address and the key of its title."""

    script: str
    url_path: str
    title_key: str
    icon: str


PAGES = (
    PageSpec("overview", "tong-quan", "page.overview", ":material/dashboard:"),
    PageSpec("map", "ban-do", "page.map", ":material/map:"),
    PageSpec("targets", "muc-tieu", "page.targets", ":material/flag:"),
    PageSpec("criteria", "tieu-chi", "page.criteria", ":material/grid_on:"),
    PageSpec("commune", "ho-so-xa", "page.commune", ":material/home_work:"),
    PageSpec("sources", "nguon", "page.sources", ":material/menu_book:"),
)
