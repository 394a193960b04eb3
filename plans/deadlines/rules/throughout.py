"""«В течение года», «постоянно»: no date, asked about at the end of the plan's period."""

import datetime
import re
from typing import Final

from plans.deadlines.calendar_words import SCHOOL, Point
from plans.deadlines.drafts import Term, within_draft
from plans.deadlines.readings import THROUGHOUT
from plans.deadlines.rules.book import Meaning, RuleBook, Sense

book: Final = RuleBook()

DURING: Final = r"(?<![а-я])(?:в течени[еи]|на протяжении|весь|за весь) ?(?:всего )?"
NEEDS: Final = ("течени", "протяжени", "весь")


@book.rule(
    rf"{DURING}(?:(?P<s>20\d\d) ?[-/ ] ?(?:20)?\d\d{SCHOOL}|учебн[а-я]+ года? "
    rf"(?P<t>20\d\d) ?[-/ ] ?(?:20)?\d\d)",
    needs=NEEDS,
    digits=True,
)
def named_school_year(match: re.Match[str], term: Term) -> Meaning:
    """«В течение 2026/2027 учебного года»."""
    first = int(match["s"] or match["t"])
    return _named(Point(9, 1, first), Point(5, 31, first + 1), term)


@book.rule(rf"{DURING}(?P<y>20\d\d) ?(?:год[а-я]{{0,2}}|г\.)", needs=NEEDS, digits=True)
def named_year(match: re.Match[str], term: Term) -> Meaning:
    """«В течение 2026 года»."""
    year = int(match["y"])
    return _named(Point(1, 1, year), Point(12, 31, year), term)


def _named(start: Point, end: Point, term: Term) -> Meaning:
    """The whole plan where it lasts no longer; part of a longer one is a stretch of time."""
    lasts = within_draft(start, end, lends=False)
    first = datetime.date(start.year or 1, start.month, 1)
    # The summer belongs to the school year's plan, although not to the school year.
    last = datetime.date(end.year or 1, 8 if end.month == 5 else 12, 31)
    if first <= term.period_from and term.period_to <= last:
        return Sense(THROUGHOUT, "span")
    return Sense(lasts, lasts=True)


@book.rule(
    rf"{DURING}(?:текущего |отчетного |планового )?(?:(?:учебн|календарн)[а-я]+ )?(?:года?"
    rf"|период[а]?|срок[а]?)(?![а-я])"
    rf"(?: (?:реализации|действия) (?:плана|дорожной карты))?",
    needs=NEEDS,
)
def whole_year(_match: re.Match[str], _term: Term) -> Meaning:
    """«В течение года», «весь период», «в течение всего учебного года»."""
    return Sense(THROUGHOUT, "span")


@book.rule(
    r"(?<![а-я])(?:постоянно|на постоянной основе|круглогодично|круглый год|систематически"
    r"|на систематической основе|регулярно|на регулярной основе|непрерывно|ежедневно"
    r"|периодически)(?![а-я])",
    needs=("постоян", "кругл", "систематич", "регулярн", "непрерывн", "ежедневн", "периодич"),
)
def all_the_time(match: re.Match[str], _term: Term) -> Meaning:
    """«Постоянно», «круглогодично», «систематически», «ежедневно»."""
    return Sense(THROUGHOUT, "span" if match[0].startswith("кругл") else "")
