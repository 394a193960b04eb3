"""«Ход ВПР»: the evening's state by school and work, kept fresh; reminders to those who owe."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.audit import record_event
from accounts.errors import NotAllowed
from accounts.models import Role
from assessments.models import Session, Upload, UploadDraft
from assessments.reports import collecting
from assessments.reports.collecting import Wanted
from assessments.services.collecting import remind_schools
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    ProcedureFactory,
    SessionFactory,
    SubjectFactory,
    WorkFactory,
)
from tests.factories.schools import ClassGroupFactory, SchoolFactory, make_deputy
from tests.refusals import refusal

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 4, 22)
TOMORROW = TODAY + datetime.timedelta(days=1)


@pytest.fixture
def procedure():
    return ProcedureFactory(results_due_on=datetime.date(2026, 5, 25))


@pytest.fixture
def editor(procedure):
    return UserFactory(committee=procedure.committee)


@pytest.fixture
def school(procedure):
    return SchoolFactory(committee=procedure.committee, short_name="Лицей Заречный")


def session_of(school, procedure, letter="А", **fields):
    given = {"held_on": TODAY, "status": "planned", **fields}
    group = ClassGroupFactory(school=school, letter=letter, grade=given.pop("grade", 5))
    return SessionFactory(class_group=group, procedure=procedure, **given)


def bring(session, state=Upload.State.ACCEPTED, by=None):
    if state == Upload.State.ACCEPTED:
        Session.objects.filter(pk=session.pk).update(status="collected")
    return Upload.objects.create(
        session=session, file="x", original_name="форма.xlsx", size=1, sha256="0" * 64,
        state=state, uploaded_by=by or UserFactory(committee=session.school.committee),
    )  # fmt: skip


def draft(session, state):
    return UploadDraft.objects.create(
        procedure=session.procedure, session=session, state=state, file="x", size=1,
        original_name="форма.xlsx", sha256="0" * 64,
        uploaded_by=UserFactory(committee=session.school.committee),
    )  # fmt: skip


def board_of(procedure, today=TODAY, **wanted):
    sessions = Session.objects.filter(procedure=procedure)
    return collecting.board(procedure, sessions, wanted=Wanted(**wanted), today=today)


def states(board):
    return {
        row.school.short_name: [str(cell.state) if cell else None for cell in row.cells]
        for row in board.rows
    }


@pytest.fixture
def page_of(client, editor, procedure):
    """Gives the board's page as somebody of the committee sees it."""
    client.force_login(editor)

    def get(headers=None, **given):
        address = reverse("assessments:collecting-board", args=[procedure.pk])
        return client.get(address, given, headers=headers or {})

    return get


def pulse(page):
    """What the browser tells of the page it shows."""
    board = page.context["board"]
    rows = [f"{row.school.pk}:{row.print}" for row in board.rows]
    return {
        "HX-Request": "true",
        "HX-Trigger": "board-pulse",
        "X-Board-Mark": board.mark,
        "X-Board-Rows": " ".join([board.counts.print, *rows]),
    }


def test_a_school_goes_from_not_started_over_partial_to_complete(procedure, school):
    first, second = session_of(school, procedure), session_of(school, procedure, "Б")

    seen = [states(board_of(procedure))]
    for session in (first, second):
        bring(session)
        seen.append(states(board_of(procedure)))

    assert [each["Лицей Заречный"] for each in seen] == [
        ["not-started"],
        ["partial"],
        ["complete"],
    ]


def test_a_work_that_nobody_has_written_yet_is_no_delay(procedure, school):
    session_of(school, procedure, held_on=TOMORROW)

    today, tomorrow = board_of(procedure), board_of(procedure, today=TOMORROW)

    assert (states(today), today.counts.behind) == ({"Лицей Заречный": ["ahead"]}, 0)
    assert (states(tomorrow), tomorrow.counts.behind) == ({"Лицей Заречный": ["not-started"]}, 1)


def test_a_file_with_faults_is_a_remark_until_a_sound_one_follows(procedure, school):
    session = session_of(school, procedure)

    bring(session, Upload.State.REFUSED)
    refused = board_of(procedure)
    bring(session)
    mended = board_of(procedure)

    assert (states(refused), refused.counts.remarks) == ({"Лицей Заречный": ["remarks"]}, 1)
    assert refused.rows[0].cells[0].remarks.words == ["файл не принят"]
    assert (states(mended), mended.counts.remarks) == ({"Лицей Заречный": ["complete"]}, 0)


def test_a_checked_file_that_waits_for_its_author_is_a_beginning(procedure, school):
    draft(session_of(school, procedure), UploadDraft.State.READY)
    draft(session_of(school, procedure, "Б"), UploadDraft.State.FAULTY)

    cell = board_of(procedure).rows[0].cells[0]

    assert (cell.ready, cell.remarks.faulty, cell.state) == (1, 1, "remarks")


def test_cancelled_sessions_are_expected_no_more(procedure, school):
    bring(session_of(school, procedure))
    session_of(school, procedure, "Б", status="cancelled")

    counts = board_of(procedure).counts

    assert (counts.schools, counts.complete, counts.sessions) == (1, 1, 1)


def test_a_work_has_a_column_and_a_school_that_does_not_write_it_no_cell(procedure, school):
    other = SchoolFactory(committee=procedure.committee, short_name="Школа Нагорная")
    russian = WorkFactory(subject=SubjectFactory(code="RU", abbreviation="РУ", name="Русский язык"))
    session_of(school, procedure)
    session_of(other, procedure, work=russian)

    board = board_of(procedure)

    assert [work.label for work in board.works] == ["МА\u00a05", "РУ\u00a05"]
    assert states(board) == {
        "Лицей Заречный": ["not-started", None],
        "Школа Нагорная": [None, "not-started"],
    }


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param({"state": "complete"}, ["Лицей Заречный"], id="those that are through"),
        pytest.param({"state": "not-started"}, ["Школа Нагорная"], id="those that have not begun"),
        pytest.param({"only": "behind"}, ["Школа Нагорная"], id="those behind"),
        pytest.param({"only": "today"}, ["Лицей Заречный"], id="today's works"),
        pytest.param({"school": "нагорная"}, ["Школа Нагорная"], id="by name"),
        pytest.param({"state": "partial"}, [], id="nobody"),
    ],
)
def test_the_board_can_be_narrowed(page_of, procedure, school, given, shown):
    today = timezone.localdate()
    other = SchoolFactory(committee=procedure.committee, short_name="Школа Нагорная")
    bring(session_of(school, procedure, held_on=today))
    session_of(other, procedure, held_on=today - datetime.timedelta(days=1))

    page = page_of(**given)

    assert [row.school.short_name for row in page.context["board"].rows] == shown


def test_a_page_at_rest_gets_an_empty_answer_in_few_queries(page_of, procedure, school):
    session_of(school, procedure)
    headers = pulse(page_of())

    with CaptureQueriesContext(connection) as queries:
        answer = page_of(headers)

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["X-Board-Time"]
    assert len(queries) <= 6  # session, account, procedure, journal, drafts


def test_what_another_committee_decides_does_not_wake_the_board(page_of, procedure, school, editor):
    session = session_of(school, procedure)
    headers = pulse(page_of())

    record_event(action="results-accepted", target=session, by=UserFactory())
    elsewhere = page_of(headers)
    record_event(action="results-accepted", target=session, by=editor)
    here = page_of(headers)

    assert (elsewhere.status_code, here.status_code) == (204, 200)


def test_only_the_rows_that_changed_are_sent(page_of, procedure, school, editor):
    other = SchoolFactory(committee=procedure.committee, short_name="Школа Нагорная")
    session = session_of(school, procedure)
    session_of(other, procedure)
    headers = pulse(page_of())

    draft(session, UploadDraft.State.READY)
    answer = page_of(headers)
    body = answer.content.decode()

    assert "Лицей Заречный" in body
    assert "Школа Нагорная" not in body
    assert answer["HX-Reswap"] == "none"  # the numbers are the same and are not read aloud again
    assert f'data-mark="{answer.context["board"].mark}"' in body


def test_where_the_schools_of_the_page_are_others_the_table_comes_whole(page_of, procedure, school):
    session_of(school, procedure)
    headers = pulse(page_of())

    other = SchoolFactory(committee=procedure.committee, short_name="Школа Нагорная")
    draft(session_of(other, procedure), UploadDraft.State.READY)
    answer = page_of(headers)

    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#board", "outerHTML")
    assert "Лицей Заречный" in answer.content.decode()


def test_the_number_of_queries_does_not_grow_with_schools_and_works(page_of, procedure, school):
    counts = []
    for grade in (5, 6):
        for place in [school, *(SchoolFactory(committee=procedure.committee) for _ in range(3))]:
            session = session_of(place, procedure, f"{grade}", grade=grade,
                                 work=WorkFactory(grade=grade))  # fmt: skip
            bring(session, Upload.State.REFUSED)
        with CaptureQueriesContext(connection) as queries:
            page_of()
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_deputy_sees_the_row_of_the_own_school(client, procedure, school):
    session_of(school, procedure)
    session_of(SchoolFactory(committee=procedure.committee), procedure)
    client.force_login(make_deputy(school))

    page = client.get(reverse("assessments:collecting-board", args=[procedure.pk]))

    assert [row.school for row in page.context["board"].rows] == [school]
    assert "Напомнить" not in page.content.decode()


def test_all_schools_stand_on_paper(client, editor, procedure, school, monkeypatch):
    monkeypatch.setattr(collecting, "PAGE", 1)
    session_of(school, procedure)
    session_of(SchoolFactory(committee=procedure.committee), procedure)
    client.force_login(editor)

    page = client.get(reverse("assessments:collecting-print", args=[procedure.pk]))

    assert len(page.context["board"].rows) == 2


def test_the_menu_leads_to_the_procedure_that_is_on(client, editor, procedure):
    client.force_login(editor)

    answer = client.get(reverse("assessments:collecting-now"))

    assert answer.url == reverse("assessments:collecting-board", args=[procedure.pk])


def test_a_school_that_owes_results_is_reminded_once_a_day(procedure, school, editor):
    deputy = make_deputy(school)
    session_of(school, procedure)

    def remind(day):
        return remind_schools(
            procedure_id=procedure.pk, school_ids=[school.pk], today=day, by=editor
        )

    first, again, next_day = remind(TODAY), remind(TODAY), remind(TOMORROW)

    assert (first.sent, again.already, next_day.sent) == ([school], [school], [school])
    letters = list(Email.objects.all())
    assert [letter.to for letter in letters] == [[deputy.person.email]] * 2
    assert "Математика, 5А" in letters[0].message


def test_who_owes_nothing_or_has_no_address_gets_no_letter(procedure, school, editor):
    other = SchoolFactory(committee=procedure.committee)
    bring(session_of(school, procedure))
    session_of(other, procedure)

    done = remind_schools(
        procedure_id=procedure.pk, school_ids=[school.pk, other.pk], today=TODAY, by=editor
    )

    assert (done.nothing, done.unreachable, done.sent) == ([school], [other], [])
    assert not Email.objects.exists()


def test_the_committee_chooses_whom_to_remind(client, procedure, school, editor):
    session_of(school, procedure, held_on=timezone.localdate())
    make_deputy(school)
    client.force_login(editor)
    address = reverse("assessments:collecting-remind", args=[procedure.pk])

    page = client.post(address, {"school": school.pk}, follow=True)

    assert "Напоминание уйдёт 1\u00a0школе." in page.content.decode()
    assert "напомнили сегодня" in page.content.decode()


def test_who_may_not_remind(procedure, school, editor):
    given = {"procedure_id": procedure.pk, "school_ids": [], "today": TODAY}
    head = UserFactory(committee=procedure.committee, role=Role.HEAD)

    with pytest.raises(NotAllowed):
        remind_schools(by=head, **given)

    assert refusal(remind_schools, by=editor, **given) == "nobody-chosen"
