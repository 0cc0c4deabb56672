"""A clerk takes every file away and opens it, and settles a finding, in a browser.

The dashboard runs on a store of its own, which this journey writes to.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
WORDS = "Đã đối chiếu với KH 60/KH-BCĐ; giữ cả hai số."
expect.set_options(timeout=15_000)  # a busy machine is no failure


@pytest.fixture
def read(site: str, visit: Callable[..., tuple]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a part of the page and waits until it stands.

    Afterwards every page opened must have asked no other host.
    """
    opened = []

    def open_one(part: str, **options: object) -> Page:
        page, traffic = visit(
            f"{site}du-lieu?province=66&date=2021-12-31&part={part}",
            is_staff=True,
            locale="vi-VN",
            **options,
        )
        opened.append(traffic)
        page.wait_for_selector(SETTLED)
        expect(page.get_by_role("heading", name="Dữ liệu", exact=True)).to_be_visible()
        return page

    yield open_one
    assert [traffic.foreign for traffic in opened] == [[] for _ in opened]


def card(page: Page, kind: str):
    return page.locator(f".st-key-exports_card_{kind}")


def take(page: Page, kind: str, make: str) -> tuple[str, bytes]:
    """Make a file by its button and download it; return its name and content."""
    own = card(page, kind)
    own.get_by_role("button", name=make).click()
    button = own.get_by_role("button", name="Tải xuống")
    expect(button).to_be_visible(timeout=60_000)
    with page.expect_download() as waiting:
        button.click()
    name = waiting.value.suggested_filename
    expect(own).to_contain_text(name)
    return name, Path(waiting.value.path()).read_bytes()


def test_every_file_arrives_and_holds_the_figures(read):
    page = read("exports")

    page.get_by_text("Thông tin văn bản").click()
    signer = page.get_by_label("Họ tên người ký")
    # Typed and the button pressed at once, without leaving the field first.
    signer.fill("Nguyễn Thị Bình")
    name, content = take(page, "report", "Lập báo cáo")
    assert name == "bao-cao_66_2021-12-31_nam_minh-hoa.docx"
    document = docx.Document(io.BytesIO(content))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    text = "\n".join([p.text for p in document.paragraphs] + cells)
    for words in ("71/152", "2.432", "Nguyễn Thị Bình"):
        assert words in text

    name, content = take(page, "workbook", "Lập biểu tổng hợp")
    assert name == "bieu-tong-hop_66_2021-12-31_minh-hoa.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    values = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert 2432 in values
    assert sum(str(value).isdigit() and len(str(value)) == 5 for value in values) == 152

    name, content = take(page, "tidy", "Lập bảng số liệu")
    assert name.endswith("_minh-hoa.csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert sum(row["Trạng thái"] == "met" for row in rows) == 2432

    name, content = take(page, "package", "Lập gói dữ liệu")
    assert name == "goi-du-lieu_66.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert json.loads(archive.read("datapackage.json"))["contains_illustrative"] is True
        marks = list(csv.DictReader(io.StringIO(archive.read("data/marks.csv").decode())))
    own = [m for m in marks if m["as_of"] == "2021-12-31" and m["status"] == "met"]
    assert len(own) == 2432

    expect(card(page, "geopackage")).to_contain_text("python -m data boundaries build 66")


def test_a_form_arrives_on_a_telephone(read):
    page = read("templates", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    marks = page.locator(".st-key-templates_card_marks")
    with page.expect_download() as waiting:
        marks.get_by_role("button", name="Tải biểu").click()
    assert waiting.value.suggested_filename == "bieu-danh-gia_66.xlsx"
    content = Path(waiting.value.path()).read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    codes = [str(row[2].value) for row in sheet.iter_rows() if row[2].value]
    assert sum(len(code) == 5 and code.isdigit() for code in codes) == 152
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def settle_first(page: Page, opener: str, turn: str, words: str) -> None:
    """Open the first finding and turn its state with a reason."""
    page.get_by_text(opener).first.click()
    who, text = page.get_by_label("Người ghi"), page.get_by_label("Nội dung")
    expect(who).to_be_visible()
    who.fill("Phạm Văn Dũng")
    text.fill(words)
    page.get_by_role("button", name=turn).click()


def test_a_finding_stays_explained_until_it_is_reopened(read):
    page = read("checks")
    lead = page.locator(".ntm-lead")
    expect(lead).to_contain_text("9 việc chưa giải trình")
    settle_first(page, "Ghi chú, giải trình", "Đánh dấu đã giải trình", WORDS)
    expect(lead).to_contain_text("8 việc chưa giải trình")

    page = read("checks")  # another session, another day
    lead = page.locator(".ntm-lead")
    expect(lead).to_contain_text("8 việc chưa giải trình")
    expect(page.locator(".ck-explained")).to_contain_text(f"Phạm Văn Dũng): {WORDS}")

    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("Tải danh sách, 9 việc")).click()
    content = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["Trạng thái"] for row in rows].count("Đã giải trình") == 1
    assert rows[0]["Ghi chú cuối"] == WORDS

    settle_first(page, "Xem giải trình · 1 ghi chú", "Mở lại", "Tỉnh đã sửa số.")
    expect(lead).to_contain_text("9 việc chưa giải trình")
    expect(page.locator(".ck-explained")).to_have_count(0)
    expect(page.get_by_text("Ghi chú, giải trình · 2 ghi chú")).to_be_visible()
