"""Take the pictures the README shows, from a dashboard that is being served.

Usage: ``python -m scripts.take_screenshots --base-url http://HOST:PORT``. Needs Chromium; nothing
is fetched from another host.
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from data.paths import ROOT

FOLDER = ROOT / "docs" / "images"
SIZE = {"width": 1440, "height": 900}
SHOTS = {
    "overview": "/?province=66&date=2021-12-31&plan=daklak-2021",
    "map": "/ban-do?province=20&layer=count",
}
"""Path of each picture's page, by the name of its file."""

NAMES = ("chromium", "chromium-browser", "google-chrome")
DRAWN = ".ntm-map[data-ready]"
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"


def main(arguments: list[str] | None = None) -> int:
    """Take every picture.

    Returns:
        0, or 1 when there is no Chromium.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-url", required=True, help="where the dashboard is served")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the pictures go")
    options = parser.parse_args(arguments)
    base_url, folder = options.base_url.rstrip("/"), options.folder
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        print("Chromium is needed (apt-get install chromium)", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, path in SHOTS.items():
            print(take(browser, f"{base_url}{path}", folder / f"{name}.png"))
        browser.close()
    return 0


def take(browser: Browser, url: str, target: Path) -> Path:
    """Photograph a page once its script has run, its requests are answered and its map drawn."""
    page = browser.new_page(viewport=SIZE, locale="vi-VN")
    page.goto(url)
    page.wait_for_selector(SETTLED)
    page.wait_for_load_state("networkidle")
    page.wait_for_selector(DRAWN)
    page.screenshot(path=target)
    page.close()
    return target


if __name__ == "__main__":
    sys.exit(main())
