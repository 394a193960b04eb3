"""A work as somebody has written it down, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

GRADES = range(1, 12)
LEVELS = ("Б", "П", "В")
MAX_ITEMS = 100
MAX_ITEM_POINTS = 100


@dataclass(frozen=True)
class ItemDraft:
    """One item as printed: 12.1, at most 2 points, raised level."""

    code: str
    max_points: int
    level: str = ""  # one of LEVELS, or empty where the source names none
    skill: str = ""


@dataclass(frozen=True)
class WorkDraft:
    """A whole work; `uppers` are the highest scores of marks 2, 3 and 4, or nothing at all."""

    year: int
    grade: int
    subject_code: str
    items: tuple[ItemDraft, ...]
    max_points: int
    uppers: tuple[int, int, int] | None = None
    level: str = "base"
    form: int = 1
    form_name: str = ""  # what sets this form apart: «компьютерная», «профиль А»
    minutes: int | None = None
    source: str = ""

    @property
    def key(self) -> tuple[int, int, str, str, int]:
        """What makes a work one and the same in the catalogue."""
        return self.year, self.grade, self.subject_code, self.level, self.form


@dataclass(frozen=True)
class DraftFault:
    """What is wrong, where, and how to mend it."""

    where: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem} {self.remedy}".strip()


def faults_of(draft: WorkDraft, where: str) -> list[DraftFault]:
    """Everything that keeps a work out of the catalogue, at once."""
    found = [
        *_numbers_out_of_range(draft),
        *_item_faults(draft.items),
        *_sum_faults(draft),
        *_scale_faults(draft),
    ]
    return [DraftFault(where, problem, remedy) for problem, remedy in found]


Found = Iterator[tuple[str, str]]


def _numbers_out_of_range(draft: WorkDraft) -> Found:
    if not 2015 <= draft.year <= 2100:
        yield f"Год {draft.year} не похож на год работы.", "Впишите год четырьмя цифрами."
    if draft.grade not in GRADES:
        yield f"Класса {draft.grade} не бывает.", "Впишите число от 1 до 11."
    if draft.minutes is not None and not 1 <= draft.minutes <= 600:
        yield f"Продолжительность {draft.minutes} мин.", "Впишите от 1 до 600 минут."


def _item_faults(items: tuple[ItemDraft, ...]) -> Found:
    if not items:
        yield "Нет ни одного задания.", "Впишите задания с максимальными баллами."
    if len(items) > MAX_ITEMS:
        yield f"Заданий больше {MAX_ITEMS}.", "Проверьте список."
    for code, times in Counter(item.code for item in items).items():
        if times > 1:
            yield f"Задание «{code}» повторяется.", "Оставьте одно или исправьте номер."
    for item in items:
        if not 1 <= item.max_points <= MAX_ITEM_POINTS:
            yield (
                f"Задание «{item.code}»: максимум {item.max_points}.",
                f"Впишите от 1 до {MAX_ITEM_POINTS}.",
            )
        if item.level and item.level not in LEVELS:
            yield f"Задание «{item.code}»: уровень «{item.level}».", "Уровни: Б, П или В."


def _sum_faults(draft: WorkDraft) -> Found:
    together = sum(item.max_points for item in draft.items)
    if draft.items and together != draft.max_points:
        yield (
            f"Сумма баллов за задания — {together}, а максимальный балл — {draft.max_points}.",
            "Исправьте задания или максимальный балл.",
        )


def _scale_faults(draft: WorkDraft) -> Found:
    if draft.uppers is None:
        return
    two, three, four = draft.uppers
    if not 0 <= two < three < four < draft.max_points:
        yield (
            f"Границы отметок {two}, {three}, {four} не растут до {draft.max_points}.",
            "Укажите последний балл отметок «2», «3» и «4» по возрастанию.",
        )
