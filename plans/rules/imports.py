"""When a file may become a plan."""

from collections.abc import Collection

from accounts.errors import RuleViolation
from plans.models import Plan, PlanImport

MAX_FILE_BYTES = 10 * 1024 * 1024


def check_file_size(size: int) -> None:
    if size > MAX_FILE_BYTES:
        raise RuleViolation(
            "file-too-large",
            f"Файл больше {MAX_FILE_BYTES // 1024 // 1024} МБ. Уберите из него картинки "
            "или сохраните таблицу плана отдельным файлом.",
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


def check_something_unfinished(rows: int) -> None:
    if not rows:
        raise RuleViolation(
            "nothing-left",
            "В том плане исполнено всё, переносить нечего. Возьмите все мероприятия.",
        )


def check_something_taken(taken: Collection[str]) -> None:
    if not taken:
        raise RuleViolation("nothing-left", "Не отмечено ни одной строки. Отметьте нужные.")


def check_still_proposed(asked: Collection[str], proposed: Collection[str]) -> None:
    """A new wording replaces the one its author saw."""
    if not set(asked) <= set(proposed):
        raise RuleViolation(
            "stale", "Пока вы выбирали, часть текстов изменили. Посмотрите предложения ещё раз."
        )


def check_not_template(plan: Plan) -> None:
    if plan.is_template:
        raise RuleViolation(
            "plan-is-template",
            "Это образец. Создайте по нему план и отправьте на согласование его.",
        )
