"""Rows of one plan found again in another, though they were renumbered, moved and reworded.

A frozen outline knows no keys of the database, and two plans may come from different files: rows
are found by what they say.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from plans.documents.outline import Field, OutlineActivity, PlanOutline

TEXTS: tuple[Field, ...] = ("title", "deadline", "responsible", "result")
# Two rows whose names share fewer letters are two things to do, not one reworded.
ALIKE = 0.6
# The same number says a little: rows are renumbered, but mostly they are not.
SAME_NUMBER = 0.2
Pairs = dict[int, int]  # place in the new plan -> place in the old one


def pair_rows(was: Sequence[OutlineActivity], now: Sequence[OutlineActivity]) -> Pairs:
    """Surest first: the same row, the same name, then the names most alike."""
    pairs: Pairs = {}
    free = dict(enumerate(was))
    for same in (_whole, _name):
        _pair_equal(now, free, pairs, same)
    for likeness, place, other in sorted(_candidates(now, free, pairs)):
        if -likeness >= ALIKE and place not in pairs and other in free:
            pairs[place] = other
            del free[other]
    return pairs


def pair_sections(old: PlanOutline, new: PlanOutline, pairs: Pairs) -> Pairs:
    """By title, else by where most of the rows came from."""
    homes: Pairs = {}
    titles = {_plain(section.title): place for place, section in enumerate(old.sections)}
    for place, section in enumerate(new.sections):
        home = titles.get(_plain(section.title))
        if home is not None and home not in homes.values():
            homes[place] = home
    came_from, section_now = _sections_of(old), _sections_of(new)
    for place in range(len(new.sections)):
        rows = [pairs[row] for row in pairs if section_now[row] == place]
        for home, _ in Counter(came_from[row] for row in rows).most_common(1):
            if place not in homes and home not in homes.values():
                homes[place] = home
    return homes


def _sections_of(outline: PlanOutline) -> list[int]:
    """The section of each row, by the row's place in the whole plan."""
    return [place for place, section in enumerate(outline.sections) for _ in section.activities]


def _pair_equal(
    now: Sequence[OutlineActivity],
    free: dict[int, OutlineActivity],
    pairs: Pairs,
    same: Callable[[OutlineActivity], str],
) -> None:
    waiting: dict[str, list[int]] = {}
    for other, row in free.items():
        waiting.setdefault(same(row), []).append(other)
    for place, row in enumerate(now):
        found = waiting.get(same(row))
        if place not in pairs and found and same(row).strip():
            pairs[place] = found.pop(0)
            del free[pairs[place]]


def _candidates(
    now: Sequence[OutlineActivity], free: dict[int, OutlineActivity], pairs: Pairs
) -> Iterator[tuple[float, int, int]]:
    for place, row in enumerate(now):
        if place in pairs:
            continue
        for other, old in free.items():
            bonus = SAME_NUMBER if row.number and row.number == old.number else 0.0
            yield -(_likeness(row, old) + bonus), place, other


def _whole(row: OutlineActivity) -> str:
    return "\x00".join(getattr(row, name) for name in TEXTS).strip("\x00")


def _name(row: OutlineActivity) -> str:
    return _plain(row.title)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _likeness(one: OutlineActivity, other: OutlineActivity) -> float:
    matcher = SequenceMatcher(None, _name(one), _name(other), autojunk=False)
    least = ALIKE - SAME_NUMBER
    # The cheap bounds first: most pairs of rows have nothing in common.
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()
