"""The register in the browser, and what it tells the «Сегодня» page."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from schools.models import Case
from schools.reports import city_summary, waiting_for
from schools.services import cases
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.schools import SchoolFactory, make_deputy

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 9, 15)


@pytest.fixture
def editor(client):
    user = UserFactory()
    client.force_login(user)
    return user


def open_case(editor, school=None, **fields):
    school = school or SchoolFactory(committee=editor.committee)
    given = {"year": 2026, "title": "Признаки", "source": "sign", "summary": "Завышен средний"}
    return cases.open_case(
        school_id=school.pk, by=editor, **{**given, "reference": "assessments.sign:12", **fields}
    )


def address(case, step):
    return reverse(f"schools:case-{step}", args=[case.pk])


def test_an_editor_opens_a_case_by_hand(client, editor):
    school = SchoolFactory(committee=editor.committee)
    given = {"school": school.pk, "year": 2026, "title": "Признаки", "source": "committee"}

    response = client.post(
        reverse("schools:case-create"),
        {**given, "summary": "Обращение родителей", "explanation_due_on": "2026-10-01"},
    )

    case = Case.objects.get()
    assert response["Location"] == case.get_absolute_url()
    assert case.explanation_due_on == datetime.date(2026, 10, 1)
    assert [str(one) for one in case.evidence.all()] == ["Обращение родителей"]


def test_the_page_shows_the_evidence_and_hides_its_inner_name(client, editor):
    case = open_case(editor)

    page = client.get(case.get_absolute_url()).content.decode()

    assert "Завышен средний" in page
    assert "assessments.sign:12" not in page


def test_a_school_explains_and_the_committee_decides_and_closes(client, editor):
    case = open_case(editor)
    curator = PersonFactory(committee=editor.committee)
    client.force_login(make_deputy(case.school))
    client.post(address(case, "explain"), {"version": 1, "explanation": "Сильный класс"})
    client.force_login(editor)

    client.post(address(case, "curator"), {"version": 2, "curator": curator.pk})
    client.post(
        address(case, "decide"),
        {"version": 3, "status": "helped", "decision": "Методист", "exit_condition": "Два года"},
    )
    client.post(
        address(case, "close"), {"version": 4, "outcome": "improved", "conclusion": "Помогло"}
    )

    case.refresh_from_db()
    assert (case.status, case.curator, case.explanation) == ("closed", curator, "Сильный класс")
    assert (case.decision, case.outcome, case.conclusion) == ("Методист", "improved", "Помогло")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"version": 2}, 409),
        ({"status": "closed", "closed_at": timezone.now()}, 409),
    ],
    ids=["somebody changed it", "somebody closed it"],
)
def test_nothing_typed_is_lost_when_the_case_has_moved_on(client, editor, change, status):
    case = open_case(editor)
    closed_by = {"closed_by": editor} if "closed_at" in change else {}
    Case.objects.filter(pk=case.pk).update(decision="Чужое решение", **change, **closed_by)

    response = client.post(
        address(case, "decide"), {"version": 1, "status": "watched", "decision": "Моё решение"}
    )

    page = response.content.decode()
    assert response.status_code == status
    assert "Моё решение" in page
    assert "Чужое решение" in page
    case.refresh_from_db()
    assert case.decision == "Чужое решение"


def test_after_a_stale_answer_the_next_press_goes_through(client, editor):
    case = open_case(editor)
    Case.objects.filter(pk=case.pk).update(version=5)
    typed = {"version": 1, "status": "watched", "decision": "Моё решение"}

    stale = client.post(address(case, "decide"), typed)
    version = stale.context["typed"]["version"].value()
    client.post(address(case, "decide"), {**typed, "version": version})

    case.refresh_from_db()
    assert case.decision == "Моё решение"


def test_help_is_offered_only_once_there_is_somebody_to_help(client, editor):
    case = open_case(editor)

    alone = client.get(case.get_absolute_url()).context["steps"]["decision"]
    Case.objects.update(curator=PersonFactory(committee=editor.committee))
    with_curator = client.get(case.get_absolute_url()).context["steps"]["decision"]

    assert list(dict(alone.fields["status"].choices)) == ["watched"]
    assert list(dict(with_curator.fields["status"].choices)) == ["helped", "watched"]


def test_a_stale_page_speaks_of_the_state_in_words(client, editor):
    case = open_case(editor)
    Case.objects.update(version=5, status="explained")

    response = client.post(
        address(case, "decide"), {"version": 1, "status": "watched", "decision": "Моё решение"}
    )

    assert ("Что дальше", "объяснение получено") in response.context["typed"].shown_now


@pytest.mark.parametrize(
    ("step", "given"),
    [
        ("curator", {}),
        ("decide", {"status": "helped", "decision": "Помочь"}),
        ("decide", {"status": "watched", "decision": ""}),
        ("close", {"outcome": "improved", "conclusion": " "}),
        ("due", {"explanation_due_on": "вчера"}),
    ],
    ids=["no curator", "help without curator", "no decision", "no conclusion", "no day"],
)
def test_a_step_that_cannot_be_taken_is_said_on_the_page_of_the_case(client, editor, step, given):
    case = open_case(editor)

    response = client.post(address(case, step), {"version": 1, **given})

    assert response.status_code == 422
    assert response.context["typed"].errors
    case.refresh_from_db()
    assert case.version == 1


def test_a_page_reloaded_after_a_refusal_leads_back_to_the_case(client, editor):
    case = open_case(editor)

    response = client.get(address(case, "decide"))

    assert response["Location"] == case.get_absolute_url()


def test_a_deputy_sees_only_the_own_case_and_may_only_explain(client, editor):
    own, other = open_case(editor), open_case(editor)
    client.force_login(make_deputy(own.school))

    page = client.get(own.get_absolute_url())
    decided = client.post(address(own, "decide"), {"version": 1})
    foreign = [client.get(other.get_absolute_url()), client.post(address(other, "explain"))]

    assert list(page.context["steps"]) == ["explanation"]
    assert decided.status_code == 403
    assert [answer.status_code for answer in foreign] == [404, 404]
    listed = client.get(reverse("schools:case-list")).context["page"]
    assert list(listed) == [own]


def test_the_register_is_narrowed_by_state_school_and_year(client, editor):
    old, new = open_case(editor, year=2025), open_case(editor)
    cases.close_case(case_id=old.pk, version=1, outcome="improved", conclusion="Помогло", by=editor)

    def listed(**query):
        return list(client.get(reverse("schools:case-list"), query).context["page"])

    assert listed(status="open") == [new]
    assert listed(status="closed") == [old]
    assert listed(school=old.school_id) == [old]
    assert listed(year=2026) == [new]


def test_the_register_asks_the_same_number_of_questions_for_any_number_of_cases(
    client, editor, django_assert_num_queries
):
    open_case(editor)
    with django_assert_num_queries(8):
        client.get(reverse("schools:case-list"))
    for _ in range(15):
        open_case(editor)

    with django_assert_num_queries(8):
        page = client.get(reverse("schools:case-list")).context["page"]

    assert len(page) == 16


def test_what_waits_for_an_editor_is_late_answers_first_then_decisions(editor):
    explained = open_case(editor, explanation_due_on=TODAY)
    cases.explain_case(
        case_id=explained.pk, version=1, text="Так", by=make_deputy(explained.school)
    )
    late = open_case(editor, explanation_due_on=TODAY - datetime.timedelta(days=1))
    open_case(editor, explanation_due_on=TODAY)

    items = waiting_for(editor, TODAY)

    assert [(item.address, item.tone) for item in items] == [
        (late.get_absolute_url(), "bad"),
        (explained.get_absolute_url(), "warn"),
    ]


def test_what_waits_for_a_deputy_is_the_explanation_of_the_own_school(editor):
    case = open_case(editor, explanation_due_on=TODAY)
    open_case(editor)
    deputy = make_deputy(case.school)

    before = waiting_for(deputy, TODAY)
    cases.explain_case(case_id=case.pk, version=1, text="Так", by=deputy)

    assert [item.note for item in before] == ["объяснение до 15.09.2026"]
    assert waiting_for(deputy, TODAY) == []


@pytest.mark.parametrize("role", [Role.HEAD, Role.OBSERVER])
def test_nothing_waits_for_those_who_do_not_run_cases(editor, role):
    open_case(editor, explanation_due_on=TODAY - datetime.timedelta(days=1))

    assert waiting_for(UserFactory(committee=editor.committee, role=role), TODAY) == []


def test_the_summary_counts_the_own_city(editor):
    late = open_case(editor, explanation_due_on=TODAY - datetime.timedelta(days=1))
    late.school.grade_sizes.create(grade=5, pupils=50)
    late.school.grade_sizes.create(grade=6, pupils=40)
    foreign = UserFactory()
    open_case(foreign)

    summary = city_summary(editor.committee, TODAY)

    assert summary == (1, 90, 1, 1, 1, 0, 0, 0, 0)


def test_the_page_of_a_case_asks_the_same_number_of_questions_however_long_it_is(
    client, editor, django_assert_num_queries
):
    case = open_case(editor)
    with django_assert_num_queries(10):
        client.get(case.get_absolute_url())
    for number in range(15):
        open_case(editor, case.school, reference=f"assessments.sign:{number + 100}")

    with django_assert_num_queries(10):
        page = client.get(case.get_absolute_url())

    assert len(page.context["evidence"]) == 16
