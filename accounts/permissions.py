"""Who may decide about people and access."""

from accounts.errors import NotAllowed
from accounts.models import User


def check_can_manage_people(user: User) -> None:
    if not user.is_administrator:
        raise NotAllowed("Людьми и доступом управляет администратор комитета.")


def check_can_set_periods(user: User) -> None:
    if not (user.is_administrator or user.is_committee_head):
        raise NotAllowed("Сроки хранения устанавливают руководитель и администратор комитета.")


def check_can_draw_up_acts(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Акты об уничтожении составляют сотрудники комитета.")


def check_can_withdraw_acts(user: User) -> None:
    if not (user.is_committee_editor or user.is_committee_head):
        raise NotAllowed("Акты об уничтожении ведут сотрудники комитета.")


def check_can_confirm_acts(user: User) -> None:
    if not user.is_committee_head:
        raise NotAllowed("Акт об уничтожении утверждает руководитель комитета.")
