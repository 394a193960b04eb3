"""What the state of the data allows, whoever asks."""

import datetime
from collections.abc import Sequence

from accounts.errors import RuleViolation
from accounts.models import DestructionAct, Invitation, Person, User


def check_not_oneself(account: User, by: User) -> None:
    """Nobody locks themself out: the last administrator could not be let in again."""
    if account.pk == by.pk:
        raise RuleViolation(
            "oneself", "Свою учётную запись так изменить нельзя. Попросите другого администратора."
        )


def check_account_is_open(account: User) -> None:
    if not account.is_active:
        raise RuleViolation(
            "account-blocked", "Вход для этого человека закрыт. Сначала откройте его снова."
        )


def check_has_address(person: Person) -> None:
    if not person.email:
        raise RuleViolation(
            "no-address",
            "У человека не указана эл. почта. Укажите её или передайте ссылку сами.",
        )


def check_invitation_open(invitation: Invitation, now: datetime.datetime) -> None:
    if not invitation.is_open_at(now):
        raise RuleViolation(
            "invitation-closed", "Приглашение уже использовано, отозвано или просрочено."
        )


def check_period(years: int | None, source: str) -> None:
    """A period has a source: an order, a clause of the list of files."""
    if years is None:
        return
    if not 1 <= years <= 75:
        raise RuleViolation("years-out-of-range", "Срок хранения — от 1 года до 75 лет.")
    if not source.strip():
        raise RuleViolation(
            "no-source",
            "Укажите, чем установлен срок: приказ или пункт номенклатуры дел комитета.",
        )


def check_act_is_complete(reason: str, commission: Sequence[str]) -> None:
    if not reason.strip():
        raise RuleViolation("no-reason", "Напишите основание для уничтожения.")
    if len(commission) < 2:
        raise RuleViolation(
            "commission-too-small", "Назовите председателя комиссии и хотя бы одного члена."
        )


def check_act_may_become(act: DestructionAct, status: str) -> None:
    if status not in act.MOVES[DestructionAct.Status(act.status)]:
        raise RuleViolation("act-decided", f"Акт уже {act.get_status_display()}.")
