"""What the head of a school says of its results, and when that falls away."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent
from accounts.waiting import waiting_for
from assessments.models import Declaration, Discrepancy, Session
from assessments.reports.declarations import facts_of
from assessments.services import declarations, results
from schools.models import Post
from tests.assessments.filled_forms import ABSENT, filled_form, pupil
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.assessments import SessionFactory
from tests.factories.schools import ClassGroupFactory, PostFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 5, 1)
NOW = datetime.datetime(2026, 5, 1, 18, 30, 15, 250_000, tzinfo=datetime.UTC)
EVERY_POINT = (0, 1, 2)


@pytest.fixture
def session():
    return SessionFactory(class_group=ClassGroupFactory(letter="А", pupils=2))


@pytest.fixture
def head(session):
    person = PersonFactory(
        committee=session.school.committee, last_name="Вершинина", first_name="Ольга",
        patronymic="Олеговна",
    )  # fmt: skip
    return PostFactory(school=session.school, person=person, role=Post.Role.HEAD)


@pytest.fixture
def complete(session, deputy, head):
    """Every pupil has scores or was absent."""
    bring(session, [pupil(), ABSENT], deputy)
    return session


def bring(session, pupils, by, reason=""):
    return results.receive_results(
        session_id=session.pk, data=filled_form(session, pupils), filename="форма.xlsx",
        today=TODAY, by=by, reason=reason,
    )  # fmt: skip


def sign(session, by, kind="confirmed", points=EVERY_POINT, reason=""):
    return declarations.sign_declaration(
        procedure_id=session.procedure_id, school_id=session.school_id, kind=kind,
        points=points, reason=reason, now=NOW, by=by,
    )  # fmt: skip


def test_the_deputy_confirms_in_the_name_of_the_head(complete, deputy):
    declaration = sign(complete, deputy)

    assert declaration.head_name == "Вершинина Ольга Олеговна"
    assert (declaration.signer_name, declaration.signer_position) == (
        deputy.person.full_name,
        "заместитель директора",
    )
    assert len(declaration.points) == 3
    (fact,) = declaration.facts
    assert (fact["participants"], fact["absent"]) == (2, 1)
    assert fact["sha256"] == complete.uploads.get().sha256
    assert Declaration.objects.get().is_intact
    assert AuditEvent.objects.about(declaration).get().action == "declaration-signed"


def test_the_head_cannot_confirm_and_says_why(complete, deputy):
    declaration = sign(complete, deputy, "unable", reason="Проверяли учителя своих классов")

    assert (declaration.points, declaration.reason) == ([], "Проверяли учителя своих классов")
    editor = UserFactory(committee=complete.school.committee)
    titles = [item.title for item in waiting_for(editor, TODAY)]
    assert f"Школа не может подтвердить результаты: {complete.school}" in titles


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param({"points": (0, 1)}, "not-all-points", id="two points of three"),
        pytest.param({"points": (1, 1, 1)}, "not-all-points", id="one point three times"),
        pytest.param({"kind": "unable", "reason": " "}, "no-reason", id="unable without a reason"),
    ],
)
def test_words_that_are_not_enough(complete, deputy, words, code):
    assert refusal(sign, complete, deputy, **words) == code


def test_it_waits_for_a_score_or_a_reason_of_everybody(session, deputy, head):
    nothing = refusal(sign, session, deputy)
    bring(session, [pupil()], deputy)
    one_is_missing = refusal(sign, session, deputy)
    bring(session, [pupil(), ABSENT], deputy, reason="Добавлен отсутствовавший")
    second = SessionFactory(
        class_group=ClassGroupFactory(school=session.school, letter="Б", pupils=1),
        procedure=session.procedure,
    )
    another_class = refusal(sign, session, deputy, "unable", reason="Нет времени")
    Session.objects.filter(pk=second.pk).update(status=Session.Status.CANCELLED)

    assert [nothing, one_is_missing, another_class] == ["not-complete"] * 3
    assert sign(session, deputy).kind == "confirmed"


def test_rows_that_are_missing_with_an_explanation_leave_no_gap(session, deputy, head):
    bring(session, [pupil()], deputy)
    missing = {"kind": Discrepancy.Kind.ROLL_FILE, "reference": 0}
    Discrepancy.objects.update_or_create(
        session=session, **missing, defaults={"left": 2, "right": 1, "state": "explained"}
    )

    assert sign(session, deputy).kind == "confirmed"


def test_the_facts_of_a_school_cost_two_queries(complete, django_assert_num_queries):
    with django_assert_num_queries(2):
        (fact,) = facts_of(complete.procedure, complete.school)

    assert (fact.rows, fact.absent, fact.gap) == (2, 1, "")


def test_without_a_head_nobody_signs_for_one(session, deputy):
    bring(session, [pupil(), ABSENT], deputy)

    assert refusal(sign, session, deputy) == "no-head"


def test_later_results_make_a_declaration_out_of_date(complete, deputy):
    declaration = sign(complete, deputy)

    upload = bring(complete, [pupil(2), ABSENT], deputy, reason="Опечатка")

    declaration = Declaration.objects.for_table().get()
    assert (declaration.is_standing, declaration.fall.upload) == (False, upload)
    assert declaration.is_intact
    assert sign(complete, deputy).is_standing


def test_results_that_the_committee_takes_from_a_report_count_too(complete, deputy):
    declaration = sign(complete, deputy)

    declarations.overtake(session_ids=[complete.pk], by=None)

    declaration = Declaration.objects.for_table().get(pk=declaration.pk)
    assert (declaration.is_standing, declaration.fall.upload) == (False, None)


def test_a_refused_file_leaves_the_declaration_standing(complete, deputy):
    declaration = sign(complete, deputy)

    bring(complete, [pupil(9), ABSENT], deputy, reason="Опечатка")

    assert Declaration.objects.standing().get() == declaration


def test_confirming_takes_the_place_of_being_unable_and_stands_once(complete, deputy):
    unable = sign(complete, deputy, "unable", reason="Ждём перепроверки")

    confirmed = sign(complete, deputy)

    assert list(Declaration.objects.standing()) == [confirmed]
    unable.refresh_from_db()
    assert unable.fall.reason == "подписано новое заявление"
    assert refusal(sign, complete, deputy) == "already-declared"


def test_the_database_itself_refuses_to_change_what_was_signed(complete, deputy):
    declaration = sign(complete, deputy)

    for change in (
        lambda: Declaration.objects.filter(pk=declaration.pk).update(reason="другая"),
        lambda: Declaration.objects.filter(pk=declaration.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert Declaration.objects.get().is_intact


def test_only_the_own_school_declares(complete):
    with pytest.raises(NotAllowed):
        sign(complete, UserFactory(committee=complete.school.committee))


def test_both_ways_on_the_page(client, complete, deputy, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client.force_login(deputy)
    address = reverse(
        "assessments:declaration-school", args=[complete.procedure_id, complete.school_id]
    )
    page = client.get(address).content.decode()

    two_points = client.post(address, {"kind": "confirmed", "points": ["0", "1"]})
    unable = client.post(address, {"kind": "unable", "reason": "Ждём ответа"}, follow=True)
    signed = client.post(address, {"kind": "confirmed", "points": ["0", "1", "2"]}, follow=True)

    assert "от имени директора" in page
    assert "Вершинина Ольга Олеговна" in page
    assert two_points.status_code == 422
    assert "отметьте каждый пункт" in two_points.content.decode()
    assert "подтвердить нельзя" in unable.content.decode()
    assert "результаты подтверждены" in signed.content.decode()
    assert "Подтвердить результаты" not in client.get(address).content.decode()


def test_today_asks_for_the_declaration_when_all_is_in(complete, deputy):
    before = [item.title for item in waiting_for(deputy, TODAY)]
    sign(complete, deputy)
    after = [item.title for item in waiting_for(deputy, TODAY)]

    assert "Подписать заявление директора: ВПР 2026" in before
    assert after == []
