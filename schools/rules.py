"""What the state of the registry and of a case allows, whoever asks."""

import datetime
import re

from accounts.errors import RuleViolation
from schools.models import Case, Post, School, SchoolImport

# As the federal system hands them out: edu990001, sch220001.
LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,19}", re.ASCII)
LOGIN_REMEDY = (
    "Логин состоит из латинских букв и цифр, от 2 до 20 знаков. Проверьте, нет ли в нём русских "
    "букв и пробелов."
)


def school_year_of(day: datetime.date) -> int:
    """The year in which the school year of this day began: it begins on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def check_login(login: str) -> None:
    if not LOGIN.fullmatch(login):
        raise RuleViolation("bad-login", LOGIN_REMEDY)


def check_login_is_free(login: str, school: School | None) -> None:
    """Logins are unique in the whole country, whatever their capital letters."""
    others = School.objects.filter(login__iexact=login)
    if school:
        others = others.exclude(pk=school.pk)
    if others.exists():
        raise RuleViolation("login-taken", "Школа с таким логином уже есть в реестре.")


def check_school_not_stale(school: School, version: int) -> None:
    if school.version != version:
        raise RuleViolation(
            "stale", "Пока вы писали, сведения изменил кто-то другой. Сравните и сохраните снова."
        )


def check_post_is_free(school: School, role: str, person_id: int) -> None:
    """A school has one head, and nobody is appointed twice to the same work."""
    now = school.posts.current().filter(role=role).select_related("person")
    head = now.first() if role == Post.Role.HEAD else None
    if now.filter(person_id=person_id).exists():
        raise RuleViolation("post-taken", "Этот человек уже занимает эту должность в школе.")
    if head:
        raise RuleViolation(
            "head-taken",
            f"Директор в школе уже есть: {head.person.full_name}. "
            "Сначала отметьте, до какого дня работал прежний директор.",
        )


def check_can_end(post: Post, ended_on: datetime.date, today: datetime.date) -> None:
    if post.ended_on is not None:
        raise RuleViolation("post-ended", "Окончание работы уже отмечено.")
    if post.started_on and ended_on < post.started_on:
        raise RuleViolation(
            "ends-before-start", "Работа не может закончиться раньше, чем началась."
        )
    if ended_on > today:
        raise RuleViolation(
            "ends-in-future", "Этот день ещё не наступил. Отметьте окончание, когда он придёт."
        )


def check_not_confirmed(school_import: SchoolImport) -> None:
    if school_import.confirmed_at:
        raise RuleViolation("import-done", "Этот список уже внесён в реестр.")


def check_free_of_faults(faults: int) -> None:
    if faults:
        raise RuleViolation(
            "faulty-list", "В списке есть ошибки. Исправьте их в файле и загрузите его снова."
        )


def check_can_become(case: Case, status: str) -> None:
    """Only the moves of `Case.MOVES`."""
    if not case.can_become(status):
        label = Case.Status(status).label
        raise RuleViolation(
            "case-move", f"Из состояния «{case.get_status_display()}» нельзя перейти в «{label}»."
        )


def check_not_closed(case: Case) -> None:
    if case.status == Case.Status.CLOSED:
        raise RuleViolation("case-closed", "Случай закрыт, изменить его нельзя.")


def check_not_stale(case: Case, version: int) -> None:
    if case.version != version:
        raise RuleViolation(
            "stale", "Пока вы писали, случай изменил кто-то другой. Проверьте и повторите."
        )


def check_has_curator(case: Case) -> None:
    """Help without someone who helps is none."""
    if not case.has_curator:
        raise RuleViolation("no-curator", "Сначала назначьте куратора: человека или школу.")


def check_curator_is_another_school(case: Case, curator_school_id: int | None) -> None:
    if curator_school_id == case.school_id:
        raise RuleViolation("own-curator", "Куратором назначьте другую школу.")


def check_decided_in_words(decision: str) -> None:
    if not decision.strip():
        raise RuleViolation("no-decision", "Опишите решение и рекомендации школе.")


def check_can_move_due_date(case: Case) -> None:
    if not case.awaits_explanation:
        raise RuleViolation("explained", "Объяснение уже не ждут, срок менять незачем.")


def check_explained_in_words(text: str) -> None:
    if not text.strip():
        raise RuleViolation("empty-explanation", "Напишите объяснение хотя бы одним предложением.")


def check_closing(outcome: str, conclusion: str) -> None:
    if outcome not in Case.Outcome:
        raise RuleViolation("no-outcome", "Выберите, чем закончился случай.")
    if not conclusion.strip():
        raise RuleViolation("no-conclusion", "Опишите, чем закончилось: это прочтут через год.")
