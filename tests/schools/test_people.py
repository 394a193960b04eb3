"""Who works at a school, how many pupils it has, and its classes."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotAllowed
from accounts.models import Person, Role, User
from schools.models import ClassGroup, GradeSize, Post, School
from schools.services import classes, people
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.assessments import SessionFactory
from tests.factories.schools import ClassGroupFactory, PostFactory, SchoolFactory, make_deputy
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture
def editor(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def school(editor):
    return SchoolFactory(committee=editor.committee, login="edu990001")


def appoint(client, school, **fields):
    given = {"role": "teacher", "last_name": "", **fields}
    return client.post(reverse("schools:post-create", args=[school.pk]), given)


def test_somebody_known_is_appointed(client, school):
    person = PersonFactory(committee=school.committee)

    response = appoint(client, school, person=person.pk, role="head")

    assert response.status_code == 302
    assert Post.objects.get().person == person


def test_somebody_new_is_entered_and_appointed(client, school):
    response = appoint(client, school, last_name="Новиков", first_name="Илья")

    assert response.status_code == 302
    assert Post.objects.get().person.full_name == "Новиков Илья"
    assert Post.objects.get().person.committee == school.committee


@pytest.mark.parametrize(
    "typed",
    [("Алёшин", "Семён", "Ильич"), ("алешин", "семен", "ильич"), ("АЛЁШИН", "С.", "И")],
    ids=["as written", "other letters", "initials"],
)
def test_a_namesake_is_asked_about_before_anybody_is_entered_twice(client, school, typed):
    known = PersonFactory(
        committee=school.committee, last_name="Алёшин", first_name="Семён", patronymic="Ильич"
    )
    name = dict(zip(("last_name", "first_name", "patronymic"), typed, strict=True))

    asked = appoint(client, school, **name)
    answered = appoint(client, school, **name, namesake=known.pk)

    assert asked.status_code == 422
    assert str(known.pk) in dict(asked.context["form"].fields["namesake"].choices)
    assert answered.status_code == 302
    assert Post.objects.get().person == known


def test_a_real_namesake_may_be_another_person(client, school):
    known = PersonFactory(committee=school.committee, last_name="Алёшин", first_name="Семён")

    appoint(client, school, last_name="Алёшин", first_name="Семён", namesake="another")

    assert Post.objects.get().person != known
    assert Person.objects.filter(last_name="Алёшин").count() == 2


def test_people_of_another_committee_are_neither_offered_nor_taken(client, school):
    foreign = PersonFactory(last_name="Алёшин")

    chosen = appoint(client, school, person=foreign.pk)
    pointed = appoint(client, school, last_name="Алёшин", namesake=foreign.pk)

    assert chosen.status_code == 422
    assert pointed.status_code == 302
    assert not Post.objects.filter(person=foreign).exists()


@pytest.mark.parametrize(
    ("role", "is_same", "code"),
    [("head", False, "head-taken"), ("head", True, "post-taken"), ("deputy", False, None)],
    ids=["a second head", "the same head again", "a deputy beside the head"],
)
def test_a_school_has_one_head(school, editor, role, is_same, code):
    head = PostFactory(school=school, role=Post.Role.HEAD)
    person = head.person if is_same else PersonFactory(committee=school.committee)

    refused = refusal(
        people.appoint_person, school_id=school.pk, person_id=person.pk, role=role, by=editor
    )

    assert refused == code


def test_a_deputy_who_no_longer_works_sees_the_school_no_more(client, editor, school):
    deputy = make_deputy(school)
    post = Post.objects.get(person=deputy.person)
    today = timezone.localdate()

    client.post(reverse("schools:post-end", args=[post.pk]), {"ended_on": today.isoformat()})

    assert not School.objects.visible_to(deputy).exists()


def test_whom_a_deputy_serves_is_asked_once_for_each_request(school, django_assert_num_queries):
    deputy = make_deputy(school)
    seen = list(School.objects.visible_to(deputy))

    with django_assert_num_queries(1):
        again = list(School.objects.visible_to(deputy))
    Post.objects.filter(person=deputy.person).update(ended_on=datetime.date(2026, 4, 1))
    next_request = list(School.objects.visible_to(User.objects.get(pk=deputy.pk)))

    assert (seen, again, next_request) == ([school], [school], [])


@pytest.mark.parametrize(
    ("started", "ended", "code"),
    [(None, 0, None), (-5, -6, "ends-before-start"), (None, 1, "ends-in-future")],
)
def test_work_ends_after_it_began_and_not_in_the_future(school, editor, started, ended, code):
    today = datetime.date(2026, 9, 15)
    day = datetime.timedelta(days=1)
    post = PostFactory(school=school, started_on=started and today + started * day)

    refused = refusal(
        people.end_post, post_id=post.pk, ended_on=today + ended * day, by=editor, today=today
    )

    assert refused == code


def test_the_head_of_the_committee_reads_and_changes_nothing(school):
    head = UserFactory(committee=school.committee, role=Role.HEAD)

    with pytest.raises(NotAllowed):
        classes.count_pupils(school_id=school.pk, sizes={5: 10}, by=head)

    assert not GradeSize.objects.exists()


def test_pupils_are_counted_by_grade_and_an_empty_grade_is_taken_away(client, school):
    GradeSize.objects.create(school=school, grade=9, pupils=40)

    client.post(reverse("schools:pupils-edit", args=[school.pk]), {"grade_5": 60, "grade_9": ""})

    assert list(school.grade_sizes.values_list("grade", "pupils")) == [(5, 60)]


def row(group=None, grade=5, letter="А", pupils=25, removed=False):
    return classes.ClassRow(group and group.pk, grade, letter, pupils, removed)


def save_rows(school, editor, *rows):
    return {"school_id": school.pk, "school_year": YEAR, "rows": rows, "by": editor}


def test_classes_are_added_changed_and_taken_away_in_one_go(school, editor):
    kept, gone = (ClassGroupFactory(school=school, letter=letter) for letter in "АБ")

    classes.save_classes(
        **save_rows(school, editor, row(kept, pupils=30), row(gone, removed=True), row(letter="В"))
    )

    labels = {str(group): group.pupils for group in ClassGroup.objects.all()}
    assert labels == {"5А": 30, "5В": 25}


def test_a_class_is_named_once(school, editor):
    group = ClassGroupFactory(school=school, letter="А")

    refused = refusal(
        classes.save_classes, **save_rows(school, editor, row(group, pupils=99), row(letter="А"))
    )

    assert refused == "class-twice"
    group.refresh_from_db()
    assert group.pupils == 25


def test_a_class_that_sat_a_work_stays(school, editor):
    group = ClassGroupFactory(school=school)
    SessionFactory(class_group=group)

    refused = refusal(classes.save_classes, **save_rows(school, editor, row(group, removed=True)))

    assert refused == "class-in-use"
    assert ClassGroup.objects.filter(pk=group.pk).exists()


def test_classes_of_another_school_are_out_of_reach(school, editor):
    foreign = ClassGroupFactory(letter="Ж")

    classes.save_classes(**save_rows(school, editor, row(foreign, letter="Ж", removed=True)))

    assert ClassGroup.objects.filter(pk=foreign.pk).exists()


def test_the_page_of_classes_takes_new_rows_and_keeps_what_was_typed(client, school):
    address = reverse("schools:class-group-edit", args=[school.pk, YEAR])
    form = {"classes-TOTAL_FORMS": 2, "classes-INITIAL_FORMS": 0}
    first = {"classes-0-grade": 5, "classes-0-letter": "а", "classes-0-pupils": 20}
    second = {"classes-1-grade": 5, "classes-1-letter": "А", "classes-1-pupils": 21}

    twice = client.post(address, {**form, **first, **second})
    once = client.post(address, {**form, **first, "classes-1-grade": ""})

    assert twice.status_code == 422
    assert "5А" in twice.context["problem"]
    assert once.status_code == 302
    assert [str(group) for group in school.class_groups.all()] == ["5А"]
