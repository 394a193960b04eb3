"""What proved an activity is kept for a period, too, and goes by an act."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import RetentionPeriod, Role
from accounts.reports import papers_due
from accounts.services import retention
from plans.services import evidence as services
from plans.services.evidence import Brought
from tests.accounts.hostile_files import pdf
from tests.factories.accounts import PersonFactory, UserFactory
from tests.plans.desk import address, page
from tests.plans.evidence.bringing import add, protocol, withdraw
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
# The plan ends on 31.08.2027: one whole year later is 2028.
DUE_ON = datetime.date(2029, 1, 1)
NOW = datetime.datetime(2029, 2, 1, 9, tzinfo=datetime.UTC)


@pytest.fixture
def committee(due):
    plan = due.activity.section.plan
    plan.period_from, plan.period_to = datetime.date(2026, 9, 1), datetime.date(2027, 8, 31)
    plan.title = "План города"
    plan.save()
    RetentionPeriod.objects.create(
        committee=plan.committee, kind="evidence", years=1, source="приказ № 7",
        changed_by=UserFactory(committee=plan.committee),
    )  # fmt: skip
    return plan.committee


def brought_on(day, due, deputy, brought=None):
    kept = add(due, deputy, brought)
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    type(kept).objects.filter(pk=kept.pk).update(added_at=at)
    return kept


def destroy(committee, editor):
    people = [PersonFactory(committee=committee) for _ in range(2)]
    act = retention.draw_up_act(
        kinds=["evidence"], reason="Срок истёк", chair_id=people[0].pk,
        member_ids=[people[1].pk], today=NOW.date(), by=editor,
    )  # fmt: skip
    head = UserFactory(committee=committee, role=Role.HEAD)
    return retention.confirm_act(act_id=act.pk, now=NOW, by=head)


def test_it_is_kept_from_the_end_of_the_plan_or_from_the_day_it_came_later(committee, due, deputy):
    brought_on(datetime.date(2026, 10, 5), due, deputy)
    brought_on(datetime.date(2028, 2, 5), due, deputy, protocol(2))

    days = (DUE_ON - datetime.timedelta(days=1), DUE_ON, datetime.date(2030, 1, 1))

    assert [papers_due(committee.pk, day)["evidence"] for day in days] == [0, 1, 2]


def test_an_act_names_every_version_the_withdrawn_too_and_no_link(
    client, committee, due, deputy, editor, django_capture_on_commit_callbacks
):
    day = datetime.date(2026, 10, 5)
    first = brought_on(day, due, deputy)
    second = services.replace_evidence(evidence_id=first.pk, brought=protocol(2), by=deputy)
    type(first).objects.filter(pk=second.pk).update(added_at=first.added_at)
    taken_back = brought_on(day, due, deputy, protocol(3, note="Черновик"))
    withdraw(taken_back, deputy)
    link = brought_on(day, due, deputy, Brought("link", url="https://school.example/vpr"))

    with django_capture_on_commit_callbacks(execute=True):
        act = destroy(committee, editor)

    lines = [(paper.name, paper.belongs_to.rpartition(", ")[2]) for paper in act.papers.all()]
    assert lines == [
        ("Протокол № 5", str(due.school)), ("Протокол № 5", str(due.school)),
        ("Черновик", "отозвано"),
    ]  # fmt: skip
    assert "План города" in act.papers.first().belongs_to
    for evidence in (first, second, taken_back):
        evidence.refresh_from_db()
        assert evidence.destroyed_by_act == act
        assert not default_storage.exists(evidence.file.name)
        assert client.get(address("evidence-file", evidence.pk)).status_code == 404
    link.refresh_from_db()
    assert link.destroyed_by_act is None
    shown = page(client.get(address("occurrence-detail", due.pk)))
    assert shown.count("Файл уничтожен по акту №&nbsp;1 от 01.02.2029") == 3


def test_the_same_document_may_be_brought_again_once_its_file_is_gone(
    committee, due, deputy, editor
):
    brought_on(datetime.date(2026, 10, 5), due, deputy, protocol(data=pdf()))
    while_there = refusal(add, due, deputy, protocol(data=pdf()))
    destroy(committee, editor)

    again = add(due, deputy, protocol(data=pdf()))

    assert while_there == "same-evidence"
    assert again.destroyed_by_act is None
