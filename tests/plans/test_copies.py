"""Copies of plans: everything that is written, nothing that happened."""

import datetime

import pytest
from django.utils import timezone

from plans.documents.blank_stamp import BLANK_ORDER
from plans.models import Activity, Event, Occurrence, Plan, ReadingLink, Signatory, Stamp
from plans.reports.carried import carried_over
from plans.reports.outline import plan_outline
from plans.reports.proposals import proposals_for
from plans.services.copies import copy_plan, deep_copy, save_as_template
from plans.services.proposals import take_proposals
from plans.services.responsibility import recognise
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory, PlanFactory, SectionFactory
from tests.refusals import refusal

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


# The plan of the next year -----------------------------------------------------------------------

FIRST, LAST = datetime.date(2027, 9, 1), datetime.date(2028, 8, 31)


def next_year(plan, by, **changes):
    return copy_plan(
        plan_id=plan.pk, title="План", period_from=FIRST, period_to=LAST, by=by, **changes
    )


def test_last_years_plan_is_a_draft_for_the_next_period(by):
    plan = full_plan(by)
    stamp = plan.stamps.first()
    stamp.text = "Утверждён приказом\nот 08.09.2026 № 61"
    stamp.save()

    copy = next_year(plan, by)

    assert (copy.period_from, copy.copied_from, copy.status) == (FIRST, plan, Plan.Status.DRAFT)
    assert (copy.order_number, copy.order_date) == ("", None)
    assert copy.stamps.first().text == f"Утверждён приказом\n{BLANK_ORDER}"


def test_deadlines_are_read_for_the_new_period_and_corrections_move_a_year(by):
    plan = PlanFactory(committee=by.committee)
    section = SectionFactory(plan=plan)
    ActivityFactory(section=section, position=1, deadline="март")
    ActivityFactory(
        section=section,
        position=2,
        deadline="к весне",
        readings=[{"kind": "by", "by": "2027-03-01"}],
        readings_corrected=True,
    )

    month, corrected = rows_of(next_year(plan, by))

    assert month.readings == [{"kind": "within", "start": "2028-03-01", "end": "2028-03-31"}]
    assert corrected.readings == [{"kind": "by", "by": "2028-03-01"}]
    assert corrected.readings_corrected


def test_what_readings_waited_for_is_to_be_said_again(by):
    copy = next_year(full_plan(by), by)

    assert not ReadingLink.objects.filter(activity__section__plan=copy).exists()


def test_only_what_was_not_done_may_be_carried_over(by):
    plan = full_plan(by)
    missed, done = Occurrence.objects.order_by("pk")
    done.state = Occurrence.State.DONE
    done.save()

    copy = next_year(plan, by, only_unfinished=True)

    assert [row.origin for row in rows_of(copy)] == [missed.activity]
    assert [one.title for one in copy.sections.all()] == ["Раздел 1"]
    assert [row.number for row in rows_of(copy)] == ["1.1"]


def test_carried_rows_are_told_in_the_new_plan(by):
    plan = full_plan(by)
    Occurrence.objects.order_by("pk").first().delete()

    copy = next_year(plan, by)

    left = Occurrence.objects.get().activity
    assert [row.origin for row in carried_over(copy)] == [left]


def test_a_plan_done_to_the_end_has_nothing_to_carry_over(by):
    plan = full_plan(by)
    Occurrence.objects.update(state=Occurrence.State.DONE)

    assert refusal(next_year, plan, by, only_unfinished=True) == "nothing-left"
    assert Plan.objects.count() == 1


def test_a_plan_of_another_committee_is_not_found(by):
    with pytest.raises(Plan.DoesNotExist):
        next_year(full_plan(by), UserFactory())


# New wordings ------------------------------------------------------------------------------------


@pytest.fixture
def copied(by):
    """A plan made of one with years in its title, a section, a deadline and a result."""
    plan = PlanFactory(committee=by.committee, title="План на 2026/2027 год")
    section = SectionFactory(plan=plan, title="ВПР-2027")
    ActivityFactory(section=section, number="1", deadline="до 15.03.2027", result="Отчёт за 2026")
    ActivityFactory(section=section, number="2", title="Сверка", deadline="март", result="Акт")
    return copy_plan(plan_id=plan.pk, title=plan.title, period_from=FIRST, period_to=LAST, by=by)


def test_every_wording_with_a_year_gets_a_proposal(copied):
    assert [(one.place, one.after) for one in proposals_for(copied)] == [
        ("Название", "План на 2027/2028 год"),
        ("Раздел", "ВПР-2028"),
        ("1 · Срок", "до 15.03.2028"),
        ("1 · Результат", "Отчёт за 2027"),
    ]


def test_a_wording_is_taken_as_proposed_or_as_edited(copied, by):
    title, section, deadline, result = proposals_for(copied)

    take_proposals(
        plan_id=copied.pk,
        texts={deadline.key: deadline.after, result.key: "Справка", section.key: section.after},
        by=by,
    )

    row = rows_of(copied)[0]
    assert (row.deadline, row.result, row.version) == ("до 15.03.2028", "Справка", 2)
    assert row.readings == [{"kind": "by", "by": "2028-03-15"}]
    assert row.section.title == "ВПР-2028"
    assert proposals_for(copied) == [title]


def test_nothing_is_taken_over_a_text_that_somebody_wrote_meanwhile(copied, by):
    _, _, deadline, result = proposals_for(copied)
    row = rows_of(copied)[0]
    row.deadline = "до 20.03.2028"
    row.save()

    code = refusal(
        take_proposals,
        plan_id=copied.pk,
        texts={deadline.key: deadline.after, result.key: result.after},
        by=by,
    )

    assert code == "stale"
    assert rows_of(copied)[0].result == "Отчёт за 2026"


# Templates ---------------------------------------------------------------------------------------


def test_a_plan_is_kept_as_a_template_and_stays_what_it_is(by):
    plan = full_plan(by)

    template = save_as_template(plan_id=plan.pk, title="Образец", by=by)

    plan.refresh_from_db()
    assert (template.is_template, plan.is_template) == (True, False)
    assert plan_outline(template).sections == plan_outline(plan).sections
    assert not template.signatories.exists()


def test_a_plan_made_of_a_template_is_no_template(by):
    template = save_as_template(plan_id=full_plan(by).pk, title="Образец", by=by)

    assert not next_year(template, by).is_template
