"""What the state of a plan allows, whoever asks: one rule, one function, one test table."""

import datetime
import re
from collections.abc import Collection, Container

from accounts.errors import RuleViolation
from plans.models import Activity, Occurrence, Plan, PlanImport, Section
from schools.models import Case

WHY_NOT_DRAFT = {
    Plan.Status.REVIEW: "План на согласовании, поэтому сейчас не меняется. "
    "Изменить его можно, когда руководитель вернёт план с замечаниями.",
    Plan.Status.APPROVED: "План утверждён, его текст больше не меняется.",
}


def check_plan_is_draft(plan: Plan) -> None:
    """Only a draft is edited: signatories agree to what they have read."""
    if not plan.is_editable:
        raise RuleViolation("plan-not-draft", WHY_NOT_DRAFT[Plan.Status(plan.status)])


def check_not_removed(record: Activity | Section) -> None:
    """A removed row has to come back before it can be changed."""
    if record.deleted_at is not None:
        raise RuleViolation(
            "removed", "Эту строку тем временем удалили. Верните её, чтобы сохранить ваш текст."
        )


def check_same_version(record: Plan | Section | Activity, version: int) -> None:
    """An edit is made to the text its author saw, not to one somebody changed since."""
    if record.version != version:
        raise RuleViolation("stale", "Пока вы писали, эту строку изменили. Выберите, что оставить.")


def check_row_was_written(rows: int) -> None:
    """The conditional write found the version it was meant for (the database has the last word)."""
    if rows != 1:
        raise RuleViolation("stale", "Пока вы писали, текст изменили. Выберите, что оставить.")


def check_period(first: datetime.date, last: datetime.date) -> None:
    if last < first:
        raise RuleViolation(
            "period-backwards", "Период заканчивается раньше, чем начинается. Поправьте даты."
        )


def check_parts_unchanged(now: set[int], seen: set[int]) -> None:
    """A correction speaks of the very parts its author saw."""
    if now != seen:
        raise RuleViolation(
            "stale", "Пока вы выбирали, ответственных переписали. Проверьте список ещё раз."
        )


def check_known_responsible(who: str, known: Container[str]) -> None:
    if who and who not in known:
        raise RuleViolation(
            "unknown-responsible", "Такого человека, группы или организации в комитете нет."
        )


def next_number(number: str) -> str:
    """«1.2» → «1.3», «7.» → «8.»; nothing after a number without digits at its end."""
    match = re.fullmatch(r"(?P<head>.*?)(?P<last>\d{1,6})(?P<tail>\D{0,2})", number.strip())
    return f"{match['head']}{int(match['last']) + 1}{match['tail']}" if match else ""


# A Word file -------------------------------------------------------------------------------------

MAX_FILE_BYTES = 10 * 1024 * 1024


def check_file_size(size: int) -> None:
    if size > MAX_FILE_BYTES:
        raise RuleViolation(
            "file-too-large",
            f"Файл больше {MAX_FILE_BYTES // 1024 // 1024} МБ. Уберите из него картинки "
            "или сохраните таблицу плана отдельным файлом .docx.",
        )


def check_one_committee(name: str, known: int, named: int) -> None:
    """Whose plan it is must be plain, unless there is no committee at all yet."""
    if known and not named:
        raise RuleViolation("which-committee", f"Комитета «{name}» нет. Проверьте название.")
    if named > 1:
        raise RuleViolation(
            "which-committee", "Комитетов несколько. Укажите, чей это план: --committee НАЗВАНИЕ."
        )


def check_import_is_new(kept: PlanImport) -> None:
    """One upload makes one draft: a second click gives the first draft, not a second one."""
    if kept.plan_id is not None:
        raise RuleViolation("import-used", "Черновик по этому файлу уже создан.")


def check_something_left(rows: int, left_out: Collection[int]) -> None:
    if not set(range(1, rows + 1)) - set(left_out):
        raise RuleViolation(
            "nothing-left", "Не отмечено ни одной строки. Отметьте хотя бы одно мероприятие."
        )


# The way to approval -----------------------------------------------------------------------------


def check_on_review(plan: Plan) -> None:
    """Only what lies before the head is decided on."""
    if plan.status != Plan.Status.REVIEW:
        raise RuleViolation(
            "plan-not-on-review",
            f"План сейчас не на согласовании: {plan.get_status_display()}. Обновите страницу.",
        )


def check_has_activities(activities: int) -> None:
    if not activities:
        raise RuleViolation(
            "no-activities", "В плане нет ни одного мероприятия. Внесите хотя бы одно."
        )


def check_plan_version(plan: Plan, version: int) -> None:
    """A decision is made on the plan its author saw."""
    if plan.version != version:
        raise _stale_decision()


def check_decision_was_written(rows: int) -> None:
    """The conditional write found the plan as it was seen (the database has the last word)."""
    if rows != 1:
        raise _stale_decision()


def _stale_decision() -> RuleViolation:
    return RuleViolation(
        "stale", "Пока вы решали, с планом что-то произошло. Посмотрите его ещё раз."
    )


def check_remarks(comment: str) -> None:
    """Whoever gets the plan back must know what to mend."""
    if not comment.strip():
        raise RuleViolation("no-remarks", "Напишите замечание: что в плане поправить.")


def check_order(number: str, date: datetime.date | None) -> None:
    if not number.strip() or date is None:
        raise RuleViolation("no-order", "Укажите номер и дату приказа об утверждении.")


def check_same_order(
    stamped: tuple[str, datetime.date] | None, number: str, date: datetime.date
) -> None:
    """The stamp of an approved plan names the order that approved it, no other one."""
    if stamped and stamped != (number, date):
        stamped_number, day = stamped
        raise RuleViolation(
            "order-differs",
            f"В грифе плана стоит приказ от {day:%d.%m.%Y} № {stamped_number}. Укажите его "
            "или верните план, чтобы поправили гриф.",
        )


# Execution ---------------------------------------------------------------------------------------


def check_plan_is_approved(plan: Plan) -> None:
    if plan.status != Plan.Status.APPROVED:
        raise RuleViolation("plan-not-approved", "План не утверждён, исполнять пока нечего.")


def check_same_state(occurrence: Occurrence, seen: str) -> None:
    """A mark is made on the state its author saw."""
    if occurrence.state != seen:
        raise RuleViolation(
            "stale",
            f"Здесь уже отмечено: {occurrence.get_state_display()}. Проверьте и отметьте снова.",
        )


def check_state_explained(state: str, note: str) -> None:
    """«Не исполнено» and «не требуется» need a word why."""
    unexplained = state in (Occurrence.State.NOT_DONE, Occurrence.State.NOT_APPLICABLE)
    if unexplained and not note.strip():
        raise RuleViolation("no-note", "Напишите, почему: это увидит руководитель.")


def check_case_is_open(case: Case) -> None:
    if case.status == Case.Status.CLOSED:
        raise RuleViolation("case-closed", "Случай закрыт, мероприятия к нему не добавляют.")
