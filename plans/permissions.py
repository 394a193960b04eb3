"""Who may do what with plans."""

from collections.abc import Sequence

from accounts.errors import NotAllowed
from accounts.models import User
from plans.models import Evidence, Occurrence, Responsibility, Signatory, Stamp


def check_can_edit_plans(user: User) -> None:
    if not user.is_committee_editor:
        raise NotAllowed("Планы составляют сотрудники комитета.")


def check_can_comment(user: User) -> None:
    if not user.is_committee:
        raise NotAllowed("Замечания к планам пишут в комитете.")


def check_can_decide(user: User) -> None:
    if not user.is_committee_head:
        raise NotAllowed("План утверждает или возвращает руководитель комитета.")


def check_can_return(user: User, now_signing: Sequence[Signatory]) -> None:
    """The head of the committee, and whoever has the plan before them to sign."""
    if not user.is_committee_head and user.pk not in {one.user_id for one in now_signing}:
        raise NotAllowed("План возвращает руководитель или тот, кто его сейчас согласует.")


def check_can_sign(signatory: Signatory | None) -> None:
    """Whoever is named to agree; the one who approves does so with an order."""
    if signatory is None or signatory.kind != Stamp.Kind.AGREED:
        raise NotAllowed("План согласуют те, кто назван его подписантами.")


def check_can_approve(user: User, approver: Signatory | None) -> None:
    """The head whom the plan names; any head where it names nobody."""
    check_can_decide(user)
    if approver is not None and approver.user_id != user.pk:
        raise NotAllowed("Этот план утверждает другой руководитель, названный его подписантом.")


def check_can_publish(user: User) -> None:
    if not user.is_committee:
        raise NotAllowed("План публикует комитет.")


# What a school may say of its own work; «не требуется» and «не исполнено» are the committee's.
SCHOOL_STATES = (Occurrence.State.IN_PROGRESS, Occurrence.State.DONE)


def check_can_report(user: User, school_id: int | None) -> None:
    """The committee marks any due date, a school only its own (which ones, `visible_to` knows)."""
    if user.is_committee_editor or (user.is_deputy and school_id is not None):
        return
    raise NotAllowed("Исполнение отмечают сотрудники комитета и школа, которой оно поручено.")


def check_can_set_state(user: User, state: str) -> None:
    if not user.is_committee_editor and state not in SCHOOL_STATES:
        raise NotAllowed("Эту отметку ставят в комитете.")


def check_can_postpone(user: User) -> None:
    """«Кто согласовал»: an editor or the head of the committee."""
    if not user.is_committee:
        raise NotAllowed("Перенос срока согласует комитет.")


def check_can_check(user: User, activity_id: int) -> None:
    """Evidence is checked by the committee and by whoever the plan names for control."""
    if user.is_committee:
        return
    control = Responsibility.objects.filter(
        activity_id=activity_id, role=Responsibility.Role.CONTROL, person__isnull=False
    )
    if user.person_id is None or not control.filter(person_id=user.person_id).exists():
        raise NotAllowed("Подтверждения проверяют комитет и тот, кто назван в плане для контроля.")


def check_can_withdraw(user: User, evidence: Evidence) -> None:
    if evidence.added_by_id != user.pk:
        raise NotAllowed("Подтверждение отзывает тот, кто его приложил.")


def check_can_set_reminders(user: User) -> None:
    if not user.is_committee:
        raise NotAllowed("Как напоминает комитет, решают в комитете.")


def check_can_compose_reports(user: User) -> None:
    if not user.is_committee:
        raise NotAllowed("Информацию об исполнении составляют в комитете.")
