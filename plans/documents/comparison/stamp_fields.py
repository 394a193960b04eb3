"""What the lines of a stamp say, as «Требования к оформлению документов» (ГОСТ Р 7.0.97) name it:
the word, the post, the signature, the order, the day."""

import re
from typing import Literal

from plans.documents.order_stamp import is_annex
from plans.documents.outline import OutlineStamp

StampField = Literal["word", "post", "signature", "order", "date"]
FIELD_NAMES: dict[StampField, str] = {
    "word": "первая строка",
    "post": "должность",
    "signature": "подпись",
    "order": "приказ",
    "date": "дата",
}
_WORD = re.compile(r"[а-яё]+", re.IGNORECASE)
_ORDER = re.compile(
    r"приказ|распоряжени|постановлени|решени|протокол|№|\bот\s+[«\"]?[\d_]", re.IGNORECASE
)
# «__» ____ 20__ г., «14» сентября 2026 г., 14.09.2026: a day and nothing else on the line.
_DATE = re.compile(
    r"\s*[«\"]?\s*(?:\d{1,2}|_+)\s*[»\"]?[\s.]*(?:[а-яё]+|\d{1,2}|_+)[\s.]*"
    r"(?:20)?(?:\d\d|_+)\s*(?:г\.?|года)?\s*",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"_{3,}|\b[А-ЯЁ]\.\s?[А-ЯЁ]\.")


def name_of(stamp: OutlineStamp) -> str:
    """«Гриф «УТВЕРЖДАЮ»», «Приложение к приказу»."""
    if is_annex(stamp):
        return "Приложение к приказу"
    first = _first(stamp)
    word = _WORD.search(first)
    return f"Гриф «{word.group() if word else first}»"


def word_of(stamp: OutlineStamp) -> str:
    """What a stamp is known by: two that begin alike are the same stamp, reworded."""
    if is_annex(stamp):
        return "annex"
    word = _WORD.search(_first(stamp).lower().replace("ё", "е"))
    # «Утверждён» and «Утверждена» are one word; «УТВЕРЖДАЮ» is another.
    return f"{stamp.kind} {word.group()[:8] if word else ''}"


def fields_of(stamp: OutlineStamp) -> dict[StampField, str]:
    """Every line in one of the fields, in order."""
    found: dict[StampField, list[str]] = {}
    for place, line in enumerate(stamp.lines):
        found.setdefault("word" if place == 0 else _field(line), []).append(line)
    return {name: "\n".join(lines) for name, lines in found.items()}


def _field(line: str) -> StampField:
    if _DATE.fullmatch(line):
        return "date"
    if _ORDER.search(line):
        return "order"
    return "signature" if _SIGNATURE.search(line) else "post"


def _first(stamp: OutlineStamp) -> str:
    return stamp.lines[0] if stamp.lines else ""
