"""When the text of a plan may be changed."""

import datetime
import re
from collections.abc import Collection, Container

from accounts.errors import RuleViolation
from plans.models import Activity, EditStep, Plan, Section

WHY_NOT_DRAFT = {
    Plan.Status.REVIEW: "План на согласовании, поэтому сейчас не меняется. "
    "Изменить его можно, когда руководитель вернёт план с замечаниями.",
    Plan.Status.APPROVED: "План утверждён, его текст больше не меняется.",
    Plan.Status.MERGED: "Эти изменения утверждены и внесены в план, здесь они только хранятся.",
}


def check_plan_is_draft(plan: Plan) -> None:
    """Only a draft is edited: signatories agree to what they have read."""
    if not plan.is_editable:
        raise RuleViolation("plan-not-draft", why_not_draft(plan))


def why_not_draft(plan: Plan) -> str:
    """In words for people, of a plan that is not editable."""
    if plan.removed_at is not None:
        return "Образец убран, поэтому не меняется. Верните его на странице «Образцы планов»."
    return WHY_NOT_DRAFT[Plan.Status(plan.status)]


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


MANY_ROWS = 12  # numbers named in one sentence


def check_rows_unchanged(changed: Collection[Activity]) -> None:
    """What is done to many rows is done to those their author saw, or to none."""
    if changed:
        raise RuleViolation(
            "stale", f"Ничего не сделано: {_named(changed)} тем временем изменили или удалили."
        )


def check_can_be_undone(step: EditStep, changed: Collection[Activity]) -> None:
    """Nobody's later text is lost by taking back an earlier one."""
    if step.undone_at is not None:
        raise RuleViolation("undone", "Это уже отменено.")
    if changed:
        raise RuleViolation(
            "stale", f"Отменить уже нельзя: {_named(changed)} с тех пор изменили или удалили."
        )


def check_head_unchanged(same: bool) -> None:
    """As with rows: what somebody wrote around the table since is not lost."""
    if not same:
        raise RuleViolation(
            "stale", "Отменить уже нельзя: шапку плана или названия разделов с тех пор изменили."
        )


def check_something_to_undo(step: EditStep | None) -> None:
    if step is None:
        raise RuleViolation("nothing-to-undo", "В этой строке вам нечего отменять.")


def check_some_rows(rows: Collection[object]) -> None:
    if not rows:
        raise RuleViolation("no-rows", "Не выбрано ни одной строки. Отметьте хотя бы одну.")


def check_place_is_there(found: bool) -> None:
    """A row is put beside the neighbours its author saw."""
    if not found:
        raise RuleViolation(
            "place-gone", "Пока вы переносили строку, место изменилось. Выберите его ещё раз."
        )


def _named(rows: Collection[Activity]) -> str:
    """«строки № 3, 7»; a row without a number by its first words."""
    names = [row.number or f"«{row.title[:30].strip()}»" for row in rows]
    shown = ", ".join(names[:MANY_ROWS])
    more = f" и ещё {len(names) - MANY_ROWS}" if len(names) > MANY_ROWS else ""
    return f"{'строку' if len(names) == 1 else 'строки'} №\u00a0{shown}{more}"
