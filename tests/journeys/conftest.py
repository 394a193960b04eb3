"""One portal with the demo city for all journeys of a process, and a browser for each file.

The browser goes with its file: while it is open, its event loop forbids Django's database, which
other tests of the same process need.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browsing import open_browser, sign_in
from tests.portal_server import environment, prepare, serve


class Portal(NamedTuple):
    address: str
    env: dict[str, str]


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[Portal]:
    var = tmp_path_factory.mktemp("portal")
    env = {**environment(var), "DEMO": "1"}
    prepare(env)
    with serve(env, log=var / "log") as address:
        yield Portal(address, env)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play, open_browser(play) as opened:
        yield opened


@pytest.fixture(scope="module")
def contexts(portal, browser):
    """Gives the signed-in context of a demo account; people sign in once for a file."""
    opened = {}
    with ExitStack() as stack:

        def context_of(username):
            if username not in opened:
                opened[username] = stack.enter_context(sign_in(browser, portal.address, username))
            return opened[username]

        yield context_of


@pytest.fixture
def signed_in(contexts):
    """Gives a fresh page of a demo account."""
    pages = []

    def page_of(username):
        pages.append(contexts(username).new_page())
        return pages[-1]

    yield page_of
    for page in pages:
        page.close()
