"""Wording of stamps (грифы), by ГОСТ Р 7.0.97 «Требования к оформлению документов»."""

import datetime
import re

from plans.documents.outline import OutlineStamp, StampKind

PARTICIPLES = {
    "masculine": "Утверждён",
    "feminine": "Утверждена",
    "neuter": "Утверждено",
    "plural": "Утверждены",
}
NOUNS = {
    "masculine": {"план", "график", "порядок", "перечень", "список", "регламент", "комплекс",
                  "проект", "состав", "отчёт", "отчет"},
    "feminine": {"карта", "программа", "инструкция", "форма", "схема", "смета", "модель",
                 "концепция", "стратегия", "циклограмма"},
    "neuter": {"положение", "расписание", "приложение"},
    "plural": {"мероприятия", "меры", "рекомендации", "правила", "изменения", "требования",
               "критерии", "сроки"},
}  # fmt: skip
GENDER_OF_NOUN = {noun: gender for gender, nouns in NOUNS.items() for noun in nouns}
MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
WORD = re.compile(r"[а-яё]+", re.IGNORECASE)
NO_DATE = "«__» ____________ 20__ г."
NO_SIGNATURE = "____________"


def approved_by_order(
    plan_word: str,
    issuer: str,
    *,
    date: datetime.date | None = None,
    number: str = "",
    act: str = "приказом",
) -> OutlineStamp:
    """«Утверждён / приказом … / от … № …»; what is not known yet stays a line to fill in.

    `plan_word` is the document's noun or its whole title, `issuer` stands in the genitive
    («комитета по образованию»), `act` in the instrumental («приказом», «постановлением»).
    """
    day = f"{date:%d.%m.%Y}" if date else NO_DATE
    return OutlineStamp(
        kind="approved",
        lines=[approved_word(plan_word), f"{act} {issuer}", f"от {day} № {number or '______'}"],
    )


def approved_word(plan_word: str) -> str:
    """Утверждён, утверждена, утверждено or утверждены: as the noun that names the document."""
    words = WORD.findall(plan_word.lower())
    for word in words:
        if word in GENDER_OF_NOUN:
            return PARTICIPLES[GENDER_OF_NOUN[word]]
    return PARTICIPLES[_gender_by_ending(words)]


def _gender_by_ending(words: list[str]) -> str:
    """For a noun that is not listed: the first word that does not end like an adjective."""
    nouns = [word for word in words if not re.search(r"(ый|ий|ой|ая|яя|ое|ее|ые|ие)$", word)]
    last = nouns[0][-1] if nouns else "о"
    endings = {"а": "feminine", "я": "feminine", "о": "neuter", "е": "neuter"}
    return endings.get(last, "plural" if last in "ыи" else "masculine")


def approve(position: str, name: str, date: datetime.date | None = None) -> OutlineStamp:
    """УТВЕРЖДАЮ: position (line ends kept), room for the signature with the name, date."""
    return _signed("approved", "УТВЕРЖДАЮ", position, name, date)


def agree(position: str, name: str, date: datetime.date | None = None) -> OutlineStamp:
    """СОГЛАСОВАНО: position (line ends kept), room for the signature with the name, date."""
    return _signed("agreed", "СОГЛАСОВАНО", position, name, date)


def _signed(
    kind: StampKind, word: str, position: str, name: str, date: datetime.date | None
) -> OutlineStamp:
    lines = [word, *position.splitlines(), f"{NO_SIGNATURE} {name}".rstrip(), long_date(date)]
    return OutlineStamp(kind=kind, lines=[line for line in lines if line.strip()])


def long_date(date: datetime.date | None) -> str:
    """««27» сентября 2021 г.», or blanks to be filled in by hand."""
    return f"«{date.day:02}» {MONTHS[date.month - 1]} {date.year} г." if date else NO_DATE
