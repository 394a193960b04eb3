"""What the state of the data allows, whoever asks."""

import datetime

from accounts.errors import RuleViolation
from assessments.models import (
    CatalogueImport,
    Declaration,
    Procedure,
    ReplacementRequest,
    Result,
    Session,
    SignRun,
    Upload,
    UploadDraft,
    Work,
)

SAME_FILE = "Этот файл уже загружен. Если результаты изменились, загрузите исправленную форму."
SAME_ROWS = "В файле те же результаты, что уже загружены: заменять нечего."
RowValues = tuple[str, int | None, bool, bytes, int | None]


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
    """Spring 2026 is written by the classes of 2025/26, autumn 2026 by those of 2026/27."""
    if session.class_group.school_year != session.procedure.school_year:
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


def check_rows_differ(session: Session, rows: list[Result]) -> None:
    """Another file with the very same results is no replacement either."""
    values = ("code", "variant", "absent", "scores", "journal_mark")
    before = {_row(*each) for each in session.results.values_list(*values)}
    if before == {_row(*(getattr(row, name) for name in values)) for row in rows}:
        raise RuleViolation("same-rows", SAME_ROWS)


def _row(
    code: str, variant: int | None, absent: bool, scores: bytes, mark: int | None
) -> RowValues:
    return code, variant, absent, bytes(scores), mark


def check_replacement_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleViolation(
            "no-reason", "Результаты этой работы уже загружены. Напишите, почему их надо заменить."
        )


def check_replacement_open(session: Session, *, today: datetime.date) -> None:
    """After the deadline results stand, unless the committee has given leave until some day."""
    due_on = session.procedure.results_due_on
    if due_on is None or today <= due_on:
        return
    if session.replacement_requests.granted(today).exists():
        return
    raise RuleViolation(
        "replacement-closed",
        f"Срок загрузки закончился {due_on:%d.%m.%Y}, загруженные результаты закрыты. Если в них "
        "ошибка, попросите комитет о замене на странице сессии.",
    )


def check_room_for_drafts(count: int, *, most: int) -> None:
    if count >= most:
        raise RuleViolation(
            "too-many-drafts",
            f"Неподтверждённых файлов уже {count}. Подтвердите их или уберите лишние.",
        )


def check_draft_unconfirmed(draft: UploadDraft) -> None:
    if draft.upload_id is not None:
        raise RuleViolation("draft-confirmed", "Этот файл уже подтверждён, квитанция выдана.")


def check_draft_ready(draft: UploadDraft) -> None:
    if not draft.is_ready:
        raise RuleViolation(
            "draft-not-ready", "В файле есть замечания. Исправьте их и загрузите файл снова."
        )


def check_replacement_may_be_asked(session: Session, *, today: datetime.date) -> None:
    if not session.uploads.current().exists():
        raise RuleViolation("nothing-to-replace", "Результатов ещё нет: просто загрузите форму.")
    if session.replacement_requests.open().exists():
        raise RuleViolation("already-asked", "Запрос уже отправлен, комитет ещё не ответил.")
    try:
        check_replacement_open(session, today=today)
    except RuleViolation:
        return
    raise RuleViolation("replacement-not-needed", "Сейчас результаты можно заменить и без запроса.")


def check_replacement_awaits_answer(request: ReplacementRequest) -> None:
    if request.state != ReplacementRequest.State.ASKED:
        raise RuleViolation(
            "already-decided", f"По этому запросу уже решено: {request.get_state_display()}."
        )


def check_declaration_words(kind: str, *, ticked: int, of: int, reason: str) -> None:
    if kind == Declaration.Kind.CONFIRMED:
        if ticked < of:
            raise RuleViolation("not-all-points", "Чтобы подтвердить, отметьте каждый пункт.")
    elif not reason.strip():
        raise RuleViolation("no-reason", "Напишите, почему результаты нельзя подтвердить.")


def check_results_complete(gaps: list[str]) -> None:
    """`gaps` has a line for each session, empty where every participant has a score or a reason."""
    if gaps and not any(gaps):
        return
    raise RuleViolation(
        "not-complete",
        "Заявление можно подписать, когда по каждой работе у каждого участника есть баллы или "
        "причина.",
    )


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
