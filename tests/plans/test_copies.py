"""Copies of plans: everything that is written, nothing that happened."""

import datetime

import pytest
from django.utils import timezone

from plans.models import Activity, Event, Plan, ReadingLink, Signatory, Stamp
from plans.reports.outline import plan_outline
from plans.services.copies import deep_copy
from plans.services.responsibility import recognise
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory, PlanFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory()


def full_plan(by, rows=2):
    """Two stamps, a signatory who has signed, two sections, who answers, what is waited for."""
    plan = PlanFactory(
        committee=by.committee,
        order_number="61",
        order_date=datetime.date(2026, 9, 8),
        annex="Приложение 1",
        legend="ОО – образовательная организация",
        numbering=Plan.Numbering.DOTTED,
        status=Plan.Status.APPROVED,
    )
    Stamp.objects.create(plan=plan, kind="approved", text="УТВЕРЖДАЮ\nНачальник")
    Stamp.objects.create(plan=plan, kind="agreed", text="СОГЛАСОВАНО", position=2)
    Signatory.objects.create(
        plan=plan, user=by, kind="approved", signed_at=timezone.now(), signed_outline="f" * 64
    )
    event = Event.objects.create(committee=by.committee, name="результаты получены")
    for title in ("Раздел 1", "Раздел 2"):
        section = SectionFactory(plan=plan, title=title)
        activities = ActivityFactory.create_batch(rows, section=section, deadline="после итогов")
        recognise(activities, committee_id=plan.committee_id)
        ReadingLink.objects.create(activity=activities[0], position=0, event=event)
        OccurrenceFactory(activity=activities[0])
    return plan


def rows_of(plan):
    rows = Activity.objects.filter(section__plan=plan)
    return list(rows.order_by("section__position", "position"))


def test_a_copy_says_what_the_plan_says(by):
    plan = full_plan(by)

    copy = deep_copy(plan, by=by)

    assert plan_outline(copy).as_json() == plan_outline(plan).as_json()
    assert copy.status == Plan.Status.DRAFT
    assert (copy.annex, copy.numbering, copy.committee) == ("Приложение 1", "dotted", by.committee)
    assert copy.created_by == by


def test_every_row_and_section_of_a_copy_knows_where_it_comes_from(by):
    plan = full_plan(by)

    copy = deep_copy(plan, by=by)

    assert [row.origin for row in rows_of(copy)] == rows_of(plan)
    assert [one.origin for one in copy.sections.all()] == list(plan.sections.all())


def test_a_copy_keeps_who_answers_and_what_is_waited_for(by):
    plan = full_plan(by)

    row = rows_of(deep_copy(plan, by=by))[0]

    assert [part.wording for part in row.responsibilities.all()] == ["Руководители ОО"]
    assert [link.event.name for link in row.reading_links.all()] == ["результаты получены"]


def test_events_may_be_left_behind(by):
    plan = full_plan(by)

    row = rows_of(deep_copy(plan, by=by, keep_links=False))[0]

    assert not row.reading_links.exists()


def test_signatures_due_dates_and_removed_rows_stay_with_the_old_plan(by):
    plan = full_plan(by)
    gone = rows_of(plan)[1]
    gone.deleted_at = timezone.now()
    gone.save()

    copy = deep_copy(plan, by=by)

    signatory = copy.signatories.get()
    assert (signatory.user, signatory.signed_at, signatory.signed_outline) == (by, None, "")
    assert gone not in [row.origin for row in rows_of(copy)]
    assert not any(row.occurrences.exists() for row in rows_of(copy))


def test_what_is_to_differ_is_said_by_name(by):
    plan = full_plan(by)

    copy = deep_copy(plan, by=by, title="Изменения", amends=plan, order_number="")

    assert (copy.title, copy.amends, copy.order_number) == ("Изменения", plan, "")


def test_a_long_plan_is_copied_in_as_many_queries_as_a_short_one(by, django_assert_num_queries):
    short, long = full_plan(by, rows=1), full_plan(UserFactory(), rows=20)

    with django_assert_num_queries(15):
        deep_copy(short, by=by)

    with django_assert_num_queries(15):
        deep_copy(long, by=by)
