"""A plan is signed in turn: those who agree, then the one who approves; each to the very text."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from plans.models import Plan, PlanVersion, Signatory
from plans.reports.signing import signatures_of, waiting_for
from plans.services import approval, editing
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 9, 10)
ORDER = {"order_number": "12", "order_date": datetime.date(2026, 9, 14)}


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def heads(editor):
    """One who agrees and one who approves."""
    return [UserFactory(committee=editor.committee, role=Role.HEAD) for _ in range(2)]


@pytest.fixture
def colleague(editor):
    return UserFactory(committee=editor.committee)


@pytest.fixture
def draft(editor):
    plan = PlanFactory(committee=editor.committee)
    ActivityFactory(section=SectionFactory(plan=plan))
    return plan


@pytest.fixture
def review(draft, editor, colleague, heads):
    """Signed by a colleague, then one head, approved by the other."""
    approval.name_signatories(
        plan_id=draft.pk, agreeing=[colleague.pk, heads[0].pk], approving=heads[1].pk, by=editor
    )
    return submit(draft, editor)


def submit(plan, editor):
    plan.refresh_from_db()
    return approval.submit_plan(plan_id=plan.pk, version=plan.version, by=editor)


def sign(plan, by):
    return approval.sign_plan(plan_id=plan.pk, version=plan.version, by=by)


def approve(plan, by):
    return approval.approve_plan(plan_id=plan.pk, version=plan.version, by=by, **ORDER)


def withdraw(plan, by):
    return approval.withdraw_plan(plan_id=plan.pk, version=plan.version, comment="Рано", by=by)


def states(plan):
    return [
        "signed" if one.is_signed else "fallen" if one.is_fallen else "next" if one.is_next else ""
        for one in signatures_of(plan)
    ]


# In turn -----------------------------------------------------------------------------------------


def test_two_agree_one_after_the_other_and_the_third_approves(review, colleague, heads):
    before = states(review)
    sign(review, colleague)
    between = states(review)
    sign(review, heads[0])

    version = approve(review, heads[1])

    review.refresh_from_db()
    decisions = [said.decision for said in review.approvals.all()]
    assert (before, between) == (["next", "", ""], ["signed", "next", ""])
    assert states(review) == ["signed", "signed", "signed"]
    assert decisions == ["submitted", "agreed", "agreed", "approved"]
    assert (review.status, version.approved_by) == (Plan.Status.APPROVED, heads[1])


def test_nobody_signs_out_of_turn(review, heads):
    early = refusal(sign, review, heads[0])
    unsigned = refusal(approve, review, heads[1])

    assert (early, unsigned) == ("not-your-turn", "not-agreed")
    assert not PlanVersion.objects.exists()


def test_a_signature_is_given_once(review, colleague):
    sign(review, colleague)

    again = refusal(sign, review, colleague)

    assert again == "already-signed"
    assert review.approvals.filter(decision="agreed").count() == 1


def test_a_stranger_to_the_list_neither_signs_nor_approves(review, colleague, heads, editor):
    other_head = UserFactory(committee=editor.committee, role=Role.HEAD)
    sign(review, colleague)
    sign(review, heads[0])

    with pytest.raises(NotAllowed):
        sign(review, editor)
    with pytest.raises(NotAllowed):
        sign(review, heads[1])  # the one who approves does so with an order
    with pytest.raises(NotAllowed):
        approve(review, other_head)

    assert not PlanVersion.objects.exists()


def test_a_page_seen_before_the_plan_came_back_signs_nothing(review, colleague, heads, editor):
    seen = review.version
    withdrawn = withdraw(review, editor)
    again = submit(withdrawn, editor)

    code = refusal(approval.sign_plan, plan_id=again.pk, version=seen, by=colleague)

    assert code == "stale"


def test_whose_turn_it_is_may_return_the_plan_and_the_others_may_not(review, colleague, editor):
    with pytest.raises(NotAllowed):
        approval.return_plan(plan_id=review.pk, version=review.version, comment="Нет", by=editor)

    plan = approval.return_plan(
        plan_id=review.pk, version=review.version, comment="Уточните сроки", by=colleague
    )

    assert plan.status == Plan.Status.DRAFT


def test_without_named_signatories_any_head_approves(draft, editor, heads):
    plan = submit(draft, editor)

    version = approve(plan, heads[0])

    assert version.approved_by == heads[0]


# Withdrawal and text -----------------------------------------------------------------------------


def test_an_editor_takes_a_plan_back_before_it_is_approved(review, editor, colleague):
    plan = withdraw(review, editor)

    said = plan.approvals.last()
    assert (plan.status, said.decision, said.comment) == (Plan.Status.DRAFT, "withdrawn", "Рано")
    assert AuditEvent.objects.about(plan).first().action == "plan-withdrawn"
    assert refusal(sign, plan, colleague) == "plan-not-on-review"


def test_a_head_or_a_draft_is_not_withdrawn(review, draft, editor, heads):
    with pytest.raises(NotAllowed):
        withdraw(review, heads[0])

    plan = withdraw(review, editor)

    assert refusal(withdraw, plan, editor) == "plan-not-on-review"


def test_a_signature_outlives_a_withdrawal_that_changes_nothing(review, editor, colleague):
    sign(review, colleague)
    review.refresh_from_db()
    draft = withdraw(review, editor)

    again = submit(draft, editor)

    assert states(again) == ["signed", "next", ""]


def test_a_changed_text_takes_the_signatures_with_it_and_says_so(
    client, review, editor, colleague, heads
):
    sign(review, colleague)
    review.refresh_from_db()
    draft = withdraw(review, editor)
    row = draft.sections.get().activities.get()
    editing.change_activity(activity_id=row.pk, version=row.version, by=editor, title="Другое дело")
    fallen = states(draft)

    again = submit(draft, editor)

    client.force_login(editor)
    page = client.get(again.get_absolute_url()).content.decode()
    fell = AuditEvent.objects.about(again).filter(action="plan-signature-fell").get()
    assert fallen == ["fallen", "", ""]
    assert [one.is_next for one in signatures_of(again)] == [True, False, False]
    assert "согласование снято: текст изменился" in page
    assert fell.details == {"signatory": colleague.pk}
    assert refusal(sign, again, heads[0]) == "not-your-turn"
    assert states(sign(again, colleague)) == ["signed", "next", ""]


def test_a_correction_that_is_not_printed_leaves_the_signatures(review, editor, colleague):
    sign(review, colleague)
    review.refresh_from_db()
    draft = withdraw(review, editor)
    draft.sections.get().activities.update(readings=[{"kind": "by", "by": "2026-11-30"}])

    assert states(draft) == ["signed", "", ""]


# Naming ------------------------------------------------------------------------------------------


def name(draft, editor, agreeing, approving):
    return refusal(
        approval.name_signatories,
        plan_id=draft.pk, agreeing=[user.pk for user in agreeing],
        approving=approving.pk if approving else None, by=editor,
    )  # fmt: skip


def test_who_signs_is_staff_of_the_committee_and_an_order_is_a_heads(
    draft, editor, colleague, heads
):
    deputy = UserFactory(committee=editor.committee, role=Role.DEPUTY)
    stranger = UserFactory(role=Role.HEAD)

    codes = [
        name(draft, editor, [deputy], heads[0]),
        name(draft, editor, [], stranger),
        name(draft, editor, [], colleague),
        name(draft, editor, [heads[0]], heads[0]),
        name(draft, editor, [colleague], None),
    ]

    expected = ["cannot-sign", "cannot-sign", "cannot-sign", "signs-twice", "no-approver"]
    assert codes == expected
    assert not Signatory.objects.exists()


def test_roles_may_be_swapped_and_the_list_emptied(draft, editor, heads):
    name(draft, editor, [heads[0]], heads[1])
    swapped = name(draft, editor, [heads[1]], heads[0])
    named = list(draft.signatories.values_list("user", "kind"))
    emptied = name(draft, editor, [], None)

    assert (swapped, emptied) == (None, None)
    assert named == [(heads[1].pk, "agreed"), (heads[0].pk, "approved")]
    assert not draft.signatories.exists()


def test_a_plan_on_review_keeps_its_signatories(review, editor, heads):
    code = name(review, editor, [], heads[0])

    assert code == "plan-not-draft"
    assert review.signatories.count() == 3


# «Сегодня» ---------------------------------------------------------------------------------------


def test_today_shows_the_plan_to_the_one_whose_turn_it_is(review, colleague, heads, editor):
    def labels():
        people = (colleague, heads[0], heads[1], editor)
        return [[item.label for item in waiting_for(user, TODAY)] for user in people]

    first = labels()
    sign(review, colleague)
    second = labels()
    sign(review, heads[0])
    third = labels()

    sender = ["на подписи"]
    assert first == [["ждёт согласования"], [], [], sender]
    assert second == [[], ["ждёт согласования"], [], sender]
    assert third == [[], [], ["ждёт утверждения"], sender]


def test_today_tells_the_sender_whose_signature_is_awaited(review, colleague, heads, editor):
    sign(review, colleague)

    (item,) = waiting_for(editor, TODAY)

    assert (item.tone, item.note) == ("wait", f"Очередь: {heads[0]}")


def test_a_sender_who_signs_next_is_told_once(draft, editor, heads):
    approval.name_signatories(
        plan_id=draft.pk, agreeing=[editor.pk], approving=heads[1].pk, by=editor
    )
    submit(draft, editor)

    labels = [item.label for item in waiting_for(editor, TODAY)]

    assert labels == ["ждёт согласования"]


# Pages -------------------------------------------------------------------------------------------


def test_the_whole_way_by_its_pages(client, draft, editor, colleague, heads):
    def go(user, decision, **fields):
        client.force_login(user)
        draft.refresh_from_db()
        address = reverse(f"plans:plan-{decision}", args=[draft.pk])
        client.get(address)
        return client.post(address, {"version": draft.version, **fields}).status_code

    client.force_login(editor)
    naming = reverse("plans:plan-signatories", args=[draft.pk])
    offered = client.get(naming).content.decode()
    client.post(naming, {"agrees_2": colleague.pk, "approves": heads[1].pk})
    answers = [
        go(editor, "submit"),
        go(colleague, "sign", comment="Хорошо"),
        go(colleague, "sign"),
        go(heads[1], "approve", order_number="12", order_date="2026-09-14"),
    ]

    assert str(colleague) in offered
    assert answers == [302, 302, 422, 302]
    assert PlanVersion.objects.get().plan == draft


def test_the_buttons_are_there_for_those_whose_turn_it_is(client, review, colleague, heads, editor):
    def offered(user):
        client.force_login(user)
        page = client.get(review.get_absolute_url()).content.decode()
        return [
            decision
            for decision in ("sign", "approve", "return", "withdraw")
            if reverse(f"plans:plan-{decision}", args=[review.pk]) in page
        ]

    buttons = [offered(user) for user in (colleague, heads[0], heads[1], editor)]

    assert buttons == [["sign", "return", "withdraw"], ["return"], ["return"], ["withdraw"]]


def test_a_long_row_of_signatories_costs_no_more_queries(
    review, editor, heads, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):
        signatures = signatures_of(review)

    assert len(signatures) == 3
