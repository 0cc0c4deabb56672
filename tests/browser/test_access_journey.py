"""Coming in with a real browser: a department on a phone, staff through the one-time link."""

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from fake_provider import FakeProvider
from hostile import AGENCY, COMMUNE, DISTRICT, HOSTILE, REPORT, SCRIPT, TASK, plant
from playwright.sync_api import expect
from served import ROOT, run_data, sign_in_link

from benchmarks.streamlit_client import Viewer
from data.store.engine import get_engine

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "vi-VN"}
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def provider():
    """Return a running provider of sign-in."""
    running = FakeProvider()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def site(serve, fill_store, tmp_path_factory, provider):
    """Return the address of a dashboard with a store of its own, full of hostile texts."""
    folder = fill_store(tmp_path_factory.mktemp("access"))
    engine = get_engine(f"sqlite:///{folder / 'ntm.sqlite3'}")
    plant(engine)
    engine.dispose()
    env = {"NTM_VAR_DIR": str(folder)}
    (folder / "secrets.toml").write_text(provider.secrets_file())
    return serve(ROOT / "app.py", env, f"--secrets.files={folder / 'secrets.toml'}")


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


@pytest.fixture
def reader(chromium):
    """Return a page of a new browser, which may go to the provider as well."""
    context = chromium.new_context(locale="vi-VN")
    yield context.new_page()
    context.close()


def seen_from_elsewhere(site, page):
    """Return what a browser with the same cookies is shown when it comes through a proxy."""
    carried = {one["name"]: one["value"] for one in page.context.cookies()}
    cookies = "; ".join(f"{name}={value}" for name, value in carried.items())

    async def look():
        headers = {"Cookie": cookies, "X-Forwarded-For": "10.0.0.5"}
        async with Viewer(site, headers, carried["_streamlit_xsrf"]) as viewer:
            return await viewer.open(province="66")

    # In a thread of its own: this one already runs the loop that drives the browser.
    with ThreadPoolExecutor(1) as other:
        return other.submit(lambda: asyncio.run(look())).result().text


def test_a_provider_vouches_for_an_address_and_its_account_says_the_role(site, provider, reader):
    run_data(site, "user", "add", "an@example.vn", "--role", "staff", "--full-name", "Lê Thị An")
    provider.email = "An@example.vn"
    reader.goto(f"{site}dang-nhap")
    reader.get_by_role("link", name="Đăng nhập bằng tài khoản cơ quan").click()
    expect(reader.get_by_text("Lê Thị An · ", exact=False)).to_be_visible()
    assert "code=" not in reader.url
    assert "71/152" in seen_from_elsewhere(site, reader)
    reader.get_by_role("button", name="Đăng xuất").click()
    expect(reader.get_by_role("link", name="Đăng nhập")).to_be_visible()
    # The browser still carries the provider's word; it counts no more, here or elsewhere.
    gone = seen_from_elsewhere(site, reader)
    assert "Cần đăng nhập" in gone
    assert "71/152" not in gone


def test_an_address_without_an_account_gets_in_nowhere(site, provider, reader):
    provider.email = "la@example.vn"
    reader.goto(f"{site}?dang-nhap=oidc")
    # On this machine one may look without an account; that is all the provider's word is good for.
    expect(reader.get_by_text("chưa được cấp quyền ở đây, nên ông/bà chỉ xem")).to_be_visible()
    expect(reader.get_by_role("button", name="Đăng nhập bằng tài khoản khác")).to_be_visible()
    refused = seen_from_elsewhere(site, reader)
    assert "chưa được cấp quyền xem" in refused
    assert "71/152" not in refused


# Everything stands near the window in one this tall, so the late parts of pages come as well.
TALL = {"viewport": {"width": 1440, "height": 7000}, "locale": "vi-VN"}
ATTACKS = ", ".join(
    (
        *("img[onerror]", "svg[onload]", "img[src=x]", "[href^='javascript' i]"),
        *("img[src*='evil.example']", "[style*='evil.example']"),
    )
)
"""What the hostile text becomes where it is taken for markup; shadow trees are looked into."""
STAFF_PAGES = (
    *("?", "tieu-chi?district=651&", f"ho-so-xa?commune={COMMUNE}&", "kich-ban?part=edit&"),
    *("kich-ban?part=compare&", "trinh-chieu?deck=1&", f"nhiem-vu?task={TASK}&", "nguon-von?"),
    f"nhiem-vu?section=reports&due={REPORT}_2021-12-14&",
    *("du-lieu?part=history&", "du-lieu?part=checks&", "chia-se?"),
)


def is_harmless(page, traffic):
    """Tell whether the hostile text stands on a page as text, and as nothing else."""
    page.wait_for_selector(SETTLED)
    expect(page.get_by_text("evil.example").first).to_be_attached()
    return (
        page.evaluate("window.hacked") is None
        and page.locator(ATTACKS).count() == 0
        and traffic.foreign == []
        and not any("Content Security Policy" in said for said in traffic.errors)
    )


def test_hostile_texts_are_texts_on_every_page_that_shows_them(site, visit):
    share(site, "--agency", AGENCY, "--label", HOSTILE)
    page, traffic = visit(f"{site}du-lieu?part=load&province=66", is_staff=True, **TALL)
    page.on("dialog", lambda dialog: traffic.errors.append(dialog.message) or dialog.dismiss())
    cells = f"Xã;1;2\n{HOSTILE};x;x\n".encode()
    given = {"name": f"{HOSTILE.replace('/', '')}.csv", "mimeType": "text/csv", "buffer": cells}
    page.locator("input[type=file]").first.set_input_files(given)
    assert is_harmless(page, traffic)
    for address in STAFF_PAGES:
        page.goto(f"{site}{address}province=66")
        assert is_harmless(page, traffic), address


def test_hostile_texts_are_texts_for_departments_and_in_the_static_page(site, visit, tmp_path):
    for scope in (("--agency", AGENCY), ("--district", DISTRICT, "--label", HOSTILE)):
        _, url = share(site, *scope)
        page, traffic = visit(url, **PHONE)
        assert is_harmless(page, traffic), scope
    file = tmp_path / "page.html"
    order = ("--kind", "snapshot", "--as-of", "2021-12-31", "--plan", "daklak-2021")
    run_data(site, "export", "--province", "66", *order, "--output", str(file))
    page.goto(file.as_uri())
    expect(page.get_by_text("evil.example").first).to_be_attached()
    assert page.evaluate("window.hacked") is None
    assert page.locator(ATTACKS).count() == 0
    assert SCRIPT in page.locator("body").inner_text()
