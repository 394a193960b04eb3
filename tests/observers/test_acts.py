"""Acts: who writes them, when, what they must say, and who reads them."""

import datetime

import pytest

from accounts.errors import NotAllowed
from accounts.models import AuditEvent
from assessments.models import Session
from observers.models import ActMark, Assignment, ChecklistItem, ObservationAct
from observers.services.acts import ActFacts, Violation, submit_act
from tests.factories.schools import make_deputy
from tests.observers.people import DAY, NOW, ONE, account_of, fit_observer, sent, session_in
from tests.refusals import refusal


def facts(**changed):
    plain = {
        "stage": ObservationAct.Stage.CONDUCT,
        "started_at": datetime.time(8, 40),
        "ended_at": datetime.time(10, 15),
        "participants": 24,
        "no_violations": True,
    }
    return ActFacts(**{**plain, **changed})


@pytest.fixture
def assignment(observer, session):
    return sent(observer, session)


@pytest.fixture
def author(observer):
    return account_of(observer)


def test_the_portal_comes_with_a_checklist(db):
    assert ChecklistItem.objects.filter(is_active=True).count() == 12


def test_a_clean_act_marks_every_line_as_kept(assignment, author):
    act = submit_act(assignment_id=assignment.pk, facts=facts(), by=author, today=DAY)

    assert act.no_violations
    assert set(act.marks.values_list("is_kept", flat=True)) == {True}
    assert act.marks.count() == ChecklistItem.objects.filter(is_active=True).count()
    assert AuditEvent.objects.about(act).get().action == "act-submitted"


def test_a_violation_is_kept_with_its_line_and_comment(assignment, author):
    phones = ChecklistItem.objects.get(code="no-phones")
    seen = facts(no_violations=False, violations=(Violation(phones.pk, " телефон на парте "),))

    act = submit_act(assignment_id=assignment.pk, facts=seen, by=author, today=DAY)

    broken = act.marks.get(is_kept=False)
    assert (broken.item, broken.comment) == (phones, "телефон на парте")


def test_a_line_taken_out_of_use_is_not_asked(assignment, author):
    ChecklistItem.objects.filter(code="storage").update(is_active=False)

    act = submit_act(assignment_id=assignment.pk, facts=facts(), by=author, today=DAY)

    assert not act.marks.filter(item__code="storage").exists()


@pytest.mark.parametrize(
    ("today", "changed", "code"),
    [
        pytest.param(DAY - ONE, {}, "session-not-held", id="the day before"),
        pytest.param(DAY + 90 * ONE, {}, None, id="three months later"),
        pytest.param(
            DAY, {"ended_at": datetime.time(8, 40)}, "ends-before-start", id="ends when it starts"
        ),
        pytest.param(DAY, {"no_violations": False}, "no-violation-named", id="none named"),
        pytest.param(
            DAY, {"violations": (Violation(1),)}, "clean-with-violations", id="clean and ticked"
        ),
        pytest.param(
            DAY,
            {"no_violations": False, "violations": (Violation(987654),)},
            "unknown-item",
            id="a line that is no longer there",
        ),
    ],
)
def test_an_act_is_refused_when(assignment, author, today, changed, code):
    answer = refusal(
        submit_act, assignment_id=assignment.pk, facts=facts(**changed), by=author, today=today
    )

    assert answer == code
    assert ObservationAct.objects.exists() is (code is None)


def test_an_act_is_handed_in_once(assignment, author):
    submit_act(assignment_id=assignment.pk, facts=facts(), by=author, today=DAY)

    again = refusal(
        submit_act, assignment_id=assignment.pk, facts=facts(participants=1), by=author, today=DAY
    )

    assert again == "act-exists"
    assert ObservationAct.objects.get().participants == 24


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"withdrawn_at": NOW}, "already-withdrawn", id="withdrawn"),
        pytest.param({"cancelled": True}, "session-cancelled", id="the session is cancelled"),
    ],
)
def test_no_act_where_nobody_went(assignment, author, changes, code):
    if changes.pop("cancelled", False):
        Session.objects.filter(pk=assignment.session_id).update(status=Session.Status.CANCELLED)
    Assignment.objects.filter(pk=assignment.pk).update(withdrawal_reason="болезнь", **changes)

    answer = refusal(submit_act, assignment_id=assignment.pk, facts=facts(), by=author, today=DAY)

    assert answer == code


def test_nobody_writes_the_act_of_another(assignment, committee, editor):
    stranger = account_of(fit_observer(committee))

    with pytest.raises(NotAllowed):
        submit_act(assignment_id=assignment.pk, facts=facts(), by=editor, today=DAY)
    with pytest.raises(Assignment.DoesNotExist):
        submit_act(assignment_id=assignment.pk, facts=facts(), by=stranger, today=DAY)


def test_acts_are_for_the_committee_and_their_author(assignment, author, editor, committee):
    act = submit_act(assignment_id=assignment.pk, facts=facts(), by=author, today=DAY)
    other = account_of(fit_observer(committee))
    deputy = make_deputy(assignment.session.school)

    readers = {
        user: list(ObservationAct.objects.visible_to(user))
        for user in (author, editor, other, deputy)
    }

    assert readers == {author: [act], editor: [act], other: [], deputy: []}


def test_an_act_is_awaited_from_the_day_of_the_session_on(assignment, committee):
    sent(fit_observer(committee), session_in(committee, held_on=DAY + ONE))
    sent(fit_observer(committee), session_in(committee, status=Session.Status.CANCELLED))

    assert not Assignment.objects.awaiting_act(DAY - ONE).exists()
    assert list(Assignment.objects.awaiting_act(DAY)) == [assignment]


def test_a_mark_is_unique_per_line(assignment, author):
    act = submit_act(assignment_id=assignment.pk, facts=facts(), by=author, today=DAY)

    assert ActMark.objects.filter(act=act).values("item").distinct().count() == act.marks.count()
