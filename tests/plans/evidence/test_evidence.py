"""Documents that prove what was done: brought, replaced, withdrawn, checked."""

import hashlib

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from accounts.errors import NotAllowed
from accounts.files.errors import FileRefused
from accounts.models import AuditEvent, Role
from plans.models import Evidence, Occurrence, Responsibility
from plans.services import evidence as services
from plans.services.evidence import Brought
from tests.accounts.hostile_files import honest_docx, pdf, pdf_with_script, picture
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.evidence.bringing import add, mark_done, protocol, read, settle, withdraw
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
STATE = Evidence.State


# Brought ------------------------------------------------------------------------------------------


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


# Versions -----------------------------------------------------------------------------------------


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


# Withdrawn ----------------------------------------------------------------------------------------


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


# Checked ------------------------------------------------------------------------------------------


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
