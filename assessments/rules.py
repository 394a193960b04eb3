"""What the state of the data allows, whoever asks."""

import datetime

from accounts.errors import RuleViolation
from assessments.models import CatalogueImport, Procedure, Result, Session, SignRun, Upload, Work

SAME_FILE = "Этот файл уже загружен. Если результаты изменились, загрузите исправленную форму."


def check_items_may_change(work: Work, items: list[tuple[str, int]]) -> None:
    """Scores are kept in the order of the items: with results, codes and maxima stand still.

    `items` is what they would become: code and maximum.
    """
    before = [(item.code, item.max_points) for item in work.items.all()]
    if before == items or not has_results(work):
        return
    raise RuleViolation(
        "work-in-use",
        f"По работе «{work}» уже загружены результаты, поэтому номера, порядок и максимумы "
        "заданий менять нельзя. Шкалу, уровни и умения можно.",
    )


def check_key_may_change(work: Work, key: tuple[int, int, int, str, int]) -> None:
    """Sessions point at a work as the paper of this year, grade and subject.

    `key` is what it would become: year, grade, subject id, level, form.
    """
    before = (work.year, work.grade, work.subject_id, work.level, work.form)
    if before != key and Session.objects.filter(work=work).exists():
        raise RuleViolation(
            "work-in-use",
            f"По работе «{work}» уже намечены сессии, поэтому год, класс, предмет, уровень "
            "и форму менять нельзя. Заведите новую работу.",
        )


def has_results(work: Work) -> bool:
    return Result.objects.filter(session__work=work).exists()


def check_dates_in_order(
    starts_on: datetime.date, ends_on: datetime.date, results_due_on: datetime.date | None
) -> None:
    if ends_on < starts_on:
        raise RuleViolation("ends-before-start", "Окончание раньше начала. Проверьте даты.")
    if results_due_on is not None and results_due_on < starts_on:
        raise RuleViolation(
            "due-before-start", "Срок загрузки результатов раньше начала процедуры."
        )


def check_import_is_new(kept: CatalogueImport) -> None:
    if kept.confirmed_at:
        raise RuleViolation("import-done", "Эта таблица уже внесена в каталог.")


def check_procedure_is_fresh(procedure: Procedure, version: int) -> None:
    if procedure.version != version:
        raise RuleViolation(
            "stale", "Пока вы писали, процедуру изменил кто-то другой. Сравните и сохраните снова."
        )


def check_procedure_may_become(
    procedure: Procedure, year: int, starts_on: datetime.date, ends_on: datetime.date
) -> None:
    """Sessions stay inside their procedure and write the papers of its year."""
    live = procedure.sessions.exclude(status=Session.Status.CANCELLED)
    if year != procedure.year and procedure.sessions.exists():
        raise RuleViolation("procedure-in-use", "Сессии уже намечены: год менять нельзя.")
    outside = live.exclude(held_on__range=(starts_on, ends_on)).count()
    if outside:
        raise RuleViolation(
            "procedure-in-use", f"Вне нового срока остаются сессии: {outside}. Перенесите их."
        )


def check_day_of_procedure(procedure: Procedure, held_on: datetime.date) -> None:
    if procedure.starts_on <= held_on <= procedure.ends_on:
        return
    raise RuleViolation(
        "outside-procedure",
        f"{procedure} идёт с {procedure.starts_on:%d.%m.%Y} по {procedure.ends_on:%d.%m.%Y}. "
        "Выберите день внутри этого срока.",
    )


def check_work_fits(work: Work, session: Session) -> None:
    """The paper of the procedure's year and of the class's grade."""
    if work.year != session.procedure.year:
        raise RuleViolation("other-year", f"Это работа {work.year} года.")
    if work.grade != session.class_group.grade:
        raise RuleViolation("other-grade", f"Это работа для {work.grade} класса.")


def check_class_of_procedure_year(session: Session) -> None:
    """A procedure of spring 2026 is written by the classes of the school year 2025/26."""
    if session.class_group.school_year != session.procedure.year - 1:
        raise RuleViolation("other-school-year", "Этот класс относится к другому учебному году.")


def check_class_free(session: Session) -> None:
    """One class, one work a day; one class, one paper a procedure."""
    others = Session.objects.exclude(pk=session.pk).filter(class_group_id=session.class_group_id)
    that_day = others.exclude(status=Session.Status.CANCELLED).filter(held_on=session.held_on)
    if session.status != Session.Status.CANCELLED and that_day.exists():
        raise RuleViolation(
            "class-busy", f"{session.held_on:%d.%m.%Y} этот класс уже пишет другую работу."
        )
    if others.filter(procedure_id=session.procedure_id, work_id=session.work_id).exists():
        raise RuleViolation("session-exists", "Такая сессия этого класса уже намечена.")


def check_can_move(session: Session) -> None:
    if session.status != Session.Status.PLANNED:
        raise RuleViolation(
            "session-not-planned",
            f"Сессия уже в состоянии «{session.get_status_display()}»: дату менять нельзя.",
        )


def check_can_become(session: Session, status: str) -> None:
    if not session.can_become(status):
        raise RuleViolation(
            "session-not-planned",
            f"Сейчас сессия в состоянии «{session.get_status_display()}», это действие невозможно.",
        )


def check_awaits_file(session: Session, *, today: datetime.date) -> None:
    """Results are brought from the day of the work on; a replacement is welcome any time."""
    if session.status == Session.Status.CANCELLED:
        raise RuleViolation("session-cancelled", "Сессия отменена, результаты не принимаются.")
    if session.held_on > today:
        raise RuleViolation(
            "session-not-held",
            f"Работа пройдёт {session.held_on:%d.%m.%Y}. Результаты загружают после неё.",
        )


def check_takes_protocols(session: Session) -> None:
    if session.status == Session.Status.CANCELLED:
        raise RuleViolation("session-cancelled", "Сессия отменена, протоколы не принимаются.")


def check_not_the_same_file(current: Upload | None, sha256: str) -> None:
    """A replacement must differ from what it replaces."""
    if current is not None and current.sha256 == sha256:
        raise RuleViolation("same-file", SAME_FILE)


def check_has_items(work: Work) -> None:
    if not work.items.exists():
        raise RuleViolation(
            "work-without-items", f"У работы «{work}» не заполнены задания: форму не составить."
        )


def check_has_results(procedure: Procedure) -> None:
    if not Result.objects.filter(session__procedure=procedure).exists():
        raise RuleViolation(
            "no-results", "В процедуре ещё нет результатов: считать признаки не по чему."
        )


def check_newest_run(run: SignRun) -> None:
    """A case rests on what is known today."""
    if SignRun.objects.latest_of(run.procedure) != run:
        raise RuleViolation(
            "old-run", "Это прежний расчёт. Откройте случай по последнему: числа могли измениться."
        )
