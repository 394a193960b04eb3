"""A real Chromium for journeys and screenshots, and how people sign in there."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Playwright

from config.demo import PASSWORD
from tests.services import CHROMIUM

ARGUMENTS = (
    "--no-sandbox",
    "--lang=ru",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Our own pages only: they need no processes that guard one from another.
    "--disable-site-isolation-trials",
    "--process-per-site",
    "--in-process-gpu",
)
USERNAMES = {
    "editor": "editor",
    "head": "head",
    "deputy": "deputy2",
    "observer": "observer",
    "administrator": "admin",
}


@contextmanager
def open_browser(play: Playwright) -> Iterator[Browser]:
    browser = play.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
    try:
        yield browser
    finally:
        browser.close()


def sign_in(browser: Browser, address: str, username: str, **options) -> BrowserContext:
    context = browser.new_context(locale="ru-RU", base_url=address, **options)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("Логин или эл. почта").fill(username)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/")
    page.close()
    return context
