"""Due dates of approved plans: made by approval, marked by those who answer, counted."""

import datetime

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from plans.models import Activity, Occurrence, Plan, Responsibility, RoleGroup
from plans.reports.execution import plan_progress, waiting_for, work_of_case
from plans.services import execution, marking
from schools.models import Case
from tests.factories.accounts import UserFactory
from tests.factories.plans import (
    ActivityFactory,
    OccurrenceFactory,
    PlanFactory,
    SectionFactory,
)
from tests.factories.schools import SchoolFactory, make_deputy
from tests.refusals import refusal

TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)
STATE = Occurrence.State


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def section(editor):
    plan = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    return SectionFactory(plan=plan)


def by(*days):
    return [{"kind": "by", "by": day.isoformat()} for day in days]


def for_schools(activity, members="school-heads", role="lead"):
    group, _ = RoleGroup.objects.get_or_create(
        committee=activity.section.plan.committee, name=members, members=members
    )
    Responsibility.objects.create(activity=activity, wording=members, group=group, role=role)


def due(section, due_on=TODAY, **fields):
    activity = ActivityFactory(section=section, readings=by(due_on))
    return OccurrenceFactory(activity=activity, planned_on=due_on, **fields)


def mark(occurrence, user, state=STATE.DONE, **changed):
    return marking.report_occurrence(
        **{
            "occurrence_id": occurrence.pk,
            "seen": occurrence.state,
            "state": state,
            "by": user,
            **changed,
        }
    )


# Marked ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_done_is_told_with_who_and_when_and_can_be_taken_back(section, editor):
    occurrence = due(section)

    done = mark(occurrence, editor, note="Протокол 5")
    back = mark(done, editor, STATE.IN_PROGRESS)

    assert [event.details["after"] for event in AuditEvent.objects.about(occurrence)] == [
        "in-progress",
        "done",
    ]
    assert (back.done_at, back.done_by) == (None, None)


@pytest.mark.django_db
def test_a_deputy_marks_the_own_school_and_finds_no_other(section):
    own, other = (SchoolFactory(committee=section.plan.committee) for _ in range(2))
    mine, theirs, nobodys = due(section, school=own), due(section, school=other), due(section)
    deputy = make_deputy(own)

    marked = mark(mine, deputy)

    assert (marked.state, marked.done_by) == (STATE.DONE, deputy)
    for occurrence in (theirs, nobodys):
        with pytest.raises(ObjectDoesNotExist):
            mark(occurrence, deputy)
    assert list(Occurrence.objects.visible_to(deputy)) == [mine]


@pytest.mark.django_db
def test_a_head_and_a_stranger_mark_nothing(section):
    occurrence = due(section)

    with pytest.raises(NotAllowed):
        mark(occurrence, UserFactory(committee=section.plan.committee, role=Role.HEAD))
    with pytest.raises(ObjectDoesNotExist):
        mark(occurrence, UserFactory())

    occurrence.refresh_from_db()
    assert occurrence.state == STATE.PLANNED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"seen": "in-progress"}, "stale", id="somebody marked it meanwhile"),
        pytest.param({"state": "not-done"}, "no-note", id="not done, and no word why"),
        pytest.param({"state": "not-applicable", "note": " "}, "no-note", id="not needed, why"),
        pytest.param({"state": "not-done", "note": "Перенесено"}, None, id="not done, explained"),
    ],
)
def test_marks_are_refused_where_they_would_mislead(section, editor, changed, code):
    assert refusal(mark, due(section), editor, **changed) == code


# Counted -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_plan_counts_what_is_done_ahead_late_and_without_a_date(section, editor):
    mark(due(section, TODAY - DAY), editor)
    due(section, TODAY - DAY)
    due(section, TODAY)
    due(section, TODAY + DAY, state=STATE.IN_PROGRESS)
    due(section, state=STATE.NOT_APPLICABLE, note="Отменено")
    ActivityFactory(section=section)
    Activity.objects.filter(pk=due(section).activity_id).update(deleted_at="2026-11-01T00:00Z")

    progress = plan_progress(section.plan, today=TODAY)

    assert progress[1:] == (1, 2, 1, 1, 1, 0)
    assert (progress.total, progress.percent) == (5, 20)


@pytest.mark.django_db
def test_what_waits_depends_on_who_asks(section, editor):
    school = SchoolFactory(committee=editor.committee)
    due(section, TODAY - DAY, school=school)
    due(section, TODAY + 30 * DAY, school=school)
    PlanFactory(committee=editor.committee, status=Plan.Status.REVIEW, title="На столе")
    head = UserFactory(committee=editor.committee, role=Role.HEAD)

    labels = {
        name: [(item.label, item.tone) for item in waiting_for(user, TODAY)]
        for name, user in (
            ("head", head),
            ("editor", editor),
            ("deputy", make_deputy(school)),
            ("observer", UserFactory(committee=editor.committee, role=Role.OBSERVER)),
            ("stranger", UserFactory()),
        )
    }

    late = ("просрочено: 1\u00a0срок", "bad")
    assert labels == {
        "head": [("ждёт решения", "warn"), late],
        "editor": [late],
        "deputy": [("просрочено с 22.11.2026", "bad")],
        "observer": [],
        "stranger": [],
    }


# Answers to a case -------------------------------------------------------------------------------


@pytest.fixture
def case(editor):
    return Case.objects.create(
        school=SchoolFactory(committee=editor.committee), year=2026, title="Завышение"
    )


@pytest.mark.django_db
def test_an_activity_answers_a_case_once_and_can_be_taken_off(section, editor, case):
    activity = due(section, TODAY + DAY).activity
    pair = {"activity_id": activity.pk, "case_id": case.pk, "by": editor}

    execution.link_case(**pair)
    execution.link_case(**pair)
    linked = work_of_case(case, editor, today=TODAY).answers
    execution.unlink_case(**pair)

    assert [(one.activity, one.next_due) for one in linked] == [(activity, TODAY + DAY)]
    assert not activity.cases.exists()
    assert [event.action for event in AuditEvent.objects.about(case)] == [
        "case-activity-removed",
        "case-activity-added",
    ]


@pytest.mark.django_db
def test_foreign_activities_and_closed_cases_are_out_of_reach(section, editor, case):
    activity, foreign = ActivityFactory(section=section), ActivityFactory()

    with pytest.raises(Activity.DoesNotExist):
        execution.link_case(activity_id=foreign.pk, case_id=case.pk, by=editor)
    Case.objects.update(status=Case.Status.CLOSED, closed_at="2026-11-01T00:00Z", closed_by=editor)
    code = refusal(execution.link_case, activity_id=activity.pk, case_id=case.pk, by=editor)

    assert code == "case-closed"


# Pages -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_deputy_reads_what_the_school_has_to_do_and_marks_it(client, section):
    school = SchoolFactory(committee=section.plan.committee)
    occurrence = due(section, school=school)
    due(section, school=SchoolFactory(committee=section.plan.committee, short_name="Чужая"))
    client.force_login(make_deputy(school))
    page = reverse("plans:occurrence-list")

    seen = client.get(page).content.decode()
    answer = client.post(
        reverse("plans:occurrence-done", args=[occurrence.pk]),
        {"seen": "planned", "state": "done", "note": "Протокол 5", "next": page},
    )
    settled = client.get(page, {"when": "all"}).content.decode()

    occurrence.refresh_from_db()
    assert "Что должна сделать моя школа" in seen
    assert "Чужая" not in seen
    assert 'name="school"' not in seen, "one school is nothing to choose from"
    assert answer.url == f"{page}#occurrence-{occurrence.pk}"
    assert occurrence.state == STATE.DONE
    assert "Протокол 5" in settled


@pytest.mark.django_db
def test_a_refused_mark_tells_why_in_its_row(client, section, editor):
    occurrence = due(section)
    client.force_login(editor)

    response = client.post(
        reverse("plans:occurrence-done", args=[occurrence.pk]),
        {"seen": "planned", "state": "not-done"},
        headers={"HX-Request": "true"},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert page.lstrip().startswith(f'<tr id="occurrence-{occurrence.pk}"')
    assert "Напишите, почему" in page


@pytest.mark.django_db
@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_a_mark_leads_nowhere_outside(client, section, editor, away):
    client.force_login(editor)

    response = client.post(
        reverse("plans:occurrence-done", args=[due(section).pk]),
        {"seen": "planned", "state": "done", "next": away},
    )

    assert response.url == reverse("plans:occurrence-list")


@pytest.mark.django_db
def test_the_list_shows_what_is_late_or_all_of_a_plan(client, section, editor):
    late = due(section, datetime.date(2020, 1, 1))
    for n in range(12):
        due(section, datetime.date(2090, 1, 1) + n * DAY)
    client.force_login(editor)
    page = reverse("plans:occurrence-list")

    overdue = client.get(page, {"when": "overdue"}).content.decode()
    everything = client.get(page, {"when": "all", "plan": section.plan_id}).content.decode()

    assert overdue.count('<tr id="occurrence-') == 1
    assert f'id="occurrence-{late.pk}"' in overdue
    assert everything.count('<tr id="occurrence-') == 13


@pytest.mark.django_db
def test_queries_of_the_list_do_not_grow_with_its_rows(client, section, editor):
    client.force_login(editor)
    page = reverse("plans:occurrence-list")

    few = queries_of(client, page, [due(section)])
    many = queries_of(client, page, [due(section, TODAY + n * DAY) for n in range(20)])

    assert many == few


def queries_of(client, page, _):
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


@pytest.mark.django_db
def test_the_page_of_a_plan_shows_how_it_goes(client, section, editor):
    due(section, datetime.date(2020, 1, 1))
    client.force_login(editor)

    page = client.get(section.plan.get_absolute_url()).content.decode()
    address = reverse("plans:plan-occurrences", args=[section.plan_id])
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert address in page
    assert "просрочено: 1" in fragment


@pytest.mark.django_db
def test_an_editor_adds_an_activity_to_a_case_and_a_deputy_only_reads(
    client, section, editor, case
):
    activity = due(section).activity
    client.force_login(editor)
    offered = client.get(reverse("plans:case-activities", args=[case.pk])).content.decode()

    added = client.post(
        reverse("plans:case-activity-add", args=[case.pk]),
        {"activity": activity.pk},
        headers={"HX-Request": "true"},
    )
    nothing = client.post(reverse("plans:case-activity-add", args=[case.pk]), {"activity": ""})
    client.force_login(make_deputy(case.school))
    read = client.get(reverse("plans:case-activities", args=[case.pk])).content.decode()

    assert f'<option value="{activity.pk}">' in offered
    assert activity.title in added.content.decode()
    assert nothing.status_code == 422
    assert activity.title in read
    assert "<select" not in read
