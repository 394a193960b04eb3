"""A case goes from a sign to an exit, one step after another."""

import datetime

import pytest

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from schools.models import Case, School
from schools.services import cases
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
STATUS = Case.Status


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def editor(school):
    return UserFactory(committee=school.committee)


def open_case(school, by, **fields):
    given = {"year": 2026, "title": "Признаки", "source": "committee", "summary": "Суть"}
    return cases.open_case(school_id=school.pk, by=by, **{**given, **fields})


def at(case, status, curator=None):
    Case.objects.filter(pk=case.pk).update(status=status, curator=curator)
    case.refresh_from_db()
    return case


@pytest.mark.parametrize(
    ("status", "step", "code"),
    [
        (STATUS.OPENED, "explain", None),
        (STATUS.EXPLAINED, "explain", "case-move"),
        (STATUS.HELPED, "explain", "case-move"),
        (STATUS.WATCHED, "explain", "case-move"),
        (STATUS.CLOSED, "explain", "case-closed"),
        (STATUS.OPENED, "help", None),
        (STATUS.EXPLAINED, "help", None),
        (STATUS.HELPED, "help", "case-move"),
        (STATUS.WATCHED, "help", None),
        (STATUS.CLOSED, "help", "case-closed"),
        (STATUS.OPENED, "watch", None),
        (STATUS.EXPLAINED, "watch", None),
        (STATUS.HELPED, "watch", None),
        (STATUS.WATCHED, "watch", "case-move"),
        (STATUS.CLOSED, "watch", "case-closed"),
        (STATUS.OPENED, "close", None),
        (STATUS.EXPLAINED, "close", None),
        (STATUS.HELPED, "close", None),
        (STATUS.WATCHED, "close", None),
        (STATUS.CLOSED, "close", "case-closed"),
    ],
)
def test_each_step_is_open_only_from_its_states(school, editor, status, step, code):
    curator = PersonFactory(committee=school.committee)
    case = at(open_case(school, editor), status, curator)
    given = {"case_id": case.pk, "version": case.version}
    steps = {
        "explain": lambda: cases.explain_case(**given, text="Так вышло", by=make_deputy(school)),
        "help": lambda: cases.decide_case(**given, status="helped", decision="Помочь", by=editor),
        "watch": lambda: cases.decide_case(**given, status="watched", decision="Ждать", by=editor),
        "close": lambda: cases.close_case(
            **given, outcome="improved", conclusion="Выправились", by=editor
        ),
    }

    refused = refusal(steps[step])

    assert refused == code


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"status": "helped", "decision": "Помочь"}, "no-curator"),
        ({"status": "watched", "decision": "  "}, "no-decision"),
        ({"status": "watched", "decision": "Ждать", "version": 77}, "stale"),
    ],
    ids=["help without a curator", "a decision without words", "a stale page"],
)
def test_a_decision_is_refused(school, editor, fields, code):
    case = open_case(school, editor)

    given = {"case_id": case.pk, "version": case.version, "by": editor, **fields}
    refused = refusal(cases.decide_case, **given)

    assert refused == code
    case.refresh_from_db()
    assert case.status == STATUS.OPENED


def test_a_second_sign_joins_the_open_case(school, editor):
    first = open_case(school, editor, source="sign", reference="assessments.sign:1")

    second = open_case(school, editor, source="sign", reference="assessments.sign:2")

    assert second == first
    assert first.evidence.count() == 2


def test_the_same_sign_is_written_down_once(school, editor):
    open_case(school, editor, source="sign", reference="assessments.sign:1")

    case = open_case(school, editor, source="sign", reference="assessments.sign:1")

    assert case.evidence.count() == 1


def test_after_closing_a_new_case_may_begin(school, editor):
    first = open_case(school, editor)
    cases.close_case(
        case_id=first.pk, version=1, outcome="improved", conclusion="Выправились", by=editor
    )

    second = open_case(school, editor)

    assert second != first


def test_closing_keeps_the_recommendations(school, editor):
    case = open_case(school, editor)
    cases.decide_case(
        case_id=case.pk, version=1, status="watched", decision="Позвать методиста", by=editor
    )

    closed = cases.close_case(
        case_id=case.pk, version=2, outcome="improved", conclusion="Всё хорошо", by=editor
    )

    assert (closed.decision, closed.conclusion) == ("Позвать методиста", "Всё хорошо")
    assert closed.closed_by == editor


@pytest.mark.parametrize("role", [Role.HEAD, Role.OBSERVER, Role.DEPUTY])
def test_only_editors_run_cases(school, role):
    user = UserFactory(committee=school.committee, role=role)

    with pytest.raises(NotAllowed):
        open_case(school, user)

    assert not Case.objects.exists()


def test_a_case_is_never_opened_on_a_foreign_school(editor):
    foreign = SchoolFactory()

    with pytest.raises(School.DoesNotExist):
        open_case(foreign, editor)


def test_nobody_explains_instead_of_the_school(school, editor):
    case = open_case(school, editor)
    of_another_school = make_deputy(SchoolFactory(committee=school.committee))

    for user in (editor, of_another_school):
        with pytest.raises(NotAllowed):
            cases.explain_case(case_id=case.pk, version=1, text="Так вышло", by=user)

    case.refresh_from_db()
    assert case.explanation == ""


def test_a_school_cannot_be_its_own_curator(school, editor):
    case = open_case(school, editor)

    refused = refusal(
        cases.appoint_curator,
        case_id=case.pk,
        version=1,
        curator_id=None,
        curator_school_id=school.pk,
        by=editor,
    )

    assert refused == "own-curator"


def test_the_day_of_the_explanation_moves_while_it_is_awaited(school, editor):
    case = open_case(school, editor)
    day = datetime.date(2026, 12, 1)

    moved = cases.move_due_date(case_id=case.pk, version=1, explanation_due_on=day, by=editor)
    at(case, STATUS.EXPLAINED)
    refused = refusal(
        cases.move_due_date, case_id=case.pk, version=2, explanation_due_on=day, by=editor
    )

    assert moved.explanation_due_on == day
    assert refused == "explained"


def test_every_step_leaves_a_line_in_the_journal(school, editor):
    case = open_case(school, editor)
    cases.explain_case(case_id=case.pk, version=1, text="Так вышло", by=make_deputy(school))
    cases.close_case(
        case_id=case.pk, version=2, outcome="explained", conclusion="Объяснили", by=editor
    )

    actions = [event.action for event in AuditEvent.objects.about(case)]

    assert actions == ["case-closed", "case-explained", "case-opened"]
