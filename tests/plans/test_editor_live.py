"""Forty people save one row at the same moment, through a live server and real connections."""

import json
import os
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from contextlib import contextmanager

import pytest

from tests.portal_server import environment, manage, prepare, serve_process
from tests.wiring import fresh_database

pytestmark = [pytest.mark.services, pytest.mark.slow]
WRITERS = 40
PATIENCE = 120  # seconds
TEXT = "Текст писателя"

# Run inside the installation: a row, and the cookies of somebody who may edit it.
PREPARE = """
import json
from django.conf import settings
from django.test import Client
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory
row = ActivityFactory(title="Было")
client = Client()
user = UserFactory(committee=row.section.plan.committee)
client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
print(json.dumps({"row": row.pk, "session": client.cookies["sessionid"].value}))
"""
READ = """
from plans.models import Activity
row = Activity.objects.get(pk={row})
print(row.version, row.title)
"""


@contextmanager
def database(kind):
    """The URL of an empty database, or none for the file of SQLite."""
    if kind == "sqlite":
        yield {}
        return
    with fresh_database(os.environ["DATABASE_URL"]) as url:
        yield {"DATABASE_URL": url}


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request, tmp_path):
    with database(request.param) as settings:
        env = environment(tmp_path, **settings)
        prepare(env, demo=False)
        yield env


def run_inside(env, code):
    return manage("shell", "--verbosity", "0", "-c", code, env=env).strip().splitlines()[-1]


def save_at_once(address, known):
    """The status each writer got, and the texts of those who were told «сохранено»."""
    start, outcomes = threading.Barrier(WRITERS), {}
    opened = urllib.request.build_opener(NoRedirect)
    token = "a" * 32

    def write(number):
        texts = {"version": 1, "title": f"{TEXT} {number}", "was_title": "Было"}
        data = urllib.parse.urlencode({**texts, "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            f"{address}/plans/activities/{known['row']}/edit/",
            data=data,
            headers={
                "Cookie": f"sessionid={known['session']}; csrftoken={token}",
                "HX-Request": "true",
                "Referer": address,
            },
        )
        start.wait(PATIENCE)
        try:
            with opened.open(request, timeout=PATIENCE) as answer:
                outcomes[number] = answer.status
        except urllib.error.HTTPError as refused:
            outcomes[number] = refused.code

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return outcomes


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A writer sent to the sign-in page has saved nothing."""

    def redirect_request(self, *args):
        return None


def race(env, tmp_path, **served):
    """Outcomes of all writers, and what the row says when all have been answered."""
    known = json.loads(run_inside(env, PREPARE))
    with serve_process(env, log=tmp_path / "log", **served) as (address, _):
        outcomes = save_at_once(address, known)
    version, _, title = run_inside(env, READ.format(**known)).partition(" ")
    return outcomes, int(version), title


def test_of_forty_parallel_saves_one_is_kept_and_39_are_told(installation, tmp_path):
    outcomes, version, title = race(installation, tmp_path)

    winners = [number for number, status in outcomes.items() if status == 200]
    assert Counter(outcomes.values()) == {200: 1, 409: WRITERS - 1}
    assert (version, title) == (2, f"{TEXT} {winners[0]}")


def test_without_the_version_forty_are_told_saved_and_39_texts_are_lost(installation, tmp_path):
    """The control of the test above: the same race, the guard taken out."""
    outcomes, version, title = race(
        installation, tmp_path, application="tests.plans.without_version"
    )

    assert Counter(outcomes.values()) == {200: WRITERS}
    assert version == WRITERS + 1
    assert title in {f"{TEXT} {number}" for number in range(WRITERS)}
