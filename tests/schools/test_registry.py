"""The registry in the browser: list, facts, people, pupils."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Person, Role
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


def facts_of(school, **changes):
    names = ("login", "name", "short_name", "code", "kind", "municipality", "address")
    facts = {name: getattr(school, name) for name in names}
    return {**facts, "is_active": "on", "version": school.version, **changes}


def listed(client, **query):
    page = client.get(reverse("schools:school-list"), query).context["page"]
    return {school.login for school in page}


def test_the_list_is_searched_by_name_login_and_code_in_any_letters(client, editor):
    for login, name, code in (("edu1", "Лицей у реки", "77"), ("edu2", "Школа в лесу", "88")):
        SchoolFactory(committee=editor.committee, login=login, name=name, code=code)

    found = [listed(client, search=text) for text in ("ЛИЦЕЙ реки", "EDU2", "88", "лицей лесу")]

    assert found == [{"edu1"}, {"edu2"}, {"edu2"}, set()]


def test_the_list_is_narrowed_by_kind_and_by_whether_schools_work(client, editor):
    SchoolFactory(committee=editor.committee, login="edu1", kind="lyceum")
    SchoolFactory(committee=editor.committee, login="edu2", is_active=False)

    found = [listed(client, kind="lyceum"), listed(client, active="no"), listed(client)]

    assert found == [{"edu1"}, {"edu2"}, {"edu1", "edu2"}]


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_schools(
    client, editor, django_assert_num_queries
):
    def furnish(number):
        for _ in range(number):
            school = SchoolFactory(committee=editor.committee)
            PostFactory(school=school, role=Post.Role.HEAD)
            GradeSize.objects.create(school=school, grade=5, pupils=50)

    furnish(2)
    client.get(reverse("schools:school-list"))
    with django_assert_num_queries(6):
        client.get(reverse("schools:school-list"))
    furnish(20)

    with django_assert_num_queries(6):
        page = client.get(reverse("schools:school-list")).context["page"]

    assert all(school.head_name and school.pupils == 50 for school in page)


def test_a_deputy_sees_the_own_school_and_no_other(client, school):
    foreign = SchoolFactory(committee=school.committee)
    client.force_login(make_deputy(school))

    own = client.get(school.get_absolute_url())
    other = client.get(foreign.get_absolute_url())

    assert listed(client) == {school.login}
    assert (own.status_code, other.status_code) == (200, 404)


@pytest.mark.parametrize("name", ["school-detail", "school-edit", "post-create", "pupils-edit"])
def test_a_school_of_another_committee_is_not_there(client, editor, name):
    address = reverse(f"schools:{name}", args=[SchoolFactory().pk])

    answers = {client.get(address).status_code, client.head(address).status_code}

    assert answers == {404}


def test_a_school_is_entered_and_changed_with_a_line_for_each(client, editor):
    client.post(
        reverse("schools:school-create"),
        {"login": "edu990001", "name": "Школа", "kind": "lyceum", "is_active": "on"},
    )
    school = School.objects.get(login="edu990001")

    client.post(reverse("schools:school-edit", args=[school.pk]), facts_of(school, name="Лицей"))

    school.refresh_from_db()
    assert (school.name, school.committee, school.version) == ("Лицей", editor.committee, 2)
    actions = [event.action for event in AuditEvent.objects.about(school)]
    assert actions == ["school-changed", "school-added"]


@pytest.mark.parametrize(
    ("login", "code"), [("EDU990002", "login-taken"), ("еdu990003", "bad-login")]
)
def test_a_login_is_latin_and_nobody_elses(client, school, login, code):
    SchoolFactory(login="edu990002")

    response = client.post(
        reverse("schools:school-edit", args=[school.pk]), facts_of(school, login=login)
    )

    assert response.status_code == 422
    assert response.context["form"].errors.as_data()["login"][0].code == code


def test_a_stale_edit_shows_both_texts_and_the_next_press_wins(client, school):
    typed = facts_of(school, name="Моё название")
    School.objects.filter(pk=school.pk).update(name="Чужое название", version=2)
    address = reverse("schools:school-edit", args=[school.pk])

    stale = client.post(address, typed)
    again = client.post(address, {**typed, "version": stale.context["form"]["version"].value()})

    assert stale.status_code == 409
    assert [(r["now"], r["typed"]) for r in stale.context["rivals"]] == [
        ("Чужое название", "Моё название")
    ]
    assert again.status_code == 302
    school.refresh_from_db()
    assert school.name == "Моё название"


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


def test_the_page_of_a_school_asks_the_same_number_of_questions_however_big_it_is(
    client, editor, school, django_assert_num_queries
):
    def furnish(letters):
        for letter in letters:
            PostFactory(school=school)
            PostFactory(school=school, ended_on=datetime.date(2026, 1, 1))
            ClassGroupFactory(school=school, letter=letter)

    furnish("А")
    with django_assert_num_queries(11):
        client.get(school.get_absolute_url())
    furnish("БВГДЕЖ")

    with django_assert_num_queries(11):
        page = client.get(school.get_absolute_url())

    assert len(page.context["posts"]) == 7
