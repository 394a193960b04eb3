"""What must happen once although two ask for it in the same moment; on PostgreSQL and SQLite."""

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Invitation, Job, Role, User
from accounts.tasks import work_off
from assessments.models import Procedure, SignRun
from assessments.services import signs
from schools.models import Post
from schools.services import people
from tests.assessments.signs_city import plain_city
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.schools import SchoolFactory
from tests.racing import race, shared_by_threads

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN = pytest.mark.parametrize("attempt", range(3))


@AGAIN
def test_two_who_start_a_computation_wait_for_one_and_the_same(tmp_path, attempt):
    city = plain_city()
    procedure = Procedure.objects.get(committee=city.committee, year=2026)

    def start():
        return signs.start_computation(procedure_id=procedure.pk, by=city.editor).pk

    with shared_by_threads(tmp_path):
        outcomes = race(start, start)

    assert None not in outcomes
    assert len(set(outcomes)) == 1


@AGAIN
def test_one_computation_woken_twice_leaves_one_run(tmp_path, attempt, monkeypatch):
    city = plain_city()
    procedure = Procedure.objects.get(committee=city.committee, year=2026)
    job = Job.objects.create(
        kind=signs.COMPUTE_SIGNS, unique_key="once", started_by=city.editor,
        args={"procedure_id": procedure.pk},
    )  # fmt: skip

    def work():
        return work_off(job.pk)

    with shared_by_threads(tmp_path):
        outcomes = race(work, work)
        left = {
            "runs": seen(SignRun.objects.finished().filter(procedure=procedure).count),
            "state": seen(lambda: Job.objects.get(pk=job.pk).state),
        }

    assert sorted(outcomes) == [False, True]
    assert left == {"runs": 1, "state": Job.State.DONE}


@AGAIN
def test_a_school_never_has_two_heads(tmp_path, attempt):
    editor = UserFactory()
    school = SchoolFactory(committee=editor.committee)
    first, second = (PersonFactory(committee=editor.committee) for _ in range(2))

    def appointing(person):
        def attempt():
            people.appoint_person(
                school_id=school.pk, person_id=person.pk, role=Post.Role.HEAD, by=editor
            )
            return "appointed"

        return attempt

    with shared_by_threads(tmp_path):
        outcomes = race(appointing(first), appointing(second))
        heads = seen(Post.objects.current().filter(school=school, role=Post.Role.HEAD).count)

    assert sorted(outcomes) == ["appointed", "head-taken"]
    assert heads == 1


@AGAIN
def test_an_invitation_makes_one_account(tmp_path, attempt):
    person = PersonFactory()
    administrator = UserFactory(role=Role.ADMINISTRATOR, committee=person.committee)
    made = services.invite_person(
        person_id=person.pk, role=Role.EDITOR, with_letter=False, by=administrator,
        now=timezone.now(),
    )  # fmt: skip

    def accepting(username):
        def attempt():
            services.accept_invitation(
                token=made.token, username=username, password="a long password", now=timezone.now()
            )
            return "accepted"

        return attempt

    with shared_by_threads(tmp_path):
        outcomes = race(accepting("first"), accepting("second"))
        left = seen(
            lambda: (
                User.objects.filter(person=person).count(),
                Invitation.objects.filter(used_at__isnull=False).count(),
            )
        )

    assert sorted(outcomes) == ["accepted", "invitation-closed"]
    assert left == (1, 1)


def seen(look):
    """What the database of the race holds; this thread's own connection knows another one."""
    return race(look)[0]
