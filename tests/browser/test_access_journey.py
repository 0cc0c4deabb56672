"""Coming in with a real browser: a department on a phone, staff through the one-time link."""

import json
import re

import pytest
from playwright.sync_api import expect
from served import ROOT, run_data, sign_in_link

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "vi-VN"}
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def site(serve, fill_store, tmp_path_factory):
    """Return the address of a dashboard with a store of its own."""
    env = {"NTM_VAR_DIR": str(fill_store(tmp_path_factory.mktemp("access")))}
    return serve(ROOT / "app.py", env)


def share(site, *words):
    link = json.loads(
        run_data(
            *(site, "share", "create", "--province", "66", "--plan", "daklak-2021"),
            *("--address", site, *words),
        )
    )
    return link["link_id"], link["url"]


def test_a_department_sees_its_own_part_on_a_phone_until_it_is_revoked(site, visit, screens):
    number, url = share(site, "--agency", "daklak-a05")
    page, traffic = visit(url, **PHONE)
    expect(page.get_by_role("heading", name="Sở Giao thông vận tải")).to_be_visible()
    expect(page.locator(".ntm-shared")).to_contain_text("Chỉ xem")
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("31/12/2021 · chốt").first).to_be_visible()
    # The secret of the link is gone from the address, and nothing but the agency's page exists.
    assert "/l/" not in page.url
    expect(page.get_by_text("Dữ liệu", exact=True)).to_have_count(0)
    text = page.locator("body").inner_text()
    assert "2. Giao thông" in text
    assert not re.search(r"17\. Môi trường|Sở Y tế", text)
    screens(page, "link")
    for other in ("tieu-chi?criterion=17", "du-lieu", "chia-se", "ho-so-xa?commune=24163"):
        page.goto(f"{site}{other}")
        expect(page.get_by_role("heading", name="Sở Giao thông vận tải")).to_be_visible()
    assert traffic.foreign == []
    run_data(site, "share", "revoke", str(number))
    # Still open in the browser: the next press of anything ends it.
    page.reload()
    expect(page.get_by_text("đã hết hạn hoặc đã được thu hồi")).to_be_visible()
    assert "Giao thông" not in page.locator("body").inner_text()
    page.goto(url)
    expect(page.get_by_role("heading", name="Liên kết đã được thu hồi")).to_be_visible()


def test_staff_sign_in_once_and_sign_out_in_every_tab(site, visit):
    link = sign_in_link(site)
    page, _ = visit(link, locale="vi-VN")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{site}du-lieu?province=66")
    expect(other.get_by_role("button", name="Đăng xuất")).to_be_visible()
    expect(other.get_by_text("Nạp số liệu", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("link", name="Đăng nhập")).to_be_visible()
    # The other tab finds out with its next run, without being loaded again.
    other.get_by_text("Các lần nạp", exact=True).first.click()
    expect(other.get_by_text("Phần này dành cho cán bộ", exact=False)).to_be_visible()
    stranger, _ = visit(link, locale="vi-VN")
    expect(stranger.get_by_text("mỗi liên kết chỉ dùng được một lần")).to_be_visible()
