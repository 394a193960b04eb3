"""A plan on its way: draft, review, approval with an order, and what freezes with it."""

import datetime
import hashlib
import threading

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from plans.documents.order_stamp import order_in, with_order
from plans.documents.outline import OutlineStamp
from plans.models import Approval, Occurrence, Plan, PlanVersion, Stamp
from plans.reports.outline import plan_outline
from plans.services import approval, editing, printing
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.plans.printed import read_pages
from tests.refusals import refusal

ORDER = {"order_number": "12", "order_date": datetime.date(2026, 9, 14)}


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def head(editor):
    return UserFactory(committee=editor.committee, role=Role.HEAD)


@pytest.fixture
def draft(editor):
    plan = PlanFactory(committee=editor.committee)
    ActivityFactory(
        section=SectionFactory(plan=plan), readings=[{"kind": "by", "by": "2026-11-30"}]
    )
    return plan


@pytest.fixture
def review(draft, editor):
    return approval.submit_plan(plan_id=draft.pk, version=draft.version, by=editor)


def approve(plan, head, **changed):
    return approval.approve_plan(
        **{"plan_id": plan.pk, "version": plan.version, "by": head, **ORDER, **changed}
    )


# Submitting and returning ------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_submitted_plan_waits_for_the_head_and_rests(draft, editor):
    plan = approval.submit_plan(plan_id=draft.pk, version=1, comment="Готово", by=editor)

    row = plan.sections.get().activities.get()
    code = refusal(
        editing.change_activity, activity_id=row.pk, version=row.version, by=editor, title="Другое"
    )
    said = Approval.objects.get()
    assert (plan.status, plan.version, code) == (Plan.Status.REVIEW, 2, "plan-not-draft")
    assert (said.decision, said.comment, said.by) == ("submitted", "Готово", editor)
    assert AuditEvent.objects.about(plan).first().action == "plan-submitted"


@pytest.mark.django_db
def test_an_empty_plan_is_not_submitted(editor):
    plan = PlanFactory(committee=editor.committee)
    ActivityFactory(
        section=SectionFactory(plan=plan), deleted_at=datetime.datetime.now(datetime.UTC)
    )

    code = refusal(approval.submit_plan, plan_id=plan.pk, version=1, by=editor)

    assert code == "no-activities"
    assert not Approval.objects.exists()


@pytest.mark.django_db
def test_a_plan_changed_since_it_was_looked_at_is_not_submitted(draft, editor):
    editing.change_head(plan_id=draft.pk, version=1, by=editor, title="Новое название")

    code = refusal(approval.submit_plan, plan_id=draft.pk, version=1, by=editor)

    draft.refresh_from_db()
    assert (code, draft.status) == ("stale", Plan.Status.DRAFT)


@pytest.mark.django_db
def test_a_plan_is_returned_with_remarks_and_can_be_mended(review, head, editor):
    without = refusal(
        approval.return_plan, plan_id=review.pk, version=review.version, comment=" ", by=head
    )
    plan = approval.return_plan(
        plan_id=review.pk, version=review.version, comment="Уточните сроки", by=head
    )

    editing.change_head(plan_id=plan.pk, version=plan.version, by=editor, title="Уточнён")
    assert (without, plan.status) == ("no-remarks", Plan.Status.DRAFT)
    assert [said.decision for said in plan.approvals.all()] == ["submitted", "returned"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR, Role.DEPUTY, Role.OBSERVER])
def test_only_the_head_decides(review, role):
    user = UserFactory(committee=review.committee, role=role)

    with pytest.raises(NotAllowed):
        approve(review, user)
    with pytest.raises(NotAllowed):
        approval.return_plan(plan_id=review.pk, version=review.version, comment="Нет", by=user)

    assert not PlanVersion.objects.exists()


@pytest.mark.django_db
def test_another_committees_head_finds_no_such_plan(review):
    with pytest.raises(Plan.DoesNotExist):
        approve(review, UserFactory(role=Role.HEAD))


@pytest.mark.django_db
def test_remarks_may_be_made_at_any_time(draft, editor, head):
    before = approval.comment_plan(plan_id=draft.pk, comment="Вопрос", by=head)
    plan = approval.submit_plan(plan_id=draft.pk, version=1, by=editor)
    during = approval.comment_plan(plan_id=draft.pk, comment="Ответ", by=editor)
    approve(plan, head)

    after = approval.comment_plan(plan_id=draft.pk, comment="Спасибо", by=editor)

    decisions = [said.decision for said in draft.approvals.all()]
    assert decisions == ["commented", "submitted", "commented", "approved", "commented"]
    assert [before.comment, during.comment, after.comment] == ["Вопрос", "Ответ", "Спасибо"]


# Approval ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_head_approves_with_an_order_and_the_text_the_pdf_and_its_sum_freeze(review, head):
    version = approve(review, head, comment="В добрый путь")

    review.refresh_from_db()
    text = " ".join("".join(read_pages(bytes(version.pdf))).split())
    assert (review.status, review.order_number) == (Plan.Status.APPROVED, "12")
    assert review.order_date == ORDER["order_date"]
    assert version.sha256 == hashlib.sha256(bytes(version.pdf)).hexdigest()
    assert version.outline == plan_outline(review).as_json()
    assert "Утверждён приказом комитета по образованию от 14.09.2026 № 12" in text
    assert "ПРОЕКТ" not in text
    assert AuditEvent.objects.about(review).first().details["sha256"] == version.sha256
    assert Occurrence.objects.get().due_on == datetime.date(2026, 11, 30)


@pytest.mark.django_db
def test_a_plan_that_is_not_on_review_is_not_approved(draft, review, head):
    approve(review, head)
    review.refresh_from_db()

    again = refusal(approve, review, head)

    assert again == "plan-not-on-review"
    assert PlanVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_plan_that_went_back_and_came_again_is_not_approved_by_an_old_page(review, head, editor):
    seen = review.version
    plan = approval.return_plan(plan_id=review.pk, version=seen, comment="Срок", by=head)
    approval.submit_plan(plan_id=plan.pk, version=plan.version, by=editor)

    code = refusal(approve, plan, head, version=seen)

    assert code == "stale"
    assert not PlanVersion.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("missing", [{"order_number": " "}, {"order_date": None}])
def test_there_is_no_approval_without_an_order(review, head, missing):
    code = refusal(approve, review, head, **missing)

    review.refresh_from_db()
    assert (code, review.status) == ("no-order", Plan.Status.REVIEW)


@pytest.mark.django_db
def test_the_stamp_may_not_name_another_order_than_the_head_does(review, head):
    lines = "Утверждён\nприказом комитета\nот 01.09.2026 № 7"
    Stamp.objects.create(plan=review, kind="approved", text=lines)

    other = refusal(approve, review, head)
    same = approve(review, head, order_number="7", order_date=datetime.date(2026, 9, 1))

    assert other == "order-differs"
    assert [stamp["lines"] for stamp in same.outline["stamps"]] == [lines.splitlines()]


@pytest.mark.django_db
def test_when_the_print_fails_nothing_is_approved(review, head):
    section = review.sections.get()
    for place in range(2, 6):
        ActivityFactory(section=section, position=place, title="слово " * 20_000)

    code = refusal(approve, review, head)

    review.refresh_from_db()
    assert (code, review.status) == ("too-long", Plan.Status.REVIEW)
    assert not PlanVersion.objects.exists()


# The order in the stamps -------------------------------------------------------------------------

BLANK = ["Утверждён", "приказом комитета", "от «__» ____________ 20__ г. № ______"]
FULL = ["Приложение", "к приказу комитета", "от 30.08.2023 № 534"]
SIGNED = ["УТВЕРЖДАЮ", "Председатель комитета", "____________ П. А. Вязов", "«__» ________ 20__ г."]


@pytest.mark.parametrize(
    ("stamps", "printed"),
    [
        pytest.param(
            [], [["Утверждён", "приказом отдела", "от 14.09.2026 № 12-о"]], id="no stamp at all"
        ),
        pytest.param(
            [BLANK],
            [["Утверждён", "приказом комитета", "от 14.09.2026 № 12-о"]],
            id="a blank to fill in",
        ),
        pytest.param([FULL], [FULL], id="an order already named"),
        pytest.param(
            [SIGNED],
            [
                [
                    "УТВЕРЖДАЮ",
                    "Председатель комитета",
                    "____________ П. А. Вязов",
                    "«14» сентября 2026 г.",
                    "приказ от 14.09.2026 № 12-о",
                ]
            ],
            id="a signature keeps its own blank",
        ),
    ],
)
def test_the_order_is_written_into_the_stamps(stamps, printed):
    outline = [OutlineStamp("approved", list(lines)) for lines in stamps]

    stamped = with_order(
        outline, title="План", issuer="отдела", date=ORDER["order_date"], number="12-о"
    )

    assert [stamp.lines for stamp in stamped] == printed
    assert order_in(stamped) is not None


def test_a_stamp_of_agreement_stays_as_it_is():
    agreed = OutlineStamp("agreed", ["СОГЛАСОВАНО", "Председатель", "«__» ______ 20__ г."])

    stamped = with_order(
        [agreed], title="Дорожная карта", issuer="отдела", date=ORDER["order_date"], number="3"
    )

    assert stamped[1] == agreed
    assert stamped[0].lines[0] == "Утверждена"


# An annex ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_plan_that_is_an_annex_names_the_order_in_its_corner(draft, editor, head):
    plan = editing.change_head(
        plan_id=draft.pk, version=draft.version, by=editor, annex="Приложение 1"
    )
    printed = printing.printed_plan(plan)
    plan = approval.submit_plan(plan_id=plan.pk, version=plan.version, by=editor)

    version = approve(plan, head)

    plan.refresh_from_db()
    corner = ["Приложение 1", "к приказу комитета по образованию"]
    assert version.outline["stamps"][0]["lines"] == [*corner, "от 14.09.2026 № 12"]
    assert len(version.outline["stamps"]) == 1
    assert version.outline == plan_outline(plan).as_json()
    assert "от «__»" in "".join(read_pages(printed.pdf))


# Many heads at once ------------------------------------------------------------------------------

HEADS = 20


@pytest.mark.django_db(transaction=True)
def test_of_twenty_parallel_approvals_one_makes_the_version():
    editor = UserFactory()
    head = UserFactory(committee=editor.committee, role=Role.HEAD)
    plan = PlanFactory(committee=editor.committee)
    ActivityFactory(section=SectionFactory(plan=plan))
    plan = approval.submit_plan(plan_id=plan.pk, version=1, by=editor)
    start, outcomes = threading.Barrier(HEADS), []

    def click(number):
        start.wait()
        try:
            outcomes.append(patient(refusal, approve, plan, head, order_number=str(number)))
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(n,)) for n in range(1, HEADS + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    plan.refresh_from_db()
    version = PlanVersion.objects.get()
    assert outcomes.count(None) == 1
    assert set(outcomes) <= {None, "stale", "plan-not-on-review"}
    assert len(outcomes) == HEADS
    assert version.order_number == plan.order_number
    assert plan.approvals.filter(decision="approved").count() == 1


def patient(work, *args, **kwargs):
    """SQLite in memory answers "locked" at once where a file would make the writer wait."""
    while True:
        try:
            return work(*args, **kwargs)
        except OperationalError as busy:
            if "locked" not in str(busy):
                raise


# Pages -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_way_of_a_plan_by_its_pages(client, draft, editor, head):
    page = reverse("plans:plan-detail", args=[draft.pk])
    client.force_login(editor)
    seen = client.get(page).content.decode()
    sent = client.post(reverse("plans:plan-submit", args=[draft.pk]), {"version": 1})

    client.force_login(head)
    offered = client.get(page).content.decode()
    decided = client.post(
        reverse("plans:plan-approve", args=[draft.pk]),
        {"version": 2, "order_number": "12", "order_date": "2026-09-14"},
    )
    after = client.get(page).content.decode()

    version = PlanVersion.objects.get()
    assert reverse("plans:plan-submit", args=[draft.pk]) in seen
    assert reverse("plans:plan-approve", args=[draft.pk]) in offered
    assert [sent.status_code, decided.status_code] == [302, 302]
    assert version.sha256 in after
    assert version.get_absolute_url() in after
    assert version.sha256 in client.get(version.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_click_on_a_plan_that_is_no_longer_so_is_a_conflict(client, review, head, editor):
    client.force_login(head)
    address = reverse("plans:plan-approve", args=[review.pk])
    order = {"order_number": "12", "order_date": "2026-09-14"}

    stale = client.post(address, {"version": 1, **order})
    incomplete = client.post(address, {"version": 2, "order_number": ""})

    assert (stale.status_code, incomplete.status_code) == (409, 422)
    assert not PlanVersion.objects.exists()


@pytest.mark.django_db
def test_before_submitting_the_page_tells_what_to_look_at(client, draft, editor):
    section = draft.sections.get()
    ActivityFactory(section=section, number="7.", deadline="По мере надобности", readings=[])
    ActivityFactory(section=section, number="8.", responsible="")
    client.force_login(editor)

    page = client.get(reverse("plans:plan-submit", args=[draft.pk])).content.decode()

    assert "Срок не понят: напоминаний не будет, пока его не уточнят." in page
    assert "Не назван ответственный." in page
    assert reverse("plans:plan-check", args=[draft.pk]) in page
