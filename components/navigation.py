"""The one list of pages, in the order of the menu."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

import i18n
from domain.access import Access, Permission, Role


def forget_pages_folder() -> None:
    """Tell Streamlit, before its first session, that ``pages/`` is no menu of its own.

    It learns so from ``st.navigation``, but too late for the first visitor after a start: a deep
    link would greet that visitor with "Page not found".
    """
    PagesManager.uses_pages_directory = False


@dataclass(frozen=True)
class PageSpec:
    """A page: its script under ``pages/``, its address and the key of its title.

    Attributes:
        section_key: The drawer of the menu it lies in; "" stands in the menu itself.
        needs: What one must be allowed to, to open it.
        links: Department links it exists on: those for a ``place``, those for an ``agency``.
    """

    script: str
    url_path: str
    title_key: str
    icon: str
    section_key: str = ""
    needs: Permission = Permission.VIEW
    links: tuple[str, ...] = ()

    def is_open_to(self, who: Access) -> bool:
        """Tell whether the page exists for somebody."""
        if not who.may(self.needs):
            return False
        kind = "agency" if who.scope.is_agency else "place"
        return who.role is not Role.LINK or kind in self.links


def address_of(url_path: str) -> str:
    """Return the relative address of a page; the first page has none of its own."""
    return "./" if url_path == PAGES[0].url_path else url_path


def home_route(base_url_path: str) -> Route:
    """Answer the first page's name as an address (/tong-quan): it leads to the root."""

    def lead_home(request: Request) -> RedirectResponse:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"./{query}")

    base = base_url_path.strip("/")
    return Route(f"/{base}/{PAGES[0].url_path}" if base else f"/{PAGES[0].url_path}", lead_home)


STEERING = "menu.steering"
RECORDS = "menu.records"

_PLACE = ("place",)
PAGES = (
    PageSpec("overview", "tong-quan", "page.overview", ":material/dashboard:", links=_PLACE),
    PageSpec("map", "ban-do", "page.map", ":material/map:", links=_PLACE),
    PageSpec("targets", "muc-tieu", "page.targets", ":material/flag:", links=_PLACE),
    PageSpec("criteria", "tieu-chi", "page.criteria", ":material/grid_on:", links=_PLACE),
    PageSpec("commune", "ho-so-xa", "page.commune", ":material/home_work:", links=_PLACE),
    PageSpec(
        *("scenarios", "kich-ban", "page.scenarios", ":material/alt_route:"),
        needs=Permission.SCENARIOS,
        links=_PLACE,
    ),
    PageSpec("present", "trinh-chieu", "page.present", ":material/slideshow:", STEERING),
    PageSpec(
        *("tasks", "nhiem-vu", "page.tasks", ":material/task_alt:", STEERING),
        links=_PLACE,
    ),
    PageSpec(
        *("agencies", "so-nganh", "page.agencies", ":material/account_balance:", STEERING),
        links=("place", "agency"),
    ),
    PageSpec(
        *("funding", "nguon-von", "page.funding", ":material/payments:", STEERING),
        links=_PLACE,
    ),
    PageSpec(
        *("data", "du-lieu", "page.data", ":material/upload_file:", RECORDS),
        needs=Permission.INSPECT,
    ),
    PageSpec(
        *("share", "chia-se", "page.share", ":material/share:", RECORDS), needs=Permission.SHARE
    ),
    PageSpec("sources", "nguon", "page.sources", ":material/menu_book:", RECORDS),
)

MAP_PAGES = ("", "ban-do")
"""Addresses of the pages that begin with the map of the province in their link."""


def tab_titles() -> dict[str, str]:
    """Return what the browser's tab says before the dashboard says more, by address of the page."""
    words = i18n.load("vi")
    product = words["app.title"]
    others = {page.url_path: tab_title(words[page.title_key], product) for page in PAGES[1:]}
    return {"": product, **others}


def tab_title(title: str, product: str) -> str:
    """Return what the browser's tab says of a page, which comes first: tabs are narrow."""
    return f"{title} · {product}"
