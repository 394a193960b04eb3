"""`make screenshots`: a PNG of every page for every role, light, dark and 320 px wide.

Pages come from the access table, records from the demo city; nothing is listed by hand, so a new
page is in the next set of pictures by itself. They land in the git-ignored `screenshots/`.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.portal_server import environment, prepare, serve
from tests.services import CHROMIUM

VAR = Path(tempfile.mkdtemp(prefix="portal-screenshots-"))
os.environ.update(environment(VAR), DJANGO_SETTINGS_MODULE="config.settings", DEMO="1")

import django  # noqa: E402

django.setup()

from playwright.sync_api import Browser, BrowserContext, sync_playwright  # noqa: E402

from accounts.models import User  # noqa: E402
from config.access import ACCESS  # noqa: E402
from config.demo.city import PASSWORD  # noqa: E402
from tests.routes import all_routes  # noqa: E402
from tests.visible import first_visible  # noqa: E402

OUT = Path(__file__).resolve().parent.parent / "screenshots"
ROLES = {
    "administrator": "admin",
    "editor": "editor",
    "head": "head",
    "deputy": "deputy2",
    "observer": "observer",
}
LOOKS = {"light": (1360, "light"), "dark": (1360, "dark"), "320": (320, "light")}


def addresses(user: User) -> Iterator[tuple[str, str]]:
    """(route, address) of every page this person may open, with a record they can see."""
    for route in all_routes():
        access = ACCESS.get(route.name)
        if access is None or not access.allows("GET", user.role):
            continue
        records = {name: first_visible(name, user) for name in route.arguments}
        if None not in records.values():
            yield route.name, route.address(records)


def sign_in(browser: Browser, address: str, username: str) -> BrowserContext:
    context = browser.new_context(locale="ru-RU", base_url=address)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")
    return context


def is_page(context: BrowserContext, address: str) -> bool:
    """Whole pages only: no fragments of htmx, no files."""
    answer = context.request.get(address)
    kind = answer.headers.get("content-type", "")
    return kind.startswith("text/html") and "<html" in answer.text()[:300]


def shoot(context: BrowserContext, role: str, pages: list[tuple[str, str]]) -> int:
    taken = 0
    for name, address in pages:
        if not is_page(context, address):
            continue
        for look, (width, scheme) in LOOKS.items():
            page = context.new_page()
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address, wait_until="networkidle")
            file = OUT / role / f"{name.replace(':', '.')}.{look}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=file, full_page=True)
            page.close()
            taken += 1
    return taken


def main() -> int:
    if not CHROMIUM:
        print("Нужен Chromium: apt-get install chromium")
        return 1
    env = {**environment(VAR), "DEMO": "1"}
    prepare(env)
    with serve(env, log=VAR / "log") as address, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        for role, username in ROLES.items():
            user = User.objects.get(username=username)
            context = sign_in(browser, address, username)
            print(role, shoot(context, role, list(addresses(user))), "снимков", flush=True)
            context.close()
        browser.close()
    print(f"Снимки лежат в {OUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
