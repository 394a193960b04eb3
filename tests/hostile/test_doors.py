"""No file does harm at any door: each is refused in words, quickly, by a child within its limits.

The hostile files are bent from the very file that the door takes, so that nothing but the hostile
part can be the reason.
"""

import json
import os
import re
import time

import pytest

from accounts.files import archives, clean_child, fence, scan_child
from tests.hostile.archives import BENT
from tests.hostile.documents import DOCUMENTS
from tests.hostile.doors import TODAY, city_doors
from tests.hostile.scans import SCANS
from tests.hostile.workbooks import WORKBOOKS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AT_MOST = 3  # seconds, of a machine that has a core to spare
MEMORY = 512 * 1024 * 1024
# The look into an archive, and the children that open what it lets through.
LOOK, BOOK = "look_inside", "accounts.files.workbook_child"
SCAN, CLEAN = "accounts.files.scan_child", "accounts.files.clean_child"
CHECKERS = {
    ("result form", "xlsx"): [LOOK, BOOK],
    ("many files", "xlsx"): [LOOK, BOOK],
    ("works", "xlsx"): [LOOK, BOOK],
    ("schools", "xlsx"): [LOOK, BOOK],
    ("plan", "xlsx"): [LOOK, BOOK],
    ("plan", "docx"): [LOOK],
    # Evidence is kept and handed back, never opened.
    ("evidence", "docx"): [LOOK],
    ("evidence", "xlsx"): [LOOK],
    **{("evidence", kind): [SCAN] for kind in ("pdf", "jpg", "png")},
    # A protocol is checked by the same function as evidence, then cleaned.
    **{("protocol", kind): [CLEAN] for kind in ("pdf", "jpg", "png")},
}
# In the process itself, in the child that unpacks, in the child that reads, before any opening.
SAMPLES = ("macros", "bomb", "external entity", "cut in the middle", "old Excel")
READER_SAMPLES = ("a far cell without an address", "6,000 rows", "5,000 sheets out of one")
SCAN_SAMPLES = ("a script", "41 million points", "an archive behind a PDF", "half a picture")
TECHNICAL = re.compile(r"Traceback|Error|Exception|None|\bzip\b|\bXML\b.*line|0x|b'", re.IGNORECASE)


@pytest.fixture
def doors(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)
    return {door.name: door for door in city_doors()}


@pytest.fixture
def limits(monkeypatch):
    """The limits of every child that is asked for; the kernel holds the children to them."""
    seen, run_once = [], fence._run_once

    def watched(message, data, allowed):
        seen.append(allowed)
        return run_once(message, data, allowed)

    monkeypatch.setattr(fence, "_run_once", watched)
    return seen


@pytest.fixture
def checkers(monkeypatch):
    """(who was asked, about which bytes)"""
    asked, run_once, look_inside = [], fence._run_once, archives.look_inside

    def watched_child(message, data, allowed):
        asked.append((json.loads(message)["module"], data))
        return run_once(message, data, allowed)

    def watched_look(data, **kwargs):
        asked.append((LOOK, data))
        return look_inside(data, **kwargs)

    monkeypatch.setattr(fence, "_run_once", watched_child)
    monkeypatch.setattr(archives, "look_inside", watched_look)
    return asked


def assert_refused(door, label, data, name, limits):
    before, started = door.taken(), time.monotonic()

    response = door.send(data, name)

    seconds, reasons, what = time.monotonic() - started, door.reasons(response), (door.name, label)
    assert response.status_code in (200, 422), what
    assert door.taken() == before, what
    assert reasons, what
    assert all(is_for_people(reason) for reason in reasons), (*what, reasons)
    assert seconds < AT_MOST * busyness(), what
    assert all(allowed.memory <= MEMORY for allowed in limits), what


def busyness():
    """How many processes want each core: on a machine of our own, one."""
    return max(1, os.getloadavg()[0] / os.cpu_count())


def is_for_people(reason):
    return len(re.findall(r"[а-яё]{2,}", reason, re.I)) >= 3 and not TECHNICAL.search(reason)


def test_every_door_takes_its_honest_files_and_asks_the_same_checkers(doors, checkers):
    asked_by_door = {}
    for door in doors.values():
        for kind, data in door.honest.items():
            before = door.taken()
            checkers.clear()

            response = door.send(data, f"файл.{kind}")

            assert response.status_code == 200, (door.name, kind, door.reasons(response))
            assert door.taken() == before + 1, (door.name, kind, door.reasons(response))
            asked_by_door[door.name, kind] = [name for name, asked in checkers if asked == data]
    # What each door asked of the very bytes that were sent, in this order.
    assert asked_by_door == CHECKERS
    assert clean_child.verdict is scan_child.verdict


@pytest.mark.parametrize(("door", "kind"), [("result form", "xlsx"), ("plan", "docx")])
def test_an_honest_file_bent_in_any_way_is_refused(doors, limits, door, kind):
    honest = doors[door].honest[kind]

    for label, bend in BENT.items():
        assert_refused(doors[door], label, bend(honest), f"файл.{kind}", limits)


def test_a_workbook_against_readers_is_refused_where_it_is_read(doors, limits):
    for label, make in WORKBOOKS.items():
        assert_refused(doors["result form"], label, make(), "книга.xlsx", limits)


def test_every_other_door_asks_the_same_checkers_and_refuses_alike(doors, limits):
    """One file for each place where the checkers say no; the whole corpus would say no more."""
    for door, kind in (
        ("many files", "xlsx"), ("works", "xlsx"), ("schools", "xlsx"), ("plan", "xlsx"),
        ("evidence", "docx"), ("evidence", "xlsx"),
    ):  # fmt: skip
        for label in SAMPLES:
            data = BENT[label](doors[door].honest[kind])
            assert_refused(doors[door], label, data, f"файл.{kind}", limits)
    for door in ("many files", "works", "schools", "plan"):
        for label in READER_SAMPLES:
            assert_refused(doors[door], label, WORKBOOKS[label](), "книга.xlsx", limits)
    for label in SCAN_SAMPLES:
        make, filename = SCANS[label]
        assert_refused(doors["evidence"], label, make(), filename, limits)


def test_a_document_against_readers_is_refused_as_a_plan(doors, limits):
    for label, make in DOCUMENTS.items():
        assert_refused(doors["plan"], label, make(), "план.docx", limits)


def test_a_hostile_scan_is_refused_as_a_protocol(doors, limits):
    for label, (make, filename) in SCANS.items():
        assert_refused(doors["protocol"], label, make(), filename, limits)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Я" * 250 + ".", id="255 letters of Cyrillic"),
        pytest.param("../../../../etc/passwd.", id="a way out of the folder"),
        pytest.param("..\\..\\windows\\system.", id="a way out with backslashes"),
        pytest.param("a\r\nSet-Cookie: x=1.", id="a line of a header"),
        pytest.param("<script>alert(1)</script>.", id="a script"),
        pytest.param("CON.", id="a device"),
        pytest.param("\u202efdp.exe.", id="letters in the other direction"),
    ],
)
def test_a_hostile_name_of_an_honest_file_does_no_harm(doors, limits, settings, name):
    for door in doors.values():
        kind, data = next(iter(door.honest.items()))
        before = door.taken()

        response = door.send(data, name + kind)

        assert response.status_code in (200, 422), door.name
        is_taken = door.taken() == before + 1
        assert is_taken or all(map(is_for_people, door.reasons(response))), door.name
        assert "<script>alert(1)" not in response.content.decode()
    kept = [path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert kept
    assert [name for name in kept if not re.fullmatch(r"[0-9a-f]{32}(\.\w+)?", name)] == []


def test_the_corpus_is_as_large_as_was_promised():
    assert len(BENT) + len(WORKBOOKS) + len(DOCUMENTS) + len(SCANS) >= 60
