"""What the state of a case allows, whoever asks."""

from accounts.errors import RuleViolation
from schools.models import Case


def check_can_become(case: Case, status: str) -> None:
    """Only the moves of `Case.MOVES`."""
    if not case.can_become(status):
        label = Case.Status(status).label
        raise RuleViolation(
            "case-move", f"Из состояния «{case.get_status_display()}» нельзя перейти в «{label}»."
        )


def check_not_closed(case: Case) -> None:
    if case.status == Case.Status.CLOSED:
        raise RuleViolation("case-closed", "Случай закрыт, изменить его нельзя.")


def check_not_stale(case: Case, version: int) -> None:
    if case.version != version:
        raise RuleViolation(
            "stale", "Пока вы писали, случай изменил кто-то другой. Проверьте и повторите."
        )


def check_has_curator(case: Case) -> None:
    """Help without someone who helps is none."""
    if case.curator_id is None and case.curator_school_id is None:
        raise RuleViolation("no-curator", "Сначала назначьте куратора: человека или школу.")


def check_explained_in_words(text: str) -> None:
    if not text.strip():
        raise RuleViolation("empty-explanation", "Напишите объяснение хотя бы одним предложением.")


def check_closing(outcome: str, decision: str) -> None:
    if outcome not in Case.Outcome:
        raise RuleViolation("no-outcome", "Выберите, чем закончился случай.")
    if not decision.strip():
        raise RuleViolation("no-decision", "Опишите решение: его прочтут через год.")
