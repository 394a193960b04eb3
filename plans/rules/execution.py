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


def check_can_be_marked(occurrence: Occurrence, state: str) -> None:
    """A mark moves along the table of moves, or mends the note of the same state.

    A date is put off by an agreed request alone: «только по запросу, с новым сроком и тем, кто
    согласовал» (peers' practice of control of instructions).
    """
    if state == Occurrence.State.POSTPONED:
        raise RuleViolation(
            "by-request-only",
            "Срок переносят по запросу: укажите причину и новый срок, согласует комитет.",
        )
    if state != occurrence.state and not occurrence.can_become(state):
        raise RuleViolation(
            "no-such-move",
            f"Сейчас: {occurrence.get_state_display()}. Такая отметка отсюда не ставится, "
            "сначала верните срок в работу.",
        )


def check_something_chosen(count: int) -> None:
    if not count:
        raise RuleViolation("nothing-chosen", "Отметьте хотя бы одну школу в списке.")


def check_mark_was_written(rows: int) -> None:
    """The conditional write found the state as it was seen (the database has the last word)."""
    if rows != 1:
        raise RuleViolation(
            "stale", "Здесь только что отметили другое. Обновите страницу и отметьте снова."
        )


def check_case_is_open(case: Case) -> None:
    if case.status == Case.Status.CLOSED:
        raise RuleViolation("case-closed", "Случай закрыт, мероприятия к нему не добавляют.")
