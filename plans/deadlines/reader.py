"""Reads a deadline's wording by the rules; it never raises and never invents a date.

A pure function of the wording, the plan's period and the school's quarters. Rules are tried one
after the other (`plans.deadlines.rules`); what one has taken, later ones do not see. Then
neighbours are looked at (`plans.deadlines.neighbours`), and dates without a year get theirs.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from plans.deadlines.drafts import Draft, Term
from plans.deadlines.neighbours import Found, settled
from plans.deadlines.quarters import USUAL_QUARTERS, SchoolQuarters
from plans.deadlines.readings import UNKNOWN, Reading
from plans.deadlines.rules import RULES
from plans.deadlines.rules.book import PASSED, READ, Meaning, Rule, Sense
from plans.deadlines.words import Words, words_of

DIGIT: Final = re.compile(r"\d")
# Words that rules need, each set once, and the places of a rule's two sets in that list.
HINTS: Final = list({words: None for rule in RULES for words in (rule.needs, rule.and_needs)})
ORDER: Final = [(rule, HINTS.index(rule.needs), HINTS.index(rule.and_needs)) for rule in RULES]
# Little words that tell nothing when they alone are left over.
SMALL: Final = re.compile(
    r"[\W_]+|(?<![\w])(?:и|но|а|также|или|либо|в|во|на|с|по|до|к|за|не|затем|далее|срок|г)(?![\w])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ReadDeadline:
    """`leftover` are the pieces of the wording, as written, that no reading speaks of."""

    readings: list[Reading]
    leftover: list[str]


def read_deadline(
    text: str,
    period_from: datetime.date,
    period_to: datetime.date,
    quarters: SchoolQuarters = USUAL_QUARTERS,
) -> list[Reading]:
    """What is understood, in the order of the text; one `unknown` where nothing is."""
    return read_wording(text, period_from, period_to, quarters).readings


def read_wording(
    text: str,
    period_from: datetime.date,
    period_to: datetime.date,
    quarters: SchoolQuarters = USUAL_QUARTERS,
) -> ReadDeadline:
    """The same with the words that are left over: kept, shown, never guessed at."""
    term = Term(period_from, period_to, quarters)
    words = words_of(text)
    said = _found(words.plain, term)
    found = settled(said, words.plain, term)
    readings = [one.meaning for one in found if isinstance(one.meaning, Reading)]
    if all(reading == UNKNOWN for reading in readings):
        readings = [UNKNOWN]
    asked = {(one.start, one.end) for one in found if one.meaning == UNKNOWN}
    spoken_for = [place for one in said if (place := (one.start, one.end)) not in asked]
    return ReadDeadline(readings, list(_leftover(words, spoken_for)))


def _found(plain: str, term: Term) -> list[Found]:
    """What the rules say, in the order of the text."""
    found: list[Found] = []
    rest, has_digits = plain, DIGIT.search(plain) is not None
    # Most rules speak of words that are not there: looking for those words is quick.
    are_there = [has_any(plain, words) for words in HINTS]
    for rule, hints, more in ORDER:
        if are_there[hints] and are_there[more] and (has_digits or not rule.digits):
            rest = _applied(rule, rest, term, found)
    found.sort(key=lambda one: (one.start, one.order))
    return found


def has_any(plain: str, words: tuple[str, ...]) -> bool:
    """True where no words are asked for."""
    for word in words:  # a loop: any() of a generator costs twice as much
        if word in plain:
            return True
    return not words


def _applied(rule: Rule, rest: str, term: Term, found: list[Found]) -> str:
    """Add what the rule finds; returns the text with that taken out."""
    at = 0
    while match := rule.pattern.search(rest, at):
        start, end = match.span()
        at = max(end, at + 1)
        meaning = rule.build(match, term)
        if meaning is None or start == end:
            at = start + 1
            continue
        senses = _senses(meaning)
        for order, sense in enumerate(senses):
            found.append(Found(start, end, sense, order))
        mark = READ if senses else PASSED
        rest = rest[:start] + mark * (end - start) + rest[end:]
    return rest


def _senses(meaning: Meaning) -> list[Sense]:
    if isinstance(meaning, (Sense, Reading, Draft)):
        meaning = [meaning]
    several: Sequence[Sense | Reading | Draft] = meaning or ()
    return [one if isinstance(one, Sense) else Sense(one) for one in several]


def _leftover(words: Words, spoken_for: list[tuple[int, int]]) -> Iterator[str]:
    """Between the readings, line by line, without punctuation at the edges."""
    at = 0
    for start, end in [*spoken_for, (len(words.plain), len(words.plain))]:
        if start > at:
            for line in words.original(at, start).splitlines():
                if SMALL.sub("", line):
                    yield line.strip(" \t,;:.–—-()")
        at = max(at, end)
