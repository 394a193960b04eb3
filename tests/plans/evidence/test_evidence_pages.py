"""Which documents are expected, and how they are brought, read and decided on in the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.errors import NotAllowed
from plans.models import Evidence, Occurrence
from plans.reports.execution import waiting_for
from plans.services import evidence as services
from tests.accounts.hostile_files import pdf
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.desk import address, page
from tests.plans.evidence.bringing import TODAY, add, mark_done, protocol, settle
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


# Expected -----------------------------------------------------------------------------------------


def test_kinds_are_kept_in_their_order_and_only_known_ones(due, editor, deputy):
    services.expect_kinds(activity_id=due.activity_id, kinds=["photo", "order"], by=editor)
    due.activity.refresh_from_db()
    unknown = refusal(
        services.expect_kinds, activity_id=due.activity_id, kinds=["gossip"], by=editor
    )

    assert due.activity.evidence_kinds == ["order", "photo"]
    assert unknown == "unknown-kind"
    with pytest.raises(NotAllowed):
        services.expect_kinds(activity_id=due.activity_id, kinds=[], by=deputy)


def test_done_without_the_expected_document_needs_a_word_and_with_it_none(due, deputy, editor):
    bare = refusal(mark_done, due, deputy)
    returned = settle(add(due, deputy), editor, "Не тот", accept=False)
    still = refusal(mark_done, due, deputy)
    services.replace_evidence(evidence_id=returned.pk, brought=protocol(2), by=deputy)

    assert (bare, still) == ("no-evidence", "no-evidence")
    assert mark_done(due, deputy).state == Occurrence.State.DONE


def test_a_note_stands_in_for_the_document(due, deputy):
    assert mark_done(due, deputy, "Протокол у секретаря").state == Occurrence.State.DONE


# Pages --------------------------------------------------------------------------------------------


def post_file(client, due, data, name="протокол.pdf", **changed):
    sent = {"kind": "protocol", "note": "Протокол 5", "file": SimpleUploadedFile(name, data)}
    return client.post(address("evidence-add", due.pk), {**sent, **changed}, follow=True)


def test_a_school_brings_a_protocol_and_the_committee_accepts_it(client, due, deputy, editor):
    client.force_login(deputy)
    brought = page(post_file(client, due, pdf()))
    kept = Evidence.objects.get()
    client.force_login(editor)
    waiting = [item.title for item in waiting_for(editor, TODAY)]
    client.post(address("evidence-decide", kept.pk), {"decision": "yes", "seen": "given"})
    shown = page(client.get(address("occurrence-detail", due.pk)))

    assert "на проверке" in brought
    assert any("Принять подтверждения" in title for title in waiting)
    assert f"принял(а) {editor}" in shown
    assert not any("Принять" in item.title for item in waiting_for(editor, TODAY))


def test_a_school_withdraws_its_document_on_the_page_and_sees_it_among_the_withdrawn(
    client, due, deputy, editor
):
    client.force_login(deputy)
    kept = add(due, deputy)
    place = address("evidence-withdraw", kept.pk)

    shown = page(client.post(place, {"reason": "Приложен черновик"}, follow=True))
    again = page(client.post(place, follow=True))
    client.force_login(editor)

    assert "Отозвано: 1\u00a0документ" in shown
    assert "Приложен черновик" in shown
    assert "ожидается: протокол" in shown
    assert "Этот документ отозван" in again
    assert client.post(place).status_code == 403
    assert not any("Принять" in item.title for item in waiting_for(editor, TODAY))


def test_older_versions_stand_below_the_newest_on_the_page(client, due, deputy):
    client.force_login(deputy)
    first = add(due, deputy, protocol(note="Первый вариант"))
    services.replace_evidence(evidence_id=first.pk, brought=protocol(2), by=deputy)

    shown = page(client.get(address("occurrence-detail", due.pk)))

    assert "Прежние версии: 1" in shown
    assert "Первый вариант" in shown


def test_a_refused_file_says_why_on_the_page(client, due, deputy):
    client.force_login(deputy)

    answer = post_file(client, due, b"MZ" + bytes(200))

    assert answer.status_code == 422
    assert "Сохраните документ" in page(answer)


def test_a_returned_document_waits_for_its_school(client, due, deputy, editor):
    kept = add(due, deputy)

    client.post(
        address("evidence-decide", kept.pk),
        {"decision": "no", "seen": "given", "remark": "Нет подписи"},
    )

    items = waiting_for(deputy, TODAY)
    assert any("Исправить подтверждение" in item.title for item in items)
    client.force_login(deputy)
    assert "Нет подписи" in page(client.get(address("occurrence-detail", due.pk)))


def test_a_file_is_handed_out_as_an_attachment_to_those_who_may_see_it(client, due, deputy):
    kept = add(due, deputy)
    place = address("evidence-file", kept.pk)

    answer = client.get(place)
    client.force_login(make_deputy(SchoolFactory(committee=deputy.committee)))
    neighbour = client.get(place)
    client.force_login(UserFactory())
    stranger = client.get(place)

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer) == pdf()
    assert (neighbour.status_code, stranger.status_code) == (404, 404)


def test_kinds_are_ticked_on_the_page_of_the_activity(client, due, editor):
    own = address("activity-execution", due.activity_id)

    client.post(address("activity-evidence", due.activity_id), {"kinds": ["act"], "next": own})

    due.activity.refresh_from_db()
    assert due.activity.evidence_kinds == ["act"]
    assert "ожидается: акт" in page(client.get(own))
