"""Who may."""

from accounts.errors import NotAllowed
from accounts.models import User
from observers.models import Assignment, ObservationAct


def check_can_edit_roster(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Список наблюдателей ведут сотрудники комитета.")


def check_can_assign(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Наблюдателей назначают сотрудники комитета.")


def check_can_write_act(user: User, assignment: Assignment) -> None:
    """The one who was there, nobody instead of them."""
    if not user.is_observer or assignment.observer.person_id != user.person_id:
        raise NotAllowed("Акт пишет сам наблюдатель.")


def check_can_supplement_act(user: User, act: ObservationAct) -> None:
    """The one who was there, or the committee that has asked them."""
    if not (_is_author(user, act) or user.is_committee_editor):
        raise NotAllowed("Числа акта дополняют его автор и сотрудники комитета.")


def check_can_add_act_scans(user: User, act: ObservationAct) -> None:
    """The author, or the committee that received the act on paper."""
    if not (_is_author(user, act) or user.is_committee_editor):
        raise NotAllowed("Сканы акта прикладывают его автор и сотрудники комитета.")


def _is_author(user: User, act: ObservationAct) -> bool:
    return user.is_observer and act.assignment.observer.person_id == user.person_id


def check_can_remove_act_scans(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Сканы актов убирают сотрудники комитета.")
