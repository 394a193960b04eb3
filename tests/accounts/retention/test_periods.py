"""For how long files are kept, which of them are due, and how an act about them is drawn up."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import DestroyedPaper, DestructionAct, RetentionPeriod, Role
from accounts.reports import papers_due
from accounts.services import retention
from accounts.services.retention import Period
from assessments.models import Upload
from config.keeping import waiting_for
from observers.models import ActScan, ObservationAct
from tests.accounts.retention.papers import (
    DAY,
    DUE_ON,
    HELD_ON,
    NOW,
    ORDER,
    TODAY,
    confirm,
    draw_up,
    keep,
    protocol_of,
)
from tests.factories.accounts import UserFactory
from tests.factories.observers import AssignmentFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


def test_years_are_counted_from_the_new_year_after_the_day_of_the_document(
    session, committee, editor
):
    keep(committee)
    protocol_of(session, editor)

    due = {day: papers_due(committee.pk, day)["protocol"] for day in (DUE_ON - DAY, DUE_ON)}

    assert due == {DUE_ON - DAY: 0, DUE_ON: 1}
    assert RetentionPeriod.objects.get().ends_on(HELD_ON) == DUE_ON


def test_without_a_period_nothing_is_ever_due(session, committee, editor, commission):
    protocol_of(session, editor)

    assert papers_due(committee.pk, datetime.date(2099, 1, 1)) == {
        "protocol": 0, "upload": 0, "act-scan": 0, "evidence": 0,
    }  # fmt: skip
    assert refusal(draw_up, editor, commission) == "nothing-due"


def test_every_kind_of_kept_files_becomes_due(session, committee, editor):
    act = ObservationAct.objects.create(
        assignment=AssignmentFactory(session=session), started_at=datetime.time(9),
        ended_at=datetime.time(10), participants=5, no_violations=True,
    )  # fmt: skip
    ActScan.objects.create(act=act, file="a", sha256="b" * 64, size=1, uploaded_by=editor)
    Upload.objects.create(
        session=session, file="u", sha256="c" * 64, size=1, uploaded_by=editor, state="accepted"
    )
    protocol_of(session, editor)
    for kind in ("protocol", "upload", "act-scan"):
        keep(committee, kind)

    due = papers_due(committee.pk, TODAY)

    assert due == {"protocol": 1, "upload": 1, "act-scan": 1, "evidence": 0}


def test_papers_in_a_draft_are_due_again_only_when_it_is_withdrawn(
    session, committee, editor, commission
):
    keep(committee)
    protocol_of(session, editor)
    act = draw_up(editor, commission)
    twice = refusal(draw_up, editor, commission)

    retention.withdraw_act(act_id=act.pk, now=NOW, by=editor)

    assert twice == "nothing-due"
    assert papers_due(committee.pk, TODAY)["protocol"] == 1
    assert draw_up(editor, commission).papers.count() == 1


def test_who_may_do_what(session, committee, editor, head, commission):
    keep(committee)
    protocol_of(session, editor)
    act = draw_up(editor, commission)

    for forbidden in (
        lambda: confirm(act, editor),
        lambda: draw_up(head, commission),
        lambda: retention.set_periods(periods=[], by=editor),
        lambda: retention.withdraw_act(
            act_id=act.pk, now=NOW, by=UserFactory(committee=committee, role=Role.DEPUTY)
        ),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"reason": " "}, "no-reason", id="without grounds"),
        pytest.param({"member_ids": []}, "commission-too-small", id="a chair alone"),
    ],
)
def test_an_act_without_its_parts_is_not_drawn_up(
    session, committee, editor, commission, changed, code
):
    keep(committee)
    protocol_of(session, editor)

    assert refusal(draw_up, editor, commission, **changed) == code
    assert not DestructionAct.objects.exists()


@pytest.mark.parametrize(
    ("years", "source", "code"),
    [
        pytest.param(5, " ", "no-source", id="without a source"),
        pytest.param(76, ORDER, "years-out-of-range", id="longer than anything"),
    ],
)
def test_a_period_needs_a_source_and_an_end(head, years, source, code):
    wanted = [Period("protocol", years, source)]

    assert refusal(retention.set_periods, periods=wanted, by=head) == code


def test_the_head_sets_the_periods_and_the_editor_draws_up_on_the_pages(
    client, session, committee, editor, head, commission
):
    protocol_of(session, editor)
    client.force_login(head)
    settings, without = reverse("accounts:retention-settings"), {"years_protocol": 1}

    faulty = client.post(settings, without)
    client.post(settings, {**without, "source_protocol": ORDER})
    client.force_login(editor)
    listed = client.get(reverse("accounts:retention")).content.decode()
    made = client.post(
        reverse("accounts:destruction-create"),
        {"kinds": "protocol", "reason": "Срок истёк", "chair": commission[0].pk,
         "members": commission[1].pk},
        follow=True,
    )  # fmt: skip

    assert faulty.status_code == 422
    assert ORDER in listed
    assert "лист.jpg" in made.content.decode()
    act = DestructionAct.objects.get()
    assert act.commission == [f"{person.full_name}, {person.position}" for person in commission]
    client.force_login(head)
    assert act.get_absolute_url() in [item.address for item in waiting_for(head, TODAY)]
    address = reverse("accounts:destruction-confirm", args=[act.pk])
    assert "утверждён" in client.post(address, follow=True).content.decode()


def test_more_papers_take_no_more_queries(
    client, session, committee, editor, commission, django_assert_num_queries
):
    keep(committee)
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        protocol_of(session, editor, name)
    act = draw_up(editor, commission)
    client.force_login(editor)
    address = act.get_absolute_url()
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    DestroyedPaper.objects.filter(name="3.jpg").delete()

    with django_assert_num_queries(len(few)):
        client.get(address)
