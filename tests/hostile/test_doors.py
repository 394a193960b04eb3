"""No file does harm at any door: each is refused in words, quickly, by a child within its limits.

The hostile files are bent from the very file that the door takes, so that nothing but the hostile
part can be the reason.
"""

import os
import re
import time

import pytest

from accounts.files import fence
from tests.hostile.archives import BENT
from tests.hostile.documents import DOCUMENTS
from tests.hostile.doors import TODAY, city_doors
from tests.hostile.scans import SCANS
from tests.hostile.workbooks import WORKBOOKS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AT_MOST = 3  # seconds, of a machine that has a core to spare
MEMORY = 512 * 1024 * 1024
# Evidence is kept and handed back, never opened: what only troubles a reader is no harm there.
HARMLESS_IN_EVIDENCE = {"deep nesting"}
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


def test_every_door_takes_its_honest_files(doors, limits):
    for door in doors.values():
        for kind, data in door.honest.items():
            before = door.taken()

            response = door.send(data, f"файл.{kind}")

            assert response.status_code == 200, (door.name, kind, door.reasons(response))
            assert door.taken() == before + 1, (door.name, kind, door.reasons(response))
    assert limits, "nobody asked a child"


@pytest.mark.parametrize(
    ("door", "kind"),
    [
        ("result form", "xlsx"),
        ("works", "xlsx"),
        ("schools", "xlsx"),
        ("plan", "xlsx"),
        ("plan", "docx"),
        ("evidence", "docx"),
        ("evidence", "xlsx"),
    ],
)
def test_an_honest_file_bent_in_any_way_is_refused(doors, limits, door, kind):
    honest = doors[door].honest[kind]

    for label, bend in BENT.items():
        if door != "evidence" or label not in HARMLESS_IN_EVIDENCE:
            assert_refused(doors[door], label, bend(honest), f"файл.{kind}", limits)


@pytest.mark.parametrize("door", ["result form", "works", "schools", "plan"])
def test_a_workbook_against_readers_is_refused_wherever_it_is_read(doors, limits, door):
    for label, make in WORKBOOKS.items():
        assert_refused(doors[door], label, make(), "книга.xlsx", limits)


def test_a_document_against_readers_is_refused_as_a_plan(doors, limits):
    for label, make in DOCUMENTS.items():
        assert_refused(doors["plan"], label, make(), "план.docx", limits)


@pytest.mark.parametrize("door", ["protocol", "evidence"])
def test_a_hostile_scan_is_refused_as_protocol_and_as_evidence(doors, limits, door):
    for label, (make, filename) in SCANS.items():
        assert_refused(doors[door], label, make(), filename, limits)


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
