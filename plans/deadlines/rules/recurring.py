"""«Ежеквартально», «раз в четверть», «ежемесячно до 5 числа», «по пятницам»."""

import re
from dataclasses import replace
from typing import Final

from plans.deadlines.calendar_words import (
    MONTH,
    NUMERAL,
    WEEKDAY,
    WEEKDAYS,
    Point,
    month_number,
    numeral,
    written_year,
    year_piece,
)
from plans.deadlines.drafts import Draft, Term, within_draft
from plans.deadlines.readings import UNKNOWN, Every, Reading
from plans.deadlines.rules.book import Meaning, Role, RuleBook, Sense, asks

book: Final = RuleBook()

# Longer words first: «учебный год» before «год».
UNITS: Final[tuple[tuple[str, Every], ...]] = (
    ("недел", "week"),
    ("месяц", "month"),
    ("квартал", "quarter"),
    ("четверт", "school_quarter"),
    ("полугоди", "half_year"),
    ("полгода", "half_year"),
    ("год", "year"),
)
UNIT: Final = (
    r"(?:учебн[а-я]+ |календарн[а-я]+ |отчетн[а-я]+ )?"
    r"(?:недел|месяц|квартал|четверт|полугоди|полгода|год)[а-я]*"
)
EVERY_WORDS: Final = (
    ("еженедел", "week"), ("ежемесячн", "month"), ("ежеквартальн", "quarter"),
    ("ежегодн", "year"), ("помесячн", "month"), ("поквартальн", "quarter"),
    ("по четверт", "school_quarter"), ("по квартал", "quarter"), ("по полугоди", "half_year"),
    ("по месяц", "month"),
)  # fmt: skip
# Adverbs only: «ежеквартальный отчёт» names a report, not when it is due.
ADVERB: Final = (
    r"(?:ежемесячно|ежеквартально|еженедельно|ежегодно|помесячно|поквартально"
    r"|по (?:четвертям|кварталам|полугодиям|месяцам))(?![а-я])"
)
COUNT: Final = rf"(?:\d{{1,2}}(?: ?-?(?:го|х))?|{NUMERAL})"
AT_LEAST: Final = r"(?:(?:но )?не (?:реже|менее)(?: чем)? |минимум |как минимум |по крайней мере )?"
TIMES: Final = (
    rf"{AT_LEAST}(?:(?P<times>{COUNT}) ?)?раза? в (?:кажд[а-я]+ )?"
    rf"(?:(?P<of>{COUNT}) )?(?P<unit>{UNIT})"
)
EACH_ONE: Final = (
    rf"(?:(?:в конце|до конца|по итогам|по окончании|по завершении|в течени[еи]|на|за|в) )?"
    rf"кажд(?:ый|ую|ое|ого|ой|ом) (?P<each>{UNIT})"
)
HINTS: Final = ("еже", "помесячн", "поквартальн", "раз", "кажд", "по ")
SOME: Final = (
    rf"(?:{ADVERB}|{AT_LEAST}(?:(?:1|один|одного|одному) ?)?раза? в {UNIT}|{EACH_ONE})".replace(
        "(?P<each>", "(?:"
    )
)
# Whose month the named day belongs to.
WHOSE: Final = (
    r"(?P<whose>(?: ?,? ?(?:каждого|следующего|последующего|текущего|отчетного|последнего|первого"
    r"|второго|третьего|месяца|квартала|полугодия|года|периода|за|отчетным|истекшим|окончания|после"
    r"|месяцем|кварталом|полугодием|периодом|годом)(?![а-я])){0,8})"
)
NAMED_DAY: Final = (
    rf"(?:(?:в срок )?(?:до|не поз(?:днее|же)|к|по) ?)?(?P<day>\d{{1,2}})(?: ?-? ?(?:го|ого|е"
    rf"|му))? ?"
    rf"числ[аоу]{WHOSE}"
)
ORDINAL_WORD: Final = r"(?:перв|втор|трет|четверт|последн|предпоследн|[1-5]-)[а-я]+"


def every_of(word: str) -> Every | None:
    """The unit that an adverb or a noun names."""
    for stem, every in (*EVERY_WORDS, *UNITS):
        if stem in word:
            return every  # type: ignore[return-value]
    return None


def _unit_in(text: str) -> Every | None:
    """Of «не реже одного раза в месяц», «ежемесячно», «каждый квартал»."""
    for stem, every in EVERY_WORDS:
        if stem in text:
            return every  # type: ignore[return-value]
    found = re.search(r"(?:раза? в|кажд[а-я]+) (.+)", text)
    return every_of(found[1]) if found else None


def _each(every: Every | None, day: int | None = None) -> Meaning:
    if every is None:
        return UNKNOWN
    role: Role = "yearly" if every == "year" and day is None else "recurring"
    return Sense(Reading("each", every=every, day=day), role)


# «первая пятница месяца», «ежемесячно, последний понедельник»: no reading holds it.
book.rule(
    rf"(?:{SOME}[ ,]*)?(?:в |во |кажд[а-я]+ )?{ORDINAL_WORD} {WEEKDAY}"
    rf"(?: (?:каждого |текущего )?(?:месяца|квартала|{MONTH}))?",
    needs=("недельн", "вторник", "сред", "четверг", "пятниц", "суббот", "воскрес"),
)(asks)
# «раз в две недели», «каждые три месяца», «до 5 и 20 числа»
book.rule(rf"кажд[а-я]+ (?:{COUNT}|втор[а-я]+|трет[а-я]+|четные|нечетные) [а-я]+", needs=("кажд",))(
    asks
)
book.rule(
    rf"(?:{SOME}[ ,(]*)?(?:до |к |по )?\d{{1,2}}(?:-?го)?(?: ?(?:,|и) ?\d{{1,2}}"
    rf"(?:-?го)?){{1,9}} ?числ[а-я]*{WHOSE}",
    needs=("числ",),
    digits=True,
)(asks)
# «ежемесячно в начале месяца», «ежемесячно, 1-я неделя»
book.rule(
    rf"{SOME}[ ,(]*(?:в |до |на )?(?:начал[оеа]|середин[аеы]|{ORDINAL_WORD} недел[а-я]+)"
    rf"(?: месяца)?",
    needs=("начал", "середин", "недел"),
)(asks)


@book.rule(rf"(?P<some>{SOME})[ ,(:-]*{NAMED_DAY}", needs=("числ",), digits=True)
def each_with_day(match: re.Match[str], _term: Term) -> Meaning:
    """«Ежемесячно до 5 числа», «раз в квартал, до 10 числа следующего месяца»."""
    return _on_day(_unit_in(match["some"]), match)


@book.rule(rf"{NAMED_DAY}[ ,(:-]*(?P<some>{SOME})", needs=("числ",), digits=True)
def day_with_each(match: re.Match[str], _term: Term) -> Meaning:
    """«До 5 числа ежемесячно»."""
    return _on_day(_unit_in(match["some"]), match)


@book.rule(
    rf"(?P<some>{SOME})[ ,(:-]*(?:до|не поз(?:днее|же)|к) ?(?P<day>\d{{1,2}})(?P<whose> ?-?(?:го"
    rf"|ого))"
    rf"(?![а-я])(?! ?{MONTH})",
    needs=("го",),
    digits=True,
)
def each_until(match: re.Match[str], _term: Term) -> Meaning:
    """«Ежемесячно до 25-го»."""
    return _on_day(_unit_in(match["some"]), match)


@book.rule(NAMED_DAY, needs=("числ",), digits=True)
def day_alone(match: re.Match[str], _term: Term) -> Meaning:
    """«До 10 числа каждого месяца»; «до 10 числа» of a month that nobody named is a question."""
    whose = match["whose"]
    if "каждого" in whose and "месяц" in whose and "квартал" not in whose:
        return _on_day("month", match)
    after = re.search(r"за (?:отчетным|истекшим) ?([а-я]*)", whose)
    if after and "следующ" in whose:
        of = {"": "month", "месяцем": "month", "кварталом": "quarter", "полугодием": "half_year"}
        every = of.get(after[1])
        return _on_day(every, match) if every else UNKNOWN  # type: ignore[arg-type]
    return UNKNOWN


def _on_day(every: Every | None, match: re.Match[str]) -> Meaning:
    """A day of a week has a name, not a number; «последнего месяца квартала» has no reading."""
    day, whose = int(match["day"]), match["whose"]
    if every in {None, "week", "year", "school_quarter"} or not 1 <= day <= 31:
        return UNKNOWN
    is_far = re.search(r"последнего|первого|второго|третьего", whose)
    is_own = re.search(r"текущего|отчетного", whose) and every != "month"
    return UNKNOWN if is_far or is_own else _each(every, day)


@book.rule(
    rf"(?:{ADVERB}|раз в неделю|1 раз в неделю)?[ ,(]*(?:по|кажд[а-я]+|в|во)? ?"
    rf"(?P<days>{WEEKDAY}(?: ?(?:,|и|,? ?по) ?{WEEKDAY}){{0,6}})"
    rf"(?: (?P<m>{MONTH}){year_piece('x')})?",
    needs=("понедельн", "вторник", "сред", "четверг", "пятниц", "суббот", "воскрес"),
)
def each_weekday(match: re.Match[str], _term: Term) -> Meaning:
    """«Еженедельно по пятницам», «каждый понедельник», «по вторникам и четвергам»."""
    said = match[0]
    is_weekly = "еженедельн" in said or "в неделю" in said
    repeats = re.search(rf"кажд[а-я]+ {WEEKDAY}|по {WEEKDAY}", said)
    if not is_weekly and not repeats:
        return None  # «в среду» of one week, «среда» of another kind
    if "еже" in said and not is_weekly:
        return UNKNOWN  # «ежемесячно по пятницам»
    days = [WEEKDAYS[word[:3]] for word in re.findall(WEEKDAY, match["days"])]
    each = [Reading("each", every="week", day=day) for day in days]
    return [Sense(_in_month(one, match) if match["m"] else one, "recurring") for one in each]


def _in_month(each: Reading, match: re.Match[str]) -> Draft:
    """«По пятницам сентября»."""
    number = month_number(match["m"])
    whole = Point(number, None, written_year(match.groupdict(), "x", number))
    draft = within_draft(whole, whole, lends=False)

    def build(year: int) -> Reading | None:
        bounds = draft.build(year)
        return replace(each, start=bounds.start, end=bounds.end) if bounds else None

    return replace(draft, build=build)


@book.rule(
    rf"(?P<some>{SOME})[ ,(:-]*(?:в |до конца )?(?P<which>перв[а-я]+|втор[а-я]+|[12]"
    rf"(?: ?-?[а-я]{{1,2}})?) декад[а-я]+(?: месяца)?",
    needs=("декад",),
)
def each_decade(match: re.Match[str], _term: Term) -> Meaning:
    """«Ежемесячно в первой декаде»: by the 10th."""
    if _unit_in(match["some"]) != "month":
        return UNKNOWN
    return _each("month", 10 if match["which"].startswith(("перв", "1")) else 20)


@book.rule(
    rf"(?P<some>{SOME})[ ,(]*(?:до|в|к) конц[ауе] (?:каждого |отчетного |текущего )?"
    r"(?:месяц|квартал|четверт|полугоди|недел|год)[а-я]*",
    needs=("конц",),
)
def until_its_end(match: re.Match[str], _term: Term) -> Meaning:
    """«Ежемесячно до конца месяца»."""
    return _each(_unit_in(match["some"]))


@book.rule(rf"(?<![а-я]){ADVERB}", needs=HINTS)
def adverb(match: re.Match[str], _term: Term) -> Meaning:
    """«Ежемесячно», «ежеквартально», «по четвертям»."""
    return _each(every_of(match[0]))


@book.rule(rf"(?<![а-я\d]){TIMES}(?![а-я])", needs=("раз",))
def times(match: re.Match[str], _term: Term) -> Meaning:
    """«1 раз в квартал», «не реже одного раза в полугодие»; «два раза в год» is a question."""
    how_many = numeral(match["times"]) if match["times"] else 1
    if how_many != 1 or (match["of"] and numeral(match["of"]) != 1):
        return Sense(UNKNOWN, "times", how_many if not match["of"] else 0)
    return _each(every_of(match["unit"]))


@book.rule(rf"(?<![а-я]){EACH_ONE}(?![а-я])", needs=("кажд",))
def each_one(match: re.Match[str], _term: Term) -> Meaning:
    """«Каждый месяц», «в конце каждой четверти», «по итогам каждого квартала»."""
    return _each(every_of(match["each"]))
