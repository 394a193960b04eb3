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


def check_can_import_results(user: User) -> None:
    """Files of many schools and reports, not the forms that schools fill."""
    if not user.is_committee_editor:
        raise NotAllowed("Файлы ФИС ОКО загружают сотрудники комитета.")


def check_can_declare(user: User) -> None:
    """For which school is for `School.objects.visible_to(user)` to say."""
    if not user.is_deputy:
        raise NotAllowed("О результатах заявляет школа.")


def check_can_ask_for_replacement(user: User) -> None:
    if not user.is_deputy:
        raise NotAllowed("О замене результатов просит школа.")


def check_can_grant_replacements(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Замену результатов разрешают сотрудники комитета.")


def check_can_explain_discrepancies(user: User) -> None:
    """Of which school is for `Discrepancy.objects.visible_to(user)` to say."""
    if not user.is_deputy:
        raise NotAllowed("Расхождения объясняет школа.")


def check_can_settle_discrepancies(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Объяснения принимают сотрудники комитета.")


def check_can_remove_protocols(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Протоколы убирают сотрудники комитета.")


def check_can_compute_signs(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Признаки считают сотрудники комитета.")


def check_can_move_sessions(user: User) -> None:
    """Inside its window; of which school is for `Session.objects.visible_to(user)` to say."""
    if not (user.is_deputy or user.is_committee_editor):
        raise NotAllowed("Переносят работы школы и сотрудники комитета.")
