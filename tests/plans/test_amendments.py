"""«Внесение изменений»: a working copy of an approved plan, approved by its own order."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from plans.models import Activity, Occurrence, Plan, PlanVersion, Responsibility
from plans.services import approval, editing, marking
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
FIRST = {"order_number": "12", "order_date": datetime.date(2026, 9, 14)}
SECOND = {"order_number": "34", "order_date": datetime.date(2027, 2, 1)}


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def head(editor):
    return UserFactory(committee=editor.committee, role=Role.HEAD)


def by(day):
    return [{"kind": "by", "by": day}]


@pytest.fixture
def approved(editor, head):
    """Three rows, each with a due date."""
    plan = PlanFactory(committee=editor.committee)
    section = SectionFactory(plan=plan, position=1, title="Раздел 1")
    for place, name in enumerate(("Первое", "Второе", "Третье"), start=1):
        ActivityFactory(
            section=section, position=place, number=str(place), title=name,
            deadline=f"до 0{place}.12.2026", readings=by(f"2026-12-0{place}"), responsible="Громов",
        )  # fmt: skip
    decide(plan, editor, head, **FIRST)
    plan.refresh_from_db()
    return plan


def decide(plan, editor, head, **order):
    plan.refresh_from_db()
    plan = approval.submit_plan(plan_id=plan.pk, version=plan.version, by=editor)
    return approval.approve_plan(plan_id=plan.pk, version=plan.version, by=head, **order)


def row(plan, title):
    return Activity.objects.live().get(section__plan=plan, title=title)


def titles(plan):
    rows = Activity.objects.live().filter(section__plan=plan)
    return list(
        rows.order_by("section__position", "position", "pk").values_list("title", flat=True)
    )


@pytest.fixture
def copy(approved, editor):
    return approval.start_amendment(plan_id=approved.pk, by=editor)


# The copy ----------------------------------------------------------------------------------------


def test_the_working_copy_says_what_the_plan_says_and_the_plan_stays_in_force(copy, approved):
    approved.refresh_from_db()

    assert titles(copy) == titles(approved) == ["Первое", "Второе", "Третье"]
    assert (copy.status, copy.amends, copy.order_number) == (Plan.Status.DRAFT, approved, "")
    assert approved.status == Plan.Status.APPROVED
    assert AuditEvent.objects.about(approved).first().action == "plan-amendment-started"


def test_changes_are_prepared_one_set_at_a_time(copy, approved, editor):
    second = refusal(approval.start_amendment, plan_id=approved.pk, by=editor)
    of_a_draft = refusal(approval.start_amendment, plan_id=copy.pk, by=editor)

    assert (second, of_a_draft) == ("amendment-open", "plan-not-approved")
    assert Plan.objects.filter(amends=approved).count() == 1


def test_only_an_editor_starts_changes(approved, head):
    with pytest.raises(NotAllowed):
        approval.start_amendment(plan_id=approved.pk, by=head)

    assert not Plan.objects.filter(amends=approved).exists()


# Approval of changes -----------------------------------------------------------------------------


@pytest.fixture
def amended(copy, approved, editor, head):
    """The first row reworded and moved to January, the second removed, a fourth added."""
    first, second = row(copy, "Первое"), row(copy, "Второе")
    editing.change_activity(
        activity_id=first.pk, version=first.version, by=editor,
        title="Первое, уточнённое", deadline="до 15.01.2027",
    )  # fmt: skip
    Activity.objects.filter(pk=first.pk).update(readings=by("2027-01-15"))
    Responsibility.objects.filter(activity=first).delete()
    Responsibility.objects.create(activity=first, wording="Лебедева", is_corrected=True)
    editing.remove_activity(activity_id=second.pk, by=editor)
    ActivityFactory(
        section=first.section, position=9, number="4", title="Четвёртое", readings=by("2027-03-01")
    )
    decide(copy, editor, head, **SECOND)
    copy.refresh_from_db()
    return copy


def test_approved_changes_go_into_the_rows_they_came_from(approved, copy, editor, head, request):
    first, second = row(approved, "Первое").pk, row(approved, "Второе").pk

    request.getfixturevalue("amended")

    gone = Activity.objects.get(pk=second)
    assert titles(approved) == ["Первое, уточнённое", "Третье", "Четвёртое"]
    assert Activity.objects.get(pk=first).title == "Первое, уточнённое"
    assert (gone.title, gone.deleted_at is None) == ("Второе", False)
    answers = Responsibility.objects.filter(activity=first).values_list("wording", "is_corrected")
    assert list(answers) == [("Лебедева", True)]


def test_the_changes_make_the_next_version_by_their_own_order(amended, approved):
    versions = list(approved.versions.values_list("number", "order_number"))
    approved.refresh_from_db()
    newest = approved.versions.get(number=2)

    stamps = [line for stamp in newest.outline["stamps"] for line in stamp["lines"]]
    assert versions == [(1, "12"), (2, "34")]
    assert (amended.status, approved.status) == (Plan.Status.MERGED, Plan.Status.APPROVED)
    assert "от 14.09.2026 № 12" in stamps
    assert "(в редакции приказа от 01.02.2027 № 34)" in stamps
    assert newest.outline["order"] == {"date": "2027-02-01", "number": "34"}
    assert not amended.versions.exists()
    assert approved.order_number == "12"


def test_due_dates_follow_the_changes_and_what_is_done_stays(approved, copy, editor, head, request):
    second = Occurrence.objects.get(activity=row(approved, "Второе"))
    marking.report_occurrence(
        occurrence_id=second.pk, seen="planned", state="done", note="Проведено", by=editor
    )

    request.getfixturevalue("amended")

    live = Occurrence.objects.live().filter(activity__section__plan=approved)
    due = sorted(str(one.due_on) for one in live)
    second.refresh_from_db()
    assert due == ["2026-12-03", "2027-01-15", "2027-03-01"]
    assert (second.state, second.note) == ("done", "Проведено")


def test_changes_may_be_made_again_and_again(amended, approved, editor, head):
    again = approval.start_amendment(plan_id=approved.pk, by=editor)
    third = row(again, "Третье")
    editing.change_activity(activity_id=third.pk, version=third.version, by=editor, title="Иное")

    decide(again, editor, head, order_number="56", order_date=datetime.date(2027, 5, 3))

    newest = approved.versions.get(number=3)
    stamps = [line for stamp in newest.outline["stamps"] for line in stamp["lines"]]
    assert titles(approved) == ["Первое, уточнённое", "Иное", "Четвёртое"]
    assert "(в редакции приказа от 03.05.2027 № 56)" in stamps
    assert PlanVersion.objects.count() == 3


def test_a_new_section_comes_and_a_removed_one_goes(copy, approved, editor, head):
    old = copy.sections.get()
    new = SectionFactory(plan=copy, position=2, title="Раздел 2")
    Activity.objects.filter(section=old, title="Третье").update(section=new)
    editing.remove_section(section_id=old.pk, by=editor)

    decide(copy, editor, head, **SECOND)

    assert [section.title for section in approved.sections.live()] == ["Раздел 2"]
    assert titles(approved) == ["Третье"]


def test_changes_that_come_back_with_remarks_change_nothing(copy, approved, editor, head):
    sent = approval.submit_plan(plan_id=copy.pk, version=copy.version, by=editor)
    approval.return_plan(plan_id=sent.pk, version=sent.version, comment="Не надо", by=head)

    assert titles(approved) == ["Первое", "Второе", "Третье"]
    assert approved.versions.count() == 1


# Pages -------------------------------------------------------------------------------------------


def test_the_way_of_changes_by_pages(client, approved, editor, head):
    client.force_login(editor)
    offered = client.get(approved.get_absolute_url()).content.decode()
    started = client.post(reverse("plans:plan-amend", args=[approved.pk]))
    copy = Plan.objects.get(amends=approved)
    shown = client.get(approved.get_absolute_url()).content.decode()
    client.post(reverse("plans:plan-submit", args=[copy.pk]), {"version": copy.version})
    client.force_login(head)

    decided = client.post(
        reverse("plans:plan-approve", args=[copy.pk]),
        {"version": copy.version + 1, "order_number": "34", "order_date": "2027-02-01"},
    )

    assert reverse("plans:plan-amend", args=[approved.pk]) in offered
    assert started.url == copy.get_absolute_url()
    assert copy.get_absolute_url() in shown
    assert reverse("plans:plan-amend", args=[approved.pk]) not in shown
    assert decided.url == approved.get_absolute_url()
    assert client.get(copy.get_absolute_url()).status_code == 200
