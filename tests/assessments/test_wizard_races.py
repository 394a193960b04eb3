"""Two presses in the same moment, on PostgreSQL and SQLite."""

import datetime

import pytest
from django.utils import timezone

from assessments.models import Declaration, Result, Upload, UploadDraft
from assessments.services import declarations, wizard
from schools.models import Post
from tests.assessments.filled_forms import filled_form, pupil
from tests.factories.accounts import PersonFactory
from tests.factories.assessments import SessionFactory
from tests.factories.schools import ClassGroupFactory, PostFactory, make_deputy
from tests.racing import race, shared_by_threads

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = datetime.date(2026, 5, 1)


@pytest.fixture
def session():
    return SessionFactory(class_group=ClassGroupFactory(letter="А", pupils=1))


def sending(session, points, by):
    data = filled_form(session, [pupil(points)])

    def attempt():
        (draft,) = wizard.receive_file(
            procedure_id=session.procedure_id, data=data, filename="форма.xlsx", by=by
        )
        return draft.state

    return attempt


def confirming(draft, by):
    def attempt():
        wizard.confirm_draft(draft_id=draft.pk, today=TODAY, by=by)
        return "confirmed"

    return attempt


def seen(look):
    """What the database of the race holds; this thread's own connection knows another one."""
    return race(look)[0]


def test_a_file_confirmed_twice_at_once_gives_one_receipt(session, tmp_path):
    deputy = make_deputy(session.school)
    sending(session, 2, deputy)()
    draft = UploadDraft.objects.get()

    with shared_by_threads(tmp_path):
        outcomes = race(confirming(draft, deputy), confirming(draft, deputy))
        left = seen(lambda: (Upload.objects.count(), Result.objects.count()))

    assert sorted(outcomes) == ["confirmed", "draft-confirmed"]
    assert left == (1, 1)


def test_two_files_for_one_work_sent_at_once_leave_one_draft(session, tmp_path):
    deputy = make_deputy(session.school)

    with shared_by_threads(tmp_path):
        outcomes = race(sending(session, 1, deputy), sending(session, 2, deputy))
        left = seen(UploadDraft.objects.count)

    assert outcomes == ["ready", "ready"]
    assert left == 1


def test_of_two_people_who_confirm_at_once_the_second_must_give_a_reason(session, tmp_path):
    first, second = make_deputy(session.school), make_deputy(session.school)
    sending(session, 1, first)()
    sending(session, 2, second)()
    drafts = {draft.uploaded_by_id: draft for draft in UploadDraft.objects.all()}

    with shared_by_threads(tmp_path):
        outcomes = race(confirming(drafts[first.pk], first), confirming(drafts[second.pk], second))
        left = seen(Upload.objects.count)

    assert sorted(outcomes) == ["confirmed", "no-reason"]
    assert left == 1


def test_a_head_declares_once(session, tmp_path):
    deputy = make_deputy(session.school)
    head = PersonFactory(committee=session.school.committee)
    PostFactory(school=session.school, person=head, role=Post.Role.HEAD)
    sending(session, 2, deputy)()
    confirming(UploadDraft.objects.get(), deputy)()

    def sign():
        declarations.sign_declaration(
            procedure_id=session.procedure_id, school_id=session.school_id, kind="confirmed",
            points=(0, 1, 2), now=timezone.now(), by=deputy,
        )  # fmt: skip
        return "signed"

    with shared_by_threads(tmp_path):
        outcomes = race(sign, sign)
        left = seen(Declaration.objects.standing().count)

    assert sorted(outcomes) == ["already-declared", "signed"]
    assert left == 1
