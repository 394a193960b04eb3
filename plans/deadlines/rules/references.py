"""What waits for something else: an event («после…», «за 5 дней до…») or a schedule."""

import re
from typing import Final

from plans.deadlines.calendar_words import (
    MONTH,
    NUMERAL,
    ORDINAL,
    numeral,
)
from plans.deadlines.drafts import Term
from plans.deadlines.readings import LONGEST_OFFSET, SCHEDULE, UNKNOWN, Direction, Unit, event
from plans.deadlines.rules.book import Meaning, RuleBook

book: Final = RuleBook()

DAY: Final = rf"\d{{1,2}}(?: ?\. ?\d{{1,2}}| ?{MONTH})"
UNTIL: Final = (
    rf"(?:в срок )?(?:до|не поз(?:днее|же)|к|с) ?(?:{DAY}|конца |\d+ (?:рабоч|календ|дн))"
)
WHOLE: Final = (
    r"(?:постоянно|систематическ|регулярно|круглогодич|в течени[еи] (?:всего )?(?:учебного )?год)"
)
WAITS: Final = (
    r"(?:по мере|при необход|согласно|в соответствии с|по (?:отдельн|утвержд|план|график|расписан)"
    r"|после|по (?:итогам|результатам|окончании|завершении)|за \d)"
)
DATED: Final = (
    rf"(?:(?:в|во|на) )?(?:{DAY}|{MONTH}|{ORDINAL} ?(?:квартал|четверт|полугод)|20\d\d ?г)"
)
THEN: Final = r"(?:(?:но|и|а также|или|либо|затем|далее) )?"
# Where one part of a deadline ends and another begins, although the line goes on.
EVENT_ENDS: Final = (
    rf" ?[,.:] ?{THEN}(?:{UNTIL}|{WHOLE}|{WAITS}|{DATED})| - (?:{UNTIL}|{WHOLE}|{DATED})"
    rf"| (?:но|и|а также|или|либо) (?:{UNTIL}|{WHOLE}|{WAITS}|{DAY})| ?[(] ?{UNTIL}"
    rf"| {UNTIL}| {WHOLE}"
)
SCHEDULE_ENDS: Final = rf"{EVENT_ENDS}| ?[(] ?{DATED}|(?<! на)(?<! за) (?:в )?(?:{MONTH}|{DAY})"
EVENT_REST: Final = rf"(?:(?!{EVENT_ENDS})[^\n;\x00])*"
SCHEDULE_REST: Final = rf"(?:(?!{SCHEDULE_ENDS})[^\n;\x00])*"
COUNT: Final = rf"(?:\d{{1,3}}(?: ?-?(?:х|ти|ми|го))?|{NUMERAL})(?: ?\([а-я -]+\))?"
DAYS: Final = (
    r"(?:(?P<kind>рабоч|календарн|учебн)[а-я]+ )?"
    r"(?P<unit>дн(?:я|ей|и)|день|суток|сутки|недел|месяц|год|час|минут)[а-я]*"
)
LEAD: Final = (
    r"(?P<lead>не поз(?:днее|же)(?:,? чем)?|не менее(?:,? чем)?|в течени[еи]|спустя|через|за"
    r"|в срок(?: до| не поз(?:днее|же))?|до|на)?"
    r"(?: ?(?P<lead2>за|через|спустя|в течени[еи]|на))? ?"
)
AFTER: Final = (
    r"после|с[о]? (?:дня|момента|даты)|со дня|по (?:окончани|завершени|получени|итог"
    r"|истечени)[а-я]+"
    r"|от (?:даты|дня)|следующ[а-я]+ за"
)
BEFORE: Final = r"до|перед"
ANCHOR: Final = rf"(?: ?(?:(?P<after>{AFTER})|(?P<before>{BEFORE}))(?![а-я])(?P<known> ?{DAY})?)"
WORK: Final = "working_day"


def _counted(match: re.Match[str], number: int) -> Meaning:
    """The event that so many days are counted from; what is no count of days is a question."""
    groups = match.groupdict()
    unit_word, kind = groups["unit"], groups.get("kind")
    leads = {groups.get("lead"), groups.get("lead2")}
    if (
        groups.get("known")
        or kind == "учебн"
        or not (unit_word.startswith(("дн", "день", "сут", "недел")))
    ):
        return UNKNOWN
    is_before = bool(groups.get("before")) or ("за" in leads and not groups.get("after"))
    offset = number * 7 if unit_word.startswith("недел") else number
    if not 1 <= offset <= LONGEST_OFFSET:
        return UNKNOWN
    unit: Unit = "working_day" if kind == "рабоч" else "day"
    return event("before" if is_before else "after", offset, unit)


@book.rule(
    rf"(?<![а-я\d.]){LEAD}(?P<number>{COUNT}) ?{DAYS}(?![а-я])(?:{ANCHOR}{EVENT_REST})?",
    needs=("дн", "день", "сут", "недел", "месяц", "год", "час", "минут"),
)
def days_from_event(match: re.Match[str], _term: Term) -> Meaning:
    """«В течение 15 календарных дней после…», «не позднее 1 рабочего дня до…», «за 5 дней до…»."""
    has_anchor = match["after"] or match["before"]
    if match["lead"] in {None, "на", "до"} and match["lead2"] is None and not has_anchor:
        return None
    return _counted(match, numeral(match["number"]))


@book.rule(
    rf"(?<![а-я\d.]){LEAD}(?P<kind>)(?P<unit>день|дня|сутки|суток|недел[юия]|месяц[а]?"
    rf"|год[а]?) ?{ANCHOR}{EVENT_REST}",
    needs=("день", "дня", "сут", "недел", "месяц", "год"),
)
def one_from_event(match: re.Match[str], _term: Term) -> Meaning:
    """«За неделю до проведения», «в течение дня после», «за день до»."""
    return _counted(match, 1) if match["lead"] or match["lead2"] else None


@book.rule(
    rf"в (?P<number>{COUNT}|одно|двух|трех|пяти|семи|десяти|пятнадцати|тридцати)? ?-?"
    rf"(?P<unit>дневн|недельн|месячн|суточн)[а-я]+ срок(?: ?(?:{AFTER}){EVENT_REST})?",
    needs=("дневн", "недельн", "месячн", "суточн"),
)
def term_of_days(match: re.Match[str], _term: Term) -> Meaning:
    """«В трёхдневный срок со дня получения», «в 10-дневный срок», «в недельный срок»."""
    number = numeral(match["number"]) if match["number"] else 1
    if (
        match["unit"] == "месячн"
        or not number
        or (match["unit"] == "дневн" and not match["number"])
    ):
        return UNKNOWN
    offset = number * 7 if match["unit"] == "недельн" else number
    return event("after", offset, "day") if offset <= LONGEST_OFFSET else UNKNOWN


@book.rule(
    rf"(?:на|не поз(?:днее|же)) следующ(?:ий|его) (?P<kind>рабоч[а-я]+ |календарн[а-я]+ )?д"
    rf"(?:ень|ня)"
    rf"{EVENT_REST}",
    needs=("следующ",),
)
def next_day(match: re.Match[str], _term: Term) -> Meaning:
    """«На следующий рабочий день после проведения»."""
    is_working = (match["kind"] or "").startswith("рабоч")
    return event("after", 1, "working_day" if is_working else "day")


@book.rule(rf"накануне(?![а-я])(?! ?{DAY}){EVENT_REST}", needs=("накануне",))
def day_before(_match: re.Match[str], _term: Term) -> Meaning:
    """«Накануне проведения»: one day before."""
    return event("before", 1, "day")


TO_SCHEDULE: Final = (
    r"(?:согласно|в соответствии с[о]?|на основании|исходя из)(?![а-я])"
    r"|по (?:[а-я-]+(?:ому|ему|ым|им|ой|ей) ){0,4}(?:(?:план|график|расписани|приказ|срок)"
    r"(?:у|ам|ю|ям)(?![а-я])|план(?:у|ам)? ?- ?график|циклограмм|дорожн[а-я]+ карт)"
    r"|в (?:установленн|определенн|указанн|утвержденн|обозначенн|назначенн|предусмотренн)[а-я]+"
    r" (?:[а-я-]+ ){0,4}срок[а-я]*"
    r"|в (?:[а-я]+ые )?сроки(?:,| [а-я])|в (?:[а-я]+ый )срок(?![а-я])"
    r"|в срок,? (?:установленн|определенн|указанн|обозначенн|утвержденн|предусмотренн)"
    r"|^ ?(?:план ?- ?)?график(?:и|ом)? "
)
ON: Final = (
    r"по (?:мере|необходимости|факту|запрос(?:у|ам)|требовани(?:ю|ям)|заявк(?:е|ам)|готовности"
    r"|обращени(?:ю|ям)|поручени(?:ю|ям)|письм(?:у|ам))"
    r"|при (?:необходимости|[а-я]+(?:нии|тии|ции))|в случа(?:е|ях)"
    r"|в (?:тот же |этот же )?д(?:ень|ни) [а-я]+"
    r"|в (?:период|ходе|момент|дату) [а-я]+(?:ния|тия|ции)|(?:во )?время [а-я]+(?:ния|тия|ции)"
)
SINCE: Final = (
    rf"после(?! ?(?:{DAY}|{MONTH}|20\d\d))|по (?:итогам|итогу|результат(?:ам|у)|окончани[юи]"
    r"|завершени[юи]|истечени[юи]|получени[юи]|поступлени[юи]|прибыти[юи]|выходу)"
    r"|с(?:о)? (?:дня|момента|даты) [а-я]+"
)
AHEAD: Final = (
    r"(?:до|перед) (?:[а-я-]+(?:ого|ей|ой|ых|их|ым|им) ){0,2}(?!сведени)(?:начал[ао]м?|старта|сдачи"
    r"|процедур[а-я]*|[а-я]{2,}(?:ния|тия|ции|нием|тием|цией))(?! года| учебного| нового)"
)


@book.rule(
    rf"(?<![а-я])(?:(?P<schedule>{TO_SCHEDULE}){SCHEDULE_REST}"
    rf"|(?:(?P<on>{ON})|(?P<after>{SINCE})|(?P<before>{AHEAD}))(?![а-я]){EVENT_REST})",
    needs=(
        "по ", "при ", "в ", "время", "после", "с ", "со ", "до ", "перед ", "соглас", "исходя",
        "график", "на осн",
    ),
)  # fmt: skip
def reference(match: re.Match[str], _term: Term) -> Meaning:
    """«Согласно графику ВПР», «по мере необходимости»; what begins first takes the line."""
    if match["schedule"]:
        return SCHEDULE
    direction: Direction = "on"
    if not match["on"]:
        direction = "after" if match["after"] else "before"
    return event(direction)
