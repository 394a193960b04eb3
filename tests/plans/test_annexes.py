"""A plan that is an annex to an order says so once, whatever its caption becomes."""

import datetime

import pytest

from accounts.models import Role
from plans.documents.order_stamp import with_annex, without_annex
from plans.documents.outline import OutlineStamp
from plans.services import approval, editing
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory

ORDER = "от 14.09.2026 № 12"
NOTE = "(в редакции приказа от 01.02.2027 № 34)"


def annexed(lines, caption):
    """The lines of every stamp of a plan with such a stamp once its annex has this caption."""
    stamps = with_annex([OutlineStamp("approved", lines)], annex=caption, issuer="комитета")
    return [stamp.lines for stamp in stamps]


def test_another_caption_takes_the_place_of_the_one_before_and_the_order_stays():
    whole = annexed(["Приложение 1", "к приказу комитета", ORDER], "Приложение 2")
    in_a_line = annexed([f"Приложение № 1 к приказу комитета {ORDER}"], "Приложение № 2")
    odd = annexed(["Прил. 1", "к приказу комитета", ORDER], "Приложение 2")

    assert whole == odd == [["Приложение 2", "к приказу комитета", ORDER]]
    assert in_a_line == [[f"Приложение № 2 к приказу комитета {ORDER}"]]


def test_a_caption_that_names_the_order_itself_does_not_name_it_twice():
    caption = "Приложение к приказу управления"

    renamed = annexed(["Приложение 1", "к приказу комитета", ORDER, NOTE], caption)
    fresh = with_annex([], annex=caption, issuer="комитета")

    assert renamed == [[caption, ORDER, NOTE]]
    assert [line.split()[0] for line in fresh[0].lines] == ["Приложение", "от"]


def test_an_order_that_is_named_already_is_not_waited_for_again():
    by_order = annexed(["Утверждён", "приказом комитета", ORDER], "Приложение 1")
    signed = annexed(
        ["УТВЕРЖДАЮ", "Начальник отдела", "____ А. Вязов", f"приказ {ORDER}"], "Приложение 1"
    )

    assert by_order == [["Приложение 1", "Утверждён", "приказом комитета", ORDER]]
    assert signed[0] == ["Приложение 1", "к приказу комитета", ORDER]
    assert signed[1][0] == "УТВЕРЖДАЮ"


def test_an_agreement_is_never_taken_for_the_annex():
    agreed = OutlineStamp("agreed", ["СОГЛАСОВАНО", "к приказу приложен лист"])

    stamps = with_annex([agreed], annex="Приложение 1", issuer="комитета")

    assert [stamp.lines[0] for stamp in stamps] == ["Приложение 1", "СОГЛАСОВАНО"]


def test_a_plan_that_is_an_annex_no_more_keeps_only_the_order_that_is_named():
    blank = with_annex([], annex="Приложение 1", issuer="комитета")
    signed = OutlineStamp("approved", ["УТВЕРЖДАЮ", "Начальник отдела"])

    freed = [
        [one.lines for one in without_annex(
            [OutlineStamp("approved", lines), signed], annex=caption, title="План мероприятий",
            issuer="комитета",
        )]
        for lines, caption in (
            (["Приложение 1", "к приказу комитета", ORDER, NOTE], "Приложение 1"),
            ([f"Приложение № 1 к приказу комитета {ORDER}"], "Приложение № 1"),
            (["Приложение к приказу управления", ORDER], "Приложение к приказу управления"),
            (["Приложение 1", "Утверждено", "приказом комитета", ORDER], "Приложение 1"),
            (blank[0].lines, "Приложение 1"),
            (["Приложение 2", "к приказу комитета", ORDER], "Приложение 1"),
        )
    ]  # fmt: skip

    approved = ["Утверждён", "приказом комитета", ORDER]
    assert [stamps[:-1] for stamps in freed] == [
        [[*approved, NOTE]],
        [approved],
        [approved],
        [["Утверждено", "приказом комитета", ORDER]],
        [],
        [["Приложение 2", "к приказу комитета", ORDER]],
    ]
    assert all(stamps[-1] == signed.lines for stamps in freed)


@pytest.mark.django_db
def test_an_annex_cleared_by_an_amendment_leaves_the_order_and_no_caption():
    editor = UserFactory()
    head = UserFactory(committee=editor.committee, role=Role.HEAD)
    plan = PlanFactory(committee=editor.committee, title="План работы", annex="Приложение 1")
    ActivityFactory(section=SectionFactory(plan=plan))
    approved(plan, editor, head, "12", datetime.date(2026, 9, 14))
    copy = approval.start_amendment(plan_id=plan.pk, by=editor)
    editing.change_head(plan_id=copy.pk, version=copy.version, by=editor, annex="")

    version = approved(copy, editor, head, "34", datetime.date(2027, 2, 1))

    stamps = [stamp["lines"] for stamp in version.outline["stamps"]]
    assert stamps == [["Утверждён", "приказом комитета по образованию", ORDER, NOTE]]


@pytest.mark.django_db
def test_a_plan_made_an_annex_by_an_amendment_prints_no_blank_order():
    editor = UserFactory()
    head = UserFactory(committee=editor.committee, role=Role.HEAD)
    plan = PlanFactory(committee=editor.committee)
    ActivityFactory(section=SectionFactory(plan=plan))
    approved(plan, editor, head, "12", datetime.date(2026, 9, 14))
    copy = approval.start_amendment(plan_id=plan.pk, by=editor)
    editing.change_head(plan_id=copy.pk, version=copy.version, by=editor, annex="Приложение 1")

    version = approved(copy, editor, head, "34", datetime.date(2027, 2, 1))

    stamps = [stamp["lines"] for stamp in version.outline["stamps"]]
    assert stamps == [
        ["Приложение 1", "Утверждён", "приказом комитета по образованию", ORDER, NOTE]
    ]


@pytest.mark.django_db
def test_a_caption_changed_by_an_amendment_prints_one_stamp_with_both_orders():
    editor = UserFactory()
    head = UserFactory(committee=editor.committee, role=Role.HEAD)
    plan = PlanFactory(committee=editor.committee, annex="Приложение 1")
    ActivityFactory(section=SectionFactory(plan=plan))
    approved(plan, editor, head, "12", datetime.date(2026, 9, 14))
    copy = approval.start_amendment(plan_id=plan.pk, by=editor)
    editing.change_head(plan_id=copy.pk, version=copy.version, by=editor, annex="Приложение 2")

    version = approved(copy, editor, head, "34", datetime.date(2027, 2, 1))

    stamps = [stamp["lines"] for stamp in version.outline["stamps"]]
    plan.refresh_from_db()
    assert stamps == [["Приложение 2", "к приказу комитета по образованию", ORDER, NOTE]]
    assert (plan.annex, plan.stamps.count()) == ("Приложение 2", 1)


def approved(plan, editor, head, number, day):
    plan.refresh_from_db()
    sent = approval.submit_plan(plan_id=plan.pk, version=plan.version, by=editor)
    return approval.approve_plan(
        plan_id=sent.pk, version=sent.version, order_number=number, order_date=day, by=head
    )
