"""The words of the 2026 form: its sheets, its columns, and how people misspell them."""

import re

PROTOCOL = "Протокол"
SERVICE = "Служебный"
ORDINALS = "Порядковый номер класса"

CODE = "Код участника"
VARIANT = "Вариант"
ORDINAL = "Порядковый номер класса"
JOURNAL_MARK = "Отметка за предыдущий триместр/ четверть/полугодие"
TOTAL = "Итого баллов"

# The stamp of the portal: two columns of «Служебный», heading and value one under another.
STAMP = "Форма портала"
STAMP_VERSION = "форма сбора результатов, 2026"
STAMP_SESSION = "Сессия"
STAMP_SCHOOL = "Логин школы"
STAMP_YEAR = "Год"
STAMP_GRADE = "Класс"
STAMP_SUBJECT = "Предмет"
STAMP_WORK = "Работа"

# How a column begins that has no place in a form of codes.
PERSONAL = ("фио", "ф.и.о", "фамилия", "имя", "отчество", "ученик", "обучающийся")

LATIN_LOOKALIKES = str.maketrans("ABCEHKMOPTXYabcehkmoptxy", "АВСЕНКМОРТХУавсенкмортху")
ITEM_HEADING = re.compile(r"^(\d+(?:[.,]\d+)?(?:\(\d+\))?(?:к\d+)?)\((\d+)б\.?\)$")


def plain(text: str) -> str:
    """Two spellings of one heading become equal: case, ё, spaces, Latin look-alikes."""
    cyrillic = text.translate(LATIN_LOOKALIKES).casefold().replace("ё", "е")
    return re.sub(r"\s+", "", cyrillic).strip(".:;")


def plain_code(code: str) -> str:
    """«5(1)» of 2022, «5.1» of 2026 and «5,1» of a hurried hand are one item."""
    return re.sub(r"\((\d+)\)", r".\1", plain(code).replace(",", "."))


def item_of(heading: str) -> tuple[str, int] | None:
    """The plain code and the maximum of a heading like «4К1 (3б)»; None for any other."""
    found = ITEM_HEADING.match(plain(heading))
    return (plain_code(found.group(1)), int(found.group(2))) if found else None


def column_letter(index: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
