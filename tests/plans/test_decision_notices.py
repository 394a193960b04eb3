"""Who is told of a decision on a plan: at their turn, of what became of theirs, each once."""

import datetime

import pytest
from django.urls import reverse
from post_office.models import Email

from accounts.models import Role
from plans.models import DecisionNotice, ReminderChoice
from plans.notices import Told, tell_decision
from plans.services import approval
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory

pytestmark = pytest.mark.django_db
ORDER = {"order_number": "12", "order_date": datetime.date(2026, 9, 14)}


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def colleague(editor):
    return UserFactory(committee=editor.committee)


@pytest.fixture
def head(editor):
    return UserFactory(committee=editor.committee, role=Role.HEAD)


@pytest.fixture
def draft(editor, colleague, head):
    """Agreed to by a colleague, approved by the head."""
    plan = PlanFactory(committee=editor.committee, title="План на 2026 год", created_by=editor)
    ActivityFactory(section=SectionFactory(plan=plan))
    approval.name_signatories(
        plan_id=plan.pk, agreeing=[colleague.pk], approving=head.pk, by=editor
    )
    return plan


def submit(plan, by):
    plan.refresh_from_db()
    return approval.submit_plan(plan_id=plan.pk, version=plan.version, by=by)


def sign(plan, by):
    return approval.sign_plan(plan_id=plan.pk, version=plan.version, by=by)


def told(*users):
    """Subjects by person, oldest first."""
    notices = DecisionNotice.objects.order_by("pk")
    return [list(notices.filter(person=user.person).values_list("subject", flat=True))
            for user in users]  # fmt: skip


def letters_to(user):
    return [one for one in Email.objects.order_by("pk") if one.to == [user.person.email]]


def test_each_signatory_is_told_when_it_is_their_turn_and_not_before(
    draft, editor, colleague, head
):
    sent = submit(draft, editor)
    at_first = told(colleague, head)
    sign(sent, colleague)

    agree, approve = (
        f"Ждёт вашего {what}: «План на 2026 год»" for what in ("согласования", "утверждения")
    )
    assert at_first == [[agree], []]
    assert told(colleague, head) == [[agree], [approve]]
    (letter,) = letters_to(head)
    assert letter.subject == approve
    assert draft.get_absolute_url() in letter.message


def test_the_sender_hears_of_each_signature_and_of_the_order(draft, editor, colleague, head):
    sent = submit(draft, editor)
    sign(sent, colleague)

    approval.approve_plan(plan_id=sent.pk, version=sent.version, by=head, **ORDER)

    name = "«План на 2026 год»"
    assert told(editor) == [[f"План согласован: {name}", f"План утверждён: {name}"]]
    assert "Приказ от 14.09.2026 №\u00a012." in letters_to(editor)[-1].message


def test_remarks_go_with_the_letter_of_a_returned_plan(draft, editor, colleague):
    sent = submit(draft, editor)

    approval.return_plan(
        plan_id=sent.pk, version=sent.version, comment="Нет сроков <3>", by=colleague
    )

    assert told(editor) == [["План возвращён с замечаниями: «План на 2026 год»"]]
    assert "Нет сроков <3>" in letters_to(editor)[0].message


def test_a_plan_taken_back_by_a_colleague_is_told_to_its_author(draft, editor, colleague):
    sent = submit(draft, editor)

    approval.withdraw_plan(plan_id=sent.pk, version=sent.version, by=colleague)

    assert told(editor) == [["План отозван составителем: «План на 2026 год»"]]


def test_whose_turn_it_was_hears_that_the_plan_was_taken_back(draft, editor, colleague, head):
    sent = submit(draft, editor)

    approval.withdraw_plan(plan_id=sent.pk, version=sent.version, comment="Меняем сроки", by=editor)

    assert told(colleague, head) == [
        ["Ждёт вашего согласования: «План на 2026 год»",
         "Подписывать пока не нужно: «План на 2026 год»"],
        [],
    ]  # fmt: skip
    letter = letters_to(colleague)[-1]
    assert letter.subject == "Подписывать пока не нужно: «План на 2026 год»"
    assert "План отозван составителем, ваша подпись пока не нужна." in letter.message
    assert "Меняем сроки" in letter.message


def test_whose_turn_it_was_hears_that_the_head_returned_the_plan(draft, editor, colleague, head):
    sent = submit(draft, editor)

    approval.return_plan(plan_id=sent.pk, version=sent.version, comment="Нет сроков", by=head)

    assert told(colleague, head)[1] == []
    assert "План возвращён с замечаниями, ваша подпись пока не нужна." in (
        letters_to(colleague)[-1].message
    )


def test_heads_who_might_have_approved_hear_that_the_plan_was_taken_back(editor, head):
    plan = PlanFactory(committee=editor.committee, title="План без подписей")
    ActivityFactory(section=SectionFactory(plan=plan))
    sent = submit(plan, editor)

    approval.withdraw_plan(plan_id=sent.pk, version=sent.version, by=editor)

    assert told(head) == [
        ["Ждёт вашего утверждения: «План без подписей»",
         "Подписывать пока не нужно: «План без подписей»"],
    ]  # fmt: skip


def test_who_sent_a_plan_and_was_to_sign_it_hears_once_that_it_was_taken_back(
    draft, editor, colleague
):
    sent = submit(draft, colleague)

    approval.withdraw_plan(plan_id=sent.pk, version=sent.version, by=editor)

    assert told(colleague) == [["План отозван составителем: «План на 2026 год»"]]


def test_nobody_is_told_of_what_they_decided_themselves(draft, editor):
    sent = submit(draft, editor)

    approval.withdraw_plan(plan_id=sent.pk, version=sent.version, by=editor)

    assert told(editor) == [[]]


def test_a_plan_sent_again_opens_another_turn(draft, editor, colleague):
    sent = submit(draft, editor)
    back = approval.withdraw_plan(plan_id=sent.pk, version=sent.version, by=editor)

    submit(back, editor)

    asked = [subject for subject in told(colleague)[0] if subject.startswith("Ждёт вашего")]
    assert len(asked) == 2
    assert len(letters_to(colleague)) == 3


def test_one_decision_is_told_once(draft, editor, colleague):
    submit(draft, editor)
    decision = draft.approvals.get()
    again = Told(DecisionNotice.About.TURN, "Ждёт", "Ждёт.")

    was_told = tell_decision(
        person=colleague.person, decision=decision, told=again, shown=draft, by_letter=True
    )

    assert was_told is False
    assert len(letters_to(colleague)) == 1


def test_where_nobody_is_named_every_head_of_the_committee_is_told(editor, head):
    plan = PlanFactory(committee=editor.committee)
    ActivityFactory(section=SectionFactory(plan=plan))
    stranger = UserFactory(role=Role.HEAD)

    submit(plan, editor)

    assert [len(subjects) for subjects in told(head, stranger, editor)] == [1, 0, 0]


def test_a_person_is_told_of_what_they_chose_and_by_letter_only_if_they_want_letters(
    draft, editor, colleague, head
):
    ReminderChoice.objects.create(person=colleague.person, kinds=["today"])
    ReminderChoice.objects.create(person=head.person, kinds=["signing"], is_off=True)

    sent = submit(draft, editor)
    sign(sent, colleague)

    assert [len(subjects) for subjects in told(colleague, head)] == [0, 1]
    assert letters_to(colleague) == letters_to(head) == []
    assert DecisionNotice.objects.get(person=head.person).by_letter is False


def test_what_was_told_stands_in_ones_own_list_with_a_link(client, draft, editor, colleague):
    submit(draft, editor)
    client.force_login(colleague)
    own = client.get(reverse("plans:reminders")).content.decode()
    client.force_login(editor)

    others = client.get(reverse("plans:reminders")).content.decode()

    subject = "Ждёт вашего согласования: «План на 2026 год»"
    assert f'<a href="{draft.get_absolute_url()}">{subject}</a>' in own
    assert subject not in others


def test_a_school_is_not_asked_about_signatures(client, editor):
    client.force_login(UserFactory(committee=editor.committee, role=Role.DEPUTY))
    for_school = client.get(reverse("plans:reminders")).content.decode()
    client.force_login(editor)

    for_editor = client.get(reverse("plans:reminders")).content.decode()

    assert "план ждёт моей подписи" in for_editor
    assert "план ждёт моей подписи" not in for_school
