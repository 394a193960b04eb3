"""Which words of a text stayed, went and came."""

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Fate = Literal["same", "removed", "added"]
# A word with the blanks after it, so that the pieces put together give the text back.
_WORDS = re.compile(r"\S+\s*|\s+")
# Beyond so many words a comparison word by word takes long and nobody can read it.
_MOST_WORDS = 2000


class Piece(NamedTuple):
    """Words in a row that share their fate."""

    fate: Fate
    text: str


def compare_words(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order: all but the added give `old`, all but the removed
    give `new`."""
    if old == new:
        return [Piece("same", old)] if old else []
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > _MOST_WORDS:
        return _pieces([("removed", old), ("added", new)])
    matcher = SequenceMatcher(
        None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False
    )
    found: list[tuple[Fate, str]] = []
    for what, first, last, new_first, new_last in matcher.get_opcodes():
        was, now = "".join(before[first:last]), "".join(after[new_first:new_last])
        if what == "equal" and was == now:
            found.append(("same", was))
        else:
            found += [("removed", was), ("added", now)]
    return _pieces(found)


def _pieces(found: list[tuple[Fate, str]]) -> list[Piece]:
    return [Piece(fate, text) for fate, text in found if text]
