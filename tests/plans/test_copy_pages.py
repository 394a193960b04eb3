"""From last year's plan or a template to a new draft, page by page."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Role
from plans.models import Activity, Plan
from plans.reports.period import school_year
from plans.reports.proposals import proposals_for
from plans.services.approval import submit_plan
from plans.services.copies import save_as_template
from plans.services.editing import remove_section
from plans.services.templates import remove_template, restore_template
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory
from tests.plans.desk import address, page
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
NEXT = {"title": "План на 2027/2028", "period_from": "2027-09-01", "period_to": "2028-08-31"}


@pytest.fixture
def row(section):
    return ActivityFactory(section=section, number="1", deadline="до 15.03.2027")


def test_the_form_of_a_copy_proposes_the_next_year(client, plan, row):
    plan.title = "План на 2026/2027 учебный год"
    plan.save()

    shown = page(client.get(address("plan-copy", plan.pk)))

    assert "План на 2027/2028 учебный год" in shown
    assert 'value="2027-09-01"' in shown


def test_a_copy_leads_to_the_new_wordings(client, plan, row):
    response = client.post(address("plan-copy", plan.pk), NEXT)

    copy = Plan.objects.get(copied_from=plan)
    shown = page(client.get(response.url))
    assert response.url == address("plan-proposals", copy.pk)
    assert "до 15.03.2027" in shown
    assert "до 15.03.2028" in shown


def test_ticked_wordings_are_taken_and_others_stay(client, plan, row, section):
    ActivityFactory(section=section, number="2", deadline="до 01.02.2027", result="Отчёт за 2026")
    client.post(address("plan-copy", plan.pk), NEXT)
    copy = Plan.objects.get(copied_from=plan)
    first, second, third = proposals_for(copy)

    client.post(
        address("plan-proposals", copy.pk),
        {f"take-{first.key}": "on", f"text-{first.key}": "до 20.03.2028",
         f"text-{second.key}": second.after, f"text-{third.key}": third.after},
    )  # fmt: skip

    copied = Activity.objects.filter(section__plan=copy).order_by("position")
    assert [one.deadline for one in copied] == ["до 20.03.2028", "до 01.02.2027"]
    assert "остались прошлые годы" in page(client.get(address("plan-detail", copy.pk)))


def test_a_wording_changed_meanwhile_is_not_overwritten(client, plan, row):
    client.post(address("plan-copy", plan.pk), NEXT)
    copy = Plan.objects.get(copied_from=plan)
    proposal = proposals_for(copy)[0]
    Activity.objects.filter(section__plan=copy).update(deadline="к весне")

    client.post(
        address("plan-proposals", copy.pk),
        {f"take-{proposal.key}": "on", f"text-{proposal.key}": proposal.after},
    )

    assert Activity.objects.get(section__plan=copy).deadline == "к весне"


def test_the_new_plan_shows_what_was_not_done_before(client, plan, row):
    OccurrenceFactory(activity=row)
    client.post(address("plan-copy", plan.pk), NEXT)
    copy = Plan.objects.get(copied_from=plan)

    shown = page(client.get(address("plan-detail", copy.pk)))

    assert "Не исполнено в прошлом плане: 1" in shown


def test_a_period_backwards_is_told_and_nothing_is_made(client, plan, row):
    response = client.post(address("plan-copy", plan.pk), NEXT | {"period_to": "2027-01-01"})

    assert response.status_code == 422
    assert Plan.objects.count() == 1


def test_a_plan_becomes_a_template_and_the_template_a_plan(client, plan, row):
    client.post(address("plan-template", plan.pk), {"title": "Типовой план"})
    template = Plan.objects.get(is_template=True)
    listed = page(client.get(address("template-list")))
    client.post(address("plan-copy", template.pk), NEXT)

    made = Plan.objects.get(copied_from=template)
    assert "Типовой план" in listed
    assert (made.title, made.is_template) == (NEXT["title"], False)


def test_a_template_is_not_among_the_plans_and_is_not_approved(client, editor, plan, row):
    template = save_as_template(plan_id=plan.pk, title="Типовой план", by=editor)

    listed = page(client.get(address("plan-list")))
    code = refusal(submit_plan, plan_id=template.pk, version=1, by=editor)

    assert "Типовой план" not in listed
    assert code == "plan-is-template"


def test_no_templates_yet_says_where_they_come_from(client, editor):
    assert "Образцов пока нет" in page(client.get(address("template-list")))


def test_another_committee_finds_nothing(client, plan, row):
    client.force_login(UserFactory(role=Role.EDITOR))

    codes = [
        client.get(address(name, plan.pk)).status_code
        for name in ("plan-copy", "plan-proposals", "plan-template")
    ]

    assert codes == [404, 404, 404]


def test_a_template_is_for_the_school_year_that_comes(client, editor, plan, row):
    plan.period_from, plan.period_to = datetime.date(2020, 9, 1), datetime.date(2021, 8, 31)
    plan.save()
    template = save_as_template(plan_id=plan.pk, title="Образец", by=editor)

    shown = page(client.get(address("plan-copy", template.pk)))

    first, _ = school_year(timezone.localdate())
    assert f'value="{first:%Y-%m-%d}"' in shown


# Templates put away ------------------------------------------------------------------------------


def test_a_template_is_put_away_and_brought_back(client, editor, plan, row):
    template = save_as_template(plan_id=plan.pk, title="Типовой план", by=editor)
    client.post(address("template-remove", template.pk))
    away = client.get(address("template-list")).context
    refused = client.post(address("plan-copy", template.pk), NEXT)

    client.post(address("template-restore", template.pk))

    back = client.get(address("template-list")).context
    assert (list(away["page"]), list(away["removed"])) == ([], [template])
    assert (list(back["page"]), list(back["removed"])) == ([template], [])
    assert refused.status_code == 422
    assert not Plan.objects.filter(copied_from=template).exists()


def test_a_template_put_away_is_read_and_not_written(client, editor, plan, row):
    template = save_as_template(plan_id=plan.pk, title="Типовой план", by=editor)
    remove_template(plan_id=template.pk, by=editor)

    shown = client.get(template.get_absolute_url())
    code = refusal(remove_section, section_id=template.sections.first().pk, by=editor)

    assert "Этот образец убран" in page(shown)
    assert shown.context["editable"] is False
    assert code == "plan-not-draft"


def test_only_a_template_is_put_away_and_each_step_is_made_once(editor, plan, row):
    template = save_as_template(plan_id=plan.pk, title="Типовой план", by=editor)

    of_a_plan = refusal(remove_template, plan_id=plan.pk, by=editor)
    too_early = refusal(restore_template, plan_id=template.pk, by=editor)
    remove_template(plan_id=template.pk, by=editor)
    twice = refusal(remove_template, plan_id=template.pk, by=editor)

    assert (of_a_plan, too_early, twice) == (
        "not-a-template", "template-stands", "template-removed",
    )  # fmt: skip


def test_a_head_reads_templates_and_puts_none_away(client, editor, plan, row):
    template = save_as_template(plan_id=plan.pk, title="Типовой план", by=editor)
    client.force_login(UserFactory(committee=editor.committee, role=Role.HEAD))

    answer = client.post(address("template-remove", template.pk))

    template.refresh_from_db()
    assert (answer.status_code, template.removed_at) == (403, None)
