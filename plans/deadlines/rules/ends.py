"""«До конца учебного года», «к концу I квартала», «до начала мая»."""

import re
from typing import Final

from plans.deadlines.calendar_words import (
    MONTH,
    MONTH_HINTS,
    ORDINAL,
    SCHOOL_YEAR_ENDS,
    Point,
    month_number,
    ordinal,
    written_year,
    year_piece,
)
from plans.deadlines.drafts import Draft, Term, day_draft
from plans.deadlines.readings import UNKNOWN
from plans.deadlines.rules.book import Meaning, RuleBook, asks
from plans.deadlines.rules.school import half_draft, quarter_draft

book: Final = RuleBook()

AT_END: Final = (
    r"(?<![а-я])(?:(?:в срок )?(?:до|к|ко|по|не поз(?:днее|же)|в|на) ?)?"
    r"(?:кон(?:ца|цу|це|ец)|окончани[яюе]|завершени[яюе]|истечени[яюе]) ?"
)
ENDS: Final = ("кон", "окончани", "завершени", "истечени")
THIS: Final = r"(?:текущего |этого |данного )?"


@book.rule(
    rf"{AT_END}{THIS}(?:(?P<s>20\d\d) ?[-/ ] ?(?:20)?\d\d ?)?учебного года"
    rf"(?: (?P<t>20\d\d) ?[-/ ] ?(?:20)?\d\d)?",
    needs=ENDS,
)
def end_of_school_year(match: re.Match[str], _term: Term) -> Meaning:
    """«До конца учебного года», «к концу 2026/2027 учебного года»: 31 May."""
    day, month = SCHOOL_YEAR_ENDS
    first = match["s"] or match["t"]
    return day_draft("by", Point(month, day, int(first) + 1 if first else None))


@book.rule(rf"{AT_END}{THIS}(?:календарного )?(?P<y>20\d\d)? ?года?(?![а-я])", needs=ENDS)
def end_of_year(match: re.Match[str], term: Term) -> Meaning:
    """«До конца 2026 года»; «до конца года» only where the plan knows one year."""
    if match["y"]:
        return day_draft("by", Point(12, 31, int(match["y"])))
    if term.period_from.year != term.period_to.year:
        return UNKNOWN
    return day_draft("by", Point(12, 31, term.period_to.year))


@book.rule(rf"{AT_END}(?P<m>{MONTH}){year_piece('m')}", needs=ENDS)
def end_of_month(match: re.Match[str], _term: Term) -> Meaning:
    """«До конца марта», «в конце октября 2026 г.»."""
    month = month_number(match["m"])
    return day_draft("by", Point(month, None, written_year(match.groupdict(), "m", month)))


@book.rule(
    rf"{AT_END}(?P<n>{ORDINAL}) ?(?P<unit>квартал|четверт|полугоди"
    rf"|триместр)[а-я]*{year_piece('q')}",
    needs=ENDS,
)
def end_of_part(match: re.Match[str], term: Term) -> Meaning:
    """«До конца I четверти», «к окончанию 2 полугодия 2027 года»."""
    return part_end(match, term)


def part_end(match: re.Match[str], term: Term) -> Draft | None:
    number = ordinal(match["n"])
    if match["unit"] == "четверт":
        return quarter_draft(match.groupdict(), number, number, by=True, term=term)
    if match["unit"] == "полугоди":
        return half_draft(match.groupdict(), number, number, by=True, term=term)
    if match["unit"] == "квартал":
        last = number * 3
        year = written_year(match.groupdict(), "q", last)
        return day_draft("by", Point(last, None, year))
    return None


# «до конца месяца», «к концу четверти»: of which one, nobody can tell.
book.rule(
    rf"{AT_END}{THIS}(?:учебно[ймг]о? )?(?:месяц|квартал|четверт|полугоди|недел|период"
    rf"|триместр)[а-я]*",
    needs=ENDS,
)(asks)
book.rule(
    rf"(?<![а-я])(?:(?:до|к|в|с|на) )?(?:начал[оауе]|середин[аеуы]|первы[ех] числ[а-я]*) ?"
    rf"(?:{MONTH}{year_piece('b')}|(?:нового )?(?:учебного |календарного )?года"
    rf"|(?:каждо[а-я]+ )?(?:месяц|квартал|четверт|полугоди|недел)[а-я]*)",
    needs=("начал", "середин", "первых числ", "первые числ"),
)(asks)
book.rule(
    rf"(?<![а-я])(?:перв|втор|трет|четверт|последн|1-|2-|3-"
    rf"|4-)[а-я]* ?недел[а-я]+ ?{MONTH}{year_piece('b')}",
    needs=MONTH_HINTS,
)(asks)
