"""«Сверка»: the class, the file, the protocol and the act; differences are explained."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from assessments.models import Discrepancy, Session, Tally
from assessments.reports import collecting
from assessments.reports.collecting import Wanted
from assessments.reports.reconciliation import waiting_for
from assessments.rules.reconciliation import differences_of
from assessments.services import reconciliation, results
from schools.services.classes import ClassRow, save_classes
from tests.assessments.filled_forms import ABSENT, filled_form, pupil
from tests.factories.accounts import UserFactory
from tests.factories.assessments import SessionFactory
from tests.factories.schools import ClassGroupFactory
from tests.refusals import refusal

TODAY = datetime.date(2026, 5, 1)
FILE, PROTOCOL, ACT = Tally.Source.FILE, Tally.Source.PROTOCOL, Tally.Source.ACT


def tally(source, present, absent=None, reference=0):
    return Tally(source=source, present=present, absent=absent, reference=reference)


@pytest.mark.parametrize(
    ("pupils", "tallies", "differences"),
    [
        pytest.param(25, [], [], id="nothing is there yet"),
        pytest.param(25, [tally(FILE, 23, 2)], [], id="the class and the file agree"),
        pytest.param(25, [tally(FILE, 23, 1)], [("roll-file", 25, 24, 0)], id="a row is missing"),
        pytest.param(0, [tally(FILE, 23, 1)], [], id="nobody has said how large the class is"),
        pytest.param(
            25,
            [tally(FILE, 23, 2), tally(PROTOCOL, 24, 1)],
            [("present", 24, 23, 0), ("absent", 1, 2, 0)],
            id="the protocol says otherwise",
        ),
        pytest.param(
            25, [tally(PROTOCOL, 20, 4)], [("roll-protocol", 25, 24, 0)], id="no file yet"
        ),
        pytest.param(
            25,
            [tally(FILE, 23, 2), tally(ACT, 24, reference=7), tally(ACT, 23, reference=8)],
            [("act-file", 24, 23, 7)],
            id="of two observers one counted otherwise than the file",
        ),
        pytest.param(
            25,
            [tally(FILE, 23, 2), tally(PROTOCOL, 23, 2), tally(ACT, 24, reference=7)],
            [("act-protocol", 24, 23, 7)],
            id="an act is compared once, with the protocol",
        ),
    ],
)
def test_which_numbers_have_to_agree(pupils, tallies, differences):
    found = differences_of(pupils, tallies)

    assert [(each.kind, each.left, each.right, each.reference) for each in found] == differences


@pytest.fixture
def session(db):
    return SessionFactory(class_group=ClassGroupFactory(letter="А", pupils=3))


@pytest.fixture
def editor(session):
    return UserFactory(committee=session.school.committee)


def bring(session, by, pupils, reason=""):
    data = filled_form(session, pupils)
    return results.receive_results(
        session_id=session.pk, data=data, filename="Форма.xlsx", today=TODAY, by=by, reason=reason
    )


def enter(session, by, present, absent):
    return reconciliation.record_protocol_numbers(
        session_id=session.pk, present=present, absent=absent, by=by
    )


def standing(session):
    return [each.words for each in session.discrepancies.standing()]


@pytest.fixture
def difference(session, deputy):
    """The protocol says two, the file says one of three."""
    Tally.objects.create(session=session, source=FILE, present=1, absent=2)
    enter(session, deputy, 2, 2)
    return session.discrepancies.get(kind="present")


def explain(difference, by, text="Ученик пришёл на второй урок."):
    return reconciliation.explain_discrepancy(discrepancy_id=difference.pk, text=text, by=by)


def test_a_form_is_counted_when_it_is_taken_and_compared_with_the_class(session, deputy):
    bring(session, deputy, [pupil(2), ABSENT])

    file = session.tallies.get()
    assert (file.source, file.present, file.absent) == ("file", 1, 1)
    assert standing(session) == ["в классе числится 3, в файле строк 2"]


def test_a_sound_replacement_settles_what_differed_and_keeps_its_story(session, deputy):
    bring(session, deputy, [pupil(2), ABSENT])

    bring(session, deputy, [pupil(2), pupil(1), ABSENT], reason="Забыли ученика")

    assert standing(session) == []
    before = session.discrepancies.get()
    assert before.state == "settled"
    assert before.settled_at is not None


def test_a_corrected_class_settles_it_too(session, deputy, editor):
    bring(session, deputy, [pupil(2), ABSENT])
    group = session.class_group
    recounted = ClassRow(id=group.pk, grade=5, letter="А", pupils=2)

    save_classes(school_id=session.school_id, school_year=2025, rows=[recounted], by=editor)

    assert standing(session) == []


def test_results_from_before_are_counted_at_night_once(session, deputy):
    bring(session, deputy, [pupil(2), ABSENT])
    Tally.objects.all().delete()
    Discrepancy.objects.all().delete()

    counted = [reconciliation.count_missed() for _ in range(2)]

    assert counted == [1, 0]
    assert standing(session) == ["в классе числится 3, в файле строк 2"]


def test_numbers_of_the_protocol_may_be_corrected(session, deputy):
    enter(session, deputy, 2, 0)
    before = standing(session)
    enter(session, deputy, 2, 1)

    assert before == ["в классе числится 3, в протоколе всего 2"]
    assert standing(session) == []
    assert session.tallies.count() == 1
    assert AuditEvent.objects.about(session).count() == 2


def test_a_cancelled_session_has_no_protocol(session, deputy):
    Session.objects.update(status="cancelled")

    assert refusal(enter, session, deputy, 2, 1) == "session-cancelled"


def test_the_school_explains_and_the_committee_asks_again_then_accepts(difference, deputy, editor):
    said = explain(difference, deputy)
    asked = reconciliation.ask_again(
        discrepancy_id=said.pk, version=said.version, text="Кто именно, по коду?", by=editor
    )
    said = explain(asked, deputy, "Код 50003.")
    done = reconciliation.accept_explanation(
        discrepancy_id=said.pk, version=said.version, by=editor
    )

    notes = [(note.kind, note.text, note.said_by) for note in done.notes.all()]
    assert notes == [
        ("explained", "Ученик пришёл на второй урок.", deputy),
        ("returned", "Кто именно, по коду?", editor),
        ("explained", "Код 50003.", deputy),
        ("accepted", "", editor),
    ]
    assert done not in Discrepancy.objects.unresolved()


def test_words_about_former_numbers_say_nothing_of_the_new_ones(difference, session, deputy):
    explain(difference, deputy)

    enter(session, deputy, 3, 0)

    now = session.discrepancies.standing().get(kind="present")
    difference.refresh_from_db()
    assert (difference.state, now.state, now.left) == ("settled", "opened", 3)


def test_the_committee_decides_on_what_it_has_read(difference, deputy, editor):
    read = explain(difference, deputy).version
    explain(difference, deputy, "Нет, он болел.")

    assert (
        refusal(
            reconciliation.accept_explanation,
            discrepancy_id=difference.pk, version=read, by=editor,
        )
        == "stale"
    )  # fmt: skip


def test_what_may_not_be_said(difference, deputy, editor):
    version = difference.version
    codes = [
        refusal(explain, difference, deputy, " "),
        refusal(
            reconciliation.accept_explanation,
            discrepancy_id=difference.pk, version=version, by=editor,
        ),
    ]  # fmt: skip
    said = explain(difference, deputy)
    codes.append(
        refusal(
            reconciliation.ask_again,
            discrepancy_id=said.pk, version=said.version, text="", by=editor,
        )
    )  # fmt: skip

    assert codes == ["no-words", "discrepancy-moved-on", "no-words"]


def test_who_may_explain_and_who_may_settle(difference, deputy, editor):
    head = UserFactory(committee=editor.committee, role=Role.HEAD)
    attempts = [
        lambda: explain(difference, editor),
        lambda: explain(difference, head),
        lambda: reconciliation.accept_explanation(
            discrepancy_id=difference.pk, version=1, by=deputy
        ),
    ]

    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_what_differs_is_a_remark_on_the_board_until_it_is_accepted(
    difference, session, deputy, editor
):
    def remarks():
        sessions = Session.objects.filter(procedure=session.procedure)
        board = collecting.board(session.procedure, sessions, wanted=Wanted(), today=TODAY)
        return board.rows[0].cells[0].remarks.words

    before = remarks()
    for each in session.discrepancies.standing():
        said = explain(each, deputy)
        reconciliation.accept_explanation(discrepancy_id=said.pk, version=said.version, by=editor)

    assert before == ["числа не сошлись"]
    assert remarks() == []


def test_it_waits_first_for_the_school_then_for_the_committee(difference, session, deputy, editor):
    Discrepancy.objects.exclude(pk=difference.pk).delete()

    def waits():
        return [len(waiting_for(user, TODAY)) for user in (deputy, editor)]

    opened = waits()
    explain(difference, deputy)
    explained = waits()

    assert (opened, explained) == ([1, 0], [0, 1])


def test_the_page_puts_the_numbers_side_by_side_and_takes_the_explanation(
    client, difference, session, deputy
):
    client.force_login(deputy)

    page = client.get(reverse("assessments:session-reconciliation", args=[session.pk]))
    address = reverse("assessments:discrepancy-explain", args=[difference.pk])
    empty = client.post(address, {"text": ""})
    done = client.post(address, {"text": "Ученик пришёл позже."}, follow=True)

    assert "По протоколу писали 2, в файле 1" in page.content.decode()
    assert empty.status_code == 422
    assert "Ученик пришёл позже." in done.content.decode()


def test_the_committee_settles_it_on_the_same_page(client, difference, session, deputy, editor):
    said = explain(difference, deputy)
    client.force_login(editor)

    stale = client.post(
        reverse("assessments:discrepancy-accept", args=[said.pk]), {"version": said.version - 1}
    )
    again = client.post(
        reverse("assessments:discrepancy-return", args=[said.pk]),
        {"version": said.version, "text": "Уточните код."},
        follow=True,
    )

    assert stale.status_code == 422
    assert "Уточните код." in again.content.decode()


def test_the_deputy_enters_the_numbers_of_the_protocol(client, session, deputy):
    client.force_login(deputy)
    address = reverse("assessments:protocol-numbers", args=[session.pk])

    refused = client.post(address, {"present": "-1", "absent": ""})
    taken = client.post(address, {"present": "2", "absent": "1"}, follow=True)

    assert refused.status_code == 422
    assert "всё сошлось" in taken.content.decode()


def test_the_list_shows_what_nobody_has_resolved(client, difference, session, deputy, editor):
    said = explain(difference, deputy)
    reconciliation.accept_explanation(discrepancy_id=said.pk, version=said.version, by=editor)
    client.force_login(editor)
    address = reverse("assessments:reconciliation-list", args=[session.procedure_id])

    open_ones, accepted = client.get(address), client.get(address, {"state": "accepted"})

    assert difference not in open_ones.context["page"].object_list
    assert list(accepted.context["page"].object_list) == [difference]


def test_the_number_of_queries_of_the_list_does_not_grow(client, session, editor):
    client.force_login(editor)
    address = reverse("assessments:reconciliation-list", args=[session.procedure_id])
    counts = []
    for letter in ("Б", "В"):
        other = SessionFactory(
            class_group=ClassGroupFactory(school=session.school, letter=letter, pupils=9),
            procedure=session.procedure,
        )
        Discrepancy.objects.create(session=other, kind="roll-file", left=9, right=8)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
