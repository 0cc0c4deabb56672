"""A member of staff's way: plan 71 to 100, change an effort, compare, save, pass the link on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
LONG = 30_000


def settle(page: Page) -> None:
    expect(page.locator(SETTLED)).to_be_visible(timeout=LONG)


def plan(page: Page, answer: str) -> None:
    page.get_by_role("button", name="Tìm phương án", exact=True).click()
    expect(page.locator(".ntm-proof")).to_contain_text(answer, timeout=LONG)
    settle(page)


def go_to(page: Page, part: str, shows: str) -> None:
    """Close the opened scenario and go to a part of the page; wait for what it shows."""
    page.get_by_role("button", name="Đóng kịch bản").click()
    expect(page.get_by_role("button", name="Đóng kịch bản")).to_have_count(0, timeout=LONG)
    settle(page)
    page.get_by_role("radio", name=part).click()
    expect(page.get_by_text(shows)).to_be_visible(timeout=LONG)
    settle(page)


def save(page: Page, name: str) -> None:
    page.get_by_test_id("stPopover").filter(has_text="Lưu kịch bản").get_by_role("button").click()
    page.get_by_label("Tên kịch bản").fill(name)
    page.get_by_label("Người lập").fill("Lê Văn An")
    page.get_by_test_id("stFormSubmitButton").filter(has_text="Lưu kịch bản").get_by_role(
        "button"
    ).click()
    expect(page.get_by_text("Đã lưu kịch bản.")).to_be_visible(timeout=LONG)
    settle(page)


def test_plan_change_one_effort_compare_save_and_open_the_link(
    site: str, visit: Callable[..., tuple], screens: Callable[..., list]
) -> None:
    page, traffic = visit(f"{site}kich-ban?province=66&part=plan", is_staff=True, locale="vi-VN")
    settle(page)
    plan(page, "87 lượt tiêu chí ở 29 xã")
    screens(page, "scenario-plan")
    page.get_by_role("button", name="Dùng làm kịch bản").click()
    expect(page.locator(".ntm-lead")).to_contain_text("71/152 → 100/152", timeout=LONG)
    save(page, "Ít lượt nhất")

    # Criterion 17 made ten times as dear: other communes are cheaper now.
    go_to(page, "Tìm phương án", "Mục tiêu phải cùng đạt")
    page.get_by_text("Xem và sửa công sức từng tiêu chí").click()
    page.get_by_label("17. Môi trường và an toàn thực phẩm").fill("10")
    page.keyboard.press("Tab")
    settle(page)
    plan(page, "Tối ưu đã chứng minh:")
    expect(page.locator(".ntm-proof")).to_contain_text("điểm công sức", timeout=LONG)
    page.get_by_role("button", name="Dùng làm kịch bản").click()
    expect(page.locator(".ntm-lead")).to_contain_text("→ 100/152", timeout=LONG)
    settle(page)
    # One cell turned over by hand: the figures follow.
    total = page.locator(".ntm-turn").nth(2).locator("b").first
    before = total.inner_text()
    page.locator(".ntm-editable td.x").first.click()
    expect(total).not_to_have_text(before, timeout=LONG)
    settle(page)
    save(page, "Tránh tiêu chí 17")
    link = page.get_by_test_id("stCode").locator("code").inner_text()
    assert link.startswith(site)

    go_to(page, "So sánh", "Đánh dấu tối đa 4 kịch bản")
    for number in (1, 2):
        page.get_by_test_id("stCheckbox").nth(number - 1).locator("label").click()
        settle(page)
    table = page.locator(".ntm-list").first
    expect(table).to_contain_text("Ít lượt nhất")
    expect(table).to_contain_text("Tránh tiêu chí 17")
    screens(page, "scenario-compare")
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải bảng so sánh (XLSX)").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    assert traffic.foreign == []

    reader, seen = visit(link, locale="vi-VN")
    settle(reader)
    expect(reader.locator(".ntm-what-if")).to_contain_text("Tránh tiêu chí 17. Chỉ xem.")
    expect(reader.locator(".ntm-lead")).to_contain_text("→ 100/152")
    expect(reader.get_by_role("button", name="Lưu kịch bản")).to_have_count(0)
    expect(reader.locator(".ntm-editable")).to_have_count(0)
    screens(reader, "scenario-opened")
    assert seen.foreign == []
    errors = [text for text in [*traffic.errors, *seen.errors] if "404 (Not Found)" not in text]
    assert errors == []
