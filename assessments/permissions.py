"""Who may."""

from accounts.errors import NotAllowed
from accounts.models import User


def check_can_edit_works(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Каталог работ ведут сотрудники комитета.")


def check_can_plan_sessions(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Процедуры и сессии намечают сотрудники комитета.")


def check_can_bring_results(user: User) -> None:
    """Of which school is for `Session.objects.visible_to(user)` to say."""
    if not (user.is_deputy or user.is_committee_editor):
        raise NotAllowed("Результаты загружают школы и сотрудники комитета.")


def check_can_remove_protocols(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Протоколы убирают сотрудники комитета.")


def check_can_compute_signs(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Признаки считают сотрудники комитета.")
