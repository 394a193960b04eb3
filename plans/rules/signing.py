"""Who signs a plan, and in what order."""

from collections.abc import Collection, Sequence

from accounts.errors import RuleViolation
from accounts.models import User
from plans.models import Plan, Signatory, Stamp

OPEN = (Plan.Status.DRAFT, Plan.Status.REVIEW)


def check_nobody_signs_twice(people: Sequence[int]) -> None:
    if len(set(people)) < len(people):
        raise RuleViolation("signs-twice", "Один человек подписывает план один раз.")


def check_agreement_ends_in_approval(agreeing: Sequence[int], approving: int | None) -> None:
    """Whoever agrees does so for somebody who approves."""
    if agreeing and approving is None:
        raise RuleViolation("no-approver", "Укажите, кто утверждает план после согласования.")


def check_can_sign(
    agreeing: Sequence[int],
    staff: Collection[User],
    approving: int | None,
    heads: Collection[User],
) -> None:
    """Only colleagues who can open the plan are asked; an order is a head's."""
    known, chiefs = {user.pk for user in staff}, {user.pk for user in heads}
    if not known.issuperset(agreeing) or (approving is not None and approving not in chiefs):
        raise RuleViolation(
            "cannot-sign", "Среди подписантов есть тот, кто не может подписать план."
        )


def check_somebody_approves(signatories: Sequence[Signatory]) -> None:
    """Only agreement, and a plan would lie on review for ever."""
    if signatories and not any(one.kind == Stamp.Kind.APPROVED for one in signatories):
        raise RuleViolation("no-approver", "Укажите, кто утверждает план после согласования.")


def check_not_signed_yet(*, is_signed: bool) -> None:
    if is_signed:
        raise RuleViolation("already-signed", "Вы уже согласовали этот текст.")


def check_turn(*, is_next: bool) -> None:
    if not is_next:
        raise RuleViolation(
            "not-your-turn", "Сначала план согласуют те, кто стоит перед вами. Вам напомнит портал."
        )


def check_all_agreed(waiting: Sequence[Signatory]) -> None:
    """УТВЕРЖДАЮ comes after every СОГЛАСОВАНО, each given to this very text."""
    if waiting:
        names = ", ".join(str(one.user) for one in waiting)
        raise RuleViolation("not-agreed", f"План ещё не согласовали: {names}.")


def check_can_be_amended(plan: Plan, *, has_open: bool) -> None:
    """Changes are made to what is in force, one set of them at a time."""
    if plan.status != Plan.Status.APPROVED:
        raise RuleViolation("plan-not-approved", "Изменения вносят в утверждённый план.")
    if has_open:
        raise RuleViolation("amendment-open", "Изменения в этот план уже готовятся.")
