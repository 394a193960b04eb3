"""What the state of the data allows, whoever asks."""

import datetime

from accounts.errors import RuleViolation
from accounts.models import Invitation, Person, User


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
