"""`make screenshots`: a PNG of every page for every role, light, dark and 320 px wide.

Pages come from the access table, records from the demo city; nothing is listed by hand, so a new
page is in the next set of pictures by itself. They land in the git-ignored `screenshots/`.
"""

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from tests.browsing import USERNAMES, open_browser, sign_in
from tests.portal_server import Page, environment, pages_of_every_role, prepare, serve
from tests.services import CHROMIUM

OUT = Path(__file__).resolve().parent.parent / "screenshots"
LOOKS = {"light": (1360, "light"), "dark": (1360, "dark"), "320": (320, "light")}


def file_name(route: str, address: str, look: str) -> str:
    """Two states of one page differ by the numbers in their addresses."""
    numbers = "-".join(re.findall(r"\d+", address))
    parts = [route.replace(":", "."), numbers, look]
    return ".".join(part for part in parts if part) + ".png"


def shoot(context: BrowserContext, role: str, pages: list[Page]) -> int:
    folder = OUT / role
    folder.mkdir(parents=True, exist_ok=True)
    page = context.new_page()
    for route, address, _ in pages:
        page.goto(address)
        for look, (width, scheme) in LOOKS.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=folder / file_name(route, address, look), full_page=True)
    page.close()
    return len(pages) * len(LOOKS)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--role", choices=USERNAMES, help="only this role")
    parser.add_argument("--route", default="", help="only routes whose name holds this")
    wanted = parser.parse_args()
    if not CHROMIUM:
        print("Нужен Chromium: apt-get install chromium")
        return 1
    var = Path(tempfile.mkdtemp(prefix="portal-screenshots-"))
    env = {**environment(var), "DEMO": "1"}
    prepare(env)
    pages = pages_of_every_role(env)
    with (
        serve(env, log=var / "log") as address,
        sync_playwright() as play,
        open_browser(play) as browser,
    ):
        for role, username in USERNAMES.items():
            if wanted.role in (None, role):
                chosen = [one for one in pages[role] if wanted.route in one.route]
                with sign_in(browser, address, username) as context:
                    print(role, shoot(context, role, chosen), "снимков", flush=True)
        with browser.new_context(locale="ru-RU", base_url=address) as context:
            public = [
                Page("account_login", "/accounts/login/", []),
                Page("appearance", "/appearance/", []),
            ]
            shoot(context, "nobody", public)
    shutil.rmtree(var)
    print(f"Снимки лежат в {OUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
