"""Who may."""

from accounts.errors import NotAllowed
from accounts.models import User
from observers.models import Assignment


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
