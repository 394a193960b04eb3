"""When somebody may say how a due date stands."""

from accounts.errors import RuleViolation
from plans.models import Occurrence, Plan
from schools.models import Case


def check_plan_is_approved(plan: Plan) -> None:
    if plan.status != Plan.Status.APPROVED:
        raise RuleViolation("plan-not-approved", "План не утверждён, исполнять пока нечего.")


def check_same_state(occurrence: Occurrence, seen: str) -> None:
    """A mark is made on the state its author saw."""
    if occurrence.state != seen:
        raise RuleViolation(
            "stale",
            f"Здесь уже отмечено: {occurrence.get_state_display()}. Проверьте и отметьте снова.",
        )


def check_state_explained(state: str, note: str) -> None:
    """«Не исполнено» and «не требуется» need a word why."""
    unexplained = state in (Occurrence.State.NOT_DONE, Occurrence.State.NOT_APPLICABLE)
    if unexplained and not note.strip():
        raise RuleViolation("no-note", "Напишите, почему: это увидит руководитель.")


def check_case_is_open(case: Case) -> None:
    if case.status == Case.Status.CLOSED:
        raise RuleViolation("case-closed", "Случай закрыт, мероприятия к нему не добавляют.")
