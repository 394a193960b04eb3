"""Who may do what with plans."""

from accounts.errors import NotAllowed
from accounts.models import User


def check_can_edit_plans(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Планы составляют сотрудники комитета.")


def check_can_comment(user: User) -> None:
    if not user.is_committee:
        raise NotAllowed("Замечания к планам пишут в комитете.")


def check_can_decide(user: User) -> None:
    if not user.is_committee_head:
        raise NotAllowed("План утверждает или возвращает руководитель комитета.")


def check_can_report(user: User, school_id: int | None) -> None:
    """The committee marks any due date, a school only its own (which ones, `visible_to` knows)."""
    if user.is_committee_editor or (user.is_deputy and school_id is not None):
        return
    raise NotAllowed("Исполнение отмечают сотрудники комитета и школа, которой оно поручено.")
