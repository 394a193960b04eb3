"""After the deadline results are replaced by request only."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotAllowed
from accounts.models import AuditEvent
from accounts.waiting import waiting_for
from assessments.models import ReplacementRequest
from assessments.services import replacements, results
from tests.assessments.filled_forms import filled_form, pupil
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ProcedureFactory, SessionFactory
from tests.factories.schools import ClassGroupFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
DUE = datetime.date(2026, 5, 10)
IN_TIME, LATE = datetime.date(2026, 5, 10), datetime.date(2026, 5, 11)


@pytest.fixture(autouse=True)
def _after_the_deadline(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: LATE)


@pytest.fixture
def session():
    group = ClassGroupFactory(letter="А", pupils=1)
    procedure = ProcedureFactory(committee=group.school.committee, results_due_on=DUE)
    return SessionFactory(class_group=group, procedure=procedure)


@pytest.fixture
def editor(session):
    return UserFactory(committee=session.school.committee)


def bring(session, points, by, today=LATE):
    return results.receive_results(
        session_id=session.pk, data=filled_form(session, [pupil(points)]),
        filename="форма.xlsx", today=today, by=by, reason="Ошибка при вводе",
    )  # fmt: skip


def ask(session, by, reason="Перепутали варианты", today=LATE):
    return replacements.ask_replacement(session_id=session.pk, reason=reason, today=today, by=by)


def grant(asked, by, until=LATE):
    return replacements.grant_replacement(
        replacement_id=asked.pk, until=until, today=LATE, now=timezone.now(), by=by
    )


def titles(user):
    return [item.title for item in waiting_for(user, LATE)]


def test_first_results_are_welcome_late_a_replacement_is_closed(session, deputy, editor):
    first = bring(session, 0, deputy)

    code = refusal(bring, session, 2, deputy)

    assert first.is_current
    assert code == "replacement-closed"
    assert bring(session, 1, editor).is_current  # who gives leave needs none


def test_on_the_last_day_results_are_still_replaced_freely(session, deputy):
    bring(session, 0, deputy, today=IN_TIME)

    assert bring(session, 2, deputy, today=IN_TIME).is_current
    assert refusal(ask, session, deputy, today=IN_TIME) == "replacement-not-needed"


def test_the_committee_opens_the_results_until_a_day(session, deputy, editor):
    bring(session, 0, deputy)
    asked = ask(session, deputy)

    granted = grant(asked, editor)

    assert (granted.state, granted.granted_until) == ("granted", LATE)
    day_after = LATE + datetime.timedelta(days=1)
    assert refusal(bring, session, 2, deputy, today=day_after) == "replacement-closed"
    assert bring(session, 2, deputy, today=LATE).is_current
    assert refusal(grant, asked, editor) == "already-decided"
    actions = AuditEvent.objects.about(session).values_list("action", flat=True)
    assert {"replacement-asked", "replacement-granted"} <= set(actions)


def test_the_committee_declines_and_says_why(session, deputy, editor):
    bring(session, 0, deputy)
    asked = ask(session, deputy)

    def decline(answer):
        return replacements.decline_replacement(
            replacement_id=asked.pk, answer=answer, now=timezone.now(), by=editor
        )

    assert refusal(decline, " ") == "no-reason"
    assert decline("Работы уже перепроверены").answer == "Работы уже перепроверены"
    assert refusal(bring, session, 2, deputy) == "replacement-closed"


def test_what_cannot_be_asked_for(session, deputy, editor):
    nothing_there = refusal(ask, session, deputy)
    bring(session, 0, deputy)
    without_reason = refusal(ask, session, deputy, reason=" ")
    asked = ask(session, deputy)

    assert (nothing_there, without_reason) == ("nothing-to-replace", "no-reason")
    assert refusal(ask, session, deputy) == "already-asked"
    assert refusal(grant, asked, editor, until=LATE - datetime.timedelta(days=1)) == (
        "day-has-passed"
    )
    with pytest.raises(NotAllowed):
        grant(asked, deputy)


def test_today_shows_the_request_to_both_sides(session, deputy, editor):
    bring(session, 0, deputy)
    asked = ask(session, deputy)
    subject = f"Математика, {session.class_group.label}"

    before = titles(editor), titles(deputy)
    grant(asked, editor)
    after = titles(editor), titles(deputy)

    assert f"Ответить на просьбу о замене: {subject}" in before[0]
    assert f"Ответить на просьбу о замене: {subject}" not in after[0]
    assert f"Заменить результаты: {subject}" not in before[1]
    assert f"Заменить результаты: {subject}" in after[1]


def test_the_way_of_a_request_through_the_pages(client, session, deputy, editor):
    bring(session, 0, deputy)
    client.force_login(deputy)
    page = client.get(session.get_absolute_url()).content.decode()
    address = reverse("assessments:replacement-ask", args=[session.pk])
    client.post(address, {"reason": "Перепутали варианты"})
    asked = ReplacementRequest.objects.get()
    client.force_login(editor)
    there = reverse("assessments:replacement-grant", args=[asked.pk])

    too_early = client.post(there, {"until": "2026-05-01"})
    client.post(there, {"until": "2026-05-14"})

    assert "Попросить о замене" in page
    assert "Срок загрузки закончился 10.05.2026" in page
    assert too_early.status_code == 422
    asked.refresh_from_db()
    assert asked.granted_until == datetime.date(2026, 5, 14)
    client.force_login(deputy)
    page = client.get(session.get_absolute_url()).content.decode()
    assert "Почему результаты заменяются" in page
    assert "замена разрешена" in page


def test_the_session_shows_every_version_with_its_reason_and_receipt(client, session, editor):
    first = bring(session, 0, editor)
    second = bring(session, 2, editor)
    client.force_login(editor)

    page = client.get(session.get_absolute_url()).content.decode()
    receipt = client.get(reverse("assessments:upload-receipt", args=[first.pk])).content.decode()

    assert "Причина замены: Ошибка при вводе" in page
    for upload in (first, second):
        assert reverse("assessments:upload-receipt", args=[upload.pk]) in page
    assert first.sha256 in receipt
    assert "эта квитанция больше не действует" in receipt


def test_all_receipts_that_hold_stand_on_one_page(client, session, deputy, editor):
    first, second = bring(session, 0, editor), bring(session, 2, editor)
    client.force_login(deputy)

    page = client.get(reverse("assessments:receipt-list", args=[session.procedure_id]))

    text = page.content.decode()
    assert second.sha256 in text
    assert first.sha256 not in text
