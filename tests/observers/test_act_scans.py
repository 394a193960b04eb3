"""Scans of an act: from its author or the committee, read by them and by nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.errors import NotAllowed
from accounts.models import AuditEvent
from observers.models import ActScan
from observers.services import act_scans
from tests.accounts.hostile_files import honest_xlsx, pdf
from tests.accounts.photos import BLUE, GREEN, RED, WHITE, corners, photo
from tests.factories.schools import make_deputy
from tests.observers.people import (
    ONE,
    account_of,
    editor_of,
    fit_observer,
    page,
    sent,
    session_in,
    text_of,
)
from tests.observers.test_act_pages import act_data


@pytest.fixture
def act(as_observer, committee, observer, today):
    """Handed in by its author, who is signed in."""
    assignment = sent(observer, session_in(committee, held_on=today - ONE))
    as_observer.post(page("act-create", assignment_id=assignment.pk), act_data())
    assignment.refresh_from_db()
    return assignment.act


def bring(client, act, **files):
    sent_files = [SimpleUploadedFile(f"{name}.jpg", data) for name, data in files.items()]
    return client.post(page("act-scan-attach", act_id=act.pk), {"file": sent_files}, follow=True)


def test_the_author_attaches_photos_of_the_act_and_sees_them_upright(as_observer, act):
    answer = bring(as_observer, act, first=photo(3), second=photo(8))

    scans = list(act.scans.attached())
    shown = as_observer.get(scans[0].get_absolute_url())
    assert [str(scan) for scan in scans] == ["first.jpg", "second.jpg"]
    assert scans[1].preview_address not in text_of(answer)
    assert scans[1].thumbnail_address in text_of(answer)
    assert scans[0].preview_address in text_of(shown)
    preview = as_observer.get(scans[0].preview_address)
    assert corners(preview.getvalue())[0] == [WHITE, BLUE, GREEN, RED]
    assert b"Telephone" not in as_observer.get(scans[0].file_address).getvalue()
    assert AuditEvent.objects.about(act).first().action == "act-scan-added"


def test_a_file_that_is_no_scan_is_named_and_the_act_stays_as_it_was(as_observer, act):
    answer = bring(as_observer, act, table=honest_xlsx(), page=photo())

    assert answer.status_code == 422
    assert "«table.jpg»" in text_of(answer)
    assert [scan.original_name for scan in act.scans.attached()] == ["page.jpg"]


def test_the_committee_takes_a_scan_off_with_a_reason_that_stands_in_the_journal(
    client, act, as_observer, committee
):
    bring(as_observer, act, page=photo())
    scan, editor = ActScan.objects.get(), editor_of(committee)
    client.force_login(editor)

    client.post(scan.removal_address, {"reason": ""})
    assert ActScan.objects.attached().exists()
    client.post(scan.removal_address, {"reason": "Чужой акт"})

    told = AuditEvent.objects.about(act).first()
    scan.refresh_from_db()
    assert (scan.removed_by, scan.removal_reason) == (editor, "Чужой акт")
    assert (told.action, told.details["reason"]) == ("act-scan-removed", "Чужой акт")
    assert client.get(scan.file_address).status_code == 404
    assert scan.file.storage.exists(scan.file.name)


def test_neither_the_school_nor_another_observer_sees_or_brings_scans_of_an_act(
    client, act, as_observer, committee
):
    bring(as_observer, act, page=photo())
    scan = ActScan.objects.get()
    strangers = {
        account_of(fit_observer(committee)): 404,
        make_deputy(act.assignment.session.school): 403,
    }

    for stranger, status in strangers.items():
        client.force_login(stranger)
        asked = [
            client.get(address).status_code
            for address in (
                scan.get_absolute_url(), scan.file_address, scan.preview_address,
                scan.thumbnail_address,
            )
        ]  # fmt: skip
        assert set(asked) == {status}
        assert bring(client, act, other=photo(2)).status_code == status
    assert ActScan.objects.count() == 1


def test_only_the_author_and_the_committee_decide_about_scans(act, committee, observer):
    scan = act_scans.attach_act_scan(
        act_id=act.pk, data=pdf(), filename="акт.pdf", by=editor_of(committee)
    )

    with pytest.raises(NotAllowed):
        act_scans.remove_act_scan(
            scan_id=scan.pk, reason="Лишний", now=timezone.now(), by=observer.person.account
        )
