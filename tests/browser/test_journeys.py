"""A leader's and a clerk's way through the real dashboard, in a browser without internet.

The dashboard runs on a store of its own with the real reference and illustrative files and the
approximate polygons of Đắk Lắk built on this machine.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

import i18n
from components.navigation import PAGES

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PATHS = ["", *(spec.url_path for spec in PAGES[1:])]
WORDS = i18n.load("vi")
TITLES = {spec.url_path if spec is not PAGES[0] else "": WORDS[spec.title_key] for spec in PAGES}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
expect.set_options(timeout=15_000)  # a busy machine is no failure
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
DISTRICT = "Huyện, thị xã, thành phố"


@pytest.fixture(scope="module")
def site(
    serve: Callable[..., str],
    fill_store: Callable[[Path], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """Return the address of the dashboard, with the polygons of a province built by the command."""
    env = {"NTM_VAR_DIR": str(fill_store(tmp_path_factory.mktemp("journeys")))}
    subprocess.run(
        [sys.executable, "-m", "data", "boundaries", "build", "66"],
        cwd=ROOT,
        env=os.environ | env,
        check=True,
        capture_output=True,
    )
    return serve(ROOT / "app.py", env)


@pytest.fixture
def read(site: str, visit: Callable[..., tuple]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a path and waits until the page stands.

    Afterwards every page opened must have asked no other host and logged no error.
    """
    opened = []

    def open_one(path: str = "", **options: object) -> Page:
        page, traffic = visit(f"{site}{path}", locale="vi-VN", **options)
        opened.append((path, traffic))
        settle(page)
        return page

    yield open_one
    for path, traffic in opened:
        assert traffic.foreign == [], path
        assert traffic.errors == [], path


def settle(page: Page) -> None:
    """Wait until the script has run and the page has its heading."""
    page.wait_for_selector(SETTLED)
    expect(heading(page)).to_be_visible()


def heading(page: Page):
    return page.locator("[data-testid=stMain] h1").first


def main(page: Page):
    return page.locator("[data-testid=stMain]")


def params(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def expect_params(page: Page, **wanted: str) -> None:
    """Wait until the address carries these parameters."""
    for name, value in wanted.items():
        expect(page).to_have_url(re.compile(rf"[?&]{name}={re.escape(value)}(&|$)"))


def choose(page: Page, label: str, option: str) -> None:
    """Choose in one of the sidebar's lists."""
    page.get_by_test_id("stSidebar").get_by_label(label, exact=True).select_option(label=option)


LATE_PARTS = """(waiting) => {
  const parts = [...document.querySelectorAll("[data-testid=stMain] *")]
    .filter((part) => part.childElementCount === 0 && part.textContent === waiting);
  parts[0]?.scrollIntoView();
  return parts.length === 0;
}"""


def read_to_the_end(page: Page) -> None:
    """Scroll until every part that waits below the fold is drawn."""
    page.wait_for_function(LATE_PARTS, arg=i18n.load("vi")["frame.loading"], polling=200)
    page.wait_for_load_state("networkidle")
    page.wait_for_selector(SETTLED)


def go_to(page: Page, title: str, shown: str = "") -> None:
    """Follow a link of the menu; ``shown`` is the page's heading where it is not the link's."""
    spec = next(spec for spec in PAGES if WORDS[spec.title_key] == title)
    if spec.section_key:
        header = page.get_by_test_id("stHeader")
        header.get_by_text(WORDS[spec.section_key], exact=True).click()
    page.get_by_role("link", name=title, exact=True).click()
    expect(heading(page)).to_have_text(shown or title)
    page.wait_for_selector(SETTLED)


def test_the_first_page_answers_in_one_glance(read, screens):
    page = read()
    expect(heading(page)).to_have_text("Tổng quan")
    expect(main(page)).to_contain_text("71/152")
    expect(main(page)).to_contain_text("46,7%")
    expect(main(page)).to_contain_text("31/12/2021")
    expect(main(page).locator(".ntm-pill").first).to_have_text(re.compile("Đạt"))
    expect(main(page)).to_contain_text("minh họa")
    expect_params(page, province="66", date="2021-12-31")
    page.wait_for_selector(".ntm-map[data-ready]")
    screens(page, "overview")
    first, second = (main(page).locator(".ntm-what").nth(number) for number in (0, 1))
    first.focus()
    expect_explained(first)
    page.keyboard.press("Escape")
    expect_explained(first, is_open=False)
    second.click()
    expect_explained(second)
    second.click()
    expect_explained(second, is_open=False)


def expect_explained(mark, *, is_open=True):
    """Wait until the explanation behind a mark is open, or shut."""
    shown = "([e, is]) => (getComputedStyle(e, '::after').display !== 'none') === is"
    mark.page.wait_for_function(shown, arg=[mark.element_handle(), is_open])


@pytest.mark.parametrize("path", PATHS)
def test_every_page_opens_without_internet_and_without_errors_and_fits_a_phone(read, path):
    page = read(f"{path}?province=66", is_staff=path == "chia-se")
    expect(heading(page)).to_have_text(TITLES[path])
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(main(page)).not_to_contain_text("Có lỗi khi hiển thị")
    read_to_the_end(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.set_viewport_size(PHONE["viewport"])
    # Charts and maps follow the page's width a frame or two later; what stays too wide fails.
    page.wait_for_function(
        """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
          .every((part) => part.scrollWidth <= part.clientWidth)"""
    )


def test_a_filter_changes_the_link_and_stays_on_the_page(read):
    page = read("tieu-chi?province=66")
    choose(page, DISTRICT, "Huyện Krông Pắc")
    expect_params(page, district="654", province="66")
    expect(heading(page)).to_have_text("Tiêu chí")
    expect(main(page)).to_contain_text("Huyện Krông Pắc")
    assert urlsplit(page.url).path == "/tieu-chi"


def test_a_pasted_link_opens_the_same_view(read):
    first = read("?province=66")
    choose(first, DISTRICT, "Huyện Krông Pắc")
    expect_params(first, district="654")
    expect(main(first).locator(".ntm-chip").first).to_have_text("Huyện Krông Pắc")
    first.wait_for_selector(SETTLED)
    second = read(urlsplit(first.url).path.strip("/") + "?" + urlsplit(first.url).query)
    assert params(second) == params(first)
    for part in (".ntm-head", ".ntm-kpis", ".ntm-lead"):
        texts = [page.locator(part).first.inner_text() for page in (first, second)]
        assert texts[0] == texts[1]
    expect(second.get_by_test_id("stSidebar").get_by_label(DISTRICT)).to_have_value("654")


def test_typing_on_a_list_finds_names_without_their_marks(read):
    page = read("?province=66")
    page.get_by_test_id("stSidebar").get_by_label(DISTRICT).focus()
    page.keyboard.type("krong pac")
    expect_params(page, district="654")
    expect(main(page)).to_contain_text("Huyện Krông Pắc")
    # The list in use keeps the keyboard through the run that follows.
    expect(page.get_by_test_id("stSidebar").get_by_label(DISTRICT)).to_be_focused()
    page.keyboard.type("zzz")
    expect_params(page, district="654")


def test_pages_share_the_filters(read):
    page = read("?province=66&district=654&date=2020-12-31&plan=daklak-2021")
    wanted = {"province": "66", "district": "654", "date": "2020-12-31", "plan": "daklak-2021"}
    for title in ("Mục tiêu", "Tiêu chí", "Bản đồ", "Tổng quan"):
        go_to(page, title)
        expect_params(page, **wanted)
    expect(main(page)).to_contain_text("Huyện Krông Pắc")


def test_a_lost_connection_is_told_until_it_is_back(visit, site):
    page, _ = visit(f"{site}muc-tieu?province=66")
    page.wait_for_selector(SETTLED)
    said = page.locator("#ntm-connection")
    expect(said).to_be_empty()
    page.context.set_offline(True)
    expect(said).to_have_text(
        "Mất kết nối với máy chủ, đang nối lại… Những gì đã lưu không mất.", timeout=4_000
    )
    # Streamlit's own words, in English and over the figures, are taken away as they come.
    page.evaluate(
        """() => {
          const own = document.createElement("div");
          own.dataset.testid = "stDialog";
          own.innerHTML = "<section><button>Close</button></section>";
          own.querySelector("button").onclick = () => own.remove();
          document.body.append(own);
        }"""
    )
    expect(page.get_by_test_id("stDialog")).to_have_count(0)
    page.context.set_offline(False)
    expect(said).to_be_empty()


def test_the_back_button_leads_back_to_page_and_filters(read):
    page = read("?province=66")
    go_to(page, "Mục tiêu")
    choose(page, "Tỉnh", "Tỉnh Lạng Sơn")
    expect_params(page, province="20")
    go_to(page, "Tiêu chí")
    expect_params(page, province="20")
    # A page is in the browser's history twice, without its parameters and with them.
    page.go_back()
    expect_params(page, province="20")
    page.go_back()
    expect(heading(page)).to_have_text("Mục tiêu")
    expect_params(page, province="20")
    expect(main(page)).to_contain_text("Lạng Sơn")


def test_a_bad_link_is_told_once_and_the_rest_of_it_holds(read):
    page = read("?province=66&district=999&criterion=99&date=2020-12-31&layer=nonsense")
    notices = page.get_by_test_id("stAlert")
    expect(notices).to_have_count(1)
    expect(notices).to_contain_text("huyện")
    expect(notices).to_contain_text("tiêu chí")
    expect_params(page, date="2020-12-31")
    assert not {"district", "criterion", "layer"} & set(params(page))
    choose(page, DISTRICT, "Huyện Krông Pắc")
    expect_params(page, district="654")
    expect(notices).to_have_count(0)


def test_a_click_on_the_map_chooses_the_commune(read):
    page = read("ban-do?province=66")
    page.wait_for_selector(".ntm-map[data-ready]")
    place = page.locator(".ntm-map").bounding_box()
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(page).to_have_url(re.compile(r"[?&]commune=\d{5}"))
    assert urlsplit(page.url).path == "/ban-do"
    commune = params(page)["commune"]
    box = page.get_by_test_id("stSidebar").get_by_role("combobox", name="Xã", exact=True)
    expect(box).to_have_value(commune)
    name = box.evaluate("list => list.selectedOptions[0].text")
    go_to(page, "Hồ sơ xã", shown=name)
    expect_params(page, commune=commune)


def test_the_language_is_a_switch_and_part_of_the_link(read):
    page = read("muc-tieu?province=66")
    page.get_by_test_id("stSidebar").get_by_text("English", exact=True).click()
    expect_params(page, lang="en", province="66")
    expect(heading(page)).to_have_text("Targets")
    page.get_by_role("link", name="Overview", exact=True).click()
    expect(heading(page)).to_have_text("Overview")
    expect(main(page)).to_contain_text("46.7%")
    page.get_by_test_id("stSidebar").get_by_text("Tiếng Việt", exact=True).click()
    expect(heading(page)).to_have_text("Tổng quan")
    expect(page).not_to_have_url(re.compile("lang="))


def test_paper_shows_the_page_and_not_the_controls(read):
    page = read("?province=66")
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(heading(page)).to_be_visible()
    expect(main(page)).to_contain_text("71/152")
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) >= 1


def test_a_province_without_data_says_what_has_some(read):
    page = read("?province=01")
    expect(main(page)).to_contain_text("Chưa có số liệu")
    expect(main(page)).to_contain_text("Tỉnh Đắk Lắk")
    expect(main(page)).not_to_contain_text("0/0")


def test_a_first_look_greets_once_and_lets_the_reader_go_on(visit, site):
    page, traffic = visit(f"{site}?province=66", is_first_visit=True)
    card = page.locator(".ntm-guide")
    expect(card).to_contain_text("1/4")
    # It took no keyboard and blocks nothing: the page's own links answer under it.
    assert page.evaluate("document.activeElement.closest('.ntm-guide') === null")
    # Yet with the keyboard in nothing else, its keys are the card's.
    page.keyboard.press("ArrowRight")
    expect(card).to_contain_text("2/4")
    page.keyboard.press("ArrowRight")
    expect(card).to_contain_text("3/4")
    card.get_by_role("button", name="Trước").click()
    page.keyboard.press("ArrowRight")
    expect(card).to_contain_text("3/4")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.reload()
    page.wait_for_selector(SETTLED)
    opener = page.get_by_role("button", name="Hướng dẫn nhanh")
    expect(opener).to_be_visible()
    expect(card).to_have_count(0)
    opener.press("Enter")
    expect(card).to_contain_text("1/4")
    assert traffic.errors == []


def test_ten_slides_are_walked_with_the_keyboard(
    read: Callable[..., Page], screens: Callable[..., list]
) -> None:
    page = read("trinh-chieu?province=20")
    slide, number = page.locator(".ntm-deck .slide:visible"), page.locator(".number:visible")
    expect(number).to_have_text("1/13")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for step in range(2, 11):
        # A remote control sends PageDown and PageUp.
        page.keyboard.press("ArrowRight" if step % 2 else "PageDown")
        expect(number).to_have_text(f"{step}/13", timeout=1_000)
    expect_params(page, slide="10")
    # Not one of the nine steps asked the server for anything but the map's geometry; the icon of
    # the tab is what Chromium asks for whenever an address changes.
    assert [url for url in asked if not re.search(r"/(geo|media)/", url)] == []
    page.keyboard.press("End")
    expect(number).to_have_text("13/13")
    page.keyboard.press("PageUp")
    expect(number).to_have_text("12/13")
    page.keyboard.press("ArrowLeft")
    expect(number).to_have_text("11/13")
    page.keyboard.press("Home")
    expect(slide).to_contain_text("Tình hình xây dựng nông thôn mới tỉnh Lạng Sơn")
    screens(page, "slides-cover")


def test_a_slide_of_its_own_link_stays_while_filters_change_in_full_screen(
    read: Callable[..., Page], screens: Callable[..., list]
) -> None:
    page = read("trinh-chieu?province=66&date=2021-12-31&slide=7")
    slide = page.locator(".ntm-deck .slide:visible")
    expect(slide).to_contain_text("10 xã chỉ còn thiếu từ 1 đến 2 tiêu chí")
    page.keyboard.press("f")
    expect(page.locator(".ntm-deck.presenting")).to_be_visible()
    expect(slide.locator(".made-up")).to_have_text("SỐ LIỆU MINH HỌA")
    screens(page, "slides-nearest")
    page.keyboard.press("l")
    page.locator(".ntm-deck .filters").get_by_label(DISTRICT).select_option("651")
    expect(slide).to_contain_text(re.compile("^.*Xã gần nhất là .+, còn thiếu 4 tiêu chí"))
    expect(slide.locator("footer")).to_contain_text("Huyện Ea Kar")
    expect_params(page, district="651")
    # A remote control turns the slides though the focus is in a filter.
    number = page.locator(".number:visible")
    page.keyboard.press("PageUp")
    expect(number).to_have_text(re.compile("^5/"))
    page.keyboard.press("ArrowRight")
    expect(number).to_have_text(re.compile("^6/"))
    expect_params(page, district="651")
    page.keyboard.press("Escape")
    expect(page.locator(".ntm-deck.presenting")).to_have_count(0)
    expect(heading(page)).to_have_text("Trình chiếu")
