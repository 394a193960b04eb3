"""Who may do what with plans."""

from accounts.errors import NotAllowed
from accounts.models import User


def check_can_edit_plans(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Планы составляют сотрудники комитета.")
