"""What may be done with templates of plans."""

from accounts.errors import RuleViolation
from plans.models import Plan


def check_is_template(plan: Plan) -> None:
    if not plan.is_template:
        raise RuleViolation("not-a-template", "Это план, а не образец: убрать его нельзя.")


def check_template_stands(plan: Plan) -> None:
    """A plan, too, stands: only templates are put away."""
    if plan.removed_at is not None:
        raise RuleViolation(
            "template-removed", "Этот образец убран. Верните его на странице «Образцы планов»."
        )


def check_template_is_removed(plan: Plan) -> None:
    if plan.removed_at is None:
        raise RuleViolation("template-stands", "Этот образец уже возвращён.")
