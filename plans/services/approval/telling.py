"""Who is told of a decision on a plan: those whose turn it is or was, and those who sent it."""

from collections.abc import Collection

from accounts.models import Role, User
from plans.models import Approval, DecisionNotice, Plan, ReminderChoice, Stamp
from plans.notices import Told, tell_decision
from plans.reports.signing import signatures_of

DECISION = Approval.Decision
ABOUT = DecisionNotice.About
# What a person chooses to hear of, by what it is about.
CHOICES = {ABOUT.TURN: ReminderChoice.About.SIGNING, ABOUT.OUTCOME: ReminderChoice.About.DECISIONS}


def tell_of(decision: Approval, *, asked: Collection[User] = ()) -> None:
    """Tell of what was just decided; called last, in the transaction of the decision.

    A decision opens a turn once, so its signatory is told once; sent again, the plan opens another.

    Args:
        asked: whose turn it was before a decision that ended it: they need not sign any more.
    """
    plan = decision.plan
    if decision.decision in (DECISION.SUBMITTED, DECISION.AGREED):
        _tell_whose_turn(plan, decision)
    if decision.decision != DECISION.SUBMITTED:
        _tell_senders(plan, decision)
    if asked:
        _tell_the_turn_is_over(plan, decision, asked)


def asked_to_sign(plan: Plan) -> Collection[User]:
    """Whose turn it is; where nobody is named, any head of the committee."""
    signatures = signatures_of(plan)
    return [one.signatory.user for one in signatures if one.is_next] if signatures else _heads(plan)


def _tell_whose_turn(plan: Plan, decision: Approval) -> None:
    people = asked_to_sign(plan)
    agreeing = plan.signatories.filter(user__in=people, kind=Stamp.Kind.AGREED)
    what = "согласования" if agreeing.exists() else "утверждения"
    told = Told(
        ABOUT.TURN, f"Ждёт вашего {what}", f"{_named(plan).capitalize()} ждёт вашего {what}."
    )
    _tell(people, decision, told, plan)


def _tell_the_turn_is_over(plan: Plan, decision: Approval, asked: Collection[User]) -> None:
    """Nobody looks in vain for a plan that was taken back; its senders hear of it themselves."""
    words = decision.get_decision_display()
    told = Told(
        ABOUT.TURN,
        "Подписывать пока не нужно",
        f"{_named(plan).capitalize()} {words}, ваша подпись пока не нужна. Решение: "
        f"{decision.by}. Когда его отправят снова, портал напишет вам.",
    )
    senders = set(_senders(plan))
    _tell([user for user in asked if user not in senders], decision, told, plan)


def _tell_senders(plan: Plan, decision: Approval) -> None:
    words = decision.get_decision_display()
    said = f"{_named(plan).capitalize()} {words}. Решение: {decision.by}."
    if decision.decision == DECISION.APPROVED:
        said += f" Приказ от {plan.order_date:%d.%m.%Y} №\u00a0{plan.order_number}."
    told = Told(ABOUT.OUTCOME, f"План {words}", said)
    shown = plan.amends if plan.status == Plan.Status.MERGED and plan.amends else plan
    _tell(_senders(plan), decision, told, shown)


def _named(plan: Plan) -> str:
    return "проект изменений в план" if plan.amends_id else "план"


def _heads(plan: Plan) -> Collection[User]:
    """Where nobody is named, any head of the committee approves."""
    return User.objects.filter(committee_id=plan.committee_id, role=Role.HEAD).select_related(
        "person"
    )


def _senders(plan: Plan) -> Collection[User]:
    """Who made the plan and who sent it last."""
    sent = plan.approvals.filter(decision=DECISION.SUBMITTED).order_by("-pk")
    ids = [plan.created_by_id or 0, *sent.values_list("by", flat=True)[:1]]
    return User.objects.filter(pk__in=ids).select_related("person").order_by("pk")


def _tell(users: Collection[User], decision: Approval, told: Told, shown: Plan) -> None:
    """Those who want to know; not the one who decided, who knows already."""
    people = {
        user.person_id: user.person
        for user in users
        if user.is_active and user.person and user.pk != decision.by_id
    }
    choices = {one.person_id: one for one in ReminderChoice.objects.filter(person__in=people)}
    for person in people.values():
        choice = choices.get(person.pk)
        if choice is None or CHOICES[told.about] in choice.kinds:
            tell_decision(
                person=person,
                decision=decision,
                told=told,
                shown=shown,
                by_letter=choice is None or not choice.is_off,
            )
