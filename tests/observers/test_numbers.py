"""What an observer counts is compared with the protocol and the file, and may be supplemented."""

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from assessments.models import Session
from observers.models import ObservationAct
from observers.services.acts import submit_act, supplement_act
from tests.factories.accounts import UserFactory
from tests.factories.schools import make_deputy
from tests.observers.people import DAY, account_of, fit_observer, page, sent, text_of
from tests.observers.test_acts import facts
from tests.refusals import refusal


def act_of(observer, session, **changed):
    return submit_act(
        assignment_id=sent(observer, session).pk,
        facts=facts(**changed),
        by=account_of(observer),
        today=DAY,
    )


@pytest.fixture
def uncounted(observer, session):
    """An act from the days when nothing was compared yet."""
    act = act_of(observer, session, participants=24)
    session.tallies.all().delete()
    return act


@pytest.fixture
def author(uncounted):
    return account_of_author(uncounted)


def account_of_author(act):
    return act.assignment.observer.person.account


def supplement(act, by, participants=24, reason="Пересчитал по листу явки"):
    return supplement_act(act_id=act.pk, participants=participants, reason=reason, by=by)


def words_of(session):
    standing = session.discrepancies.exclude(state="settled")
    return [each.words for each in standing.filter(kind="act-file")]


def test_the_number_of_an_act_is_compared_with_the_file(observer, session):
    session.tallies.create(source="file", present=23, absent=2)

    act_of(observer, session, participants=24)

    assert words_of(session) == ["наблюдатель насчитал 24, в файле писали 23"]


def test_an_act_of_another_stage_counts_nobody(observer, session, editor):
    act = act_of(observer, session, stage=ObservationAct.Stage.MARKING)

    assert not session.tallies.exists()
    assert not ObservationAct.objects.uncounted().exists()
    assert refusal(supplement, act, editor) == "nobody-counted"


def test_the_author_supplements_an_act_and_its_number_is_compared(session, uncounted, author):
    session.tallies.create(source="file", present=23, absent=2)

    supplement(uncounted, author, 25)

    assert words_of(session) == ["наблюдатель насчитал 25, в файле писали 23"]
    uncounted.refresh_from_db()
    assert uncounted.participants == 24
    told = AuditEvent.objects.about(uncounted).first()
    assert (told.action, told.by) == ("act-supplemented", author)
    assert told.details == {
        "session": session.pk, "before": None, "participants": 25,
        "reason": "Пересчитал по листу явки",
    }  # fmt: skip


def test_the_committee_corrects_a_number_and_the_difference_is_settled(observer, session, editor):
    session.tallies.create(source="file", present=23, absent=2)
    act = act_of(observer, session, participants=24)

    supplement(act, editor, 23, "Наблюдатель посчитал и организатора")

    assert words_of(session) == []
    assert session.tallies.get(source="act").present == 23
    assert refusal(supplement, act, editor, 23) == "same-number"


def test_a_supplement_needs_a_reason_and_a_session_that_took_place(session, uncounted, editor):
    silent = refusal(supplement, uncounted, editor, reason=" ")
    Session.objects.filter(pk=session.pk).update(status=Session.Status.CANCELLED)

    called_off = refusal(supplement, uncounted, editor)

    assert (silent, called_off) == ("no-reason", "session-cancelled")
    assert not uncounted.supplements.exists()


def test_nobody_else_supplements_an_act(committee, session, uncounted):
    with pytest.raises(NotAllowed):
        supplement(uncounted, UserFactory(committee=committee, role=Role.HEAD))
    for other in (account_of(fit_observer(committee)), make_deputy(session.school)):
        with pytest.raises(ObservationAct.DoesNotExist):
            supplement(uncounted, other)


def test_reconciliation_says_that_an_act_has_no_numbers_and_where_to_supplement_them(
    client, committee, session, uncounted, editor
):
    place = f'<a href="{uncounted.get_absolute_url()}#numbers">'
    beside = reverse("assessments:session-reconciliation", args=[session.pk])
    shown = {}
    for who, user in (
        ("editor", editor),
        ("head", UserFactory(committee=committee, role=Role.HEAD)),
        ("deputy", make_deputy(session.school)),
    ):
        client.force_login(user)
        shown[who] = text_of(client.get(beside))

    assert f"в акте нет чисел: {place}дополните</a>" in shown["editor"]
    assert f"в акте нет чисел: {place}открыть акт</a>" in shown["head"]
    assert "в акте нет чисел" not in shown["deputy"]
    assert "акта нет" in shown["deputy"]


def test_the_author_supplements_the_act_on_its_page(client, session, uncounted, author):
    client.force_login(author)
    address = page("act-supplement", act_id=uncounted.pk)
    before = text_of(client.get(uncounted.get_absolute_url()))

    faulty = client.post(address, {"participants": "24", "reason": ""})
    done = text_of(client.post(address, {"participants": "24", "reason": "Лист явки"}, follow=True))

    assert "В сверке чисел этого акта нет: дополните" in before
    assert faulty.status_code == 422
    assert "Напишите причину" in text_of(faulty)
    assert "В сверке: 24." in done
    assert "Лист явки" in done
    assert session.tallies.get(source="act").present == 24


def test_acts_without_numbers_are_found_in_the_list(
    as_editor, committee, observer, session, uncounted
):
    act_of(fit_observer(committee), session)

    listed = as_editor.get(page("act-list"), {"state": "uncounted"}).context["page"]

    assert [assignment.act for assignment in listed] == [uncounted]
