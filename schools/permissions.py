"""Who may do what in the registry and in the register of cases."""

from accounts.errors import NotAllowed
from accounts.models import User
from schools.models import Case, School


def check_can_edit_schools(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Реестр школ ведут сотрудники комитета.")


def check_can_run_cases(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Случаи ведут сотрудники комитета.")


def check_can_explain(user: User, case: Case) -> None:
    """The school answers for itself: its head or deputy, nobody instead of them."""
    own = School.objects.visible_to(user).filter(pk=case.school_id)
    if not user.is_deputy or not own.exists():
        raise NotAllowed("Объяснение даёт школа.")
