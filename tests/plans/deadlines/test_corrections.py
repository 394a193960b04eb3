"""People put right what was understood; the wording is printed as it is."""

import datetime

import pytest

from accounts.errors import NotAllowed, RuleViolation
from accounts.models import Role
from plans.deadlines import Reading
from plans.models import Activity, Plan
from plans.services import editing
from plans.services.corrections import correct_readings, restore_readings
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, SectionFactory
from tests.plans.desk import HTMX, address, page

pytestmark = pytest.mark.django_db
MARCH = Reading("by", by=datetime.date(2027, 3, 15))
EMPTY = {
    name: ""
    for form in range(3)
    for name in (f"form-{form}-kind", f"form-{form}-first", f"form-{form}-last")
}


@pytest.fixture
def activity(section):
    return ActivityFactory(
        section=section, deadline="после праздников", readings=[{"kind": "event"}]
    )


def corrected(activity, editor, *readings):
    return correct_readings(
        activity_id=activity.pk, version=activity.version, readings=readings or [MARCH], by=editor
    )


def sent(activity, **fields):
    return {
        "version": activity.version,
        "form-TOTAL_FORMS": 2,
        "form-INITIAL_FORMS": 1,
        **EMPTY,
        **{name.replace("__", "-"): value for name, value in fields.items()},
    }


def test_a_correction_is_kept_and_shown_as_such(client, editor, activity):
    corrected(activity, editor)

    activity.refresh_from_db()
    assert activity.readings == [{"kind": "by", "by": "2027-03-15"}]
    assert activity.deadline == "после праздников"
    shown = page(client.get(address("plan-detail", activity.section.plan_id)))
    assert "исправлено человеком: до 15.03.2027" in shown


def test_a_correction_stays_until_the_wording_is_touched(editor, activity):
    row = corrected(activity, editor)

    other = editing.change_activity(
        activity_id=row.pk, version=row.version, by=editor, result="Справка"
    )
    kept = other.readings_corrected, other.readings
    touched = editing.change_activity(
        activity_id=row.pk, version=other.version, by=editor, deadline="май"
    )

    assert kept == (True, [MARCH.as_json()])
    assert not touched.readings_corrected
    assert touched.readings[0]["end"] == "2027-05-31"


def test_a_correction_is_taken_back(editor, activity):
    row = corrected(activity, editor)

    restored = restore_readings(activity_id=row.pk, version=row.version, by=editor)

    assert not restored.readings_corrected
    assert restored.readings[0]["kind"] == "event"


def test_due_dates_of_an_approved_plan_follow_a_correction(editor, activity):
    Plan.objects.filter(pk=activity.section.plan_id).update(status=Plan.Status.APPROVED)

    corrected(activity, editor)

    assert [one.planned_on for one in activity.occurrences.all()] == [MARCH.by]


@pytest.mark.parametrize(
    ("status", "readings", "code"),
    [
        pytest.param(Plan.Status.REVIEW, [MARCH], "plan-not-draft", id="with the signatories"),
        pytest.param(Plan.Status.DRAFT, [], "no-readings", id="nothing chosen"),
        pytest.param(Plan.Status.DRAFT, [Reading("by")], "not-whole", id="no date"),
        pytest.param(Plan.Status.DRAFT, [MARCH] * 21, "too-many", id="too many"),
    ],
)
def test_a_correction_is_refused(editor, activity, status, readings, code):
    Plan.objects.filter(pk=activity.section.plan_id).update(status=status)

    with pytest.raises(RuleViolation) as refusal:
        correct_readings(
            activity_id=activity.pk, version=activity.version, readings=readings, by=editor
        )

    assert refusal.value.code == code


def test_a_correction_of_a_row_changed_meanwhile_is_refused(editor, activity):
    corrected(activity, editor)

    with pytest.raises(RuleViolation) as refusal:
        corrected(activity, editor)

    assert refusal.value.code == "stale"


def test_a_head_does_not_correct(activity):
    head = UserFactory(role=Role.HEAD, committee=activity.section.plan.committee)

    with pytest.raises(NotAllowed):
        corrected(activity, head)


def test_a_new_period_reads_deadlines_anew_but_not_corrected_ones(editor, plan):
    section = SectionFactory(plan=plan)
    read = editing.add_activity(section_id=section.pk, by=editor, deadline="октябрь")
    mended = editing.add_activity(section_id=section.pk, by=editor, deadline="ноябрь")
    corrected(mended, editor)

    editing.change_head(
        plan_id=plan.pk,
        version=plan.version,
        by=editor,
        period_from=datetime.date(2027, 9, 1),
        period_to=datetime.date(2028, 8, 31),
    )

    rows = {row.pk: row for row in Activity.objects.filter(section=section)}
    assert rows[read.pk].readings[0]["end"] == "2027-10-31"
    assert rows[mended.pk].readings == [MARCH.as_json()]


def test_the_form_makes_readings_of_every_kind(client, activity):
    fields = sent(
        activity,
        form__0__kind="within", form__0__first="2027-03-01", form__0__last="2027-03-15",
        form__1__kind="event", form__1__offset="3", form__1__counted="after:working_day",
    )  # fmt: skip

    response = client.post(address("activity-readings", activity.pk), fields)

    activity.refresh_from_db()
    assert response.status_code == 302
    assert activity.readings_corrected
    assert activity.readings == [
        {"kind": "within", "start": "2027-03-01", "end": "2027-03-15"},
        {"kind": "event", "offset": 3, "unit": "working_day", "direction": "after"},
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"form__0__kind": "by"},
        {"form__0__kind": "within", "form__0__first": "2027-03-15"},
        {
            "form__0__kind": "within",
            "form__0__first": "2027-03-15",
            "form__0__last": "2027-03-01",
        },
        {"form__0__kind": "each", "form__0__every": "week", "form__0__day": "8"},
        {"form__0__kind": "event", "form__0__counted": "before:day"},
        {},
    ],
)
def test_the_form_says_what_is_missing(client, activity, fields):
    response = client.post(address("activity-readings", activity.pk), sent(activity, **fields))

    activity.refresh_from_db()
    assert response.status_code == 422
    assert not activity.readings_corrected


def test_the_page_offers_the_way_back(client, editor, activity):
    row = corrected(activity, editor)

    shown = page(client.get(address("activity-readings", row.pk)))
    client.post(address("activity-readings", row.pk), sent(row, restore="1"))

    activity.refresh_from_db()
    assert "Вернуть прочтение" in shown
    assert not activity.readings_corrected


def test_a_deadline_is_understood_while_it_is_typed(client, plan):
    typed = {"deadline": "ежемесячно (Иванова)"}

    shown = page(client.post(address("deadline-preview", plan.pk), typed, **HTMX))

    assert "понято: ежемесячно → 30.09.2026, 31.10.2026, 30.11.2026 и ещё 9" in shown
    assert "без прочтения: Иванова" in shown
