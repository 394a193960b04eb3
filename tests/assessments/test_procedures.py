"""Procedures of a year: entered, changed, looked at."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from assessments.models import Procedure, Session
from assessments.services import procedures
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ProcedureFactory, SessionFactory
from tests.factories.schools import ClassGroupFactory, SchoolFactory, make_deputy
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
APRIL, MAY, JUNE = (datetime.date(2026, month, 20) for month in (4, 5, 6))
VPR = {
    "procedure_id": None,
    "kind": "vpr",
    "year": 2026,
    "starts_on": APRIL,
    "ends_on": MAY,
    "results_due_on": JUNE,
}


def test_a_procedure_belongs_to_the_committee_of_its_editor(editor):
    procedure = procedures.save_procedure(**VPR, by=editor)

    assert (procedure.committee, str(procedure)) == (editor.committee, "ВПР 2026")
    assert AuditEvent.objects.about(procedure).get().action == "procedure-created"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"ends_on": datetime.date(2026, 4, 19)}, "ends-before-start", id="ends early"),
        pytest.param({"results_due_on": datetime.date(2026, 4, 1)}, "due-before-start", id="due"),
        pytest.param({"results_due_on": None}, None, id="no day for results"),
        pytest.param({"kind": "dkr"}, None, id="another kind"),
    ],
)
def test_what_a_procedure_may_be(editor, change, code):
    assert refusal(procedures.save_procedure, **{**VPR, **change}, by=editor) == code


def test_one_procedure_of_a_kind_a_year(editor):
    procedures.save_procedure(**VPR, by=editor)

    assert refusal(procedures.save_procedure, **VPR, by=editor) == "procedure-exists"
    assert refusal(procedures.save_procedure, **VPR, by=UserFactory()) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"year": 2027}, "procedure-in-use", id="another year"),
        pytest.param({"starts_on": datetime.date(2026, 4, 23)}, "procedure-in-use", id="too late"),
        pytest.param({"ends_on": datetime.date(2026, 4, 22)}, None, id="ends on the day itself"),
    ],
)
def test_sessions_stay_inside_their_procedure(editor, change, code):
    procedure = ProcedureFactory(committee=editor.committee)
    group = ClassGroupFactory(school=SchoolFactory(committee=editor.committee))
    SessionFactory(procedure=procedure, class_group=group, held_on=datetime.date(2026, 4, 22))
    changed = {**VPR, "procedure_id": procedure.pk, "version": 1, **change}

    assert refusal(procedures.save_procedure, **changed, by=editor) == code


def test_others_do_not_enter_procedures():
    with pytest.raises(NotAllowed):
        procedures.save_procedure(**VPR, by=UserFactory(role=Role.HEAD))


def test_a_stranger_cannot_change_a_foreign_procedure(editor):
    foreign = ProcedureFactory()

    with pytest.raises(Procedure.DoesNotExist):
        procedures.save_procedure(**{**VPR, "procedure_id": foreign.pk}, by=editor)


def test_an_editor_enters_a_procedure_on_its_page(client, editor):
    client.force_login(editor)
    fields = {"kind": "vpr", "year": 2026, "starts_on": "2026-04-20", "ends_on": "2026-05-20"}

    answer = client.post(reverse("assessments:procedure-create"), fields)
    again = client.post(reverse("assessments:procedure-create"), fields)

    assert answer["Location"] == Procedure.objects.get().get_absolute_url()
    assert again.status_code == 422
    assert "уже заведена" in again.content.decode()


def test_the_page_says_how_many_sessions_are_collected(client, editor):
    school = SchoolFactory(committee=editor.committee)
    states = ["collected", "collected", "planned", "cancelled"]
    sessions = [
        SessionFactory(class_group=ClassGroupFactory(school=school), status=state)
        for state in states
    ]
    client.force_login(editor)

    page = client.get(sessions[0].procedure.get_absolute_url())
    listed = client.get(reverse("assessments:procedure-list"))

    assert "Результаты загружены: 2 из 3" in page.content.decode()
    assert "Отменено: 1" in page.content.decode()
    assert "2 из 3" in listed.content.decode()


def test_a_deputy_sees_sessions_of_the_own_school_only(client):
    own = SessionFactory()
    group = ClassGroupFactory(school=SchoolFactory(committee=own.school.committee))
    SessionFactory(class_group=group, status="collected")
    client.force_login(make_deputy(own.school))

    page = client.get(own.procedure.get_absolute_url())

    assert list(page.context["page"]) == [own]
    assert "Результаты загружены: 0 из 1" in page.content.decode()
    assert list(page.context["filter"].form.fields["school"].queryset) == [own.school]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        pytest.param({}, 2, id="all"),
        pytest.param({"status": "collected"}, 1, id="collected"),
        pytest.param({"grade": "6"}, 0, id="of another grade"),
        pytest.param({"held_on": "2026-04-22"}, 2, id="of the day"),
        pytest.param({"held_on": "2026-04-23"}, 0, id="of another day"),
    ],
)
def test_the_table_is_narrowed(client, editor, query, count):
    school = SchoolFactory(committee=editor.committee)
    SessionFactory(class_group=ClassGroupFactory(school=school), status="collected")
    session = SessionFactory(class_group=ClassGroupFactory(school=school))
    client.force_login(editor)

    page = client.get(session.procedure.get_absolute_url(), query)

    assert len(page.context["page"]) == count


def test_more_sessions_cost_no_more_queries(client, editor, django_assert_max_num_queries):
    school = SchoolFactory(committee=editor.committee)
    procedure = ProcedureFactory(committee=editor.committee)
    for _ in range(30):
        SessionFactory(class_group=ClassGroupFactory(school=school), procedure=procedure)
    client.force_login(editor)

    with django_assert_max_num_queries(14):
        page = client.get(procedure.get_absolute_url())

    assert page.content.decode().count(str(school)) >= 30
    assert Session.objects.count() == 30


def test_a_procedure_changed_meanwhile_is_not_overwritten(client, editor):
    procedure = procedures.save_procedure(**VPR, by=editor)
    mine = {**VPR, "procedure_id": procedure.pk, "version": 1}
    procedures.save_procedure(**{**mine, "ends_on": datetime.date(2026, 5, 25)}, by=editor)

    assert refusal(procedures.save_procedure, **mine, by=editor) == "stale"
    procedure.refresh_from_db()
    assert (procedure.ends_on, procedure.version) == (datetime.date(2026, 5, 25), 2)


def test_both_texts_of_a_stale_edit_stand_side_by_side_and_the_next_press_wins(client, editor):
    procedure = procedures.save_procedure(**VPR, by=editor)
    seen = {"procedure_id": procedure.pk, "version": 1}
    procedures.save_procedure(**{**VPR, **seen, "kind": "dkr"}, by=editor)
    client.force_login(editor)
    address = reverse("assessments:procedure-edit", args=[procedure.pk])
    fields = {
        "kind": "vpr", "year": 2026, "starts_on": "2026-04-21", "ends_on": "2026-05-20",
        "results_due_on": "2026-06-20", "version": 1,
    }  # fmt: skip

    stale = client.post(address, fields)
    again = client.post(address, {**fields, "version": stale.context["form"]["version"].value()})

    assert stale.status_code == 409
    assert stale.context["rivals"] == [
        {"name": "Вид", "now": "ДКР", "typed": "ВПР"},
        {"name": "Начало", "now": "20.04.2026", "typed": "21.04.2026"},
    ]
    assert again.status_code == 302
    procedure.refresh_from_db()
    assert (procedure.kind, procedure.version) == ("vpr", 3)


# Kinds ------------------------------------------------------------------------------------------


def test_every_kind_can_be_chosen_and_has_words_of_its_own(client, editor):
    client.force_login(editor)
    form = client.get(reverse("assessments:procedure-create")).context["form"]
    offered = [value for value, _ in form.fields["kind"].choices]

    made = [procedures.save_procedure(**{**VPR, "kind": kind}, by=editor) for kind in offered]

    assert len(offered) == len(Procedure.Kind)
    assert len({procedure.full_name for procedure in made}) == len(made)
    page = client.get(reverse("assessments:procedure-list")).content.decode()
    assert [one.full_name for one in made if one.full_name not in page] == []


def test_two_diagnostics_a_year_are_told_apart_by_words(editor):
    autumn = {**VPR, "kind": "dkr", "title": "осень"}
    procedures.save_procedure(**{**VPR, "kind": "dkr"}, by=editor)

    procedure = procedures.save_procedure(**autumn, by=editor)

    assert str(procedure) == "ДКР 2026, осень"
    assert refusal(procedures.save_procedure, **autumn, by=editor) == "procedure-exists"


@pytest.mark.parametrize(
    ("starts_on", "school_year"),
    [
        pytest.param(datetime.date(2026, 4, 20), 2025, id="spring: the year that ends"),
        pytest.param(datetime.date(2026, 10, 5), 2026, id="autumn: the year that begins"),
    ],
)
def test_classes_of_which_school_year_write(starts_on, school_year):
    assert Procedure(year=2026, starts_on=starts_on).school_year == school_year
