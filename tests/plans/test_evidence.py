"""Documents that prove what was done: brought, replaced, checked, kept privately."""

import datetime
import hashlib

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accounts.errors import NotAllowed
from accounts.files.errors import FileRefused
from accounts.models import AuditEvent, Role
from plans.models import Evidence, Occurrence, Plan, Responsibility
from plans.reports.execution import waiting_for
from plans.services import evidence as services
from plans.services import marking
from plans.services.evidence import Brought
from tests.accounts.hostile_files import honest_docx, pdf, pdf_with_script, picture
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory, PlanFactory, SectionFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.desk import address, page
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
STATE = Evidence.State


@pytest.fixture
def editor(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def school(editor):
    return SchoolFactory(committee=editor.committee)


@pytest.fixture
def deputy(school):
    return make_deputy(school)


@pytest.fixture
def due(editor, school):
    plan = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    activity = ActivityFactory(section=SectionFactory(plan=plan), evidence_kinds=["protocol"])
    return OccurrenceFactory(activity=activity, planned_on=TODAY, school=school)


def protocol(pages=1, **changed):
    kept = {"kind": "protocol", "note": "Протокол № 5", "data": pdf(pages), "filename": "п.pdf"}
    return Brought(**{**kept, **changed})


def add(due, by, brought=None):
    return services.add_evidence(occurrence_id=due.pk, brought=brought or protocol(), by=by)


def read(evidence):
    with evidence.file.open("rb") as stored:
        return stored.read()


def settle(evidence, by, remark="", *, accept=True):
    decide = services.accept_evidence if accept else services.return_evidence
    return decide(evidence_id=evidence.pk, seen=evidence.state, remark=remark, by=by)


# Brought -----------------------------------------------------------------------------------------


def test_a_file_is_kept_privately_with_its_sum_and_without_its_name(due, deputy):
    data = pdf()

    kept = add(due, deputy, protocol(data=data))

    assert kept.sha256 == hashlib.sha256(data).hexdigest()
    assert read(kept) == data
    assert "п.pdf" not in kept.file.name
    assert (kept.original_name, kept.content_type) == ("п.pdf", "application/pdf")
    event = AuditEvent.objects.about(due).get()
    assert (event.action, event.details["sha256"]) == ("evidence-added", kept.sha256)


@pytest.mark.parametrize(
    ("brought", "code"),
    [
        pytest.param(Brought("link"), "no-link", id="a link without an address"),
        pytest.param(Brought("protocol"), "no-file", id="no file"),
        pytest.param(Brought("protocol", url="https://a.example/"), "no-file", id="link as file"),
        pytest.param(Brought("photo", data=pdf(), filename="a.pdf"), "not-a-photo", id="PDF photo"),
        pytest.param(Brought("gossip", data=pdf(), filename="a.pdf"), "unknown-kind", id="gossip"),
    ],
)
def test_what_is_not_what_it_says_is_refused(due, deputy, brought, code):
    assert refusal(add, due, deputy, brought) == code


def test_a_dangerous_file_is_turned_away_and_nothing_is_kept(due, deputy):
    with pytest.raises(FileRefused):
        add(due, deputy, protocol(data=pdf_with_script()))

    assert not Evidence.objects.exists()


def test_a_link_a_photo_and_a_word_file_are_taken_once_each(due, deputy):
    documents = [
        Brought("link", url="https://school.example/vpr"),
        Brought("photo", data=picture("JPEG"), filename="зал.jpg"),
        Brought("report", data=honest_docx(), filename="справка.docx"),
    ]

    kept = [add(due, deputy, one) for one in documents]
    again = [refusal(add, due, deputy, one) for one in documents]

    assert [one.kind for one in kept] == ["link", "photo", "report"]
    assert again == ["same-evidence"] * 3


def test_only_those_who_answer_for_it_bring_documents(due):
    committee = due.activity.section.plan.committee
    with pytest.raises(ObjectDoesNotExist):
        add(due, make_deputy(SchoolFactory(committee=committee)))
    with pytest.raises(NotAllowed):
        add(due, UserFactory(committee=committee, role=Role.HEAD))


# Versions ----------------------------------------------------------------------------------------


def test_a_newer_version_replaces_the_older_one_which_stays(due, deputy, editor):
    first = add(due, deputy)
    returned = settle(first, editor, "Нет подписи", accept=False)

    second = services.replace_evidence(evidence_id=returned.pk, brought=protocol(2), by=deputy)

    assert (second.number, second.replaces, second.state) == (2, first, STATE.GIVEN)
    assert list(due.evidence.current()) == [second]
    assert read(Evidence.objects.get(pk=first.pk)) == pdf(1)


def test_a_version_has_one_successor_and_an_accepted_document_none(due, deputy, editor):
    first = add(due, deputy)
    second = services.replace_evidence(evidence_id=first.pk, brought=protocol(2), by=deputy)
    fork = refusal(services.replace_evidence, evidence_id=first.pk, brought=protocol(3), by=deputy)
    settle(second, editor)
    settled = refusal(
        services.replace_evidence, evidence_id=second.pk, brought=protocol(3), by=deputy
    )

    assert (fork, settled) == ("already-replaced", "already-accepted")


def test_the_database_keeps_no_evidence_that_is_neither_file_nor_link(due, deputy):
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(occurrence=due, kind="act", added_by=deputy)


# Withdrawn ---------------------------------------------------------------------------------------


def withdraw(evidence, by, reason=""):
    return services.withdraw_evidence(evidence_id=evidence.pk, reason=reason, by=by)


def test_whoever_brought_a_document_withdraws_it_and_its_file_stays_in_the_history(due, deputy):
    kept = add(due, deputy)

    withdraw(kept, deputy, "Не тот класс")

    kept.refresh_from_db()
    event = AuditEvent.objects.about(due).first()
    assert list(due.evidence.current()) == []
    assert (read(kept), kept.withdrawn_why) == (pdf(), "Не тот класс")
    assert (event.action, event.details["evidence"]) == ("evidence-withdrawn", kept.pk)


def test_a_withdrawn_document_proves_nothing_and_may_be_brought_again(due, deputy):
    withdraw(add(due, deputy), deputy)
    bare = refusal(mark_done, due, deputy)

    add(due, deputy)

    assert bare == "no-evidence"
    assert mark_done(due, deputy).state == Occurrence.State.DONE


def test_a_returned_document_may_be_withdrawn_an_accepted_one_not_before_it_is_returned(
    due, deputy, editor
):
    kept = add(due, deputy)
    accepted = settle(kept, editor)
    early = refusal(withdraw, kept, deputy)
    settle(accepted, editor, "Нет подписи", accept=False)

    withdraw(kept, deputy)

    kept.refresh_from_db()
    assert early == "already-accepted"
    assert (kept.state, kept.remark) == (STATE.RETURNED, "Нет подписи")


def test_an_older_version_and_one_withdrawn_are_not_withdrawn_and_not_replaced(due, deputy):
    first = add(due, deputy)
    second = services.replace_evidence(evidence_id=first.pk, brought=protocol(2), by=deputy)
    older = refusal(withdraw, first, deputy)
    withdraw(second, deputy)

    twice = refusal(withdraw, second, deputy)
    replaced = refusal(
        services.replace_evidence, evidence_id=second.pk, brought=protocol(3), by=deputy
    )

    assert (older, twice, replaced) == (
        "already-replaced", "already-withdrawn", "already-withdrawn",
    )  # fmt: skip


def test_nobody_decides_on_a_withdrawn_document_nor_withdraws_that_of_another(
    due, deputy, editor, school
):
    kept = add(due, deputy)
    for other in (editor, make_deputy(school)):
        with pytest.raises(NotAllowed):
            withdraw(kept, other)
    withdraw(kept, deputy)

    assert refusal(settle, kept, editor) == "stale"


def test_the_database_lets_no_accepted_document_be_withdrawn(due, deputy, editor):
    kept = settle(add(due, deputy), editor)

    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=kept.pk).update(withdrawn_at=kept.added_at)


# Checked -----------------------------------------------------------------------------------------


def test_the_committee_accepts_or_returns_with_a_word_but_nobody_their_own(due, deputy, editor):
    own, theirs = add(due, editor, protocol(2)), add(due, deputy)

    silent = refusal(settle, theirs, editor, accept=False)
    own_code = refusal(settle, own, editor)
    accepted = settle(theirs, editor, "Спасибо")
    stale = refusal(settle, theirs, UserFactory(committee=editor.committee))

    assert (silent, own_code, stale) == ("no-remark", "own-evidence", "stale")
    assert (accepted.state, accepted.decided_by) == (STATE.ACCEPTED, editor)


def test_whoever_the_plan_names_for_control_checks_too(due, deputy, school):
    colleague = make_deputy(school)
    kept = add(due, deputy)
    with pytest.raises(NotAllowed):
        settle(kept, colleague)
    Responsibility.objects.create(
        activity=due.activity, wording="Контроль", role="control", person=colleague.person
    )

    assert settle(kept, colleague).state == STATE.ACCEPTED


def test_an_older_version_is_not_decided_on(due, deputy, editor):
    first = add(due, deputy)
    services.replace_evidence(evidence_id=first.pk, brought=protocol(2), by=deputy)

    assert refusal(settle, first, editor) == "stale"


# Expected ----------------------------------------------------------------------------------------


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


def mark_done(due, by, note=""):
    return marking.report_occurrence(
        occurrence_id=due.pk, seen=due.state, state="done", note=note, by=by
    )


def test_done_without_the_expected_document_needs_a_word_and_with_it_none(due, deputy, editor):
    bare = refusal(mark_done, due, deputy)
    returned = settle(add(due, deputy), editor, "Не тот", accept=False)
    still = refusal(mark_done, due, deputy)
    services.replace_evidence(evidence_id=returned.pk, brought=protocol(2), by=deputy)

    assert (bare, still) == ("no-evidence", "no-evidence")
    assert mark_done(due, deputy).state == Occurrence.State.DONE


def test_a_note_stands_in_for_the_document(due, deputy):
    assert mark_done(due, deputy, "Протокол у секретаря").state == Occurrence.State.DONE


# Pages -------------------------------------------------------------------------------------------


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
