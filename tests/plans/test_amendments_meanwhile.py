"""What was set on the plan in force while its amendment was being prepared is not lost."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent, Role
from plans.models import Event, Plan, ReadingLink, Responsibility
from plans.reports.meanwhile import Facts, merged
from plans.services import approval, editing, evidence
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory

FIRST = {"order_number": "12", "order_date": datetime.date(2026, 9, 14)}
SECOND = {"order_number": "34", "order_date": datetime.date(2027, 2, 1)}
MAY, JUNE, JULY = ([{"kind": "by", "by": f"2027-0{month}-01"}] for month in (5, 6, 7))


# What holds --------------------------------------------------------------------------------------

ROW = Facts("в мае", MAY, False, ["act"], [["Громов", "lead", 1, None, None, False]], [])


def part(person, *, by_hand):
    return [["Громов", "lead", person, None, None, by_hand]]


def test_what_neither_side_touched_stays():
    assert merged(ROW, ROW, ROW) == (ROW, [])


def test_what_only_the_plan_in_force_was_given_stays():
    now = Facts("в мае", JUNE, True, ["order"], part(2, by_hand=True), [[0, "в мае", 7, None]])

    assert merged(ROW, now, ROW) == (now, [])


def test_what_only_the_amendment_says_is_taken():
    copy = Facts("в июне", JUNE, True, ["order"], part(2, by_hand=True), [[0, "в июне", 7, None]])

    assert merged(ROW, ROW, copy) == (copy, [])


def test_where_both_spoke_the_amendment_holds_and_what_gives_way_is_named():
    now = Facts("в мае", JUNE, True, ["order"], part(2, by_hand=True), [[0, "в мае", 7, None]])
    copy = Facts("в мае", JULY, True, ["photo"], part(3, by_hand=True), [[0, "в мае", 8, None]])

    assert merged(ROW, now, copy) == (copy, ["readings", "evidence", "people", "links"])


def test_where_both_said_the_same_nothing_gives_way():
    both = Facts("в мае", JUNE, True, ["order"], part(2, by_hand=True), [[0, "в мае", 7, None]])

    assert merged(ROW, both, both) == (both, [])


def test_a_persons_correction_outweighs_what_a_new_period_made_of_the_same_words():
    now = ROW._replace(readings=JUNE, corrected=True)
    copy = ROW._replace(readings=JULY)

    facts, overruled = merged(ROW, now, copy)

    assert (facts.readings, facts.corrected, overruled) == (JUNE, True, [])


def test_a_persons_answer_outweighs_what_the_directory_answered_anew():
    now = ROW._replace(people=part(2, by_hand=True))
    copy = ROW._replace(people=part(3, by_hand=False))

    facts, overruled = merged(ROW, now, copy)

    assert (facts.people, overruled) == (now.people, [])


def test_a_correction_falls_with_the_words_it_was_made_for():
    now = ROW._replace(readings=JUNE, corrected=True)
    copy = ROW._replace(deadline="в июле", readings=JULY)

    facts, overruled = merged(ROW, now, copy)

    assert (facts.readings, facts.corrected, overruled) == (JULY, False, ["readings"])


def test_a_link_taken_away_by_the_amendment_is_gone():
    was = ROW._replace(links=[[0, "в мае", 7, None]])

    facts, overruled = merged(was, was, ROW)

    assert (facts.links, overruled) == ([], [])


# Approval ----------------------------------------------------------------------------------------


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def head(editor):
    return UserFactory(committee=editor.committee, role=Role.HEAD)


def decide(plan, editor, head, **order):
    plan.refresh_from_db()
    sent = approval.submit_plan(plan_id=plan.pk, version=plan.version, by=editor)
    return approval.approve_plan(plan_id=sent.pk, version=sent.version, by=head, **order)


def approved_plan(editor, head, rows=2):
    plan = PlanFactory(committee=editor.committee)
    section = SectionFactory(plan=plan)
    for number in range(1, rows + 1):
        row = ActivityFactory(section=section, position=number, number=str(number), readings=MAY)
        Responsibility.objects.create(activity=row, wording="Громов")
    decide(plan, editor, head, **FIRST)
    plan.refresh_from_db()
    return plan


def row(plan, number):
    return plan.sections.get().activities.get(number=str(number))


@pytest.mark.django_db
def test_an_amendment_of_one_row_leaves_what_was_set_meanwhile_on_another(editor, head):
    plan = approved_plan(editor, head)
    copy = approval.start_amendment(plan_id=plan.pk, by=editor)
    first, person = row(plan, 1), PersonFactory(committee=editor.committee)
    event = Event.objects.create(committee=editor.committee, name="Приказ издан")
    ReadingLink.objects.create(activity=first, position=0, wording=first.deadline, event=event)
    evidence.expect_kinds(activity_id=first.pk, kinds=["order"], by=editor)
    first.responsibilities.update(person=person, is_corrected=True)
    second = row(copy, 2)
    editing.change_activity(activity_id=second.pk, version=second.version, by=editor, title="Иное")

    decide(copy, editor, head, **SECOND)

    first.refresh_from_db()
    part = first.responsibilities.get()
    assert row(plan, 2).title == "Иное"
    assert first.reading_links.get().event == event
    assert (first.evidence_kinds, part.person, part.is_corrected) == (["order"], person, True)
    assert not AuditEvent.objects.filter(action="plan-amendment-overruled").exists()


@pytest.mark.django_db
def test_what_gives_way_is_shown_before_approval_and_stands_in_the_journal_after(
    client, editor, head
):
    plan = approved_plan(editor, head)
    copy = approval.start_amendment(plan_id=plan.pk, by=editor)
    evidence.expect_kinds(activity_id=row(plan, 1).pk, kinds=["order"], by=editor)
    evidence.expect_kinds(activity_id=row(copy, 1).pk, kinds=["photo"], by=editor)
    sent = approval.submit_plan(plan_id=copy.pk, version=copy.version, by=editor)
    client.force_login(head)

    page = client.get(reverse("plans:plan-approve", args=[sent.pk])).content.decode()
    approval.approve_plan(plan_id=sent.pk, version=sent.version, by=head, **SECOND)

    (line,) = AuditEvent.objects.filter(action="plan-amendment-overruled")
    assert "пока готовились изменения" in page
    assert "чем подтверждается" in page
    assert row(plan, 1).evidence_kinds == ["photo"]
    assert (line.target_id, line.details) == (plan.pk, {"rows": {"1": "чем подтверждается"}})


@pytest.mark.django_db
def test_many_rows_are_merged_with_as_many_queries_as_few(editor, head):
    counts = []
    for rows in (2, 20):
        plan = approved_plan(editor, head, rows)
        copy = approval.start_amendment(plan_id=plan.pk, by=editor)
        ActivityFactory(section=copy.sections.get(), position=rows + 1, number=str(rows + 1))
        sent = approval.submit_plan(plan_id=copy.pk, version=copy.version, by=editor)
        with CaptureQueriesContext(connection) as queries:
            approval.approve_plan(plan_id=sent.pk, version=sent.version, by=head, **SECOND)
        assert plan.sections.get().activities.count() == rows + 1
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Plan.objects.filter(status=Plan.Status.MERGED).count() == 2
