"""One letter a day: what is in it, and who gets it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.models import Digest, Occurrence, Plan, PlanSettings, Responsibility, RoleGroup
from plans.services import digests, occurrences
from schools.models import Post
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory
from tests.factories.schools import PostFactory, SchoolFactory, make_deputy
from tests.plans.reminding import DAY, TODAY, approved_section, due, letters, person_of, text_to


@pytest.fixture
def section():
    return approved_section()


def sent_on(day):
    return digests.send_digests(today=day).letters


# What is in it -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_letter_tells_of_today_the_coming_week_and_what_is_overdue(section, settings):
    settings.PORTAL_URL = "https://portal.example"
    reader = person_of(section)
    due(section, TODAY, reader, title="Сегодняшнее дело")
    due(section, TODAY + 7 * DAY, reader, title="Дело недели")
    due(section, TODAY + 8 * DAY, reader, title="Далёкое дело")
    due(section, TODAY - 5 * DAY, reader, title="Забытое дело")

    sent = sent_on(TODAY)

    text = letters()[reader.email].message
    parts = [text.index(words) for words in ("Забытое", "Сегодняшнее", "Дело недели")]
    assert sent == 1
    assert parts == sorted(parts)
    assert "Далёкое" not in text
    assert "30.11.2026: " in text
    assert "https://portal.example/plans/mine/" in text
    assert "https://portal.example/plans/reminders/" in text
    assert letters()[reader.email].subject == "План на 23.11.2026: сегодня 1, просрочено 1"


@pytest.mark.django_db
def test_what_people_typed_reaches_the_letter_as_they_typed_it(section):
    reader = person_of(section)
    due(section, TODAY, reader, title="Сверка <5А> & {{ 7|add:7 }} {% now 'Y' %}")

    sent_on(TODAY)

    text = letters()[reader.email].message
    assert "Сверка <5А> & {{ 7|add:7 }} {% now 'Y' %}" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"state": "done", "done_at": timezone.now()}, id="done"),
        pytest.param({"state": "not-applicable"}, id="not needed"),
    ],
)
def test_what_is_settled_is_not_reminded_of(section, change):
    occurrence = due(section, TODAY, person_of(section))
    if "done_at" in change:
        change = change | {"done_by": UserFactory(committee=section.plan.committee)}
    Occurrence.objects.filter(pk=occurrence.pk).update(**change)

    assert sent_on(TODAY) == 0


@pytest.mark.django_db
def test_drafts_and_removed_rows_remind_nobody(section):
    due(section, TODAY, person_of(section))
    removed = due(section, TODAY, person_of(section))
    removed.activity.deleted_at = timezone.now()
    removed.activity.save()
    Plan.objects.update(status=Plan.Status.REVIEW)
    on_review = sent_on(TODAY)

    Plan.objects.update(status=Plan.Status.APPROVED)
    approved = sent_on(TODAY)

    assert (on_review, approved) == (0, 1)


# Who gets it -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_leads_and_co_executors_read_of_what_comes_and_what_is_late(section):
    lead, helper, controller = (person_of(section) for _ in range(3))
    answers = (lead, (helper, "co-executor"), (controller, "control"))
    due(section, TODAY, *answers, title="Впереди")
    due(section, TODAY - DAY, *answers, title="Просрочено со вчера")

    sent_on(TODAY)

    told = {address: "Просрочено со вчера" in one.message for address, one in letters().items()}
    assert told == {lead.email: True, helper.email: True}


@pytest.mark.django_db
def test_who_controls_hears_of_it_in_their_own_letter_after_so_many_days(section):
    controller = person_of(section)
    PlanSettings.objects.create(committee=section.plan.committee, escalate_after=3)
    due(section, TODAY, controller, title="Своё дело")
    due(section, TODAY - 2 * DAY, (controller, "control"), title="Просрочено два дня")
    due(section, TODAY - 3 * DAY, (controller, "control"), title="Просрочено три дня")

    sent = sent_on(TODAY)

    text = text_to(controller)
    control = text.index("На вашем контроле, срок прошёл:")
    assert sent == 1
    assert text.index("Своё дело") < control < text.index("Просрочено три дня")
    assert "Просрочено два дня" not in text


@pytest.mark.django_db
def test_who_does_it_and_controls_it_reads_it_once(section):
    both = person_of(section)
    due(section, TODAY - 30 * DAY, both, (both, "control"), title="Одно дело")

    sent_on(TODAY)

    assert text_to(both).count("Одно дело") == 1
    assert "На вашем контроле" not in text_to(both)


@pytest.mark.django_db
def test_the_deputy_who_marks_for_a_school_is_told_together_with_its_head(section):
    school = SchoolFactory(committee=section.plan.committee)
    head = PostFactory(school=school, role=Post.Role.HEAD).person
    deputy = make_deputy(school)
    neighbour = make_deputy(SchoolFactory(committee=section.plan.committee))
    closed = make_deputy(school, is_active=False)
    group = RoleGroup.objects.create(committee=section.plan.committee, name="Руководители ОО",
                                     members="school-heads")  # fmt: skip
    due(section, TODAY - DAY, group, school=school, title="Дело школы")

    sent_on(TODAY)

    assert set(letters()) == {head.email, deputy.person.email}
    assert {neighbour.person.email, closed.person.email}.isdisjoint(letters())


@pytest.mark.django_db
def test_who_no_longer_answers_is_no_longer_reminded(section):
    before, after = person_of(section), person_of(section)
    activity = due(section, TODAY, before).activity

    activity.responsibilities.update(person=after)
    sent_on(TODAY)

    assert set(letters()) == {after.email}


@pytest.mark.django_db
def test_a_group_of_school_heads_reads_each_of_its_own_school(section):
    committee = section.plan.committee
    schools = [SchoolFactory(committee=committee, short_name=f"СОШ {n}") for n in (1, 2)]
    heads = [person_of(section) for _ in schools]
    for school, head in zip(schools, heads, strict=True):
        PostFactory(school=school, person=head, role=Post.Role.HEAD)
        PostFactory(school=school, person=person_of(section), role=Post.Role.DEPUTY)
    left = person_of(section)
    PostFactory(school=schools[0], person=left, role=Post.Role.TEACHER)
    group = RoleGroup.objects.create(committee=committee, name="Руководители ОО",
                                     members="school-heads")  # fmt: skip
    activity = ActivityFactory(section=section, readings=[{"kind": "by", "by": TODAY.isoformat()}])
    Responsibility.objects.create(activity=activity, wording="Руководители ОО", group=group)
    occurrences.refresh_occurrences(section.plan_id)

    sent_on(TODAY)

    texts = {address: letter.message for address, letter in letters().items()}
    assert set(texts) == {head.email for head in heads}
    assert "(СОШ 1)" in texts[heads[0].email]
    assert "СОШ 2" not in texts[heads[0].email]


@pytest.mark.django_db
def test_a_row_for_many_schools_is_one_line_to_whom_it_concerns_as_a_whole(section):
    reader = person_of(section)
    activity = due(section, TODAY, reader, title="Дело всех школ").activity
    Occurrence.objects.all().delete()
    for _ in range(7):
        school = SchoolFactory(committee=section.plan.committee)
        OccurrenceFactory(activity=activity, planned_on=TODAY, school=school)

    sent_on(TODAY)

    text = letters()[reader.email].message
    assert text.count("Дело всех школ") == 1
    assert "(7\u00a0школ)" in text


@pytest.mark.django_db
def test_members_of_a_listed_group_get_it_those_without_an_address_do_not(section):
    member, silent = person_of(section), person_of(section, email="")
    group = RoleGroup.objects.create(committee=section.plan.committee, name="Рабочая группа")
    group.people.set([member, silent])
    due(section, TODAY, group)

    sent = sent_on(TODAY)

    assert (sent, set(letters())) == (1, {member.email})
    assert not Digest.objects.filter(person=silent).exists()


@pytest.mark.django_db
def test_many_due_dates_take_as_many_queries_as_few(section, django_assert_num_queries):
    group = RoleGroup.objects.create(committee=section.plan.committee, name="Рабочая группа")
    reader = person_of(section)
    group.people.add(reader)
    due(section, TODAY, group)
    with CaptureQueriesContext(connection) as few:
        sent_on(TODAY)
    for n in range(30):
        due(section, TODAY + DAY * (n % 5), group)

    with django_assert_num_queries(len(few)):
        sent_on(TODAY + DAY)

    assert Digest.objects.order_by("day").last().entries == 31
