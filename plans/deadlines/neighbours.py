"""What readings mean beside each other: lists, spans of recurrences, missing years."""

import dataclasses
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from plans.deadlines.drafts import Draft, Term
from plans.deadlines.readings import THROUGHOUT, UNKNOWN, Every, Reading
from plans.deadlines.rules.book import Sense

# What may stand between the members of a list, and between a recurrence and its span.
LIST_GAP: Final = re.compile(r"[ ,;/.&+]*(?:(?:и|а также) )?")
SPAN_GAP: Final = re.compile(r"[ ,.(:-]*(?:(?:но|и|а|в|на|в период|далее|затем) )?")
DAYS_OF: Final[dict[Every, int]] = {
    "week": 7, "month": 31, "quarter": 92, "school_quarter": 92, "half_year": 184, "year": 366,
}  # fmt: skip


@dataclass
class Found:
    """A sense and where in the plain text it stands; `meaning` changes as years become known."""

    start: int
    end: int
    sense: Sense
    order: int = 0

    @property
    def meaning(self) -> Reading | Draft:
        return self.sense.meaning

    def becomes(self, meaning: Reading | Draft) -> None:
        self.sense = dataclasses.replace(self.sense, meaning=meaning)


def settled(found: list[Found], plain: str, term: Term) -> list[Found]:
    """Every meaning a reading, those that only name a span or repeat another gone."""
    _lend_years(found, plain, term)
    _until_all(found, plain)
    found = _every_year(found, plain, term)
    for one in found:
        if isinstance(one.meaning, Draft):
            one.becomes(one.meaning.resolved(term))
    found = _counted(found, plain)
    found = _spans_of_recurrences(found, plain)
    return list(_once(found, plain))


def _beside(one: Found, other: Found, plain: str, gap: re.Pattern[str]) -> bool:
    """Nothing but `gap` between them."""
    if other.start < one.end:
        return other.start == one.start
    return gap.fullmatch(plain, one.end, other.start) is not None


def _lend_years(found: list[Found], plain: str, term: Term) -> None:
    """«Июнь, август 2027»: both of 2027. «Октябрь, март 2027»: October is a year earlier.

    A list that goes past New Year is believed only where the plan's period says the same.
    """
    for index in range(len(found) - 2, -1, -1):
        one, later = found[index], found[index + 1]
        draft, lender = one.meaning, later.meaning
        if not (isinstance(draft, Draft) and isinstance(lender, Draft)):
            continue
        if not (draft.borrows and lender.lends and lender.year is not None):
            continue
        if not (later.sense.is_listed or lender.lends) or not _beside(one, later, plain, LIST_GAP):
            continue
        if draft.last <= lender.first:
            one.becomes(dataclasses.replace(draft, year=lender.year, lends=True))
        elif _year_inside(draft, term) not in {lender.year, lender.year - 1}:
            one.becomes(UNKNOWN)
        else:
            year = _year_inside(draft, term)
            one.becomes(dataclasses.replace(draft, year=year, lends=True))


def _year_inside(draft: Draft, term: Term) -> int | None:
    reading = draft.resolved(term)
    begins = reading.start or reading.due
    return begins.year if begins else None


def _until_all(found: list[Found], plain: str) -> None:
    """«До 1 ноября, 1 февраля, 1 мая»: the «до» is of all."""
    for one, later in itertools.pairwise(found):
        if not (_is_until(one) and later.sense.is_listed and _beside(one, later, plain, LIST_GAP)):
            continue
        draft = later.meaning
        if isinstance(draft, Draft) and draft.first == draft.last:
            later.becomes(dataclasses.replace(draft, build=_until(draft)))


def _is_until(one: Found) -> bool:
    if not isinstance(one.meaning, Draft):
        return one.meaning.kind == "by"
    built = one.meaning.build(one.meaning.year or LEAP_YEAR)
    return built is not None and built.kind == "by"


LEAP_YEAR: Final = 2028  # has every day there is


def _until(draft: Draft) -> Callable[[int], Reading | None]:
    def build(year: int) -> Reading | None:
        reading = draft.build(year)
        if reading is None or reading.on is None:
            return reading
        return Reading("by", by=reading.on)

    return build


def _every_year(found: list[Found], plain: str, term: Term) -> list[Found]:
    """«Ежегодно до 1 сентября», «раз в год, в мае»: the date of each year of the plan."""
    kept: list[Found] = []
    for index, one in enumerate(found):
        dated = _dated_beside(found, index, plain) if one.sense.role == "yearly" else []
        if not dated:
            kept.append(one)
        for other in dated:
            draft = other.meaning
            if isinstance(draft, Draft) and draft.year is None and len(draft.inside(term)) > 1:
                other.sense = dataclasses.replace(other.sense, role="yearly")
    return [each for one in kept for each in _of_years(one, term)]


def _of_years(one: Found, term: Term) -> Iterable[Found]:
    if one.sense.role != "yearly" or not isinstance(one.meaning, Draft):
        return [one]
    return [
        Found(one.start, one.end, Sense(reading), order)
        for order, reading in enumerate(one.meaning.inside(term))
    ]


def _dated_beside(found: list[Found], index: int, plain: str) -> list[Found]:
    """Dates and months right after, else right before; a list of them whole."""
    after: list[Found] = []
    for one, later in zip(found[index:], found[index + 1 :], strict=False):
        if not (isinstance(later.meaning, Draft) and _beside(one, later, plain, SPAN_GAP)):
            break
        after.append(later)
    if after or not index:
        return after
    before = found[index - 1]
    is_dated = isinstance(before.meaning, Draft)
    return [before] if is_dated and _beside(before, found[index], plain, SPAN_GAP) else []


def _counted(found: list[Found], plain: str) -> list[Found]:
    """«2 раза в год: октябрь, апрель»: as many dates as promised answer the question."""
    kept = []
    for index, one in enumerate(found):
        if one.sense.role == "times" and one.sense.times > 1:
            dated, last = 0, one
            for later in found[index + 1 :]:
                if later.meaning.due is None or not _beside(last, later, plain, SPAN_GAP):  # type: ignore[union-attr]
                    break
                dated, last = dated + 1, later
            if dated == one.sense.times:
                continue
        kept.append(one)
    return kept


def _spans_of_recurrences(found: list[Found], plain: str) -> list[Found]:
    """«В течение года, ежемесячно» is one `each`; «ежемесячно с октября по май» is bounded."""
    gone: set[int] = set()
    for index, one in enumerate(found):
        each = one.meaning
        if not (isinstance(each, Reading) and each.kind == "each"):
            continue
        for place in (index - 1, index + 1):
            if not 0 <= place < len(found) or place in gone:
                continue
            other = found[place]
            pair = (other, one) if place < index else (one, other)
            if not _beside(*pair, plain, SPAN_GAP):
                continue
            if other.sense.role == "span" and other.meaning == THROUGHOUT:
                gone.add(place)
            elif _bounds(other, each):
                stretch = other.meaning
                one.becomes(dataclasses.replace(each, start=stretch.start, end=stretch.end))  # type: ignore[union-attr]
                gone.add(place)
                break
    return [one for index, one in enumerate(found) if index not in gone]


def _bounds(other: Found, each: Reading) -> bool:
    """A stretch of time long enough for the recurrence to recur."""
    stretch = other.meaning
    if not (isinstance(stretch, Reading) and stretch.start and stretch.end and each.every):
        return False
    if stretch.kind != "within" or each.start is not None:
        return False
    days = (stretch.end - stretch.start).days + 1
    return (other.sense.lasts or each.every == "week") and days > DAYS_OF[each.every]


def _once(found: list[Found], plain: str) -> Iterable[Found]:
    """«По плану ММО, согласно приказу»: one line refers to schedules once."""
    before: Found | None = None
    for one in found:
        repeats = (
            before is not None
            and one.meaning == before.meaning
            and isinstance(one.meaning, Reading)
            and one.meaning.kind in {"schedule", "throughout", "unknown"}
            and "\n" not in plain[before.end : one.start]
        )
        if not repeats:
            yield one
        before = one
