"""Which words of a text stayed, went and came."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Fate = Literal["same", "removed", "added"]
State = Literal["same", "changed", "added", "removed"]
_WORDS_AND_BLANKS = re.compile(r"\S+|\s+")
# Beyond so many words a comparison word by word takes long and nobody can read it.
_MOST_TOKENS = 4000


class Piece(NamedTuple):
    """Words in a row that share their fate."""

    fate: Fate
    text: str


class BothTexts:
    """Whoever has the pieces of a comparison has what stood there and what stands there."""

    pieces: list[Piece]

    @property
    def was(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.fate != "added"]

    @property
    def now(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.fate != "removed"]


class _Step(NamedTuple):
    """What stood here and what stands here; the same where nothing changed."""

    was: str
    now: str

    @property
    def is_same(self) -> bool:
        return self.was == self.now


def compare_words(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order: all but the added give `old`, all but the removed
    give `new`."""
    before, after = _WORDS_AND_BLANKS.findall(old), _WORDS_AND_BLANKS.findall(new)
    if old == new or len(before) + len(after) > _MOST_TOKENS:
        return list(_pieces([_Step(old, new)]))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    steps = [
        _Step("".join(before[first:last]), "".join(after[new_first:new_last]))
        for _, first, last, new_first, new_last in matcher.get_opcodes()
    ]
    return list(_pieces(_joined(steps)))


def _joined(steps: list[_Step]) -> list[_Step]:
    """Changes parted by nothing but a blank are one change: a phrase, not a rattle of words."""
    joined: list[_Step] = []
    for step in steps:
        after_blank = len(joined) > 1 and joined[-1].is_same and not joined[-1].was.strip()
        if not step.is_same and after_blank and not joined[-2].is_same:
            blank, change = joined.pop(), joined.pop()
            step = _Step(change.was + blank.was + step.was, change.now + blank.now + step.now)
        joined.append(step)
    return joined


def _pieces(steps: list[_Step]) -> Iterator[Piece]:
    for step in steps:
        if step.is_same and step.was:
            yield Piece("same", step.was)
        elif not step.is_same:
            if step.was:
                yield Piece("removed", step.was)
            if step.now:
                yield Piece("added", step.now)
