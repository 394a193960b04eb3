"""What looks like a date and is none: grades, telephones, numbers of orders, names (rule 4)."""

import re
from typing import Final

from plans.deadlines.calendar_words import MONTH, MONTH_HINTS
from plans.deadlines.drafts import Term
from plans.deadlines.rules.book import Meaning, RuleBook, not_read

book: Final = RuleBook()

GRADE: Final = r"\d{1,2}(?: ?-? ?(?:[а-я]|е|х|й|го|ых|ые|ый|ми|ого|ом))?(?![а-я\d])"

book.rule(
    rf"(?<![\d.]){GRADE}(?: ?[-,и] ?{GRADE}){{0,12}} ?-? ?(?:класс|кл(?![а-я])|параллел)[а-я]*\.?",
    needs=("кл", "паралл"),
    digits=True,
)(not_read)
book.rule(
    r"(?:тел[а-я]*\.?|т\.|факс) ?:? ?[+\d(][\d() +-]{4,30}\d"
    r"|(?<![\d.])(?:\+7|8)[ (-]{1,3}\d{3,5}[) -]{1,3}\d[\d -]{3,20}\d"
    r"|(?<![\d.-])(?:\d{1,5}[- ()]{1,2})?\d{1,3}-\d{2}-\d{2}(?![\d.-])",
    needs=("-", "+", "т.", "тел", "факс", "8 "),
    digits=True,
)(not_read)
# The number of an order, and the day it was signed.
book.rule(r"(?:№|n[o°]\.?) ?[\da-zа-я][\w/.-]*", needs=("№", "n"), digits=True)(not_read)
book.rule(
    rf"(?<![а-я])от ?(?:\d{{1,2}} ?\. ?\d{{1,2}} ?\. ?\d{{2,4}}|\d{{1,2}} ?{MONTH} ?(?:\d{{4}})?)"
    r"(?: ?г(?:ода|\.)?)?",
    needs=("от",),
    digits=True,
)(not_read)
book.rule(
    r"(?:(?<![а-я])(?:п|пп|ст|ч|разд|прил|стр|каб|корп|д|кв-л)\.|пункт[а-я]*|стать[а-я]*"
    r"|раздел[а-я]*"
    r"|приложени[а-я]*|част[ьию]|кабинет[а-я]*|аудитори[а-я]*|задани[а-я]*|задач[а-я]*|вопрос[а-я]*"
    r"|строк[а-я]*|таблиц[а-я]*) ?\d+(?:\.\d+){0,6}(?: ?[-,и] ?\d+(?:\.\d+){0,6}(?! ?[а-я])){0,12}",
    digits=True,
)(not_read)
# «ул. 8 Марта», «школа им. 1 Мая», «День 8 Марта».
book.rule(
    rf"(?:(?<![а-я])(?:ул|пер|пр|им|пл)\.|улиц[а-я]*|имени|площад[а-я]*|газет[а-я]*|праздник[а-я]*)"
    rf" ?(?:\d{{1,2}} ?(?:-?го )?)?{MONTH}",
    needs=MONTH_HINTS,
)(not_read)


@book.rule(r'«[^«»\n]*»|"[^"\n]*"', needs=("»", '"'))
def title_in_quotes(match: re.Match[str], _term: Term) -> Meaning:
    """«Управление образования», акция «Май – месяц добрых дел»; not a text all in quotes."""
    around = match.string[: match.start()] + match.string[match.end() :]
    has_letters = any(sign.isalpha() for sign in around)
    return () if has_letters and any(sign.isalpha() for sign in match[0]) else None


# «не ранее 15 марта», «с 1 сентября»: when it begins, not when it is due.
book.rule(r"не (?:ранее|раньше)[^,;.\n\x00]*(?:\.\d[^,;\n\x00]*)?", needs=("не ран",))(not_read)
