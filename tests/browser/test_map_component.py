"""The map in a real browser: what is drawn, what travels, what a click does."""

import gzip
import json
import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

APP = Path(__file__).with_name("map_app.py")
BLUE, ORANGE = "#1b4a7d", "#c4501b"
HOSTILE = '<img src=x onerror="window.pwned=1">'
RERUN_BYTES = 20_000
LOAD_BYTES = 60_000

# Mean place (CSS pixels of the page), box and number of the pixels of one colour in the map.
FIND = """(colour) => {
  const canvas = document.querySelector(".ntm-map canvas");
  const frame = canvas.getBoundingClientRect();
  const map = document.querySelector(".ntm-map").getBoundingClientRect();
  const ratio = canvas.width / frame.width;
  const left = Math.max(0, Math.round((map.left - frame.left) * ratio));
  const top = Math.max(0, Math.round((map.top - frame.top) * ratio));
  const width = Math.round(map.width * ratio), height = Math.round(map.height * ratio);
  const pixels = canvas.getContext("2d").getImageData(left, top, width, height).data;
  const wanted = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  let count = 0, sx = 0, sy = 0, box = [1e9, 1e9, -1, -1];
  for (let i = 0; i < pixels.length; i += 4) {
    if (wanted.some((channel, k) => pixels[i + k] !== channel)) continue;
    const x = (i / 4) % width, y = Math.floor(i / 4 / width);
    count += 1; sx += x; sy += y;
    box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
  }
  return { count, box, x: map.left + sx / count / ratio, y: map.top + sy / count / ratio };
}"""


PICK = """([name, value]) =>
  document.dispatchEvent(new CustomEvent("ntm-pick", { detail: { name, value } }))"""

COUNT_FILLS = """() => {
  window.fills = 0;
  const { fill } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fill = function (...given) {
    window.fills += 1;
    return fill.apply(this, given);
  };
}"""


def square(x: int, y: int, size: int) -> list[list[list[int]]]:
    return [[[x, y, size, 0, 0, size, -size, 0]]]


def squares(columns: int, count: int, scope: str = "66") -> dict:
    """Return a geometry of equal squares, row by row from the south-west, two districts wide."""
    west, south, size = 1_080_000, 120_000, 200
    half = columns // 2
    rows = -(-count // columns)
    communes = [
        {
            "c": f"{number + 1:05d}",
            "n": f"Xã số {number + 1}",
            "k": "xã",
            "d": "001" if number % columns < half else "002",
            "b": "box",
            "g": square(west + number % columns * size, south + number // columns * size, size),
        }
        for number in range(count)
    ]

    def outline(left: int, right: int) -> list[list[int]]:
        x, width, height = west + left * size, (right - left) * size, rows * size
        return [[x, south, width, 0, 0, height, -width, 0, 0, -height]]

    def district(code: str, left: int, right: int) -> dict:
        at = [west + (left + right) * size // 2, south + rows * size // 2]
        names = {"n": f"H{code}", "full": f"Huyện H{code}"}
        return {"c": code, "p": "66", "at": at, "o": outline(left, right)} | names

    east, north = west + columns * size, south + rows * size
    return {
        "format": 1,
        "scope": scope,
        "scale": 10_000,
        "bbox": [west / 10_000, south / 10_000, east / 10_000, north / 10_000],
        "communes": communes,
        "districts": [district("001", 0, half), district("002", half, columns)],
        "provinces": [{"c": "66", "n": "Tỉnh thử", "at": [west, south], "o": outline(0, columns)}],
    }


def country() -> dict:
    """Return 10,599 squares under two provinces, with the two archipelagos in the east."""
    geometry = squares(103, 10_599, "vn")
    geometry["provinces"].append(geometry["provinces"][0] | {"c": "67", "n": "Tỉnh hai"})
    geometry["islands"] = [
        {"n": name, "by": by, "names": [name], "at": [x, y], "pts": [[x, y], [x + 900, y + 900]]}
        for name, by, x, y in (
            ("Quần đảo Hoàng Sa", "huyện Hoàng Sa, Đà Nẵng", 1_120_000, 135_000),
            ("Quần đảo Trường Sa", "huyện Trường Sa, Khánh Hòa", 1_125_000, 122_000),
        )
    ]
    geometry["bbox"][2] = 112.6
    return geometry


@pytest.fixture(scope="module")
def show(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Return a function that serves a geometry with two sets of values and gives the address."""
    made: dict[str, str] = {}

    def start(
        geometry: dict, values: str, turned: str, *options: str, missing: bool = False
    ) -> str:
        known = json.dumps([geometry, values, turned, options, missing])
        if known not in made:
            var = tmp_path_factory.mktemp("var")
            folder = var / "web" / "geo"
            folder.mkdir(parents=True)
            content = json.dumps(geometry).encode()
            if not missing:
                (folder / "squares-1.json").write_bytes(content)
                (folder / "squares-1.json.gz").write_bytes(gzip.compress(content))
            given = {"geometry": "/geo/squares-1.json", "values": values, "turned": turned}
            env = {"NTM_TEST_MAP": json.dumps(given), "NTM_VAR_DIR": str(var)}
            made[known] = serve(APP, env, *options)
        return made[known]

    return start


def find(page: Page, colour: str) -> dict:
    return page.evaluate(FIND, colour)


def wait_for_map(page: Page) -> None:
    page.wait_for_selector(".ntm-map[data-ready]")
    page.wait_for_function(f"({FIND})({json.dumps(BLUE)}).count > 0")


def settle(page: Page) -> dict:
    """Wait until the map stands still (a thrown map glides on) and return where blue is."""
    page.wait_for_function(
        f"""() => {{
          const now = JSON.stringify(({FIND})({json.dumps(BLUE)}));
          const still = window.lastSeen === now;
          window.lastSeen = now;
          return still;
        }}""",
        polling=200,
    )
    return find(page, BLUE)


def toggle(page: Page, label: str) -> None:
    page.get_by_text(label, exact=True).click()


def area(found: dict) -> float:
    left, top, right, bottom = found["box"]
    return (right - left) * (bottom - top)


def test_draws_the_classes_offline_and_without_errors(show, visit, screens) -> None:
    page, traffic = visit(show(squares(2, 4), "ab-.", "ba-."))
    wait_for_map(page)
    blue, orange = find(page, BLUE), find(page, ORANGE)
    # Two equal squares side by side in the southern row: the first is in the west.
    assert blue["x"] < orange["x"]
    assert blue["y"] == pytest.approx(orange["y"], abs=3)
    assert blue["count"] == pytest.approx(orange["count"], rel=0.05)
    assert find(page, "#ebebe6")["y"] < blue["y"]
    assert find(page, "#e3e7eb")["count"] > 0  # the ground of the hatch
    assert traffic.foreign == []
    assert traffic.errors == []
    legend = page.locator(".ntm-legend")
    expect(legend).to_contain_text("Chưa có số liệu 1")
    expect(legend).to_contain_text("Vị trí ước đoán")
    expect(page.locator(".ntm-map__attribution")).to_have_text("Ranh giới thử")
    screens(page, "map-squares")


def test_a_click_reaches_python_once(show, visit) -> None:
    page, traffic = visit(show(squares(2, 4), "ab-.", "ba-."))
    wait_for_map(page)
    place = find(page, ORANGE)
    page.mouse.click(place["x"], place["y"])
    expect(page.get_by_text("Bấm: 1 xã 00002")).to_be_visible()
    toggle(page, "Đổi chỉ tiêu")
    expect(page.get_by_text("Lần chạy: đổi")).to_be_visible()
    expect(page.get_by_text("Bấm: 1 xã 00002")).to_be_visible()
    assert traffic.errors == []


def test_a_filter_recolours_and_leaves_zoom_and_place_alone(show, visit) -> None:
    page, traffic = visit(show(squares(2, 4), "ab-.", "ba-."))
    wait_for_map(page)
    start = find(page, BLUE)
    page.get_by_role("button", name="Thu nhỏ").click()
    page.wait_for_function(
        f"(before) => ({FIND})({json.dumps(BLUE)}).count < before", arg=start["count"] * 0.8
    )
    place = find(page, BLUE)
    page.mouse.move(place["x"], place["y"])
    page.mouse.down()
    page.mouse.move(place["x"] + 90, place["y"] - 40, steps=6)
    page.mouse.up()
    page.wait_for_function(
        f"(before) => Math.abs(({FIND})({json.dumps(BLUE)}).x - before) > 60", arg=place["x"]
    )
    page.mouse.move(5, 5)
    moved = settle(page)
    fetched = len([url for url in traffic.requests if "/geo/" in url])
    toggle(page, "Đổi chỉ tiêu")
    page.wait_for_function(
        f"(x) => Math.abs(({FIND})({json.dumps(ORANGE)}).x - x) < 2", arg=moved["x"]
    )
    after = find(page, ORANGE)
    assert after["box"] == pytest.approx(moved["box"], abs=2)
    assert len([url for url in traffic.requests if "/geo/" in url]) == fetched
    assert traffic.errors == []


def test_the_country_fits_the_budget_on_the_wire(show, visit, screens) -> None:
    chance = random.Random(7)
    values, turned = ("".join(chance.choices("ab-.", k=10_599)) for _ in range(2))
    page, traffic = visit(show(country(), values, turned))
    wait_for_map(page)
    expect(page.get_by_text("Dòng 29")).to_be_attached()
    assert traffic.ws_bytes <= LOAD_BYTES
    before = traffic.ws_bytes
    toggle(page, "Đổi chỉ tiêu")
    expect(page.get_by_text("Lần chạy: đổi")).to_be_visible()
    page.wait_for_function("document.querySelector('[data-test-script-state=notRunning]') !== null")
    assert 0 < traffic.ws_bytes - before <= RERUN_BYTES
    assert traffic.foreign == []
    screens(page, "map-country-squares")


def test_the_archipelagos_are_named_whatever_is_in_view(show, visit) -> None:
    chance = random.Random(7)
    values, turned = ("".join(chance.choices("ab-.", k=10_599)) for _ in range(2))
    page, _ = visit(show(country(), values, turned))
    wait_for_map(page)
    inset = page.locator(".ntm-map__inset")
    # In true place at first, and so no inset; in the inset once the mainland fills the view.
    expect(inset).to_have_count(2)
    expect(inset.nth(0)).to_be_hidden()
    toggle(page, "Chọn huyện")
    expect(inset.nth(0)).to_be_visible()
    expect(inset.nth(0)).to_contain_text("Quần đảo Hoàng Sa")
    expect(inset.nth(1)).to_contain_text("Quần đảo Trường Sa")


def test_a_hostile_name_stays_text(show, visit) -> None:
    geometry = squares(2, 4)
    geometry["communes"][0]["n"] = HOSTILE
    geometry["districts"][0]["full"] = HOSTILE
    geometry["communes"][0]["b"] = "guess"
    page, traffic = visit(show(geometry, "ab-.", "ba-."))
    wait_for_map(page)
    place = find(page, BLUE)
    page.mouse.move(place["x"], place["y"])
    tooltip = page.locator(".ntm-map__tooltip")
    expect(tooltip).to_contain_text(f"Xã {HOSTILE}")
    expect(tooltip).to_contain_text("16/19 tiêu chí")
    expect(tooltip).to_contain_text("Vị trí ước đoán")
    assert tooltip.locator("img").count() == 0
    assert page.evaluate("window.pwned") is None
    assert traffic.errors == []


def test_a_chosen_district_is_brought_forward(show, visit) -> None:
    west, east = "aaaaaabbbbbb", "bbbbbbaaaaaa"
    page, _ = visit(show(squares(12, 24), west * 2, east * 2))
    wait_for_map(page)
    whole = find(page, BLUE)
    assert find(page, ORANGE)["count"] > 0
    toggle(page, "Chọn huyện")
    page.wait_for_function(
        f"(before) => ({FIND})({json.dumps(BLUE)}).count > before", arg=whole["count"] * 1.5
    )
    # What lies outside the district is paled: none of it keeps its full colour.
    assert find(page, ORANGE)["count"] == 0


def test_the_map_goes_to_a_district_before_the_server_answers(show, visit) -> None:
    west, east = "aaaaaabbbbbb", "bbbbbbaaaaaa"
    page, traffic = visit(show(squares(12, 24), west * 2, east * 2))
    wait_for_map(page)
    whole = find(page, BLUE)
    received = traffic.ws_bytes
    page.evaluate(PICK, ["plan", "001"])
    assert find(page, BLUE) == whole
    page.evaluate(PICK, ["district", "001"])
    followed = find(page, BLUE)
    assert followed["count"] > whole["count"] * 1.5
    assert find(page, ORANGE)["count"] == 0
    assert traffic.ws_bytes == received
    # The answer says what the map shows already, so nothing is painted again.
    page.evaluate(COUNT_FILLS)
    toggle(page, "Chọn huyện")
    expect(page.locator("[aria-label*='huyện 001']")).to_be_attached()
    assert page.evaluate("window.fills") == 0
    assert find(page, BLUE) == followed
    # An answer that says otherwise is believed: here, that no district is chosen.
    page.evaluate(PICK, ["district", "002"])
    assert find(page, BLUE)["count"] == 0
    toggle(page, "Chọn huyện")
    expect(page.locator("[aria-label*='huyện 001']")).not_to_be_attached()
    assert find(page, BLUE)["count"] == whole["count"]
    assert page.evaluate("window.fills") > 0


def test_the_keyboard_zooms_and_moves(show, visit) -> None:
    page, _ = visit(show(squares(2, 4), "ab-.", "ba-."))
    wait_for_map(page)
    target = page.get_by_role("application", name=re.compile("Bản đồ thử"))
    target.focus()
    before = find(page, BLUE)
    page.keyboard.press("-")
    page.wait_for_function(
        f"(before) => ({FIND})({json.dumps(BLUE)}).count < before", arg=before["count"] * 0.9
    )
    smaller = find(page, BLUE)
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        f"(before) => ({FIND})({json.dumps(BLUE)}).x < before - 20", arg=smaller["x"]
    )


def test_one_finger_scrolls_the_page_past_the_map(show, visit) -> None:
    page, _ = visit(
        show(squares(2, 4), "ab-.", "ba-."),
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    wait_for_map(page)
    box = page.locator(".ntm-map").bounding_box()
    assert box is not None
    assert box["width"] <= 390
    cdp = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        touch = {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 15 * step}]}
        cdp.send("Input.dispatchTouchEvent", touch)
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function(
        "(top) => document.querySelector('.ntm-map').getBoundingClientRect().top < top - 80",
        arg=box["y"],
    )


def test_the_wheel_alone_scrolls_and_with_ctrl_zooms(show, visit) -> None:
    page, _ = visit(show(squares(2, 4), "ab-.", "ba-."))
    wait_for_map(page)
    before = find(page, BLUE)
    page.mouse.move(before["x"], before["y"])
    # The hint stays for a moment only, and a slow machine would look too late.
    page.locator(".ntm-map__hint").evaluate(
        "(hint) => new MutationObserver(() => { window.hinted ||= !hint.hidden; })"
        ".observe(hint, { attributes: true })"
    )
    page.mouse.wheel(0, 40)
    page.wait_for_function("window.hinted")
    assert area(find(page, BLUE)) == pytest.approx(area(before), rel=0.02)
    page.keyboard.down("Control")
    page.mouse.wheel(0, 240)
    page.keyboard.up("Control")
    page.wait_for_function(
        f"(before) => ({FIND})({json.dumps(BLUE)}).count < before", arg=before["count"] * 0.9
    )


def _fill_colours(pdf: bytes) -> set[tuple[float, ...]]:
    """Return the fill colours (r, g, b, each to 2 decimals) that the pages of a PDF set."""
    colours = set()
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            continue
        for match in re.finditer(rb"([\d.]+) ([\d.]+) ([\d.]+) rg\b", text):
            colours.add(tuple(round(float(part), 2) for part in match.groups()))
    return colours


def test_the_map_prints(show, visit) -> None:
    page, traffic = visit(show(squares(2, 4), "ab-.", "ba-."))
    wait_for_map(page)
    before = find(page, BLUE)
    painted = _fill_colours(page.pdf(format="A4", print_background=False))
    for colour in (BLUE, ORANGE):
        channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        assert tuple(round(channel, 2) for channel in channels) in painted
    page.wait_for_function(
        f"(count) => ({FIND})({json.dumps(BLUE)}).count === count", arg=before["count"]
    )
    assert traffic.errors == []


def test_values_of_another_geometry_are_not_drawn(show, visit) -> None:
    page, _ = visit(show(squares(2, 4), "ab-.a", "ba-.a"))
    page.wait_for_selector(".ntm-map[data-ready]")
    expect(page.locator(".ntm-map__message")).to_contain_text("không khớp")
    assert find(page, BLUE)["count"] == 0


def test_a_missing_geometry_is_told(show, visit) -> None:
    page, _ = visit(show(squares(2, 4), "ab-.", "ba-.", missing=True))
    expect(page.locator(".ntm-map__message")).to_contain_text("Không tải được bản đồ")
    expect(page.get_by_text("Dòng 29")).to_be_attached()


def test_the_map_works_under_a_base_path(show, visit) -> None:
    page, traffic = visit(show(squares(2, 4), "ab-.", "ba-.", "--server.baseUrlPath=ntm/dak-lak"))
    wait_for_map(page)
    assert traffic.errors == []
    fetched = [url for url in traffic.requests if "/geo/" in url]
    assert fetched
    assert all("/ntm/dak-lak/geo/" in url for url in fetched)
