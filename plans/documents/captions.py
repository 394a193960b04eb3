"""Which column holds what, by the words of its caption.

Committees name the same five columns in many ways («Срок», «Дата проведения», «Сроки исполнения»).
A caption is known by the stems of its words; where several stems meet («Ответственные за исполнение
мероприятий»), the first word decides, as it is the head of the phrase in Russian.
"""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from plans.documents.outline import Field

# Stem, whole word as people write it (for misprints), how surely it means the field.
_STEMS: dict[Field, tuple[tuple[str, str, int], ...]] = {
    "title": (
        ("мероприят", "мероприятие", 4),
        ("наименован", "наименование", 3),
        ("содержан", "содержание", 3),
        ("перечень", "перечень", 3),
        ("направлен", "направление", 2),
        ("действ", "действия", 2),
        ("деятельност", "деятельность", 2),
        ("работ", "работы", 2),
        ("задач", "задача", 1),
        ("вопрос", "вопрос", 1),
        ("событи", "событие", 1),
        ("мер", "меры", 2),
        ("шаг", "шаги", 1),
    ),
    "deadline": (
        ("срок", "сроки", 4),
        ("дат", "дата", 4),
        ("период", "период", 3),
        ("врем", "время", 3),
        ("месяц", "месяц", 3),
        ("когда", "когда", 3),
        ("дедлайн", "дедлайн", 3),
    ),
    "responsible": (
        ("ответств", "ответственные", 4),
        ("исполнител", "исполнители", 4),
        ("соисполнител", "соисполнители", 3),
        ("куратор", "куратор", 2),
        ("кто", "кто", 2),
        ("фио", "фио", 2),
    ),
    "result": (
        ("результат", "результат", 4),
        ("показател", "показатель", 3),
        ("индикатор", "индикатор", 3),
        ("продукт", "продукт", 3),
        ("итог", "итог", 3),
        ("эффект", "эффект", 3),
        ("выход", "выход", 2),
        ("документ", "документ", 2),
        ("отчет", "отчетность", 2),
        ("подтвержд", "подтверждение", 2),
    ),
}
_SHORT = {"мер": {"мера", "меры"}, "дат": {"дата", "даты"}, "кто": {"кто"}, "шаг": {"шаг", "шаги"}}
_NUMBER = re.compile(r"^(?:№|номер\b|#|п\.?\s?[/.]?\s?п\b|n\s?(?:п|$)|no\b)")
# «Наименование показателя» is about the second word.
_OPENERS = ("наименован", "перечень", "содержан")
# Columns for the pen: what was done is not what is planned.
_FOR_THE_PEN = re.compile(r"\b(?:отметк|примечан|комментар|подпис|факт\w* (?:срок|дат|исполн))")
# Latin letters that look Cyrillic: a caption typed with a «C» of the wrong keyboard is still read.
_LOOKALIKES = str.maketrans("aceopxykmthb", "асеорхукмтнв")
_MISPRINT_RATIO = 0.84
MAX_CAPTION_CHARACTERS = 120
_MAX_CAPTION_WORDS = 14
_HEAD_WORDS = 5


class Reading(NamedTuple):
    """What a caption means. `sure` is false for a misprint; `also` are other fields it names."""

    field: Field | None = None
    weight: int = 0
    sure: bool = True
    also: tuple[Field, ...] = ()


def normalised(caption: str) -> str:
    """Lower case, ё as е, words that a hyphen broke across lines joined again."""
    text = caption.lower().replace("ё", "е")
    return re.sub(r"(?<=[а-я])-\s+(?=[а-я])", "", text)


def same_caption(one: str, other: str) -> bool:
    """The same words, whatever the blanks and the punctuation."""
    return _letters(one) == _letters(other)


def _letters(caption: str) -> str:
    return re.sub(r"[^\w№]", "", caption.lower().replace("ё", "е"))


def read_caption(caption: str) -> Reading:
    """The field that a caption names, or a reading without a field."""
    text = normalised(caption)
    if not text or len(text) > MAX_CAPTION_CHARACTERS:
        return Reading()
    if _NUMBER.match(text):
        return Reading("number", 4)
    words = re.findall(r"[а-я]+", _cyrillic(text))
    if _FOR_THE_PEN.search(" ".join(words)) or len(words) > _MAX_CAPTION_WORDS:
        return Reading()
    exact = [found for word in words for found in [_stem(word)] if found]
    if not exact:
        return _misprint(words)
    head = _stem_in(words[:_HEAD_WORDS]) or exact[0]
    also = tuple(dict.fromkeys(name for name, _ in exact if name != head[0]))
    return Reading(head[0], head[1], also=also)


def _cyrillic(text: str) -> str:
    """Only words that already have a Cyrillic letter are mended."""

    def mend(word: re.Match[str]) -> str:
        found = word.group()
        return found.translate(_LOOKALIKES) if re.search("[а-я]", found) else found

    return re.sub(r"\w+", mend, text)


def _stem_in(words: list[str]) -> tuple[Field, int] | None:
    """The head of the phrase; a weak word yields to a sure one of the same field further on."""
    found = [stem for stem in map(_stem, words) if stem]
    if len(found) > 1 and words and next(filter(_stem, words)).startswith(_OPENERS):
        found = found[1:]
    if not found:
        return None
    return found[0][0], max(weight for name, weight in found if name == found[0][0])


def _stem(word: str) -> tuple[Field, int] | None:
    for name, stems in _STEMS.items():
        for stem, _, weight in stems:
            if word in _SHORT.get(stem, ()) or (stem not in _SHORT and word.startswith(stem)):
                return name, weight
    return None


def _misprint(words: list[str]) -> Reading:
    """«Отвественные», «Мероприятя»: near enough to one long word."""
    for word in words[:_HEAD_WORDS]:
        for name, stems in _STEMS.items():
            for _, whole, weight in stems:
                if _is_near(word, whole):
                    return Reading(name, weight, sure=False)
    return Reading()


def _is_near(word: str, whole: str) -> bool:
    """The cheap questions first: most cells that are looked at are no captions at all."""
    if len(word) < 5 or word[0] != whole[0] or abs(len(word) - len(whole)) > 2:
        return False
    return SequenceMatcher(None, word, whole).ratio() >= _MISPRINT_RATIO
