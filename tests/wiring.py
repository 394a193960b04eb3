"""The processes of docker-compose.yml without Docker, and a visitor who speaks plain HTTP."""

import json
import os
import re
import shlex
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg2
import yaml
from lxml import html
from playwright.sync_api import APIRequestContext, APIResponse, Playwright
from psycopg2 import sql

from config.demo import PASSWORD
from tests.portal_server import BIN, ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
PORTAL_VARIABLES = COMPOSE["x-portal"]["environment"]
Found = TypeVar("Found")


def command_of(service: str) -> list[str]:
    """What the container would run: the service's command, or the image's own."""
    written = COMPOSE["services"][service].get("command")
    if written:
        words = shlex.split(written)
    else:
        dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
        words = json.loads(re.search(r"^CMD (\[.*\])$", dockerfile, re.MULTILINE).group(1))
    return [str(BIN / words[0]), *words[1:]]


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """A database of its own on this PostgreSQL server, with the tables; gives its URL."""
    name = f"wiring_{os.getpid()}_{time.monotonic_ns()}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            template = os.environ.get("TEST_TEMPLATE", "template1")
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            cursor.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        with connection.cursor() as cursor:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            cursor.execute(drop)
    finally:
        connection.close()


def until(look: Callable[[], Found], *, seconds: float, what: str) -> Found:
    """What `look` finds, as soon as it finds something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {seconds} seconds")


class Page(NamedTuple):
    address: str
    text: str

    @property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.text, base_url=self.address)

    def link(self, pattern: str) -> str:
        """The first link whose address matches."""
        return next(one for one in self.tree.xpath("//main//a/@href") if re.search(pattern, one))


class Visitor:
    """A person at a browser without scripts: reads pages, fills forms, keeps cookies."""

    def __init__(self, play: Playwright, address: str) -> None:
        self.api: APIRequestContext = play.request.new_context(base_url=address)
        self.address = address

    def sign_in(self, username: str) -> "Visitor":
        page = self.fill("/accounts/login/", "login", login=username, password=PASSWORD)
        assert urlsplit(page.address).path == "/", page.text[:2000]
        return self

    def read(self, path: str) -> Page:
        return self._page(self.api.get(path))

    def file(self, path: str) -> APIResponse:
        answer = self.api.get(path)
        assert answer.ok, f"{path}: {answer.status}"
        return answer

    def fill(self, path: str, holding: str = "", /, *, action: str = "", **values) -> Page:
        """Send the form of this page that holds a field, or goes to an address, so filled in."""
        page = self.read(path)
        form = next(
            form
            for form in page.tree.forms
            if form.method == "POST"
            and (holding in form.fields or (action and re.search(action, form.action or "")))
        )
        target = form.action or urlsplit(page.address).path
        given = [pair for pair in form.form_values() if pair[0] not in values]
        headers = {"Referer": page.address}
        if any(isinstance(value, dict) for value in values.values()):
            return self._page(
                self.api.post(target, multipart={**dict(given), **values}, headers=headers)
            )
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        data = urlencode([*given, *values.items()])
        return self._page(self.api.post(target, data=data, headers=headers))

    def _page(self, answer: APIResponse) -> Page:
        assert answer.ok, f"{answer.url}: {answer.status}\n{answer.text()[:3000]}"
        return Page(answer.url, answer.text())
