"""Those who visit the portal on the evening, for locust: deputies, newcomers, the committee.

Started by `benchmarks.region_evening`; knows nothing of Django. They read what the pages themselves
make a browser read:

- Schools arrive evenly, 1,500 in half an hour: a deputy reads the page for it, signs in, is led to
  «Сегодня» and follows its link to the page of uploads.
- Those who have arrived send eight files each. For each file: it is sent as the page's script does,
  the list of checked files is read anew, the file is confirmed, and the deputy is led back to the
  whole page, where the receipt stands. One file after another, the dearest way: the page takes all
  eight at once, and one press confirms them.
- An editor opens the board, which then asks every five seconds what has changed.

With 6.7 files a second that is 16 pages read, 13 forms sent, two looks at the board, a sign-in.
"""

import json
import os
import random
import re
import time
from itertools import cycle
from pathlib import Path
from typing import Any

import gevent
from locust import FastHttpUser, events, task

FOLDER = Path(os.environ["EVENING_FOLDER"])
RATE, SIGN_INS = (float(os.environ[f"EVENING_{name}"]) for name in ("RATE", "SIGN_INS"))
PLAN = json.loads((FOLDER / "plan.json").read_text(encoding="utf-8"))
DEPUTIES, WATCHERS, NEWCOMERS = map(
    iter, (PLAN["deputies"], cycle(PLAN["watchers"]), PLAN["arrivals"])
)
COUNT = len(PLAN["deputies"])
PULSE = 5  # seconds between two looks at the board, as its page has it
TOKEN = "t" * 32  # of CSRF: the same in the cookie and in the header
BOUNDARY = "evening-boundary"
UPLOADS = re.compile(r'href="(/procedures/\d+/upload/)"')
CONFIRM = re.compile(r'action="([^"]*/drafts/\d+/confirm/)"')
RECEIPT = re.compile(r"SHA-256 ([0-9a-f]{64})")
MARK, COUNTS = re.compile(r'data-mark="([^"]*)"'), re.compile(r'data-counts="([^"]*)"')
ROW = re.compile(r'data-row="(\d+):([^"]*)"')

requests: list[tuple[str, float, str]] = []
receipts: set[str] = set()


@events.request.add_listener
def remember(name: str, response_time: float, exception: Any, **rest: Any) -> None:
    requests.append((name, response_time, repr(exception) if exception else ""))


@events.quitting.add_listener
def write_down(**rest: Any) -> None:
    (FOLDER / "requests.json").write_text(json.dumps(requests), encoding="utf-8")
    (FOLDER / "receipts.json").write_text(json.dumps(sorted(receipts)), encoding="utf-8")


class Visitor(FastHttpUser):
    """People do not keep step: each acts at a random moment of every stretch of so many seconds."""

    abstract = True
    session = ""
    stretch = 1.0

    def on_start(self) -> None:
        self.began, self.stretches = time.monotonic(), 0
        gevent.sleep(random.uniform(0, self.stretch))

    def wait_time(self) -> float:
        self.stretches += 1
        moment = self.began + (self.stretches + random.random()) * self.stretch
        return max(0.0, moment - time.monotonic())

    def headers(self, **more: str) -> dict[str, str]:
        cookies = f"csrftoken={TOKEN}; sessionid={self.session}"
        return {"Cookie": cookies, "X-CSRFToken": TOKEN, **more}

    def read(self, path: str, holding: str, name: str = "read", **more: str) -> str:
        """A page that must say this; an empty answer tells that nothing has changed."""
        with self.client.get(
            path, name=name, headers=self.headers(**more), catch_response=True
        ) as answer:
            text = answer.text or ""
            if answer.status_code == 204:
                answer.success()
            elif answer.status_code != 200 or holding not in text:
                answer.failure(f"{path}: {answer.status_code} without {holding!r}")
            return text

    def post(self, path: str, name: str, body: bytes, expected: int, **more: str) -> None:
        with self.client.post(
            path, name=name, data=body, headers=self.headers(**more), allow_redirects=False,
            catch_response=True,
        ) as answer:  # fmt: skip
            if answer.status_code != expected:
                answer.failure(f"{path}: {answer.status_code}, {(answer.text or '')[:300]}")
            else:
                answer.success()


class Deputy(Visitor):
    """One file after another, at such a pace that all who have arrived keep the rate together."""

    fixed_count = COUNT
    stretch = COUNT / RATE

    def on_start(self) -> None:
        super().on_start()
        plan = next(DEPUTIES)
        self.session, self.page = plan["session"], f"/procedures/{plan['procedure']}/upload/"
        self.files = iter(plan["files"])
        self.read(self.page, "many-files")

    @task
    def send(self) -> None:
        file = next(self.files, None)
        if file is None:
            return
        data = Path(file["path"]).read_bytes()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        body = multipart(data, Path(file["path"]).name)
        self.post(self.page, "upload", body, 200, **{"Content-Type": kind, "HX-Request": "true"})
        shown = self.read(self.page, "confirm/", **{"HX-Request": "true"})
        for address in CONFIRM.findall(shown):
            self.post(address, "confirm", b"", 302)
        receipts.update(RECEIPT.findall(self.read(self.page, file["sha256"])))


class Watcher(Visitor):
    """An editor with the board of the evening open."""

    fixed_count = len(PLAN["watchers"])
    stretch = PULSE

    def on_start(self) -> None:
        super().on_start()
        plan = next(WATCHERS)
        self.session, self.board = plan["session"], f"/procedures/{plan['procedure']}/collecting/"
        self.rows: dict[str, str] = {}
        self.see(self.read(self.board, "СОШ"))

    def see(self, shown: str) -> None:
        """Remember what the page would tell of itself."""
        self.rows |= dict(ROW.findall(shown))
        self.mark, self.counts = MARK.search(shown)[1], COUNTS.search(shown)[1]

    @task
    def look(self) -> None:
        rows = " ".join(f"{school}:{print_}" for school, print_ in self.rows.items())
        shown = self.read(
            self.board, "data-mark", "pulse",
            **{"HX-Request": "true", "HX-Trigger": "board-pulse", "X-Board-Mark": self.mark,
               "X-Board-Rows": f"{self.counts} {rows}"},
        )  # fmt: skip
        if shown:
            self.see(shown)


class Newcomer(Visitor):
    """Deputies who only now sign in, at the pace of the whole evening; a few at a time."""

    fixed_count = PLAN["doors"]
    stretch = PLAN["doors"] / SIGN_INS

    @task
    def sign_in(self) -> None:
        name = next(NEWCOMERS, None)
        if name is None:
            return
        self.client.cookiejar.clear()
        body = f"login={name}&password={PLAN['password'].replace(' ', '+')}".encode()
        kind = "application/x-www-form-urlencoded"
        self.session = ""
        self.read("/accounts/login/", "login")
        self.post("/accounts/login/", "sign in", body, 302, **{"Content-Type": kind})
        opened = {cookie.name: cookie.value for cookie in self.client.cookiejar}
        self.session = opened.get("sessionid", "")
        for page in UPLOADS.findall(self.read("/", "/upload/"))[:1]:
            self.read(page, "many-files")


def multipart(data: bytes, name: str) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
