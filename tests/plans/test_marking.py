"""States of a due date: the table of moves, requests for a later date, marks for many schools."""

import datetime
from itertools import product

import pytest
from django.core.exceptions import ObjectDoesNotExist

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from plans.models import Occurrence, Plan, Postponement
from plans.services import marking, postponing
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory, PlanFactory, SectionFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.desk import address, page
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)
STATE = Occurrence.State
MARKS = [state for state in STATE if state != STATE.POSTPONED]


@pytest.fixture
def editor(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def activity(editor):
    plan = PlanFactory(committee=editor.committee, status=Plan.Status.APPROVED)
    return ActivityFactory(section=SectionFactory(plan=plan), title="Собрания с родителями")


@pytest.fixture
def due(activity):
    return OccurrenceFactory(activity=activity, planned_on=TODAY)


@pytest.fixture
def schools(editor):
    return [SchoolFactory(committee=editor.committee, short_name=f"Школа № {n}") for n in (1, 2, 3)]


@pytest.fixture
def each(activity, schools):
    return [
        OccurrenceFactory(activity=activity, planned_on=TODAY, school=school) for school in schools
    ]


def colleague(user, role=Role.EDITOR):
    return UserFactory(committee=user.committee, role=role)


def mark(occurrence, user, state, **changed):
    sent = {"seen": occurrence.state, "note": "Потому что", **changed}
    return marking.report_occurrence(occurrence_id=occurrence.pk, state=state, by=user, **sent)


# The table of moves ------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), list(product(STATE, MARKS)))
def test_a_mark_goes_along_the_table_of_moves_or_mends_the_note(activity, editor, before, after):
    done = {"done_at": "2026-11-01T00:00Z", "done_by": editor} if before == STATE.DONE else {}
    occurrence = OccurrenceFactory(activity=activity, state=before, **done)

    code = refusal(mark, occurrence, editor, after)

    allowed = before == after or after in Occurrence.MOVES[before]
    assert code == (None if allowed else "no-such-move")
    occurrence.refresh_from_db()
    assert occurrence.state == (after if allowed else before)


def test_nobody_puts_a_date_off_by_a_mark(due, editor):
    assert refusal(mark, due, editor, STATE.POSTPONED) == "by-request-only"


@pytest.mark.parametrize("state", [STATE.NOT_DONE, STATE.NOT_APPLICABLE])
def test_a_school_neither_exempts_nor_fails_itself(each, schools, state):
    with pytest.raises(NotAllowed):
        mark(each[0], make_deputy(schools[0]), state)


def test_a_mended_note_keeps_who_did_it_and_when(due, editor):
    done = mark(due, editor, STATE.DONE, note="Протокол 5")
    mended = mark(done, colleague(editor), STATE.DONE, note="Протокол № 5 от 20.11.2026")

    assert (mended.done_by, mended.done_at) == (done.done_by, done.done_at)
    assert mended.note == "Протокол № 5 от 20.11.2026"


def test_of_two_who_saw_the_same_state_the_second_is_told(due, editor):
    mark(due, editor, STATE.DONE)

    assert refusal(mark, due, colleague(editor), STATE.IN_PROGRESS, seen="planned") == "stale"


# A later date ------------------------------------------------------------------------------------


def ask(occurrence, user, due_after=TODAY + 10 * DAY, **changed):
    sent = {"reason": "Приболел лектор", "today": TODAY, **changed}
    return postponing.ask_postponement(
        occurrence_id=occurrence.pk, due_after=due_after, by=user, **sent
    )


def test_an_agreed_request_moves_the_date_that_counts_and_keeps_the_planned_one(due, editor):
    head = colleague(editor, Role.HEAD)
    asked = ask(due, editor)
    due.refresh_from_db()
    before = due.due_on

    postponing.agree_postponement(postponement_id=asked.pk, by=head)

    due.refresh_from_db()
    asked.refresh_from_db()
    assert before == TODAY
    assert (due.planned_on, due.due_on, due.state) == (TODAY, TODAY + 10 * DAY, STATE.POSTPONED)
    assert (asked.decision, asked.decided_by) == (Postponement.Decision.AGREED, head)
    assert [event.action for event in AuditEvent.objects.about(due)] == [
        "postponement-agreed",
        "postponement-asked",
    ]


def test_a_refused_request_leaves_the_date_and_says_why(due, editor):
    asked = ask(due, editor)
    head = colleague(editor, Role.HEAD)

    silent = refusal(postponing.refuse_postponement, postponement_id=asked.pk, remark=" ", by=head)
    postponing.refuse_postponement(postponement_id=asked.pk, remark="Успеваем", by=head)

    due.refresh_from_db()
    assert silent == "no-remark"
    assert (due.due_on, due.state) == (TODAY, STATE.PLANNED)
    assert ask(due, editor).decision == Postponement.Decision.ASKED


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"reason": "  "}, "no-reason", id="no reason"),
        pytest.param({"due_after": TODAY}, "not-later", id="the same day"),
        pytest.param({"today": TODAY + 30 * DAY}, "in-the-past", id="a day that has gone by"),
        pytest.param({"due_after": datetime.date(2126, 12, 1)}, "too-far", id="another century"),
    ],
)
def test_a_request_that_cannot_be_meant_is_refused(due, editor, changed, code):
    assert refusal(ask, due, editor, **changed) == code


def test_one_request_at_a_time_and_none_for_what_is_settled(due, editor):
    ask(due, editor)
    again = refusal(ask, due, editor)
    mark(due, editor, STATE.DONE)
    settled = refusal(ask, due, editor)

    assert (again, settled) == ("already-asked", "already-settled")
    assert due.postponements.get().decision == Postponement.Decision.REFUSED


def test_nobody_agrees_with_themselves_and_no_school_agrees_at_all(each, schools, editor):
    deputy = make_deputy(schools[0])
    own = ask(each[1], editor)
    from_school = ask(each[0], deputy)

    own_code = refusal(postponing.agree_postponement, postponement_id=own.pk, by=editor)
    with pytest.raises(NotAllowed):
        postponing.agree_postponement(postponement_id=from_school.pk, by=deputy)
    postponing.agree_postponement(postponement_id=from_school.pk, by=editor)

    assert own_code == "own-request"
    with pytest.raises(ObjectDoesNotExist):
        ask(each[1], deputy)


def test_a_date_that_was_moved_meanwhile_is_not_moved_by_an_old_request(due, editor):
    asked = ask(due, editor)
    Occurrence.objects.update(due_on=TODAY + DAY)

    code = refusal(postponing.agree_postponement, postponement_id=asked.pk, by=colleague(editor))

    assert code == "date-changed"


def test_a_decided_request_is_not_decided_again(due, editor):
    asked = ask(due, editor)
    head = colleague(editor, Role.HEAD)
    postponing.agree_postponement(postponement_id=asked.pk, by=head)

    code = refusal(postponing.refuse_postponement, postponement_id=asked.pk, remark="Нет", by=head)

    assert code == "already-decided"


def test_both_dates_and_who_agreed_are_read_on_the_page(client, due, editor):
    asked = ask(due, colleague(editor))

    client.post(address("postponement-decide", asked.pk), {"decision": "yes"})
    shown = page(client.get(address("occurrence-detail", due.pk)))
    listed = page(client.get(address("occurrence-list")))

    assert "23.11.2026 → 03.12.2026" in shown
    assert f"Согласовал(а) {editor}" in shown
    assert "Приболел лектор" in shown
    assert "03.12.2026" in listed
    assert "по плану 23.11.2026" in listed


# Many schools at once ----------------------------------------------------------------------------


def mark_many(each, user, state=STATE.DONE, **changed):
    sent = {"seen": {one.pk: one.state for one in each}, "note": "Со слов школ", **changed}
    return marking.mark_many(activity_id=each[0].activity_id, state=state, by=user, **sent)


def test_a_bulk_mark_takes_all_but_those_that_changed_meanwhile(each, schools, editor):
    mark(each[1], make_deputy(schools[1]), STATE.IN_PROGRESS)

    marked = mark_many(each, editor)

    assert marked.done == 2
    assert [(one.occurrence.school, one.why.code) for one in marked.refused] == [
        (schools[1], "stale")
    ]
    states = Occurrence.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["done", "in-progress", "done"]
    assert AuditEvent.objects.about(each[0]).get().action == "occurrence-reported"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"seen": {}}, "nothing-chosen", id="no school chosen"),
        pytest.param({"state": STATE.NOT_APPLICABLE, "note": ""}, "no-note", id="exempt, why"),
    ],
)
def test_a_bulk_mark_that_says_nothing_is_refused(each, editor, changed, code):
    assert refusal(mark_many, each, editor, **changed) == code


def test_only_the_committees_editors_mark_many(each, schools):
    with pytest.raises(NotAllowed):
        mark_many(each[:1], make_deputy(schools[0]))


def test_a_bulk_mark_reaches_no_other_activity(each, editor):
    elsewhere = OccurrenceFactory(activity=ActivityFactory(section=each[0].activity.section))

    marked = mark_many(each, editor, seen={elsewhere.pk: "planned"})

    elsewhere.refresh_from_db()
    assert (marked.done, elsewhere.state) == (0, STATE.PLANNED)


def test_the_page_counts_schools_and_leaves_the_exempt_out(client, each, editor):
    mark(each[0], editor, STATE.DONE)
    mark(each[2], editor, STATE.NOT_APPLICABLE, note="Нет 11 класса")

    shown = page(client.get(address("activity-execution", each[0].activity_id)))
    listed = page(client.get(address("occurrence-list"), {"when": "all"}))

    assert "Исполнено 1 из 2" in shown
    assert shown.count('name="occurrence"') == 3
    assert "Нет 11 класса" in shown
    assert "исполнено 1 из 2" in listed
    assert "ждём: Школа №\u00a02" in listed


def test_an_editor_ticks_schools_on_the_page(client, each):
    sent = {f"seen-{one.pk}": one.state for one in each}

    answer = client.post(
        address("activity-mark", each[0].activity_id),
        {**sent, "occurrence": [each[0].pk, each[2].pk], "state": "done", "note": "По звонку",
         "date": each[0].planned_on.isoformat()},
        follow=True,
    )  # fmt: skip

    assert "Отмечено: 2\u00a0школы." in page(answer)
    assert "Исполнено 2 из 3" in page(answer)


def test_a_deputy_sees_and_ticks_the_own_school_alone(client, each, schools):
    client.force_login(make_deputy(schools[1]))
    own = address("activity-execution", each[0].activity_id)

    shown = page(client.get(own))
    client.post(address("occurrence-done", each[1].pk), {"seen": "planned", "state": "done"})

    assert "Школа №\u00a02" in shown
    assert "Школа №\u00a01" not in shown
    assert "Исполнено 0 из 1" in shown
    assert client.post(address("activity-mark", each[0].activity_id)).status_code == 403
    assert [one.state for one in Occurrence.objects.order_by("pk")] == [
        "planned",
        "done",
        "planned",
    ]


def test_a_quarterly_activity_opens_at_the_date_that_waits(client, activity, editor):
    dates = [TODAY - 90 * DAY, TODAY, TODAY + 90 * DAY]
    for date in dates:
        OccurrenceFactory(activity=activity, planned_on=date)
    mark(Occurrence.objects.earliest("due_on"), editor, STATE.DONE)
    own = address("activity-execution", activity.pk)

    opened = page(client.get(own))
    earlier = page(client.get(own, {"date": "2026-08-25"}))

    assert "Исполнено 0 из 1 к 23.11.2026" in opened
    assert "Исполнено 1 из 1 к 25.08.2026" in earlier


# «Сроки» -----------------------------------------------------------------------------------------


def test_a_plans_title_stands_once_and_wordings_as_in_the_plan(client, activity, editor):
    activity.deadline, activity.responsible = "до 10 числа\nкаждого месяца", "Громов П. А."
    activity.save()
    for number in range(3):
        OccurrenceFactory(activity=activity, planned_on=TODAY + number * DAY)

    listed = page(client.get(address("occurrence-list")))
    table = listed[listed.index('id="occurrence-table"') :]

    assert table.count(activity.section.plan.title) == 1
    assert table.count("Собрания с родителями</a>") == 1
    assert "до 10 числа\nкаждого месяца · Громов П. А." in table
    assert table.count('<tr id="occurrence-') == 3


def test_the_filter_finds_by_state_and_by_responsible_and_stays_on_the_next_page(
    client, activity, editor
):
    mark(OccurrenceFactory(activity=activity), editor, STATE.DONE)
    section = activity.section
    for _ in range(21):
        other = ActivityFactory(section=section, responsible="Громов П. А.")
        OccurrenceFactory(activity=other, planned_on=TODAY)

    done = page(client.get(address("occurrence-list"), {"state": "done"}))
    mine = page(client.get(address("occurrence-list"), {"responsible": "громов"}))

    assert done.count('<tr id="occurrence-') == 1
    assert mine.count('<tr id="occurrence-') == 20
    assert "?responsible=%D0%B3%D1%80%D0%BE%D0%BC%D0%BE%D0%B2&amp;page=2" in mine


def test_queries_of_a_page_do_not_grow_with_schools_and_rows(
    client, each, schools, editor, django_assert_max_num_queries
):
    def pages():
        client.get(address("occurrence-list"), {"when": "all"})
        client.get(address("plan-occurrences", each[0].activity.section.plan_id))
        client.get(address("activity-execution", each[0].activity_id))

    OccurrenceFactory(activity=ActivityFactory(section=each[0].activity.section))
    with django_assert_max_num_queries(60) as few:
        pages()
    for number in range(15):
        row = ActivityFactory(section=each[0].activity.section)
        for school in schools[: 1 + number % 3]:
            OccurrenceFactory(activity=row, planned_on=TODAY, school=school)
        OccurrenceFactory(activity=row, planned_on=TODAY + 30 * DAY)
    with django_assert_max_num_queries(len(few)):
        pages()
